package org.duixian.edge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.duixian.alert.AlertAction;

/**
 * Reads the topic {@value #NAME}: some hundred bytes are remembered for each record in it. A record
 * that is no valid action has no effect.
 */
final class ActionTopic implements AutoCloseable {
  static final String NAME = "alert-actions";

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final JsonRecords<AlertAction> json = new JsonRecords<>(AlertAction.class);
  private final Map<String, List<AlertAction>> actions = new HashMap<>();

  ActionTopic(KafkaAccess access) {
    consumer = TopicEnd.consumer(access);
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
    TopicEnd.readTo(consumer, record -> take(record.value()));
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
