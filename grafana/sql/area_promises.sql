-- 每项承诺(不含关爱走访) · Every commitment, without care visits
-- 时间范围末日所选地区每项承诺的结论,最差在前。实际、目标、n为近28个服务日;剩余误差额度为还可失误的单位数,负数为已超出;撤并前为撤并日前56天的份额和n;近7天只看不判;有效天数为有数据担保的天数÷应有天数。关爱走访(C20、C20H)涉及个人,这里没有,也不计入任何项数;满5人的按月数字见视图v_care。
-- The verdict on each commitment of the area, worst first. Actual, objective and n are of 28 service days; the budget is how many units may still be lost, below 0 too many were; before is the share of the 56 days before the merger; 7 days are shown, not judged; days are vouched for of expected. Care visits (C20, C20H) are about persons: they are neither here nor in any count; cells of five persons and more, by month, are in the view v_care.
WITH
    before AS
    (
        SELECT
            l.commitment_id AS commitment_id, sum(l.raw_good) AS good, sum(l.raw_total) AS total
        FROM duixian.v_levels AS l
        INNER JOIN duixian.v_areas AS a
            ON a.version = l.reference_version AND a.area_id = l.area_id
        WHERE l.window_days = 1 AND l.area_id = ${area:singlequote}
            AND l.service_date < a.effective_on AND l.service_date >= a.effective_on - 56
            AND l.service_date <= toDate($__toTime, 'Asia/Shanghai')
        GROUP BY commitment_id
    ),
    week AS
    (
        SELECT commitment_id, argMax(good, service_date) AS good, argMax(total, service_date) AS total
        FROM duixian.v_levels
        WHERE window_days = 7 AND area_id = ${area:singlequote}
            AND service_date <= toDate($__toTime, 'Asia/Shanghai')
            AND service_date > toDate($__toTime, 'Asia/Shanghai') - 40
        GROUP BY commitment_id
    )
SELECT
    s.said AS `结论`,
    s.commitment AS `承诺`,
    s.share AS `实际`,
    s.objective AS `目标`,
    s.total AS `n`,
    s.unit AS `单位`,
    s.left AS `剩余误差额度`,
    if(before.total = 0, NULL, before.good / before.total) AS `撤并前`,
    before.total AS `n 撤并前`,
    if(week.total = 0, NULL, week.good / week.total) AS `近7天`,
    s.reason AS `主要原因`,
    s.units_missing AS `还差样本`,
    concat(toString(s.days_vouched), '/', toString(s.days_expected)) AS `有效天数`,
    toString(s.service_date) AS `服务日`,
    s.area_id AS area_id,
    s.commitment_id AS commitment_id
FROM duixian.v_standing(day = toDate($__toTime, 'Asia/Shanghai')) AS s
LEFT JOIN before ON before.commitment_id = s.commitment_id
LEFT JOIN week ON week.commitment_id = s.commitment_id
WHERE s.area_id = ${area:singlequote}
ORDER BY s.badness DESC, s.upper_share - s.objective ASC NULLS LAST, commitment_id
