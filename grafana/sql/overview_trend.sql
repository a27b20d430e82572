-- 结论走势 · Verdicts by day
-- 每个服务日各结论各有多少项承诺(以该日为末日的28天)。月度、资金等慢的数据源几天后才判定,此前沿用其最新结论,与一览一致;样本不足和达标的项数见提示框。竖线为改革节点。
-- How many promises have which verdict on the 28 days that end with each service day. Slow sources (money, works) are judged days later; until then their newest verdict counts, as at a glance. Too few and met are in the tooltip. Vertical lines are steps of the reform.
WITH toDate($__fromTime, 'Asia/Shanghai') AS first
SELECT
    toDateTime(day, 'Asia/Shanghai') AS time,
    countIf(verdict = 'breached') AS `✖ 未兑现`,
    countIf(verdict = 'at_risk') AS `▲ 有风险`,
    countIf(verdict = 'no_data') AS `？ 数据缺失`,
    countIf(verdict = 'too_few') AS `… 样本不足`,
    countIf(verdict = 'met') AS `✔ 达标`
FROM
(
    SELECT told.1 AS day, told.2 AS verdict
    FROM
    (
        SELECT
            groupArrayIf((service_date, verdict), service_date >= first) AS judged,
            max(service_date) AS last,
            argMax(verdict, service_date) AS said,
            max(last) OVER () AS newest,
            arrayMap(
                date -> (toDate(date), said),
                range(toUInt32(greatest(last + 1, first)), toUInt32(newest) + 1)) AS carried
        FROM duixian.v_levels
        WHERE window_days = 28
            AND service_date BETWEEN first - 40 AND toDate($__toTime, 'Asia/Shanghai')
        GROUP BY area_id, commitment_id
    )
    ARRAY JOIN arrayConcat(judged, carried) AS told
)
GROUP BY day
ORDER BY time
