-- 原乡镇地图 · Map of former townships
-- 每个原乡镇一个点(WGS-84坐标,不调用外部底图),图标和文字为该地各项承诺中最差的结论:未兑现、有风险、数据缺失、样本不足,全部达标才显示达标。n为有结论的承诺项数。
-- One marker per former township (WGS-84, no external tiles) with the worst verdict among its promises: met only if all of them are. n is the number of promises with a verdict.
SELECT
    any(s.lat) AS lat,
    any(s.lon) AS lon,
    any(area) AS `原乡镇`,
    argMax(said, badness) AS `最差结论`,
    concat(substringUTF8(`最差结论`, 1, 1), ' ', `原乡镇`) AS `标注`,
    countIf(badness = 5) AS `未兑现`,
    countIf(badness = 4) AS `有风险`,
    count() AS `n`,
    toString(max(service_date)) AS `服务日`,
    area_id,
    any(s.county_id) AS county_id
FROM duixian.v_standing(day = toDate($__toTime, 'Asia/Shanghai')) AS s
WHERE area_level = 'former_township' AND isNotNull(s.lat)
GROUP BY area_id
ORDER BY max(badness), area_id
