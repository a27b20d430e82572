-- 数据源中断 · Silent sources
-- 所选地区每类数据每个服务日:2 当时就有数据担保;1 当时缺失、后来补到并重算;0 至今缺失。缺失的日子不算达标,也不算未兑现。
-- Per stream of the area and service day: 2 vouched for at once; 1 missing when first judged, restated when the backlog came; 0 still missing. A missing day is neither met nor breached.
SELECT
    toDateTime(r.service_date, 'Asia/Shanghai') AS time,
    transform(
        c.stream,
        ['hall', 'transport', 'clinic', 'feedback', 'care', 'school', 'fiscal', 'works', 'reform'],
        ['便民服务', '客运与道路', '医疗', '诉求', '巡访', '教学点', '财政', '工程', '改革'],
        c.stream) AS `数据`,
    min(multiIf(r.first_vouched >= r.last_expected, 2, r.last_vouched >= r.last_expected, 1, 0)) AS `状态`
FROM
(
    SELECT
        service_date, commitment_id, any(reference_version) AS version,
        argMin(days_vouched, revision) AS first_vouched,
        argMax(days_vouched, revision) AS last_vouched,
        argMax(days_expected, revision) AS last_expected
    FROM duixian.v_level_revisions
    WHERE area_id = ${area:singlequote} AND window_days = 1
        AND service_date BETWEEN toDate($__fromTime, 'Asia/Shanghai') AND toDate($__toTime, 'Asia/Shanghai')
    GROUP BY service_date, commitment_id
) AS r
INNER JOIN duixian.v_commitments AS c ON c.version = r.version AND c.commitment_id = r.commitment_id
WHERE c.stream != ''
GROUP BY time, `数据`
ORDER BY time, `数据`
