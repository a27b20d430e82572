package org.duixian.commitment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * The obligations that a timetable opens: each trip on each of its days, in every area where it
 * stops, is fulfilled by a visit to each of its stops there.
 *
 * @param dueAfterMillis how long after each scheduled departure it falls due
 * @param notice of a suspension that excuses them, or null
 * @param settlement how they are settled
 */
record TimetableTrips(long dueAfterMillis, SuspensionNotice notice, Settlement settlement)
    implements Serializable {

  /** A trip's service day may end so late after its date. */
  static final long AFTER_SERVICE_DATE_MILLIS = 3 * 24 * AreaMeters.HOUR_MILLIS;

  /** Opens the trips of service days; a timetable promises nothing before it was published. */
  void openDays(int fromDate, int throughDate, Lane lane) {
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
      long due = last + dueAfterMillis;
      String subject = tripSubject(serviceDate, route, trip.tripId());
      String key = lane.key(subject);
      var obligation = Settlement.find(key, lane);
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
      obligation.excused = isExcused(obligation, lane);
      settlement.settle(key, obligation, obligation.failedMillis, lane);
    }
  }

  /** A new version of a route's timetable replaces the trips on which nothing has happened yet. */
  void timetableChanged(String route, RouteTimetables.Version version, Lane lane) {
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
    long undecided = clockMillis - dueAfterMillis - lane.rules().graceMillis();
    long open = Math.max(undecided, version.publishedMillis());
    int from = ServiceDates.serviceDate(open) - RouteTimetables.MAX_DAYS_PER_TRIP;
    from = Math.max(Math.max(from, lane.clock().startDate), version.validFrom());
    for (int date = from; date <= lane.clock().openedThrough; date++) {
      openTrips(route, timetables, date, clockMillis, lane);
    }
  }

  private boolean isExcused(Obligation trip, Lane lane) {
    return notice != null && notice.excuses(trip.siteId, trip.serviceDate, lane);
  }

  /** A suspension was notified: trips that were opened before may be excused by it. */
  void suspended(Event event, Lane lane) {
    notice.take(event, lane);
    String route = event.fields()[notice.routeField()];
    var excused = new ArrayList<Obligation>();
    lane.memory()
        .obligations()
        .forEach(
            (key, trip) -> {
              boolean ofRoute =
                  trip.commitmentId.equals(lane.commitment().id())
                      && trip.source.equals(lane.source())
                      && trip.siteId.equals(route);
              if (ofRoute && !trip.excused && isExcused(trip, lane)) {
                excused.add(trip);
              }
            });
    excused.sort(Comparator.comparing(trip -> trip.subject));
    for (Obligation trip : excused) {
      trip.excused = true;
      settlement.settle(lane.key(trip.subject), trip, event.timeMillis(), lane);
    }
  }

  /** The stop was visited; the sequence tells apart two visits to one stop. */
  void visited(String stopId, int sequence, long atMillis, Obligation trip) {
    boolean comesBack =
        trip.stops.stream().filter(stop -> stop.stopId().equals(stopId)).count() > 1;
    for (int i = 0; i < trip.stops.size(); i++) {
      var stop = trip.stops.get(i);
      if (stop.stopId().equals(stopId) && !(comesBack && stop.sequence() != sequence)) {
        long due = ServiceDates.at(trip.serviceDate, stop.departureSeconds()) + dueAfterMillis;
        if (atMillis <= due) {
          trip.done(1L << i, atMillis);
        } else {
          trip.failed(settlement.lateReason(), atMillis);
        }
      }
    }
  }

  /** A trip's number need be unique on its route only. */
  private static String tripSubject(int serviceDate, String route, String tripId) {
    return ServiceDates.format(serviceDate) + '/' + route + '/' + tripId;
  }

  static int serviceDate(String tripSubject) {
    return ServiceDates.parse(tripSubject.substring(0, tripSubject.indexOf('/')));
  }
}
