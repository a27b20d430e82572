-- 预警 · Alerts
-- 所选地区在时间范围内发生过的预警(或至末日未解除的),最新一步;未解除的在前。点开可看证据。
-- Alerts of the area with a step within the time range, or still open at its end; open ones first. Each leads to its evidence.
SELECT
    level_said AS `级别`,
    state_said AS `状态`,
    commitment AS `承诺`,
    text_zh AS `通知`,
    toString(since_date) AS `自`,
    at AS `判定时间`,
    ack_due_at AS `签收期限`,
    total AS `n`,
    area_id,
    commitment_id,
    alert_id
FROM duixian.v_told_alerts(until = $__toTime)
WHERE area_id = ${area:singlequote} AND (is_open OR at >= $__fromTime)
ORDER BY is_open DESC, severity = 'red' DESC, at DESC, alert_id
LIMIT 200
