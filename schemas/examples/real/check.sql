-- What the raw file says of each airport and day, counted anew, and what Duixian says of them.
-- ClickHouse reads the files themselves: {flights:String} the raw one, {out:String} what run wrote.

-- C15's rule in other words: a departure belongs to the day on which it was due and is good from
-- one minute before to ten minutes after, bounds included.
WITH parseDateTime(date, '%Y/%m/%d %H:%i', 'UTC') - toIntervalMinute(delay) AS due
SELECT
    'raw file' AS said_by,
    origin AS airport,
    toDate(due) AS day,
    count() AS departures,
    countIf(delay BETWEEN -1 AND 10) AS good,
    countIf(delay < -1) AS early,
    countIf(delay > 10) AS late
FROM file({flights:String}, JSONEachRow, 'date String, delay Int32, origin String')
GROUP BY airport, day

UNION ALL

-- The outcome of each departure, summed; the highest revision counts.
SELECT
    'Duixian''s outcomes', area_id, toDate(last.1) AS day,
    sum(last.2) AS departures, sum(last.3), sum(last.4['early']), sum(last.4['late'])
FROM
(
    SELECT
        area_id, source, subject,
        argMax((service_date, total, good, lost_by_reason), revision) AS last
    FROM file({out:String} || '/outcomes.jsonl', JSONEachRow,
        'area_id String, commitment_id String, source String, subject String, service_date String,
         total UInt64, good UInt64, lost_by_reason Map(String, UInt64), revision UInt32')
    WHERE commitment_id = 'C15'
    GROUP BY area_id, source, subject
)
GROUP BY area_id, day
HAVING departures > 0

UNION ALL

-- The service level of each airport and day; the highest revision counts.
SELECT
    'Duixian''s levels', area_id, toDate(service_date) AS day,
    last.1 AS departures, last.2, last.3['early'], last.3['late']
FROM
(
    SELECT area_id, service_date, argMax((total, good, lost_by_reason), revision) AS last
    FROM file({out:String} || '/levels.jsonl', JSONEachRow,
        'area_id String, commitment_id String, window_days UInt16, service_date String,
         total UInt64, good UInt64, lost_by_reason Map(String, UInt64), revision UInt32')
    WHERE commitment_id = 'C15' AND window_days = 1
    GROUP BY area_id, service_date
)
WHERE departures > 0
