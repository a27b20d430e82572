package org.duixian.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.duixian.PureRun;
import org.duixian.TestReference;
import org.duixian.area.Registry;
import org.duixian.audit.ChainCheck.Break;
import org.duixian.audit.ChainCheck.What;
import org.duixian.audit.Difference;
import org.duixian.audit.HistoryRow;
import org.duixian.audit.Link;
import org.duixian.audit.Why;
import org.duixian.calendar.ServiceDates;
import org.duixian.edge.Chain;
import org.duixian.edge.ClickHouseSchema;
import org.duixian.edge.PublishedRows;
import org.duixian.event.RawRecord;
import org.duixian.local.ClickHouseProcess;
import org.duixian.local.LibChdb;
import org.duixian.local.sim.SimulatedEvent;
import org.duixian.local.sim.Simulation;
import org.duixian.local.sim.SimulationSettings;
import org.duixian.local.sim.Story;
import org.duixian.local.sim.Story.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the job published and the history keeps is judged again by AuditJob: equal as long as nobody
 * touches it; of what is touched every row is named; and events that came 40 days late restate what
 * would have been said, had they come in time, and nothing else. Of a part of the demo city; with
 * -Dduixian.audit.whole=true of all of it and all its weeks.
 */
final class AuditIT {
  private static final Path HOME = Path.of(System.getProperty("duixian.home"));
  private static final String HALL = "/demo/c01/hall/f07";
  private static final String BUS = "/demo/c01/bus/operator";
  private static final String CLINIC = "/demo/c01/clinic/f07";
  private static final String CASES = "/demo/c01/cases";
  private static final Set<String> SOURCES =
      Set.of(HALL, BUS, CASES, CLINIC, "/demo/c01/12345", "/demo/c01/care", "/demo/c01/reform");
  private static final int FROM = ServiceDates.parse("2020-03-30");
  private static final boolean WHOLE = Boolean.getBoolean("duixian.audit.whole");
  private static final Set<String> COUNTIES = WHOLE ? Set.of("c01", "c02", "c03") : Set.of("c01");
  private static final int DAYS = WHOLE ? 84 : 46;
  private static final int HELD_BACK = 500;
  private static final int HELD_BACK_DAYS = 5;
  private static final long LATE_MILLIS = TimeUnit.DAYS.toMillis(40) + TimeUnit.HOURS.toMillis(3);

  /** At the end nobody reports any more, and several are found silent. */
  private static final long QUIET_MILLIS = TimeUnit.HOURS.toMillis(30);

  @TempDir private Path dir;

  @Test
  @Timeout(1800)
  void everyRowThatIsNotWhatTheEventsGiveIsNamed() throws Exception {
    String since = ServiceDates.format(FROM);
    Path reference = WHOLE ? TestReference.demoSince(since) : PartOfCity.reference(since, SOURCES);
    var registry = Registry.load(reference);
    List<SimulatedEvent> inTime = events(registry);
    List<SimulatedEvent> late = withSomeHeldBack(inTime);
    Map<String, String> hadTheyComeInTime = rows(judge(registry, inTime));
    PureRun run = judge(registry, late);
    Map<String, String> asTheyCame = rows(run);
    var restated = new TreeSet<String>(hadTheyComeInTime.keySet());
    restated.addAll(asTheyCame.keySet());
    restated.removeIf(key -> asTheyCame.getOrDefault(key, "").equals(hadTheyComeInTime.get(key)));

    try (var topics = CityTopics.withoutRules(dir.resolve("kafka"), 1);
        var cluster = SmallCluster.start(dir.resolve("flink"), 2);
        var server = ClickHouseProcess.start(dir.resolve("clickhouse"), LibChdb.find(HOME))) {
      ClickHouseSchema.apply(server.access());
      topics.publish(reference, DemoDays.COMMITMENTS, 0);
      topics.send(late);
      topics.tick(lastMillis(late) + QUIET_MILLIS);
      StreamExecutionEnvironment env = cluster.environment(2, once());
      ServiceLevelJob.define(env, topics.settings("1s", "--bounded", "true"));
      env.execute("service levels");
      env = cluster.environment(2, once());
      HistoryJob.define(env, topics.history(server.access(), "--bounded", "true"));
      env.execute("history");

      var found = audit(topics, cluster, server);

      // Some concern no place of this part of the city.
      assertThat(found.late()).isEqualTo(Set.copyOf(run.tooLate).size()).isGreaterThan(450);
      assertThat(found.events()).isEqualTo(late.size());
      assertThat(found.differences()).allMatch(each -> each.why() == Why.late_events);
      assertThat(found.differences().stream().map(Difference::key).collect(Collectors.toSet()))
          .isEqualTo(restated);
      assertThat(found.differences()).anyMatch(each -> each.ofTable().equals("service_levels"));
      assertThat(
              found.differences().stream()
                  .map(
                      each -> List.of(each.known(), hadTheyComeInTime.getOrDefault(each.key(), "")))
                  .filter(rows -> !facts(rows.get(0)).equals(facts(rows.get(1)))))
          .isEmpty();

      var chain = new Chain(server.access());
      List<Link> sealed = chain.seal(topics.access());
      assertThat(sealed).extracting(Link::countyId).containsOnly(COUNTIES.toArray(String[]::new));
      assertThat(sealed).hasSizeGreaterThanOrEqualTo(DAYS); // a link per day
      assertThat(chain.seal(topics.access())).isEmpty();
      assertThat(chain.check(Map.of()).breaks()).isEmpty();
      assertThat(chain.check(Map.of()).unsealed()).isZero();

      String[] touched = touch(server, restated);

      assertThat(chain.check(Map.of()).breaks())
          .extracting(Break::what, Break::subject)
          .containsExactlyInAnyOrder(
              tuple(What.row_altered, touched[0]),
              tuple(What.row_deleted, touched[1]),
              tuple(What.row_inserted, touched[3]));

      var differences = audit(topics, cluster, server).differences();
      var others = differences.stream().filter(each -> each.why() != Why.late_events).toList();
      assertThat(others)
          .extracting(Difference::why, Difference::key)
          .containsExactlyInAnyOrder(
              tuple(Why.altered_row, touched[0]),
              tuple(Why.missing_row, touched[1]),
              tuple(Why.missing_row, touched[2]),
              tuple(Why.inserted_row, touched[3]));
      assertThat(
              server.execute(
                  "SELECT why, count() FROM duixian.restatements WHERE audited_at ="
                      + " (SELECT max(audited_at) FROM duixian.restatements)"
                      + " AND why != 'late_events' GROUP BY why ORDER BY why"))
          .isEqualTo("altered_row\t1\ninserted_row\t1\nmissing_row\t2");
    }
  }

  /**
   * As somebody does who may write: a level altered, a level and an outcome deleted, an alert
   * inserted, as though it had been there before anything was sealed.
   *
   * @return their keys
   */
  private static String[] touch(ClickHouseProcess server, Set<String> restated) {
    List<String> levels =
        untouched(
            server,
            restated,
            "SELECT concat('service_levels|', area_id, '|', commitment_id, '|',"
                + " toString(service_date), '|', toString(window_days), '|', toString(revision))"
                + " FROM duixian.service_levels WHERE total > 0 ORDER BY 1 DESC");
    String outcome =
        untouched(
                server,
                restated,
                "SELECT concat('outcomes|', area_id, '|', commitment_id, '|',"
                    + " toString(service_date), '|', source, '|', subject, '|',"
                    + " toString(revision)) FROM duixian.outcomes ORDER BY 1 DESC")
            .get(0);
    server.execute(
        "INSERT INTO duixian.service_levels SELECT * REPLACE (good + 1 AS good, now64(3) AS"
            + " stored_at) FROM duixian.service_levels WHERE "
            + level(levels.get(0)));
    server.execute("DELETE FROM duixian.service_levels WHERE " + level(levels.get(1)));
    String[] gone = outcome.split("\\|");
    server.execute(
        "DELETE FROM duixian.outcomes WHERE area_id = '%s' AND commitment_id = '%s' AND service_date = '%s' AND subject = '%s'"
            .formatted(gone[1], gone[2], gone[3], gone[5]));
    server.execute(
        "INSERT INTO duixian.alerts SELECT * REPLACE ('C99' AS commitment_id, 'C99-x' AS alert_id)"
            + " FROM duixian.alerts LIMIT 1");
    String alert =
        server.execute(
            "SELECT concat('alerts|', area_id, '|C99|', toString(service_date), '|C99-x|',"
                + " toString(revision)) FROM duixian.alerts WHERE alert_id = 'C99-x'");
    return new String[] {levels.get(0), levels.get(1), outcome, alert};
  }

  private static String level(String key) {
    String[] of = key.split("\\|");
    return "area_id = '%s' AND commitment_id = '%s' AND service_date = '%s' AND window_days = %s AND revision = %s"
        .formatted(of[1], of[2], of[3], of[4], of[5]);
  }

  private static List<String> untouched(
      ClickHouseProcess server, Set<String> restated, String sql) {
    return server.execute(sql).lines().filter(key -> !restated.contains(key)).limit(2).toList();
  }

  /**
   * Without the order of the evidence, and without which of it was known last: in which order late
   * events would have come, nobody knows.
   */
  private static String facts(String row) {
    return row.replaceFirst("\"evidence\":\\[[^]]*]", "")
        .replaceFirst("\"known_at\":\"[^\"]*\"", "");
  }

  private static AuditJob.Found audit(
      CityTopics topics, SmallCluster cluster, ClickHouseProcess server) throws Exception {
    return AuditJob.run(
        () -> {
          try {
            return cluster.environment(2, once());
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        topics.audit(server.access()));
  }

  private static Configuration once() {
    var settings = new Configuration();
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return settings;
  }

  private static List<SimulatedEvent> events(Registry registry) {
    var stories =
        WHOLE
            ? Story.ofDemo(registry)
            : List.of(
                new Story(Kind.ADVICE_ONLY_HALL, "hall-f07", FROM + 2, FROM + 30),
                new Story(Kind.SILENT_FEED, BUS, FROM + 8, FROM + 10));
    var events = new ArrayList<SimulatedEvent>();
    Simulation.of(registry, new SimulationSettings(7, FROM, DAYS, stories))
        .events()
        .forEachRemaining(
            event -> {
              if (CityTopics.EVENTS.contains(event.topic())) {
                events.add(event);
              }
            });
    return events;
  }

  /** Events of the first days arrive 40 days later; the heartbeats that vouch for them do not. */
  private static List<SimulatedEvent> withSomeHeldBack(List<SimulatedEvent> inTime) {
    long untilMillis = ServiceDates.startMillis(FROM + HELD_BACK_DAYS);
    var candidates =
        Stream.of(HALL, CLINIC, CASES)
            .flatMap(source -> inTime.stream().filter(each -> each.key().equals(source)))
            .filter(each -> each.arrivedMillis() < untilMillis)
            .filter(each -> isUnit(new String(each.value(), UTF_8)))
            .limit(HELD_BACK)
            .collect(Collectors.toCollection(HashSet::new));
    assertThat(candidates).hasSize(HELD_BACK);
    return inTime.stream()
        .map(
            each ->
                candidates.contains(each)
                    ? new SimulatedEvent(
                        each.topic(), each.key(), each.arrivedMillis() + LATE_MILLIS, each.value())
                    : each)
        .sorted(Comparator.comparingLong(SimulatedEvent::arrivedMillis))
        .toList();
  }

  /** Neither a heartbeat nor what is published for days to come. */
  private static boolean isUnit(String json) {
    return !json.contains("heartbeat") && !json.contains(".published");
  }

  /** What the rules make of events, without Flink. */
  private static PureRun judge(Registry registry, List<SimulatedEvent> events) {
    var run = new PureRun(DemoDays.TYPES, registry, DemoDays.CATALOGUE);
    for (int i = 0; i < events.size(); i++) {
      SimulatedEvent event = events.get(i);
      run.arrivalReached(event.arrivedMillis() - 1);
      byte[] key = event.key().getBytes(UTF_8);
      run.take(new RawRecord(event.topic(), 0, i, event.arrivedMillis(), key, event.value()));
    }
    run.arrivalReached(lastMillis(events) + QUIET_MILLIS);
    return run;
  }

  private static long lastMillis(List<SimulatedEvent> events) {
    return events.get(events.size() - 1).arrivedMillis();
  }

  private static Map<String, String> rows(PureRun run) {
    var rows = new TreeMap<String, String>();
    Stream.of(
            run.outcomes.stream().map(PublishedRows::of),
            run.levels.stream().map(PublishedRows::of),
            run.alerts.stream().map(PublishedRows::of))
        .flatMap(each -> each)
        .forEach((HistoryRow each) -> rows.put(each.key(), each.json()));
    return rows;
  }
}
