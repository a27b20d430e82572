package org.duixian.edge;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed records up to those that are the last ones when it begins. */
final class TopicEnd {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long GIVE_UP_AFTER_NANOS = TimeUnit.SECONDS.toNanos(60);

  private TopicEnd() {}

  /** A consumer for {@link #readTo}, which assigns it its partitions. */
  static KafkaConsumer<byte[], byte[]> consumer(KafkaAccess access) {
    return new KafkaConsumer<>(
        access.over(
            Map.of(
                "bootstrap.servers", access.servers(),
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "allow.auto.create.topics", "false",
                "auto.offset.reset", "earliest")),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** Reads on in the partitions that are assigned. */
  static void readTo(
      KafkaConsumer<byte[], byte[]> consumer, Consumer<ConsumerRecord<byte[], byte[]>> take) {
    var ends = consumer.endOffsets(consumer.assignment());
    long movedNanos = System.nanoTime();
    for (long left = left(consumer, ends); left > 0; ) {
      consumer.poll(POLL).forEach(take);
      // A poll may come back empty early: only the positions tell whether the end is reached.
      long now = left(consumer, ends);
      if (now < left) {
        movedNanos = System.nanoTime();
      } else if (System.nanoTime() - movedNanos > GIVE_UP_AFTER_NANOS) {
        throw new IllegalStateException("Kafka gives no more of " + ends.keySet());
      }
      left = now;
    }
  }

  private static long left(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    long left = 0;
    for (var end : ends.entrySet()) {
      left += Math.max(0, end.getValue() - consumer.position(end.getKey()));
    }
    return left;
  }
}
