package org.duixian.commitment;

import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * What one source has already told of one area. Kept per source, because each source forgets by its
 * own clock: one that is weeks behind must not lose its memory to one that is not.
 */
record Seen(AreaMemory memory, String source, SourceClock clock) {

  /** Whether the source sends the event for the first time. */
  boolean first(Event event) {
    return first(event.timeMillis() / AreaMeters.HOUR_MILLIS, Fingerprints.of(source, event.id()));
  }

  /**
   * Whether the source tells it for the first time; remembered by an hour of event time, or by the
   * oldest hour that is kept.
   */
  private boolean first(long hour, long fingerprint) {
    String key = key(Math.max(hour, oldestHour(clock.clockMillis)));
    long[] more = Fingerprints.add(memory.seen().get(key), fingerprint);
    if (more != null) {
      memory.seen().put(key, more);
    }
    return more != null;
  }

  /** The same for a unit of a service day, remembered by the first hour of that day. */
  boolean firstOfDay(int serviceDate, String commitmentId, String subject) {
    return first(
        ServiceDates.startMillis(serviceDate) / AreaMeters.HOUR_MILLIS,
        Fingerprints.of(commitmentId + source, subject));
  }

  /** The clock goes on: forgets the hours that are too old from then on, without a look at all. */
  void forgetBefore(long clockMillis) {
    long until = oldestHour(clockMillis);
    for (long hour = oldestHour(clock.clockMillis); hour < until; hour++) {
      memory.seen().remove(key(hour));
    }
  }

  /** An event of an hour that lies a day beyond the horizon is too late. */
  private static long oldestHour(long clockMillis) {
    return (clockMillis - AreaMeters.HORIZON_MILLIS) / AreaMeters.HOUR_MILLIS - 24;
  }

  private String key(long hour) {
    return hour + "|" + source;
  }
}
