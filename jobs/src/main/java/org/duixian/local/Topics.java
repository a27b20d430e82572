package org.duixian.local;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.duixian.edge.OutputTopic;
import org.duixian.event.EventTypes;

/** The topics of the local stack. Nothing in them expires: a replayed history is old on arrival. */
public final class Topics {
  /** What sources report, one topic per stream. */
  public static final List<String> EVENTS = EventTypes.load().topics();

  private static final int PARTITIONS = 2;
  private static final short ONE_REPLICA = 1;

  private Topics() {}

  /** Every topic that the jobs read or write. */
  public static List<NewTopic> all() {
    return Stream.concat(
            // The simulator gives the time of arrival; a source system could not.
            EVENTS.stream().map(name -> topic(name, "CreateTime")),
            OutputTopic.ALL.stream().map(topic -> topic(topic.name(), "LogAppendTime")))
        .toList();
  }

  private static NewTopic topic(String name, String timestampType) {
    return new NewTopic(name, PARTITIONS, ONE_REPLICA)
        .configs(
            Map.of(
                TopicConfig.RETENTION_MS_CONFIG,
                "-1",
                TopicConfig.RETENTION_BYTES_CONFIG,
                "-1",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(KafkaBroker.MAX_RECORD_BYTES),
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                timestampType));
  }
}
