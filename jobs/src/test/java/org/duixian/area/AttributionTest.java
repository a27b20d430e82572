package org.duixian.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;
import org.duixian.event.EventTypes;
import org.duixian.event.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributionTest {
  private static final EventTypes TYPES = EventTypes.load();
  private static final Attribution DEMO = new Attribution(Registry.load(Cities.DEMO), TYPES);
  private static final int BEFORE = ServiceDates.parse("2020-03-02");
  private static final int AFTER = ServiceDates.parse("2020-05-04");
  private static final String HALL_F02 = "/demo/c01/hall/f02";
  private static final String BUS_C01 = "/demo/c01/bus/operator";

  @TempDir Path dir;

  @Test
  void theSiteDecides() {
    assertThat(attribute(ticket(HALL_F02, "hall-f02").on(BEFORE))).isEqualTo("f02*");
    assertThat(attribute(ticket(HALL_F02, "hall-f02").on(AFTER))).isEqualTo("f02*");
  }

  @Test
  void withoutASiteTheCodeDecides() {
    var old = new Sketch(HALL_F02, "hall.ticket.called").siteCode("990101200000");
    assertThat(attribute(old.on(BEFORE))).isEqualTo("f02*");
    assertThat(attribute(old.on(AFTER))).isEqualTo("f02*");
  }

  @Test
  void withoutSiteAndCodeTheOnlySiteDecides() {
    assertThat(attribute(new Sketch(HALL_F02, "hall.ticket.called").on(BEFORE))).isEqualTo("f02*");
  }

  @Test
  void whatConcernsNoRouteGoesWhereTheCodeSays() {
    var booking = new Sketch(BUS_C01, "transport.booking.failed").with("booking_id", "b-1");
    assertThat(attribute(booking.siteCode("990101200000").on(BEFORE))).isEqualTo("f02*");
    assertThat(attribute(booking.on(BEFORE))).startsWith("missing_site data.site_id");
  }

  @Test
  void aRoadGoesToEveryAreaWhoseWayItIsPartOf() {
    var registry = Registry.load(Cities.DEMO);
    var roads = "/demo/c03/roads";
    var closed = new Sketch(roads, "transport.road.closed");
    assertThat(attribute(closed.with("segment_id", "seg-t13-bridge").on(BEFORE)))
        .isEqualTo("f27* f28");
    assertThat(attribute(closed.with("segment_id", "seg-99").on(BEFORE)))
        .isEqualTo("unknown_segment data.segment_id: not registered: seg-99");
    assertThat(attribute(closed.with("segment_id", "seg-f02-t01").on(BEFORE)))
        .isEqualTo("wrong_source data.segment_id: reports through another source: seg-f02-t01");
    var beat = new Sketch(roads, "ops.source.heartbeat").topic("events.transport");
    assertThat(attribute(beat.on(BEFORE))).isEqualTo("c03* f22 f23 f25 f27 f28 f30");

    assertThat(registry.sourcesOf("f27", "transport", Scope.roads)).containsExactly(roads);
    assertThat(registry.sourcesOf("f27", "transport", Scope.places))
        .containsExactly("/demo/c03/bus/operator");
    assertThat(registry.sourcesOf("f26", "transport", Scope.roads)).isEmpty();
  }

  @Test
  void aPreschoolPointIsASite() {
    var session = new Sketch("/demo/c01/school", "school.session.held");
    assertThat(attribute(session.with("site_id", "school-f02").on(BEFORE))).isEqualTo("f02*");
  }

  @Test
  void whatConcernsAPersonGoesWhereThePersonLived() {
    var hotline = "/demo/c01/12345";
    var registry = Registry.load(Cities.DEMO);
    var attribution = new Attribution(registry, TYPES);
    var filed = new Sketch(hotline, "feedback.request.filed");

    assertThat(attribute(attribution, filed.villageCode("990101200201").on(BEFORE)))
        .isEqualTo("f02*");
    assertThat(attribute(attribution, filed.villageCode("990101200201").on(AFTER)))
        .isEqualTo("f02*");
    assertThat(attribute(attribution, new Sketch(hotline, "feedback.request.filed").on(AFTER)))
        .isEqualTo("missing_village villagecode: is needed");
    var elsewhere = "990102100201";
    assertThat(attribute(attribution, filed.villageCode(elsewhere).on(BEFORE)))
        .startsWith("wrong_source villagecode: lies in ");
    var beat = new Sketch(hotline, "ops.source.heartbeat").topic("events.feedback");
    assertThat(attribute(attribution, beat.on(BEFORE))).startsWith("c01* f01 f02 f03 ");

    assertThat(registry.sourcesOf("f02", "feedback", Scope.residents)).containsExactly(hotline);
    assertThat(registry.sourcesOf("f02", "feedback", Scope.places)).isEmpty();
    assertThat(registry.sourcesOf("f02", "hall", Scope.residents))
        .containsExactly("/demo/c01/cases");
    assertThat(registry.sourcesOf("f02", "clinic", Scope.residents)).isEmpty();
  }

  @Test
  void aSourceWithSitesSaysNothingAboutResidents() {
    var closed =
        new Sketch(HALL_F02, "hall.case.state_changed").villageCode("990101200201").on(BEFORE);
    assertThat(attribute(closed)).startsWith("wrong_source source: has sites or routes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reform | t02 | t02*",
        "reform | f03 | unknown_area data.area_id: is a former township, for which it can't count: f03",
        "reform | c01 | unknown_area data.area_id: is a county, for which it can't count: c01",
        "reform | city | unknown_area data.area_id: is a city, for which it can't count: city",
        "reform | f03-v1 | unknown_area data.area_id: is a village, for which it can't count: f03-v1",
        "reform | t99 | unknown_area data.area_id: not registered: t99",
        "reform | t06 | wrong_source data.area_id: the source does not serve it: t06",
        "fiscal | t02 | t02*",
        "fiscal | f03 | unknown_area data.area_id: is a former township, for which it can't count: f03",
        "works  | t02 | t02*",
        "works  | f03 | f03*",
        "works  | f12 | wrong_source data.area_id: the source does not serve it: f12",
        "works  | c01 | unknown_area data.area_id: is a county, for which it can't count: c01",
        "works  | f03-v1 | unknown_area data.area_id: is a village, for which it can't count: f03-v1"
      })
  void whatIsToldOfAnAreaGoesToTheAreaThatItNames(String stream, String areaId, String told) {
    var type =
        stream.equals("fiscal") ? "fiscal.transfer.disbursed" : stream + ".milestone.reached";
    var event = new Sketch("/demo/c01/" + stream, type).with("area_id", areaId);

    assertThat(attribute(event.on(BEFORE))).isEqualTo(told);
    assertThat(attribute(event.on(AFTER))).isEqualTo(told);
  }

  @Test
  void aSourceThatNamesAreasReachesThemAllAndNobodysResidents() {
    var registry = Registry.load(Cities.DEMO);
    var attribution = new Attribution(registry, TYPES);
    for (var stream : List.of("fiscal", "reform")) {
      var beat = new Sketch("/demo/c01/" + stream, "ops.source.heartbeat");
      assertThat(attribute(attribution, beat.topic("events." + stream).on(BEFORE)))
          .isEqualTo("c01* t01 t02 t03 t04 t05");
    }
    var works = new Sketch("/demo/c01/works", "ops.source.heartbeat").topic("events.works");
    assertThat(attribute(attribution, works.on(BEFORE)))
        .isEqualTo("c01* f01 f02 f03 f04 f05 f06 f07 f08 f09 f10 t01 t02 t03 t04 t05");

    assertThat(registry.sourcesOf("t02", "fiscal", Scope.places))
        .containsExactly("/demo/c01/fiscal");
    assertThat(registry.sourcesOf("t02", "fiscal", Scope.residents)).isEmpty();
    assertThat(registry.sourcesOf("f03", "fiscal")).isEmpty();
    assertThat(registry.sourcesOf("f03", "works", Scope.places)).containsExactly("/demo/c01/works");
    assertThat(registry.reportsResidents("/demo/c01/reform")).isFalse();
  }

  @Test
  void severalSitesAndNoneNamedIsRefused() throws IOException {
    Cities.copy(Cities.DEMO, dir);
    Cities.replace(
        dir.resolve("sites.csv"),
        "f02,35.8515,90.8791," + HALL_F02,
        "f02,35.8515,90.8791,/demo/c01/hall/f01");
    var twoSites = new Attribution(Registry.load(dir), TYPES);
    var called = new Sketch("/demo/c01/hall/f01", "hall.ticket.called");
    assertThat(attribute(twoSites, called.on(BEFORE)))
        .isEqualTo("missing_site data.site_id: is needed, the source has 2 sites");
    assertThat(attribute(twoSites, called.siteCode("990101200000").on(BEFORE))).isEqualTo("f02*");
    assertThat(attribute(twoSites, new Sketch(HALL_F02, "hall.ticket.called").on(BEFORE)))
        .isEqualTo("missing_site data.site_id: is needed, the source has 0 sites");
    var heartbeat = new Sketch("/demo/c01/hall/f01", "ops.source.heartbeat").topic("events.hall");
    assertThat(attribute(twoSites, heartbeat.on(BEFORE))).isEqualTo("f01* f02");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/demo/c01/hall/f99   | hall-f02     | unknown_source source: not registered: /demo/c01/hall/f99",
        "/demo/c01/hall/f02   | hall-f99     | unknown_site data.site_id: not registered: hall-f99",
        "/demo/c01/hall/f02   | hall-f01     | wrong_source data.site_id: reports through another source: hall-f01",
        "/demo/c01/hall/f02   | clinic-f02   | wrong_source data.site_id: reports through another source: clinic-f02",
        "/demo/c01/hall/f02   | stop-f02-1   | wrong_source data.site_id: reports through another source: stop-f02-1",
        "/demo/c01/clinic/f02 | clinic-f02   | wrong_source source: reports clinic, not hall"
      })
  void aSiteThatIsNotTheSourcesOwnIsRefused(String source, String site, String refusal) {
    assertThat(attribute(ticket(source, site).on(BEFORE))).isEqualTo(refusal);
  }

  @Test
  void aSiteAndACodeThatDisagreeAreRefused() {
    assertThat(attribute(ticket(HALL_F02, "hall-f02").siteCode("990101202000").on(BEFORE)))
        .isEqualTo("unknown_area sitecode: 990101202000 is not in f02, where the site is");
    assertThat(attribute(ticket(HALL_F02, "hall-f02").siteCode("990199999000").on(BEFORE)))
        .isEqualTo("unknown_area sitecode: 990199999000 is not in f02, where the site is");
  }

  @Test
  void afterTheMergerTheNewCodeAgreesWithEachOfItsParts() {
    // 990101100000 was f01's and is t01's, of which f01 and f02 are parts.
    var ticket = ticket(HALL_F02, "hall-f02").siteCode("990101100000");
    assertThat(attribute(ticket.on(BEFORE))).startsWith("unknown_area");
    assertThat(attribute(ticket.on(AFTER))).isEqualTo("f02*");
  }

  @Test
  void aCodeOfAnAreaThatTheSourceDoesNotServeIsRefused() {
    var seat = new Sketch(HALL_F02, "hall.ticket.called").siteCode("990101100000");
    assertThat(attribute(seat.on(AFTER)))
        .isEqualTo("wrong_source sitecode: lies in f01, which the source does not serve");
    var nowhere = new Sketch(HALL_F02, "hall.ticket.called").siteCode("990199999000");
    assertThat(attribute(nowhere.on(AFTER)))
        .isEqualTo("unknown_area sitecode: means no single former township: 990199999000");
  }

  @Test
  void aVillageMustBeKnownEvenWhereItIsNotNeeded() {
    var ticket = ticket(HALL_F02, "hall-f02");
    assertThat(attribute(ticket.villageCode("990101200201").on(BEFORE))).isEqualTo("f02*");
    assertThat(attribute(ticket.villageCode("990101200999").on(BEFORE)))
        .isEqualTo("unknown_village villagecode: not registered: 990101200999");
  }

  @Test
  void aStopVisitGoesToTheStopsArea() {
    assertThat(attribute(visit("route-f02-t01", "stop-f02-1").on(BEFORE))).isEqualTo("f02*");
    assertThat(attribute(visit("route-f02-t01", "stop-f01-1").on(AFTER))).isEqualTo("f01*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "route-f99-t01 | stop-f02-1 | unknown_route data.route_id: not registered: route-f99-t01",
        "route-f12-t06 | stop-f12-1 | wrong_source data.route_id: is run by another source: route-f12-t06",
        "route-f02-t01 | stop-f99-1 | unknown_site data.stop_id: not registered: stop-f99-1",
        "route-f02-t01 | hall-f02   | unknown_site data.stop_id: not registered: hall-f02",
        "route-f02-t01 | stop-f04-1 | inconsistent data.stop_id: stop-f04-1 is not on route-f02-t01"
      })
  void aVisitThatIsNotOnTheSourcesRouteIsRefused(String route, String stop, String refusal) {
    assertThat(attribute(visit(route, stop).on(BEFORE))).isEqualTo(refusal);
  }

  @Test
  void aTripGoesToEveryAreaOfItsRouteOnce() {
    var trip = new Sketch(BUS_C01, "transport.trip.departed").with("route_id", "route-t02-c01");
    assertThat(attribute(trip.on(BEFORE))).isEqualTo("f03* f01");
    var cancelled = new Sketch(BUS_C01, "transport.trip.cancelled").with("route_id", "x");
    assertThat(attribute(cancelled.on(BEFORE)))
        .isEqualTo("unknown_route data.route_id: not" + " registered: x");
  }

  @Test
  void aTimetableMustStopWhereItsRouteDoes() {
    assertThat(attribute(timetable("stop-f02-1", "stop-f01-1").on(BEFORE))).isEqualTo("f02* f01");
    assertThat(attribute(timetable("stop-f02-1", "stop-f04-1").on(BEFORE)))
        .isEqualTo("inconsistent data.trips: stop-f04-1 is not on route-f02-t01");
    assertThat(attribute(timetable("stop-f02-1", "stop-f99-1").on(BEFORE)))
        .isEqualTo("unknown_site data.trips: not registered: stop-f99-1");
  }

  @Test
  void aHeartbeatGoesToEveryAreaOfItsSource() {
    var bus = new Sketch(BUS_C01, "ops.source.heartbeat").topic("events.transport");
    assertThat(attribute(bus.on(BEFORE))).isEqualTo("c01* f01 f02 f03 f04 f05 f06 f07 f08 f09 f10");
    var hall = new Sketch(HALL_F02, "ops.source.heartbeat").topic("events.hall");
    assertThat(attribute(hall.on(BEFORE))).isEqualTo("f02*");
  }

  @Test
  void aHeartbeatInAnotherTopicVouchesForNothing() {
    var stray = new Sketch(HALL_F02, "ops.source.heartbeat").topic("events.clinic");
    assertThat(attribute(stray.on(BEFORE)))
        .isEqualTo("wrong_topic a heartbeat of a source of hall came in events.clinic");
  }

  @Test
  void anUnknownTypeIsABug() {
    var event =
        new Event(
            HALL_F02,
            "1",
            "hall.no.such",
            null,
            0,
            0,
            0,
            null,
            null,
            "events.hall",
            0,
            0,
            new String[0]);
    assertThatIllegalArgumentException().isThrownBy(() -> attribute(event));
  }

  private static Sketch ticket(String source, String siteId) {
    return new Sketch(source, "hall.ticket.issued").with("site_id", siteId);
  }

  private static Sketch visit(String routeId, String stopId) {
    return new Sketch(BUS_C01, "transport.stop.visited")
        .with("route_id", routeId)
        .with("stop_id", stopId);
  }

  private static Sketch timetable(String firstStop, String lastStop) {
    return new Sketch(BUS_C01, "transport.timetable.published")
        .with("route_id", "route-f02-t01")
        .with(
            "trips",
            """
            [{"trip_id_scheduled": "1", "stops": [{"stop_id": "%s"}, {"stop_id": "%s"}]}]
            """
                .formatted(firstStop, lastStop));
  }

  private static String attribute(Event event) {
    return attribute(DEMO, event);
  }

  /** The areas, the primary one starred, or the refusal; never both. */
  private static String attribute(Attribution attribution, Event event) {
    List<String> said = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    attribution.attribute(
        event,
        copy -> {
          assertThat(copy.event()).isEqualTo(event.asMetered());
          said.add(copy.areaId() + (copy.primary() ? "*" : ""));
        },
        (RejectReason reason, String detail) -> refused.add(reason + " " + detail));
    assertThat(said.isEmpty()).isNotEqualTo(refused.isEmpty());
    assertThat(said.stream().filter(area -> area.endsWith("*")).count())
        .isEqualTo(refused.isEmpty() ? 1 : 0);
    return refused.isEmpty() ? String.join(" ", said) : String.join(" ", refused);
  }

  @Test
  void aDayThatTheCalendarDoesNotKnowIsRefused() {
    var sketch = new Sketch("/demo/c01/hall/f01", "hall.ticket.called").with("ticket_id", "A1");

    assertThat(attribute(sketch.on(ServiceDates.parse("2031-01-01"))))
        .isEqualTo("outside_calendar time: the calendar does not know 2031-01-01");
  }

  @Test
  void aVisitOfADayFarFromItsTimeIsRefused() {
    var visit =
        new Sketch(BUS_C01, "transport.stop.visited")
            .with("route_id", "route-f02-t01")
            .with("stop_id", "stop-f02-1")
            .with("service_date", "2020-10-01");

    assertThat(attribute(visit.on(ServiceDates.parse("2020-05-01"))))
        .isEqualTo("inconsistent data.service_date: too far from time: 2020-10-01");
  }

  /** An event in the making; fields that do not matter here are absent. */
  private record Sketch(
      String source,
      String type,
      String siteCode,
      String villageCode,
      String topic,
      Map<String, String> fields) {

    Sketch(String source, String type) {
      this(source, type, null, null, "events." + type.substring(0, type.indexOf('.')), Map.of());
    }

    Sketch siteCode(String code) {
      return new Sketch(source, type, code, villageCode, topic, fields);
    }

    Sketch villageCode(String code) {
      return new Sketch(source, type, siteCode, code, topic, fields);
    }

    Sketch topic(String name) {
      return new Sketch(source, type, siteCode, villageCode, name, fields);
    }

    Sketch with(String field, String value) {
      var more = new HashMap<>(fields);
      more.put(field, value);
      return new Sketch(source, type, siteCode, villageCode, topic, more);
    }

    Event on(int serviceDate) {
      var names = TYPES.get(type).fieldNames();
      var today = ServiceDates.format(serviceDate);
      var values =
          names.stream()
              .map(name -> fields.getOrDefault(name, name.equals("service_date") ? today : null))
              .toArray(String[]::new);
      var millis = ServiceDates.at(serviceDate, 10 * 3600);
      return new Event(
          source,
          "1",
          type,
          null,
          millis,
          millis,
          millis,
          siteCode,
          villageCode,
          topic,
          0,
          0,
          values);
    }
  }
}
