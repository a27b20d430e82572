package org.duixian.commitment;

import java.util.Arrays;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * How far one source has vouched for its events, as seen from one area, and what became of its
 * events that arrived in the current hour. Mutable: it changes with every event.
 */
public final class SourceClock {
  /** First service day for which it is expected here; before it nothing is vouched for. */
  public int startDate;

  /** Everything up to here has been sent, epoch milliseconds. */
  public long clockMillis;

  /** Latest arrival seen, epoch milliseconds. */
  public long arrivedMillis;

  /** Last service day for which the source has vouched in full. */
  public int vouchedThrough;

  /** Last service day that was closed, vouched for or silent; ≥ {@link #vouchedThrough}. */
  public int closedThrough;

  /** Last service day whose timetabled promises have been opened. */
  public int openedThrough;

  /** Quarters of an hour in which obligations must be looked at, ascending; see {@link Agenda}. */
  public int[] filledQuarters;

  /** First day of the book by which what it owes in working days was last looked at, or 0. */
  public int reckonedFrom;

  /** Stretches that are not vouched for, each from one instant to another, epoch milliseconds. */
  public long[] gaps = {};

  /** The earliest timer that is pending for the source in the time of arrival, or 0. */
  public long timerMillis;

  /** Whether the source has been reported silent. */
  public boolean silent;

  /** Start of the hour of arrival that the counts below belong to, epoch milliseconds. */
  public long hourMillis;

  public long accounted;
  public long duplicate;
  public long tooLate;
  public long irrelevant;

  /** How many of them were in what was last told. */
  public long told;

  /** The book by which every source of the area is waited for, as far as remembered, or null. */
  transient RuleBook waitedForBy;

  /** The source by the book of the day that it is in, as far as remembered, or null. */
  transient Reporter reporter;

  /** See {@link #fingerprint}; 0 until it is asked for. */
  private transient long fingerprint;

  /** The book, day and minute of it before which no hard rule can break unless more is told. */
  private transient RuleBook calmBy;

  private transient int calmDate;
  private transient int calmUntilMinute;

  /** The clock of a source from which nothing has come yet. */
  static SourceClock of(int startDate) {
    var clock = new SourceClock();
    clock.startDate = startDate;
    clock.vouchedThrough = clock.startDate - 1;
    clock.closedThrough = clock.startDate - 1;
    clock.openedThrough = clock.startDate - 1;
    clock.filledQuarters = new int[0];
    clock.clockMillis = ServiceDates.startMillis(clock.startDate);
    return clock;
  }

  /** What is owed in working days is looked at by a book now; false if it was already. */
  boolean reckonsBy(RuleBook book) {
    int before = reckonedFrom;
    reckonedFrom = book.appliesFrom();
    return reckonedFrom != before;
  }

  /**
   * The beginning of each fingerprint of something that the source, whose clock it is, has told.
   */
  long fingerprint(String source) {
    if (fingerprint == 0) {
      fingerprint = Fingerprints.begun(source);
    }
    return fingerprint;
  }

  /** Whether it has not yet vouched for anything that is asked. */
  boolean neverVouched() {
    return clockMillis == ServiceDates.startMillis(startDate);
  }

  /** The service day that it is in; before it vouched for anything it may lie ahead. */
  int today(int otherwise) {
    return neverVouched() ? otherwise : ServiceDates.serviceDate(clockMillis);
  }

  /**
   * The instant after which it may keep silent only for so long. It may go live at any hour of its
   * first day, so until it has vouched for something that day does not count.
   */
  long waitedForSinceMillis() {
    return neverVouched() ? ServiceDates.startMillis(startDate + 1) : clockMillis;
  }

  /** Whether a part of the service day is not vouched for. */
  boolean isUnvouched(int serviceDate) {
    if (serviceDate < startDate) {
      return true;
    }
    long start = ServiceDates.startMillis(serviceDate);
    long end = ServiceDates.startMillis(serviceDate + 1);
    for (int i = 0; i < gaps.length; i += 2) {
      if (gaps[i] < end && gaps[i + 1] > start) {
        return true;
      }
    }
    return false;
  }

  /** The last day up to the given one on which something may have been done unseen. */
  int vouchedSince(int serviceDate) {
    int since = startDate;
    for (int i = 0; i < gaps.length; i += 2) {
      if (gaps[i] < ServiceDates.startMillis(serviceDate + 1)) {
        since = Math.max(since, ServiceDates.serviceDate(gaps[i + 1]));
      }
    }
    return since;
  }

  /**
   * Whether what is owed from one instant to another, and a grace, may have been done unseen: a
   * part of that time is not vouched for.
   */
  boolean isUnvouched(long fromMillis, long dueMillis, long graceMillis) {
    if (dueMillis < ServiceDates.startMillis(startDate)) {
      return true;
    }
    for (int i = 0; i < gaps.length; i += 2) {
      if (dueMillis + graceMillis > gaps[i] && fromMillis <= gaps[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /**
   * When hours or a timetable count as published: nobody takes a promise back after breaking it, so
   * not long before everything was already told.
   */
  long publishedMillis(Event event, long graceMillis) {
    return Math.max(event.timeMillis(), clockMillis - graceMillis);
  }

  /** Whether it is known that no hard rule of the source breaks up to a minute of a day. */
  boolean isCalm(RuleBook book, int serviceDate, int minute) {
    return calmBy == book && calmDate == serviceDate && minute < calmUntilMinute;
  }

  /** No hard rule of the source breaks before a minute of a day unless something more is told. */
  void calm(RuleBook book, int serviceDate, int untilMinute) {
    calmBy = book;
    calmDate = serviceDate;
    calmUntilMinute = untilMinute;
  }

  /** Something was told that hard rules may depend on. */
  void stir() {
    calmBy = null;
  }

  /** Adds a stretch behind the others and forgets those before an instant. */
  void addGap(long fromMillis, long untilMillis, long oldestMillis) {
    int old = 0;
    while (old < gaps.length && gaps[old + 1] < oldestMillis) {
      old += 2;
    }
    long[] kept = Arrays.copyOfRange(gaps, old, gaps.length + 2);
    kept[kept.length - 2] = fromMillis;
    kept[kept.length - 1] = untilMillis;
    gaps = kept;
  }
}
