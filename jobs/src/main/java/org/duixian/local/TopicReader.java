package org.duixian.local;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is committed in a topic, up to its end as it is when the reading begins. */
final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long GIVE_UP_AFTER_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final KafkaConsumer<byte[], byte[]> consumer;

  TopicReader(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "max.poll.records", "5000"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** Gives every record of the topic, partition after partition. */
  void readAll(String topic, Consumer<ConsumerRecord<byte[], byte[]>> records) {
    for (var partition : consumer.partitionsFor(topic)) {
      var each = new TopicPartition(topic, partition.partition());
      read(each, 0, Long.MAX_VALUE, records);
    }
  }

  /** Gives the records of a partition whose offsets are from {@code from} to {@code to}. */
  void read(
      TopicPartition partition,
      long from,
      long to,
      Consumer<ConsumerRecord<byte[], byte[]>> records) {
    consumer.assign(List.of(partition));
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    consumer.seek(partition, from);
    long movedNanos = System.nanoTime();
    while (consumer.position(partition) < end && consumer.position(partition) <= to) {
      long before = consumer.position(partition);
      for (var record : consumer.poll(POLL)) {
        if (record.offset() <= to && record.offset() < end) {
          records.accept(record);
        }
      }
      // A poll may come back empty early: only the position tells whether the end is reached.
      if (consumer.position(partition) > before) {
        movedNanos = System.nanoTime();
      } else if (System.nanoTime() - movedNanos > GIVE_UP_AFTER_NANOS) {
        throw new IllegalStateException("Kafka gives no more of " + partition + " at " + before);
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
