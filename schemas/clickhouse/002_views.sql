-- What people ask: right whatever was inserted twice and whatever has been merged yet, without FINAL.
-- A condition on area_id, commitment_id and the other columns of PARTITION BY reaches the table's
-- index; one on any other column is applied to the current rows afterwards.

-- The current revision of each outcome; what was withdrawn is not shown, but supply where nothing
-- was promised is: it makes up for what another source of the area lacks.
CREATE OR REPLACE VIEW duixian.v_outcomes AS
SELECT *
FROM
(
    SELECT * EXCEPT (stored_at)
    FROM duixian.outcomes
    -- as the table is ordered, read backwards: nothing need be sorted
    ORDER BY
        area_id DESC, commitment_id DESC, service_date DESC, source DESC, subject DESC,
        revision DESC, stored_at DESC
    LIMIT 1 BY area_id, commitment_id, service_date, source, subject
)
WHERE total > 0 OR arrayExists(n -> n < 0, mapValues(lost_by_reason));

-- The current revision of each service level.
CREATE OR REPLACE VIEW duixian.v_levels AS
SELECT * EXCEPT (stored_at)
FROM duixian.service_levels
ORDER BY
    window_days DESC, commitment_id DESC, area_id DESC, service_date DESC, revision DESC,
    stored_at DESC -- as above
LIMIT 1 BY window_days, commitment_id, area_id, service_date;

-- The newest service level of each promise, area and window: what to say today. It may be old:
-- service_date says of when.
CREATE OR REPLACE VIEW duixian.v_current_levels AS
SELECT * EXCEPT (stored_at)
FROM duixian.service_levels
QUALIFY row_number() OVER (
    PARTITION BY area_id, commitment_id, window_days
    ORDER BY service_date DESC, revision DESC, stored_at DESC) = 1;

-- The latest step of each alert; open are those whose state is neither resolved nor reminded.
CREATE OR REPLACE VIEW duixian.v_alerts AS
SELECT * EXCEPT (stored_at)
FROM duixian.alerts
QUALIFY row_number() OVER (
    PARTITION BY area_id, commitment_id, alert_id
    ORDER BY revision DESC, stored_at DESC) = 1;

-- What arrived from each source in each hour, and what became of it. While an hour is still being
-- counted, difference is what is on its way. It counts also what its reader may not see in full.
CREATE OR REPLACE VIEW duixian.v_intake_hourly DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    source,
    hour,
    sum(arrived) AS arrived,
    sum(accounted) AS accounted,
    sum(duplicate) AS duplicate,
    sum(too_late) AS too_late,
    sum(irrelevant) AS irrelevant,
    sum(rejected) AS rejected,
    toInt64(arrived) - toInt64(accounted + duplicate + too_late + irrelevant + rejected) AS difference
FROM
(
    SELECT
        source, hour,
        bitmapCardinality(offsets) AS arrived,
        0 AS accounted, 0 AS duplicate, 0 AS too_late, 0 AS irrelevant, 0 AS rejected
    FROM duixian.arrivals FINAL
    UNION ALL
    SELECT source, hour, 0, accounted, duplicate, too_late, irrelevant, 0
    FROM duixian.intake FINAL
    UNION ALL
    SELECT source, toStartOfHour(arrived_at), 0, 0, 0, 0, 0, 1
    FROM duixian.rejected_events FINAL
)
GROUP BY source, hour;

-- The same per source over the hours from one instant to another, the latter not included:
-- v_intake_sources(since = '...', until = '...'), in UTC. Its memory does not grow with the hours.
-- Balanced is a source of which every single hour is: each hour's difference is weighed by a hash of
-- the hour, so that those of two hours do not make up for each other.
CREATE OR REPLACE VIEW duixian.v_intake_sources DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    source,
    sum(n.arrived) AS arrived,
    sum(n.accounted) AS accounted,
    sum(n.duplicate) AS duplicate,
    sum(n.too_late) AS too_late,
    sum(n.irrelevant) AS irrelevant,
    sum(n.rejected) AS rejected,
    toInt64(arrived) - toInt64(accounted + duplicate + too_late + irrelevant + rejected) AS difference,
    sum(
        cityHash64(n.hour) * toUInt64(
            n.arrived - n.accounted - n.duplicate - n.too_late - n.irrelevant - n.rejected)
    ) = 0 AS is_balanced, -- UInt64 goes round, so nothing is lost below 0 or above
    max(n.hour) AS latest_hour
FROM
(
    SELECT
        source, hour,
        bitmapCardinality(offsets) AS arrived,
        0 AS accounted, 0 AS duplicate, 0 AS too_late, 0 AS irrelevant, 0 AS rejected
    FROM duixian.arrivals FINAL
    WHERE hour >= {since:DateTime('UTC')} AND hour < {until:DateTime('UTC')}
    UNION ALL
    SELECT source, hour, 0, accounted, duplicate, too_late, irrelevant, 0
    FROM duixian.intake FINAL
    WHERE hour >= {since:DateTime('UTC')} AND hour < {until:DateTime('UTC')}
    UNION ALL
    SELECT toLowCardinality(source), toStartOfHour(arrived_at) AS hour, 0, 0, 0, 0, 0, 1
    FROM duixian.rejected_events FINAL
    WHERE hour >= {since:DateTime('UTC')} AND hour < {until:DateTime('UTC')}
) AS n
GROUP BY source;

-- The identity that must hold: arrived = accounted + duplicate + too_late + irrelevant + rejected,
-- so difference must be 0 for every source once everything has been read.
CREATE OR REPLACE VIEW duixian.v_intake_identity AS
SELECT * EXCEPT (latest_hour)
FROM duixian.v_intake_sources(since = '1970-01-01 00:00:00', until = '2106-02-07 00:00:00');

-- Who was told of which step of an alert, and when first: taken on by an Alertmanager, passed on by
-- it to a receiver; and what failed meanwhile.
CREATE OR REPLACE VIEW duixian.v_notices AS
SELECT
    alert_id,
    role,
    severity,
    state,
    min(revision) AS first_revision,
    minOrNullIf(at, result = 'accepted') AS accepted_at,
    minOrNullIf(at, result = 'delivered') AS delivered_at,
    arraySort(groupUniqArrayIf(receiver, result = 'delivered')) AS receivers,
    uniqExactIf((at, peer, receiver), result IN ('refused', 'failed', 'undelivered')) AS failures
FROM duixian.notices
GROUP BY alert_id, role, severity, state;
