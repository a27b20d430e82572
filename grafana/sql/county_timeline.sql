-- 各原乡镇每日最差结论 · Worst verdict of each day
-- 每个原乡镇每个服务日各项承诺中最差的结论(28天窗口)。最多20个:未兑现和有风险天数多的在前。灰色为数据缺失或样本不足,不是达标。
-- The worst verdict among the promises of each former township, by service day (windows of 28 days). At most 20, those with most bad days. Grey is no data or too few cases, not met.
WITH days AS
(
    SELECT service_date, area, area_id, max(badness) AS worst
    FROM duixian.v_told_levels
    WHERE county_id = ${county:singlequote} AND area_level = 'former_township'
        AND service_date BETWEEN toDate($__fromTime, 'Asia/Shanghai') AND toDate($__toTime, 'Asia/Shanghai')
    GROUP BY service_date, area, area_id
)
SELECT toDateTime(service_date, 'Asia/Shanghai') AS time, area AS `原乡镇`, worst AS `结论`
FROM days
WHERE area_id IN (SELECT area_id FROM days GROUP BY area_id ORDER BY countIf(worst >= 4) DESC, area_id LIMIT 20)
ORDER BY time, area_id
