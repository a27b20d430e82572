package org.duixian.local.bench;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.duixian.calendar.ServiceDates;
import org.duixian.local.ClickHouseProcess;

/**
 * A year made of some lived weeks: the weeks are laid one after another, a quarter of them before
 * the merger; and each day gets the events of other weeks besides its own, until there are enough.
 * Copies have other days, ids and subjects; evidence names the copies. Events come day by day, and
 * their offsets count up in the order of arrival, as Kafka's do. Levels, alerts and notices are
 * those of the lived weeks; the intake counts what was copied, so that it balances. Of heartbeats
 * that are laid over each other one is kept, for the sum of what they state. Texts are not changed:
 * a copy's says the day and id of its original.
 */
final class Year {
  private static final int DAYS_OF_WEEK = 7;

  /** More than arrive in any partition in a day. */
  private static final long OFFSETS_OF_DAY = 1L << 24;

  private static final String ZONE = "'Asia/Shanghai'";

  /** Kept aside, so that copies are made of what was lived only. */
  private static final List<String> LIVED =
      List.of("events", "heartbeats", "outcomes", "service_levels", "alerts", "intake");

  private final int from;
  private final int days;
  private final int spans;
  private int timesOver = 1;

  /**
   * @param from first lived service date
   * @param days how many were lived, whole weeks
   * @param spans how often they fit into the year
   */
  Year(int from, int days, int spans) {
    this.from = from;
    this.days = days;
    this.spans = spans;
  }

  int firstDay() {
    return from - before() * days;
  }

  int lastDay() {
    return firstDay() + spans * days - 1;
  }

  int spans() {
    return spans;
  }

  /** How often each lived event is there. */
  int copies() {
    return spans * timesOver;
  }

  /** Fills the year until it has about so many events. */
  void multiply(ClickHouseProcess server, long events) {
    refuseSome(server);
    for (String table : LIVED) {
      server.execute(
          "CREATE TABLE duixian.lived_%1$s ENGINE = MergeTree ORDER BY tuple() AS SELECT * FROM"
                  .formatted(table)
              + " duixian.%s FINAL".formatted(table));
    }
    long lived = Long.parseLong(server.execute("SELECT count() FROM duixian.lived_events"));
    timesOver = (int) Math.max(1, Math.round((double) events / lived / spans));
    for (String table : List.of("events", "arrivals", "heartbeats", "intake")) {
      server.execute("TRUNCATE TABLE duixian." + table);
    }
    for (int span = -before(); span < spans - before(); span++) {
      for (int day = 0; day < days; day++) {
        layEvents(server, span, day);
      }
      for (int time = 0; time < timesOver; time++) {
        copyOutcomes(server, span, time);
      }
      copyRest(server, span);
    }
    reject(server);
    notices(server);
    LIVED.forEach(table -> server.execute("DROP TABLE duixian.lived_" + table));
  }

  private int before() {
    return spans / 4;
  }

  /** One record in a thousand was no event: the simulation makes none. */
  private static void refuseSome(ClickHouseProcess server) {
    server.execute(
        """
        INSERT INTO duixian.events
            (topic, partition, offset, arrived_at, source, decoded, payload)
        SELECT topic, partition, -offset - 1, arrived_at, source, 0, substring(payload, 1, 2048)
        FROM duixian.events
        WHERE decoded AND cityHash64(source, id) % 1000 = 0""");
  }

  private static void reject(ClickHouseProcess server) {
    server.execute(
        """
        INSERT INTO duixian.rejected_events
            (topic, partition, offset, arrived_at, source, reason, detail, payload)
        SELECT
            topic, partition, offset, arrived_at, source,
            ['unknown_type', 'invalid_field', 'unknown_site'][1 + cityHash64(offset) % 3],
            'multiplied', payload
        FROM duixian.events
        WHERE NOT decoded
        SETTINGS max_partitions_per_insert_block = 0""");
  }

  /** All events of one day of a span: those lived on it, and copies of other weeks' days. */
  private void layEvents(ClickHouseProcess server, int span, int day) {
    server.execute(
        """
        INSERT INTO duixian.events
        SELECT * EXCEPT copy REPLACE (
            %1$d + row_number() OVER (
                PARTITION BY topic, partition ORDER BY arrived_at, copy, id) AS offset)
        FROM
        (
            SELECT * EXCEPT (shift, moved) REPLACE (
                arrived_at + toIntervalDay(moved) AS arrived_at,
                time + toIntervalDay(moved) AS time,
                recorded_at + toIntervalDay(moved) AS recorded_at,
                if(copy = 0 OR id = '', id, concat(id, '~', toString(copy))) AS id,
                if(copy = 0 OR subject = '', subject, concat(subject, '~', toString(copy)))
                    AS subject)
            FROM
            (
                SELECT *, %2$s AS moved, transform(shift, %3$s, %4$s, 0) AS copy
                FROM duixian.lived_events
                ARRAY JOIN %3$s AS shift
                WHERE toInt32(%5$s) + moved = %6$d
            )
        )
        SETTINGS max_partitions_per_insert_block = 0"""
            .formatted(
                ((span + before()) * days + day) * OFFSETS_OF_DAY,
                moved(day("arrived_at"), span, "shift"),
                times(this::shift),
                times(time -> copy(span, time)),
                day("arrived_at"),
                from + span * days + day));
  }

  private void copyOutcomes(ClickHouseProcess server, int span, int time) {
    int copy = copy(span, time);
    if (copy == 0) {
      return; // as it was lived
    }
    // What is counted by days, such as minutes of service or supply, is there once a day.
    server.execute(
        """
        INSERT INTO duixian.outcomes
        WITH %s AS moved
        SELECT * REPLACE (
            service_date + moved AS service_date,
            concat(subject, '~%d') AS subject,
            due_at + toIntervalDay(moved) AS due_at,
            known_at + toIntervalDay(moved) AS known_at,
            arrayMap(event -> concat(event, '~%2$d'), evidence) AS evidence)
        FROM duixian.lived_outcomes
        WHERE %s OR commitment_id IN (
            SELECT commitment_id FROM duixian.v_commitments WHERE meter IN ('ratio', 'deadline'))
        SETTINGS max_partitions_per_insert_block = 0"""
            .formatted(moved("service_date", span, time), copy, time == 0));
  }

  private void copyRest(ClickHouseProcess server, int span) {
    String shifts = times(this::shift);
    server.execute(
        """
        INSERT INTO duixian.heartbeats
            (source, period_start, period_end, id, events_emitted, sent_at, arrived_at, topic,
             partition, offset)
        SELECT
            source, since, until, concat('multiplied-', toString(toUnixTimestamp64Milli(until))),
            sum(events_emitted), until + INTERVAL 10 SECOND, until + INTERVAL 20 SECOND,
            any(topic), any(partition), toUnixTimestamp64Milli(until)
        FROM
        (
            WITH %s AS moved
            SELECT
                source, events_emitted, topic, partition,
                period_start + toIntervalDay(moved) AS since,
                period_end + toIntervalDay(moved) AS until
            FROM duixian.lived_heartbeats
            ARRAY JOIN %s AS shift
        )
        GROUP BY source, since, until
        SETTINGS max_partitions_per_insert_block = 0"""
            .formatted(moved(day("period_end - INTERVAL 1 SECOND"), span, "shift"), shifts));
    server.execute(
        """
        INSERT INTO duixian.intake
            (source, hour, area_id, accounted, duplicate, too_late, irrelevant)
        SELECT
            source, moved_hour, area_id, sum(accounted), sum(duplicate), sum(too_late),
            sum(irrelevant)
        FROM
        (
            WITH %s AS moved
            SELECT *, hour + toIntervalDay(moved) AS moved_hour
            FROM duixian.lived_intake
            ARRAY JOIN %s AS shift
        )
        GROUP BY source, moved_hour, area_id
        SETTINGS max_partitions_per_insert_block = 0"""
            .formatted(moved(day("hour"), span, "shift"), shifts));
    int copy = copy(span, 0);
    if (copy == 0) {
      return;
    }
    server.execute(
        """
        INSERT INTO duixian.service_levels
        WITH %s AS moved
        SELECT * REPLACE (
            service_date + moved AS service_date,
            judged_at + toIntervalDay(moved) AS judged_at,
            arrayMap(event -> concat(event, '~%d'), evidence) AS evidence)
        FROM duixian.lived_service_levels
        SETTINGS max_partitions_per_insert_block = 0"""
            .formatted(moved("service_date", span, 0), copy));
    server.execute(
        """
        INSERT INTO duixian.alerts
        WITH %s AS moved
        SELECT * REPLACE (
            concat(alert_id, '~%d') AS alert_id,
            since_date + moved AS since_date,
            service_date + moved AS service_date,
            at + toIntervalDay(moved) AS at,
            ack_due_at + toIntervalDay(moved) AS ack_due_at,
            arrayMap(event -> concat(event, '~%2$d'), evidence) AS evidence)
        FROM duixian.lived_alerts
        SETTINGS max_partitions_per_insert_block = 0"""
            .formatted(moved("service_date", span, 0), copy));
  }

  /** Whoever is to be told of a step is told of it, by one Alertmanager and one receiver. */
  private static void notices(ClickHouseProcess server) {
    server.execute(
        """
        INSERT INTO duixian.notices
            (alert_id, revision, role, severity, state, commitment_id, area_id, county_id, peer,
             receiver, result, status, at)
        SELECT
            alert_id, revision, arrayJoin(recipients), severity,
            if(state = 'resolved', 'resolved', 'firing'), commitment_id, area_id, county_id,
            'alertmanager:9093', if(told = 'delivered', 'mail', ''),
            arrayJoin(['accepted', 'delivered']) AS told, 200, at + INTERVAL 1 MINUTE
        FROM duixian.alerts
        WHERE state NOT IN ('updated', 'acknowledged')
        SETTINGS max_partitions_per_insert_block = 0""");
  }

  /** 0 for what was lived; every other copy has a number of its own. */
  private int copy(int span, int time) {
    int number = (span + before()) * timesOver + time;
    int lived = before() * timesOver;
    return number == lived ? 0 : number < lived ? number + 1 : number;
  }

  /** By how many days each further copy is shifted within the span: at first by whole weeks. */
  private int shift(int time) {
    return time * DAYS_OF_WEEK + time * DAYS_OF_WEEK / days;
  }

  private String moved(String day, int span, int time) {
    return moved(day, span, Integer.toString(shift(time)));
  }

  /** By how many days a row of this service date moves; those shifted past the end begin anew. */
  private String moved(String day, int span, String shift) {
    return "positiveModulo(toInt32(%1$s) - %2$d + %3$s, %4$d) - (toInt32(%1$s) - %2$d) + %5$d"
        .formatted(day, from, shift, days, span * days);
  }

  private static String day(String instant) {
    return "toDate(%s, %s)".formatted(instant, ZONE);
  }

  /** An array of what each of the copies that are laid over each other has. */
  private String times(IntUnaryOperator each) {
    return IntStream.range(0, timesOver).map(each).boxed().toList().toString();
  }

  /** For people. */
  @Override
  public String toString() {
    return Stream.of(firstDay(), lastDay()).map(ServiceDates::format).toList().toString();
  }
}
