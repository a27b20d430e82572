-- 不计入的单位 · Units that are left out
-- 该地区该承诺在时间范围内既不算兑现也不算未兑现的单位,如站点未公布、原来也不办的事项(C04)。某事项从清单上撤下后,其取号就不再计入;来源#编号为告知它的事件与所依的清单。
-- Units of the promise that count neither as kept nor as lost within the time range, such as tickets for items that the station neither lists nor offered before (C04). Once an item is taken off the list, its tickets no longer count. The events are what told of it and the list.
SELECT
    toString(service_date) AS `服务日`,
    subject AS `单位`,
    site_id AS `站点`,
    source AS `数据源`,
    known_at AS `得知时间`,
    revision AS `修订`,
    arrayStringConcat(evidence, ' ') AS `来源#编号`
FROM duixian.v_left_out(
    first = toDate($__fromTime, 'Asia/Shanghai'), last = toDate($__toTime, 'Asia/Shanghai'))
WHERE area_id = ${area:singlequote} AND commitment_id = ${commitment:singlequote}
ORDER BY service_date DESC, subject
LIMIT 500
