package org.duixian.event;

/**
 * A record of the event topics as it is kept for good: what arrived, word for word if it is an
 * event, with personal numbers masked if it is not.
 *
 * @param topic the Kafka topic
 * @param partition the Kafka partition
 * @param offset the Kafka offset
 * @param arrivedMillis the Kafka timestamp
 * @param source the event's source; of a rejected record what could be read of it, or empty
 * @param id unique within the source; empty if rejected
 * @param type event type without prefix and version; empty if rejected
 * @param timeMillis when it happened; 0 if rejected
 * @param recordedMillis when the source stored it; 0 if rejected
 * @param subject what it is about, or empty
 * @param siteCode division code of the place of service, or empty
 * @param villageCode division code of the person's village, or empty
 * @param decoded false if it was rejected in decoding
 * @param payload the JSON as it arrived, or the masked text of a rejected record
 */
public record ArchivedEvent(
    String topic,
    int partition,
    long offset,
    long arrivedMillis,
    String source,
    String id,
    String type,
    long timeMillis,
    long recordedMillis,
    String subject,
    String siteCode,
    String villageCode,
    boolean decoded,
    String payload) {

  /** Keeps an event with the text that it was decoded from. */
  public static ArchivedEvent of(Event event, String payload) {
    return new ArchivedEvent(
        event.topic(),
        event.partition(),
        event.offset(),
        event.arrivedMillis(),
        event.source(),
        event.id(),
        event.type(),
        event.timeMillis(),
        event.recordedMillis(),
        orEmpty(event.subject()),
        orEmpty(event.siteCode()),
        orEmpty(event.villageCode()),
        true,
        payload);
  }

  /** Keeps of a rejected record only what its rejection says: the rest may name a person. */
  public static ArchivedEvent of(Rejected rejected) {
    return new ArchivedEvent(
        rejected.topic(),
        rejected.partition(),
        rejected.offset(),
        rejected.arrivedMillis(),
        rejected.source(),
        "",
        "",
        0,
        0,
        "",
        "",
        "",
        false,
        rejected.payload());
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
