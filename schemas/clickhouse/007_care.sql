-- Care of persons: few live in a former township, and who knows the place knows them. So the user
-- dashboard sees no row of it anywhere else (users.xml), and here only cells of five persons and more.

-- Visits (C20) and persons at high risk (C20H) by calendar month, per former township and county, with
-- the number of persons behind them. A cell of fewer than five persons is not there; nor is a county
-- from which its former townships that are there could be taken away to leave one. A month is there 40
-- days after its end, when nothing changes it any more: what is shown today less what was shown
-- yesterday would be a single visit. Months do not overlap, as windows do.
CREATE OR REPLACE VIEW duixian.v_care DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH
    5 AS least_persons,
    planned AS
    (
        SELECT
            source,
            JSONExtractString(payload, 'data', 'visit_id') AS visit_id,
            any(JSONExtractString(payload, 'data', 'person_ref')) AS person
        FROM duixian.events
        WHERE type = 'care.visit.planned' AND decoded
        GROUP BY source, visit_id
    ),
    places AS
    (
        SELECT version, area_id, parent_id AS county_id
        FROM duixian.v_areas
        WHERE level = 'former_township'
    ),
    cells AS
    (
        SELECT
            o.area_id AS area_id,
            places.county_id AS county_id,
            o.commitment_id AS commitment_id,
            toStartOfMonth(o.service_date) AS month,
            sum(o.good) AS good,
            sum(o.total) AS total,
            -- whose visit it is says its plan; once the text of that is gone, nobody can say
            groupUniqArrayIf(
                (o.source, if(o.commitment_id = 'C20H', o.subject, planned.person)) AS who,
                who.2 != '') AS persons
        FROM duixian.v_outcomes AS o
        INNER JOIN places
            ON places.version = o.reference_version AND places.area_id = o.area_id
        LEFT JOIN planned ON planned.source = o.source AND planned.visit_id = o.subject
        WHERE startsWith(o.commitment_id, 'C20') AND o.total > 0
        GROUP BY area_id, county_id, commitment_id, month
    )
SELECT within, within_id, commitment_id, month, good, total, persons
FROM
(
    SELECT
        'former_township' AS within, area_id AS within_id, commitment_id, month, good, total,
        length(cells.persons) AS persons, 0 AS hidden, 0 AS hidden_persons
    FROM cells
    UNION ALL
    SELECT
        'county', county_id, commitment_id, month, sum(cells.good), sum(cells.total),
        uniqExactArray(cells.persons),
        countIf(length(cells.persons) < least_persons),
        uniqExactArrayIf(cells.persons, length(cells.persons) < least_persons)
    FROM cells
    GROUP BY county_id, commitment_id, month
)
WHERE persons >= least_persons AND (hidden = 0 OR hidden_persons >= least_persons)
    AND toLastDayOfMonth(month) + 40 < (
        SELECT max(service_date)
        FROM duixian.service_levels
        WHERE startsWith(commitment_id, 'C20'));
