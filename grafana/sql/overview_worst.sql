-- 最需要处理的承诺 · What needs attention first
-- 时间范围末日结论为未兑现、有风险或数据缺失的承诺,最差在前:先按结论,再按真实兑现率的上限(Wilson单侧90%)低于目标多少,样本少的不会因偶然排前。n为近28个服务日的单位数;剩余误差额度为还可失误的单位数,负数为已超出。最多200行。
-- Promises that are breached, at risk or without data at the end of the time range, worst first: by verdict, then by how far the upper bound of the true share (Wilson, one-sided 90 %) is below the objective, so that small samples do not rank by chance. n is the units of 28 service days; the budget is how many units may still be lost, below 0 too many were.
SELECT
    said AS `结论`,
    area AS `地区`,
    county AS `县区`,
    commitment AS `承诺`,
    share AS `实际`,
    objective AS `目标`,
    total AS `n`,
    unit AS `单位`,
    left AS `剩余误差额度`,
    reason AS `主要原因`,
    toString(service_date) AS `服务日`,
    area_id,
    commitment_id,
    county_id
FROM duixian.v_standing(day = toDate($__toTime, 'Asia/Shanghai'))
WHERE badness IN (3, 4, 5)
ORDER BY badness DESC, upper_share - objective ASC NULLS LAST, area_id, commitment_id
LIMIT 200
