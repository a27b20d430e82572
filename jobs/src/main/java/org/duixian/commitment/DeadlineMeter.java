package org.duixian.commitment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * An obligation opened by an event or by a published timetable must be fulfilled by its due
 * instant. It is known to be broken when the source vouches past that instant and the stream's
 * grace, whether or not anybody ever closes it.
 */
public final class DeadlineMeter implements Meter {
  private static final long serialVersionUID = 1;
  private static final long ORPHAN_MILLIS = 24 * AreaMeters.HOUR_MILLIS;

  /** A trip's service day may end so late after its date. */
  private static final long AFTER_SERVICE_DATE_MILLIS = 3 * 24 * AreaMeters.HOUR_MILLIS;

  /**
   * What opens an obligation.
   *
   * @param eventType the opening event, or the timetable whose trips are the obligations
   * @param timetable whether it is a timetable: each trip on each of its days, in every area where
   *     it stops, is fulfilled by a visit to each of its stops there
   * @param where which events open one
   * @param subject positions of the fields that name it
   * @param siteField position of the site, or −1
   * @param dueFromField position of an instant that replaces the event's time if later, or −1
   * @param dueAfterMillis how long after that instant (a trip: after each scheduled departure)
   * @param terms what is promised instead in working days or until a given instant, or null
   */
  record Opening(
      String eventType,
      boolean timetable,
      Condition where,
      int[] subject,
      int siteField,
      int dueFromField,
      long dueAfterMillis,
      Terms terms)
      implements Serializable {}

  /** What an event does to an obligation. */
  enum Effect {
    fulfil,
    fail,
    withdraw,
    pause,
    resume,
    extend,
    confirm,
    revoke
  }

  /**
   * An event that moves an obligation on.
   *
   * @param eventType its type
   * @param effect what it does
   * @param where which events do it
   * @param subject positions of the fields that name the obligation
   * @param stopField position of the stop that is visited, or −1 where the whole is fulfilled at
   *     once
   * @param sequenceField position of the visit's place in the trip, or −1
   * @param reason why it failed or is revoked
   * @param confirmed whether it needs no confirmation
   * @param daysField position of the working days of an extension, or −1
   * @param untilField position of the new due instant of an extension, or −1
   * @param withinMillis how long after the fulfilment a revocation counts
   */
  record Step(
      String eventType,
      Effect effect,
      Condition where,
      int[] subject,
      int stopField,
      int sequenceField,
      String reason,
      boolean confirmed,
      int daysField,
      int untilField,
      long withinMillis)
      implements Serializable {}

  private final Opening opening;
  private final List<Step> steps;
  private final long withdrawWithinMillis;
  private final String lateReason;
  private final String missedReason;

  DeadlineMeter(
      Opening opening,
      List<Step> steps,
      long withdrawWithinMillis,
      String lateReason,
      String missedReason) {
    this.opening = opening;
    this.steps = steps;
    this.withdrawWithinMillis = withdrawWithinMillis;
    this.lateReason = lateReason;
    this.missedReason = missedReason;
  }

  @Override
  public String kind() {
    return "deadline";
  }

  @Override
  public Set<String> eventTypes() {
    var types = new TreeSet<String>();
    types.add(opening.eventType);
    steps.forEach(step -> types.add(step.eventType));
    return types;
  }

  @Override
  public void on(Event event, Lane given) {
    Lane lane = opening.terms == null ? given : given.byToday();
    if (!opening.timetable && opening.eventType.equals(event.type())) {
      if (opening.where.holds(event)) {
        open(event, lane);
      }
      if (opening.terms == null) {
        return;
      }
    }
    var here = new ArrayList<Step>(1);
    for (Step step : steps) {
      boolean one = opening.terms == null && !here.isEmpty();
      if (!one
          && step.eventType.equals(event.type())
          && step.where.holds(event)
          && named(event, step.subject)) {
        here.add(step);
      }
    }
    if (!here.isEmpty()) {
      move(here, event, lane);
    }
  }

  private static boolean named(Event event, int[] subject) {
    for (int position : subject) {
      if (event.fields()[position] == null) {
        return false;
      }
    }
    return true;
  }

  private void open(Event event, Lane lane) {
    String subject = Subjects.of(event, opening.subject);
    String key = lane.key(subject);
    Obligation obligation = find(key, lane);
    if (opening.terms != null) {
      openOnTerms(event, subject, obligation, lane);
      return;
    }
    if (obligation == null) {
      obligation = Obligation.of(lane.commitment().id(), lane.source(), subject);
    } else if (!obligation.opened()
        && obligation.dueMillis < event.timeMillis() - lane.rules().graceMillis()) {
      // What is known of it belongs to an earlier one of the same number.
      obligation = Obligation.of(lane.commitment().id(), lane.source(), subject);
    } else if (obligation.opened()) {
      boolean past = lane.clock().clockMillis >= obligation.dueMillis + lane.rules().graceMillis();
      boolean numbersBeganAnew =
          (past || obligation.published != Obligation.OPEN)
              && ServiceDates.serviceDate(event.timeMillis())
                  > ServiceDates.serviceDate(obligation.openedMillis);
      if (!numbersBeganAnew) {
        return;
      }
      forget(key, lane);
      obligation = Obligation.of(lane.commitment().id(), lane.source(), subject);
    }
    int openedOn = ServiceDates.serviceDate(event.timeMillis());
    if (!lane.seen().firstOfDay(openedOn, lane.commitment().id(), subject)) {
      return; // told again under another id after it was settled and forgotten
    }
    long from = event.timeMillis();
    if (opening.dueFromField >= 0 && event.fields()[opening.dueFromField] != null) {
      from = Math.max(from, Long.parseLong(event.fields()[opening.dueFromField]));
    }
    // An appointment beyond the horizon is not waited for: nothing may stay for ever.
    from = Math.min(from, event.timeMillis() + AreaMeters.HORIZON_MILLIS);
    long due = from + opening.dueAfterMillis;
    String site = opening.siteField < 0 ? null : event.fields()[opening.siteField];
    obligation.open(
        site == null ? "" : site, event.timeMillis(), due, ServiceDates.serviceDate(due), 1);
    obligation.addEvidence(Lane.reference(event));
    settle(key, obligation, event.timeMillis(), lane);
  }

  /** Its number is never used again, so what was told of it before belongs to it. */
  private void openOnTerms(Event event, String subject, Obligation known, Lane lane) {
    Terms terms = opening.terms;
    boolean openedBefore =
        known != null && known.opened() && known.openedMillis <= event.timeMillis();
    if (openedBefore || !terms.promises(event)) {
      return;
    }
    int openedOn = ServiceDates.serviceDate(event.timeMillis());
    boolean first = lane.seen().firstOfDay(openedOn, lane.commitment().id(), subject);
    if (!first && (known == null || !known.opened())) {
      return; // told again under another id after it was settled and forgotten
    }
    var obligation =
        known != null ? known : Obligation.of(lane.commitment().id(), lane.source(), subject);
    String site = opening.siteField < 0 ? null : event.fields()[opening.siteField];
    obligation.open(site == null ? "" : site, event.timeMillis(), 0, openedOn, 1);
    obligation.days = terms.days(event);
    obligation.givenMillis = terms.givenMillis(event);
    obligation.hardDays = terms.hardDays(event);
    obligation.addEvidence(Lane.reference(event));
    obligation.reckon(lane.registry().calendar());
    settle(lane.key(subject), obligation, event.timeMillis(), lane);
  }

  /** What one event does; several steps only where the commitment has terms. */
  private void move(List<Step> here, Event event, Lane lane) {
    Step first = here.get(0);
    String subject = Subjects.of(event, first.subject);
    String key = lane.key(subject);
    Obligation obligation = find(key, lane);
    if (obligation == null) {
      if (opening.timetable && first.effect == Effect.fulfil) {
        return; // a trip that the timetable does not promise
      }
      obligation = Obligation.of(lane.commitment().id(), lane.source(), subject);
      obligation.dueMillis =
          opening.timetable ? ServiceDates.startMillis(serviceDate(subject)) : event.timeMillis();
    }
    boolean ofAnEarlierNumber =
        opening.terms == null
            && !opening.timetable
            && obligation.opened()
            && event.timeMillis() < obligation.openedMillis - lane.rules().graceMillis();
    if (ofAnEarlierNumber) {
      return;
    }
    Lane promised = lane.asOpened(obligation);
    ((DeadlineMeter) promised.commitment().meter()).apply(here, event, key, obligation, promised);
  }

  private void apply(List<Step> here, Event event, String key, Obligation obligation, Lane lane) {
    for (Step step : here) {
      apply(step, event, obligation);
    }
    obligation.addEvidence(Lane.reference(event));
    if (opening.terms != null && obligation.opened()) {
      obligation.reckon(lane.registry().calendar());
    }
    settle(key, obligation, event.timeMillis(), lane);
  }

  private void apply(Step step, Event event, Obligation obligation) {
    long atMillis = event.timeMillis();
    switch (step.effect) {
      case fulfil -> {
        if (step.stopField < 0) {
          obligation.done(1, atMillis);
        } else {
          visit(step, event, obligation);
        }
        if (step.confirmed) {
          obligation.turned(new Turn(Turn.Kind.confirm, atMillis, 0, ""));
        }
      }
      case fail -> obligation.failed(step.reason, atMillis);
      case withdraw -> obligation.withdrawn(atMillis);
      case pause -> obligation.turned(new Turn(Turn.Kind.pause, atMillis, 0, ""));
      case resume -> obligation.turned(new Turn(Turn.Kind.resume, atMillis, 0, ""));
      case confirm -> obligation.turned(new Turn(Turn.Kind.confirm, atMillis, 0, ""));
      case revoke ->
          obligation.turned(new Turn(Turn.Kind.revoke, atMillis, step.withinMillis, step.reason));
      case extend -> {
        boolean byDays = step.daysField >= 0;
        String value = event.fields()[byDays ? step.daysField : step.untilField];
        if (value != null) {
          var kind = byDays ? Turn.Kind.extendDays : Turn.Kind.extendUntil;
          obligation.turned(new Turn(kind, atMillis, Long.parseLong(value), ""));
        }
      }
    }
  }

  private void visit(Step step, Event event, Obligation trip) {
    String stopId = event.fields()[step.stopField];
    int sequence = Integer.parseInt(event.fields()[step.sequenceField]);
    boolean comesBack =
        trip.stops.stream().filter(stop -> stop.stopId().equals(stopId)).count() > 1;
    for (int i = 0; i < trip.stops.size(); i++) {
      var stop = trip.stops.get(i);
      if (stop.stopId().equals(stopId) && !(comesBack && stop.sequence() != sequence)) {
        long due =
            ServiceDates.at(trip.serviceDate, stop.departureSeconds()) + opening.dueAfterMillis;
        if (event.timeMillis() <= due) {
          trip.done(1L << i, event.timeMillis());
        } else {
          trip.failed(lateReason, event.timeMillis());
        }
      }
    }
  }

  /** A trip's number need be unique on its route only. */
  private static String tripSubject(int serviceDate, String route, String tripId) {
    return ServiceDates.format(serviceDate) + '/' + route + '/' + tripId;
  }

  private static int serviceDate(String tripSubject) {
    return ServiceDates.parse(tripSubject.substring(0, tripSubject.indexOf('/')));
  }

  boolean opensByTimetable() {
    return opening.timetable;
  }

  /** Opens the trips of service days; a timetable promises nothing before it was published. */
  void openDays(int fromDate, int throughDate, Lane lane) {
    if (!opening.timetable) {
      return;
    }
    String ownRoutes = lane.source() + '|';
    var routes = new HashMap<String, RouteTimetables>();
    lane.memory()
        .timetables()
        .forEach(
            (route, timetables) -> {
              if (route.startsWith(ownRoutes)) {
                String id = route.substring(ownRoutes.length());
                if (lane.registry().findRoute(id).isPresent()) { // else it is run no longer
                  routes.put(id, timetables);
                }
              }
            });
    if (routes.isEmpty()) {
      return;
    }
    for (int date = fromDate; date <= throughDate; date++) {
      if (!lane.clock().isUnvouched(date)) {
        int day = date;
        routes.forEach(
            (route, timetables) -> openTrips(route, timetables, day, Long.MIN_VALUE, lane));
      }
    }
  }

  /**
   * The trips of a day were opened by another book than its own: what came of none is opened anew.
   */
  void openAnew(int serviceDate, Lane lane) {
    if (!opening.timetable) {
      return;
    }
    lane.memory()
        .obligations()
        .removeIf(
            (key, trip) ->
                trip.commitmentId.equals(lane.commitment().id())
                    && trip.source.equals(lane.source())
                    && trip.serviceDate == serviceDate
                    && isUntouched(trip));
    openDays(serviceDate, serviceDate, lane);
  }

  private static boolean isUntouched(Obligation trip) {
    return trip.evidence.isEmpty() && trip.published == Obligation.OPEN;
  }

  /** Opens those that were not known to be kept or broken at an instant of the source's clock. */
  private void openTrips(
      String route, RouteTimetables timetables, int serviceDate, long knownMillis, Lane lane) {
    var version = timetables.inForce(serviceDate);
    var calendar = lane.registry().calendar();
    if (version == null || !calendar.covers(serviceDate)) {
      return;
    }
    var dayType = calendar.dayType(serviceDate);
    boolean marketDay = lane.registry().isMarketDay(lane.areaId(), serviceDate);
    for (var trip : version.trips()) {
      if (!trip.runsOn(dayType, marketDay)) {
        continue;
      }
      var stops = trip.stops();
      long first = ServiceDates.at(serviceDate, stops.get(0).departureSeconds());
      long last = ServiceDates.at(serviceDate, stops.get(stops.size() - 1).departureSeconds());
      long due = last + opening.dueAfterMillis;
      String subject = tripSubject(serviceDate, route, trip.tripId());
      String key = lane.key(subject);
      var obligation = find(key, lane);
      boolean alreadyOpen = obligation != null && obligation.opened();
      if (first < version.publishedMillis()
          || due + lane.rules().graceMillis() <= knownMillis
          || alreadyOpen) {
        continue;
      }
      if (obligation == null) {
        obligation = Obligation.of(lane.commitment().id(), lane.source(), subject);
      }
      long parts = stops.size() == Long.SIZE ? -1L : (1L << stops.size()) - 1;
      obligation.open(route, first, due, serviceDate, parts);
      obligation.stops = stops;
      settle(key, obligation, obligation.failedMillis, lane);
    }
  }

  /** A new version of a route's timetable replaces the trips on which nothing has happened yet. */
  void timetableChanged(String route, RouteTimetables.Version version, Lane lane) {
    if (!opening.timetable) {
      return;
    }
    lane.memory()
        .obligations()
        .removeIf(
            (key, trip) ->
                trip.commitmentId.equals(lane.commitment().id())
                    && trip.source.equals(lane.source())
                    && trip.siteId.equals(route)
                    && trip.serviceDate >= version.validFrom()
                    && trip.openedMillis >= version.publishedMillis()
                    && isUntouched(trip));
    var timetables = lane.memory().timetables().get(lane.source() + '|' + route);
    long clockMillis = lane.clock().clockMillis;
    long undecided = clockMillis - opening.dueAfterMillis - lane.rules().graceMillis();
    long open = Math.max(undecided, version.publishedMillis());
    int from = ServiceDates.serviceDate(open) - RouteTimetables.MAX_DAYS_PER_TRIP;
    from = Math.max(Math.max(from, lane.clock().startDate), version.validFrom());
    for (int date = from; date <= lane.clock().openedThrough; date++) {
      openTrips(route, timetables, date, clockMillis, lane);
    }
  }

  private static Obligation find(String key, Lane lane) {
    var obligation = lane.memory().obligations().get(key);
    return obligation != null ? obligation : lane.memory().broken().get(key);
  }

  private static void forget(String key, Lane lane) {
    lane.memory().obligations().remove(key);
    lane.memory().broken().remove(key);
  }

  /** The instant has come at which an obligation must be looked at again. */
  void lookAt(Obligation obligation, Lane lane) {
    long graceMillis = lane.rules().graceMillis();
    String key = lane.key(obligation.subject);
    if (opening.terms == null) {
      settle(key, obligation, obligation.dueMillis + graceMillis, lane);
      return;
    }
    boolean published = obligation.published != Obligation.OPEN;
    long dueMillis = obligation.dueMillis;
    obligation.reckon(lane.registry().calendar());
    if (published) {
      obligation.dueMillis = dueMillis; // a revised calendar rewrites nothing
    }
    var now = standing(obligation, lane);
    boolean never = now.limitMillis() + AreaMeters.HORIZON_MILLIS <= lane.clock().clockMillis;
    if (now.standing() == Obligation.OPEN && never) {
      forget(key, lane); // it fell due where the source did not vouch, and nothing came late
    } else {
      boolean byTime = now.limitMillis() != Reckoning.NEVER;
      long knownMillis = byTime ? now.limitMillis() + graceMillis : lane.clock().clockMillis;
      settle(key, obligation, knownMillis, lane);
    }
  }

  private Terms.Standing standing(Obligation obligation, Lane lane) {
    return opening.terms.standing(
        obligation,
        lane.clock(),
        lane.rules().graceMillis(),
        withdrawWithinMillis,
        lane.registry().calendar(),
        lateReason,
        missedReason);
  }

  private void settleOnTerms(String key, Obligation obligation, long knownMillis, Lane lane) {
    var now = standing(obligation, lane);
    boolean due = obligation.dueMillis != Reckoning.NEVER;
    // A second limit that has passed is told on the day on which it did: it is a breach at once.
    long countsMillis =
        now.hard()
            ? obligation.hardDueMillis
            : due ? obligation.dueMillis : Math.max(obligation.withdrawnMillis, 1);
    obligation.serviceDate = ServiceDates.serviceDate(countsMillis);
    boolean counted =
        obligation.published == Obligation.GOOD || obligation.published == Obligation.BAD;
    boolean moved =
        counted
            && (now.standing() == Obligation.OPEN
                || obligation.publishedDate != obligation.serviceDate);
    if (moved) {
      takeBack(obligation, knownMillis, lane);
    }
    boolean news =
        now.standing() != obligation.published
            || !now.reason().equals(obligation.publishedReason)
            || now.hard() != obligation.publishedHard;
    if (news) {
      long dueMillis = now.hard() ? obligation.hardDueMillis : due ? obligation.dueMillis : 0;
      publish(obligation, now.standing(), now.reason(), now.hard(), dueMillis, knownMillis, lane);
    }
    forget(key, lane);
    if (now.undecided()) {
      obligation.wakeMillis = wakeMillis(obligation, now, lane);
      lane.wakeAt(obligation.wakeMillis);
      lane.memory().obligations().put(key, obligation);
    } else {
      long revocable = obligation.complete() ? obligation.doneMillis + revokedWithinMillis() : 0;
      obligation.revisableMillis = Math.max(countsMillis, revocable);
      lane.memory().broken().put(key, obligation);
    }
  }

  private long revokedWithinMillis() {
    return steps.stream().mapToLong(Step::withinMillis).max().orElse(0);
  }

  /** At the next service day too: the calendar may be another by then. */
  private long wakeMillis(Obligation obligation, Terms.Standing now, Lane lane) {
    if (!obligation.opened()) {
      return obligation.dueMillis + orphanMillis();
    }
    long clockMillis = lane.clock().clockMillis;
    long nextDay = ServiceDates.startMillis(ServiceDates.serviceDate(clockMillis) + 1);
    boolean broken = now.standing() == Obligation.BAD; // and the second limit is to come
    long limit = broken ? obligation.hardDueMillis : now.limitMillis();
    long known = limit + lane.rules().graceMillis();
    return known > clockMillis ? Math.min(known, nextDay) : nextDay;
  }

  /** The day for which it was published is no longer the day on which it falls due. */
  private void takeBack(Obligation obligation, long knownMillis, Lane lane) {
    int serviceDate = obligation.serviceDate;
    obligation.serviceDate = obligation.publishedDate;
    publish(obligation, Obligation.WITHDRAWN, "", false, 0, knownMillis, lane);
    obligation.published = Obligation.OPEN;
    obligation.serviceDate = serviceDate;
  }

  /** Publishes how the obligation stands if that is news, and remembers it as long as needed. */
  void settle(String key, Obligation obligation, long knownMillis, Lane lane) {
    if (opening.terms != null) {
      settleOnTerms(key, obligation, knownMillis, lane);
      return;
    }
    long graceMillis = lane.rules().graceMillis();
    long knownAt = obligation.dueMillis + graceMillis;
    boolean past = obligation.opened() && lane.clock().clockMillis >= knownAt;
    boolean unknown =
        past
            && lane.clock().isUnvouched(obligation.openedMillis, obligation.dueMillis, graceMillis);
    boolean knownMissing = past && !unknown;
    int standing = obligation.standing(knownMissing, withdrawWithinMillis);
    String reason = standing == Obligation.BAD ? reason(obligation) : "";
    if (standing != obligation.published || !reason.equals(obligation.publishedReason)) {
      publish(obligation, standing, reason, false, obligation.dueMillis, knownMillis, lane);
    }
    if (past && standing != Obligation.OPEN) {
      forget(key, lane);
      if (standing == Obligation.BAD) {
        lane.memory().broken().put(key, obligation);
      }
      return;
    }
    obligation.wakeMillis = wakeMillis(obligation, unknown, graceMillis);
    lane.wakeAt(obligation.wakeMillis);
    lane.memory().obligations().put(key, obligation);
  }

  private String reason(Obligation obligation) {
    boolean failedFirst =
        obligation.failedMillis != 0
            && !(obligation.complete() && obligation.doneMillis < obligation.failedMillis);
    return failedFirst ? obligation.failReason : obligation.complete() ? lateReason : missedReason;
  }

  private void publish(
      Obligation obligation,
      int standing,
      String reason,
      boolean hard,
      long dueMillis,
      long knownMillis,
      Lane lane) {
    var outcome =
        lane.outcome(
            obligation.subject,
            obligation.siteId,
            obligation.serviceDate,
            standing == Obligation.GOOD ? 1 : 0,
            standing == Obligation.GOOD || standing == Obligation.BAD ? 1 : 0,
            lost(reason),
            hard ? lane.commitment().hardRule() : "",
            dueMillis,
            knownMillis,
            obligation.revision,
            List.copyOf(obligation.evidence));
    int before = obligation.published;
    boolean counted = before == Obligation.GOOD || before == Obligation.BAD;
    if (outcome.total() > 0 || counted || standing == Obligation.WITHDRAWN) {
      lane.output()
          .change(
              new Change(
                  outcome,
                  before == Obligation.GOOD ? 1 : 0,
                  counted ? 1 : 0,
                  lost(obligation.publishedReason),
                  obligation.publishedHard));
      obligation.revision++;
    }
    obligation.published = standing;
    obligation.publishedReason = reason;
    obligation.publishedDate = obligation.serviceDate;
    obligation.publishedHard = hard;
  }

  private static Map<String, Long> lost(String reason) {
    return reason.isEmpty() ? Map.of() : Map.of(reason, 1L);
  }

  /** When the obligation must be looked at again. */
  private long wakeMillis(Obligation obligation, boolean unknown, long graceMillis) {
    if (!obligation.opened()) {
      return obligation.dueMillis + orphanMillis();
    }
    // What fell due where the source does not vouch may still be told of, late.
    return obligation.dueMillis + (unknown ? AreaMeters.HORIZON_MILLIS : graceMillis);
  }

  /** How long what was told of an obligation that nobody has opened is kept. */
  private long orphanMillis() {
    if (opening.terms != null) {
      return AreaMeters.HORIZON_MILLIS;
    }
    return opening.timetable ? AFTER_SERVICE_DATE_MILLIS : ORPHAN_MILLIS;
  }

  /** Whether one that is to be looked at again will never be decided. */
  boolean forgettable(Obligation obligation, SourceClock clock, long graceMillis) {
    return !obligation.opened()
        || (opening.terms == null
            && clock.isUnvouched(obligation.openedMillis, obligation.dueMillis, graceMillis)
            && clock.clockMillis >= obligation.dueMillis + AreaMeters.HORIZON_MILLIS);
  }
}
