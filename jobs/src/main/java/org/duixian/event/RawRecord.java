package org.duixian.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

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
    String topic, int partition, long offset, long arrivedMillis, byte[] key, byte[] value) {
  private static final byte[] TICK_KEY = "duixian-tick".getBytes(UTF_8);

  /** The key of every {@link #isTick tick}. */
  public static byte[] tickKey() {
    return TICK_KEY.clone();
  }

  /** Whether the record is no event and only tells that its partition has nothing older to come. */
  public boolean isTick() {
    return value == null && Arrays.equals(key, TICK_KEY);
  }
}
