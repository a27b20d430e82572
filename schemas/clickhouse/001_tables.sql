-- The history: what arrived, what became of it, what was said about it.
--
-- Delivery is at least once: a row may be inserted again, now or months later. So every table has a
-- natural key, which is its whole ORDER BY; rows of one key are one row, and the one stored last
-- stays. The month of the partition follows from the key too, or a redelivered row could land where
-- it would never meet its twin. Until a merge both are there: count and sum through the views of
-- 002_views.sql, not here.
--
-- Two things are filled in by whoever applies this: deploy/clickhouse/apply.sh, or ClickHouseSchema.
--   REPLICATED      empty, or Replicated on servers that keep copies of each other
--   PAYLOAD_MONTHS  how long the text of a raw event is kept after it was stored; 36 if not said

CREATE DATABASE IF NOT EXISTS duixian;

CREATE TABLE IF NOT EXISTS duixian.events
(
    topic        LowCardinality(String)            COMMENT 'Kafka topic; with partition and offset the natural key',
    partition    Int32                             COMMENT 'Kafka partition',
    offset       Int64                             COMMENT 'Kafka offset' CODEC(Delta(8), ZSTD(1)),
    arrived_at   DateTime64(3, 'UTC')              COMMENT 'When it arrived: the Kafka timestamp' CODEC(Delta(8), ZSTD(1)),
    source       LowCardinality(String)            COMMENT 'Who reports it; empty where a rejected record does not say',
    id           String                            COMMENT 'Unique within the source; empty if rejected' CODEC(ZSTD(1)),
    type         LowCardinality(String)            COMMENT 'Event type without prefix and version, such as hall.ticket.issued; empty if rejected',
    time         Nullable(DateTime64(3, 'UTC'))    COMMENT 'When it happened; NULL if rejected' CODEC(Delta(8), ZSTD(1)),
    recorded_at  Nullable(DateTime64(3, 'UTC'))    COMMENT 'When the source stored it, or when it happened where the source does not say; NULL if rejected' CODEC(Delta(8), ZSTD(1)),
    subject      String                            COMMENT 'What it is about (ticket, trip, encounter ...), or empty' CODEC(ZSTD(1)),
    site_code    String                            COMMENT '12-digit division code of the place of service as known at event time, or empty',
    village_code String                            COMMENT '12-digit division code of the person''s village as known at event time, or empty',
    decoded      UInt8                             COMMENT '1: an event; 0: rejected in decoding, see rejected_events',
    payload      String                            COMMENT 'The JSON as it arrived; of a record rejected in decoding at most 2,048 characters with personal numbers masked; empty once its time is over' CODEC(ZSTD(1)),
    stored_at    DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When this row was written' CODEC(Delta(8), ZSTD(1)),
    INDEX by_id id TYPE bloom_filter(0.01) GRANULARITY 4,
    INDEX by_type type TYPE set(16) GRANULARITY 4
)
ENGINE = ${REPLICATED}ReplacingMergeTree(stored_at)
PARTITION BY toYYYYMM(arrived_at)
ORDER BY (source, arrived_at, topic, partition, offset)
COMMENT 'Every record of the event topics, also the rejected ones and heartbeats';

-- How many records arrived must not be counted again for each question. A set of offsets is the same
-- however often a record is stored; a record takes one or two bytes of it where its source is busy, and
-- about five where it tells little in an hour.
CREATE TABLE IF NOT EXISTS duixian.arrivals
(
    source    LowCardinality(String)               COMMENT 'As in events; empty where a rejected record does not say',
    hour      DateTime('UTC')                      COMMENT 'Hour of arrival',
    topic     LowCardinality(String)               COMMENT 'Kafka topic',
    partition Int32                                COMMENT 'Kafka partition',
    offsets   AggregateFunction(groupBitmap, UInt64) COMMENT 'Kafka offsets of the records; bitmapCardinality tells how many'
)
ENGINE = ${REPLICATED}AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (source, hour, topic, partition)
COMMENT 'Which records of the event topics arrived from each source in each hour; filled from events';

CREATE MATERIALIZED VIEW IF NOT EXISTS duixian.mv_arrivals TO duixian.arrivals AS
SELECT
    source, toStartOfHour(arrived_at) AS hour, topic, partition,
    groupBitmapState(toUInt64(offset)) AS offsets
FROM duixian.events
GROUP BY source, hour, topic, partition;

CREATE TABLE IF NOT EXISTS duixian.rejected_events
(
    topic        LowCardinality(String)            COMMENT 'Kafka topic it came from; with partition and offset the natural key',
    partition    Int32                             COMMENT 'Kafka partition it came from',
    offset       Int64                             COMMENT 'Kafka offset it came from',
    arrived_at   DateTime64(3, 'UTC')              COMMENT 'When it arrived: the Kafka timestamp',
    source       String                            COMMENT 'The event''s source where it could be read, else the record key, else empty',
    reason       LowCardinality(String)            COMMENT 'A stable code, such as unknown_type or missing_site',
    detail       String                            COMMENT 'The field and its value, personal numbers masked',
    payload      String                            COMMENT 'The record as text, at most 2,048 characters, personal numbers masked' CODEC(ZSTD(3)),
    stored_at    DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When this row was written'
)
ENGINE = ${REPLICATED}ReplacingMergeTree(stored_at)
PARTITION BY toYYYYMM(arrived_at)
ORDER BY (source, arrived_at, topic, partition, offset)
COMMENT 'Records that are no event, or an event of no known place: why, and where they came from';

CREATE TABLE IF NOT EXISTS duixian.heartbeats
(
    source         String                          COMMENT 'Who vouches',
    period_start   DateTime64(3, 'UTC')            COMMENT 'Start of the period vouched for' CODEC(Delta(8), ZSTD(1)),
    period_end     DateTime64(3, 'UTC')            COMMENT 'All events up to here were sent before this heartbeat' CODEC(Delta(8), ZSTD(1)),
    id             String                          COMMENT 'Unique within the source; a heartbeat sent twice is one row' CODEC(ZSTD(1)),
    events_emitted Int64                           COMMENT 'Events the source says it sent in the period, heartbeats not counted' CODEC(ZSTD(1)),
    sent_at        DateTime64(3, 'UTC')            COMMENT 'When the source sent it' CODEC(Delta(8), ZSTD(1)),
    arrived_at     DateTime64(3, 'UTC')            COMMENT 'When it arrived: the Kafka timestamp' CODEC(Delta(8), ZSTD(1)),
    topic          LowCardinality(String)          COMMENT 'Kafka topic it came from',
    partition      Int32                           COMMENT 'Kafka partition it came from',
    offset         Int64                           COMMENT 'Kafka offset it came from' CODEC(Delta(8), ZSTD(1)),
    stored_at      DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When this row was written'
)
ENGINE = ${REPLICATED}ReplacingMergeTree(stored_at)
PARTITION BY toYYYYMM(period_end)
ORDER BY (source, period_start, period_end, id)
COMMENT 'Statements of the sources: all my events up to then are sent, so many of them';

CREATE TABLE IF NOT EXISTS duixian.outcomes
(
    area_id            String                      COMMENT 'The former township, or township, it counts for',
    commitment_id      LowCardinality(String)      COMMENT 'The promise, such as C05',
    service_date       Date                        COMMENT 'The day it counts for, Asia/Shanghai',
    source             String                      COMMENT 'The source whose events decided it',
    subject            String                      COMMENT 'The unit: a ticket, a trip on a date, a site on a date ...' CODEC(ZSTD(1)),
    revision           UInt32                      COMMENT '0 at first, one more with each revision; the highest is current',
    site_id            String                      COMMENT 'Where the service was due, or empty',
    good               UInt64                      COMMENT 'Units kept, at most total',
    total              UInt64                      COMMENT 'Units promised; 0 withdraws an earlier revision, or leaves out what was not promised',
    lost_by_reason     Map(LowCardinality(String), Int64) COMMENT 'Units lost per reason; those above 0 sum to total - good, below 0 is supply beyond what was promised',
    hard_rule          LowCardinality(String)      COMMENT 'The hard rule that it breaks, or empty',
    due_at             Nullable(DateTime64(3, 'UTC')) COMMENT 'When the promise fell due; NULL where there is no due instant' CODEC(Delta(8), ZSTD(1)),
    known_at           DateTime64(3, 'UTC')        COMMENT 'When this was known, by the source''s clock' CODEC(Delta(8), ZSTD(1)),
    evidence           Array(String)               COMMENT 'The events that decided it as source#id (events.source, events.id), at most 5' CODEC(ZSTD(3)),
    commitment_version LowCardinality(String)      COMMENT 'Version of the commitment''s definition',
    reference_version  LowCardinality(String)      COMMENT 'Version of the reference data',
    calendar_version   LowCardinality(String)      COMMENT 'Version of the calendar',
    stored_at          DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When this row was written' CODEC(Delta(8), ZSTD(1))
)
ENGINE = ${REPLICATED}ReplacingMergeTree(stored_at)
PARTITION BY toYYYYMM(service_date)
PRIMARY KEY (area_id, commitment_id, service_date, source) -- no row policy hides its values
ORDER BY (area_id, commitment_id, service_date, source, subject, revision)
COMMENT 'What came of each promised unit, every revision';

CREATE TABLE IF NOT EXISTS duixian.service_levels
(
    area_id            String                      COMMENT 'The former township, or township',
    commitment_id      LowCardinality(String)      COMMENT 'The promise, such as C05',
    window_days        UInt16                      COMMENT '1, 7 or 28 service days that end with service_date',
    service_date       Date                        COMMENT 'Last day of the window, Asia/Shanghai',
    revision           UInt32                      COMMENT '0 at first, one more with each revision; the highest is current',
    good               UInt64                      COMMENT 'Units kept, without the days excepted',
    total              UInt64                      COMMENT 'Units promised, without the days excepted',
    raw_good           UInt64                      COMMENT 'Units kept, with the days excepted',
    raw_total          UInt64                      COMMENT 'Units promised, with the days excepted',
    objective          Nullable(Float64)           COMMENT 'The promised share, 0 to 1; NULL where nothing was promised',
    lower_share        Nullable(Float64)           COMMENT 'Wilson lower bound of the true share, one-sided 90 %; NULL while total is 0',
    upper_share        Nullable(Float64)           COMMENT 'Wilson upper bound of the true share, one-sided 90 %; NULL while total is 0',
    cusum              Nullable(Float64)           COMMENT 'Bernoulli CUSUM at the end of the day',
    verdict            LowCardinality(String)      COMMENT 'met, at_risk, breached, too_few, no_data or not_in_force; empty where this window is not judged',
    hard_rule          LowCardinality(String)      COMMENT 'The hard rule that was broken on the last day, or empty',
    units_missing      UInt64                      COMMENT 'How many more units a verdict needs, 0 if enough',
    days_vouched       UInt16                      COMMENT 'Days of the window for which every source vouched',
    days_expected      UInt16                      COMMENT 'Days of the window in force, without the days excepted',
    days_excepted      UInt16                      COMMENT 'Days of the window on which an announced exception holds',
    open_units         Nullable(UInt64)            COMMENT 'Units owed by the end of the day and not decided when it was closed; with the first level of one day, NULL elsewhere and where units have no due instant',
    overdue_units      Nullable(UInt64)            COMMENT 'Of the open units those that had fallen due and were not known to be done',
    lost_by_reason     Map(LowCardinality(String), UInt64) COMMENT 'Units lost per reason',
    evidence           Array(String)               COMMENT 'Up to 5 of the latest events behind lost units, as source#id' CODEC(ZSTD(3)),
    judged_at          DateTime64(3, 'UTC')        COMMENT 'When the day closed or the hard rule broke, by the sources'' clocks',
    commitment_version LowCardinality(String)      COMMENT 'Version of the commitment''s definition',
    reference_version  LowCardinality(String)      COMMENT 'Version of the reference data',
    calendar_version   LowCardinality(String)      COMMENT 'Version of the calendar',
    stored_at          DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When this row was written'
)
ENGINE = ${REPLICATED}ReplacingMergeTree(stored_at)
PARTITION BY toYYYYMM(service_date)
ORDER BY (window_days, commitment_id, area_id, service_date, revision)
COMMENT 'How each promise was kept per area and window, every revision';

CREATE TABLE IF NOT EXISTS duixian.alerts
(
    alert_id           String                      COMMENT 'Stable through the life of the alert',
    revision           UInt32                      COMMENT '0 when raised, one more with each step',
    area_id            String                      COMMENT 'The former township or township, or the home area of a silent source',
    township_ids       Array(String)               COMMENT 'The successors of the area on the day',
    county_id          String                      COMMENT 'The county',
    commitment_id      LowCardinality(String)      COMMENT 'The promise, such as C05; DATA for a silent source',
    stream             LowCardinality(String)      COMMENT 'The stream of the promise, such as hall; ops for DATA; empty for a gap',
    subject            String                      COMMENT 'The silent source for DATA, the site for a reminder, else empty',
    severity           LowCardinality(String)      COMMENT 'yellow (at risk, data), red (breached) or reminder',
    state              LowCardinality(String)      COMMENT 'What this step is: raised, updated, escalated, acknowledged, held, released, resolved, or reminded',
    resolution         LowCardinality(String)      COMMENT 'Why it was resolved: recovered, expired, not_in_force, rule_changed, excluded, restated; empty while open',
    held_by            String                      COMMENT 'The silent source for which it is held, else empty',
    ack_due_at         Nullable(DateTime64(3, 'UTC')) COMMENT 'Until when it is to be acknowledged, or what a reminder reminds of is due; NULL where nothing is asked',
    acknowledged_by    LowCardinality(String)      COMMENT 'The role that acknowledged it, else empty',
    note               String                      COMMENT 'In the step acknowledged what that role said, else empty',
    since_date         Date                        COMMENT 'First service date of the slip, Asia/Shanghai',
    service_date       Date                        COMMENT 'Service date on which this step was judged, Asia/Shanghai',
    at                 DateTime64(3, 'UTC')        COMMENT 'When this step was judged, by the sources'' clocks',
    good               UInt64                      COMMENT 'Units kept in the judged window',
    total              UInt64                      COMMENT 'Units promised in the judged window',
    objective          Nullable(Float64)           COMMENT 'The promised share, 0 to 1; NULL where there is none',
    hard_rule          LowCardinality(String)      COMMENT 'The hard rule that was broken, or empty',
    lost_by_reason     Map(LowCardinality(String), UInt64) COMMENT 'Units lost per reason',
    evidence           Array(String)               COMMENT 'Up to 5 events, as source#id',
    recipients         Array(LowCardinality(String)) COMMENT 'Roles that have been told by this step; none leaves',
    text_zh            String                      COMMENT 'The notice in Chinese',
    text_en            String                      COMMENT 'The notice in English',
    commitment_version LowCardinality(String)      COMMENT 'Version of the commitment''s definition',
    reference_version  LowCardinality(String)      COMMENT 'Version of the reference data',
    calendar_version   LowCardinality(String)      COMMENT 'Version of the calendar',
    stored_at          DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When this row was written'
)
ENGINE = ${REPLICATED}ReplacingMergeTree(stored_at)
PARTITION BY toYYYYMM(service_date)
ORDER BY (area_id, commitment_id, alert_id, revision, service_date)
COMMENT 'Each step in the life of each alert';

CREATE TABLE IF NOT EXISTS duixian.intake
(
    source     String                              COMMENT 'The source',
    hour       DateTime('UTC')                     COMMENT 'Start of the hour of arrival',
    area_id    String                              COMMENT 'Primary area of the events',
    accounted  UInt64                              COMMENT 'Events that a meter or the source clock took in',
    duplicate  UInt64                              COMMENT 'Events whose source and id had been seen',
    too_late   UInt64                              COMMENT 'Events older than the source''s clock by more than the correction horizon',
    irrelevant UInt64                              COMMENT 'Events that no commitment listens to',
    counted    UInt64 MATERIALIZED accounted + duplicate + too_late + irrelevant COMMENT 'All of them; counts only grow, so the row that counts most is current',
    stored_at  DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When this row was written'
)
ENGINE = ${REPLICATED}ReplacingMergeTree(counted)
PARTITION BY toYYYYMM(hour)
ORDER BY (source, hour, area_id)
COMMENT 'What became of the events of one source that arrived in one hour, per primary area';

CREATE TABLE IF NOT EXISTS duixian.notices
(
    alert_id      String                           COMMENT 'The alert; of failing delivery DELIVERY and what fails',
    revision      UInt32                           COMMENT 'The step of it that was told',
    role          LowCardinality(String)           COMMENT 'Who was to be told',
    severity      LowCardinality(String)           COMMENT 'yellow, red or reminder, as told',
    state         LowCardinality(String)           COMMENT 'firing or resolved',
    commitment_id LowCardinality(String)           COMMENT 'The promise, such as C05; DATA for a silent source',
    area_id       String                           COMMENT 'The area',
    county_id     LowCardinality(String)           COMMENT 'The county',
    peer          LowCardinality(String)           COMMENT 'The Alertmanager, host:port',
    receiver      LowCardinality(String)           COMMENT 'To whom it passed the alert on; empty where it was given to it',
    result        LowCardinality(String)           COMMENT 'accepted, refused or failed by the Alertmanager; delivered or undelivered by it',
    status        UInt16                           COMMENT 'HTTP status, 0 where there was no answer',
    detail        String                           COMMENT 'What was answered, or why there was no answer',
    at            DateTime64(3, 'UTC')             COMMENT 'When, by the wall clock of whoever recorded it',
    stored_at     DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When this row was written'
)
ENGINE = ${REPLICATED}ReplacingMergeTree(stored_at)
PARTITION BY toYYYYMM(at)
ORDER BY (alert_id, role, at, revision, severity, state, peer, receiver, result, status)
COMMENT 'Who was told of which alert when, and which delivery failed';

CREATE TABLE IF NOT EXISTS duixian.restatements
(
    audited_at    DateTime64(3, 'UTC')             COMMENT 'When the audit ended that found it, by its own clock',
    of_table      LowCardinality(String)           COMMENT 'The table with the row: outcomes, service_levels or alerts',
    unit          String                           COMMENT 'The row''s key there without its revision, joined by |',
    revision      UInt32                           COMMENT 'The row''s revision',
    area_id       String                           COMMENT 'The area',
    commitment_id LowCardinality(String)           COMMENT 'The promise, such as C05; DATA for a silent source',
    service_date  Date                             COMMENT 'The service date of the row, Asia/Shanghai',
    why           LowCardinality(String)           COMMENT 'late_events, revision, rule_version, missing_row, inserted_row or altered_row',
    differing     Array(LowCardinality(String))    COMMENT 'The columns that differ, where the row was said and is known',
    said          String                           COMMENT 'The row as published, JSON; empty where there is none' CODEC(ZSTD(3)),
    known         String                           COMMENT 'The row as the archived events give it, JSON; empty where they give none' CODEC(ZSTD(3)),
    stored_at     DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When this row was written'
)
ENGINE = ${REPLICATED}ReplacingMergeTree(stored_at)
PARTITION BY toYYYYMM(service_date)
ORDER BY (audited_at, of_table, unit, revision, service_date)
COMMENT 'What an audit found: rows that are not what the archived events give';

-- Not by months: of two links for the same heads the second is dropped, and each partition would do so
-- for itself.
CREATE TABLE IF NOT EXISTS duixian.chain
(
    county_id    String                            COMMENT 'The county; each has a chain of its own',
    number       UInt32                            COMMENT '1 for the first link, one more with each',
    date         Date                              COMMENT 'The service day on which its rows were published, Asia/Shanghai; never before that of the link before',
    previous     String                            COMMENT 'The head of the link before, or 64 zeros',
    lines        Array(String)                     COMMENT 'A line per level and step of an alert: table, key and revision joined by |, a space and the SHA-256 of its JSON; in order' CODEC(ZSTD(3)),
    head         String                            COMMENT 'SHA-256 of previous, county, number and date, and lines, a line each',
    read_at      DateTime64(3, 'UTC')              COMMENT 'When the topics were read that it seals, by the server''s clock',
    read_to      Map(String, Int64)                COMMENT 'Offset by topic-partition up to which everything is sealed; only with the last link of a seal',
    stored_at    DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When this row was written'
)
ENGINE = ${REPLICATED}ReplacingMergeTree(stored_at)
ORDER BY (county_id, number, date)
SETTINGS
    non_replicated_deduplication_window = 10000,
    replicated_deduplication_window = 10000,
    replicated_deduplication_window_seconds = 604800
COMMENT 'The hash chain of each county over all levels and steps of alerts as published';

CREATE TABLE IF NOT EXISTS duixian.reference
(
    version      LowCardinality(String)            COMMENT 'Version of reference data and commitments, as in reference_version of outcomes, levels and alerts',
    applies_from Date                              COMMENT 'First service date on which the version holds, Asia/Shanghai; 1970-01-01 where it held from the start',
    published_at DateTime64(3, 'UTC')              COMMENT 'When it was published, by the publisher''s clock',
    file         LowCardinality(String)            COMMENT 'File of the version, such as reference/areas.csv or commitments/C05.yaml',
    line         UInt32                            COMMENT 'Line of the file, from 1; 1 for a file that is no table',
    fields       Map(LowCardinality(String), String) COMMENT 'Value by column; of YAML by path, such as name.zh',
    stored_at    DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When this row was written'
)
ENGINE = ${REPLICATED}ReplacingMergeTree(stored_at)
PARTITION BY toYYYYMM(applies_from)
ORDER BY (version, file, line, applies_from)
COMMENT 'Every line of every published version of reference data and commitments';

-- The text of a raw event goes, the row stays: what arrived goes on summing up, and evidence goes on
-- naming its topic, partition and offset. Said apart from the table, so that another number of
-- months takes effect when this is applied again.
ALTER TABLE duixian.events
    MODIFY COLUMN payload TTL toDateTime(stored_at) + INTERVAL ${PAYLOAD_MONTHS} MONTH;

-- A table that was there before gets the columns that came later.
ALTER TABLE duixian.service_levels
    ADD COLUMN IF NOT EXISTS open_units Nullable(UInt64) COMMENT 'Units owed by the end of the day and not decided when it was closed; with the first level of one day, NULL elsewhere and where units have no due instant' AFTER days_excepted,
    ADD COLUMN IF NOT EXISTS overdue_units Nullable(UInt64) COMMENT 'Of the open units those that had fallen due and were not known to be done' AFTER open_units;

-- What happened in a period is found without reading everything; also of a table that was there
-- before, where what is stored gets the index when it is merged.
ALTER TABLE duixian.events ADD INDEX IF NOT EXISTS by_time time TYPE minmax GRANULARITY 1;

-- A month that has come to rest becomes one part within a day: FINAL, and with it every view, then
-- has nothing to compare. Said here for the same reason.
ALTER TABLE duixian.events MODIFY SETTING
    min_age_to_force_merge_seconds = 86400, min_age_to_force_merge_on_partition_only = 1;
ALTER TABLE duixian.arrivals MODIFY SETTING
    min_age_to_force_merge_seconds = 86400, min_age_to_force_merge_on_partition_only = 1;
ALTER TABLE duixian.rejected_events MODIFY SETTING
    min_age_to_force_merge_seconds = 86400, min_age_to_force_merge_on_partition_only = 1;
ALTER TABLE duixian.heartbeats MODIFY SETTING
    min_age_to_force_merge_seconds = 86400, min_age_to_force_merge_on_partition_only = 1;
ALTER TABLE duixian.outcomes MODIFY SETTING
    min_age_to_force_merge_seconds = 86400, min_age_to_force_merge_on_partition_only = 1;
ALTER TABLE duixian.service_levels MODIFY SETTING
    min_age_to_force_merge_seconds = 86400, min_age_to_force_merge_on_partition_only = 1;
ALTER TABLE duixian.alerts MODIFY SETTING
    min_age_to_force_merge_seconds = 86400, min_age_to_force_merge_on_partition_only = 1;
ALTER TABLE duixian.intake MODIFY SETTING
    min_age_to_force_merge_seconds = 86400, min_age_to_force_merge_on_partition_only = 1;
