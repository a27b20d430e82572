package org.duixian.calendar;

import java.io.Serializable;
import java.util.BitSet;
import java.util.List;

/**
 * A half-open stretch of a day.
 *
 * @param fromMinute first minute of day in it, 0…1439
 * @param toMinute first minute of day after it, {@code fromMinute} &lt; toMinute ≤ 1440
 */
public record MinuteInterval(int fromMinute, int toMinute) implements Serializable {
  /** How many minutes a day has: there is no daylight saving time. */
  public static final int DAY_MINUTES = 24 * 60;

  /** The minutes in it. */
  public int minutes() {
    return toMinute - fromMinute;
  }

  /** The minutes of day in any of them. */
  public static BitSet minutesOf(List<MinuteInterval> intervals) {
    var minutes = new BitSet(DAY_MINUTES);
    intervals.forEach(each -> minutes.set(each.fromMinute, each.toMinute));
    return minutes;
  }
}
