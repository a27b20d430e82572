package org.duixian.commitment;

import java.util.ArrayList;
import java.util.List;
import org.duixian.calendar.WorkCalendar;

/**
 * One promise with a due instant, from opening to outcome. Its transitions are the whole rule, in
 * whatever order the events come; no clock but the one it is asked about. Mutable, as it changes
 * with every event of its ticket, encounter or trip.
 */
public final class Obligation {
  /** Not decided yet. */
  static final int OPEN = 0;

  /** Kept. */
  static final int GOOD = 1;

  /** Broken. */
  static final int BAD = 2;

  /** No longer promised. */
  static final int WITHDRAWN = 3;

  private static final int MAX_TURNS = 200;

  public String commitmentId = "";

  /** The source whose clock decides when it is known to be broken. */
  public String source = "";

  /** The ticket, encounter or trip. */
  public String subject = "";

  /** Where the service is due, or empty. */
  public String siteId = "";

  /** When it was opened, or 0 while only later events of it are known. */
  public long openedMillis;

  /** Of what kind it is, where that decides how it can be fulfilled; else empty. */
  public String kind = "";

  /** How often something may happen, or −1 where nothing is counted. */
  public int limit = Terms.NONE;

  /** When it falls due. */
  public long dueMillis;

  /** The day it counts for, days since 1970-01-01. */
  public int serviceDate;

  /** One bit for each part that must be done; 1 where there is only one. */
  public long required = 1;

  /** The parts done so far. */
  public long done;

  /** When the last part was done (a part counts from its earliest event), or 0. */
  public long doneMillis;

  /** When it failed for good, or 0. */
  public long failedMillis;

  public String failReason = "";

  /** When it was withdrawn, or 0. */
  public long withdrawnMillis;

  /** Whether its day was given up by a notice in time: it may be kept, but not broken. */
  public boolean excused;

  /** The working days granted, or −1; see {@link Terms}. */
  public int days = Terms.NONE;

  /** The due instant that was given instead, or 0. */
  public long givenMillis;

  /** The working days of a second limit, or −1. */
  public int hardDays = Terms.NONE;

  /** When that limit ends. */
  public long hardDueMillis;

  /** Pauses, extensions, confirmations and revocations, by when they happened. */
  public List<Turn> turns = new ArrayList<>();

  /** The standing last published. */
  public int published = OPEN;

  /** The reason last published, or empty. */
  public String publishedReason = "";

  /** The day for which it was last published, if in working days. */
  public int publishedDate;

  /** Whether it was last published as breaking a hard rule. */
  public boolean publishedHard;

  /** Until when something may still happen that changes it once it is settled, or 0. */
  public long revisableMillis;

  /** The stops of a trip that must be visited, in the order of the bits; empty otherwise. */
  public List<RouteTimetables.Stop> stops = new ArrayList<>();

  /** When it must be looked at again, by the source's clock. */
  public long wakeMillis;

  /** How often it has been published. */
  public int revision;

  /** Events behind it, at most five. */
  public List<String> evidence = new ArrayList<>();

  /** The calendar by which it was last reckoned, as far as remembered. */
  private transient WorkCalendar reckonedBy;

  static Obligation of(String commitmentId, String source, String subject) {
    var obligation = new Obligation();
    obligation.commitmentId = commitmentId;
    obligation.source = source;
    obligation.subject = subject;
    return obligation;
  }

  boolean opened() {
    return openedMillis != 0;
  }

  /** Whether it has been opened and falls due in working days or at a given instant. */
  boolean isOnTerms() {
    return days != Terms.NONE || givenMillis != 0;
  }

  void open(String site, long atMillis, long due, int date, long parts) {
    siteId = site;
    openedMillis = atMillis;
    dueMillis = due;
    serviceDate = date;
    required = parts;
  }

  /** The parts in the mask were done. */
  void done(long parts, long atMillis) {
    if ((done | parts) != done) {
      done |= parts;
      doneMillis = Math.max(doneMillis, atMillis);
    } else if (done == parts) {
      doneMillis = Math.min(doneMillis, atMillis);
    }
  }

  /**
   * Reckons when it was done from what is known of it: whether that counts depends on how it was
   * opened.
   *
   * @param sinceMillis when the promise began to run
   */
  void reckonDone(long sinceMillis) {
    done = 0;
    doneMillis = 0;
    for (Turn turn : turns) {
      boolean soonEnough = turn.value() == 0 || turn.atMillis() - sinceMillis <= turn.value();
      boolean ofItsKind =
          turn.reason().isEmpty() || List.of(turn.reason().split(" ")).contains(kind);
      if (turn.kind() == Turn.Kind.fulfil && soonEnough && ofItsKind) {
        done(1, turn.atMillis());
      }
    }
  }

  /** Whether something was done, counted or not. */
  boolean tried() {
    return turns.stream().anyMatch(turn -> turn.kind() == Turn.Kind.fulfil);
  }

  /** It failed; the earliest failure counts. */
  void failed(String reason, long atMillis) {
    if (failedMillis == 0 || atMillis < failedMillis) {
      failedMillis = atMillis;
      failReason = reason;
    }
  }

  /** It was withdrawn; the earliest withdrawal counts. */
  void withdrawn(long atMillis) {
    withdrawnMillis = withdrawnMillis == 0 ? atMillis : Math.min(withdrawnMillis, atMillis);
  }

  /** Something happened; the same told twice is one, and only so many are kept. */
  void turned(Turn turn) {
    if (!turns.contains(turn)) {
      turns.add(turn);
      turns.sort(Turn.ORDER);
      if (turns.size() > MAX_TURNS) {
        turns.remove(MAX_TURNS);
      }
    }
  }

  /**
   * Reckons the due instants in working days: the first of the two limits counts. What happens
   * after it was fulfilled or failed moves nothing.
   */
  void reckon(WorkCalendar calendar) {
    reckonedBy = calendar;
    long done = complete() ? doneMillis : Reckoning.NEVER;
    long failed = failedMillis == 0 ? Reckoning.NEVER : failedMillis;
    var reckoning = new Reckoning(calendar, turns, Math.min(done, failed));
    hardDueMillis =
        hardDays == Terms.NONE ? Reckoning.NEVER : reckoning.dueMillis(openedMillis, hardDays, 0);
    dueMillis = Math.min(reckoning.dueMillis(openedMillis, days, givenMillis), hardDueMillis);
  }

  /** The same where nothing has happened since but, perhaps, that the calendar was revised. */
  void reckonAnew(WorkCalendar calendar) {
    if (calendar != reckonedBy) {
      reckon(calendar);
    }
  }

  /** Whether it had been opened before an instant and is not decided yet. */
  boolean isOpenAt(long atMillis) {
    return opened() && openedMillis < atMillis && published == OPEN;
  }

  /** When it can last be changed by something told late: what is older is too late. */
  long revisableMillis() {
    return revisableMillis == 0 ? dueMillis : revisableMillis;
  }

  void addEvidence(String reference) {
    if (evidence.size() < Outcome.MAX_EVIDENCE) {
      evidence.add(reference);
    }
  }

  boolean complete() {
    return (done & required) == required;
  }

  /**
   * Whether it was withdrawn soon enough and before it was done.
   *
   * @param withinMillis how long after the opening it may be withdrawn
   * @param byDue whether only up to the due instant
   */
  boolean withdrawnInTime(long withinMillis, boolean byDue) {
    boolean doneInTime = complete() && doneMillis <= dueMillis;
    return opened()
        && withdrawnMillis != 0
        && withdrawnMillis - openedMillis <= withinMillis
        && !(byDue && withdrawnMillis > dueMillis)
        && !(doneInTime && doneMillis <= withdrawnMillis);
  }

  /**
   * How it stands.
   *
   * @param knownMissing whether the source has vouched past the due instant and its grace
   * @param withdrawWithinMillis how long after the opening it may be withdrawn
   */
  int standing(boolean knownMissing, long withdrawWithinMillis) {
    if (!opened()) {
      return OPEN;
    }
    boolean doneInTime = complete() && doneMillis <= dueMillis;
    if (withdrawnInTime(withdrawWithinMillis, false)) {
      return WITHDRAWN;
    }
    if (doneInTime && (failedMillis == 0 || doneMillis <= failedMillis)) {
      return GOOD;
    }
    boolean broken = complete() || failedMillis != 0 || knownMissing;
    return !broken ? OPEN : excused ? WITHDRAWN : BAD;
  }
}
