-- 控制图(p图,按周) · Control chart (p, by week)
-- 自撤并日起每7个服务日一点的份额。中线为撤并前56天的份额,锁定不再变;控制限为中线±3倍标准差,随当周n变化。红点为特殊变化(NHS“用好数据”四条):出控制限;连续7点在中线同侧;连续6次同向升降;3点中2点在同侧外三分之一。分钟按小时计样本;撤并前无数据时不画控制限。
-- Share by week counted from the merger. The centre is the share of the 56 days before it, locked; limits are 3 sigma by each week's n. Marked points follow the NHS rules of Making Data Count: beyond a limit; 7 in a row on one side of the centre; 6 steps in a row up or down; 2 of 3 in the outer third on one side. 60 minutes count as one observation; no limits without data from before.
WITH
    (
        SELECT max(effective_on) FROM duixian.v_areas
        WHERE area_id IN (
            SELECT above.area_id FROM duixian.v_area_above AS above
            WHERE above.within_id = ${area:singlequote} OR above.area_id = ${area:singlequote})
    ) AS merged_on,
    (
        SELECT if(any(meter) = 'presence', 60, 1) FROM duixian.v_commitments
        WHERE commitment_id = ${commitment:singlequote}
    ) AS block,
    weeks AS
    (
        SELECT
            toInt32(floor((toInt32(service_date) - toInt32(merged_on)) / 7)) AS week,
            sum(good) / block AS kept,
            sum(total) / block AS units,
            kept / units AS p
        FROM duixian.v_levels
        WHERE window_days = 1 AND area_id = ${area:singlequote} AND commitment_id = ${commitment:singlequote}
            AND service_date >= merged_on - 56 AND service_date <= toDate($__toTime, 'Asia/Shanghai')
        GROUP BY week
        HAVING units > 0
    ),
    (SELECT (sumIf(kept, week < 0), sumIf(units, week < 0)) FROM weeks) AS base,
    limits AS
    (
        SELECT
            *,
            if(base.2 = 0, NULL, base.1 / base.2) AS centre,
            -- two units of either kind added: weeks without any loss do not make a first one special
            (base.1 + 2) / (base.2 + 4) AS safe,
            sqrt(safe * (1 - safe) / units) AS sigma,
            (p - centre) / sigma AS z,
            sign(p - centre) AS side,
            sign(p - lagInFrame(p, 1, p) OVER so_far) AS step
        FROM weeks
        WINDOW so_far AS (ORDER BY week ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    ),
    signals AS
    (
        SELECT
            *,
            abs(z) > 3
                OR abs(sum(side) OVER (ORDER BY week ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)) = 7
                OR abs(sum(step) OVER (ORDER BY week ROWS BETWEEN 5 PRECEDING AND CURRENT ROW)) = 6
                OR abs(z) > 2 AND abs(sum(if(abs(z) > 2, sign(z), 0)) OVER (ORDER BY week ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)) >= 2
                AS is_special
        FROM limits
    )
SELECT
    toDateTime(merged_on + 7 * week, 'Asia/Shanghai') AS time,
    p AS `本周`,
    if(is_special, p, NULL) AS `特殊变化`,
    centre AS `中线`,
    if(isNull(centre), NULL, greatest(0, centre - 3 * sigma)) AS `下控制限`,
    if(isNull(centre), NULL, least(1, centre + 3 * sigma)) AS `上控制限`,
    units AS `n`
FROM signals
WHERE merged_on + 7 * week + 6 >= toDate($__fromTime, 'Asia/Shanghai')
ORDER BY time
