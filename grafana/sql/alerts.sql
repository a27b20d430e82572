-- 预警 · Alert
-- 该地区该承诺的预警,新的在前。
-- Alerts of the area and commitment, newest first.
SELECT
    a.alert_id AS value,
    concat(toString(toDate(a.raised_at, 'Asia/Shanghai')), ' ', if(severities.said = '', a.severity, severities.said)) AS label
FROM duixian.v_alert_life AS a
LEFT JOIN duixian.v_alert_words AS severities ON severities.kind = 'severity' AND severities.code = a.severity
WHERE a.area_id = ${area:singlequote} AND a.commitment_id = ${commitment:singlequote}
ORDER BY a.raised_at DESC
LIMIT 100
