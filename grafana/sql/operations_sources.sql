-- 各数据源的去向 · What became of what each source sent
-- 时间范围内每个数据源到达的事件各去了哪里;有差额的在前,拒收多的其次。最新为最近有事件到达的小时。
-- What became of the events of each source that arrived within the time range; those that do not add up first, then those with most rejected.
SELECT
    source AS `数据源`,
    if(is_balanced, '✔ 已平', '✖ 未平') AS `核对`,
    arrived AS `收到`,
    accounted AS `入账`,
    duplicate AS `重复`,
    too_late AS `过迟`,
    irrelevant AS `无关`,
    rejected AS `拒收`,
    difference AS `差额`,
    latest_hour AS `最新`
FROM duixian.v_intake_sources(since = toStartOfHour($__fromTime), until = $__toTime)
ORDER BY abs(`差额`) DESC, `拒收` DESC, source
LIMIT 1000
