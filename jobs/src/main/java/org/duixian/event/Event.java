package org.duixian.event;

import java.util.Arrays;
import java.util.Objects;

/**
 * Something a source system reports, decoded and checked against its schema.
 *
 * @param source who reports it; its events are in the order in which it sent them
 * @param id unique within the source; (source, id) identifies duplicates
 * @param type event type without prefix and version, such as {@code hall.ticket.issued}
 * @param subject what the event is about (ticket, trip, encounter …), or null
 * @param timeMillis when it happened, epoch milliseconds
 * @param recordedMillis when the source stored it; equals {@code timeMillis} where the source does
 *     not say
 * @param arrivedMillis when it arrived: the Kafka timestamp
 * @param siteCode 12-digit division code of the place of service as known at event time, or null
 * @param villageCode 12-digit code of the person's village as known at event time, or null
 * @param topic the Kafka topic it came from
 * @param partition the Kafka partition it came from
 * @param offset the Kafka offset it came from
 * @param fields the values of {@code data} in the order of the type's JSON Schema, null where
 *     absent: strings as they are, integers in decimal, booleans as true/false, date-times as
 *     decimal epoch milliseconds, arrays and objects as JSON text
 */
public record Event(
    String source,
    String id,
    String type,
    String subject,
    long timeMillis,
    long recordedMillis,
    long arrivedMillis,
    String siteCode,
    String villageCode,
    String topic,
    int partition,
    long offset,
    String[] fields) {

  /**
   * What the meters of an area ask for: without its subject, when it was stored and the codes of
   * places, by which it has found its area.
   */
  public Event asMetered() {
    boolean already = subject == null && siteCode == null && villageCode == null;
    return already && recordedMillis == timeMillis
        ? this
        : metered(source, id, type, timeMillis, arrivedMillis, topic, partition, offset, fields);
  }

  /** An event of which only that is known. */
  public static Event metered(
      String source,
      String id,
      String type,
      long timeMillis,
      long arrivedMillis,
      String topic,
      int partition,
      long offset,
      String[] fields) {
    return new Event(
        source,
        id,
        type,
        null,
        timeMillis,
        timeMillis,
        arrivedMillis,
        null,
        null,
        topic,
        partition,
        offset,
        fields);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Event that
        && timeMillis == that.timeMillis
        && recordedMillis == that.recordedMillis
        && arrivedMillis == that.arrivedMillis
        && partition == that.partition
        && offset == that.offset
        && Objects.equals(source, that.source)
        && Objects.equals(id, that.id)
        && Objects.equals(type, that.type)
        && Objects.equals(subject, that.subject)
        && Objects.equals(siteCode, that.siteCode)
        && Objects.equals(villageCode, that.villageCode)
        && Objects.equals(topic, that.topic)
        && Arrays.equals(fields, that.fields);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, id);
  }

  @Override
  public String toString() {
    return type + "[" + source + "#" + id + " " + Arrays.toString(fields) + "]";
  }
}
