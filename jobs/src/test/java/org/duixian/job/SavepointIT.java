package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.duixian.PureRun;
import org.duixian.area.Registry;
import org.duixian.commitment.Catalogue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A savepoint of the whole job that an earlier version made, with open obligations, opening logs,
 * timetables, half-filled ledgers and an open alert, goes on under this version as if nothing had
 * happened. Every operator must find its state: there is no {@code allowNonRestoredState}.
 *
 * <p>If this fails, a running job would not survive the upgrade either: give the state a migration.
 * Only while nothing is running anywhere may the savepoint be made anew, by {@link MakeSavepoint}.
 */
final class SavepointIT {
  private static final String GROUP = "restored";

  @TempDir private Path dir;

  @ParameterizedTest(name = "{0} subtasks, state in {1}")
  @CsvSource({"1,hashmap", "2,rocksdb"})
  @Timeout(120)
  void theStreamGoesOnAsIfItHadNotBeenStopped(int parallelism, String backend) throws Exception {
    var stream = SavedStream.read(SavedStream.V1);
    var run = new PureRun(DemoDays.TYPES, registryOfV1(), commitmentsOfV1());
    DemoDays.take(stream.before(), run);
    run.goOnWith(DemoDays.REGISTRY, DemoDays.CATALOGUE);
    assertThat(run.alerts).as("open at the savepoint").isNotEmpty();
    int outcomes = run.outcomes.size();
    int levels = run.levels.size();
    int alerts = run.alerts.size();
    DemoDays.take(stream.after(), run);
    var expected =
        new Published(
            run.outcomes.subList(outcomes, run.outcomes.size()),
            run.levels.subList(levels, run.levels.size()),
            run.alerts.subList(alerts, run.alerts.size()));
    assertThat(expected.count()).as("records after the savepoint").isGreaterThan(100);
    var settings = new Configuration();
    settings.set(StateBackendOptions.STATE_BACKEND, backend);
    settings.set(StateRecoveryOptions.SAVEPOINT_PATH, SavedStream.V1.toUri().toString());
    try (var topics = CityTopics.start(dir.resolve("kafka"), 1);
        var cluster = SmallCluster.start(dir.resolve("flink"), 2)) {
      topics.send(stream.before());
      topics.send(stream.after());
      var env = cluster.environment(parallelism, settings);
      ServiceLevelJob.define(env, topics.settings("500ms", "--group", GROUP));
      var job = env.executeAsync("restored");
      while (topics.eventsRead(GROUP) < stream.before().size() + stream.after().size()) {
        assertThat(job.getJobStatus().get()).matches(status -> !status.isGloballyTerminalState());
      }
      job.stopWithSavepoint(
              false, dir.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
          .get(1, TimeUnit.MINUTES);

      topics.committed().assertSameAs(expected);
    }
  }

  /** Who reported when the savepoint was made; who came since is heard from the upgrade on. */
  private Registry registryOfV1() throws IOException {
    var sources = new HashSet<>(Files.readAllLines(SavedStream.V1.resolve(SavedStream.SOURCES)));
    sources.addAll(Set.of("", "source")); // of stops; and the header
    Path reference = Files.createDirectories(dir.resolve("reference"));
    try (var files = Files.list(DemoDays.REFERENCE)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        var lines = Files.readAllLines(file).stream();
        var there =
            switch (name) {
              case "sources.csv" ->
                  lines.filter(line -> sources.contains(line.substring(0, line.indexOf(','))));
              case "sites.csv" ->
                  lines.filter(line -> sources.contains(line.substring(line.lastIndexOf(',') + 1)));
              default -> lines;
            };
        Files.write(reference.resolve(name), there.toList());
      }
    }
    return Registry.load(reference);
  }

  /** What was promised when the savepoint was made; what came since begins with the upgrade. */
  private Catalogue commitmentsOfV1() throws IOException {
    Path commitments = Files.createDirectories(dir.resolve("commitments"));
    Files.copy(DemoDays.COMMITMENTS.resolve("streams.yaml"), commitments.resolve("streams.yaml"));
    for (String id : Files.readAllLines(SavedStream.V1.resolve(SavedStream.COMMITMENTS))) {
      Files.copy(DemoDays.COMMITMENTS.resolve(id + ".yaml"), commitments.resolve(id + ".yaml"));
    }
    return Catalogue.load(commitments, DemoDays.TYPES);
  }
}
