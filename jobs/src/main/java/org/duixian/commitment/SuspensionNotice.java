package org.duixian.commitment;

import java.io.Serializable;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.RouteSuspensions.Suspension;
import org.duixian.event.Event;

/**
 * The notice that a route is suspended. It excuses what is missed on those of its days that lie
 * late enough after it.
 *
 * @param routeField position of the route
 * @param fromField position of the first service day
 * @param toField position of the last service day, not given where the route is suspended for good
 * @param notifiedField position of the instant of the notice
 * @param noticeMillis how long after the notice a service day must begin
 */
record SuspensionNotice(
    int routeField, int fromField, int toField, int notifiedField, long noticeMillis)
    implements Serializable {
  static final String EVENT = "transport.service.suspension_notified";

  /** Several commitments may take in the same. */
  void take(Event event, Lane lane) {
    String to = event.fields()[toField];
    long notifiedMillis =
        Math.max(
            Long.parseLong(event.fields()[notifiedField]),
            lane.clock().publishedMillis(event, lane.rules().graceMillis()));
    var suspension =
        new Suspension(
            ServiceDates.parse(event.fields()[fromField]),
            to == null ? RouteSuspensions.FOR_GOOD : ServiceDates.parse(to),
            notifiedMillis);
    String key = lane.source() + '|' + event.fields()[routeField];
    var known = lane.memory().suspensions().get(key);
    known = known == null ? RouteSuspensions.none() : known;
    int oldestDate = ServiceDates.serviceDate(lane.clock().clockMillis - AreaMeters.HORIZON_MILLIS);
    lane.memory().suspensions().put(key, known.with(suspension, oldestDate));
  }

  /** Whether the route's suspension on a service day was notified in time. */
  boolean excuses(String route, int serviceDate, Lane lane) {
    var known = lane.memory().suspensions().get(lane.source() + '|' + route);
    long latestMillis = ServiceDates.startMillis(serviceDate) - noticeMillis;
    return known != null
        && known.suspensions().stream()
            .anyMatch(
                each ->
                    each.from() <= serviceDate
                        && serviceDate <= each.through()
                        && each.notifiedMillis() <= latestMillis);
  }
}
