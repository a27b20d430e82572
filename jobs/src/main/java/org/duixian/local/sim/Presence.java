package org.duixian.local.sim;

import org.duixian.calendar.MinuteInterval;

/**
 * When a site is really open during one posted interval: from a little before to a little after,
 * now and then late, now and then with nobody there for some minutes.
 *
 * @param openMillis when it opens
 * @param closeMillis when it closes at the earliest
 * @param awayFromMillis when the only person on duty leaves, 0 if never
 * @param awayUntilMillis when that person is back, 0 if never away
 */
record Presence(long openMillis, long closeMillis, long awayFromMillis, long awayUntilMillis) {

  /**
   * @param lapseShare the probability of a late opening, and that of an absence
   */
  static Presence during(
      MinuteInterval posted, long dayStartMillis, double lapseShare, Chance chance) {
    var postedOpen = dayStartMillis + posted.fromMinute() * Timestamps.MINUTE_MILLIS;
    var postedClose = dayStartMillis + posted.toMinute() * Timestamps.MINUTE_MILLIS;
    var late = chance.happens(lapseShare);
    var open = postedOpen + (late ? chance.minutes(5, 25) : -chance.minutes(2, 9));
    var close = postedClose + chance.minutes(1, 8);
    if (!chance.happens(lapseShare)) {
      return new Presence(open, close, 0, 0);
    }
    var leaves = postedOpen + chance.minutes(30, Math.max(31, posted.minutes() - 40));
    return new Presence(open, close, leaves, leaves + chance.minutes(5, 25));
  }

  boolean hasAbsence() {
    return awayFromMillis > 0;
  }
}
