-- 同类比较(漏斗图) · Peers as a funnel
-- 所选承诺在全市每个原乡镇的实际份额(纵轴)与样本量n(横轴);曲线为按全市份额、该样本量下仅凭偶然会出现的范围(95%与99.8%)。曲线之内的差别不能当作好坏;不排名。分钟按小时计样本。
-- Share kept (y) against n (x) in each former township of the city for the chosen commitment; the curves bound what chance alone brings around the city's share at that n (95 % and 99.8 %). What lies within says nothing of better or worse. 60 minutes count as one observation.
WITH
    peers AS
    (
        SELECT
            s.area AS area, s.county_id AS county_id, s.share AS share, s.good AS good, s.total AS total,
            s.total / if(s.unit = '分钟', 60, 1) AS n, s.area_id AS area_id, s.said AS said,
            s.service_date AS service_date
        FROM duixian.v_standing(day = toDate($__toTime, 'Asia/Shanghai')) AS s
        WHERE s.commitment_id = ${commitment:singlequote} AND s.area_level = 'former_township'
            AND s.total > 0
    ),
    (SELECT sum(good) / sum(total) FROM peers) AS mean
SELECT
    n AS `n`,
    if(county_id = ${county:singlequote}, share, NULL) AS `本县`,
    if(county_id = ${county:singlequote}, NULL, share) AS `其他县区`,
    mean AS `全市`,
    greatest(0, mean - 1.96 * sqrt(mean * (1 - mean) / n)) AS `95% 下限`,
    least(1, mean + 1.96 * sqrt(mean * (1 - mean) / n)) AS `95% 上限`,
    greatest(0, mean - 3.09 * sqrt(mean * (1 - mean) / n)) AS `99.8% 下限`,
    least(1, mean + 3.09 * sqrt(mean * (1 - mean) / n)) AS `99.8% 上限`,
    area AS `原乡镇`,
    said AS `结论`,
    toString(service_date) AS `服务日`,
    area_id,
    county_id
FROM peers
ORDER BY n, area_id
