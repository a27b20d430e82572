-- 预警经过 · Life of the alerts
-- 该地区该承诺的预警在时间范围内的每一步(每日的更新不列):何时、何状态、多少、告诉了谁。点开可看证据。
-- Every step of the alerts of the promise within the time range, but for daily updates: when, what, how many, who was told. Each leads to its evidence.
SELECT
    s.at AS `判定时间`,
    if(severities.said = '', s.severity, severities.said) AS `级别`,
    if(states.said = '', s.state, states.said) AS `状态`,
    s.good AS `兑现`,
    s.total AS `n`,
    s.objective AS `目标`,
    arrayStringConcat(s.recipients, '、') AS `告知`,
    s.text_zh AS `通知`,
    s.area_id AS area_id,
    s.commitment_id AS commitment_id,
    s.alert_id AS alert_id
FROM duixian.v_alert_steps AS s
LEFT JOIN duixian.v_alert_words AS severities ON severities.kind = 'severity' AND severities.code = s.severity
LEFT JOIN duixian.v_alert_words AS states ON states.kind = 'state' AND states.code = s.state
WHERE s.area_id = ${area:singlequote} AND s.commitment_id = ${commitment:singlequote}
    AND s.at BETWEEN $__fromTime AND $__toTime AND s.state != 'updated'
ORDER BY s.at DESC, s.alert_id, s.revision DESC
LIMIT 200
