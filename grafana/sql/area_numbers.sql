-- 这个地方 · This place
-- 所选地区:所属县区、撤并生效日、去向;时间范围末日各结论的承诺项数;未解除的预警;数据时效为最新判定到哪个服务日,最旧到哪日。
-- The area: county, day of the merger, where it went; how many promises have which verdict at the end of the time range; open alerts; newest and oldest judged service day.
WITH
    standing AS
    (
        SELECT * FROM duixian.v_standing(day = toDate($__toTime, 'Asia/Shanghai'))
        WHERE area_id = ${area:singlequote}
    )
SELECT
    (
        SELECT concat(argMax(name_zh, version), ' · ', ifNull(toString(argMax(effective_on, version)), '新乡镇'))
        FROM duixian.v_areas WHERE area_id = ${area:singlequote}
    ) AS `地区与撤并日`,
    (
        SELECT arrayStringConcat(arraySort(groupUniqArray(t.name_zh)), '、')
        FROM duixian.v_areas AS t
        WHERE t.level = 'township' AND (t.area_id = ${area:singlequote} OR (t.version, t.area_id) IN (
            SELECT version, township_id FROM duixian.v_successors WHERE former_id = ${area:singlequote}))
    ) AS `现属乡镇`,
    concat(
        '✖ ', toString(countIf(badness = 5)), ' · ▲ ', toString(countIf(badness = 4)),
        ' · ？ ', toString(countIf(badness = 3)), ' · … ', toString(countIf(badness = 2)),
        ' · ✔ ', toString(countIf(badness = 1)), '（共 ', toString(count()), ' 项）') AS `结论`,
    (
        SELECT concat(toString(countIf(severity = 'red')), ' 红 · ', toString(countIf(severity = 'yellow')), ' 黄')
        FROM duixian.v_told_alerts(until = $__toTime)
        WHERE area_id = ${area:singlequote} AND is_open
    ) AS `未解除预警`,
    if(count() = 0, '尚无数据', concat(toString(max(service_date)), '（最旧 ', toString(min(service_date)), '）'))
        AS `数据时效`
FROM standing
