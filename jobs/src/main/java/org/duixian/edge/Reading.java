package org.duixian.edge;

import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * Where a job without a checkpoint starts to read, and whether it ever stops. A restored job goes
 * on where its checkpoint left off.
 *
 * @param groupId the consumer group under which progress is shown; nothing depends on it but {@link
 *     From#committed}
 * @param from where to start
 * @param bounded true to stop at the offsets that were the latest when the job started
 */
public record Reading(String groupId, From from, boolean bounded) {

  /** Where to start; the names are the values of a setting. */
  public enum From {
    /** At the oldest record that Kafka still has. */
    earliest,
    /** Behind the newest record. */
    latest,
    /** Where the group committed last; at the oldest record if it never did. */
    committed
  }

  @SuppressWarnings("deprecation") // the connector has no other way to say it
  OffsetsInitializer startingOffsets() {
    return switch (from) {
      case earliest -> OffsetsInitializer.earliest();
      case latest -> OffsetsInitializer.latest();
      case committed -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
    };
  }
}
