package org.duixian.job;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.duixian.edge.KafkaEvents;
import org.duixian.edge.KafkaRecords;
import org.duixian.edge.OutputTopic;
import org.duixian.event.EventTypes;

/**
 * Keeps what arrived and what was published in ClickHouse. A job of its own, so that a database
 * that is down delays no level and no alert.
 */
public final class HistoryJob {

  private HistoryJob() {}

  /** Runs on the cluster that submits it; the settings are those of HistorySettings. */
  public static void main(String[] arguments) throws Exception {
    var env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, Options.of(arguments));
    env.execute("history");
  }

  /** Adds the job to an environment that somebody else executes. */
  public static void define(StreamExecutionEnvironment env, Options options) {
    var settings = HistorySettings.of(options);
    var kafka = settings.kafka();
    var reading = settings.reading();
    JobEnvironment.prepare(env, settings.checkpointEvery());
    HistoryTopology.build(
        env,
        EventTypes.load(),
        new HistoryTopology.Inputs(
            KafkaEvents.source(kafka, settings.eventTopics(), reading),
            KafkaRecords.source(kafka, OutputTopic.OUTCOMES, reading),
            KafkaRecords.source(kafka, OutputTopic.LEVELS, reading),
            KafkaRecords.source(kafka, OutputTopic.ALERTS, reading),
            KafkaRecords.source(kafka, OutputTopic.REJECTED, reading),
            KafkaRecords.source(kafka, OutputTopic.INTAKE, reading),
            KafkaRecords.source(kafka, OutputTopic.NOTICES, reading),
            KafkaEvents.reference(kafka, reading),
            new ListReference(kafka)),
        settings.store());
  }
}
