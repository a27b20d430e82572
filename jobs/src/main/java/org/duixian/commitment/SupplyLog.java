package org.duixian.commitment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one source supplied in one area for one commitment, day by day. Days leave after the
 * correction horizon.
 */
public final class SupplyLog {
  public String commitmentId = "";
  public String source = "";

  /** First service day of which everything is counted. */
  public int countedFrom;

  /** Days with supply or with something published, ascending. */
  public List<Day> days = new ArrayList<>();

  /** One service day. */
  public static final class Day {
    public int serviceDate;

    /** Units supplied. */
    public long supplied;

    /** Units promised, as last published. */
    public long total;

    /** Units supplied, as last published. */
    public long told;

    /** The family of day types, as last published. */
    public String dayType = "";

    public int revision;

    /** Events of the day, at most five; none once the day is over and nothing is missing. */
    public List<String> evidence = new ArrayList<>();

    /** Units lost, as last published; negative where more was supplied than promised. */
    Map<String, Long> lost() {
      return lost(dayType, total, told);
    }

    long good() {
      return Math.min(told, total);
    }

    static Map<String, Long> lost(String dayType, long promised, long supplied) {
      var lost = new HashMap<String, Long>();
      if (promised != supplied) {
        lost.put(dayType, promised - supplied);
      }
      return lost;
    }
  }

  static SupplyLog of(String commitmentId, String source, int countedFrom) {
    var log = new SupplyLog();
    log.countedFrom = countedFrom;
    log.commitmentId = commitmentId;
    log.source = source;
    return log;
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

  void forgetBefore(int serviceDate) {
    days.removeIf(day -> day.serviceDate < serviceDate);
  }
}
