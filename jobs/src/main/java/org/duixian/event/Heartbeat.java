package org.duixian.event;

/**
 * A source's statement: all my events up to the end of the period are sent, so many since its
 * start.
 *
 * @param source who vouches
 * @param id unique within the source
 * @param periodStartMillis start of the period, epoch milliseconds
 * @param periodEndMillis end of the period, epoch milliseconds
 * @param eventsEmitted events sent in the period, heartbeats not counted
 * @param sentMillis when it was sent, epoch milliseconds
 * @param arrivedMillis the Kafka timestamp
 * @param topic the Kafka topic
 * @param partition the Kafka partition
 * @param offset the Kafka offset
 */
public record Heartbeat(
    String source,
    String id,
    long periodStartMillis,
    long periodEndMillis,
    long eventsEmitted,
    long sentMillis,
    long arrivedMillis,
    String topic,
    int partition,
    long offset) {

  /** The event type of heartbeats. */
  public static final String TYPE = "ops.source.heartbeat";

  /** Reads heartbeats by the positions that the schema gives its fields. */
  public static final class Reader {
    private final int periodStart;
    private final int periodEnd;
    private final int eventsEmitted;

    public Reader(EventTypes types) {
      EventType type = types.get(TYPE);
      periodStart = type.position("period_start");
      periodEnd = type.position("period_end");
      eventsEmitted = type.position("events_emitted");
    }

    /** The statement of an event whose type is {@link #TYPE}. */
    public Heartbeat read(Event event) {
      String[] fields = event.fields();
      return new Heartbeat(
          event.source(),
          event.id(),
          Long.parseLong(fields[periodStart]),
          Long.parseLong(fields[periodEnd]),
          Long.parseLong(fields[eventsEmitted]),
          event.timeMillis(),
          event.arrivedMillis(),
          event.topic(),
          event.partition(),
          event.offset());
    }
  }
}
