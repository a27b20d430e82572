-- 告诉了谁 · Who was told
-- 所选预警告诉了哪些角色:Alertmanager何时接收、何时发给哪些收件渠道、失败几次(墙上时钟)。
-- Which roles were told of the chosen alert: when an Alertmanager took it on, when it passed it on to which receivers, and how often that failed (by the wall clock).
SELECT
    role AS `角色`,
    transform(toString(severity), ['red', 'yellow', 'reminder'], ['✖ 红', '▲ 黄', '○ 提醒'], toString(severity)) AS `级别`,
    transform(toString(state), ['firing', 'resolved'], ['预警', '解除'], toString(state)) AS `状态`,
    accepted_at AS `接收`,
    delivered_at AS `送达`,
    arrayStringConcat(receivers, '、') AS `渠道`,
    failures AS `失败次数`
FROM duixian.v_notices
WHERE alert_id = ${alert:singlequote}
ORDER BY accepted_at, role
LIMIT 200
