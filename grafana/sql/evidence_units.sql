-- 没有兑现的单位 · Units that were lost
-- 该地区该承诺在时间范围内没有兑现的每个单位(票、件、班次、站·日等),当前修订。来源#编号为决定它的事件,最多5个。
-- Every unit of the promise that was lost within the time range, current revision, with the events that decided it (at most 5).
WITH (SELECT argMax(reasons_zh, version) FROM duixian.v_commitments WHERE commitment_id = ${commitment:singlequote}) AS reasons
SELECT
    toString(service_date) AS `服务日`,
    subject AS `单位`,
    source AS `数据源`,
    good AS `兑现`,
    total AS `n`,
    arrayStringConcat(arrayMap(code -> if(reasons[code] = '', code, reasons[code]), mapKeys(lost_by_reason)), '、') AS `原因`,
    hard_rule AS `硬性规则`,
    due_at AS `期限`,
    known_at AS `得知时间`,
    revision AS `修订`,
    arrayStringConcat(evidence, ' ') AS `来源#编号`,
    commitment_version AS `承诺版本`
FROM duixian.v_outcomes
WHERE area_id = ${area:singlequote} AND commitment_id = ${commitment:singlequote}
    AND service_date BETWEEN toDate($__fromTime, 'Asia/Shanghai') AND toDate($__toTime, 'Asia/Shanghai')
    AND good < total
ORDER BY service_date DESC, subject
LIMIT 500
