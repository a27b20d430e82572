package org.duixian.calendar;

import java.io.Serializable;

/**
 * A half-open stretch of a day.
 *
 * @param fromMinute first minute of day in it, 0…1439
 * @param toMinute first minute of day after it, {@code fromMinute} &lt; toMinute ≤ 1440
 */
public record MinuteInterval(int fromMinute, int toMinute) implements Serializable {
  /** The minutes in it. */
  public int minutes() {
    return toMinute - fromMinute;
  }
}
