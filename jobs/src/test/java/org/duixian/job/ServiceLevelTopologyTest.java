package org.duixian.job;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.types.PojoTestUtils;
import org.duixian.alert.AlertState;
import org.duixian.commitment.Milestone;
import org.duixian.commitment.Obligation;
import org.duixian.commitment.PresenceLog;
import org.duixian.commitment.RouteSuspensions;
import org.duixian.commitment.RouteTimetables;
import org.duixian.commitment.SourceClock;
import org.duixian.commitment.SupplyLog;
import org.duixian.commitment.TransferLog;
import org.duixian.level.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a job that is already running must find again in its next version. A uid that disappears
 * from the list takes the state of its operator with it.
 */
final class ServiceLevelTopologyTest {
  private static final Path SOURCES = Path.of("src", "main", "java", "org", "duixian", "job");

  /** Flink's own prefix for the second half of an exactly-once sink. */
  private static final String COMMITTER = "Sink Committer: ";

  private static final Pattern UID = Pattern.compile("\\.uid\\(([^)]*)\\)");

  @Test
  void theServiceLevelJobKeepsTheUidsOfItsState() {
    assertThat(uids(serviceLevels()))
        .containsExactly(
            COMMITTER + "publish-alerts",
            COMMITTER + "publish-gaps",
            COMMITTER + "publish-intake",
            COMMITTER + "publish-levels",
            COMMITTER + "publish-outcomes",
            COMMITTER + "publish-rejected",
            "attribute-to-area",
            "clock",
            "compare-with-seat",
            "events",
            "judge-levels",
            "leave-out-ticks",
            "meter-outcomes",
            "publish-alerts",
            "publish-gaps",
            "publish-intake",
            "publish-levels",
            "publish-outcomes",
            "publish-rejected",
            "publish-ticks");
  }

  @Test
  void uidsAreWrittenOutSoThatNothingRenamesThem() throws IOException {
    var written = new TreeSet<String>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      // Those of notices are pinned by their own test.
      for (Path file : files.filter(each -> !each.endsWith("NoticeTopology.java")).toList()) {
        UID.matcher(Files.readString(file))
            .results()
            .map(uid -> uid.group(1))
            .forEach(written::add);
      }
    }
    var inUse = uids(serviceLevels());
    inUse.removeIf(uid -> uid.startsWith(COMMITTER));
    inUse.addAll(uids(history()));
    assertThat(written).isEqualTo(inUse.stream().map(uid -> '"' + uid + '"').collect(toSet()));
  }

  @Test
  void everyStepOfBothJobsHasAUidAndStateForSevenHundredAndTwentySubtasks() {
    for (var graph : List.of(serviceLevels(), history())) {
      var jobGraph = graph.getJobGraph(); // without a uid it can't be made
      assertThat(jobGraph.getVertices())
          .isNotEmpty()
          .allMatch(vertex -> vertex.getMaxParallelism() == 720);
    }
  }

  @Test
  void nothingThatTravelsInEitherJobFallsBackToKryo() {
    var env = environment();
    ServiceLevelJob.define(env, Options.of(serviceLevelSettings()));
    HistoryJob.define(env, Options.of(historySettings()));
    var serializer = env.getConfig().getSerializerConfig();
    assertThat(serializer.hasGenericTypesDisabled()).isTrue();
    for (Transformation<?> each : env.getTransformations()) {
      for (Transformation<?> step : each.getTransitivePredecessors()) {
        // With generic types disabled this throws for a type that only Kryo can write.
        assertThat(step.getOutputType().createSerializer(serializer))
            .as(step.getName())
            .isNotNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        AlertState.class,
        Ledger.class,
        Milestone.class,
        Obligation.class,
        PresenceLog.class,
        RouteSuspensions.class,
        RouteTimetables.class,
        SourceClock.class,
        SupplyLog.class,
        TransferLog.class
      })
  void stateOutlivesItsClassBecauseFlinkWritesItFieldByField(Class<?> state) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(state);
  }

  private static TreeSet<String> uids(StreamGraph graph) {
    return graph.getStreamNodes().stream()
        .map(StreamNode::getTransformationUID)
        .filter(Objects::nonNull)
        .collect(toCollection(TreeSet::new));
  }

  private static StreamGraph serviceLevels() {
    var env = environment();
    ServiceLevelJob.define(env, Options.of(serviceLevelSettings()));
    return env.getStreamGraph();
  }

  private static StreamGraph history() {
    var env = environment();
    HistoryJob.define(env, Options.of(historySettings()));
    return env.getStreamGraph();
  }

  private static StreamExecutionEnvironment environment() {
    return StreamExecutionEnvironment.createLocalEnvironment(2);
  }

  private static String[] serviceLevelSettings() {
    return new String[] {"--kafka", "127.0.0.1:1"};
  }

  private static String[] historySettings() {
    return new String[] {
      "--kafka", "127.0.0.1:1", "--clickhouse-url", "jdbc:clickhouse:http://127.0.0.1:1/duixian"
    };
  }
}
