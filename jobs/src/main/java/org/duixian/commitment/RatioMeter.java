package org.duixian.commitment;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * Each eligible event is a unit; it is good when its condition holds. The first report of a subject
 * on a service day counts, a second one does not.
 */
public final class RatioMeter implements Meter {
  private static final long serialVersionUID = 1;
  private static final String ISSUED = "|issued";

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
   * @param listed what the unit must be about, or null
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
      SuspensionNotice notice,
      Listed listed)
      implements java.io.Serializable {}

  /**
   * A unit is left out if it is about an item that the site neither offers, by the list with which
   * the day began or by one published since, nor offered before the merger. Where it is not known
   * what was offered before the merger, none is: a short list must not hide what people ask for.
   *
   * @param eventType the event that tells what it is about
   * @param subject positions of the fields that name the unit
   * @param site position of the site
   * @param item position of the item
   * @param publication the list
   */
  record Listed(String eventType, int[] subject, int site, int item, ItemPublication publication)
      implements java.io.Serializable {

    /** The list by which the item is not the site's, or null. */
    ItemLists.Version refusing(Event event, int serviceDate, Lane lane) {
      String siteId = event.fields()[site];
      String itemCode = event.fields()[item];
      var list = ItemPublication.inForce(siteId, serviceDate, lane);
      var before = lane.registry().baselineItems();
      if (list == null || !before.has(siteId)) {
        return null;
      }
      var next = ItemPublication.inForce(siteId, serviceDate + 1, lane);
      boolean offered =
          before.promised(siteId, serviceDate).contains(itemCode)
              || publication.offers(list, itemCode)
              || next.publishedOn() == serviceDate && publication.offers(next, itemCode);
      return offered ? null : list;
    }
  }

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
    for (Units each : units) {
      if (each.listed != null) {
        types.add(each.listed.eventType);
        types.add(each.listed.publication.type());
      }
    }
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
      if (each.listed != null && event.type().equals(each.listed.publication.type())) {
        each.listed.publication.take(event, lane);
        return;
      }
      if (each.listed != null && event.type().equals(each.listed.eventType)) {
        leaveOutUnlisted(each.listed, event, lane);
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
    if (each.listed != null && !reason.isEmpty()) {
      lane.seen().firstOfDay(date, lane.commitment().id() + '/' + reason, subject);
    }
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

  /**
   * A unit about an item that is not the site's counts nowhere; what is told of it first decides.
   * One that has been counted is taken back, unless its day is over.
   */
  private static void leaveOutUnlisted(Listed listed, Event event, Lane lane) {
    int date = ServiceDates.serviceDate(event.timeMillis());
    String subject = Subjects.of(event, listed.subject);
    Seen seen = lane.seen();
    String id = lane.commitment().id();
    if (!seen.firstOfDay(date, id + ISSUED, subject)) {
      return;
    }
    var list = listed.refusing(event, date, lane);
    if (list == null) {
      return;
    }
    boolean counted = !seen.firstOfDay(date, id, subject);
    if (counted && date <= lane.clock().vouchedThrough) {
      return;
    }
    var outcome =
        lane.outcome(
            subject,
            event.fields()[listed.site],
            date,
            0,
            0,
            Map.of(),
            "",
            0,
            Math.max(event.timeMillis(), event.arrivedMillis()),
            counted ? 1 : 0,
            List.of(Lane.reference(event), list.reference()));
    var lost = new TreeMap<String, Long>();
    for (String reason : lane.commitment().reasons().keySet()) {
      if (counted && seen.hasOfDay(date, id + '/' + reason, subject)) {
        lost.put(reason, 1L);
      }
    }
    int before = counted ? 1 : 0;
    lane.output().change(new Change(outcome, before - lost.size(), before, lost, false));
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
