package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.duixian.local.sim.SimulatedEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real job on a real broker publishes the same whatever order the sources come in, however many
 * subtasks there are, wherever state is kept, and whatever is sent twice.
 *
 * <p>What is guaranteed, and held here: with each source in its own order and every partition's
 * times of arrival at most {@link #MOST_LAG_MILLIS} out of order, the outcomes, levels and alerts
 * are the same records, and those of one lane (see {@link Published}) are in the same order. Lanes
 * may be shuffled among each other. What is not: that a source is silent is judged by the time of
 * arrival, so where a partition runs ahead of a source by more than the source's silence allows
 * (the two hours of halls and buses, less the hour between two heartbeats and the lateness of an
 * event that keeps a heartbeat from vouching), that source may be called silent in one run and not
 * in another. A broker that stamps records on arrival never does that. Partitions among each other
 * may be read in any order: the slowest decides.
 */
final class InterleavingIT {
  private static final int DAYS = 6;
  private static final long MOST_LAG_MILLIS = TimeUnit.MINUTES.toMillis(30);
  private static final double DUPLICATES = 0.2;

  private static List<SimulatedEvent> events;
  private static Published expected;
  private static SmallCluster cluster;

  @TempDir private static Path clusterDir;
  @TempDir private Path dir;

  @BeforeAll
  static void simulate() throws Exception {
    events = DemoDays.events(DAYS, false);
    expected = DemoDays.expected(events);
    cluster = SmallCluster.start(clusterDir, 2);
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  @ParameterizedTest(name = "seed {0}, {1} subtasks, state in {2}")
  @CsvSource({"1,1,hashmap", "2,2,hashmap", "3,2,rocksdb", "4,1,hashmap"})
  @Timeout(120)
  void theOrderAmongSourcesTheSubtasksAndTheStateBackendChangeNothing(
      long seed, int parallelism, String backend) throws Exception {
    var random = new Random(seed);
    var sent =
        SourceFeeds.of(events)
            .withDuplicates(DUPLICATES, random)
            .interleaved(MOST_LAG_MILLIS, random);
    assertThat(sent).hasSizeGreaterThan((int) (events.size() * (1 + 0.9 * DUPLICATES)));
    var stateIn = new Configuration();
    stateIn.set(StateBackendOptions.STATE_BACKEND, backend);
    try (var topics = CityTopics.start(dir, 2)) {
      topics.send(sent);
      var env = cluster.environment(parallelism, stateIn);
      ServiceLevelJob.define(env, topics.settings("500ms", "--bounded", "true"));
      env.execute("interleaved " + seed);

      var published = topics.committed();

      published.assertSameAs(expected);
    }
    assertThat(expected.alertCount()).as("alerts that could differ").isPositive();
  }

  /** Half an hour before the end of the input: the last watermark of a run may well miss it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @Timeout(120)
  void whoFellSilentJustBeforeTheEndIsToldWhateverIsReadLast(int parallelism) throws Exception {
    String operator = "/demo/c02/bus/operator";
    long until = events.get(0).arrivedMillis() + TimeUnit.HOURS.toMillis(42);
    long lastWord = until - TimeUnit.MINUTES.toMillis(150);
    var untilThen =
        events.stream()
            .filter(event -> event.arrivedMillis() < until)
            .filter(event -> !event.key().equals(operator) || event.arrivedMillis() < lastWord)
            .toList();
    var expectedThen = DemoDays.expected(untilThen);
    assertThat(expectedThen.alertCount()).as("the operator's silence").isEqualTo(1);
    try (var topics = CityTopics.start(dir, 2)) {
      topics.send(untilThen);
      var env = cluster.environment(parallelism, new Configuration());
      ServiceLevelJob.define(env, topics.settings("500ms", "--bounded", "true"));
      env.execute("silent at the end");

      topics.committed().assertSameAs(expectedThen);
    }
  }
}
