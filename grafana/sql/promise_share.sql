-- 28天份额与目标 · Share of 28 days against the objective
-- 以每个服务日为末日的28天内兑现的份额、其真实值的Wilson单侧90%上下限,以及目标。上限低于目标才算有风险;没有数据的日子不画。
-- Share kept in the 28 days that end with each service day, Wilson's one-sided 90 % bounds of the true share, and the objective. Only an upper bound below the objective is a risk; days without data have no point.
SELECT
    toDateTime(service_date, 'Asia/Shanghai') AS time,
    share AS `实际`,
    lower_share AS `下限`,
    upper_share AS `上限`,
    objective AS `目标`,
    total AS `n`
FROM duixian.v_told_levels
WHERE area_id = ${area:singlequote} AND commitment_id = ${commitment:singlequote}
    AND service_date BETWEEN toDate($__fromTime, 'Asia/Shanghai') AND toDate($__toTime, 'Asia/Shanghai')
    AND verdict != 'no_data'
ORDER BY time
