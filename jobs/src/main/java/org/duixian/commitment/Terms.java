package org.duixian.commitment;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.duixian.calendar.WorkCalendar;
import org.duixian.event.Event;

/**
 * What is promised where an obligation falls due in working days or at a given instant: its term,
 * and what must hold besides its fulfilment in time.
 *
 * @param atField position of an instant that wins where it is given, or −1
 * @param workdays the working days granted, or −1
 * @param fromFields positions of fields with the working days granted: the first that is given
 * @param byField position of the field whose value says how many, or −1
 * @param byValue how many for each value
 * @param plus working days added to any of these
 * @param hardField position of the field with the working days of a second limit, or −1
 * @param hardReason the reason where that limit has passed
 * @param confirmDays working days for which a confirmation is waited for, or −1 where none is
 *     needed
 * @param unconfirmed the reason where none came
 * @param withdrawByDue whether a withdrawal counts only up to the due instant
 */
record Terms(
    int atField,
    int workdays,
    int[] fromFields,
    int byField,
    Map<String, Integer> byValue,
    int plus,
    int hardField,
    String hardReason,
    int confirmDays,
    String unconfirmed,
    boolean withdrawByDue)
    implements Serializable {
  static final int NONE = -1;

  /** The working days that an event grants, or {@link #NONE}. */
  int days(Event event) {
    Integer byItsValue = byField < 0 ? null : byValue.get(event.fields()[byField]);
    if (byItsValue != null) {
      return byItsValue + plus;
    }
    for (int field : fromFields) {
      if (event.fields()[field] != null) {
        return Integer.parseInt(event.fields()[field]) + plus;
      }
    }
    return workdays < 0 ? NONE : workdays + plus;
  }

  /** The instant that an event gives, or 0. */
  long givenMillis(Event event) {
    String given = atField < 0 ? null : event.fields()[atField];
    return given == null ? 0 : Long.parseLong(given);
  }

  /** The working days of the second limit, or {@link #NONE}. */
  int hardDays(Event event) {
    String given = hardField < 0 ? null : event.fields()[hardField];
    return given == null ? NONE : Integer.parseInt(given);
  }

  /** Whether an event that opens an obligation says when it falls due. */
  boolean promises(Event event) {
    return days(event) != NONE || givenMillis(event) != 0;
  }

  /**
   * How an obligation stands at an instant of its source's clock. Depends on when things happened,
   * not on when they were told.
   *
   * @param withdrawWithinMillis how long after the opening it may be withdrawn
   */
  Standing standing(
      Obligation of,
      SourceClock clock,
      long graceMillis,
      long withdrawWithinMillis,
      WorkCalendar calendar,
      String late,
      String missed) {
    long due = of.dueMillis;
    if (of.withdrawnInTime(withdrawWithinMillis, withdrawByDue)) {
      return Standing.settled(Obligation.WITHDRAWN, "");
    }
    if (!of.opened() || due == Reckoning.NEVER) {
      return Standing.open(Reckoning.NEVER);
    }
    boolean failedFirst =
        of.failedMillis != 0 && !(of.complete() && of.doneMillis <= of.failedMillis);
    if (of.complete() && of.doneMillis <= due && !failedFirst) {
      return fulfilled(of, clock, graceMillis, calendar);
    }
    if (failedFirst) {
      return Standing.settled(Obligation.BAD, of.failReason);
    }
    boolean hard =
        of.complete()
            ? of.doneMillis > of.hardDueMillis
            : known(of.hardDueMillis, clock, graceMillis);
    if (hard) {
      return new Standing(Obligation.BAD, hardReason, true, false, of.hardDueMillis);
    }
    if (of.complete()) {
      return Standing.settled(Obligation.BAD, late);
    }
    boolean hardToCome = of.hardDays != NONE && clock.clockMillis < of.hardDueMillis + graceMillis;
    return known(due, clock, graceMillis)
        ? new Standing(Obligation.BAD, missed, false, hardToCome, due)
        : Standing.open(due);
  }

  private Standing fulfilled(
      Obligation of, SourceClock clock, long graceMillis, WorkCalendar calendar) {
    for (Turn turn : of.turns) {
      long after = turn.atMillis() - of.doneMillis;
      boolean revoked = turn.kind() == Turn.Kind.revoke && after >= 0 && after <= turn.value();
      if (revoked || turn.kind() == Turn.Kind.count && turn.value() > of.limit) {
        return Standing.settled(Obligation.BAD, turn.reason());
      }
    }
    boolean confirmed =
        confirmDays == NONE
            || of.turns.stream()
                .anyMatch(
                    turn -> turn.kind() == Turn.Kind.confirm && turn.atMillis() >= of.doneMillis);
    if (confirmed) {
      return Standing.settled(Obligation.GOOD, "");
    }
    var term = new Reckoning(calendar, List.of(), Reckoning.NEVER);
    long until = Math.max(of.dueMillis, term.dueMillis(of.doneMillis, confirmDays, 0));
    return known(until, clock, graceMillis)
        ? new Standing(Obligation.BAD, unconfirmed, false, false, until)
        : Standing.open(until);
  }

  /** Whether the source has vouched past the instant and the grace. */
  private static boolean known(long millis, SourceClock clock, long graceMillis) {
    return clock.clockMillis >= millis + graceMillis
        && !clock.isUnvouched(millis, millis, graceMillis);
  }

  /**
   * @param standing open, good, bad or withdrawn
   * @param reason why it is bad, else empty
   * @param hard whether the second limit has passed
   * @param undecided whether it may change although nothing happens
   * @param limitMillis the due instant or term that has decided it, or that an open one waits for;
   *     or {@link Reckoning#NEVER}
   */
  record Standing(int standing, String reason, boolean hard, boolean undecided, long limitMillis) {

    static Standing open(long untilMillis) {
      return new Standing(Obligation.OPEN, "", false, true, untilMillis);
    }

    static Standing settled(int standing, String reason) {
      return new Standing(standing, reason, false, false, Reckoning.NEVER);
    }
  }
}
