package org.duixian.edge;

import java.util.Collection;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.duixian.event.RawRecord;

/**
 * Records without an event that carry the time of arrival through every partition of the event
 * topics. With them a partition in which nothing happens can be told from one whose backlog has not
 * been read yet: neither needs to be guessed from how long it brought nothing, and a log that is
 * read again tells the same time again.
 */
public final class Ticks {
  private static final byte[] NO_EVENT = null;

  private Ticks() {}

  /**
   * Appends one to each partition of the topics.
   *
   * @param arrivedMillis when they arrive, unless the broker stamps what it appends
   */
  public static void send(
      Producer<byte[], byte[]> producer,
      Collection<String> topics,
      long arrivedMillis,
      Callback stored) {
    for (String topic : topics) {
      for (PartitionInfo partition : producer.partitionsFor(topic)) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic, partition.partition(), arrivedMillis, RawRecord.tickKey(), NO_EVENT),
                stored);
      }
    }
  }
}
