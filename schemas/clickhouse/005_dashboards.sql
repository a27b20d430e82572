-- What the dashboards and the local page show: levels, alerts and evidence with the names of places
-- and promises, each by the version of the reference data by which it was judged.

-- The verdicts in words that need no colour; badness says which is worse.
CREATE OR REPLACE VIEW duixian.v_verdicts AS
SELECT *
FROM values(
    'verdict String, badness UInt8, said String',
    ('breached', 5, '✖ 未兑现'),
    ('at_risk', 4, '▲ 有风险'),
    ('no_data', 3, '？ 数据缺失'),
    ('too_few', 2, '… 样本不足'),
    ('met', 1, '✔ 达标'),
    ('not_in_force', 0, '– 未生效'));

-- What alerts and notices are called where people read them; a notice is one telling of a role.
CREATE OR REPLACE VIEW duixian.v_alert_words AS
SELECT *
FROM values(
    'kind String, code String, said String',
    ('severity', 'red', '✖ 红'),
    ('severity', 'yellow', '▲ 黄'),
    ('severity', 'reminder', '○ 提醒'),
    ('state', 'raised', '已发出'),
    ('state', 'updated', '有更新'),
    ('state', 'escalated', '已升级'),
    ('state', 'acknowledged', '已签收'),
    ('state', 'held', '因数据源中断暂挂'),
    ('state', 'released', '恢复计时'),
    ('state', 'resolved', '已解除'),
    ('state', 'reminded', '已提醒'),
    ('notice', 'firing', '预警'),
    ('notice', 'resolved', '解除'),
    ('commitment', 'DATA', '数据源中断'));

-- The current revision of each judged level in words. left is how many more units may be lost before
-- the objective is missed, below 0 how many too many were; reason is the most frequent one of loss.
CREATE OR REPLACE VIEW duixian.v_told_levels AS
WITH
    (
        -- what a comparison with the seat lost are commitments
        SELECT mapFromArrays(groupArray(concat(version, ' ', commitment_id)), groupArray(name_zh))
        FROM duixian.v_commitments
    ) AS names
SELECT
    l.area_id AS area_id,
    a.name_zh AS area,
    a.level AS area_level,
    a.lat AS lat,
    a.lon AS lon,
    a.effective_on AS merged_on,
    a.parent_id AS county_id,
    county.name_zh AS county,
    l.commitment_id AS commitment_id,
    c.name_zh AS commitment,
    c.unit_zh AS unit,
    c.stream AS stream,
    l.service_date AS service_date,
    l.judged_at AS judged_at,
    l.verdict AS verdict,
    v.badness AS badness,
    v.said AS said,
    l.good AS good,
    l.total AS total,
    if(l.total = 0, NULL, l.good / l.total) AS share,
    l.objective AS objective,
    l.lower_share AS lower_share,
    l.upper_share AS upper_share,
    toInt64(floor((1 - l.objective) * l.total + 1e-9)) - toInt64(l.total - l.good) AS left,
    arrayFirst(
        (code, lost) -> lost = arrayMax(mapValues(l.lost_by_reason)),
        mapKeys(l.lost_by_reason), mapValues(l.lost_by_reason)) AS reason_code,
    coalesce(
        nullIf(c.reasons_zh[reason_code], ''),
        nullIf(names[concat(l.reference_version, ' ', reason_code)], ''),
        toString(reason_code)) AS reason,
    l.hard_rule AS hard_rule,
    l.units_missing AS units_missing,
    l.days_vouched AS days_vouched,
    l.days_expected AS days_expected,
    l.days_excepted AS days_excepted,
    l.commitment_version AS commitment_version,
    l.reference_version AS reference_version
FROM duixian.v_levels AS l
INNER JOIN duixian.v_verdicts AS v ON v.verdict = l.verdict
LEFT JOIN duixian.v_areas AS a ON a.version = l.reference_version AND a.area_id = l.area_id
LEFT JOIN duixian.v_areas AS county
    ON county.version = l.reference_version AND county.area_id = a.parent_id
LEFT JOIN duixian.v_commitments AS c
    ON c.version = l.reference_version AND c.commitment_id = l.commitment_id
WHERE l.window_days = 28;

-- How each promise stood on a day: v_standing(day = '...') is its newest judged level of that day or
-- the 40 before it, unless it was not in force.
CREATE OR REPLACE VIEW duixian.v_standing AS
SELECT *
FROM duixian.v_told_levels
-- which day is newest is known before anything is told of it
WHERE (area_id, commitment_id, service_date) IN (
        SELECT area_id, commitment_id, max(service_date)
        FROM duixian.service_levels
        WHERE window_days = 28
            AND service_date <= {day:Date} AND service_date >= {day:Date} - 40
        GROUP BY area_id, commitment_id)
    AND verdict != 'not_in_force';

-- The alerts as they were at an instant, v_told_alerts(until = '...'): the latest step of each so far.
CREATE OR REPLACE VIEW duixian.v_told_alerts AS
SELECT
    s.alert_id AS alert_id,
    s.area_id AS area_id,
    a.name_zh AS area,
    s.county_id AS county_id,
    s.commitment_id AS commitment_id,
    s.subject AS subject,
    s.severity AS severity,
    s.state AS state,
    s.since_date AS since_date,
    s.service_date AS service_date,
    s.at AS at,
    s.ack_due_at AS ack_due_at,
    s.acknowledged_by AS acknowledged_by,
    s.good AS good,
    s.total AS total,
    s.objective AS objective,
    s.text_zh AS text_zh,
    if(data.said = '', c.name_zh, data.said) AS commitment,
    if(severities.said = '', s.severity, severities.said) AS level_said,
    if(states.said = '', s.state, states.said) AS state_said,
    s.state NOT IN ('resolved', 'reminded') AS is_open
FROM
(
    SELECT *
    FROM duixian.v_alert_steps
    WHERE at <= {until:DateTime}
    ORDER BY revision DESC
    LIMIT 1 BY alert_id
) AS s
LEFT JOIN duixian.v_areas AS a ON a.version = s.reference_version AND a.area_id = s.area_id
LEFT JOIN duixian.v_commitments AS c
    ON c.version = s.reference_version AND c.commitment_id = s.commitment_id
LEFT JOIN duixian.v_alert_words AS data
    ON data.kind = 'commitment' AND data.code = s.commitment_id
LEFT JOIN duixian.v_alert_words AS severities
    ON severities.kind = 'severity' AND severities.code = s.severity
LEFT JOIN duixian.v_alert_words AS states ON states.kind = 'state' AND states.code = s.state;

-- The steps of the reform by day, v_milestones(first = '...', last = '...'): mergers in force, by the
-- reference data, and what reform offices reported within 40 days.
CREATE OR REPLACE VIEW duixian.v_milestones AS
SELECT effective_on AS date, concat('撤并生效：', toString(count()), ' 个原乡镇') AS said
FROM
(
    SELECT DISTINCT area_id, effective_on
    FROM duixian.v_areas
    WHERE effective_on BETWEEN {first:Date} AND {last:Date} AND level = 'former_township'
)
GROUP BY date
UNION ALL
SELECT
    toDate(assumeNotNull(time), 'Asia/Shanghai') AS date,
    concat(
        transform(
            kind,
            ['plaque', 'leaders_in_post', 'congress_elected', 'internal_offices',
             'public_institutions', 'dispatched_bodies', 'seal_in_use', 'village_merger'],
            ['挂牌', '领导干部到位', '人大选举', '内设机构设立', '事业单位设立', '派驻机构设立',
             '新印章启用', '村级建制调整'],
            kind),
        '：', toString(uniqExact(area_id)), ' 个乡镇')
FROM
(
    SELECT
        time,
        JSONExtractString(payload, 'data', 'kind') AS kind,
        JSONExtractString(payload, 'data', 'area_id') AS area_id
    FROM duixian.events
    WHERE type = 'reform.milestone.reached'
        AND source IN (
            SELECT fields['source'] FROM duixian.reference
            WHERE file = 'reference/sources.csv' AND fields['stream'] = 'reform')
        AND arrived_at >= toDateTime({first:Date}, 'Asia/Shanghai')
        AND arrived_at < toDateTime({last:Date} + 41, 'Asia/Shanghai')
)
WHERE date BETWEEN {first:Date} AND {last:Date}
GROUP BY date, kind;

-- What each version of the reference data says of a commitment, line by line: its rule as text.
CREATE OR REPLACE VIEW duixian.v_rule_text AS
SELECT
    version,
    applies_from,
    published_at,
    fields['id'] AS commitment_id,
    fields['version'] AS commitment_version,
    said.1 AS path,
    said.2 AS value
FROM duixian.reference FINAL
ARRAY JOIN arrayZip(mapKeys(fields), mapValues(fields)) AS said
WHERE startsWith(file, 'commitments/') AND fields['id'] != '';

-- Whether what the reference data describe is simulated.
CREATE OR REPLACE VIEW duixian.v_cities AS
SELECT
    version,
    fields['name.zh'] AS name_zh,
    fields['simulated'] = 'true' AS is_simulated
FROM duixian.reference FINAL
WHERE file = 'reference/reference.yaml';
