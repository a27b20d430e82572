-- 拒收原因 · Why records were rejected
-- 时间范围内到达后被拒收的记录,按原因,附一个例子在Kafka中的位置。
-- Records rejected on arrival within the time range, by reason, with the place of one of them in Kafka.
SELECT
    reason AS `原因`,
    sum(records) AS `条数`,
    uniqExact(source) AS `数据源数`,
    concat(argMin(first, day).1, '-', toString(argMin(first, day).2), '@', toString(argMin(first, day).3)) AS `例子`,
    argMin(first, day).4 AS `说明`,
    toString(max(day)) AS `最近`
FROM duixian.v_rejected_by_reason
WHERE day BETWEEN toDate($__fromTime, 'Asia/Shanghai') AND toDate($__toTime, 'Asia/Shanghai')
GROUP BY reason
ORDER BY `条数` DESC, reason
LIMIT 100
