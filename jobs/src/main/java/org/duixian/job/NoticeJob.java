package org.duixian.job;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.duixian.alert.Announcing;
import org.duixian.edge.AlertmanagerSink;
import org.duixian.edge.KafkaRecords;
import org.duixian.edge.OutputTopic;

/**
 * Tells people of alerts, through Alertmanager. A job of its own: whatever becomes of a notice,
 * levels and alerts do not wait for it.
 */
public final class NoticeJob {

  private NoticeJob() {}

  /** Runs on the cluster that submits it; the settings are those of NoticeSettings. */
  public static void main(String[] arguments) throws Exception {
    var env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, Options.of(arguments));
    env.execute("notices");
  }

  /** Adds the job to an environment that somebody else executes. */
  public static void define(StreamExecutionEnvironment env, Options options) {
    var settings = NoticeSettings.of(options);
    JobEnvironment.prepare(env, settings.checkpointEvery());
    NoticeTopology.build(
        env,
        KafkaRecords.source(settings.kafka(), OutputTopic.ALERTS, settings.reading()),
        new Announcing(settings.telling().every().toMillis(), settings.resolvedFor().toMillis()),
        settings.alertmanagers().stream()
            .map(peer -> new AlertmanagerSink(peer, settings.telling(), settings.kafka()))
            .toList());
  }
}
