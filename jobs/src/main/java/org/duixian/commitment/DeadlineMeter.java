package org.duixian.commitment;

import java.io.Serializable;
import java.util.ArrayList;
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

  /** A count above the limit is remembered so long until its case is closed. */
  private static final long COUNTED_MILLIS = 366 * 24 * AreaMeters.HOUR_MILLIS;

  /**
   * What opens an obligation.
   *
   * @param eventType the opening event, or the timetable whose trips are the obligations
   * @param timetable whether it is a timetable: each trip on each of its days, in every area where
   *     it stops, is fulfilled by a visit to each of its stops there
   * @param notice of a suspension that excuses a timetable's trips, or null
   * @param where which events open one
   * @param subject positions of the fields that name it
   * @param siteField position of the site, or −1
   * @param kindField position of the field that says of what kind it is, or −1
   * @param dueFromField position of an instant that replaces the event's time if later, or −1
   * @param dueAfterMillis how long after that instant (a trip: after each scheduled departure)
   * @param limit how often something may happen where that is all that is promised, or null: then
   *     the opening also fulfils it
   * @param terms what is promised instead in working days or until a given instant, or null
   */
  record Opening(
      String eventType,
      boolean timetable,
      SuspensionNotice notice,
      Condition where,
      int[] subject,
      int siteField,
      int kindField,
      int dueFromField,
      long dueAfterMillis,
      Limit limit,
      Terms terms)
      implements Serializable {}

  /**
   * How often something may happen.
   *
   * @param byField position of the field of the opening event whose value says how often, or −1
   * @param byValue how often for each value
   * @param otherwise how often otherwise
   */
  record Limit(int byField, Map<String, Integer> byValue, int otherwise) implements Serializable {
    int of(Event opening) {
      return byField < 0 ? otherwise : byValue.getOrDefault(opening.fields()[byField], otherwise);
    }

    /** What is never above a limit need not be remembered. */
    int least() {
      return byValue.values().stream().mapToInt(each -> each).reduce(otherwise, Math::min);
    }
  }

  /** What an event does to an obligation. */
  enum Effect {
    fulfil,
    fail,
    withdraw,
    pause,
    resume,
    extend,
    confirm,
    revoke,
    count
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
   * @param numberField position of the count, or −1
   * @param daysField position of the working days of an extension, or −1
   * @param untilField position of the new due instant of an extension, or −1
   * @param withinMillis how long after the fulfilment a revocation counts; how long after the
   *     promise began to run a fulfilment does, or 0 where only the due instant limits it
   * @param kinds the kinds of obligation that it fulfils, separated by blanks; empty: all
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
      int numberField,
      int daysField,
      int untilField,
      long withinMillis,
      String kinds)
      implements Serializable {}

  private final Opening opening;
  private final List<Step> steps;
  private final boolean doneByTurns;
  private final Settlement settlement;
  private final TimetableTrips trips;

  DeadlineMeter(
      Opening opening,
      List<Step> steps,
      long withdrawWithinMillis,
      String lateReason,
      String missedReason) {
    this.opening = opening;
    this.steps = steps;
    this.doneByTurns =
        steps.stream()
            .filter(step -> step.effect == Effect.fulfil)
            .anyMatch(step -> step.withinMillis > 0 || !step.kinds.isEmpty());
    this.settlement =
        new Settlement(
            opening.terms,
            withdrawWithinMillis,
            steps.stream()
                .filter(step -> step.effect == Effect.revoke)
                .mapToLong(Step::withinMillis)
                .max()
                .orElse(0),
            orphanMillis(opening),
            lateReason,
            missedReason);
    this.trips =
        opening.timetable
            ? new TimetableTrips(opening.dueAfterMillis, opening.notice, settlement)
            : null;
  }

  private static long orphanMillis(Opening opening) {
    if (opening.terms != null) {
      return opening.limit == null ? AreaMeters.HORIZON_MILLIS : COUNTED_MILLIS;
    }
    return opening.timetable ? TimetableTrips.AFTER_SERVICE_DATE_MILLIS : ORPHAN_MILLIS;
  }

  /** How its obligations are settled. */
  Settlement settlement() {
    return settlement;
  }

  /** The trips that a timetable promises, or null if events open its obligations. */
  TimetableTrips trips() {
    return trips;
  }

  @Override
  public String kind() {
    return "deadline";
  }

  @Override
  public Set<String> eventTypes() {
    var types = new TreeSet<String>();
    types.add(opening.eventType);
    if (opening.notice != null) {
      types.add(SuspensionNotice.EVENT);
    }
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
    if (opening.notice != null && event.type().equals(SuspensionNotice.EVENT)) {
      trips.suspended(event, lane);
      return;
    }
    var here = new ArrayList<Step>(1);
    for (Step step : steps) {
      boolean one = opening.terms == null && !here.isEmpty();
      if (!one
          && step.eventType.equals(event.type())
          && step.where.holds(event)
          && named(event, step.subject)
          && !withinLimit(event, step)) {
        here.add(step);
      }
    }
    if (!here.isEmpty()) {
      move(here, event, lane);
    }
  }

  private boolean withinLimit(Event event, Step step) {
    return step.effect == Effect.count
        && Integer.parseInt(event.fields()[step.numberField]) <= opening.limit.least();
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
    Obligation obligation = Settlement.find(key, lane);
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
      Settlement.forget(key, lane);
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
    opened(event, obligation);
    obligation.addEvidence(Lane.reference(event));
    settlement.settle(key, obligation, event.timeMillis(), lane);
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
    if (opening.limit != null) {
      obligation.limit = opening.limit.of(event);
      obligation.done(1, event.timeMillis());
    }
    opened(event, obligation);
    obligation.addEvidence(Lane.reference(event));
    obligation.reckon(lane.registry().calendar());
    settlement.settle(lane.key(subject), obligation, event.timeMillis(), lane);
  }

  private void opened(Event event, Obligation obligation) {
    String kind = opening.kindField < 0 ? null : event.fields()[opening.kindField];
    obligation.kind = kind == null ? "" : kind;
    reckonDone(obligation);
  }

  private void reckonDone(Obligation obligation) {
    if (doneByTurns && obligation.opened()) {
      boolean byDuration = opening.terms == null;
      obligation.reckonDone(
          byDuration ? obligation.dueMillis - opening.dueAfterMillis : obligation.openedMillis);
    }
  }

  /** What one event does; several steps only where the commitment has terms. */
  private void move(List<Step> here, Event event, Lane lane) {
    Step first = here.get(0);
    String subject = Subjects.of(event, first.subject);
    String key = lane.key(subject);
    Obligation obligation = Settlement.find(key, lane);
    if (obligation == null) {
      if (opening.timetable && first.effect == Effect.fulfil) {
        return; // a trip that the timetable does not promise
      }
      obligation = Obligation.of(lane.commitment().id(), lane.source(), subject);
      obligation.dueMillis =
          opening.timetable
              ? ServiceDates.startMillis(TimetableTrips.serviceDate(subject))
              : event.timeMillis();
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
    reckonDone(obligation);
    obligation.addEvidence(Lane.reference(event));
    if (opening.terms != null && obligation.opened()) {
      obligation.reckon(lane.registry().calendar());
    }
    settlement.settle(key, obligation, event.timeMillis(), lane);
  }

  private void apply(Step step, Event event, Obligation obligation) {
    long atMillis = event.timeMillis();
    switch (step.effect) {
      case fulfil -> {
        if (doneByTurns) {
          obligation.turned(new Turn(Turn.Kind.fulfil, atMillis, step.withinMillis, step.kinds));
        } else if (step.stopField < 0) {
          obligation.done(1, atMillis);
        } else {
          String stopId = event.fields()[step.stopField];
          int sequence = Integer.parseInt(event.fields()[step.sequenceField]);
          trips.visited(stopId, sequence, atMillis, obligation);
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
      case count -> {
        long number = Long.parseLong(event.fields()[step.numberField]);
        obligation.turned(new Turn(Turn.Kind.count, atMillis, number, step.reason));
      }
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
}
