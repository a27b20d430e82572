package org.duixian.commitment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one source told of money paid to one township, by month and purpose, and what was published
 * of the days that can still be revised. Months leave after two years.
 */
public final class TransferLog {
  public String commitmentId = "";
  public String source = "";

  /** Fen by month and purpose, such as {@code 24242|operating}. */
  public Map<String, Long> fen = new HashMap<>();

  /** Days with something published, ascending. */
  public List<Day> days = new ArrayList<>();

  /** The latest events, at most five. */
  public List<String> evidence = new ArrayList<>();

  /** One service day as last published. */
  public static final class Day {
    public int serviceDate;
    public long good;
    public long total;
    public Map<String, Long> lost = new HashMap<>();
    public int revision;
  }

  static TransferLog of(String commitmentId, String source) {
    var log = new TransferLog();
    log.commitmentId = commitmentId;
    log.source = source;
    return log;
  }

  void paid(String purpose, int month, long amountFen, String reference) {
    fen.merge(key(month, purpose), amountFen, Long::sum);
    evidence.add(reference);
    if (evidence.size() > Outcome.MAX_EVIDENCE) {
      evidence.remove(0);
    }
  }

  long fen(String purpose, int firstMonth, int lastMonth) {
    long sum = 0;
    for (int month = firstMonth; month <= lastMonth; month++) {
      sum += fen.getOrDefault(key(month, purpose), 0L);
    }
    return sum;
  }

  private static String key(int month, String purpose) {
    return month + "|" + purpose;
  }

  private static int month(String key) {
    return Integer.parseInt(key.substring(0, key.indexOf('|')));
  }

  /** The day, made if it is not there. */
  Day day(int serviceDate) {
    int at = days.size();
    while (at > 0 && days.get(at - 1).serviceDate > serviceDate) {
      at--;
    }
    if (at > 0 && days.get(at - 1).serviceDate == serviceDate) {
      return days.get(at - 1);
    }
    var day = new Day();
    day.serviceDate = serviceDate;
    days.add(at, day);
    return day;
  }

  void forgetBefore(int serviceDate, int month) {
    days.removeIf(day -> day.serviceDate < serviceDate);
    fen.keySet().removeIf(each -> month(each) < month);
  }
}
