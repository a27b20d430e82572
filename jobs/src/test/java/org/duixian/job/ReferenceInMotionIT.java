package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.duixian.PureRun;
import org.duixian.alert.Alert;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.RuleBook;
import org.duixian.commitment.RuleBooks;
import org.duixian.local.sim.SimulatedEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Versions of reference data and commitments that are published while the job runs. */
final class ReferenceInMotionIT {
  private static final int DAYS = 8;
  private static final String GROUP = "in-motion";
  private static final int CHANGE = ServiceDates.parse("2020-05-02");
  private static final String COMMITMENT = "C04";

  @TempDir private Path dir;
  private Path reference;
  private Path commitments;

  /** The second version: the hall that only advises has promised less from now on. */
  @BeforeEach
  void makeTheSecondVersion() throws IOException {
    reference = copy(DemoDays.REFERENCE, "reference", "reference.yaml", "demo-1", "demo-2");
    commitments = copy(DemoDays.COMMITMENTS, "commitments", COMMITMENT + ".yaml", "\"2\"", "\"3\"");
    replace(commitments.resolve(COMMITMENT + ".yaml"), "objective: 0.95", "objective: 0.01");
  }

  private Path copy(Path from, String name, String file, String before, String after)
      throws IOException {
    Path to = Files.createDirectory(dir.resolve(name));
    try (Stream<Path> files = Files.list(from)) {
      for (Path each : files.toList()) {
        Files.copy(each, to.resolve(each.getFileName()));
      }
    }
    replace(to.resolve(file), before, after);
    return to;
  }

  private static void replace(Path file, String before, String after) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(before);
    Files.writeString(file, text.replace(before, after));
  }

  @Test
  @Timeout(180)
  void aVersionIsTakenUpOnItsDayWithoutARestartAndOneThatComesTooLateStopsTheJob()
      throws Exception {
    List<SimulatedEvent> events = DemoDays.events(DAYS, false);
    long changeMillis = ServiceDates.startMillis(CHANGE);
    var before = events.stream().filter(each -> each.arrivedMillis() < changeMillis).toList();
    var after = events.stream().filter(each -> each.arrivedMillis() >= changeMillis).toList();
    var run =
        new PureRun(
            DemoDays.TYPES,
            RuleBooks.of(
                List.of(
                    new RuleBook(DemoDays.REGISTRY, DemoDays.CATALOGUE, 0),
                    new RuleBook(
                        Registry.load(reference),
                        Catalogue.load(commitments, DemoDays.TYPES),
                        CHANGE))));
    DemoDays.take(events, run);
    assertThat(run.alerts)
        .extracting(Alert::commitmentId, Alert::areaId, Alert::state, Alert::resolution)
        .contains(tuple(COMMITMENT, "f07", "resolved", "rule_changed"));
    try (var topics = CityTopics.start(dir.resolve("kafka"), 2);
        var cluster = SmallCluster.start(dir.resolve("flink"), 2)) {
      var settings = new Configuration();
      settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none"); // a restart would be a failure
      var env = cluster.environment(2, settings);
      ServiceLevelJob.define(env, topics.settings("500ms", "--group", GROUP));
      var job = env.executeAsync("in motion");
      topics.send(before);
      await(before.size(), topics, job);

      topics.publish(reference, commitments, CHANGE);
      topics.send(after);
      await(events.size(), topics, job);
      String savepoint =
          job.stopWithSavepoint(
                  false,
                  dir.resolve("savepoints").toUri().toString(),
                  SavepointFormatType.CANONICAL)
              .get(1, TimeUnit.MINUTES);

      topics.committed().assertSameAs(Published.by(run));

      replace(reference.resolve("reference.yaml"), "demo-2", "demo-3");
      topics.publish(reference, commitments, CHANGE - 1);
      settings.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
      var again = cluster.environment(2, settings);
      ServiceLevelJob.define(again, topics.settings("500ms", "--group", GROUP));
      assertThatThrownBy(() -> again.executeAsync("too late").getJobExecutionResult().get())
          .isInstanceOf(ExecutionException.class)
          .hasStackTraceContaining("were judged by")
          .hasStackTraceContaining("demo-2 from 2020-05-02")
          .hasStackTraceContaining("demo-3 from 2020-05-01");
    }
  }

  private static void await(int events, CityTopics topics, JobClient job) throws Exception {
    while (topics.eventsRead(GROUP) < events) {
      if (job.getJobStatus().get().isGloballyTerminalState()) {
        throw new AssertionError("ended early: " + job.getJobExecutionResult().get());
      }
    }
  }

  @Test
  @Timeout(60)
  void withoutAnyVersionTheJobDoesNotStartAndSaysWhatToDo() throws Exception {
    try (var topics = CityTopics.withoutRules(dir.resolve("kafka"), 1);
        var cluster = SmallCluster.start(dir.resolve("flink"), 1)) {
      var settings = new Configuration();
      settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
      var env = cluster.environment(1, settings);
      ServiceLevelJob.define(env, topics.settings("500ms", "--bounded", "true"));

      assertThatThrownBy(() -> env.execute("without rules"))
          .hasStackTraceContaining("holds no complete version of reference data and commitments")
          .hasStackTraceContaining("./duixian publish --reference DIR");
    }
  }
}
