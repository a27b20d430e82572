package org.duixian.event;

/**
 * A Kafka record as it arrived, before anything is known about it.
 *
 * @param topic the Kafka topic
 * @param partition the Kafka partition
 * @param offset the Kafka offset
 * @param arrivedMillis the Kafka timestamp, epoch milliseconds
 * @param key the record key, or null
 * @param value the record value, or null (a tombstone)
 */
public record RawRecord(
    String topic, int partition, long offset, long arrivedMillis, byte[] key, byte[] value) {}
