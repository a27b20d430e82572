-- 说过什么、何时改口 · What was said, and what replaced it
-- 时间范围内每个服务日28天结论中被改过的各次修订:当时怎么说,从何时到何时;最后一次为现在所知。
-- Of the 28-day levels that were revised: each revision, what was said, from when until when by the sources' clocks; the last is what is known now.
SELECT
    toString(r.service_date) AS `服务日`,
    r.revision AS `修订`,
    v.said AS `结论`,
    r.good AS `兑现`,
    r.total AS `n`,
    concat(toString(r.days_vouched), '/', toString(r.days_expected)) AS `有效天数`,
    r.said_from AS `自`,
    if(r.is_current, NULL, r.said_until) AS `至`,
    r.reference_version AS `数据版本`
FROM duixian.v_level_revisions AS r
INNER JOIN duixian.v_verdicts AS v ON v.verdict = r.verdict
WHERE r.area_id = ${area:singlequote} AND r.commitment_id = ${commitment:singlequote} AND r.window_days = 28
    AND r.service_date BETWEEN toDate($__fromTime, 'Asia/Shanghai') AND toDate($__toTime, 'Asia/Shanghai')
    AND r.verdict != 'not_in_force' AND NOT (r.is_current AND r.revision = 0)
ORDER BY r.service_date DESC, r.revision DESC
LIMIT 300
