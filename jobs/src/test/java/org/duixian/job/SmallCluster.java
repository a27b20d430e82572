package org.duixian.job;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster of one TaskManager, which can be lost. */
final class SmallCluster implements AutoCloseable {
  private static final int ANSWER_SECONDS = 60;
  private final MiniCluster cluster;
  private final InMemoryReporter metrics;
  private final Path dir;
  private int taskManagersLost;

  private SmallCluster(MiniCluster cluster, InMemoryReporter metrics, Path dir) {
    this.cluster = cluster;
    this.metrics = metrics;
    this.dir = dir;
  }

  static SmallCluster start(Path dir, int slots) throws Exception {
    var settings = new Configuration();
    settings.set(RestOptions.BIND_PORT, "0");
    // A machine that stands still for a while loses nobody; who is to be lost says so.
    settings.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofHours(1));
    var metrics = InMemoryReporter.createWithRetainedMetrics();
    metrics.addToConfiguration(settings);
    var cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    cluster.start();
    return new SmallCluster(cluster, metrics, dir);
  }

  /** Where a job is built that will run here; {@code more} wins over what this cluster sets. */
  StreamExecutionEnvironment environment(int parallelism, Configuration more) throws Exception {
    var settings = new Configuration();
    settings.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, dir.resolve("checkpoints").toUri().toString());
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 20);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
    settings.addAll(more);
    URI address = cluster.getRestAddress().get(ANSWER_SECONDS, SECONDS);
    return StreamExecutionEnvironment.createRemoteEnvironment(
            address.getHost(), address.getPort(), settings)
        .setParallelism(parallelism);
  }

  /** Ends the only TaskManager with everything that it was doing, and starts another one. */
  void loseTheTaskManager() throws Exception {
    cluster.terminateTaskManager(taskManagersLost++).get(ANSWER_SECONDS, SECONDS);
    cluster.startTaskManager();
  }

  /**
   * Whether all of a job runs and has taken in at least so many records since it was started: known
   * at once, while what it has read is told to Kafka only with a later checkpoint.
   */
  boolean hasTakenIn(long records, JobID job) throws Exception {
    for (var task :
        cluster.getExecutionGraph(job).get(ANSWER_SECONDS, SECONDS).getAllExecutionVertices()) {
      if (task.getExecutionState() != ExecutionState.RUNNING) {
        return false;
      }
    }
    return metrics.findOperatorMetricGroups(job, "decode and attribute to area").stream()
            .mapToLong(group -> group.getIOMetricGroup().getNumRecordsInCounter().getCount())
            .sum()
        >= records;
  }

  CheckpointStatsCounts checkpoints(JobID job) throws Exception {
    return cluster
        .getExecutionGraph(job)
        .get(ANSWER_SECONDS, SECONDS)
        .getCheckpointStatsSnapshot()
        .getCounts();
  }

  @Override
  public void close() throws Exception {
    cluster.closeAsync().get(ANSWER_SECONDS, SECONDS);
  }
}
