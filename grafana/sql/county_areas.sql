-- 本县各地区(不含关爱走访) · Areas of the county, without care visits
-- 时间范围末日每个原乡镇和新乡镇各结论有多少项承诺,未兑现多的在前;n为有结论的承诺项数。关爱走访(C20、C20H)涉及个人,这里没有,也不计入任何项数;满5人的按月数字见视图v_care。
-- How many promises of each former township and township have which verdict at the end of the time range; n is how many have one. Care visits (C20, C20H) are about persons: they are neither here nor in any count; cells of five persons and more, by month, are in the view v_care.
SELECT
    area AS `地区`,
    if(any(area_level) = 'township', '新乡镇', '原乡镇') AS `类别`,
    argMax(said, badness) AS `最差结论`,
    countIf(badness = 5) AS `未兑现`,
    countIf(badness = 4) AS `有风险`,
    countIf(badness = 3) AS `数据缺失`,
    countIf(badness = 2) AS `样本不足`,
    countIf(badness = 1) AS `达标`,
    count() AS `n`,
    toString(max(service_date)) AS `服务日`,
    area_id
FROM duixian.v_standing(day = toDate($__toTime, 'Asia/Shanghai'))
WHERE county_id = ${county:singlequote}
GROUP BY area_id, area
ORDER BY `未兑现` DESC, `有风险` DESC, `数据缺失` DESC, area_id
