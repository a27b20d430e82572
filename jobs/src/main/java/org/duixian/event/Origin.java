package org.duixian.event;

/**
 * Where a record stands in Kafka.
 *
 * @param topic the Kafka topic
 * @param partition the Kafka partition
 * @param offset the Kafka offset
 */
public record Origin(String topic, int partition, long offset) {
  public static Origin of(Event event) {
    return new Origin(event.topic(), event.partition(), event.offset());
  }
}
