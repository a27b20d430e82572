package org.duixian.commitment;

import java.util.List;
import org.duixian.calendar.ServiceDates;
import org.duixian.calendar.WorkCalendar;

/**
 * Reckons in working days, make-up ones included: the day of opening does not count, the term ends
 * with the last millisecond of its last working day. A working day at whose end the clock is paused
 * does not count.
 *
 * @param calendar which days are working days
 * @param turns pauses, resumptions and extensions in {@link Turn#ORDER}
 * @param endMillis when it was fulfilled or failed: the clock runs from then on and what happens
 *     later moves nothing; or {@link #NEVER}
 */
record Reckoning(WorkCalendar calendar, List<Turn> turns, long endMillis) {
  /**
   * No due instant: the clock is paused, or the term ends on a day that the calendar does not know.
   * Far enough from the end of time that a grace can be added.
   */
  static final long NEVER = Long.MAX_VALUE / 2;

  /**
   * The due instant, extensions included: each counts only if it was announced before the instant
   * that it moves.
   *
   * @param openedMillis when the clock began to run
   * @param days the working days granted
   * @param givenMillis an instant that was given instead, or 0
   */
  long dueMillis(long openedMillis, int days, long givenMillis) {
    long since = openedMillis;
    long given = givenMillis;
    long granted = given == 0 ? days : 0;
    long due = dueMillis(since, granted, given);
    for (Turn turn : turns) {
      if (turn.atMillis() > endMillis || turn.atMillis() >= due) {
        continue;
      }
      if (turn.kind() == Turn.Kind.extendDays) {
        granted += turn.value();
      } else if (turn.kind() == Turn.Kind.extendUntil && (turn.value() > due || due == NEVER)) {
        since = turn.atMillis();
        given = turn.value();
        granted = 0;
      } else {
        continue;
      }
      due = dueMillis(since, granted, given);
    }
    return due;
  }

  private long dueMillis(long sinceMillis, long days, long givenMillis) {
    int since = ServiceDates.serviceDate(sinceMillis);
    if (givenMillis == 0) {
      long due = days == 0 && runs(endOf(since)) ? since : workday(since, Math.max(days, 1));
      return due == NEVER ? NEVER : endOf((int) due);
    }
    if (days == 0 && neverPaused()) {
      return givenMillis;
    }
    int given = ServiceDates.serviceDate(givenMillis);
    long owed = days;
    for (int date = since + 1; date < given; date++) {
      if (!calendar.covers(date)) {
        return NEVER;
      }
      owed += calendar.isWorkday(date) && !runs(endOf(date)) ? 1 : 0;
    }
    owed += runs(givenMillis) ? 0 : 1;
    if (owed == 0) {
      return givenMillis;
    }
    long due = workday(given, owed);
    return due == NEVER
        ? NEVER
        : givenMillis + ServiceDates.startMillis((int) due - given) - ServiceDates.startMillis(0);
  }

  /** The n-th working day after a date that counts, or {@link #NEVER}. */
  private long workday(int date, long n) {
    boolean neverPaused = neverPaused();
    int day = date;
    for (long left = n; left > 0; ) {
      day++;
      if (!calendar.covers(day)) {
        return NEVER;
      }
      left -= calendar.isWorkday(day) && (neverPaused || runs(endOf(day))) ? 1 : 0;
    }
    return day;
  }

  private boolean neverPaused() {
    for (Turn turn : turns) {
      if (turn.kind() == Turn.Kind.pause) {
        return false;
      }
    }
    return true;
  }

  /** Whether the clock runs at an instant. */
  private boolean runs(long atMillis) {
    boolean runs = true;
    for (Turn turn : turns) {
      if (turn.atMillis() <= atMillis && atMillis < endMillis) {
        runs = turn.kind() == Turn.Kind.resume || (runs && turn.kind() != Turn.Kind.pause);
      }
    }
    return runs;
  }

  private static long endOf(int date) {
    return ServiceDates.startMillis(date + 1) - 1;
  }
}
