package org.duixian.commitment;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * Each eligible event is a unit; it is good when its condition holds. The first report of a subject
 * on a service day counts, a second one does not.
 */
public final class RatioMeter implements Meter {
  private static final long serialVersionUID = 1;

  /**
   * One kind of event that makes units.
   *
   * @param eventType its type
   * @param eligible which of them count
   * @param except which of those don't
   * @param subject positions of the fields that name the unit
   * @param substitutes for each of them that of the field which names the unit where that one is
   *     not given, or −1
   * @param dateField position of a service date field, or −1: the day of the event
   * @param good when the unit is good
   * @param lag a delay that must also be kept, or null
   * @param reasonField position of the field whose value is the reason, or −1
   * @param reason the reason otherwise
   * @param tripField position of the scheduled trip if each of the trip's timepoints in the area is
   *     a unit, named by its place in the trip besides the subject; or −1
   * @param routeField position of that trip's route, or −1
   * @param notice of a suspension that takes that trip's timepoints out, or null
   */
  record Units(
      String eventType,
      Condition eligible,
      Condition except,
      int[] subject,
      int[] substitutes,
      int dateField,
      Condition good,
      Lag lag,
      int reasonField,
      String reason,
      int tripField,
      int routeField,
      SuspensionNotice notice)
      implements java.io.Serializable {}

  /**
   * The time from one field to another must lie in a range, bounds included.
   *
   * @param early the reason where it is below the range
   * @param late the reason where it is above the range, or where the second time is missing
   */
  record Lag(int fromField, int toField, long minMillis, long maxMillis, String early, String late)
      implements java.io.Serializable {

    /** The reason why it was not kept, or empty. */
    String broken(Event event) {
      String from = event.fields()[fromField];
      String to = event.fields()[toField];
      if (from == null || to == null) {
        return late;
      }
      long lag = Long.parseLong(to) - Long.parseLong(from);
      return lag < minMillis ? early : lag > maxMillis ? late : "";
    }
  }

  private final List<Units> units;

  RatioMeter(List<Units> units) {
    this.units = units;
  }

  @Override
  public String kind() {
    return "ratio";
  }

  @Override
  public Set<String> eventTypes() {
    var types = new TreeSet<String>();
    units.forEach(u -> types.add(u.eventType));
    if (units.stream().anyMatch(u -> u.notice != null)) {
      types.add(SuspensionNotice.EVENT);
    }
    return types;
  }

  @Override
  public void on(Event event, Lane lane) {
    for (Units each : units) {
      if (each.notice != null && event.type().equals(SuspensionNotice.EVENT)) {
        each.notice.take(event, lane);
        return;
      }
      if (each.eventType.equals(event.type())
          && each.eligible.holds(event)
          && !each.except.holds(event)) {
        count(each, event, lane);
        return;
      }
    }
  }

  private static void count(Units each, Event event, Lane lane) {
    int date =
        each.dateField < 0
            ? ServiceDates.serviceDate(event.timeMillis())
            : ServiceDates.parse(event.fields()[each.dateField]);
    String subject = Subjects.of(event, each.subject, each.substitutes);
    if (each.tripField < 0) {
      count(each, event, subject, date, lane);
      return;
    }
    String route = event.fields()[each.routeField];
    if (each.notice != null && each.notice.excuses(route, date, lane)) {
      return;
    }
    for (var timepoint : timepoints(each, event, date, lane)) {
      count(each, event, subject + '/' + timepoint.sequence(), date, lane);
    }
  }

  private static void count(Units each, Event event, String subject, int date, Lane lane) {
    if (!lane.seen().firstOfDay(date, lane.commitment().id(), subject)) {
      return;
    }
    String reason = reason(each, event);
    var outcome =
        lane.outcome(
            subject,
            "",
            date,
            reason.isEmpty() ? 1 : 0,
            1,
            reason.isEmpty() ? Map.of() : Map.of(reason, 1L),
            "",
            0,
            event.timeMillis(),
            0,
            List.of(Lane.reference(event)));
    lane.output().change(new Change(outcome, 0, 0, Map.of(), false));
  }

  private static String reason(Units each, Event event) {
    if (!each.good.holds(event)) {
      String told = each.reasonField < 0 ? null : event.fields()[each.reasonField];
      return told == null ? each.reason : told;
    }
    return each.lag == null ? "" : each.lag.broken(event);
  }

  private static List<RouteTimetables.Stop> timepoints(
      Units each, Event event, int date, Lane lane) {
    var timetables =
        lane.memory().timetables().get(lane.source() + '|' + event.fields()[each.routeField]);
    var trip = timetables == null ? null : timetables.trip(event.fields()[each.tripField], date);
    var calendar = lane.registry().calendar();
    boolean promised =
        trip != null
            && calendar.covers(date)
            && trip.runsOn(
                calendar.dayType(date), lane.registry().isMarketDay(lane.areaId(), date));
    return promised
        ? trip.stops().stream().filter(RouteTimetables.Stop::timepoint).toList()
        : List.of();
  }
}
