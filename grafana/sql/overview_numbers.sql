-- 一览(不含关爱走访) · At a glance, without care visits
-- 时间范围末日各项承诺(每地区每承诺一项)的最新结论。兑现率:达标项数÷已判定项数(达标、有风险、未兑现),不是分数,也不加权;未兑现:已确认低于目标或触发硬性规则;逾期:到期未签收的预警;数据时效:最新判定到哪个服务日,最旧到哪日;数据覆盖:有数据担保的天数占应有天数,以及因样本不足或数据缺失不能判定的项数。关爱走访(C20、C20H)涉及个人,这里没有,也不计入任何项数;满5人的按月数字见视图v_care。
-- The newest verdicts at the end of the time range, one per area and commitment. Kept: met of judged (met, at risk, breached), a count, no weighted score. Breached. Overdue: alerts not acknowledged in time. Freshness: newest and oldest judged service day. Coverage: days vouched for of days expected, and how many promises cannot be judged. Care visits (C20, C20H) are about persons: they are neither here nor in any count; cells of five persons and more, by month, are in the view v_care.
WITH standing AS
(
    SELECT * FROM duixian.v_standing(day = toDate($__toTime, 'Asia/Shanghai'))
)
SELECT
    if(countIf(badness IN (1, 4, 5)) = 0, '尚无判定',
        concat(
            toString(round(100 * countIf(badness = 1) / countIf(badness IN (1, 4, 5)), 1)), '%（',
            toString(countIf(badness = 1)), '/', toString(countIf(badness IN (1, 4, 5))), ' 项）'))
        AS `兑现率`,
    concat(
        toString(countIf(badness = 5)), ' 项 · ', toString(uniqExactIf(area_id, badness = 5)),
        ' 个地区') AS `未兑现`,
    (
        SELECT concat(toString(countIf(ack_due_at < $__toTime AND acknowledged_by = '')), ' 条（共 ',
            toString(count()), ' 条未解除）')
        FROM duixian.v_told_alerts(until = $__toTime)
        WHERE is_open
    ) AS `逾期未签收`,
    if(count() = 0, '尚无数据', concat(toString(max(service_date)), '（最旧 ', toString(min(service_date)), '）'))
        AS `数据时效`,
    if(sum(days_expected) = 0, '尚无数据',
        concat(
            toString(round(100 * sum(days_vouched) / sum(days_expected), 1)), '%（',
            toString(countIf(badness IN (2, 3))), ' 项不能判定）')) AS `数据覆盖`
FROM standing
