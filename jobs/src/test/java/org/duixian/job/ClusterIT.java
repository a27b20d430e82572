package org.duixian.job;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.duixian.PureRun;
import org.duixian.alert.Alert;
import org.duixian.alert.AlertLink;
import org.duixian.commitment.RuleBooks;
import org.duixian.edge.ClickHouseSchema;
import org.duixian.local.AlertmanagerProcess;
import org.duixian.local.ClickHouseProcess;
import org.duixian.local.LibChdb;
import org.duixian.local.sim.SimulatedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything of docker-compose.yml that an event passes through, as processes of their own with the
 * configuration files that compose mounts ({@link ComposeProcesses} lists what differs). Each is
 * killed in mid-stream and started again, as compose would; and the job is stopped with a savepoint
 * and goes on. What comes out is what the rules make of the events: in Kafka, in ClickHouse and in
 * Alertmanager. ClickHouse is away for minutes, HistoryJob dies meanwhile, and the main job goes
 * on.
 */
final class ClusterIT {
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int DAYS = 5;

  /** How long ClickHouse is away. */
  private static final Duration OUTAGE = Duration.ofMinutes(5);

  private static final int WRITTEN = 100; // more than the markers of a transaction
  private static final Path HOME = ComposeFile.HOME;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LEVELS = "service-levels";
  private static final List<String> JOBS = List.of(LEVELS, "history", "notices");

  /** All have events, or the time of arrival would stand still until the tick at the end. */
  private static final String[] SIMULATED = {"--event-topics", String.join(",", CityTopics.EVENTS)};

  @TempDir private Path dir;
  private final PureRun expected =
      new PureRun(
          DemoDays.TYPES,
          RuleBooks.of(DemoDays.REGISTRY, DemoDays.CATALOGUE),
          new AlertLink("http://grafana.example:3000/d/duixian-evidence?var-alert="));
  private ComposeProcesses services;
  private CityTopics topics;
  private ClickHouseProcess clickHouse;
  private AlertmanagerProcess alertmanager;

  /** What is done while the events up to one are under way. */
  @FunctionalInterface
  private interface Blow {
    void strike(int until) throws Exception;
  }

  @Test
  @Timeout(2400)
  void whateverIsKilledNothingIsLostAndNothingDoubled() throws Exception {
    List<SimulatedEvent> events = DemoDays.events(DAYS, true);
    DemoDays.take(events, expected);
    expected.arrivalReached(events.get(events.size() - 1).arrivedMillis());
    assertThat(expected.alerts).as("alerts that could be lost").hasSizeGreaterThan(2);
    Map<String, Blow> blows = blows();
    int share = events.size() / (blows.size() + 1) + 1;

    try {
      startEverything();
      topics.send(events.subList(0, share));
      awaitCheckpointOf(share);
      int sent = share;
      for (var blow : blows.entrySet()) {
        int until = Math.min(sent + share, events.size());
        long enough = topics.writtenTo() + WRITTEN;
        topics.send(events.subList(sent, until));
        await("something of it is written", () -> topics.writtenTo() > enough);
        blow.getValue().strike(until);
        awaitCheckpointOf(until);
        sent = until;
      }
      assertThat(sent).isEqualTo(events.size());
      topics.tick(events.get(events.size() - 1).arrivedMillis());
      var published = Published.by(expected);
      await("everything is committed", () -> topics.committed().count() >= published.count());
      topics.committed().assertSameAs(published);
      awaitHistory(events.size());
      await("Alertmanager knows what is open", () -> active().equals(open()));
      assertTold();
      assertMeasured();
    } catch (Exception | AssertionError e) {
      throw new AssertionError(services.logs(), e);
    } finally {
      stopEverything();
    }
  }

  private Map<String, Blow> blows() {
    var blows = new LinkedHashMap<String, Blow>();
    blows.put("TaskManager", until -> services.kill(LEVELS + "-worker"));
    blows.put("JobManager", until -> services.kill(LEVELS));
    blows.put(
        "Kafka",
        until -> {
          services.kill("kafka");
          services.awaitKafka();
        });
    blows.put(
        "ClickHouse",
        until -> {
          clickHouse.kill();
          long killed = System.nanoTime();
          // The main job goes on meanwhile.
          awaitCheckpointOf(until);
          services.kill("history-worker");
          services.kill("history");
          await("the outage ends", () -> System.nanoTime() - killed > OUTAGE.toNanos());
          startClickHouse();
        });
    blows.put(
        "Alertmanager",
        until -> {
          alertmanager.kill();
          startAlertmanager();
        });
    blows.put("ZooKeeper", until -> services.kill("zookeeper"));
    blows.put("stop with a savepoint", until -> services.stopWithSavepoint(LEVELS));
    return blows;
  }

  private void startEverything() throws Exception {
    startClickHouse();
    ClickHouseSchema.apply(clickHouse.access());
    startAlertmanager();
    services =
        new ComposeProcesses(
            ComposeFile.with(DeploymentTest.VARIABLES),
            dir,
            clickHouse.httpPort(),
            alertmanager.address().getPort());
    services.startZooKeeper();
    services.startKafka();
    services.awaitKafka();
    topics = CityTopics.on(services.kafkaServers(), 2);
    for (String job : JOBS) {
      startJobManager(job);
      services.startTaskManager(job + "-worker");
    }
  }

  private void startJobManager(String job) throws Exception {
    switch (job) {
      case LEVELS -> services.startJobManager(job, SIMULATED);
      case "history" -> services.startJobManager(job, SIMULATED[0], SIMULATED[1]);
      default -> services.startJobManager(job);
    }
  }

  private void startClickHouse() {
    clickHouse = ClickHouseProcess.start(dir.resolve("clickhouse"), LibChdb.find(HOME));
  }

  /** It tells nobody: what it would tell whom is for {@link NoticeJobIT}. */
  private void startAlertmanager() throws Exception {
    Path config = dir.resolve("alertmanager.yml");
    Files.writeString(config, "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
    alertmanager =
        AlertmanagerProcess.start(
            AlertmanagerProcess.find().orElseThrow(), dir.resolve("alertmanager"), config);
  }

  private void stopEverything() {
    services.close();
    alertmanager.close();
    clickHouse.close();
  }

  private void awaitCheckpointOf(int eventsSent) throws Exception {
    await(
        "a checkpoint of " + eventsSent + " events",
        () -> topics.eventsRead("duixian-service-levels") >= eventsSent);
  }

  /** Each row once; the tables keep one of those with the same key. */
  private void awaitHistory(int events) throws Exception {
    var rows = new LinkedHashMap<String, Integer>();
    rows.put("events", events);
    rows.put("rejected_events", expected.rejected.size());
    rows.put("outcomes", expected.outcomes.size());
    rows.put("service_levels", expected.levels.size());
    rows.put("alerts", expected.alerts.size());
    String query =
        rows.keySet().stream()
            .map(table -> "(SELECT count() FROM duixian." + table + " FINAL)")
            .collect(joining(", ", "SELECT ", ""));
    String wanted = rows.values().stream().map(String::valueOf).collect(joining("\t"));
    await("everything is stored", () -> clickHouse.execute(query).equals(wanted));
    assertThat(
            clickHouse
                .execute("SELECT alert_id, revision, state FROM duixian.alerts FINAL")
                .lines())
        .containsExactlyInAnyOrderElementsOf(
            expected.alerts.stream()
                .map(each -> each.alertId() + '\t' + each.revision() + '\t' + each.state())
                .toList());
    assertThat(
            clickHouse.execute(
                "SELECT sum(accounted), sum(duplicate), sum(too_late), sum(irrelevant)"
                    + " FROM duixian.intake FINAL"))
        .isEqualTo(intake());
  }

  /** What the rules counted: the last word on each source, area and hour. */
  private String intake() {
    var last = new LinkedHashMap<String, long[]>();
    expected.intake.forEach(
        each ->
            last.put(
                each.source() + ' ' + each.areaId() + ' ' + each.hourMillis(),
                new long[] {
                  each.accounted(), each.duplicate(), each.tooLate(), each.irrelevant()
                }));
    return Stream.of(0, 1, 2, 3)
        .map(i -> Long.toString(last.values().stream().mapToLong(counts -> counts[i]).sum()))
        .collect(joining("\t"));
  }

  /** Each alert that is open, and was not held back from the first on. */
  private TreeSet<String> open() {
    var steps = new LinkedHashMap<String, Alert>();
    var told = new TreeSet<String>();
    for (Alert step : expected.alerts) {
      steps.put(step.alertId(), step);
      if (step.heldBy().isEmpty()) {
        told.add(step.alertId());
      }
    }
    return steps.values().stream()
        .filter(last -> !last.state().equals("resolved") && told.contains(last.alertId()))
        .map(Alert::alertId)
        .collect(toCollection(TreeSet::new));
  }

  private TreeSet<String> active() throws Exception {
    var request =
        HttpRequest.newBuilder(alertmanager.address().resolve("/api/v2/alerts?active=true"))
            .build();
    JsonNode alerts =
        JSON.readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    return StreamSupport.stream(alerts.spliterator(), false)
        .map(alert -> alert.at("/labels/alert_id").asText())
        .collect(toCollection(TreeSet::new));
  }

  /** Of each open alert it is recorded that Alertmanager took it. */
  private void assertTold() throws Exception {
    await(
        "what was told is recorded",
        () ->
            new TreeSet<>(
                    clickHouse
                        .execute(
                            "SELECT DISTINCT alert_id FROM duixian.notices"
                                + " WHERE result = 'accepted' AND state = 'firing'")
                        .lines()
                        .toList())
                .containsAll(open()));
  }

  /** Every metric of Flink's that Prometheus' rules ask for is there, under the name they use. */
  private void assertMeasured() throws Exception {
    var told = new TreeSet<String>();
    for (String job : JOBS) {
      for (String service : List.of(job, job + "-worker")) {
        services.metrics(service).forEach(line -> told.add(line.replaceFirst("[{ ].*", "")));
      }
    }
    String rules = Files.readString(HOME.resolve("deploy/prometheus/rules.yml"));
    assertThat(told)
        .containsAll(
            Pattern.compile("\\bflink_\\w+")
                .matcher(rules)
                .results()
                .map(MatchResult::group)
                .toList());
    assertThat(services.metrics(LEVELS + "-worker"))
        .anyMatch(line -> line.contains("operator_name=\"decode_and_attribute_to_area\""));
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var never = new CountDownLatch(1);
    while (!condition.call()) {
      assertThat(System.nanoTime() < deadline).as(what).isTrue();
      assertThat(never.await(200, TimeUnit.MILLISECONDS)).isFalse();
    }
  }
}
