package org.duixian.local.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.duixian.edge.KafkaEvents;
import org.duixian.event.EventDecoder;
import org.duixian.event.EventTypes;
import org.duixian.local.Topics;

/** Reads and decodes every event in one plain loop: what parsing alone costs. */
final class ConsumerLoop {
  private ConsumerLoop() {}

  /** Returns how many events were decoded. */
  static long run(String servers) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", servers,
            "max.poll.records", "5000",
            "isolation.level", "read_committed");
    var decoder = new EventDecoder(EventTypes.load());
    var decoded = new long[1];
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          Topics.EVENTS.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long left =
          consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      while (left > 0) {
        for (var record : consumer.poll(Duration.ofSeconds(1))) {
          left--;
          decoder.decode(KafkaEvents.raw(record), event -> decoded[0]++, rejected -> {});
        }
      }
    }
    return decoded[0];
  }
}
