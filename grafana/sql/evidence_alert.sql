-- 预警的证据 · What the alert rests on
-- 所选预警28天窗口内没有兑现的单位(以现在所知为准),以及决定它的每个原始事件:类型、发生时间、到达时间、在Kafka中的位置、原文。没有事件的单位(没人来、没人报)只有一行空的。
-- The units lost in the 28 days of the chosen alert, as known now, and each event that decided them: type, when it happened, when it arrived, its place in Kafka, its text. A unit without events has one line without.
WITH (
    SELECT argMax(reasons_zh, version) FROM duixian.v_commitments
    WHERE commitment_id = (SELECT any(commitment_id) FROM duixian.v_alert_life WHERE alert_id = ${alert:singlequote})
) AS reasons
SELECT
    toString(service_date) AS `服务日`,
    subject AS `单位`,
    arrayStringConcat(arrayMap(code -> if(reasons[code] = '', code, reasons[code]), mapKeys(lost_by_reason)), '、') AS `原因`,
    concat(toString(good), '/', toString(total)) AS `兑现/应有`,
    type AS `事件类型`,
    time AS `发生时间`,
    arrived_at AS `到达时间`,
    concat(topic, '-', toString(partition), '@', toString(offset)) AS `Kafka位置`,
    payload AS `原始事件`,
    event AS `来源#编号`,
    hard_rule AS `硬性规则`,
    due_at AS `期限`,
    known_at AS `得知时间`,
    revision AS `修订`
FROM duixian.v_alert_evidence(alert = ${alert:singlequote})
ORDER BY `服务日` DESC, `单位`, `发生时间`, `来源#编号`
LIMIT 500
