-- 各数据源的去向 · What became of what each source sent
-- 时间范围内每个数据源到达的事件各去了哪里;有差额的在前,拒收多的其次。最新为最近有事件到达的小时。
-- What became of the events of each source that arrived within the time range; those that do not add up first, then those with most rejected.
SELECT
    source AS `数据源`,
    if(countIf(difference != 0) = 0, '✔ 已平', '✖ 未平') AS `核对`,
    sum(arrived) AS `收到`,
    sum(accounted) AS `入账`,
    sum(duplicate) AS `重复`,
    sum(too_late) AS `过迟`,
    sum(irrelevant) AS `无关`,
    sum(rejected) AS `拒收`,
    sum(difference) AS `差额`,
    max(hour) AS `最新`
FROM duixian.v_intake_hourly
WHERE hour BETWEEN toStartOfHour($__fromTime) AND $__toTime
GROUP BY source
ORDER BY abs(`差额`) DESC, `拒收` DESC, source
LIMIT 1000
