package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.SavepointFormatType;
import org.duixian.area.Source;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Commitment;
import org.duixian.local.sim.SimulatedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the committed savepoint that {@link SavepointIT} restores; no build runs it. Only for a
 * change of state that no running job has to survive, or for a new version beside the old ones:
 *
 * <pre>mvn -pl jobs test -Dtest=MakeSavepoint</pre>
 */
final class MakeSavepoint {
  private static final int DAYS = 6;
  private static final Set<String> SOURCES =
      Set.of(
          "/demo/c01/hall/f07",
          "/demo/c01/clinic/f07",
          "/demo/c02/clinic/f12",
          "/demo/c02/bus/operator",
          "/demo/c01/12345",
          "/demo/c01/care",
          "/demo/c01/roads",
          "/demo/c01/reform");

  /** On the fifth day at 10:40: halls are open, buses under way, patients waiting. */
  private static final long SAVED_AT_MILLIS =
      ServiceDates.startMillis(ServiceDates.parse("2020-04-30")) + 640 * 60_000L;

  private static final String GROUP = "saved";

  @TempDir private Path dir;

  @Test
  @Timeout(120)
  void ofAStreamThatIsStoppedInTheMiddleOfADay() throws Exception {
    List<SimulatedEvent> events =
        DemoDays.events(DAYS, false).stream()
            .filter(event -> SOURCES.contains(event.key()))
            .toList();
    var stream =
        new SavedStream(
            events.stream().filter(event -> event.arrivedMillis() < SAVED_AT_MILLIS).toList(),
            events.stream().filter(event -> event.arrivedMillis() >= SAVED_AT_MILLIS).toList());
    var settings = new Configuration();
    // Everything in one file, which can then lie anywhere.
    settings.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
    settings.set(ExecutionOptions.SNAPSHOT_COMPRESSION, true);
    try (var topics = CityTopics.start(dir.resolve("kafka"), 1);
        var cluster = SmallCluster.start(dir.resolve("flink"), 1)) {
      topics.send(stream.before());
      var env = cluster.environment(1, settings);
      ServiceLevelJob.define(env, topics.settings("500ms", "--group", GROUP));
      var job = env.executeAsync("saved");
      while (topics.eventsRead(GROUP) < stream.before().size()) {
        assertThat(job.getJobStatus().get()).matches(status -> !status.isGloballyTerminalState());
      }
      String savepoint =
          job.stopWithSavepoint(
                  false,
                  dir.resolve("savepoints").toUri().toString(),
                  SavepointFormatType.CANONICAL)
              .get(1, TimeUnit.MINUTES);

      Files.createDirectories(SavedStream.V1);
      Files.copy(
          Path.of(URI.create(savepoint)).resolve("_metadata"),
          SavedStream.V1.resolve("_metadata"),
          StandardCopyOption.REPLACE_EXISTING);
      Files.write(
          SavedStream.V1.resolve(SavedStream.COMMITMENTS),
          DemoDays.CATALOGUE.all().stream().map(Commitment::id).toList());
      Files.write(
          SavedStream.V1.resolve(SavedStream.SOURCES),
          DemoDays.REGISTRY.sources().stream().map(Source::source).toList());
      stream.write(SavedStream.V1);
    }
  }
}
