-- 告诉了谁 · Who was told
-- 所选预警告诉了哪些角色:Alertmanager何时接收、何时发给哪些收件渠道、失败几次(墙上时钟)。
-- Which roles were told of the chosen alert: when an Alertmanager took it on, when it passed it on to which receivers, and how often that failed (by the wall clock).
SELECT
    n.role AS `角色`,
    if(severities.said = '', n.severity, severities.said) AS `级别`,
    if(states.said = '', n.state, states.said) AS `状态`,
    n.accepted_at AS `接收`,
    n.delivered_at AS `送达`,
    arrayStringConcat(n.receivers, '、') AS `渠道`,
    n.failures AS `失败次数`
FROM duixian.v_notices AS n
LEFT JOIN duixian.v_alert_words AS severities ON severities.kind = 'severity' AND severities.code = n.severity
LEFT JOIN duixian.v_alert_words AS states ON states.kind = 'notice' AND states.code = n.state
WHERE n.alert_id = ${alert:singlequote}
ORDER BY n.accepted_at, n.role
LIMIT 200
