-- 结论走势 · Verdicts by day
-- 每个服务日以该日为末日的28天窗口中,各结论各有多少项承诺。月度、资金等慢的数据源几天后才判定,最近几天的项数因此偏少;样本不足和达标的项数见提示框。竖线为改革节点。
-- How many promises have which verdict on the 28 days that end with each service day. Slow sources (money, works) are judged days later, so the latest days have fewer; too few and met are in the tooltip. Vertical lines are steps of the reform.
SELECT
    toDateTime(service_date, 'Asia/Shanghai') AS time,
    countIf(verdict = 'breached') AS `✖ 未兑现`,
    countIf(verdict = 'at_risk') AS `▲ 有风险`,
    countIf(verdict = 'no_data') AS `？ 数据缺失`,
    countIf(verdict = 'too_few') AS `… 样本不足`,
    countIf(verdict = 'met') AS `✔ 达标`
FROM duixian.v_levels
WHERE window_days = 28
    AND service_date BETWEEN toDate($__fromTime, 'Asia/Shanghai') AND toDate($__toTime, 'Asia/Shanghai')
GROUP BY service_date
ORDER BY time
