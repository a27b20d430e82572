package org.duixian.edge;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.duixian.alert.AlertAction;

/**
 * Reads the topic {@value #NAME}: some hundred bytes are remembered for each record in it. A record
 * that is no valid action has no effect.
 */
final class ActionTopic implements AutoCloseable {
  static final String NAME = "alert-actions";
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long GIVE_UP_AFTER_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final KafkaAccess access;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final JsonRecords<AlertAction> json = new JsonRecords<>(AlertAction.class);
  private final Map<String, List<AlertAction>> actions = new HashMap<>();

  ActionTopic(KafkaAccess access) {
    this.access = access;
    consumer =
        new KafkaConsumer<>(
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

  /** Reads what has been written since the last time, up to now. */
  void readToEnd() {
    if (consumer.assignment().isEmpty()) {
      var partitions = consumer.partitionsFor(NAME);
      if (partitions == null || partitions.isEmpty()) {
        return; // nobody has ever done anything
      }
      consumer.assign(
          partitions.stream().map(each -> new TopicPartition(NAME, each.partition())).toList());
    }
    var ends = consumer.endOffsets(consumer.assignment());
    long movedNanos = System.nanoTime();
    for (long left = left(ends); left > 0; ) {
      for (var record : consumer.poll(POLL)) {
        take(record.value());
      }
      // A poll may come back empty early: only the positions tell whether the end is reached.
      long now = left(ends);
      if (now < left) {
        movedNanos = System.nanoTime();
      } else if (System.nanoTime() - movedNanos > GIVE_UP_AFTER_NANOS) {
        throw new IllegalStateException(access + " gives no more of " + NAME);
      }
      left = now;
    }
  }

  private long left(Map<TopicPartition, Long> ends) {
    long left = 0;
    for (var end : ends.entrySet()) {
      left += Math.max(0, end.getValue() - consumer.position(end.getKey()));
    }
    return left;
  }

  private void take(byte[] value) {
    try {
      AlertAction action = json.read(value);
      if (action.problem().isEmpty()) {
        actions.computeIfAbsent(action.alertId(), id -> new ArrayList<>(1)).add(action);
      }
    } catch (IOException notAnAction) {
      // As above: it has no effect.
    }
  }

  /** The first acknowledgement between two instants; of the same instant the first by its words. */
  Optional<AlertAction> acknowledgement(String alertId, long fromMillis, long untilMillis) {
    return actions.getOrDefault(alertId, List.of()).stream()
        .filter(each -> each.timeMillis() >= fromMillis && each.timeMillis() <= untilMillis)
        .min(
            Comparator.comparingLong(AlertAction::timeMillis)
                .thenComparing(AlertAction::role)
                .thenComparing(AlertAction::note));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
