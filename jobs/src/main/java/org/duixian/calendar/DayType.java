package org.duixian.calendar;

/** What kind of day the State Council's notices make of a date; the names are published. */
public enum DayType {
  /** An ordinary working day. */
  workday,
  /** A Saturday or Sunday that a notice makes a working day. */
  makeup_workday,
  /** A weekend day off. */
  rest_day,
  /** A day off by a holiday notice, including the days moved next to the holiday itself. */
  statutory_holiday;

  /** Whether people work and offices open on such a day. */
  public boolean isWorkday() {
    return this == workday || this == makeup_workday;
  }
}
