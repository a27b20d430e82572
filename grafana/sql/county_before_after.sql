-- 撤并前后 · Before and after the merger
-- 每个原乡镇每项承诺撤并前56天与撤并后(至时间范围末日)的兑现份额。差的区间为两份额之差的95%区间(Newcombe);区间不含0才说变差或变好。分钟按小时计样本。只列变差和变好的,变差最确定的在前。
-- Shares kept in the 56 days before the merger and since, per former township and commitment. The interval of the difference is Newcombe's, 95 %; only one that excludes 0 is called worse or better. 60 minutes count as one observation. Listed are those that differ, surest losses first.
WITH
    days AS
    (
        SELECT
            l.area_id AS area_id, l.commitment_id AS commitment_id, any(a.name_zh) AS area,
            any(c.name_zh) AS commitment, any(c.unit_zh) AS unit,
            if(any(c.meter) = 'presence', 60, 1) AS block,
            sumIf(l.raw_good, l.service_date < a.effective_on) AS good_before,
            sumIf(l.raw_total, l.service_date < a.effective_on) AS total_before,
            sumIf(l.raw_good, l.service_date >= a.effective_on) AS good_after,
            sumIf(l.raw_total, l.service_date >= a.effective_on) AS total_after,
            max(l.service_date) AS until
        FROM duixian.v_levels AS l
        INNER JOIN duixian.v_areas AS a
            ON a.version = l.reference_version AND a.area_id = l.area_id
        INNER JOIN duixian.v_commitments AS c
            ON c.version = l.reference_version AND c.commitment_id = l.commitment_id
        WHERE l.window_days = 1 AND a.parent_id = ${county:singlequote}
            AND a.level = 'former_township' AND l.service_date >= a.effective_on - 56
            AND l.service_date <= toDate($__toTime, 'Asia/Shanghai')
            AND l.area_id IN (SELECT area_id FROM duixian.v_areas WHERE parent_id = ${county:singlequote})
        GROUP BY area_id, commitment_id
        HAVING total_before >= block AND total_after >= block
    ),
    bounds AS
    (
        SELECT
            *,
            total_before / block AS n1, total_after / block AS n2,
            good_before / total_before AS p1, good_after / total_after AS p2,
            1.96 AS z,
            (p1 + z * z / (2 * n1) - z * sqrt(p1 * (1 - p1) / n1 + z * z / (4 * n1 * n1))) / (1 + z * z / n1) AS l1,
            (p1 + z * z / (2 * n1) + z * sqrt(p1 * (1 - p1) / n1 + z * z / (4 * n1 * n1))) / (1 + z * z / n1) AS u1,
            (p2 + z * z / (2 * n2) - z * sqrt(p2 * (1 - p2) / n2 + z * z / (4 * n2 * n2))) / (1 + z * z / n2) AS l2,
            (p2 + z * z / (2 * n2) + z * sqrt(p2 * (1 - p2) / n2 + z * z / (4 * n2 * n2))) / (1 + z * z / n2) AS u2,
            p2 - p1 - sqrt(pow(p2 - l2, 2) + pow(u1 - p1, 2)) AS least,
            p2 - p1 + sqrt(pow(u2 - p2, 2) + pow(p1 - l1, 2)) AS most
        FROM days
    )
SELECT
    if(most < 0, '▼ 变差', '▲ 变好') AS `变化`,
    area AS `原乡镇`,
    commitment AS `承诺`,
    p1 AS `撤并前`,
    total_before AS `n 前`,
    p2 AS `撤并后`,
    total_after AS `n 后`,
    unit AS `单位`,
    p2 - p1 AS `差`,
    least AS `差的下限`,
    most AS `差的上限`,
    toString(until) AS `服务日`,
    area_id,
    commitment_id
FROM bounds
WHERE most < 0 OR least > 0
ORDER BY most < 0 DESC, abs(if(most < 0, most, least)) DESC, area_id, commitment_id
LIMIT 100
