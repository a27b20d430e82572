package org.duixian.commitment;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.duixian.calendar.MinuteInterval;
import org.duixian.calendar.PostedHours;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * Each minute of posted service is a unit; it is good when every requirement holds for the whole of
 * it (a window open and somebody on duty). Posted minutes come from the posted hours and the
 * calendar, never from events, so that silence counts. A state that nobody ends holds no longer
 * than its service day: a closing that was never sent can't keep a station green overnight.
 */
public final class PresenceMeter implements Meter {
  private static final long serialVersionUID = 1;
  private static final int WHO_BITS = 8;
  private static final int OFF_BIT = 1 << WHO_BITS;
  private static final int REQUIREMENT_SHIFT = WHO_BITS + 1;
  private static final int MILLIS_SHIFT = REQUIREMENT_SHIFT + 3;
  private static final int MINUTE_MILLIS = 60_000;
  private static final int MAX_WHO = 1 << WHO_BITS;
  private static final int DAY_MINUTES = 24 * 60;
  private static final int MAX_PARSED = 1_000;

  /**
   * A state that must hold.
   *
   * @param onType event that begins it
   * @param offType event that ends it
   * @param onWhere which beginnings count
   * @param onWho position of who or what begins it
   * @param offWho position of who or what ends it
   * @param onSite position of the site, or −1
   * @param offSite position of the site, or −1
   * @param missing the reason when it does not hold
   */
  record Requirement(
      String onType,
      String offType,
      Condition onWhere,
      int onWho,
      int offWho,
      int onSite,
      int offSite,
      String missing)
      implements Serializable {}

  /**
   * The event that posts the hours.
   *
   * @param site position of the site
   * @param validFrom position of the first day
   * @param hours position of the list of hours
   */
  record Posting(String eventType, int site, int validFrom, int hours) implements Serializable {}

  /**
   * What breaks the promise at once.
   *
   * @param name its published name
   * @param runMinutes so many posted minutes in a row without service; 0: a whole posted interval
   */
  record HardRule(String name, int runMinutes) implements Serializable {}

  private final Posting posting;
  private final List<Requirement> requirements;
  private final HardRule hardRule;
  private transient Map<String, PostedHours> parsed;

  PresenceMeter(Posting posting, List<Requirement> requirements, HardRule hardRule) {
    this.posting = posting;
    this.requirements = requirements;
    this.hardRule = hardRule;
  }

  @Override
  public String kind() {
    return "presence";
  }

  @Override
  public Set<String> eventTypes() {
    var types = new TreeSet<String>();
    types.add(posting.eventType);
    for (Requirement each : requirements) {
      types.add(each.onType);
      types.add(each.offType);
    }
    return types;
  }

  @Override
  public void on(Event event, Lane lane) {
    if (posting.eventType.equals(event.type())) {
      var log = log(event.fields()[posting.site], lane);
      var posted =
          new PresenceLog.Hours(
              ServiceDates.parse(event.fields()[posting.validFrom]),
              event.timeMillis(),
              event.fields()[posting.hours]);
      log.post(posted, lane.clock().vouchedThrough - AreaMeters.HORIZON_DAYS);
      lane.memory().presence().put(lane.key(log.siteId), log);
      return;
    }
    for (int i = 0; i < requirements.size(); i++) {
      Requirement each = requirements.get(i);
      if (each.onType.equals(event.type())) {
        // Who takes up something that does not count (another duty) ends what did.
        mark(i, each.onWhere.holds(event), each.onWho, each.onSite, event, lane);
      } else if (each.offType.equals(event.type())) {
        mark(i, false, each.offWho, each.offSite, event, lane);
      }
    }
  }

  private PresenceLog log(String siteId, Lane lane) {
    PresenceLog log = lane.memory().presence().get(lane.key(siteId));
    return log != null ? log : PresenceLog.of(lane.commitment().id(), lane.source(), siteId);
  }

  private void mark(
      int requirement, boolean on, int whoField, int siteField, Event event, Lane lane) {
    String siteId = event.fields()[siteField];
    int date = ServiceDates.serviceDate(event.timeMillis());
    var log = log(siteId, lane);
    var day = log.day(date);
    int who = whoNumber(day, Fingerprints.of(siteId, event.fields()[whoField]));
    long millis = event.timeMillis() - ServiceDates.startMillis(date);
    int what = requirement << REQUIREMENT_SHIFT | (on ? 0 : OFF_BIT) | who;
    long mark = millis << MILLIS_SHIFT | what;
    long[] marks = Arrays.copyOf(day.marks, day.marks.length + 1);
    marks[marks.length - 1] = mark;
    Arrays.sort(marks);
    day.marks = marks;
    String reference = Lane.reference(event);
    if (day.evidence.size() < Outcome.MAX_EVIDENCE && !day.evidence.contains(reference)) {
      day.evidence.add(reference);
    }
    if (date <= lane.clock().vouchedThrough && !lane.clock().isUnvouched(date)) {
      publish(log, day, DAY_MINUTES, event.arrivedMillis(), lane);
    }
    lane.memory().presence().put(lane.key(siteId), log);
  }

  private static int whoNumber(PresenceLog.Day day, long fingerprint) {
    for (int i = 0; i < day.who.length; i++) {
      if (day.who[i] == fingerprint) {
        return i;
      }
    }
    if (day.who.length == MAX_WHO) {
      return MAX_WHO - 1; // shared from here on: one's end also ends the other's, never the reverse
    }
    day.who = Arrays.copyOf(day.who, day.who.length + 1);
    day.who[day.who.length - 1] = fingerprint;
    return day.who.length - 1;
  }

  /** The source has vouched for the whole day. */
  void dayEnded(PresenceLog log, int serviceDate, long knownMillis, Lane lane) {
    var day = log.day(serviceDate);
    publish(log, day, DAY_MINUTES, knownMillis, lane);
    log.days.removeIf(
        each ->
            each.serviceDate < serviceDate - AreaMeters.HORIZON_DAYS
                || (each == day && day.revision == 0 && day.marks.length == 0));
  }

  /** The source has vouched for a part of the day: true if a hard rule is newly broken. */
  boolean partOfDay(PresenceLog log, int serviceDate, int minutes, long knownMillis, Lane lane) {
    if (hardRule == null || log.hours.isEmpty()) {
      return false;
    }
    var day = log.day(serviceDate);
    if (day.hardBroken
        || !hardBroken(posted(log, serviceDate, lane), allHeld(held(day)), minutes)) {
      return false;
    }
    publish(log, day, minutes, knownMillis, lane);
    return true;
  }

  private record Count(int good, int total, int[] lost, boolean hardBroken) {}

  private Count count(PresenceLog log, PresenceLog.Day day, int untilMinute, Lane lane) {
    List<MinuteInterval> posted = posted(log, day.serviceDate, lane);
    var open = new BitSet(DAY_MINUTES);
    posted.forEach(each -> open.set(each.fromMinute(), each.toMinute()));
    open.clear(untilMinute, DAY_MINUTES);
    int total = open.cardinality();
    BitSet[] held = held(day);
    int[] lost = new int[held.length];
    for (int i = 0; i < held.length; i++) { // a minute is lost to the first that is missing
      int before = open.cardinality();
      open.and(held[i]);
      lost[i] = before - open.cardinality();
    }
    boolean hard = hardRule != null && hardBroken(posted, allHeld(held), untilMinute);
    return new Count(open.cardinality(), total, lost, hard);
  }

  /** A run of posted minutes without service goes on over a break between posted intervals. */
  private boolean hardBroken(List<MinuteInterval> posted, BitSet good, int untilMinute) {
    int run = 0;
    for (MinuteInterval interval : posted) {
      int from = interval.fromMinute();
      int to = Math.min(interval.toMinute(), untilMinute);
      int firstGood = good.nextSetBit(from);
      boolean noneGood = firstGood < 0 || firstGood >= to;
      if (hardRule.runMinutes == 0) {
        if (noneGood && to == interval.toMinute()) {
          return true;
        }
        continue;
      }
      for (int minute = from; minute < to; ) {
        int nextGood = good.nextSetBit(minute);
        int end = nextGood < 0 ? to : Math.min(nextGood, to);
        run += end - minute;
        if (run >= hardRule.runMinutes) {
          return true;
        }
        if (end < to) {
          run = 0;
          minute = good.nextClearBit(end);
        } else {
          minute = to;
        }
      }
    }
    return false;
  }

  /** Per requirement, the minutes for the whole of which it held. */
  private BitSet[] held(PresenceLog.Day day) {
    var held = new BitSet[requirements.size()];
    for (int i = 0; i < held.length; i++) {
      held[i] = minutesHeld(day, i);
    }
    return held;
  }

  private static BitSet allHeld(BitSet[] held) {
    var all = (BitSet) held[0].clone();
    for (int i = 1; i < held.length; i++) {
      all.and(held[i]);
    }
    return all;
  }

  /** Sites post the same few documents, and each is asked for every hour. */
  private PostedHours parsed(String document) {
    if (parsed == null || parsed.size() > MAX_PARSED) {
      parsed = new HashMap<>();
    }
    return parsed.computeIfAbsent(document, PostedHours::parse);
  }

  /**
   * The hours promised for the day. What was posted when the first of the old or the new hours had
   * begun changes nothing on that day: nobody takes a promise back after breaking it.
   */
  private List<MinuteInterval> posted(PresenceLog log, int serviceDate, Lane lane) {
    List<MinuteInterval> promised = null;
    var calendar = lane.registry().calendar();
    for (PresenceLog.Hours each : log.hours) {
      if (each.validFrom() <= serviceDate && calendar.covers(serviceDate)) {
        boolean marketDay = lane.registry().isMarketDay(lane.areaId(), serviceDate);
        var offered = parsed(each.document()).intervals(calendar.dayType(serviceDate), marketDay);
        int first = Math.min(firstMinute(promised), firstMinute(offered));
        boolean before =
            each.publishedMillis() - ServiceDates.startMillis(serviceDate)
                <= (long) first * MINUTE_MILLIS;
        promised = promised == null || before ? offered : promised;
      }
    }
    return promised == null ? List.of() : promised;
  }

  private static int firstMinute(List<MinuteInterval> intervals) {
    return intervals == null || intervals.isEmpty() ? DAY_MINUTES : intervals.get(0).fromMinute();
  }

  /** The minutes for the whole of which at least one of the requirement's states held. */
  private static BitSet minutesHeld(PresenceLog.Day day, int requirement) {
    var minutes = new BitSet(DAY_MINUTES);
    var present = new BitSet();
    long since = 0;
    for (long mark : day.marks) {
      if ((mark >> REQUIREMENT_SHIFT & 7) != requirement) {
        continue;
      }
      if (Arrays.binarySearch(day.marks, mark ^ OFF_BIT) >= 0) {
        continue; // ended and begun in the same instant: nothing has changed
      }
      long millis = mark >>> MILLIS_SHIFT;
      boolean wasEmpty = present.isEmpty();
      present.set((int) mark & MAX_WHO - 1, (mark & OFF_BIT) == 0);
      if (wasEmpty && !present.isEmpty()) {
        since = millis;
      } else if (!wasEmpty && present.isEmpty()) {
        setWholeMinutes(minutes, since, millis);
      }
    }
    if (!present.isEmpty()) {
      setWholeMinutes(minutes, since, (long) DAY_MINUTES * MINUTE_MILLIS);
    }
    return minutes;
  }

  private static void setWholeMinutes(BitSet minutes, long fromMillis, long toMillis) {
    int from = (int) ((fromMillis + MINUTE_MILLIS - 1) / MINUTE_MILLIS);
    int to = (int) (toMillis / MINUTE_MILLIS);
    if (from < to) {
      minutes.set(from, to);
    }
  }

  private void publish(
      PresenceLog log, PresenceLog.Day day, int untilMinute, long knownMillis, Lane lane) {
    Count now = count(log, day, untilMinute, lane);
    boolean news =
        now.good != day.good
            || now.total != day.total
            || now.hardBroken != day.hardBroken
            || !Arrays.equals(now.lost, day.lost.length == 0 ? new int[now.lost.length] : day.lost);
    if (!news) {
      return;
    }
    var outcome =
        lane.outcome(
            log.siteId + '/' + ServiceDates.format(day.serviceDate),
            log.siteId,
            day.serviceDate,
            now.good,
            now.total,
            byReason(now.lost),
            now.hardBroken ? hardRule.name : "",
            0,
            knownMillis,
            day.revision,
            List.copyOf(day.evidence));
    lane.output()
        .change(new Change(outcome, day.good, day.total, byReason(day.lost), day.hardBroken));
    day.good = now.good;
    day.total = now.total;
    day.lost = now.lost;
    day.hardBroken = now.hardBroken;
    day.revision++;
  }

  private Map<String, Long> byReason(int[] lost) {
    var reasons = new HashMap<String, Long>();
    for (int i = 0; i < lost.length; i++) {
      if (lost[i] > 0) {
        reasons.merge(requirements.get(i).missing, (long) lost[i], Long::sum);
      }
    }
    return reasons;
  }
}
