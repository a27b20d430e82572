package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.duixian.PureRun;
import org.duixian.TestCity;
import org.duixian.area.Area;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Obligation;
import org.duixian.local.sim.SimulatedEvent;
import org.duixian.local.sim.Simulation;
import org.duixian.local.sim.SimulationSettings;
import org.duixian.local.sim.Story;
import org.duixian.local.sim.Story.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job is stopped with a savepoint and restored from it in the middle of everything that takes
 * time, with other parallelism and another state backend each time, and publishes what it would
 * have published without: every outcome, level and alert, in order.
 */
final class RestartIT {
  private static final String HALL = "/demo/c01/hall/f07";
  private static final String CASES = "/demo/c01/cases";
  private static final Set<String> SOURCES =
      Set.of(
          HALL,
          CASES,
          "/demo/c01/clinic/f07",
          "/demo/c01/bus/operator",
          "/demo/c01/12345",
          "/demo/c01/care",
          "/demo/c01/reform");
  private static final String SINCE = "2020-01-06";
  private static final String MERGER = "2020-01-08";
  private static final int DAYS = 32;
  private static final String GROUP = "restarted";

  /**
   * The cases' line is cut over a working day and midnight, and what was sent meanwhile is lost.
   */
  private static final long CUT_FROM_MILLIS = TestCity.at("2020-01-21T08:00");

  private static final long CUT_UNTIL_MILLIS = TestCity.at("2020-01-22T06:00");
  private static final long HOLIDAY_MILLIS = TestCity.at("2020-01-24T00:00");

  /** What falls due later has no due instant while its clock is paused. */
  private static final long FOREVER = TestCity.at("2100-01-01T00:00");

  /** Something that is under way. */
  private record During(String what, Predicate<PureRun> holds) {}

  /**
   * @param at local time of arrival
   */
  private record Restart(String at, List<During> during) {}

  private static final List<Restart> RESTARTS =
      List.of(
          new Restart(
              "2020-01-14T12:00",
              List.of(new During("a hall's silence", run -> isAlerted(run, "DATA", HALL)))),
          new Restart(
              "2020-01-17T10:40",
              List.of(
                  new During("opening hours", run -> isOpen(run, "2020-01-17")),
                  new During("a case's pause", run -> owes(run, each -> each.dueMillis > FOREVER)),
                  new During("an alert", run -> isAlerted(run, "C04", "")),
                  new During("half a window", RestartIT::hasHalfAWindowOfFailures))),
          new Restart(
              "2020-01-22T01:00",
              List.of(new During("a cut of the line", run -> isAlerted(run, "DATA", CASES)))),
          new Restart(
              "2020-01-22T12:00",
              List.of(
                  new During(
                      "doubt about what the gap hides",
                      run -> owes(run, RestartIT::fellDueInTheCut)))),
          new Restart(
              "2020-01-27T12:00",
              List.of(
                  new During(
                      "Spring Festival",
                      run -> owes(run, each -> each.openedMillis < HOLIDAY_MILLIS)))));

  @TempDir private Path dir;

  @Test
  @Timeout(180)
  void aRestartInMidStreamChangesNothing() throws Exception {
    Path reference = reference();
    var registry = Registry.load(reference);
    List<SimulatedEvent> events = events(registry);
    var run = new PureRun(DemoDays.TYPES, registry, DemoDays.CATALOGUE);
    var legs = new ArrayList<List<SimulatedEvent>>();
    int taken = 0;
    for (Restart restart : RESTARTS) {
      int until = taken;
      while (events.get(until).arrivedMillis() < TestCity.at(restart.at)) {
        until++;
      }
      legs.add(events.subList(taken, until));
      DemoDays.take(events.subList(taken, until), run);
      for (During each : restart.during) {
        assertThat(each.holds).as("%s: %s", restart.at, each.what).accepts(run);
      }
      taken = until;
    }
    legs.add(events.subList(taken, events.size()));
    DemoDays.take(events.subList(taken, events.size()), run);
    run.arrivalReached(events.get(events.size() - 1).arrivedMillis());
    var expected = Published.by(run);

    try (var topics = CityTopics.withoutRules(dir.resolve("kafka"), 1);
        var cluster = SmallCluster.start(dir.resolve("flink"), 2)) {
      topics.publish(reference, DemoDays.COMMITMENTS, 0);
      String savepoint = null;
      for (int i = 0; i < legs.size(); i++) {
        topics.send(legs.get(i));
        savepoint = runUntilRead(legs.get(i).size(), i, savepoint, topics, cluster);
        topics.committed().assertBeginningOf(expected);
      }

      topics.committed().assertSameAs(expected);
    }
  }

  /** Restores a savepoint if there is one, and stops with another once all events are read. */
  private String runUntilRead(
      int events, int leg, String savepoint, CityTopics topics, SmallCluster cluster)
      throws Exception {
    var settings = new Configuration();
    settings.set(StateBackendOptions.STATE_BACKEND, leg % 2 == 0 ? "hashmap" : "rocksdb");
    if (savepoint != null) {
      settings.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    var env = cluster.environment(1 + leg % 2, settings);
    ServiceLevelJob.define(env, topics.settings("1h", "--group", GROUP));
    var job = env.executeAsync("leg " + leg);
    while (!cluster.hasTakenIn(events, job.getJobID())) {
      assertThat(job.getJobStatus().get()).matches(status -> !status.isGloballyTerminalState());
    }
    return job.stopWithSavepoint(
            false, dir.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
        .get(1, TimeUnit.MINUTES);
  }

  /** A part of the demo city, merged before Spring Festival. */
  private static Path reference() throws IOException {
    Path directory = PartOfCity.reference(SINCE, SOURCES);
    for (String file : List.of("areas.csv", "successors.csv", "codes.csv")) {
      PartOfCity.rewrite(
          directory.resolve(file), line -> line.replaceAll("2020-04-(27|30)", MERGER));
    }
    PartOfCity.rewrite(
        directory.resolve("baselines.csv"),
        line -> line.replace("2020-03-02,2020-04-26", "2019-11-04,2019-12-29"));
    return directory;
  }

  private static List<SimulatedEvent> events(Registry registry) {
    int merger = ServiceDates.parse(MERGER);
    int silent = ServiceDates.parse("2020-01-14");
    var stories =
        List.of(
            new Story(Kind.ADVICE_ONLY_HALL, "hall-f07", merger, Area.NO_DATE),
            new Story(Kind.SILENT_FEED, HALL, silent, silent + 1));
    var events = new ArrayList<SimulatedEvent>();
    Simulation.of(registry, new SimulationSettings(7, ServiceDates.parse(SINCE), DAYS, stories))
        .events()
        .forEachRemaining(events::add);
    events.removeIf(
        event ->
            event.key().equals(CASES)
                && event.arrivedMillis() >= CUT_FROM_MILLIS
                && event.arrivedMillis() < CUT_UNTIL_MILLIS);
    return events;
  }

  private static boolean isAlerted(PureRun run, String commitment, String subject) {
    return run.alerts.stream()
        .filter(each -> each.commitmentId().equals(commitment) && each.subject().equals(subject))
        .reduce((earlier, later) -> later)
        .filter(last -> !last.state().equals("resolved"))
        .isPresent();
  }

  private static boolean hasHalfAWindowOfFailures(PureRun run) {
    return run.levels.stream()
        .filter(each -> each.commitmentId().equals("C04") && each.windowDays() == 28)
        .reduce((earlier, later) -> later)
        .filter(last -> last.cusum() > 0 && last.daysVouched() > 0 && last.daysVouched() < 20)
        .isPresent();
  }

  private static boolean isOpen(PureRun run, String date) {
    return run.presenceLogs().stream()
        .filter(log -> log.siteId.equals("hall-f07"))
        .flatMap(log -> log.days.stream())
        .anyMatch(day -> day.serviceDate == ServiceDates.parse(date) && day.marks.length > 0);
  }

  private static boolean fellDueInTheCut(Obligation owed) {
    return owed.source.equals(CASES)
        && owed.dueMillis >= CUT_FROM_MILLIS
        && owed.dueMillis < CUT_UNTIL_MILLIS;
  }

  /** In working days. */
  private static boolean owes(PureRun run, Predicate<Obligation> what) {
    return run.undecided().stream()
        .filter(each -> each.openedMillis != 0)
        .filter(each -> Set.of("C06", "C09", "C11", "C12").contains(each.commitmentId))
        .anyMatch(what);
  }
}
