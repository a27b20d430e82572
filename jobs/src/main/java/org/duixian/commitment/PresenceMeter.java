package org.duixian.commitment;

import java.io.Serializable;
import java.util.ArrayList;
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
  private static final int DAY_MINUTES = 24 * 60;
  private static final int MAX_PARSED = 1_000;
  private static final int NEVER = Integer.MAX_VALUE;

  /** What is counted; the names are those of the YAML files. */
  enum Unit {
    /** A posted minute. */
    minute,
    /** A posted interval. */
    interval,
    /** A day with posted hours. */
    day
  }

  /**
   * A state that must hold.
   *
   * @param onType event that begins it
   * @param offs events that end it; none: the event tells that it held for its whole day
   * @param onWhere which beginnings count
   * @param onDate position of the service date, or −1: the day of the event
   * @param onWho position of who or what begins it, or −1: the place
   * @param onPlace position of the place
   * @param atLeast of how many it must hold at once
   * @param forEach of whom it must hold, each a unit of its own; empty: of anybody
   * @param carriesOver whether it holds from the outset and over midnight until it is ended
   * @param missing the reason when it does not hold
   */
  record Requirement(
      String onType,
      List<Ending> offs,
      Condition onWhere,
      int onDate,
      int onWho,
      int onPlace,
      int atLeast,
      List<String> forEach,
      boolean carriesOver,
      String missing)
      implements Serializable {

    Requirement {
      offs = new ArrayList<>(offs);
      forEach = new ArrayList<>(forEach);
    }

    boolean isAnnounced() {
      return offs.stream().anyMatch(each -> each.announcement != null);
    }
  }

  /**
   * An event that ends a state.
   *
   * @param except which of them leave it as it should be, or restore it
   * @param who position of who or what ends it, or −1: the place
   * @param place position of the place
   * @param announcement how one is announced, or null
   */
  record Ending(String type, Condition except, int who, int place, Announcement announcement)
      implements Serializable {}

  /**
   * An ending that the public was told of in time: nothing is promised up to the instant that was
   * told with it, or as long as it lasts if none was.
   *
   * @param where which can be announced
   * @param at position of the instant of the announcement
   * @param beforeMillis how long before the ending that must be
   * @param until position of the instant up to which it is announced
   */
  record Announcement(Condition where, int at, long beforeMillis, int until)
      implements Serializable {

    boolean inTime(Event event) {
      String told = event.fields()[at];
      return where.holds(event)
          && told != null
          && Long.parseLong(told) + beforeMillis <= event.timeMillis();
    }
  }

  /** A change of a state. */
  private record Mark(int serviceDate, long millisOfDay, String name, boolean on) {
    static Mark at(long millis, String name, boolean on) {
      int date = ServiceDates.serviceDate(millis);
      return new Mark(date, millis - ServiceDates.startMillis(date), name, on);
    }
  }

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
   * @param runMinutes so many posted minutes in a row without service; 0: a whole posted interval,
   *     or a whole day
   * @param wholeDay whether it takes a whole day
   * @param requirement the only requirement that it asks for, or −1: all
   */
  record HardRule(String name, int runMinutes, boolean wholeDay, int requirement)
      implements Serializable {}

  /** Names the place itself where a state is the place's own. */
  static final String ITSELF = "";

  /**
   * Names the state that something is promised, which ends while it is announced that it is not.
   */
  private static final String PROMISED = "promised";

  private final boolean ofRoads;
  private final Posting posting;
  private final FixedHours fixed;
  private final Unit unit;
  private final List<Requirement> requirements;
  private final HardRule hardRule;
  private final ConcurrentHashMap<String, PostedHours> parsed = new ConcurrentHashMap<>();

  /** Either a posting or fixed hours, the other is null; so is a hard rule that there is not. */
  PresenceMeter(
      boolean ofRoads,
      Posting posting,
      FixedHours fixed,
      Unit unit,
      List<Requirement> requirements,
      HardRule hardRule) {
    this.ofRoads = ofRoads;
    this.posting = posting;
    this.fixed = fixed;
    this.unit = unit;
    this.requirements = requirements;
    this.hardRule = hardRule;
  }

  /** Neighbouring minutes say the same thing. */
  int unitsPerSample() {
    return unit == Unit.minute ? 60 : 1;
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
    for (Requirement each : requirements) {
      types.add(each.onType);
      each.offs.forEach(off -> types.add(off.type));
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
      Requirement each = requirements.get(i);
      if (each.onType.equals(event.type())) {
        boolean on = each.onWhere.holds(event);
        // Who takes up something that does not count (another duty) ends what did.
        if (on || !each.offs.isEmpty()) {
          mark(i, begun(each, on, event), each.onPlace, event, lane);
        }
      }
      for (Ending off : each.offs) {
        if (off.type.equals(event.type())) {
          mark(i, ended(each, off, event), off.place, event, lane);
        }
      }
    }
  }

  private static List<Mark> begun(Requirement each, boolean on, Event event) {
    String name = each.onWho < 0 ? ITSELF : event.fields()[each.onWho];
    if (each.offs.isEmpty()) {
      int date =
          each.onDate < 0
              ? ServiceDates.serviceDate(event.timeMillis())
              : ServiceDates.parse(event.fields()[each.onDate]);
      return List.of(new Mark(date, 0, name, on));
    }
    var mark = Mark.at(event.timeMillis(), name, on);
    return each.isAnnounced()
        ? List.of(mark, Mark.at(event.timeMillis(), PROMISED, true))
        : List.of(mark);
  }

  private static List<Mark> ended(Requirement each, Ending off, Event event) {
    boolean on = off.except.holds(event);
    String name = off.who < 0 ? ITSELF : event.fields()[off.who];
    var mark = Mark.at(event.timeMillis(), name, on);
    if (!each.isAnnounced()) {
      return List.of(mark);
    }
    if (on || off.announcement == null || !off.announcement.inTime(event)) {
      return List.of(mark, Mark.at(event.timeMillis(), PROMISED, true));
    }
    var notPromised = Mark.at(event.timeMillis(), PROMISED, false);
    String until = event.fields()[off.announcement.until];
    return until == null
        ? List.of(mark, notPromised)
        : List.of(mark, notPromised, Mark.at(Long.parseLong(until), PROMISED, true));
  }

  private void post(Event event, Lane lane) {
    var log = log(event.fields()[posting.site], lane);
    var posted =
        new PresenceLog.Hours(
            ServiceDates.parse(event.fields()[posting.validFrom]),
            lane.clock().publishedMillis(event, lane.rules().graceMillis()),
            event.fields()[posting.hours]);
    log.post(posted, oldestDate(lane));
    lane.memory().presence().put(lane.key(log.siteId), log);
  }

  /** The log of a site; made if there is none. */
  private static PresenceLog log(String siteId, Lane lane) {
    PresenceLog log = lane.memory().presence().get(lane.key(siteId));
    return log != null ? log : PresenceLog.of(lane.commitment().id(), lane.source(), siteId);
  }

  /**
   * The log of a place, or null if it owes nothing: one that owes something without having posted
   * it has a log before it says anything.
   */
  PresenceLog findLog(String placeId, Lane lane) {
    return fixed != null ? log(placeId, lane) : lane.memory().presence().get(lane.key(placeId));
  }

  /** The earliest day that can still be revised. */
  private static int oldestDate(Lane lane) {
    return lane.clock().vouchedThrough - AreaMeters.HORIZON_DAYS;
  }

  /** The first mark is of the state itself. */
  private void mark(int requirement, List<Mark> marks, int placeField, Event event, Lane lane) {
    Requirement required = requirements.get(requirement);
    String placeId = event.fields()[placeField];
    var first = marks.get(0);
    boolean asked = required.forEach.isEmpty() || required.forEach.contains(first.name);
    if (!asked || first.serviceDate < oldestDate(lane)) {
      return;
    }
    var log = log(placeId, lane);
    for (Mark each : marks) {
      log.mark(each.serviceDate, each.millisOfDay, requirement, each.name, each.on);
    }
    if (required.forEach.contains(ITSELF)) {
      log.endedBy = first.on ? "" : Lane.reference(event);
    }
    for (PresenceLog.Day each : log.days) {
      boolean itsOwn = each.serviceDate == first.serviceDate;
      boolean concerned = itsOwn || required.carriesOver && each.serviceDate > first.serviceDate;
      if (concerned && isOver(each.serviceDate, lane.clock())) {
        each.addEvidence(Lane.reference(event));
        lane.onDay(
            each.serviceDate,
            PresenceMeter.class,
            (meter, of) -> meter.publish(log, each, DAY_MINUTES, event.arrivedMillis(), of));
      } else if (itsOwn) {
        each.addEvidence(Lane.reference(event));
      }
    }
    lane.memory().presence().put(lane.key(placeId), log);
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
    publish(log, day, DAY_MINUTES, knownMillis, lane);
    if (day.lost.length == 0 && log.announcedOn(serviceDate) == 0) {
      day.forgetEvidence();
    }
    if (day.revision == 0 && day.marks.length == 0) {
      log.days.remove(day);
    }
    log.forgetBefore(
        serviceDate - AreaMeters.HORIZON_DAYS,
        // An earlier version of the commitment may have required more.
        each -> each < requirements.size() && requirements.get(each).carriesOver);
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
    return brokenAt(log, day, posted(log, serviceDate, lane), held(log, day), lane);
  }

  private record Count(int total, int[] lost, int announced, boolean hardBroken) {}

  private Count count(PresenceLog log, PresenceLog.Day day, int untilMinute, Lane lane) {
    List<MinuteInterval> posted = posted(log, day.serviceDate, lane);
    List<BitSet[]> held = held(log, day);
    var lost = new int[requirements.size()];
    BitSet announced = announced(log, day);
    BitSet notPromised = minutes(posted);
    notPromised.and(announced);
    notPromised.clear(untilMinute, DAY_MINUTES);
    int total = 0;
    for (BitSet[] each : held) {
      total +=
          unit == Unit.minute
              ? countMinutes(posted, announced, each, untilMinute, lost)
              : countWhole(posted, each, untilMinute, lost);
    }
    boolean noneLost = Arrays.stream(lost).allMatch(each -> each == 0);
    boolean hard = hardRule != null && brokenAt(log, day, posted, held, lane) <= untilMinute;
    return new Count(total, noneLost ? new int[0] : lost, notPromised.cardinality(), hard);
  }

  /** Each minute is lost to the first that is missing in it. Returns how many there are. */
  private static int countMinutes(
      List<MinuteInterval> posted, BitSet announced, BitSet[] held, int untilMinute, int[] lost) {
    BitSet open = minutes(posted);
    open.andNot(announced);
    open.clear(untilMinute, DAY_MINUTES);
    int total = open.cardinality();
    for (int i = 0; i < held.length; i++) {
      int before = open.cardinality();
      open.and(held[i]);
      lost[i] += before - open.cardinality();
    }
    return total;
  }

  /** Each interval or day is lost to the first that is ever missing in it. */
  private int countWhole(List<MinuteInterval> posted, BitSet[] held, int untilMinute, int[] lost) {
    int total = 0;
    for (List<MinuteInterval> each : wholes(posted)) {
      if (each.get(each.size() - 1).toMinute() > untilMinute) {
        break;
      }
      total++;
      BitSet open = minutes(each);
      for (int i = 0; i < held.length; i++) {
        var missing = (BitSet) open.clone();
        missing.andNot(held[i]);
        if (!missing.isEmpty()) {
          lost[i]++;
          break;
        }
      }
    }
    return total;
  }

  private List<List<MinuteInterval>> wholes(List<MinuteInterval> posted) {
    if (unit == Unit.interval) {
      return posted.stream().map(List::of).toList();
    }
    return posted.isEmpty() ? List.of() : List.of(posted);
  }

  private static BitSet minutes(List<MinuteInterval> intervals) {
    var minutes = new BitSet(DAY_MINUTES);
    intervals.forEach(each -> minutes.set(each.fromMinute(), each.toMinute()));
    return minutes;
  }

  /**
   * By which minute of a day the hard rule is broken if nothing else is told, or {@link #NEVER}.
   */
  private int brokenAt(
      PresenceLog log,
      PresenceLog.Day day,
      List<MinuteInterval> posted,
      List<BitSet[]> held,
      Lane lane) {
    BitSet good = good(log, day, posted, held);
    if (hardRule.wholeDay) {
      boolean none = !posted.isEmpty() && good.isEmpty();
      return none ? posted.get(posted.size() - 1).toMinute() : NEVER;
    }
    return brokenAt(posted, good, runBefore(log, day.serviceDate, lane));
  }

  /** The minutes with all that the hard rule asks for, and those that were not promised. */
  private BitSet good(
      PresenceLog log, PresenceLog.Day day, List<MinuteInterval> posted, List<BitSet[]> held) {
    BitSet good = minutes(posted);
    for (BitSet[] each : held) {
      for (int i = 0; i < each.length; i++) {
        if (hardRule.requirement < 0 || hardRule.requirement == i) {
          good.and(each[i]);
        }
      }
    }
    good.or(announced(log, day));
    return good;
  }

  /**
   * Posted minutes in a row without service up to the beginning of a day. Only what carries over
   * goes on at midnight; a day that is not vouched for may have ended the run unseen.
   */
  private int runBefore(PresenceLog log, int serviceDate, Lane lane) {
    boolean goesOn = requirements.stream().allMatch(Requirement::carriesOver);
    int run = 0;
    int oldest = serviceDate - AreaMeters.HORIZON_DAYS;
    for (int date = serviceDate - 1;
        goesOn && run < hardRule.runMinutes && date >= oldest && !lane.clock().isUnvouched(date);
        date--) {
      var day = log.look(date);
      List<MinuteInterval> posted = posted(log, date, lane);
      BitSet good = good(log, day, posted, held(log, day));
      BitSet since = minutes(posted);
      since.clear(0, good.length());
      run += since.cardinality();
      goesOn = good.isEmpty();
    }
    return run;
  }

  /** A run of posted minutes without service goes on over a break between posted intervals. */
  private int brokenAt(List<MinuteInterval> posted, BitSet good, int runBefore) {
    int run = runBefore;
    for (MinuteInterval interval : posted) {
      int from = interval.fromMinute();
      int to = interval.toMinute();
      if (hardRule.runMinutes == 0) {
        int firstGood = good.nextSetBit(from);
        if (firstGood < 0 || firstGood >= to) {
          return to;
        }
        continue;
      }
      for (int minute = from; minute < to; ) {
        int nextGood = good.nextSetBit(minute);
        int end = nextGood < 0 ? to : Math.min(nextGood, to);
        if (run + end - minute >= hardRule.runMinutes) {
          return minute + Math.max(1, hardRule.runMinutes - run);
        }
        run += end - minute;
        if (end < to) {
          run = 0;
          minute = good.nextClearBit(end);
        } else {
          minute = to;
        }
      }
    }
    return NEVER;
  }

  /**
   * Per requirement, the minutes for the whole of which it held; once for each of those of whom it
   * must hold, else once.
   */
  private List<BitSet[]> held(PresenceLog log, PresenceLog.Day day) {
    long[] changes = Marks.changes(day.marks);
    List<String> names = List.of("");
    for (Requirement each : requirements) {
      names = each.forEach.isEmpty() ? names : each.forEach;
    }
    var held = new ArrayList<BitSet[]>();
    for (String name : names) {
      var states = new BitSet[requirements.size()];
      for (int i = 0; i < states.length; i++) {
        boolean oneOnly = !requirements.get(i).forEach.isEmpty();
        states[i] =
            oneOnly ? minutesHeld(log, day, changes, i, name) : minutesHeld(log, changes, i);
      }
      held.add(states);
    }
    return held;
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
    return intervals == null || intervals.isEmpty() ? DAY_MINUTES : intervals.get(0).fromMinute();
  }

  /** The minutes for the whole of which the requirement held of enough at once. */
  private BitSet minutesHeld(PresenceLog log, long[] changes, int requirement) {
    int atLeast = requirements.get(requirement).atLeast;
    var minutes = new BitSet(DAY_MINUTES);
    var present = new BitSet();
    long since = -1;
    for (long change : changes) {
      if (log.requirement(Marks.who(change)) == requirement) {
        present.set(Marks.who(change), Marks.on(change));
        since = heldSince(since, present.cardinality() >= atLeast, change, minutes);
      }
    }
    setWholeMinutes(minutes, since, (long) DAY_MINUTES * MINUTE_MILLIS);
    return minutes;
  }

  /** The minutes for the whole of which it held of the one who is named. */
  private BitSet minutesHeld(
      PresenceLog log, PresenceLog.Day day, long[] changes, int requirement, String name) {
    int position = log.find(requirement, name);
    boolean outset =
        requirements.get(requirement).carriesOver
            && (position < 0 || !log.endedBefore(day.serviceDate).get(position));
    var minutes = new BitSet(DAY_MINUTES);
    long since = outset ? 0 : -1;
    for (long change : changes) {
      if (Marks.who(change) == position) {
        since = heldSince(since, Marks.on(change), change, minutes);
      }
    }
    setWholeMinutes(minutes, since, (long) DAY_MINUTES * MINUTE_MILLIS);
    return minutes;
  }

  /** The minutes for any part of which it was announced that nothing is promised. */
  private BitSet announced(PresenceLog log, PresenceLog.Day day) {
    var announced = new BitSet(DAY_MINUTES);
    for (int i = 0; i < requirements.size(); i++) {
      if (requirements.get(i).isAnnounced()) {
        announced.set(0, DAY_MINUTES);
        announced.andNot(minutesHeld(log, day, Marks.changes(day.marks), i, PROMISED));
      }
    }
    return announced;
  }

  /** Since when it holds after a change, or −1. */
  private static long heldSince(long since, boolean holds, long change, BitSet minutes) {
    if (holds) {
      return since < 0 ? Marks.millisOfDay(change) : since;
    }
    setWholeMinutes(minutes, since, Marks.millisOfDay(change));
    return -1;
  }

  private static void setWholeMinutes(BitSet minutes, long fromMillis, long toMillis) {
    int from = (int) ((fromMillis + MINUTE_MILLIS - 1) / MINUTE_MILLIS);
    int to = (int) (toMillis / MINUTE_MILLIS);
    if (fromMillis >= 0 && from < to) {
      minutes.set(from, to);
    }
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
            now.hardBroken ? hardRule.name : "",
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
        reasons.merge(requirements.get(i).missing, (long) lost[i], Long::sum);
      }
    }
    return reasons;
  }
}
