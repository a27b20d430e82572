-- 收到的是否都有去向 · Is everything accounted for
-- 时间范围内到达的事件 = 入账 + 重复 + 过迟 + 无关 + 拒收;差额应为0(正在处理的一小时除外)。未平数据源为有小时差额不为0的数据源数。
-- Events that arrived within the time range = accounted + duplicate + too late + irrelevant + rejected; the difference should be 0, but for the hour in progress. Open sources are those of which it is not 0 in some hour.
SELECT
    sum(arrived) AS `收到`,
    sum(rejected) AS `拒收`,
    sum(difference) AS `差额`,
    countIf(NOT is_balanced) AS `未平数据源`,
    count() AS `数据源`
FROM duixian.v_intake_sources(since = toStartOfHour($__fromTime), until = $__toTime)
