package org.duixian.job;

import java.time.Duration;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.duixian.alert.AlertLink;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.KafkaRecords;
import org.duixian.edge.OutputTopic;
import org.duixian.edge.Reading;
import org.duixian.edge.TickSink;
import org.duixian.event.EventTypes;
import org.duixian.level.ServiceLevel;

/**
 * The settings of ServiceLevelJob.
 *
 * @param kafka {@code --kafka host:port,…}, and {@code --kafka.NAME VALUE} for any client property
 * @param eventTopics {@code --event-topics}: where the sources report to
 * @param reading {@code --group}, {@code --from} earliest, latest or committed, {@code --bounded}
 *     true or false
 * @param tickEvery {@code --tick-every}: how often the time of arrival is told in every partition
 *     of the event topics; a silence is found at most this much later than it could be
 * @param checkpointEvery {@code --checkpoint-every}: how often results become visible
 * @param transactions {@code --transactions}: begins the ids of the job's transactions; two jobs
 *     with the same one fence each other off
 * @param link {@code --link-base}: what an alert's id is appended to for a link to its evidence, at
 *     most 200 characters; without it there is no link
 */
record ServiceLevelSettings(
    KafkaAccess kafka,
    List<String> eventTopics,
    Reading reading,
    Duration tickEvery,
    Duration checkpointEvery,
    String transactions,
    AlertLink link) {

  /** Reads them all. Throws {@link WrongSetting}, which names the key. */
  static ServiceLevelSettings of(Options options) {
    var settings =
        new ServiceLevelSettings(
            new KafkaAccess(options.text("kafka"), options.below("kafka.")),
            options.texts("event-topics", String.join(",", EventTypes.load().topics())),
            new Reading(
                options.text("group", "duixian-service-levels"),
                options.oneOf("from", Reading.From.earliest),
                options.yes("bounded", false)),
            options.duration("tick-every", "1min"),
            options.duration("checkpoint-every", "10s"),
            options.text("transactions", "duixian-service-levels"),
            link(options.text("link-base", "")));
    options.refuseUnknown();
    return settings;
  }

  static AlertLink link(String base) {
    if (base.length() > AlertLink.MAX_BASE_CHARS) {
      throw new WrongSetting(
          "link-base",
          "has %d characters, more than %d".formatted(base.length(), AlertLink.MAX_BASE_CHARS));
    }
    return new AlertLink(base);
  }

  /** Where the job tells the time. */
  TickSink ticks() {
    return new TickSink(kafka, eventTopics);
  }

  /** Where the job publishes the records of a topic. */
  <T> KafkaSink<T> sink(OutputTopic<T> topic) {
    return KafkaRecords.sink(kafka, topic, transactions + '-' + topic.name());
  }

  /** A second way to the levels; with transactions of its own, so that neither waits. */
  KafkaSink<ServiceLevel> gapSink() {
    return KafkaRecords.sink(kafka, OutputTopic.LEVELS, transactions + "-gaps");
  }
}
