package org.duixian.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.duixian.calendar.ServiceDates;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.ReferencePublisher;
import org.duixian.job.BaselineJob;
import org.duixian.job.HistoryJob;
import org.duixian.job.NoticeJob;
import org.duixian.job.Options;
import org.duixian.job.ServiceLevelJob;

/** The jobs on the local stack: on all there is, or on what there is until they started. */
final class StackJobs {
  /** What ServiceLevelJob, HistoryJob and NoticeJob need side by side, each its own slots. */
  static final int SLOTS = 5;

  private static final int PARALLELISM = 2;

  /** Results are seen this late at most; oftener, and the job mostly waits for its commits. */
  private static final String SERVICE_LEVELS_EVERY = "3s";

  private static final String HISTORY_EVERY = "1s";

  private final LocalStack stack;
  private final boolean bounded;

  private StackJobs(LocalStack stack, boolean bounded) {
    this.stack = stack;
    this.bounded = bounded;
  }

  /** Jobs that go on until somebody stops them. */
  static StackJobs endless(LocalStack stack) {
    return new StackJobs(stack, false);
  }

  /** Jobs that end when they have read what was there when they started. */
  static StackJobs bounded(LocalStack stack) {
    return new StackJobs(stack, true);
  }

  /** Publishes a version for the job, which goes by it from the first event on. */
  JobClient startServiceLevels(Path reference, Path commitments) {
    publish(reference, commitments, stack.kafka().bootstrapServers());
    StreamExecutionEnvironment env = environment();
    ServiceLevelJob.define(env, options(SERVICE_LEVELS_EVERY));
    return submit(env, "service-levels");
  }

  /** As the first version there is, which therefore holds for every day. */
  static void publish(Path reference, Path commitments, String servers) {
    new ReferencePublisher(KafkaAccess.to(servers), Clock.systemUTC())
        .publish(reference, commitments, ServiceDates.serviceDate(0), true);
  }

  JobClient startHistory() {
    StreamExecutionEnvironment env = environment();
    var clickHouse = stack.clickHouse().access();
    HistoryJob.define(
        env,
        options(
            HISTORY_EVERY,
            "--clickhouse-url",
            clickHouse.url(),
            "--clickhouse-user",
            clickHouse.user(),
            "--clickhouse-password",
            clickHouse.password()));
    return submit(env, "history");
  }

  /** One slot is enough for it. */
  JobClient startNotices(URI alertmanager) {
    StreamExecutionEnvironment env = environment().setParallelism(1);
    NoticeJob.define(
        env,
        Options.of(
            "--kafka", stack.kafka().bootstrapServers(),
            "--alertmanagers", alertmanager.toString()));
    return submit(env, "notices");
  }

  /** Runs to the end and writes the proposals. */
  BaselineJob.Found proposeBaselines(Path reference, Path commitments, Path out) throws Exception {
    return BaselineJob.run(
        environment(),
        Options.of(
            "--kafka", stack.kafka().bootstrapServers(),
            "--reference", reference.toString(),
            "--commitments", commitments.toString(),
            "--out", out.toString()));
  }

  /** Waits until a bounded job has published its last result. */
  static void await(JobClient job, String name) throws InterruptedException {
    try {
      job.getJobExecutionResult().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + " failed: " + rootCause(e), e);
    }
  }

  private StreamExecutionEnvironment environment() {
    var settings = new Configuration();
    if (bounded) {
      // It reads the same again: what fails once fails for ever, and is better said at once.
      settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    }
    return stack.flink().environment(settings).setParallelism(PARALLELISM);
  }

  private Options options(String checkpointEvery, String... own) {
    var all = new ArrayList<>(Arrays.asList(own));
    all.addAll(
        Arrays.asList(
            "--kafka", stack.kafka().bootstrapServers(),
            "--bounded", Boolean.toString(bounded),
            "--checkpoint-every", checkpointEvery));
    return Options.of(all.toArray(String[]::new));
  }

  private static JobClient submit(StreamExecutionEnvironment env, String name) {
    try {
      return env.executeAsync(name);
    } catch (Exception e) { // executeAsync declares no narrower type
      throw new IllegalStateException("Flink refuses " + name + ": " + rootCause(e), e);
    }
  }

  private static String rootCause(Exception e) {
    Throwable cause = ExceptionUtils.stripExecutionException(e);
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }
}
