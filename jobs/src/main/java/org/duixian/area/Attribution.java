package org.duixian.area;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;
import org.duixian.event.EventType;
import org.duixian.event.EventTypes;
import org.duixian.event.RejectReason;

/**
 * Sends each event to the areas it concerns, or says why it concerns none that is known.
 *
 * <ul>
 *   <li>A heartbeat goes to every area of its source; primary is the home area.
 *   <li>An event of a site goes to the former township of {@code data.site_id}, else to that of
 *       {@code sitecode}, else to that of the source's only site.
 *   <li>An event of a resident goes to the former township of {@code villagecode}, if the source
 *       serves it.
 *   <li>A stop visit goes to the former township of the stop.
 *   <li>An event of a township goes to the township that it names, one of works also to a former
 *       township, if the source serves it.
 *   <li>What concerns a road segment goes to every former township whose way it is part of; primary
 *       is the first.
 *   <li>What concerns a route goes to every former township it serves; primary is the first.
 * </ul>
 *
 * Nothing is guessed: what contradicts itself or could mean several areas is refused.
 */
public final class Attribution implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String HEARTBEAT = "ops.source.heartbeat";
  private static final String TOPIC_PREFIX = "events.";
  private static final String SEGMENT = "segment_id";
  private static final int ABSENT = -1;
  private static final int MOST_DAYS_AFTER = 2;
  private static final int MOST_DAYS_AHEAD = 62;
  private static final JsonFactory JSON = new JsonFactory();

  private final Registry registry;
  private final Map<String, Plan> plans = new HashMap<>();

  /** Takes the reason why an event is refused. */
  @FunctionalInterface
  public interface Rejection {
    /**
     * Refuses the event.
     *
     * @param detail the field, what is wrong with it, and its value
     */
    void refuse(RejectReason reason, String detail);
  }

  /** How the events of one type find their areas, and where the fields for it stand. */
  private record Plan(
      String stream,
      Rule rule,
      int site,
      int route,
      int stop,
      int trips,
      int serviceDate,
      int area,
      Reach reach,
      int segment)
      implements Serializable {}

  private enum Rule {
    ALL_AREAS_OF_SOURCE,
    AREA_OF_SITE,
    AREA_OF_VILLAGE,
    AREA_NAMED,
    AREAS_OF_SEGMENT,
    AREA_OF_STOP,
    AREAS_OF_ROUTE
  }

  /** Attribution by one version of the reference data. */
  public Attribution(Registry registry, EventTypes types) {
    this.registry = registry;
    types.all().forEach(type -> plans.put(type.name(), plan(type)));
  }

  private static Plan plan(EventType type) {
    if (type.name().equals(HEARTBEAT)) {
      return plan(type, Rule.ALL_AREAS_OF_SOURCE);
    }
    if (type.namesArea()) {
      return plan(type, Rule.AREA_NAMED);
    }
    return plan(
        type,
        switch (type.attribution()) {
          case site -> Rule.AREA_OF_SITE;
          case resident -> Rule.AREA_OF_VILLAGE;
          case served ->
              type.field(SEGMENT).isPresent()
                  ? Rule.AREAS_OF_SEGMENT
                  : type.field("stop_id").isPresent() ? Rule.AREA_OF_STOP : Rule.AREAS_OF_ROUTE;
          case seat ->
              throw new IllegalArgumentException(type.name() + ": no field " + EventType.AREA);
        });
  }

  private static Plan plan(EventType type, Rule rule) {
    var names = type.fieldNames();
    var ofRoute = rule == Rule.AREA_OF_STOP || rule == Rule.AREAS_OF_ROUTE;
    return new Plan(
        type.stream(),
        rule,
        names.indexOf("site_id"),
        ofRoute ? type.position("route_id") : ABSENT,
        names.indexOf("stop_id"),
        names.indexOf("trips"),
        names.indexOf("service_date"),
        names.indexOf(EventType.AREA),
        Reach.of(type),
        names.indexOf(SEGMENT));
  }

  /**
   * Sends an event to its areas or refuses it, never both.
   *
   * @param event an event of a known type
   * @param to takes one copy per area, exactly one of them primary
   * @param rejection takes the reason if there is no area
   */
  public void attribute(Event event, Consumer<AreaEvent> to, Rejection rejection) {
    var source = registry.findSource(event.source()).orElse(null);
    if (source == null) {
      rejection.refuse(RejectReason.unknown_source, "source: not registered: " + event.source());
      return;
    }
    var plan = plans.get(event.type());
    if (plan == null) {
      throw new IllegalArgumentException("an event of an unknown type: " + event.type());
    }
    var date = ServiceDates.serviceDate(event.timeMillis());
    if (!registry.calendar().covers(date)) {
      rejection.refuse(
          RejectReason.outside_calendar,
          "time: the calendar does not know " + ServiceDates.format(date));
      return;
    }
    if (plan.serviceDate() != ABSENT && isFar(event.fields()[plan.serviceDate()], date)) {
      rejection.refuse(
          RejectReason.inconsistent,
          "data.service_date: too far from time: " + event.fields()[plan.serviceDate()]);
      return;
    }
    if (plan.rule() == Rule.ALL_AREAS_OF_SOURCE) {
      attributeHeartbeat(event, source, to, rejection);
    } else if (!plan.stream().equals(source.stream())) {
      rejection.refuse(
          RejectReason.wrong_source,
          "source: reports %s, not %s".formatted(source.stream(), plan.stream()));
    } else if (event.villageCode() != null && !registry.knowsCode(event.villageCode())) {
      rejection.refuse(
          RejectReason.unknown_village, "villagecode: not registered: " + event.villageCode());
    } else if (plan.rule() == Rule.AREA_OF_SITE) {
      send(areaOfSite(event, plan, rejection), event, to);
    } else if (plan.rule() == Rule.AREA_OF_VILLAGE) {
      send(areaOfVillage(event, rejection), event, to);
    } else if (plan.rule() == Rule.AREA_NAMED) {
      send(areaNamed(event, plan, rejection), event, to);
    } else if (plan.rule() == Rule.AREAS_OF_SEGMENT) {
      attributeToSegment(event, plan, to, rejection);
    } else {
      attributeToRoute(event, plan, to, rejection);
    }
  }

  /** A trip may be cancelled two months ahead; what happens belongs to a day close by. */
  private static boolean isFar(String serviceDate, int happenedOn) {
    var ahead = ServiceDates.parse(serviceDate) - happenedOn;
    return ahead < -MOST_DAYS_AFTER || ahead > MOST_DAYS_AHEAD;
  }

  /** Its topic must be its source's own: only there does it stand behind what it vouches for. */
  private void attributeHeartbeat(
      Event event, Source source, Consumer<AreaEvent> to, Rejection rejection) {
    if (!event.topic().equals(TOPIC_PREFIX + source.stream())) {
      rejection.refuse(
          RejectReason.wrong_topic,
          "a heartbeat of a source of %s came in %s".formatted(source.stream(), event.topic()));
      return;
    }
    for (var areaId : registry.areasOfSource(source.source())) {
      to.accept(new AreaEvent(areaId, areaId.equals(source.homeAreaId()), event));
    }
  }

  /**
   * Only a source that serves the area is waited for there: what another one tells would count in
   * an area that never learns of its silence.
   */
  private String areaOfVillage(Event event, Rejection rejection) {
    var code = event.villageCode();
    if (code == null) {
      rejection.refuse(RejectReason.missing_village, "villagecode: is needed");
      return null;
    }
    if (!registry.reportsResidents(event.source())) {
      rejection.refuse(
          RejectReason.wrong_source,
          "source: has sites or routes; what concerns residents needs a source without");
      return null;
    }
    var serviceDate = ServiceDates.serviceDate(event.timeMillis());
    var areaId = registry.formerTownshipOfVillageCode(code, serviceDate).orElse(null);
    if (areaId == null) {
      rejection.refuse(
          RejectReason.unknown_area, "villagecode: means no single former township: " + code);
    } else if (!registry.areasOfSource(event.source()).contains(areaId)) {
      rejection.refuse(
          RejectReason.wrong_source,
          "villagecode: lies in %s, which the source does not serve".formatted(areaId));
      return null;
    }
    return areaId;
  }

  private String areaNamed(Event event, Plan plan, Rejection rejection) {
    var areaId = event.fields()[plan.area()];
    var area = registry.findArea(areaId).orElse(null);
    if (area == null) {
      rejection.refuse(RejectReason.unknown_area, "data.area_id: not registered: " + areaId);
      return null;
    }
    if (!plan.reach().levels().contains(area.level())) {
      rejection.refuse(
          RejectReason.unknown_area,
          "data.area_id: is a %s, for which it can't count: %s"
              .formatted(area.level().inWords(), areaId));
      return null;
    }
    if (!registry.areasOfSource(event.source()).contains(areaId)) {
      rejection.refuse(
          RejectReason.wrong_source, "data.area_id: the source does not serve it: " + areaId);
      return null;
    }
    return areaId;
  }

  private String areaOfSite(Event event, Plan plan, Rejection rejection) {
    var siteId = plan.site() == ABSENT ? null : event.fields()[plan.site()];
    if (siteId != null) {
      return areaOfNamedSite(siteId, event, rejection);
    }
    if (event.siteCode() != null) {
      return areaOfSiteCode(event, rejection);
    }
    var sites = registry.sitesOfSource(event.source());
    if (sites.size() == 1) {
      return sites.get(0).areaId();
    }
    rejection.refuse(
        RejectReason.missing_site,
        "data.site_id: is needed, the source has %d sites".formatted(sites.size()));
    return null;
  }

  private String areaOfNamedSite(String siteId, Event event, Rejection rejection) {
    var site = registry.findSite(siteId).orElse(null);
    if (site == null) {
      rejection.refuse(RejectReason.unknown_site, "data.site_id: not registered: " + siteId);
      return null;
    }
    if (!site.source().equals(event.source())) {
      rejection.refuse(
          RejectReason.wrong_source, "data.site_id: reports through another source: " + siteId);
      return null;
    }
    return agreesWithSiteCode(site.areaId(), event, rejection) ? site.areaId() : null;
  }

  private String areaOfSiteCode(Event event, Rejection rejection) {
    var serviceDate = ServiceDates.serviceDate(event.timeMillis());
    var areaId = registry.formerTownshipOfSiteCode(event.siteCode(), serviceDate).orElse(null);
    if (areaId == null) {
      rejection.refuse(
          RejectReason.unknown_area,
          "sitecode: means no single former township: " + event.siteCode());
      return null;
    }
    if (!registry.areasOfSource(event.source()).contains(areaId)) {
      rejection.refuse(
          RejectReason.wrong_source,
          "sitecode: lies in %s, which the source does not serve".formatted(areaId));
      return null;
    }
    var possible = registry.possibleFormerTownships(event.siteCode(), serviceDate);
    var served =
        registry.sitesOfSource(event.source()).stream()
            .map(Site::areaId)
            .filter(possible::contains)
            .distinct()
            .count();
    if (served > 1) {
      rejection.refuse(
          RejectReason.missing_site,
          "data.site_id: is needed, the source has sites in %d places that sitecode can mean"
              .formatted(served));
      return null;
    }
    return areaId;
  }

  /**
   * After the merger the code of a township can stand for each of its former parts: it agrees with
   * all of them, and on its own means the seat.
   */
  private boolean agreesWithSiteCode(String areaId, Event event, Rejection rejection) {
    if (event.siteCode() == null) {
      return true;
    }
    var serviceDate = ServiceDates.serviceDate(event.timeMillis());
    if (registry.possibleFormerTownships(event.siteCode(), serviceDate).contains(areaId)) {
      return true;
    }
    rejection.refuse(
        RejectReason.unknown_area,
        "sitecode: %s is not in %s, where the site is".formatted(event.siteCode(), areaId));
    return false;
  }

  private void attributeToRoute(
      Event event, Plan plan, Consumer<AreaEvent> to, Rejection rejection) {
    var routeId = event.fields()[plan.route()];
    var route = registry.findRoute(routeId).orElse(null);
    if (route == null) {
      rejection.refuse(RejectReason.unknown_route, "data.route_id: not registered: " + routeId);
    } else if (!route.source().equals(event.source())) {
      rejection.refuse(
          RejectReason.wrong_source, "data.route_id: is run by another source: " + routeId);
    } else if (plan.rule() == Rule.AREA_OF_STOP) {
      var stopId = event.fields()[plan.stop()];
      if (hasStop(routeId, stopId, "data.stop_id", rejection)) {
        var areaId = registry.areaOfStop(routeId, stopId).orElseThrow();
        send(agreesWithSiteCode(areaId, event, rejection) ? areaId : null, event, to);
      }
    } else if (plan.trips() == ABSENT
        || hasStops(routeId, event.fields()[plan.trips()], rejection)) {
      sendToAll(registry.areasOfRoute(routeId), event, to);
    }
  }

  private void attributeToSegment(
      Event event, Plan plan, Consumer<AreaEvent> to, Rejection rejection) {
    var segmentId = event.fields()[plan.segment()];
    var segment = registry.findSegment(segmentId).orElse(null);
    if (segment == null) {
      rejection.refuse(
          RejectReason.unknown_segment, "data.segment_id: not registered: " + segmentId);
    } else if (!segment.source().equals(event.source())) {
      rejection.refuse(
          RejectReason.wrong_source,
          "data.segment_id: reports through another source: " + segmentId);
    } else {
      sendToAll(segment.areaIds(), event, to);
    }
  }

  /** The first is primary. */
  private static void sendToAll(List<String> areaIds, Event event, Consumer<AreaEvent> to) {
    var primary = true;
    for (var areaId : areaIds) {
      to.accept(new AreaEvent(areaId, primary, event));
      primary = false;
    }
  }

  private boolean hasStop(String routeId, String stopId, String field, Rejection rejection) {
    if (registry.areaOfStop(routeId, stopId).isPresent()) {
      return true;
    }
    var isStop = registry.findSite(stopId).filter(site -> site.kind() == Site.Kind.stop);
    if (isStop.isPresent()) {
      rejection.refuse(
          RejectReason.inconsistent, "%s: %s is not on %s".formatted(field, stopId, routeId));
    } else {
      rejection.refuse(RejectReason.unknown_site, field + ": not registered: " + stopId);
    }
    return false;
  }

  /** Looks at every stop of a timetable's trips. */
  private boolean hasStops(String routeId, String trips, Rejection rejection) {
    try (JsonParser parser = JSON.createParser(trips)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME
            && parser.currentName().equals("stop_id")
            && !hasStop(routeId, parser.nextTextValue(), "data.trips", rejection)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("a timetable that was read before", e);
    }
  }

  private static void send(String areaId, Event event, Consumer<AreaEvent> to) {
    if (areaId != null) {
      to.accept(new AreaEvent(areaId, true, event));
    }
  }
}
