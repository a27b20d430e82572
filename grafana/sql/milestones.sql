-- 改革节点 · Steps of the reform
-- 撤并生效日,以及各单位报告的改革节点。
-- Mergers in force, and the steps that reform offices report.
SELECT toDateTime(date, 'Asia/Shanghai') AS time, said AS text
FROM duixian.v_milestones(
    first = toDate($__fromTime, 'Asia/Shanghai'), last = toDate($__toTime, 'Asia/Shanghai'))
ORDER BY time
LIMIT 100
