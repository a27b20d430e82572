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
    int serviceDate = ServiceDates.serviceDate(event.timeMillis());
    return first(serviceDate, Fingerprints.of(clock.fingerprint(source), event.id()));
  }

  /**
   * Whether the source tells it for the first time; remembered by a service day, or by the oldest
   * one that is kept.
   */
  private boolean first(int serviceDate, long fingerprint) {
    long key = key(Math.max(serviceDate, oldestDate(clock.clockMillis)));
    long[] more = Fingerprints.add(memory.seen().get(key), fingerprint);
    if (more != null) {
      memory.seen().put(key, more);
    }
    return more != null;
  }

  /** The same for a unit of a service day. */
  boolean firstOfDay(int serviceDate, String commitmentId, String subject) {
    return first(serviceDate, Fingerprints.of(commitmentId, subject));
  }

  /** Whether the source has told it of a service day. */
  boolean hasOfDay(int serviceDate, String commitmentId, String subject) {
    long[] seen = memory.seen().get(key(Math.max(serviceDate, oldestDate(clock.clockMillis))));
    return Fingerprints.contains(seen, Fingerprints.of(commitmentId, subject));
  }

  /**
   * The clock goes on: forgets the days that are too old from then on and packs those that are
   * over, without a look at all.
   */
  void clockReaches(long clockMillis) {
    int before = ServiceDates.serviceDate(clock.clockMillis);
    int today = ServiceDates.serviceDate(clockMillis);
    if (before == today) {
      return; // as with most heartbeats
    }
    int until = oldestDate(clockMillis);
    for (int date = oldestDate(clock.clockMillis); date < until; date++) {
      memory.seen().remove(key(date));
    }
    for (int date = Math.max(before, until); date < today; date++) {
      long[] over = memory.seen().get(key(date));
      if (over != null) {
        memory.seen().put(key(date), Fingerprints.packed(over));
      }
    }
  }

  /** An event of a day before the one on which the horizon lies is too late. */
  private static int oldestDate(long clockMillis) {
    return ServiceDates.serviceDate(clockMillis - AreaMeters.HORIZON_MILLIS) - 1;
  }

  private long key(int serviceDate) {
    return Fingerprints.of(clock.fingerprint(source), serviceDate);
  }
}
