-- What Prometheus is told of the books themselves (deploy/prometheus): one row per metric, in the
-- columns that FORMAT Prometheus asks for.
--
-- The intake is counted by hours of arrival; a source may keep silent for three days before its last
-- hour is told, so what is compared is what arrived from 11 to 4 days ago.
-- Of care, too, whose rows the user dashboard does not see: only sums over everything leave it.
CREATE OR REPLACE VIEW duixian.v_pipeline DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH
    toStartOfHour(now('UTC')) - INTERVAL 11 DAY AS from_hour,
    toStartOfHour(now('UTC')) - INTERVAL 4 DAY AS until_hour
SELECT
    'duixian_intake_unaccounted' AS name,
    'gauge' AS type,
    'Events of which the books do not say what became of them, arrived 11 to 4 days ago' AS help,
    toFloat64(sum(abs(difference))) AS value
FROM
(
    SELECT source, sum(n) AS difference
    FROM
    (
        SELECT source, toInt64(sum(bitmapCardinality(offsets))) AS n
        FROM duixian.arrivals FINAL
        WHERE hour >= from_hour AND hour < until_hour
        GROUP BY source
        UNION ALL
        SELECT source, -toInt64(sum(accounted + duplicate + too_late + irrelevant))
        FROM duixian.intake FINAL
        WHERE hour >= from_hour AND hour < until_hour
        GROUP BY source
        UNION ALL
        SELECT source, -toInt64(count())
        FROM duixian.rejected_events FINAL
        WHERE arrived_at >= from_hour AND arrived_at < until_hour
        GROUP BY source
    )
    GROUP BY source
)
UNION ALL
SELECT
    'duixian_notices_failed',
    'gauge',
    'Notices of the last hour that were refused or not delivered',
    toFloat64(countIf(result IN ('refused', 'failed', 'undelivered')))
FROM duixian.notices
WHERE at >= now('UTC') - INTERVAL 1 HOUR;
