package org.duixian.commitment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.duixian.calendar.ServiceDates;

/**
 * What one site posted and what was reported of it, day by day, for one commitment. Days leave
 * after the correction horizon.
 */
public final class PresenceLog {
  public String commitmentId = "";
  public String source = "";
  public String siteId = "";

  /** Posted hours, by the day from which they are valid, then by their publication. */
  public List<Hours> hours = new ArrayList<>();

  /** Reported days, ascending. */
  public List<Day> days = new ArrayList<>();

  /**
   * @param validFrom first service day, days since 1970-01-01
   * @param publishedMillis when they were posted
   * @param document the posted hours as JSON text
   */
  public record Hours(int validFrom, long publishedMillis, String document) {}

  /** One service day. */
  public static final class Day {
    public int serviceDate;

    /** Who or what opened and closed: fingerprints, numbered by position. */
    public long[] who = {};

    /**
     * Changes in the order of time: millisecond of the day in the upper bits, then requirement, a
     * bit that is 0 for on, and the number of who (see {@link PresenceMeter}).
     */
    public long[] marks = {};

    /** What was last published. */
    public int good;

    public int total;

    /** Minutes lost per requirement, as last published. */
    public int[] lost = {};

    public boolean hardBroken;
    public int revision;

    /** Events of the day, at most five. */
    public List<String> evidence = new ArrayList<>();
  }

  static PresenceLog of(String commitmentId, String source, String siteId) {
    var log = new PresenceLog();
    log.commitmentId = commitmentId;
    log.source = source;
    log.siteId = siteId;
    return log;
  }

  /** Takes in posted hours; what was superseded before the oldest date that matters is dropped. */
  void post(Hours posted, int oldestDate) {
    long oldestMillis = ServiceDates.startMillis(oldestDate);
    hours.removeIf(
        each ->
            each.validFrom == posted.validFrom && each.publishedMillis == posted.publishedMillis);
    hours.add(posted);
    hours.sort(Comparator.comparingInt(Hours::validFrom).thenComparingLong(Hours::publishedMillis));
    int first = 0;
    for (int i = 1; i < hours.size(); i++) {
      Hours each = hours.get(i);
      if (each.validFrom <= oldestDate && each.publishedMillis <= oldestMillis) {
        first = i;
      }
    }
    hours.subList(0, first).clear();
  }

  /** Whether hours have been posted that are valid on the day. */
  boolean postedFor(int serviceDate) {
    return hours.stream().anyMatch(each -> each.validFrom <= serviceDate);
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
}
