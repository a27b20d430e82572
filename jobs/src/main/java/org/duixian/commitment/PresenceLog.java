package org.duixian.commitment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.duixian.calendar.ServiceDates;

/**
 * What one site posted and what was reported of it, day by day, for one commitment. Days leave
 * after the correction horizon.
 */
public final class PresenceLog {
  /** At most so many requirements. */
  static final int MAX_REQUIREMENTS = 8;

  private static final int FOUR_WEEKS = 28;
  private static final byte[] NO_MARKS = {};
  private static final int[] NO_UNITS = {};
  private static final String[] NO_EVIDENCE = {};
  private static final int REQUIREMENT_MASK = MAX_REQUIREMENTS - 1;
  private static final int MANY_WHO = 32;
  private static final int MAX_WHO = Marks.MAX_WHO - MAX_REQUIREMENTS;

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

  /**
   * Whose states are marked: fingerprints whose lowest three bits are the number of the
   * requirement. Marks name them by position.
   */
  public long[] who = {};

  /** Positions of those whose state, one that carries over, had ended before the first day. */
  public int[] ended = {};

  /** The event that ended the state of the place itself, as source#id, or empty while it holds. */
  public String endedBy = "";

  /** Service days and their units that were announced not to be promised, in turn, as published. */
  public int[] announced = {};

  private transient int outlookDate;
  private transient int outlookMinute;

  /** One service day. */
  public static final class Day {
    public int serviceDate;

    /** What began and ended; see {@link Marks}. */
    public byte[] marks = NO_MARKS;

    /** Units promised, as last published. */
    public int total;

    /** Units lost per requirement, as last published; empty if none was. */
    public int[] lost = NO_UNITS;

    public boolean hardBroken;
    public int revision;

    /** Events of the day, at most five; none once the day is over and nothing was lost. */
    public String[] evidence = NO_EVIDENCE;

    int good() {
      return total - Arrays.stream(lost).sum();
    }

    void published(int units, int[] unitsLost, boolean hard) {
      total = units;
      lost = unitsLost.length == 0 ? NO_UNITS : unitsLost;
      hardBroken = hard;
      revision++;
    }

    void addEvidence(String reference) {
      boolean isFull = evidence.length == Outcome.MAX_EVIDENCE;
      if (!isFull && !Arrays.asList(evidence).contains(reference)) {
        evidence = Arrays.copyOf(evidence, evidence.length + 1);
        evidence[evidence.length - 1] = reference;
      }
    }

    void forgetEvidence() {
      evidence = NO_EVIDENCE;
    }
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
    outlookDate = 0;
  }

  /** Something began or ended. */
  void mark(int serviceDate, long millisOfDay, int requirement, String name, boolean on) {
    var day = day(serviceDate);
    day.marks = Marks.with(day.marks, Marks.of(millisOfDay, position(requirement, name), on));
    outlookDate = 0;
  }

  /**
   * By which minute of a day something comes about if nothing else is told: each heartbeat asks, so
   * it is reckoned only after something was told.
   */
  int outlook(int serviceDate, IntUnaryOperator reckoned) {
    if (outlookDate != serviceDate) {
      outlookMinute = reckoned.applyAsInt(serviceDate);
      outlookDate = serviceDate;
    }
    return outlookMinute;
  }

  /** Whether hours have been posted that are valid on the day. */
  boolean postedFor(int serviceDate) {
    return hours.stream().anyMatch(each -> each.validFrom <= serviceDate);
  }

  /** Whether hours were posted for the four weeks that end with a day, and no unit fell due. */
  boolean noneDue(int serviceDate) {
    int first = serviceDate - FOUR_WEEKS + 1;
    return postedFor(first)
        && days.stream()
            .noneMatch(
                day -> day.serviceDate >= first && day.serviceDate <= serviceDate && day.total > 0);
  }

  /** The day as it is, or an empty one that is not kept. */
  Day look(int serviceDate) {
    for (Day day : days) {
      if (day.serviceDate == serviceDate) {
        return day;
      }
    }
    var none = new Day();
    none.serviceDate = serviceDate;
    return none;
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

  /** The days from one on. */
  List<Day> daysFrom(int serviceDate) {
    int from = days.size();
    while (from > 0 && days.get(from - 1).serviceDate >= serviceDate) {
      from--;
    }
    return days.subList(from, days.size());
  }

  /** The units of a day that were published as announced not to be promised. */
  int announcedOn(int serviceDate) {
    for (int i = 0; i < announced.length; i += 2) {
      if (announced[i] == serviceDate) {
        return announced[i + 1];
      }
    }
    return 0;
  }

  void announce(int serviceDate, int units) {
    for (int i = 0; i < announced.length; i += 2) {
      if (announced[i] == serviceDate) {
        announced[i + 1] = units;
        return;
      }
    }
    if (units > 0) {
      announced = Arrays.copyOf(announced, announced.length + 2);
      announced[announced.length - 2] = serviceDate;
      announced[announced.length - 1] = units;
    }
  }

  /** The position of who; made if it is not there. */
  int position(int requirement, String name) {
    long fingerprint = fingerprint(requirement, name);
    int at = find(fingerprint);
    if (at >= 0) {
      return at;
    }
    int free = unused();
    if (free < 0 && who.length >= MAX_WHO) {
      fingerprint = requirement; // one for all from here on: one's end also ends the other's
      at = find(fingerprint);
      if (at >= 0) {
        return at;
      }
    }
    if (free < 0) {
      free = who.length;
      who = Arrays.copyOf(who, free + 1);
    }
    who[free] = fingerprint;
    return free;
  }

  /** The position of who, or −1. */
  int find(int requirement, String name) {
    return find(fingerprint(requirement, name));
  }

  /** The requirement whose state is marked at the position. */
  int requirement(int position) {
    return (int) who[position] & REQUIREMENT_MASK;
  }

  private int find(long fingerprint) {
    for (int i = 0; i < who.length; i++) {
      if (who[i] == fingerprint) {
        return i;
      }
    }
    return -1;
  }

  private long fingerprint(int requirement, String name) {
    return Fingerprints.of(siteId, name) & ~REQUIREMENT_MASK | requirement;
  }

  /** A position of which nothing is remembered any more, once there are many; or −1. */
  private int unused() {
    if (who.length < MANY_WHO) {
      return -1;
    }
    var used = new BitSet(who.length);
    for (int each : ended) {
      used.set(each);
    }
    for (Day day : days) {
      for (long mark : Marks.unpacked(day.marks)) {
        used.set(Marks.who(mark));
      }
    }
    int free = used.nextClearBit(0);
    return free < who.length ? free : -1;
  }

  /** Positions of those whose state had ended before a day. */
  BitSet endedBefore(int serviceDate) {
    var before = new BitSet();
    for (int each : ended) {
      before.set(each);
    }
    for (Day day : days) {
      if (day.serviceDate < serviceDate) {
        for (long mark : Marks.changes(day.marks)) {
          before.set(Marks.who(mark), !Marks.on(mark));
        }
      }
    }
    return before;
  }

  /** Forgets the days before a day, but not how they left what carries over. */
  void forgetBefore(int serviceDate, IntPredicate carriesOver) {
    if (days.isEmpty() || days.get(0).serviceDate >= serviceDate) {
      return;
    }
    ended =
        endedBefore(serviceDate).stream()
            .filter(position -> carriesOver.test(requirement(position)))
            .toArray();
    days.removeIf(day -> day.serviceDate < serviceDate);
    int[] all = announced;
    announced =
        IntStream.range(0, all.length)
            .filter(i -> all[i & ~1] >= serviceDate)
            .map(i -> all[i])
            .toArray();
  }
}
