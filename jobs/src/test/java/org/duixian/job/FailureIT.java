package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job loses its TaskManager three times in mid-stream, each time with records written but not
 * committed, and what can be read in the end is what the rules make of the events: not one record
 * less, more or other.
 */
final class FailureIT {
  private static final int DAYS = 7;
  private static final int FAILURES = 3;
  private static final String GROUP = "failing";

  @TempDir private Path dir;

  @Test
  @Timeout(180)
  void aTaskManagerLostInMidStreamLosesAndDoublesNothing() throws Exception {
    var events = DemoDays.events(DAYS, true);
    var expected = DemoDays.expected(events);
    assertThat(expected.alertCount()).as("alerts that could be lost").isGreaterThan(2);
    int share = events.size() / (FAILURES + 1) + 1;
    try (var topics = CityTopics.start(dir.resolve("kafka"), 2);
        var cluster = SmallCluster.start(dir.resolve("flink"), 2)) {
      var env = cluster.environment(2, new Configuration());
      ServiceLevelJob.define(env, topics.settings("2s", "--group", GROUP));
      var job = env.executeAsync("failing");

      topics.send(events.subList(0, share));
      awaitCheckpointOf(share, topics, job);
      for (int sent = share; sent < events.size(); sent += share) {
        int until = Math.min(sent + share, events.size());
        int writtenBefore = topics.written().count();
        topics.send(events.subList(sent, until));
        while (topics.written().count() == writtenBefore) {
          assertRunning(job);
        }
        cluster.loseTheTaskManager();
        awaitCheckpointOf(until, topics, job);
      }
      assertThat(cluster.checkpoints(job.getJobID()).getNumberOfRestoredCheckpoints())
          .isGreaterThanOrEqualTo(FAILURES);
      String savepoints = dir.resolve("savepoints").toUri().toString();
      job.stopWithSavepoint(false, savepoints, SavepointFormatType.CANONICAL)
          .get(1, TimeUnit.MINUTES);

      var published = topics.committed();

      published.assertSameAs(expected);
      assertThat(topics.written().count())
          .as("records, with those that were given up when the TaskManager was lost")
          .isGreaterThan(published.count());
    }
  }

  private static void awaitCheckpointOf(int eventsSent, CityTopics topics, JobClient job)
      throws Exception {
    while (topics.eventsRead(GROUP) < eventsSent) {
      assertRunning(job);
    }
  }

  private static void assertRunning(JobClient job) throws Exception {
    assertThat(job.getJobStatus().get()).matches(status -> !status.isGloballyTerminalState());
  }
}
