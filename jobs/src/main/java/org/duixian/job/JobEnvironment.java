package org.duixian.job;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What every job asks of Flink, whichever cluster runs it. */
final class JobEnvironment {
  /** How far state can ever be spread; fixed, or old state could not be restored. */
  static final int MAX_PARALLELISM = 720;

  private JobEnvironment() {}

  /** No operator without a uid, no type that falls back to Kryo, exactly-once checkpoints. */
  static void prepare(StreamExecutionEnvironment env, Duration checkpointEvery) {
    var wanted = new Configuration();
    wanted.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    wanted.set(PipelineOptions.GENERIC_TYPES, false);
    // Safe: what is emitted is never changed afterwards, neither here nor downstream.
    wanted.set(PipelineOptions.OBJECT_REUSE, true);
    wanted.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    wanted.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointEvery);
    wanted.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    env.configure(wanted);
  }

  /**
   * The same of a job that ends, and of which no state outlives it: neither uids nor checkpoints.
   */
  static void prepareBounded(StreamExecutionEnvironment env) {
    var wanted = new Configuration();
    wanted.set(PipelineOptions.GENERIC_TYPES, false);
    wanted.set(PipelineOptions.OBJECT_REUSE, true);
    wanted.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    env.configure(wanted);
  }
}
