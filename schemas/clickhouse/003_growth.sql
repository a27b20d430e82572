-- What should grow in the longer run, quarter by quarter: reported, never alerted. Every quarter is
-- compared with the same one a year earlier, because buses, schools and offices have seasons.
-- schemas/growth.yaml names the measures and says which of them only repeat what was reported.

-- How much of each quarter that is over every source vouched for, day by day. A month counts if nine
-- days in ten are vouched for or excepted. From the first quarter of an area on there is a row for
-- each, whether anything is known of it or not. quarter_no counts quarters, so that they adjoin.
-- version is that of the reference data by which the last day of the quarter was judged.
CREATE OR REPLACE VIEW duixian.v_growth_coverage AS
SELECT
    area_id,
    commitment_id,
    quarter_no,
    makeDate(intDiv(quarter_no, 4), 3 * (quarter_no % 4) + 1, 1) AS quarter,
    sum(vouched) AS days_vouched,
    countIf(vouched + excepted >= 0.9 * days) AS months_vouched,
    max(judged).2 AS version
FROM
(
    SELECT
        area_id,
        commitment_id,
        4 * toYear(service_date) + toQuarter(service_date) - 1 AS quarter_no,
        toDayOfMonth(toLastDayOfMonth(service_date)) AS days,
        toStartOfMonth(service_date) AS month,
        sum(days_vouched) AS vouched,
        sum(days_excepted) AS excepted,
        max((service_date, toString(reference_version))) AS judged
    FROM duixian.v_levels
    WHERE window_days = 1
    GROUP BY area_id, commitment_id, quarter_no, days, month
    UNION ALL
    SELECT
        area_id,
        commitment_id,
        arrayJoin(range(first_no, (
            SELECT toUInt32(4 * toYear(max(service_date) + 1) + toQuarter(max(service_date) + 1) - 1)
            FROM duixian.service_levels))) AS quarter_no,
        31,
        toDate('1970-01-01'),
        0,
        0,
        (toDate('1970-01-01'), '')
    FROM
    (
        SELECT
            area_id,
            commitment_id,
            toUInt32(4 * toYear(min(service_date)) + toQuarter(min(service_date)) - 1) AS first_no
        FROM duixian.service_levels
        GROUP BY area_id, commitment_id
    )
)
WHERE quarter_no < (
    SELECT 4 * toYear(max(service_date) + 1) + toQuarter(max(service_date) + 1) - 1
    FROM duixian.service_levels)
GROUP BY area_id, commitment_id, quarter_no;

-- The cases of residents that were closed, by the day of the first closing (an outcome of C07), with
-- what their events say. Working days are those on which somebody owed duty hours (C01); the day of
-- acceptance does not count, and no pause is taken off: this is how long the person waited.
CREATE OR REPLACE VIEW duixian.v_growth_cases AS
WITH
    working_days AS
    (
        SELECT DISTINCT service_date
        FROM duixian.v_outcomes
        WHERE commitment_id = 'C01' AND total > 0
    ),
    numbered AS
    (
        SELECT date, sum(working) OVER (ORDER BY date) AS number
        FROM
        (
            SELECT date, max(is_working) AS working
            FROM
            (
                SELECT service_date AS date, 1 AS is_working FROM working_days
                UNION ALL
                SELECT toDate(arrayJoin(range(toUInt32(first), toUInt32(last) + 1))), 0
                FROM (SELECT min(service_date) AS first, max(service_date) AS last FROM working_days)
            )
            GROUP BY date
        )
    ),
    closed AS
    (
        SELECT area_id, source, subject AS case_id, service_date AS closed_on
        FROM duixian.v_outcomes
        WHERE commitment_id = 'C07'
    ),
    told AS
    (
        SELECT
            source,
            JSONExtractString(payload, 'data', 'case_id') AS case_id,
            minIf(
                toDate(assumeNotNull(time), 'Asia/Shanghai'),
                JSONExtractString(payload, 'data', 'state') = 'accepted') AS accepted_on,
            argMaxIf(
                JSONExtractString(payload, 'data', 'decided_level'),
                assumeNotNull(time),
                JSONHas(payload, 'data', 'decided_level')) AS decided_level,
            max(JSONExtractUInt(payload, 'data', 'visit_no')) AS visits,
            max(JSONExtractUInt(payload, 'data', 'distance_m')) AS distance_m
        FROM duixian.events
        WHERE type IN ('hall.case.state_changed', 'hall.case.visited') AND decoded
        GROUP BY source, case_id
    )
SELECT
    closed.area_id AS area_id,
    closed.source AS source,
    closed.case_id AS case_id,
    closed.closed_on AS closed_on,
    told.decided_level AS decided_level,
    told.visits AS visits,
    told.distance_m / 1000 AS km,
    until.number AS until_number,
    since.number AS since_number,
    told.accepted_on > toDate(0) AS has_text,
    toInt64(until.number) - toInt64(since.number) AS working_days,
    until.date = closed.closed_on AND since.date = told.accepted_on AS has_working_days
FROM closed
LEFT JOIN told ON told.source = closed.source AND told.case_id = closed.case_id
LEFT JOIN numbered AS since ON since.date = told.accepted_on
LEFT JOIN numbered AS until ON until.date = closed.closed_on;

-- The quarters in which something was told of buses and rides whose text is gone by now: whoever counts
-- what is left does not know what there was.
CREATE OR REPLACE VIEW duixian.v_growth_gone AS
SELECT DISTINCT type, toStartOfQuarter(toDate(assumeNotNull(time), 'Asia/Shanghai')) AS quarter
FROM duixian.events
WHERE type IN ('transport.stop.visited', 'transport.booking.picked_up') AND decoded AND payload = '';

-- The performed trips that went from a seat of landmarks.csv to another of its landmarks, by each version
-- of that file: from the last stop of the one to the first of the other. Of a visit that was told again
-- the one recorded last counts. minutes is NULL where the trip does not say when it left the one stop
-- or came to the other, or came before it left.
CREATE OR REPLACE VIEW duixian.v_growth_rides AS
WITH
    landmarks AS
    (
        SELECT
            version,
            fields['landmark'] AS landmark,
            fields['area_id'] AS area_id,
            fields['stop_id'] AS stop_id
        FROM duixian.reference FINAL
        WHERE file = 'reference/landmarks.csv'
    ),
    trips AS
    (
        SELECT
            l.version AS version,
            source,
            visit.service_date AS service_date,
            visit.trip_id_performed AS trip_id,
            groupUniqArray((
                visit.stop_sequence,
                (l.landmark, l.area_id),
                parseDateTime64BestEffortOrNull(visit.actual_arrival_time),
                parseDateTime64BestEffortOrNull(visit.actual_departure_time)
            )::Tuple(number UInt16, place Tuple(landmark String, area_id String),
                came_at Nullable(DateTime64(3)), left_at Nullable(DateTime64(3)))) AS visits
        FROM
        (
            SELECT source, argMax(told, (assumeNotNull(recorded_at), arrived_at)) AS visit
            FROM
            (
                SELECT
                    source,
                    recorded_at,
                    arrived_at,
                    JSONExtract(payload, 'data', 'Tuple(service_date Date, trip_id_performed String,
                        stop_id String, stop_sequence UInt16, actual_arrival_time String,
                        actual_departure_time String, schedule_relationship String)') AS told
                FROM duixian.events
                WHERE type = 'transport.stop.visited' AND decoded
            )
            GROUP BY source, told.service_date, told.trip_id_performed, told.stop_sequence
        ) AS v
        INNER JOIN landmarks AS l ON l.stop_id = visit.stop_id
        WHERE visit.schedule_relationship NOT IN ('Skipped', 'Canceled')
        GROUP BY version, source, service_date, trip_id
        HAVING length(visits) > 1
    )
SELECT
    version,
    start.place.area_id AS from_area,
    stop.place.landmark AS to_landmark,
    stop.place.area_id AS to_area,
    service_date,
    source,
    trip_id,
    if(stop.came_at >= start.left_at, dateDiff('second', start.left_at, stop.came_at) / 60, NULL)
        AS minutes
FROM
(
    SELECT version, source, service_date, trip_id, visits, start, arrayJoin(visits) AS stop
    FROM (SELECT *, arrayJoin(visits) AS start FROM trips)
)
WHERE start.place.landmark = 'seat' AND stop.place != start.place AND stop.number > start.number
    AND NOT arrayExists(
        visit -> visit.number > start.number AND visit.number < stop.number
            AND (visit.place = start.place OR visit.place = stop.place),
        visits);

-- The ways of the people of each former township, by each version of the reference data that names the
-- landmarks at both ends: from its seat to the new one, which is that of its main successor, and from
-- there to the county's hospital. Where the new seat is, there is no first way.
CREATE OR REPLACE VIEW duixian.v_growth_ways AS
WITH
    landmarks AS
    (
        SELECT DISTINCT version, fields['landmark'] AS landmark, fields['area_id'] AS area_id
        FROM duixian.reference FINAL
        WHERE file = 'reference/landmarks.csv'
    ),
    successors AS
    (
        SELECT
            version,
            line,
            fields['former_id'] AS area_id,
            fields['township_id'] AS township_id,
            fields['seat'] = 'yes' AS has_seat
        FROM duixian.reference FINAL
        WHERE file = 'reference/successors.csv'
    ),
    main AS
    (
        SELECT version, area_id, argMin(township_id, line) AS township_id
        FROM successors
        GROUP BY version, area_id
    ),
    areas AS
    (
        SELECT version, fields['area_id'] AS area_id, fields['parent_id'] AS parent_id
        FROM duixian.reference FINAL
        WHERE file = 'reference/areas.csv'
    ),
    places AS
    (
        SELECT
            main.version AS version,
            main.area_id AS area_id,
            any(seat.area_id) AS seat_area,
            any(area.parent_id) AS county_id
        FROM main
        INNER JOIN successors AS seat
            ON seat.version = main.version AND seat.township_id = main.township_id
        INNER JOIN areas AS area
            ON area.version = main.version AND area.area_id = main.area_id
        WHERE seat.has_seat
        GROUP BY version, area_id
    )
SELECT
    version, area_id, 'G5-new-seat' AS measure,
    area_id AS from_area, 'seat' AS to_landmark, seat_area AS to_area
FROM places
WHERE seat_area != area_id
    AND (version, 'seat', area_id) IN (landmarks) AND (version, 'seat', seat_area) IN (landmarks)
UNION ALL
SELECT version, area_id, 'G5-hospital', seat_area, 'county_hospital', county_id
FROM places
WHERE (version, 'seat', seat_area) IN (landmarks)
    AND (version, 'county_hospital', county_id) IN (landmarks);

-- Which villages of each area were served in each quarter: one of their stops within 2 km was visited by
-- a bus, or somebody was picked up there who had booked. That neither was so is known of a village
-- whose stops village_stops.csv names, where the buses of these stops are vouched for, and so is
-- whoever picked somebody up in it at any time. Heartbeats that overlap vouch once for what they have
-- in common. Of a quarter of which some text is gone nothing is known.
CREATE OR REPLACE VIEW duixian.v_growth_villages AS
WITH
    2000 AS near_m,
    villages AS
    (
        SELECT version, fields['area_id'] AS village_id, fields['parent_id'] AS area_id
        FROM duixian.reference FINAL
        WHERE file = 'reference/areas.csv' AND fields['level'] = 'village'
    ),
    stops AS
    (
        SELECT
            version,
            fields['village_id'] AS village_id,
            fields['stop_id'] AS stop_id,
            toUInt32(fields['distance_m']) AS distance_m
        FROM duixian.reference FINAL
        WHERE file = 'reference/village_stops.csv'
    ),
    visited AS
    (
        SELECT DISTINCT visit.stop_id AS stop_id, toStartOfQuarter(visit.service_date) AS quarter
        FROM
        (
            SELECT
                JSONExtract(payload, 'data', 'Tuple(service_date Date, stop_id String,
                    schedule_relationship String)') AS visit
            FROM duixian.events
            WHERE type = 'transport.stop.visited' AND decoded
        )
        WHERE visit.stop_id IN (SELECT stop_id FROM stops WHERE distance_m <= near_m)
            AND visit.schedule_relationship NOT IN ('Skipped', 'Canceled', 'Missing data')
    ),
    by_bus AS
    (
        SELECT s.version, s.village_id, v.quarter
        FROM stops AS s
        INNER JOIN visited AS v ON v.stop_id = s.stop_id
        WHERE s.distance_m <= near_m
    ),
    codes AS
    (
        SELECT
            version,
            fields['code'] AS code,
            fields['area_id'] AS village_id,
            toDateOrZero(fields['valid_from']) AS valid_from,
            if(fields['valid_to'] = '', toDate('2149-06-06'), toDate(fields['valid_to'])) AS valid_to
        FROM duixian.reference FINAL
        WHERE file = 'reference/codes.csv'
    ),
    picked_up AS
    (
        SELECT DISTINCT
            c.version AS version,
            c.village_id AS village_id,
            p.source AS source,
            toStartOfQuarter(p.date) AS quarter
        FROM
        (
            SELECT
                source,
                JSONExtractString(payload, 'data', 'from_village') AS code,
                toDate(assumeNotNull(time), 'Asia/Shanghai') AS date
            FROM duixian.events
            WHERE type = 'transport.booking.picked_up' AND decoded
        ) AS p
        INNER JOIN codes AS c ON c.code = p.code
        WHERE p.date >= c.valid_from AND p.date < c.valid_to
    ),
    quarters AS (SELECT DISTINCT quarter FROM duixian.v_growth_coverage),
    vouched_areas AS
    (
        SELECT area_id, quarter
        FROM duixian.v_growth_coverage
        WHERE commitment_id = 'C13' AND months_vouched = 3
    ),
    vouched_sources AS
    (
        SELECT source, toStartOfQuarter(month) AS quarter
        FROM
        (
            SELECT
                source,
                toStartOfMonth(toDate(since, 'Asia/Shanghai'))
                    + toIntervalMonth(arrayJoin(range(toUInt32(
                        dateDiff('month', since, period_end, 'Asia/Shanghai') + 1)))) AS month,
                sum(dateDiff(
                    'second',
                    greatest(since, toDateTime64(month, 3, 'Asia/Shanghai')),
                    least(period_end, toDateTime64(month + INTERVAL 1 MONTH, 3, 'Asia/Shanghai'))))
                    AS seconds
            FROM
            (
                SELECT
                    source,
                    period_end,
                    greatest(period_start, max(period_end) OVER (
                        PARTITION BY source ORDER BY period_start, period_end
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS since
                FROM duixian.heartbeats
                WHERE source IN (SELECT source FROM picked_up)
            )
            WHERE since < period_end
            GROUP BY source, month
        )
        WHERE seconds >= 0.9 * 86400 * toDayOfMonth(toLastDayOfMonth(month))
        GROUP BY source, quarter
        HAVING count() = 3
    ),
    unheard AS
    (
        SELECT s.version, s.village_id, q.quarter
        FROM stops AS s
        INNER JOIN
        (
            SELECT version, fields['site_id'] AS stop_id, fields['area_id'] AS area_id
            FROM duixian.reference FINAL
            WHERE file = 'reference/sites.csv'
        ) AS site ON site.version = s.version AND site.stop_id = s.stop_id
        CROSS JOIN quarters AS q
        WHERE s.distance_m <= near_m AND (site.area_id, q.quarter) NOT IN (vouched_areas)
        UNION ALL
        SELECT p.version, p.village_id, q.quarter
        FROM picked_up AS p
        CROSS JOIN quarters AS q
        WHERE (p.source, q.quarter) NOT IN (vouched_sources)
    )
SELECT
    c.area_id AS area_id,
    c.quarter AS quarter,
    v.village_id AS village_id,
    (c.version, v.village_id, c.quarter) IN (by_bus)
        OR (c.version, v.village_id, c.quarter) IN (SELECT version, village_id, quarter FROM picked_up)
        AS is_served,
    c.quarter NOT IN (SELECT quarter FROM duixian.v_growth_gone)
        AND (is_served
            OR (c.version, v.village_id) IN (SELECT version, village_id FROM stops)
                AND (c.version, v.village_id, c.quarter) NOT IN (unheard))
        AS is_known
FROM duixian.v_growth_coverage AS c
INNER JOIN villages AS v ON v.version = c.version AND v.area_id = c.area_id
WHERE c.commitment_id = 'C13';

-- Each measure of each area and quarter: amount / per, or the median of sample where that is given.
-- n is of how many units, known whether enough of them say what is asked. What is stated rests on a
-- file of the reference data besides: nothing is known of it by a version that does not have the file.
-- What is reported rests on that file alone, whoever vouched for what.
CREATE OR REPLACE VIEW duixian.v_growth_quarters AS
WITH
    measures AS
    (
        SELECT *
        FROM values(
            'measure String, covered_by String, better Int8, least UInt32, has_baseline UInt8, is_stated UInt8, is_reported UInt8',
            ('G1-decided', 'C07', 1, 20, 0, 0, 0),
            ('G1-items', 'C03', 1, 1, 0, 0, 0),
            ('G2-functions', 'C03', 1, 1, 0, 1, 0),
            ('G3-trips', 'C14', 1, 1, 1, 0, 0),
            ('G3-span', 'C13', 1, 1, 0, 0, 0),
            ('G3-villages', 'C13', 1, 1, 0, 1, 0),
            ('G4-care-points', 'C02', 1, 1, 0, 1, 1),
            ('G4-beds', 'C02', 1, 0, 0, 1, 1),
            ('G4-preschool', 'C21', 1, 1, 0, 0, 0),
            ('G5-new-seat', 'C13', -1, 20, 0, 1, 0),
            ('G5-hospital', 'C13', -1, 20, 0, 1, 0),
            ('G6-working-days', 'C07', -1, 20, 0, 0, 0),
            ('G6-visits', 'C07', -1, 20, 0, 0, 0),
            ('G6-km', 'C07', -1, 20, 0, 0, 0))
    ),
    sites AS
    (
        SELECT DISTINCT site_id, area_id, source
        FROM duixian.outcomes
        WHERE commitment_id = 'C02'
    ),
    lists AS
    (
        SELECT
            JSONExtractString(payload, 'data', 'site_id') AS site_id,
            toDate(JSONExtractString(payload, 'data', 'effective_from')) AS effective_from,
            assumeNotNull(time) AS published_at,
            arrayFilter(
                item -> JSONExtractString(item, 'mode') IN ('handle', 'accept_and_forward'),
                JSONExtractArrayRaw(payload, 'data', 'items')) AS taken_in,
            arrayCount(item -> JSONExtractString(item, 'decided_level') = 'township', taken_in)
                AS delegated,
            arrayMap(item -> JSONExtractString(item, 'item_code'), taken_in) AS item_codes,
            1 AS has_text
        FROM duixian.events
        WHERE type = 'hall.catalogue.published' AND decoded AND payload != ''
        UNION ALL
        -- a list whose text is gone may be that of any site of its source, or of any if it has none
        SELECT s.site_id, toDate(e.published_at, 'Asia/Shanghai'), e.published_at, [], 0, [], 0
        FROM
        (
            SELECT source, assumeNotNull(time) AS published_at
            FROM duixian.events
            WHERE type = 'hall.catalogue.published' AND decoded AND payload = ''
        ) AS e
        CROSS JOIN (SELECT DISTINCT site_id, source FROM sites) AS s
        WHERE s.source = e.source OR e.source NOT IN (SELECT source FROM sites)
    ),
    lists_in_force AS
    (
        SELECT
            c.area_id AS area_id, c.quarter AS quarter, c.version AS version, l.site_id AS site_id,
            argMax(l.delegated, (l.effective_from, l.published_at)) AS delegated,
            argMax(l.item_codes, (l.effective_from, l.published_at)) AS item_codes,
            argMax(l.has_text, (l.effective_from, l.published_at)) AS has_text
        FROM duixian.v_growth_coverage AS c
        INNER JOIN sites AS s ON s.area_id = c.area_id
        INNER JOIN lists AS l ON l.site_id = s.site_id
        WHERE c.commitment_id = 'C03' AND l.effective_from < c.quarter + INTERVAL 3 MONTH
            AND toDate(l.published_at, 'Asia/Shanghai') < c.quarter + INTERVAL 3 MONTH
        GROUP BY area_id, quarter, version, site_id
    ),
    functions AS
    (
        SELECT
            version,
            CAST((groupArray(fields['item_code']), groupArray(fields['function'])), 'Map(String, String)')
                AS function_of
        FROM duixian.reference FINAL
        WHERE file = 'reference/item_functions.csv'
        GROUP BY version
    ),
    villages AS
    (
        SELECT version, fields['area_id'] AS village_id, fields['parent_id'] AS area_id
        FROM duixian.reference FINAL
        WHERE file = 'reference/areas.csv' AND fields['level'] = 'village'
    ),
    care_places AS
    (
        SELECT
            version,
            fields['area_id'] AS area_id,
            toUInt32OrZero(fields['beds']) AS beds,
            toDateOrZero(fields['valid_from']) AS valid_from,
            if(fields['valid_to'] = '', toDate('2149-06-06'), toDate(fields['valid_to'])) AS valid_to
        FROM duixian.reference FINAL
        WHERE file = 'reference/care_places.csv'
    ),
    -- those that are there on the last day of a quarter
    care_at_end AS
    (
        SELECT p.version AS version, q.quarter AS quarter, p.area_id AS area_id, p.beds AS beds
        FROM care_places AS p
        CROSS JOIN (SELECT DISTINCT quarter FROM duixian.v_growth_coverage) AS q
        WHERE p.valid_from < q.quarter + INTERVAL 3 MONTH AND p.valid_to >= q.quarter + INTERVAL 3 MONTH
    ),
    measured AS
    (
        SELECT
            'G1-decided' AS measure, area_id, toStartOfQuarter(closed_on) AS quarter,
            toFloat64(countIf(decided_level = 'township')) AS amount, toFloat64(count()) AS per,
            0. AS owed, []::Array(Float64) AS sample, count() AS n,
            countIf(decided_level != '') >= 0.9 * count() AS known
        FROM duixian.v_growth_cases GROUP BY area_id, quarter
        UNION ALL
        SELECT
            'G6-working-days', area_id, toStartOfQuarter(closed_on) AS quarter, 0., 0., 0.,
            groupArrayIf(toFloat64(working_days), has_working_days), countIf(has_working_days),
            countIf(has_working_days) >= 0.9 * count()
        FROM duixian.v_growth_cases GROUP BY area_id, quarter
        UNION ALL
        SELECT
            'G6-visits', area_id, toStartOfQuarter(closed_on) AS quarter, 0., 0., 0.,
            groupArray(toFloat64(visits)), count(), countIf(has_text) >= 0.9 * count()
        FROM duixian.v_growth_cases GROUP BY area_id, quarter
        UNION ALL
        SELECT
            'G6-km', area_id, toStartOfQuarter(closed_on) AS quarter, 0., 0., 0.,
            groupArrayIf(km, km > 0), countIf(km > 0),
            countIf(km > 0) >= 0.9 * countIf(visits > 0) AND countIf(has_text) >= 0.9 * count()
        FROM duixian.v_growth_cases GROUP BY area_id, quarter
        UNION ALL
        SELECT
            'G1-items', area_id, quarter, toFloat64(sum(delegated)), 1., 0., []::Array(Float64), count(),
            min(has_text)
        FROM lists_in_force
        GROUP BY area_id, quarter
        UNION ALL
        SELECT
            'G2-functions', area_id, quarter, toFloat64(sum(arrayUniq(told))), toFloat64(count()), 0.,
            []::Array(Float64), count(), sum(length(told)) >= 0.9 * sum(items) AND min(has_text)
        FROM
        (
            SELECT
                l.area_id AS area_id, l.quarter AS quarter, l.has_text AS has_text,
                length(l.item_codes) AS items,
                arrayFilter(name -> name != '', arrayMap(code -> f.function_of[code], l.item_codes)) AS told
            FROM lists_in_force AS l
            INNER JOIN functions AS f ON f.version = l.version
        )
        GROUP BY area_id, quarter
        UNION ALL
        SELECT
            'G3-trips', area_id, toStartOfQuarter(service_date) AS quarter,
            toFloat64(sum(toInt64(total) - arraySum(mapValues(lost_by_reason)))), 0.,
            toFloat64(sum(total)), []::Array(Float64), uniqExact(service_date), 1
        FROM
        (
            SELECT area_id, service_date, source, subject, total, lost_by_reason
            FROM duixian.outcomes
            WHERE commitment_id = 'C14'
            QUALIFY row_number() OVER (
                PARTITION BY area_id, service_date, source, subject
                ORDER BY revision DESC, stored_at DESC) = 1
        )
        GROUP BY area_id, quarter
        UNION ALL
        SELECT
            'G3-span', area_id, toStartOfQuarter(service_date) AS quarter, toFloat64(sum(minutes)), 0., 0.,
            []::Array(Float64),
            count(), 1
        FROM
        (
            SELECT
                area_id, service_date,
                dateDiff('minute', min(assumeNotNull(due_at)), max(assumeNotNull(due_at))) AS minutes
            FROM duixian.v_outcomes
            WHERE commitment_id = 'C13' AND good > 0
            GROUP BY area_id, service_date
        )
        GROUP BY area_id, quarter
        UNION ALL
        SELECT
            'G3-villages', area_id, quarter, toFloat64(countIf(is_served)), toFloat64(count()), 0.,
            []::Array(Float64), count(), countIf(is_known) >= 0.9 * count()
        FROM duixian.v_growth_villages
        GROUP BY area_id, quarter
        UNION ALL
        SELECT
            'G4-care-points', c.area_id, c.quarter,
            toFloat64(uniqExactIf(v.village_id, p.area_id != '')), toFloat64(uniqExact(v.village_id)), 0.,
            []::Array(Float64), uniqExact(v.village_id), 1
        FROM duixian.v_growth_coverage AS c
        INNER JOIN villages AS v ON v.version = c.version AND v.area_id = c.area_id
        LEFT JOIN care_at_end AS p
            ON p.version = c.version AND p.area_id = v.village_id AND p.quarter = c.quarter
        WHERE c.commitment_id = 'C02' AND c.version IN (SELECT version FROM care_places)
        GROUP BY c.area_id, c.quarter
        UNION ALL
        SELECT
            'G4-beds', c.area_id, c.quarter, toFloat64(sum(p.beds)), 1., 0., []::Array(Float64),
            countIf(p.area_id != ''), 1
        FROM duixian.v_growth_coverage AS c
        LEFT JOIN care_at_end AS p
            ON p.version = c.version AND p.area_id = c.area_id AND p.quarter = c.quarter
        WHERE c.commitment_id = 'C02' AND c.version IN (SELECT version FROM care_places)
        GROUP BY c.area_id, c.quarter
        UNION ALL
        SELECT
            'G4-preschool', area_id, toStartOfQuarter(service_date) AS quarter,
            toFloat64(uniqExactIf(site_id, good > 0)), 1., 0., []::Array(Float64),
            uniqExact(site_id), 1
        FROM duixian.v_outcomes
        WHERE commitment_id = 'C21'
        GROUP BY area_id, quarter
        UNION ALL
        SELECT
            w.measure, w.area_id, c.quarter, 0., 0., 0., r.minutes, length(r.minutes),
            start.months_vouched = 3 AND length(r.minutes) >= 0.9 * r.trips
                AND c.quarter NOT IN (
                    SELECT quarter FROM duixian.v_growth_gone WHERE type = 'transport.stop.visited')
        FROM duixian.v_growth_coverage AS c
        INNER JOIN duixian.v_growth_ways AS w ON w.version = c.version AND w.area_id = c.area_id
        LEFT JOIN duixian.v_growth_coverage AS start
            ON start.area_id = w.from_area AND start.commitment_id = c.commitment_id
                AND start.quarter_no = c.quarter_no
        LEFT JOIN
        (
            SELECT
                version, from_area, to_landmark, to_area, toStartOfQuarter(service_date) AS quarter,
                groupArray(minutes) AS minutes, count() AS trips
            FROM duixian.v_growth_rides
            GROUP BY version, from_area, to_landmark, to_area, quarter
        ) AS r
            ON r.version = w.version AND r.from_area = w.from_area
                AND r.to_landmark = w.to_landmark AND r.to_area = w.to_area
                AND r.quarter = c.quarter
        WHERE c.commitment_id = 'C13'
    )
SELECT
    c.area_id AS area_id,
    m.measure AS measure,
    c.quarter_no AS quarter_no,
    c.quarter AS quarter,
    m.better AS better,
    m.has_baseline AS has_baseline,
    q.amount AS amount,
    -- what is counted day by day is counted per week, or per day, that was vouched for
    multiIf(
        m.measure = 'G3-trips', c.days_vouched / 7,
        m.measure = 'G3-span', toFloat64(c.days_vouched),
        q.per)
        AS per,
    q.owed AS owed,
    q.sample AS sample,
    q.n AS n,
    (m.is_reported OR c.months_vouched = 3) AND (q.n = 0 AND NOT m.is_stated OR q.known) AS is_known,
    q.n >= m.least AS is_enough
FROM duixian.v_growth_coverage AS c
INNER JOIN measures AS m ON m.covered_by = c.commitment_id
LEFT JOIN measured AS q ON q.area_id = c.area_id AND q.measure = m.measure AND q.quarter = c.quarter
WHERE m.measure != 'G5-new-seat' OR c.area_id NOT IN (
    SELECT fields['former_id']
    FROM duixian.reference
    WHERE file = 'reference/successors.csv' AND fields['seat'] = 'yes');

-- How each measure stands at the end of each quarter that is over:
--   no_data    a month of the quarter, or of the eight that are compared, is not vouched for, or the text
--              of the events that would say it is gone
--   too_few    too few cases, or less than two years to compare
--   shrinking  this quarter and the one before are both worse than a year earlier
--   growing    the last twelve months are better than those before, and not below the baseline
--   flat       otherwise
CREATE OR REPLACE VIEW duixian.v_growth AS
SELECT
    area_id,
    measure,
    quarter,
    value,
    n,
    last_12_months,
    previous_12_months,
    baseline,
    multiIf(
        NOT is_known, 'no_data',
        NOT is_enough, 'too_few',
        is_down AND was_down, 'shrinking',
        quarters < 8, 'too_few',
        quarters_known < 8, 'no_data',
        quarters_enough < 8 OR has_baseline AND baseline IS NULL, 'too_few',
        better * (last_12_months - previous_12_months) > 0
            AND (baseline IS NULL OR last_12_months >= baseline), 'growing',
        'flat') AS verdict
FROM
(
    SELECT
        *,
        lagInFrame(is_down, 1, 0) OVER before AS was_down
    FROM
    (
        SELECT
            *,
            is_comparable AND lagInFrame(is_comparable, 4, 0) OVER before
                AND better * (value - lagInFrame(value, 4) OVER before) < 0 AS is_down,
            if(quarters_of_year = 4,
                if(empty(year_sample), year_amount / nullIf(year_per, 0),
                    arrayReduce('quantileExactInclusive(0.5)', year_sample)),
                NULL) AS last_12_months,
            lagInFrame(last_12_months, 4) OVER before AS previous_12_months,
            if(has_baseline AND quarters_of_year = 4 AND year_owed > 0, year_owed / year_per, NULL)
                AS baseline
        FROM
        (
            SELECT
                *,
                is_known AND is_enough AS is_comparable,
                if(is_comparable,
                    if(empty(sample), amount / nullIf(per, 0),
                        arrayReduce('quantileExactInclusive(0.5)', sample)),
                    NULL) AS value,
                count() OVER two_years AS quarters,
                countIf(is_known) OVER two_years AS quarters_known,
                countIf(is_comparable) OVER two_years AS quarters_enough,
                countIf(is_comparable) OVER year AS quarters_of_year,
                sum(amount) OVER year AS year_amount,
                sum(per) OVER year AS year_per,
                sum(owed) OVER year AS year_owed,
                arrayFlatten(groupArray(sample) OVER year) AS year_sample
            FROM duixian.v_growth_quarters
            WINDOW
                year AS (PARTITION BY area_id, measure ORDER BY quarter_no
                    ROWS BETWEEN 3 PRECEDING AND CURRENT ROW),
                two_years AS (PARTITION BY area_id, measure ORDER BY quarter_no
                    ROWS BETWEEN 7 PRECEDING AND CURRENT ROW)
        )
        WINDOW before AS (PARTITION BY area_id, measure ORDER BY quarter_no
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    )
    WINDOW before AS (PARTITION BY area_id, measure ORDER BY quarter_no
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
);
