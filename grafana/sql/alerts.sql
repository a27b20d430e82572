-- 预警 · Alert
-- 该地区该承诺的预警,新的在前。
-- Alerts of the area and commitment, newest first.
SELECT
    alert_id AS value,
    concat(toString(toDate(raised_at, 'Asia/Shanghai')), ' ', transform(toString(severity), ['red', 'yellow'], ['✖ 红', '▲ 黄'], '○ 提醒')) AS label
FROM duixian.v_alert_life
WHERE area_id = ${area:singlequote} AND commitment_id = ${commitment:singlequote}
ORDER BY raised_at DESC
LIMIT 100
