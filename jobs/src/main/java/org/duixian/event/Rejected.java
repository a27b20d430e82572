package org.duixian.event;

/**
 * A record that could not become an {@link Event} of a known area, with the reason and where it
 * came from. Nothing is lost: every rejected record lands in the topic {@code rejected}.
 *
 * @param reason a stable code, see {@link RejectReason}
 * @param detail names the field and the redacted value, for people
 * @param source the event's source where it could be read, else the record key, else empty
 * @param topic the Kafka topic it came from
 * @param partition the Kafka partition it came from
 * @param offset the Kafka offset it came from
 * @param arrivedMillis the Kafka timestamp
 * @param payload the record as text, personal numbers masked, at most 2,048 characters
 */
public record Rejected(
    String reason,
    String detail,
    String source,
    String topic,
    int partition,
    long offset,
    long arrivedMillis,
    String payload) {}
