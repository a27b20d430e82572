-- 这项承诺 · This promise
-- 所选地区所选承诺在时间范围末日的结论、实际与目标、样本量n、剩余误差额度(还可失误的单位数)、数据时效(判定到哪个服务日,有效天数÷应有天数)。
-- Verdict, actual and objective, n, remaining budget (units that may still be lost), and freshness (judged up to which service day, days vouched for of expected) at the end of the time range.
SELECT
    if(count() = 0, '？ 尚无判定', any(said)) AS `结论`,
    if(count() = 0 OR any(total) = 0, '—', concat(toString(round(100 * any(share), 1)), '% / ', toString(round(100 * any(objective), 1)), '%')) AS `实际 / 目标`,
    if(count() = 0, '—', concat(toString(any(total)), ' ', any(unit))) AS `n`,
    if(count() = 0, '—', concat(toString(any(left)), ' ', any(unit))) AS `剩余误差额度`,
    if(count() = 0, '尚无数据', concat(toString(any(service_date)), '（', toString(any(days_vouched)), '/', toString(any(days_expected)), ' 天）')) AS `数据时效`
FROM duixian.v_standing(day = toDate($__toTime, 'Asia/Shanghai'))
WHERE area_id = ${area:singlequote} AND commitment_id = ${commitment:singlequote}
