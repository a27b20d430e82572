-- What auditors ask: who said what when, on which evidence, and whether everything was counted. As in
-- 002_views.sql nothing needs FINAL, and rows that were inserted twice are one.

-- Every area of every published version, with the names and places (WGS-84) of that version.
CREATE OR REPLACE VIEW duixian.v_areas AS
SELECT
    version,
    fields['area_id'] AS area_id,
    fields['level'] AS level,
    fields['name_zh'] AS name_zh,
    fields['name_en'] AS name_en,
    fields['parent_id'] AS parent_id,
    toDateOrNull(fields['effective_on']) AS effective_on,
    toFloat64OrNull(fields['lat']) AS lat,
    toFloat64OrNull(fields['lon']) AS lon
FROM duixian.reference FINAL
WHERE file = 'reference/areas.csv';

-- Every commitment of every published version. A commitment's own version stands in its outcomes,
-- levels and alerts; all that it says stands in duixian.reference.
CREATE OR REPLACE VIEW duixian.v_commitments AS
SELECT
    version,
    fields['id'] AS commitment_id,
    fields['version'] AS commitment_version,
    fields['name.zh'] AS name_zh,
    fields['name.en'] AS name_en,
    fields['unit.zh'] AS unit_zh,
    fields['unit.en'] AS unit_en,
    fields['stream'] AS stream,
    fields['meter'] AS meter,
    toFloat64OrNull(fields['objective']) AS objective,
    mapApply(
        (path, text) -> (splitByChar('.', path)[2], text),
        mapFilter((path, text) -> match(path, '^reasons\\.[^.]+\\.zh$'), fields)) AS reasons_zh
FROM duixian.reference FINAL
WHERE startsWith(file, 'commitments/') AND fields['id'] != '';

-- Into which townships each former township went, of every published version.
CREATE OR REPLACE VIEW duixian.v_successors AS
SELECT version, fields['former_id'] AS former_id, fields['township_id'] AS township_id
FROM duixian.reference FINAL
WHERE file = 'reference/successors.csv';

-- Where each former township and township counts: for itself, for the townships that have a part of
-- it, for its county and its city. within says which of these a line is.
CREATE OR REPLACE VIEW duixian.v_area_above AS
WITH
    areas AS (SELECT version, area_id, level, parent_id FROM duixian.v_areas),
    counted AS (SELECT * FROM areas WHERE level IN ('former_township', 'township'))
SELECT version, area_id, level AS within, area_id AS within_id
FROM counted
UNION DISTINCT
SELECT version, former_id, 'township', township_id
FROM duixian.v_successors
UNION DISTINCT
SELECT version, area_id, 'county', parent_id
FROM counted
UNION DISTINCT
SELECT counted.version, counted.area_id, 'city', county.parent_id
FROM counted
INNER JOIN areas AS county
    ON county.version = counted.version AND county.area_id = counted.parent_id;

-- The current level of each single day that was closed. A hard rule that breaks is told at once, with
-- the counts of the broken unit alone; such a level is left out here, as the whole day says it again.
CREATE OR REPLACE VIEW duixian.v_day_levels AS
SELECT * EXCEPT (stored_at)
FROM duixian.service_levels
WHERE window_days = 1
    AND (hard_rule = '' OR (area_id, commitment_id, service_date, revision) IN (
        SELECT area_id, commitment_id, service_date, revision
        FROM duixian.service_levels
        WHERE window_days = 28 AND hard_rule != ''))
QUALIFY row_number() OVER (
    PARTITION BY window_days, commitment_id, area_id, service_date
    ORDER BY revision DESC, stored_at DESC) = 1;

-- Units kept and promised per service day, as the levels of one day say: per former township, per
-- township as formed by the merger (also of the days before it), per county and per city. A unit that
-- counts in several areas, such as a trip or a road, counts once in whatever holds them all, and is
-- kept there only if it is kept in each; so the lines of one level do not add up to the next, whose
-- own line is right. A former township that was split counts in full in each township that has a part
-- of it, as its outcomes do not say which part: shared_total is how many units that concerns.
-- What is supplied beyond a promise makes up for nothing here, neither elsewhere nor on other days; of
-- supply and money a day counts only where every source has vouched for it.
CREATE OR REPLACE VIEW duixian.v_rollup AS
WITH
    -- Of supply, money and milestones the subject names a day, a month, a step: each area has its own.
    in_several AS
    (
        SELECT version, fields['id'] AS commitment_id
        FROM duixian.reference FINAL
        WHERE startsWith(file, 'commitments/') AND fields['attribution'] = 'served'
            AND fields['meter'] NOT IN ('baseline', 'transfer', 'milestone', 'gap')
    ),
    split AS
    (
        SELECT version, area_id
        FROM duixian.v_area_above
        WHERE within = 'township'
        GROUP BY version, area_id
        HAVING count() > 1
    )
SELECT
    within,
    within_id,
    commitment_id,
    service_date,
    sum(counted_good) AS good,
    sum(counted_total) AS total,
    sumIf(counted_total, within = 'township' AND is_split) AS shared_total
FROM
(
    SELECT
        above.within AS within,
        above.within_id AS within_id,
        o.commitment_id AS commitment_id,
        o.service_date AS service_date,
        min(o.good) AS counted_good,
        max(o.total) AS counted_total,
        max((o.reference_version, o.area_id) IN (split)) AS is_split
    FROM duixian.v_outcomes AS o
    INNER JOIN duixian.v_area_above AS above
        ON above.version = o.reference_version AND above.area_id = o.area_id
    WHERE o.total > 0
        AND o.commitment_id IN (SELECT commitment_id FROM in_several) -- leads to the table's index
        AND (o.reference_version, toString(o.commitment_id)) IN (in_several)
    GROUP BY within, within_id, commitment_id, service_date, o.source, o.subject
    UNION ALL
    SELECT
        above.within,
        above.within_id,
        l.commitment_id,
        l.service_date,
        l.raw_good,
        l.raw_total,
        (l.reference_version, l.area_id) IN (split)
    FROM duixian.v_day_levels AS l
    INNER JOIN duixian.v_area_above AS above
        ON above.version = l.reference_version AND above.area_id = l.area_id
    WHERE l.raw_total > 0
        AND (l.reference_version, toString(l.commitment_id)) NOT IN (in_several)
)
GROUP BY within, within_id, commitment_id, service_date;

-- Units kept and promised before and after the merger, per former township and commitment, as the
-- levels of one day say: shares of counts, without verdict. A difference of a few units in a hundred
-- is chance more often than not.
CREATE OR REPLACE VIEW duixian.v_before_after AS
SELECT
    l.area_id AS area_id,
    any(area.name_zh) AS name_zh,
    l.commitment_id AS commitment_id,
    any(area.effective_on) AS merged_on,
    sumIf(l.raw_good, l.service_date < area.effective_on) AS good_before,
    sumIf(l.raw_total, l.service_date < area.effective_on) AS total_before,
    sumIf(l.raw_good, l.service_date >= area.effective_on) AS good_after,
    sumIf(l.raw_total, l.service_date >= area.effective_on) AS total_after,
    if(total_before = 0, NULL, good_before / total_before) AS share_before,
    if(total_after = 0, NULL, good_after / total_after) AS share_after
FROM duixian.v_day_levels AS l
INNER JOIN duixian.v_areas AS area
    ON area.version = l.reference_version AND area.area_id = l.area_id
WHERE isNotNull(area.effective_on)
GROUP BY area_id, commitment_id;

-- Every revision of every level, and from when until when it was what we said, by the sources'
-- clocks: said_from <= t AND t < said_until is what was said at t; is_current what is known now. The
-- clock of a silent source stands still: what was said of it and what replaced that when it spoke
-- again have the same instant, so revision says which came first, and stored_at, by the wall clock,
-- when the history was given it (last, if it was given it again).
CREATE OR REPLACE VIEW duixian.v_level_revisions AS
SELECT
    *,
    judged_at AS said_from,
    leadInFrame(judged_at, 1, toDateTime64('2299-12-31 00:00:00', 3, 'UTC')) OVER life AS said_until,
    revision = max(revision) OVER life AS is_current
FROM duixian.service_levels FINAL
WINDOW life AS (
    PARTITION BY window_days, commitment_id, area_id, service_date
    ORDER BY revision ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING);

-- Every step of every alert.
CREATE OR REPLACE VIEW duixian.v_alert_steps AS
SELECT * EXCEPT (stored_at)
FROM duixian.alerts
QUALIFY row_number() OVER (
    PARTITION BY area_id, commitment_id, alert_id, revision
    ORDER BY stored_at DESC) = 1;

-- One line per alert: when it was raised, escalated, acknowledged and resolved (NULL if it was not, or
-- is open again), and every step as (at, state, severity, good, total, whom it was told). Reminders
-- have no life.
CREATE OR REPLACE VIEW duixian.v_alert_life AS
SELECT
    s.alert_id AS alert_id,
    any(s.area_id) AS area_id,
    any(s.commitment_id) AS commitment_id,
    any(s.subject) AS subject,
    min(s.at) AS raised_at,
    minOrNullIf(s.at, s.state = 'escalated') AS escalated_at,
    minOrNullIf(s.at, s.severity = 'red') AS red_at,
    minOrNullIf(s.at, s.state = 'acknowledged') AS acknowledged_at,
    anyIf(s.acknowledged_by, s.state = 'acknowledged') AS acknowledged_by,
    if(argMax(s.state, s.revision) = 'resolved', argMax(s.at, s.revision), NULL) AS resolved_at,
    argMax(s.state, s.revision) AS state,
    argMax(s.resolution, s.revision) AS resolution,
    argMax(s.severity, s.revision) AS severity,
    argMax(s.text_zh, s.revision) AS text_zh,
    argMax(s.text_en, s.revision) AS text_en,
    arrayMap(
        step -> (step.2, step.3, step.4, step.5, step.6, step.7),
        arraySort(groupArray((
            s.revision, s.at, toString(s.state), toString(s.severity), s.good, s.total,
            s.recipients)))) AS steps
FROM duixian.v_alert_steps AS s
WHERE s.state != 'reminded'
GROUP BY s.alert_id;

-- What an alert rests on: v_alert_evidence(alert = '...') lists the units of its 28 days, those from
-- before the promise was in force left out, that were lost, as they are known now, and each event
-- that decided them with its place in Kafka. A unit without events (nobody came, nothing was told) has
-- one line with event columns empty or NULL; so has an event that the history has no longer or not
-- yet. Where a source was silent (DATA) it lists, without units, the heartbeat by which the source had
-- vouched for its events last, and the first one after the alert by which it vouched for more; known_at
-- is when each arrived.
CREATE OR REPLACE VIEW duixian.v_alert_evidence AS
WITH
    life AS
    (
        SELECT any(area_id) AS area, any(commitment_id) AS commitment,
               min(service_date) - 27 AS earliest, max(service_date) AS last
        FROM duixian.alerts
        WHERE alert_id = {alert:String} AND state != 'resolved'
    ),
    in_force AS
    (
        SELECT min(service_date) AS since
        FROM duixian.service_levels
        WHERE area_id = (SELECT area FROM life)
          AND commitment_id = (SELECT commitment FROM life)
          AND window_days = 28
          AND verdict NOT IN ('', 'not_in_force')
    ),
    units AS
    (
        SELECT service_date, source, subject, revision, site_id, good, total, lost_by_reason,
               hard_rule, due_at, known_at, evidence
        FROM duixian.v_outcomes
        WHERE area_id = (SELECT area FROM life)
          AND commitment_id = (SELECT commitment FROM life)
          AND service_date >= greatest((SELECT earliest FROM life), (SELECT since FROM in_force))
          AND service_date <= (SELECT last FROM life)
          AND good < total
    ),
    silence AS
    (
        SELECT any(subject) AS silent, min(at) AS raised
        FROM duixian.alerts
        WHERE alert_id = {alert:String} AND commitment_id = 'DATA' AND state = 'raised'
    ),
    vouched AS
    (
        SELECT source, id, period_end, arrived_at
        FROM duixian.heartbeats
        WHERE source = (SELECT silent FROM silence) AND arrived_at <= (SELECT raised FROM silence)
        ORDER BY period_end DESC, arrived_at, id
        LIMIT 1
    ),
    vouched_again AS
    (
        SELECT source, id, period_end, arrived_at
        FROM duixian.heartbeats
        WHERE source = (SELECT silent FROM silence) AND arrived_at > (SELECT raised FROM silence)
          AND period_end > (SELECT max(period_end) FROM vouched)
        ORDER BY arrived_at, period_end, id
        LIMIT 1
    ),
    named AS
    (
        SELECT *, arrayJoin(if(empty(evidence), [''], evidence)) AS reference
        FROM units
        UNION ALL
        SELECT
            toDate(period_end, 'Asia/Shanghai'), source, source, 0, '', 0, 0,
            CAST(map(), 'Map(String, Int64)'), '', NULL, arrived_at, [], concat(source, '#', id)
        FROM (SELECT * FROM vouched UNION ALL SELECT * FROM vouched_again)
    )
SELECT
    {alert:String} AS alert_id,
    n.service_date AS service_date,
    n.subject AS subject,
    n.revision AS revision,
    n.site_id AS site_id,
    n.good AS good,
    n.total AS total,
    n.lost_by_reason AS lost_by_reason,
    n.hard_rule AS hard_rule,
    n.due_at AS due_at,
    n.known_at AS known_at,
    n.reference AS event,
    e.type AS type,
    e.time AS time,
    if(e.topic = '', NULL, e.arrived_at) AS arrived_at,
    e.topic AS topic,
    if(e.topic = '', NULL, e.partition) AS partition,
    if(e.topic = '', NULL, e.offset) AS offset,
    e.payload AS payload
FROM named AS n
LEFT JOIN
(
    SELECT *
    FROM duixian.events
    WHERE id IN (SELECT splitByChar('#', reference)[2] FROM named)
        AND source IN (SELECT splitByChar('#', reference)[1] FROM named) -- leads to the table's index
    ORDER BY arrived_at, topic, partition, offset, stored_at DESC
    LIMIT 1 BY source, id -- of one that was sent again the first counted
) AS e ON concat(e.source, '#', e.id) = n.reference;

-- What each heartbeat states against what the history has: the events of its source that happened in
-- its period, each id once; of a rejected record, whose time is not known, the time of arrival counts.
-- Sent again is what came in several copies. Missing is what was stated and did not arrive; below 0
-- it is what was not stated, such as an event that came after its period had been vouched for.
-- Asked of some days, v_heartbeat_counts(first = '...', last = '...'), in which the periods end, in
-- Shanghai: of a year of a city it would count every event.
CREATE OR REPLACE VIEW duixian.v_heartbeat_counts DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH periods AS
(
    SELECT source, period_end, min(period_start) AS since
    FROM duixian.heartbeats
    WHERE period_end > period_start
        AND period_end > toDateTime64({first:Date}, 3, 'Asia/Shanghai')
        AND period_end <= toDateTime64({last:Date} + 1, 3, 'Asia/Shanghai')
    GROUP BY source, period_end
)
SELECT
    h.source AS source,
    h.period_start AS period_start,
    h.period_end AS period_end,
    h.arrived_at AS arrived_at,
    h.topic AS topic,
    h.partition AS partition,
    h.offset AS offset,
    h.events_emitted AS stated,
    counted.ids AS arrived,
    counted.records - counted.ids AS sent_again,
    toInt64(stated) - toInt64(counted.ids) AS missing
FROM
(
    -- One that vouches for nothing new repeats the end of the one before.
    SELECT * FROM duixian.heartbeats
    WHERE period_end > period_start
        AND period_end > toDateTime64({first:Date}, 3, 'Asia/Shanghai')
        AND period_end <= toDateTime64({last:Date} + 1, 3, 'Asia/Shanghai')
    ORDER BY period_start, arrived_at
    LIMIT 1 BY source, period_end
) AS h
LEFT JOIN
(
    SELECT
        e.source AS source,
        k.period_end AS period_end,
        uniqExact(e.record) AS records,
        uniqExact(e.id) AS ids
    FROM
    (
        -- Not FINAL, which would compare whole months: one that was stored twice is one record.
        SELECT
            source,
            sipHash64(topic, partition, offset) AS record,
            if(id = '', record, sipHash64(id)) AS id,
            coalesce(time, arrived_at) AS at
        FROM duixian.events
        WHERE type != 'ops.source.heartbeat'
            -- leads to the months; what is further ahead of its arrival is rejected and has no time
            AND arrived_at > (SELECT min(since) - INTERVAL 5 MINUTE FROM periods)
            -- leads to the index of each of the two
            AND (time > (SELECT min(since) FROM periods) AND time <= (SELECT max(period_end) FROM periods)
                OR isNull(time) AND arrived_at > (SELECT min(since) FROM periods)
                    AND arrived_at <= (SELECT max(period_end) FROM periods))
    ) AS e
    ASOF INNER JOIN periods AS k
        ON k.source = e.source AND k.period_end >= e.at
    WHERE e.at > k.since
    GROUP BY source, period_end
) AS counted
    ON counted.source = h.source AND counted.period_end = h.period_end;

-- The same per source and hour in which the period ends: v_intake_stated(first = '...', last = '...').
CREATE OR REPLACE VIEW duixian.v_intake_stated AS
SELECT
    source,
    toStartOfHour(toDateTime(c.period_end, 'UTC') - 1) AS hour,
    sum(c.stated) AS stated,
    sum(c.arrived) AS arrived,
    sum(c.sent_again) AS sent_again,
    sum(c.missing) AS missing
FROM duixian.v_heartbeat_counts(first = {first:Date}, last = {last:Date}) AS c
GROUP BY source, hour;

-- What was refused, by day of arrival in Shanghai, source and reason, with one of them as an example.
CREATE OR REPLACE VIEW duixian.v_rejected_by_reason AS
SELECT
    toDate(arrived_at, 'Asia/Shanghai') AS day,
    source,
    reason,
    count() AS records,
    argMin((topic, partition, offset, detail), (arrived_at, topic, partition, offset)) AS first
FROM duixian.rejected_events FINAL
GROUP BY day, source, reason;

-- What was owed by the end of each service day and not decided when it was closed, of promises whose
-- units have a due instant. Overdue are those that had fallen due and were not known to be done. A day
-- that one of its sources closed together with later ones has no line: v_owed tells who is missing.
CREATE OR REPLACE VIEW duixian.v_open AS
SELECT area_id, commitment_id, service_date, open_units, overdue_units
FROM duixian.service_levels
WHERE window_days = 1 AND isNotNull(open_units)
ORDER BY stored_at DESC
LIMIT 1 BY area_id, commitment_id, service_date;

-- Where promises with due instants hold on a day and a source is to tell of them, whether it ever spoke
-- or not, v_expected(day = '...'): by the version that holds on that day, the former townships after
-- their merger of which a source of the commitment's stream, expected since that day or before, has
-- sites or routes or, of residents, those for whom a source without any of them speaks.
CREATE OR REPLACE VIEW duixian.v_expected AS
WITH
    (
        -- the first also holds before its own day
        SELECT argMax(version, (applies_from <= {day:Date},
            if(applies_from <= {day:Date}, 1, -1) * toInt32(applies_from), published_at))
        FROM duixian.reference
    ) AS in_force,
    sites AS
    (
        SELECT fields['site_id'] AS site_id, fields['area_id'] AS area_id, fields['source'] AS source
        FROM duixian.reference FINAL
        WHERE version = in_force AND file = 'reference/sites.csv'
    ),
    routes AS
    (
        SELECT fields['source'] AS source, arrayJoin(splitByChar(' ', fields['stop_ids'])) AS stop_id
        FROM duixian.reference FINAL
        WHERE version = in_force AND file = 'reference/routes.csv'
    ),
    places AS
    (
        SELECT source, area_id FROM sites WHERE source != ''
        UNION DISTINCT
        SELECT r.source, s.area_id FROM routes AS r INNER JOIN sites AS s ON s.site_id = r.stop_id
    ),
    sources AS
    (
        SELECT
            fields['source'] AS source,
            fields['stream'] AS stream,
            fields['home_area_id'] AS home_id,
            toDateOrNull(fields['since']) AS since
        FROM duixian.reference FINAL
        WHERE version = in_force AND file = 'reference/sources.csv'
    ),
    of_residents AS
    (
        SELECT s.source AS source, above.area_id AS area_id
        FROM sources AS s
        INNER JOIN duixian.v_area_above AS above
            ON above.version = in_force AND above.within_id = s.home_id
        WHERE s.source NOT IN (SELECT source FROM places)
            AND s.source NOT IN (
                SELECT fields['source'] FROM duixian.reference
                WHERE version = in_force AND file = 'reference/segments.csv')
    ),
    serving AS
    (
        SELECT source, area_id, false AS resident FROM places
        UNION ALL
        SELECT source, area_id, true FROM of_residents
    ),
    promises AS
    (
        SELECT
            fields['id'] AS commitment_id,
            fields['stream'] AS stream,
            fields['attribution'] = 'resident' AS resident
        FROM duixian.reference FINAL
        WHERE version = in_force AND startsWith(file, 'commitments/')
            AND fields['meter'] = 'deadline'
            AND toDateOrZero(fields['effective_from']) <= {day:Date}
    )
SELECT DISTINCT serving.area_id AS area_id, promises.commitment_id AS commitment_id
FROM serving
INNER JOIN sources ON sources.source = serving.source
INNER JOIN promises ON promises.stream = sources.stream AND promises.resident = serving.resident
WHERE sources.since <= {day:Date}
    AND serving.area_id IN (
        SELECT area_id
        FROM duixian.v_areas
        WHERE version = in_force AND level = 'former_township' AND effective_on <= {day:Date});

-- What is owed as of a day, v_owed(day = '...'), and who did not tell: a line for each area and promise
-- with due instants that was in force by its newest level of that day or the 40 before it, or of which
-- v_expected says that a source is to tell. told_on is the newest of these days of which v_open has a
-- line, whose units these are; NULL if there is none.
CREATE OR REPLACE VIEW duixian.v_owed AS
SELECT
    l.area_id AS area_id,
    l.commitment_id AS commitment_id,
    o.told_on AS told_on,
    o.open_units AS open_units,
    o.overdue_units AS overdue_units
FROM
(
    SELECT area_id, toString(commitment_id) AS commitment_id
    FROM
    (
        SELECT area_id, commitment_id, verdict, reference_version
        FROM duixian.service_levels
        WHERE window_days = 28 AND service_date BETWEEN {day:Date} - 40 AND {day:Date}
        ORDER BY commitment_id DESC, area_id DESC, service_date DESC, revision DESC, stored_at DESC
        LIMIT 1 BY commitment_id, area_id
    )
    WHERE verdict != 'not_in_force'
        AND (reference_version, toString(commitment_id)) IN (
            SELECT version, commitment_id FROM duixian.v_commitments WHERE meter = 'deadline')
    UNION DISTINCT
    SELECT area_id, commitment_id FROM duixian.v_expected(day = {day:Date})
) AS l
LEFT JOIN
(
    SELECT area_id, commitment_id, toNullable(service_date) AS told_on, open_units, overdue_units
    FROM duixian.v_open
    WHERE service_date BETWEEN {day:Date} - 40 AND {day:Date}
    ORDER BY service_date DESC
    LIMIT 1 BY commitment_id, area_id
) AS o ON o.area_id = l.area_id AND o.commitment_id = l.commitment_id;

-- Units that were left out because they were about nothing that the site offers or offered before
-- (C04), v_left_out(first = '...', last = '...'). The evidence is what told it and the site's list.
CREATE OR REPLACE VIEW duixian.v_left_out AS
SELECT area_id, commitment_id, service_date, site_id, source, subject, known_at, revision, evidence
FROM
(
    SELECT *
    FROM duixian.outcomes
    WHERE service_date BETWEEN {first:Date} AND {last:Date}
        AND (reference_version, toString(commitment_id)) IN (
            SELECT version, commitment_id FROM duixian.v_commitments WHERE meter = 'ratio')
    -- as in v_outcomes
    ORDER BY
        area_id DESC, commitment_id DESC, service_date DESC, source DESC, subject DESC,
        revision DESC, stored_at DESC
    LIMIT 1 BY area_id, commitment_id, service_date, source, subject
)
WHERE total = 0;

-- Units with a due instant that were not kept on some days, v_overdue(first = '...', last = '...'),
-- and how long after it that was known: below 0 where it was known before, as of a trip that is
-- cancelled. A unit is here once it is decided, which is when its source vouches for the time after it
-- fell due; until then v_open counts it.
CREATE OR REPLACE VIEW duixian.v_overdue AS
SELECT
    area_id,
    commitment_id,
    service_date,
    source,
    subject,
    site_id,
    good,
    total,
    lost_by_reason,
    due_at,
    known_at,
    dateDiff('minute', assumeNotNull(due_at), known_at) AS known_after_minutes,
    revision,
    evidence
FROM
(
    SELECT *
    FROM duixian.outcomes
    WHERE service_date BETWEEN {first:Date} AND {last:Date}
        AND (good < total OR revision > 0) -- what was kept at once and never revised is not here
    ORDER BY -- as in v_outcomes
        area_id DESC, commitment_id DESC, service_date DESC, source DESC, subject DESC,
        revision DESC, stored_at DESC
    LIMIT 1 BY area_id, commitment_id, service_date, source, subject
)
WHERE good < total AND isNotNull(due_at);
