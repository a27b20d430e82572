package org.duixian.level;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.duixian.commitment.AreaMeters;
import org.duixian.commitment.Change;
import org.duixian.commitment.Outcome;

/**
 * The books of one commitment in one area: what was kept of what was promised, day by day, for as
 * long as a late event can still revise a day in a 28-day window, and from the first day on that is
 * still to be judged. Mutable, a few hundred bytes.
 */
public final class Ledger {
  /** Days kept: the longest window and the correction horizon. */
  static final int MAX_DAYS = 28 + AreaMeters.HORIZON_DAYS;

  private static final int GOOD = 0;
  private static final int TOTAL = 1;
  private static final int SILENT = 2;
  private static final int HARD = 3;
  private static final int REVISIONS = 4;
  private static final int CELLS = 5;

  /** Service day of the first cells; only meaningful once there are cells. */
  public int firstDay;

  /** First service day that is judged: before it nobody vouched. */
  public int judgedFrom;

  /** Last service day that has been judged. */
  public int judgedThrough;

  /** Per day: good, total, silent sources, broken hard rules, revisions published. */
  public int[] cells = {};

  /** Reasons that have occurred, in the order of their first occurrence. */
  public List<String> reasons = new ArrayList<>();

  /** Per day and reason: units lost. */
  public int[] lost = {};

  /** Per day: the CUSUM at its end. */
  public double[] cusum = {};

  /** Per source: the last day it has closed. */
  public Map<String, Integer> closedThrough = new HashMap<>();

  /** Sums that wait until their source has closed the day in which they became known. */
  public List<Pending> pending = new ArrayList<>();

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
    int knownDay = closedThrough.getOrDefault(source, serviceDate) + 1;
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
    int day = sum.serviceDate - firstDay;
    cells[day * CELLS + GOOD] += sum.good;
    cells[day * CELLS + TOTAL] += sum.total;
    cells[day * CELLS + HARD] += sum.hard;
    sum.lost.forEach(
        (reason, n) -> {
          int column = reasonColumn(reason); // may widen the array
          lost[day * reasons.size() + column] += n.intValue();
        });
    sum.evidence.forEach(each -> evidence.add(new Evidence(sum.serviceDate, each)));
    keepLast(evidence);
  }

  private int reasonColumn(String reason) {
    int at = reasons.indexOf(reason);
    if (at >= 0) {
      return at;
    }
    int before = reasons.size();
    reasons.add(reason);
    int[] wider = new int[days() * (before + 1)];
    for (int day = 0; day < days(); day++) {
      System.arraycopy(lost, day * before, wider, day * (before + 1), before);
    }
    lost = wider;
    return reasons.size() - 1;
  }

  int days() {
    return cells.length / CELLS;
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
    if (days() == 0) {
      firstDay = serviceDate;
    }
    if (serviceDate < firstDay) {
      shift(serviceDate, firstDay + days());
    } else if (serviceDate >= firstDay + days()) {
      shift(Math.max(firstDay, oldest), serviceDate + 1);
    }
    return true;
  }

  /** Keeps the days from one (inclusive) to another (exclusive); new ones are empty. */
  private void shift(int from, int to) {
    int columns = reasons.size();
    cells = moved(cells, CELLS, from, to);
    lost = moved(lost, columns, from, to);
    double[] sums = new double[to - from];
    for (int date = Math.max(from, firstDay);
        date < Math.min(to, firstDay + cusum.length);
        date++) {
      sums[date - from] = cusum[date - firstDay];
    }
    cusum = sums;
    firstDay = from;
  }

  private int[] moved(int[] values, int columns, int from, int to) {
    int[] moved = new int[(to - from) * columns];
    int had = columns == 0 ? 0 : values.length / columns;
    int first = Math.max(from, firstDay);
    int last = Math.min(to, firstDay + had);
    if (first < last) {
      System.arraycopy(
          values,
          (first - firstDay) * columns,
          moved,
          (first - from) * columns,
          (last - first) * columns);
    }
    return moved;
  }

  private int cell(int serviceDate, int which) {
    int day = serviceDate - firstDay;
    return day < 0 || day >= days() ? 0 : cells[day * CELLS + which];
  }

  int good(int serviceDate) {
    return cell(serviceDate, GOOD);
  }

  int total(int serviceDate) {
    return cell(serviceDate, TOTAL);
  }

  boolean hardBroken(int serviceDate) {
    return cell(serviceDate, HARD) > 0;
  }

  /**
   * Whether every source has vouched for the day. A day before the first that was judged is not
   * vouched for, even if a late event brought it into the books.
   */
  boolean vouched(int serviceDate) {
    int day = serviceDate - firstDay;
    return serviceDate >= judgedFrom && day >= 0 && day < days() && cell(serviceDate, SILENT) == 0;
  }

  /** Notes that one of the sources, by number, was silent on a day, or no longer is. */
  void silent(int serviceDate, int source, boolean isSilent) {
    if (reach(serviceDate)) {
      int at = (serviceDate - firstDay) * CELLS + SILENT;
      int bit = 1 << Math.min(source, Integer.SIZE - 1);
      cells[at] = isSilent ? cells[at] | bit : cells[at] & ~bit;
    }
  }

  double cusum(int serviceDate) {
    int day = serviceDate - firstDay;
    return day < 0 || day >= cusum.length ? 0 : cusum[day];
  }

  void setCusum(int serviceDate, double value) {
    if (cusum.length < days()) {
      cusum = Arrays.copyOf(cusum, days());
    }
    cusum[serviceDate - firstDay] = value;
  }

  /** The number of the next revision of the day's levels. */
  int nextRevision(int serviceDate) {
    return reach(serviceDate) ? cells[(serviceDate - firstDay) * CELLS + REVISIONS]++ : 0;
  }

  Map<String, Long> lost(int fromDate, int throughDate, IntPredicate counts) {
    var sums = new TreeMap<String, Long>();
    for (int date = Math.max(fromDate, firstDay);
        date <= Math.min(throughDate, firstDay + days() - 1);
        date++) {
      for (int i = 0; i < reasons.size() && counts.test(date); i++) {
        int n = lost[(date - firstDay) * reasons.size() + i];
        if (n != 0) {
          sums.merge(reasons.get(i), (long) n, Long::sum);
        }
      }
    }
    sums.values().removeIf(n -> n == 0);
    return sums;
  }

  /** References to the latest events behind units lost on the days that count. */
  List<String> evidence(int fromDate, int throughDate, IntPredicate counts) {
    return evidence.stream()
        .filter(each -> each.serviceDate >= fromDate && each.serviceDate <= throughDate)
        .filter(each -> counts.test(each.serviceDate))
        .map(Evidence::reference)
        .toList();
  }
}
