package org.duixian.level;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.duixian.commitment.AreaMeters;
import org.duixian.commitment.Change;
import org.duixian.commitment.OpenUnits;
import org.duixian.commitment.Outcome;

/**
 * The books of one commitment in one area: what was kept of what was promised, day by day, for as
 * long as a late event can still revise a day in a 28-day window, and from the first day on that is
 * still to be judged. Mutable; at rest a few hundred bytes, so an outcome, of which there are many,
 * only adds to what is pending, and the days are spread out when one of them is closed.
 */
public final class Ledger {
  /** Days kept: the longest window and the correction horizon. */
  static final int MAX_DAYS = 28 + AreaMeters.HORIZON_DAYS;

  /** Stands beside the numbers of those that were silent; more than so many share the last bit. */
  private static final int NONE_DUE_BIT = Integer.SIZE - 2;

  private static final int NONE_DUE = 1 << NONE_DUE_BIT;

  /** First service day that is judged: before it nobody vouched. */
  public int judgedFrom;

  /** Last service day that has been judged. */
  public int judgedThrough;

  /** Reasons that have occurred, in the order of their first occurrence. */
  public List<String> reasons = new ArrayList<>();

  /** The days at rest; see {@link LedgerDays}. */
  public byte[] packed = {};

  /** Null while they rest. */
  private transient LedgerDays days;

  private transient LedgerDays room;

  /** The sources that have closed a day. */
  public String[] sources = {};

  /** The last day that each of them has closed. */
  public int[] closedThrough = {};

  /** Sums that wait until their source has closed the day in which they became known. */
  public List<Pending> pending = new ArrayList<>();

  /** Of days still to be judged: a source that was silent, by service date; null: none. */
  public Map<Integer, String> silentOn;

  /** Of days still to be judged: where nothing has fallen due, by service date; null: nowhere. */
  public Map<Integer, String[]> noneDueAt;

  /**
   * Of days still to be judged: what the sources that have closed them still owe; null: nothing.
   */
  public List<Open> open;

  /** The latest events behind lost units. */
  public List<Evidence> evidence = new ArrayList<>();

  /** What one source's outcomes of one service day changed while the source had a day open. */
  public static final class Pending {
    public String source = "";
    public int knownDay;
    public int serviceDate;
    public int good;
    public int total;
    public int hard;

    /** The source's number if it has now vouched for a day that it had been silent on, or −1. */
    public int spoke = -1;

    public Map<String, Long> lost = new HashMap<>();
    public List<String> evidence = new ArrayList<>();
  }

  /**
   * @param serviceDate the day
   * @param sources how many have told
   * @param units what they owe together
   */
  public record Open(int serviceDate, int sources, OpenUnits units) {}

  /**
   * @param serviceDate the day for which a unit was lost
   * @param reference source and id of an event behind it
   */
  public record Evidence(int serviceDate, String reference) {}

  /** Empty books of which the given service day is the first to be judged. */
  static Ledger startingAt(int serviceDate) {
    var ledger = new Ledger();
    ledger.judgedFrom = serviceDate;
    ledger.judgedThrough = serviceDate - 1;
    return ledger;
  }

  /** The last day that a source has closed. */
  OptionalInt closedThrough(String source) {
    for (int i = 0; i < sources.length; i++) {
      if (sources[i].equals(source)) {
        return OptionalInt.of(closedThrough[i]);
      }
    }
    return OptionalInt.empty();
  }

  /** A source has closed the days up to one. */
  void closed(String source, int throughDate) {
    for (int i = 0; i < sources.length; i++) {
      if (sources[i].equals(source)) {
        closedThrough[i] = Math.max(closedThrough[i], throughDate);
        return;
      }
    }
    sources = Arrays.copyOf(sources, sources.length + 1);
    sources[sources.length - 1] = source;
    closedThrough = Arrays.copyOf(closedThrough, sources.length);
    closedThrough[sources.length - 1] = throughDate;
  }

  /** Takes in an outcome; it counts when its source closes the day that it has open now. */
  void take(Change change, int openDate) {
    Outcome outcome = change.outcome();
    Pending sum = pendingSum(outcome.source(), openDate, outcome.serviceDate());
    sum.good += (int) (outcome.good() - change.previousGood());
    sum.total += (int) (outcome.total() - change.previousTotal());
    sum.hard += (outcome.hardRule().isEmpty() ? 0 : 1) - (change.previouslyHard() ? 1 : 0);
    outcome.lostByReason().forEach((reason, n) -> sum.lost.merge(reason, n, Long::sum));
    change.previousLost().forEach((reason, n) -> sum.lost.merge(reason, -n, Long::sum));
    if (outcome.good() < outcome.total()) {
      for (String reference : outcome.evidence()) {
        if (!sum.evidence.contains(reference)) {
          sum.evidence.add(reference);
        }
      }
      keepLast(sum.evidence);
    }
  }

  /**
   * A source vouches for a day that it had been silent on; it counts like an outcome of the day.
   */
  void spoke(String source, int number, int serviceDate) {
    int knownDay = closedThrough(source).orElse(serviceDate) + 1;
    pendingSum(source, knownDay, serviceDate).spoke = number;
  }

  private Pending pendingSum(String source, int knownDay, int serviceDate) {
    for (Pending each : pending) {
      if (each.knownDay == knownDay
          && each.serviceDate == serviceDate
          && each.source.equals(source)) {
        return each;
      }
    }
    var sum = new Pending();
    sum.source = source;
    sum.knownDay = knownDay;
    sum.serviceDate = serviceDate;
    pending.add(sum);
    return sum;
  }

  private static void keepLast(List<?> list) {
    while (list.size() > Outcome.MAX_EVIDENCE) {
      list.remove(0);
    }
  }

  /** Books what a source came to know on days up to the given one, in an order of its own. */
  TreeMap<Integer, Boolean> book(int knownThrough, int serviceThrough, String onlySource) {
    var changed = new TreeMap<Integer, Boolean>();
    pending.sort(
        Comparator.comparingInt((Pending each) -> each.knownDay)
            .thenComparing(each -> each.source)
            .thenComparingInt(each -> each.serviceDate));
    pending.removeIf(
        each -> {
          boolean due =
              each.knownDay <= knownThrough
                  && each.serviceDate <= serviceThrough
                  && (onlySource == null || onlySource.equals(each.source));
          if (due && reach(each.serviceDate)) {
            book(each);
            changed.put(each.serviceDate, true);
          }
          return due;
        });
    return changed;
  }

  private void book(Pending sum) {
    if (sum.spoke >= 0) {
      silent(sum.serviceDate, sum.spoke, false);
    }
    spread().add(sum.serviceDate, LedgerDays.GOOD, sum.good);
    spread().add(sum.serviceDate, LedgerDays.TOTAL, sum.total);
    spread().add(sum.serviceDate, LedgerDays.HARD, sum.hard);
    sum.lost.forEach(
        (reason, n) -> spread().addLost(sum.serviceDate, number(reason), n.intValue()));
    sum.evidence.forEach(each -> evidence.add(new Evidence(sum.serviceDate, each)));
    keepLast(evidence);
  }

  private int number(String reason) {
    int at = reasons.indexOf(reason);
    if (at < 0) {
      at = reasons.size();
      reasons.add(reason);
      spread().addColumn();
    }
    return at;
  }

  /** Where the days are to be spread out, which they are in one ledger at a time. */
  Ledger in(LedgerDays shared) {
    room = shared;
    return this;
  }

  private LedgerDays spread() {
    if (days == null) {
      days = room == null ? new LedgerDays() : room;
      days.spread(packed, reasons.size());
    }
    return days;
  }

  /** The books as they are kept: call this when nothing more is to be done to them for now. */
  Ledger atRest() {
    if (days != null) {
      packed = days.packed();
      days = null;
      pending = new ArrayList<>(pending); // lists keep the room that they once took
      evidence = new ArrayList<>(evidence);
    }
    room = null;
    return this;
  }

  /** How many days are kept. */
  int days() {
    return spread().count();
  }

  /**
   * Makes room for a day; false if it is older than what is kept. Days leave by what has been
   * judged: a source that is far ahead of another must not take away what is still to be judged.
   */
  boolean reach(int serviceDate) {
    int oldest = judgedThrough + 2 - MAX_DAYS;
    if (serviceDate < oldest) {
      return false;
    }
    spread().reach(serviceDate, oldest);
    return true;
  }

  int good(int serviceDate) {
    return spread().cell(serviceDate, LedgerDays.GOOD);
  }

  int total(int serviceDate) {
    return spread().cell(serviceDate, LedgerDays.TOTAL);
  }

  boolean hardBroken(int serviceDate) {
    return spread().cell(serviceDate, LedgerDays.HARD) > 0;
  }

  /**
   * Whether every source has vouched for the day. A day before the first that was judged is not
   * vouched for, even if a late event brought it into the books.
   */
  boolean vouched(int serviceDate) {
    return serviceDate >= judgedFrom
        && spread().has(serviceDate)
        && (spread().cell(serviceDate, LedgerDays.SILENT) & ~NONE_DUE) == 0;
  }

  /** Notes that one of the sources, by number, was silent on a day, or no longer is. */
  void silent(int serviceDate, int source, boolean isSilent) {
    if (reach(serviceDate)) {
      int bits = spread().cell(serviceDate, LedgerDays.SILENT);
      int bit = source < NONE_DUE_BIT ? 1 << source : 1 << Integer.SIZE - 1;
      spread().set(serviceDate, LedgerDays.SILENT, isSilent ? bits | bit : bits & ~bit);
    }
  }

  /** Notes that at these places nothing has fallen due in the four weeks that end with a day. */
  void noteNoneDue(int serviceDate, List<String> places) {
    if (reach(serviceDate)) {
      int bits = spread().cell(serviceDate, LedgerDays.SILENT);
      spread().set(serviceDate, LedgerDays.SILENT, bits | NONE_DUE);
    }
    if (serviceDate > judgedThrough) {
      noneDueAt = noneDueAt == null ? new HashMap<>() : noneDueAt;
      noneDueAt.merge(
          serviceDate,
          places.toArray(String[]::new),
          (some, more) ->
              Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new));
    }
  }

  /** These places, sorted, of a day which is judged now; it is asked once. */
  List<String> takeNoneDueAt(int serviceDate) {
    if (noneDueAt == null) {
      return List.of(); // as for most commitments
    }
    var places =
        Arrays.stream(noneDueAt.getOrDefault(serviceDate, new String[0])).sorted().toList();
    noneDueAt.keySet().removeIf(date -> date <= serviceDate);
    noneDueAt = noneDueAt.isEmpty() ? null : noneDueAt;
    return places;
  }

  /** Whether that is so of any place. */
  boolean noneDue(int serviceDate) {
    return (spread().cell(serviceDate, LedgerDays.SILENT) & NONE_DUE) != 0;
  }

  /** Notes who was silent on a day that is still to be judged: the first of them by name. */
  void silentSource(int serviceDate, String source) {
    if (serviceDate > judgedThrough) {
      silentOn = silentOn == null ? new HashMap<>() : silentOn;
      silentOn.merge(serviceDate, source, (one, other) -> one.compareTo(other) < 0 ? one : other);
    }
  }

  /** The source that was silent on a day which is judged now, or empty; it is asked once. */
  String takeSilentSource(int serviceDate) {
    if (silentOn == null) {
      return "";
    }
    String source = silentOn.getOrDefault(serviceDate, "");
    silentOn.keySet().removeIf(date -> date <= serviceDate);
    silentOn = silentOn.isEmpty() ? null : silentOn;
    return source;
  }

  /** A source has told what it still owes of a day that is still to be judged. */
  void open(int serviceDate, OpenUnits units) {
    if (serviceDate > judgedThrough) {
      open = open == null ? new ArrayList<>() : open;
      Open before =
          open.stream()
              .filter(each -> each.serviceDate == serviceDate)
              .findAny()
              .orElse(new Open(serviceDate, 0, OpenUnits.NONE));
      open.remove(before);
      open.add(new Open(serviceDate, before.sources + 1, before.units.and(units)));
    }
  }

  /** What is owed of a day which is judged now; null unless so many sources told. */
  OpenUnits takeOpen(int serviceDate, long sources) {
    OpenUnits all = null;
    if (open != null) {
      for (Open each : open) {
        all = each.serviceDate == serviceDate && each.sources == sources ? each.units : all;
      }
      open.removeIf(each -> each.serviceDate <= serviceDate);
      open = open.isEmpty() ? null : open;
    }
    return all;
  }

  double cusum(int serviceDate) {
    return spread().cusum(serviceDate);
  }

  void setCusum(int serviceDate, double value) {
    spread().setCusum(serviceDate, value);
  }

  /** The number of the next revision of the day's levels. */
  int nextRevision(int serviceDate) {
    if (!reach(serviceDate)) {
      return 0;
    }
    int next = spread().cell(serviceDate, LedgerDays.REVISIONS);
    spread().set(serviceDate, LedgerDays.REVISIONS, next + 1);
    return next;
  }

  Map<String, Long> lost(int fromDate, int throughDate, IntPredicate counts) {
    long[] sums = new long[reasons.size()];
    for (int date = fromDate; date <= throughDate; date++) {
      if (counts.test(date)) {
        spread().addLostTo(sums, date);
      }
    }
    var lost = new TreeMap<String, Long>();
    for (int i = 0; i < sums.length; i++) {
      if (sums[i] != 0) {
        lost.put(reasons.get(i), sums[i]);
      }
    }
    return lost;
  }

  /** References to the latest events behind units lost on the days that count. */
  List<String> evidence(int fromDate, int throughDate, IntPredicate counts) {
    var references = new ArrayList<String>();
    for (Evidence each : evidence) {
      boolean within = each.serviceDate >= fromDate && each.serviceDate <= throughDate;
      if (within && counts.test(each.serviceDate)) {
        references.add(each.reference);
      }
    }
    return List.copyOf(references);
  }
}
