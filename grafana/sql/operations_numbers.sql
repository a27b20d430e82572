-- 收到的是否都有去向 · Is everything accounted for
-- 时间范围内到达的事件 = 入账 + 重复 + 过迟 + 无关 + 拒收;差额应为0(正在处理的一小时除外)。未平数据源为差额不为0的数据源数。
-- Events that arrived within the time range = accounted + duplicate + too late + irrelevant + rejected; the difference should be 0, but for the hour in progress. Open sources are those whose difference is not.
SELECT
    sum(arrived) AS `收到`,
    sum(rejected) AS `拒收`,
    sum(difference) AS `差额`,
    uniqExactIf(source, difference != 0) AS `未平数据源`,
    uniqExact(source) AS `数据源`
FROM duixian.v_intake_hourly
WHERE hour BETWEEN toStartOfHour($__fromTime) AND $__toTime
