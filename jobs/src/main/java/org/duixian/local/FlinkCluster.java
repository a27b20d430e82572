package org.duixian.local;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink cluster inside this JVM: one TaskManager, REST and web page on the loopback interface,
 * everything it writes below one directory.
 */
public final class FlinkCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int STOP_WITHIN_SECONDS = 30;

  /**
   * The parts of one JVM are lost together or not at all: when it stands still nobody is missed.
   */
  private static final Duration NOBODY_IS_MISSED = Duration.ofHours(1);

  private final MiniCluster cluster;
  private final int restPort;

  private FlinkCluster(MiniCluster cluster, int restPort) {
    this.cluster = cluster;
    this.restPort = restPort;
  }

  /** Starts on {@code dir}, which is created if needed, with {@code slots} slots. */
  public static FlinkCluster start(Path dir, int slots) {
    try {
      Path absolute = Files.createDirectories(dir).toAbsolutePath();
      int port = LoopbackPorts.choose(absolute, "web").get("web");
      var cluster =
          new MiniCluster(
              new MiniClusterConfiguration.Builder()
                  .setConfiguration(settings(absolute, port))
                  .setNumTaskManagers(1)
                  .setNumSlotsPerTaskManager(slots)
                  .build());
      cluster.start();
      return new FlinkCluster(cluster, port);
    } catch (Exception e) { // MiniCluster.start declares no narrower type
      Throwable reason = e;
      while (reason.getCause() != null) {
        reason = reason.getCause(); // what Flink wraps around it tells nobody anything
      }
      throw new CannotStart("Flink cannot start on " + dir + ": " + reason.getMessage(), e);
    }
  }

  /** Has the next start on {@code dir} use this port for the web page if it is free then. */
  static void preferPort(Path dir, int port) {
    try {
      LoopbackPorts.prefer(Files.createDirectories(dir), "web", port);
    } catch (IOException e) {
      throw new CannotStart("cannot keep data in " + dir + ": " + e.getMessage(), e);
    }
  }

  /** Where a job is built that will run here; {@code settings} are the job's own. */
  public StreamExecutionEnvironment environment(Configuration settings) {
    return StreamExecutionEnvironment.createRemoteEnvironment(HOST, restPort, settings);
  }

  /** Flink's own web page. */
  public URI webPage() {
    return URI.create("http://" + HOST + ":" + restPort);
  }

  /**
   * A checkpoint that was completed: its state, and how long it took from its trigger to its end.
   */
  public record Checkpoint(long stateBytes, Duration took) {}

  /**
   * The last checkpoint of a job, one that has ended included.
   *
   * @throws IOException if there was none
   */
  public Checkpoint lastCheckpoint(JobID job) throws IOException {
    var checkpoints = webPage().resolve("/jobs/" + job + "/checkpoints").toURL();
    try (var answer = checkpoints.openStream()) {
      var last = new ObjectMapper().readTree(answer).at("/latest/completed");
      if (last.isEmpty()) {
        throw new IOException("no checkpoint of job " + job + " was completed");
      }
      return new Checkpoint(
          last.required("state_size").longValue(),
          Duration.ofMillis(last.required("end_to_end_duration").longValue()));
    }
  }

  /** Cancels what runs and stops the cluster. */
  @Override
  public void close() {
    try {
      cluster.closeAsync().get(STOP_WITHIN_SECONDS, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Flink did not stop: " + e.getMessage(), e);
    }
  }

  private static Configuration settings(Path dir, int port) throws IOException {
    Path temporary = Files.createDirectories(dir.resolve("tmp"));
    var settings = new Configuration();
    settings.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, NOBODY_IS_MISSED);
    settings.set(RestOptions.ADDRESS, HOST);
    settings.set(RestOptions.BIND_ADDRESS, HOST);
    settings.set(RestOptions.PORT, port);
    settings.set(RestOptions.BIND_PORT, Integer.toString(port));
    // Jobs come from this JVM only: nobody else may bring code.
    settings.set(WebOptions.SUBMIT_ENABLE, false);
    settings.set(CoreOptions.TMP_DIRS, temporary.toString());
    settings.set(WebOptions.TMP_DIR, temporary.toString());
    settings.set(BlobServerOptions.STORAGE_DIRECTORY, temporary.toString());
    settings.set(ClusterOptions.PROCESS_WORKING_DIR_BASE, temporary.toString());
    settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    settings.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, dir.resolve("checkpoints").toUri().toString());
    settings.set(
        CheckpointingOptions.SAVEPOINT_DIRECTORY, dir.resolve("savepoints").toUri().toString());
    return settings;
  }
}
