package org.duixian.commitment;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.duixian.calendar.MinuteInterval;
import org.duixian.calendar.PostedHours;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * Each minute of posted service is a unit, or each posted interval, or each day with posted hours;
 * it is good when every requirement holds for the whole of it (a window open and somebody on duty).
 * What is expected comes from the posted hours and the calendar, never from events, so that silence
 * counts. A state that nobody ends holds no longer than its service day, unless it carries over: a
 * closing that was never sent can't keep a station green overnight.
 */
public final class PresenceMeter implements Meter {
  private static final long serialVersionUID = 1;
  private static final int MINUTE_MILLIS = 60_000;
  private static final int MAX_PARSED = 1_000;

  /**
   * The event that posts the hours.
   *
   * @param site position of the site
   * @param validFrom position of the first day
   * @param hours position of the list of hours
   */
  record Posting(String eventType, int site, int validFrom, int hours) implements Serializable {}

  private final boolean ofRoads;
  private final Posting posting;
  private final FixedHours fixed;
  private final PresenceUnit unit;
  private final List<RequiredState> requirements;
  private final HardRule hardRule;
  private final HeldMinutes heldMinutes;
  private final ConcurrentHashMap<String, PostedHours> parsed = new ConcurrentHashMap<>();

  /** Either a posting or fixed hours, the other is null; so is a hard rule that there is not. */
  PresenceMeter(
      boolean ofRoads,
      Posting posting,
      FixedHours fixed,
      PresenceUnit unit,
      List<RequiredState> requirements,
      HardRule hardRule) {
    this.ofRoads = ofRoads;
    this.posting = posting;
    this.fixed = fixed;
    this.unit = unit;
    this.requirements = requirements;
    this.hardRule = hardRule;
    this.heldMinutes = new HeldMinutes(requirements);
  }

  /** Neighbouring minutes say the same thing. */
  int unitsPerSample() {
    return unit == PresenceUnit.minute ? 60 : 1;
  }

  /** Whether its places are road segments, else sites. */
  boolean isOfRoads() {
    return ofRoads;
  }

  /** Whether something breaks the promise at once. */
  boolean hasHardRule() {
    return hardRule != null;
  }

  /** Whether a site owes something without having posted anything. */
  boolean hasFixedHours() {
    return fixed != null;
  }

  @Override
  public String kind() {
    return "presence";
  }

  @Override
  public Set<String> eventTypes() {
    var types = new TreeSet<String>();
    if (posting != null) {
      types.add(posting.eventType);
    }
    for (RequiredState each : requirements) {
      types.add(each.onType());
      each.offs().forEach(off -> types.add(off.type()));
    }
    return types;
  }

  @Override
  public void on(Event event, Lane lane) {
    lane.clock().stir();
    if (posting != null && posting.eventType.equals(event.type())) {
      post(event, lane);
      return;
    }
    for (int i = 0; i < requirements.size(); i++) {
      RequiredState each = requirements.get(i);
      if (each.onType().equals(event.type())) {
        boolean on = each.onWhere().holds(event);
        // Who takes up something that does not count (another duty) ends what did.
        if (on || !each.offs().isEmpty()) {
          mark(i, each.begun(on, event), each.onPlace(), event, lane);
        }
      }
      for (RequiredState.Ending off : each.offs()) {
        if (off.type().equals(event.type())) {
          mark(i, each.ended(off, event), off.place(), event, lane);
        }
      }
    }
  }

  private void post(Event event, Lane lane) {
    String siteId = event.fields()[posting.site];
    String key = lane.key(siteId);
    var log = log(siteId, key, lane);
    var posted =
        new PresenceLog.Hours(
            ServiceDates.parse(event.fields()[posting.validFrom]),
            lane.clock().publishedMillis(event, lane.rules().graceMillis()),
            event.fields()[posting.hours]);
    log.post(posted, oldestDate(lane));
    lane.memory().presence().put(key, log);
  }

  /** The log of a site; made if there is none. */
  private static PresenceLog log(String siteId, String key, Lane lane) {
    PresenceLog log = lane.memory().presence().get(key);
    return log != null ? log : PresenceLog.of(lane.commitment().id(), lane.source(), siteId);
  }

  /**
   * The log of a place, or null if it owes nothing: one that owes something without having posted
   * it has a log before it says anything.
   */
  PresenceLog findLog(String placeId, Lane lane) {
    String key = lane.key(placeId);
    return fixed != null ? log(placeId, key, lane) : lane.memory().presence().get(key);
  }

  /** The earliest day that can still be revised. */
  private static int oldestDate(Lane lane) {
    return lane.clock().vouchedThrough - AreaMeters.HORIZON_DAYS;
  }

  /** The first mark is of the state itself. */
  private void mark(
      int requirement, List<RequiredState.Mark> marks, int placeField, Event event, Lane lane) {
    RequiredState required = requirements.get(requirement);
    String placeId = event.fields()[placeField];
    var first = marks.get(0);
    boolean asked = required.forEach().isEmpty() || required.forEach().contains(first.name());
    if (!asked || first.serviceDate() < oldestDate(lane)) {
      return;
    }
    String key = lane.key(placeId);
    var log = log(placeId, key, lane);
    for (RequiredState.Mark each : marks) {
      log.mark(each.serviceDate(), each.millisOfDay(), requirement, each.name(), each.on());
    }
    if (required.forEach().contains(RequiredState.ITSELF)) {
      log.endedBy = first.on() ? "" : Lane.reference(event);
    }
    for (PresenceLog.Day each : log.daysFrom(first.serviceDate())) {
      boolean itsOwn = each.serviceDate == first.serviceDate();
      if ((itsOwn || required.carriesOver()) && isOver(each.serviceDate, lane.clock())) {
        each.addEvidence(Lane.reference(event));
        lane.onDay(
            each.serviceDate,
            PresenceMeter.class,
            (meter, of) ->
                meter.publish(log, each, MinuteInterval.DAY_MINUTES, event.arrivedMillis(), of));
      } else if (itsOwn) {
        each.addEvidence(Lane.reference(event));
      }
    }
    lane.memory().presence().put(key, log);
  }

  private static boolean isOver(int serviceDate, SourceClock clock) {
    return serviceDate <= clock.vouchedThrough && !clock.isUnvouched(serviceDate);
  }

  /** Whether it is known what the site owes on the day. */
  boolean postedFor(PresenceLog log, int serviceDate) {
    return fixed != null || log != null && log.postedFor(serviceDate);
  }

  /** The source has vouched for the whole day. */
  void dayEnded(PresenceLog log, int serviceDate, long knownMillis, Lane lane) {
    var day = log.day(serviceDate);
    publish(log, day, MinuteInterval.DAY_MINUTES, knownMillis, lane);
    if (day.lost.length == 0 && log.announcedOn(serviceDate) == 0) {
      day.forgetEvidence();
    }
    if (day.revision == 0 && day.marks.length == 0) {
      log.days.remove(day);
    }
    log.forgetBefore(
        serviceDate - AreaMeters.HORIZON_DAYS,
        // An earlier version of the commitment may have required more.
        each -> each < requirements.size() && requirements.get(each).carriesOver());
  }

  /**
   * The minute of a day from which a hard rule is newly broken if nothing else is told; beyond any
   * if none is, or it is known already.
   */
  int breaksAt(PresenceLog log, int serviceDate, Lane lane) {
    int minute = log.outlook(serviceDate, date -> brokenAt(log, date, lane));
    return log.look(serviceDate).hardBroken ? Integer.MAX_VALUE : minute;
  }

  /** The source has vouched for a part of the day, in which a hard rule is newly broken. */
  void partOfDay(PresenceLog log, int serviceDate, int minutes, long knownMillis, Lane lane) {
    publish(log, log.day(serviceDate), minutes, knownMillis, lane);
  }

  private int brokenAt(PresenceLog log, int serviceDate, Lane lane) {
    var day = log.look(serviceDate);
    return brokenAt(log, day, posted(log, serviceDate, lane), heldMinutes.of(log, day), lane);
  }

  private record Count(int total, int[] lost, int announced, boolean hardBroken) {}

  private Count count(PresenceLog log, PresenceLog.Day day, int untilMinute, Lane lane) {
    List<MinuteInterval> posted = posted(log, day.serviceDate, lane);
    HeldMinutes.OfDay minutes = heldMinutes.of(log, day);
    var lost = new int[requirements.size()];
    BitSet notPromised = MinuteInterval.minutesOf(posted);
    notPromised.and(minutes.announced());
    notPromised.clear(untilMinute, MinuteInterval.DAY_MINUTES);
    int total = 0;
    for (BitSet[] each : minutes.held()) {
      total += unit.count(posted, minutes.announced(), each, untilMinute, lost);
    }
    boolean noneLost = Arrays.stream(lost).allMatch(each -> each == 0);
    boolean hard = hardRule != null && brokenAt(log, day, posted, minutes, lane) <= untilMinute;
    return new Count(total, noneLost ? new int[0] : lost, notPromised.cardinality(), hard);
  }

  /**
   * By which minute of a day the hard rule is broken if nothing else is told, or {@link
   * HardRule#NEVER}.
   */
  private int brokenAt(
      PresenceLog log,
      PresenceLog.Day day,
      List<MinuteInterval> posted,
      HeldMinutes.OfDay minutes,
      Lane lane) {
    BitSet good = good(posted, minutes);
    int runBefore = hardRule.wholeDay() ? 0 : runBefore(log, day.serviceDate, lane);
    return hardRule.brokenAt(posted, good, runBefore);
  }

  /** The minutes with all that the hard rule asks for, and those that were not promised. */
  private BitSet good(List<MinuteInterval> posted, HeldMinutes.OfDay minutes) {
    BitSet good = MinuteInterval.minutesOf(posted);
    for (BitSet[] each : minutes.held()) {
      for (int i = 0; i < each.length; i++) {
        if (hardRule.asksFor(i)) {
          good.and(each[i]);
        }
      }
    }
    good.or(minutes.announced());
    return good;
  }

  /**
   * Posted minutes in a row without service up to the beginning of a day. Only what carries over
   * goes on at midnight; a day that is not vouched for may have ended the run unseen.
   */
  private int runBefore(PresenceLog log, int serviceDate, Lane lane) {
    boolean goesOn = requirements.stream().allMatch(RequiredState::carriesOver);
    int run = 0;
    int oldest = serviceDate - AreaMeters.HORIZON_DAYS;
    for (int date = serviceDate - 1;
        goesOn && run < hardRule.runMinutes() && date >= oldest && !lane.clock().isUnvouched(date);
        date--) {
      var day = log.look(date);
      List<MinuteInterval> posted = posted(log, date, lane);
      BitSet good = good(posted, heldMinutes.of(log, day));
      BitSet since = MinuteInterval.minutesOf(posted);
      since.clear(0, good.length());
      run += since.cardinality();
      goesOn = good.isEmpty();
    }
    return run;
  }

  /**
   * Sites post the same few documents, and each is asked for often. All subtasks of a JVM ask: they
   * share the rule book.
   */
  private PostedHours parsed(String document) {
    if (parsed.size() > MAX_PARSED) {
      parsed.clear();
    }
    return parsed.computeIfAbsent(document == null ? "[]" : document, PostedHours::parse);
  }

  /**
   * The hours promised for the day. What was posted when the first of the old or the new hours had
   * begun changes nothing on that day: nobody takes a promise back after breaking it.
   */
  private List<MinuteInterval> posted(PresenceLog log, int serviceDate, Lane lane) {
    var calendar = lane.registry().calendar();
    if (!calendar.covers(serviceDate)) {
      return List.of();
    }
    if (fixed != null) {
      return fixed.on(serviceDate, lane.areaId(), lane.registry());
    }
    boolean marketDay = lane.registry().isMarketDay(lane.areaId(), serviceDate);
    List<MinuteInterval> promised = null;
    for (PresenceLog.Hours each : log.hours) {
      if (each.validFrom() <= serviceDate) {
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
    return intervals == null || intervals.isEmpty()
        ? MinuteInterval.DAY_MINUTES
        : intervals.get(0).fromMinute();
  }

  private void publish(
      PresenceLog log, PresenceLog.Day day, int untilMinute, long knownMillis, Lane lane) {
    Count now = count(log, day, untilMinute, lane);
    boolean news =
        now.total != day.total
            || now.announced != log.announcedOn(day.serviceDate)
            || now.hardBroken != day.hardBroken
            || !Arrays.equals(now.lost, day.lost);
    if (!news) {
      return;
    }
    int good = now.total - Arrays.stream(now.lost).sum();
    if (good < now.total + now.announced && day.evidence.length == 0 && !log.endedBy.isEmpty()) {
      day.addEvidence(log.endedBy);
    }
    var outcome =
        lane.outcome(
            log.siteId + '/' + ServiceDates.format(day.serviceDate),
            log.siteId,
            day.serviceDate,
            good,
            now.total,
            byReason(now.lost),
            now.hardBroken ? hardRule.name() : "",
            0,
            knownMillis,
            day.revision,
            List.of(day.evidence));
    lane.output()
        .change(new Change(outcome, day.good(), day.total, byReason(day.lost), day.hardBroken));
    day.published(now.total, now.lost, now.hardBroken);
    log.announce(day.serviceDate, now.announced);
  }

  private Map<String, Long> byReason(int[] lost) {
    var reasons = new HashMap<String, Long>();
    for (int i = 0; i < lost.length; i++) {
      if (lost[i] > 0) {
        reasons.merge(requirements.get(i).missing(), (long) lost[i], Long::sum);
      }
    }
    return reasons;
  }
}
