-- 通知与失败 · Notices and failures
-- 时间范围内(墙上时钟)各角色被告知的预警数:Alertmanager已接收、已送达渠道,以及失败次数;有失败的在前。
-- Alerts that each role was told of within the time range (wall clock): taken on by Alertmanager, passed on to receivers, and failures; failures first.
SELECT
    role AS `角色`,
    countIf(isNotNull(accepted_at)) AS `已接收`,
    countIf(isNotNull(delivered_at)) AS `已送达`,
    sum(failures) AS `失败`,
    max(coalesce(delivered_at, accepted_at)) AS `最近`
FROM duixian.v_notices
WHERE coalesce(delivered_at, accepted_at) BETWEEN $__fromTime AND $__toTime
    OR isNull(accepted_at) AND isNull(delivered_at)
GROUP BY role
ORDER BY `失败` DESC, role
