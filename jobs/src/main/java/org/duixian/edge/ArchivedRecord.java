package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import org.duixian.event.Origin;
import org.duixian.event.RawRecord;

/**
 * An event as it was archived.
 *
 * @param topic the Kafka topic
 * @param partition the Kafka partition
 * @param offset the Kafka offset
 * @param arrivedMillis the Kafka timestamp, epoch milliseconds
 * @param source who reports it
 * @param timeMillis when it happened, epoch milliseconds
 * @param payload the JSON as it arrived
 */
public record ArchivedRecord(
    String topic,
    int partition,
    long offset,
    long arrivedMillis,
    String source,
    long timeMillis,
    byte[] payload)
    implements Serializable {

  public Origin origin() {
    return new Origin(topic, partition, offset);
  }

  /** The record as it stood in Kafka; the key of one that was decoded is its source. */
  public RawRecord arrivedAt(long millis) {
    return new RawRecord(topic, partition, offset, millis, source.getBytes(UTF_8), payload);
  }
}
