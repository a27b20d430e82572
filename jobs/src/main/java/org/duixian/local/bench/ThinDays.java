package org.duixian.local.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.duixian.area.Registry;
import org.duixian.area.Route;
import org.duixian.area.Site;
import org.duixian.area.Source;
import org.duixian.calendar.ServiceDates;
import org.duixian.local.sim.SimulatedEvent;

/**
 * The fewest events that fill the state of every area and commitment day by day: each station and
 * clinic opens, serves one person and closes, each route runs one trip, each source vouches once a
 * day. For measuring what a full window takes in memory, not for speed.
 */
final class ThinDays {
  private static final String TIMETABLE = "transport.timetable.published";
  private static final long DAY_MILLIS = 86_400_000L;
  private static final String HOURS =
      "[{'day_type':'workday','open':'09:00','close':'17:00'},"
          + "{'day_type':'rest_day','open':'09:00','close':'17:00'}]";

  private final Registry registry;
  private final int from;

  private ThinDays(Registry registry, int from) {
    this.registry = registry;
    this.from = from;
  }

  /**
   * The events in the order of arrival: every source's first of the day, every source's second …
   */
  static Iterator<SimulatedEvent> of(Registry registry, int from, int days) {
    var thin = new ThinDays(registry, from);
    return IntStream.range(from, from + days).boxed().flatMap(thin::day).iterator();
  }

  /** One kind of event of each source at one minute of the day. */
  private record Slot(String stream, int minute, String type, String data) {}

  private Stream<SimulatedEvent> day(int date) {
    var slots = new ArrayList<Slot>();
    if (date == from) {
      String posted = "'site_id':'%2$s','valid_from':'%1$s','normal':" + HOURS;
      slots.add(new Slot("hall", 1, "hall.hours.published", posted));
      slots.add(
          new Slot(
              "clinic",
              1,
              "clinic.hours.published",
              posted + ",'site_kind':'branch','emergency_24h':false"));
    }
    String window = "'site_id':'%2$s','window_id':'w1',";
    String staff = "'site_id':'%2$s','staff_ref':'person-1',";
    String clerk = staff + "'rank':'staff','duty':'site','method':'card'";
    String ticket = "'ticket_id':'t-%1$s'";
    slots.addAll(
        List.of(
            new Slot(
                "hall",
                530,
                "hall.window.opened",
                window + "'window_kind':'general','slot':'normal'"),
            new Slot("hall", 531, "hall.staff.checked_in", clerk),
            new Slot("clinic", 532, "clinic.session.opened", "'site_id':'%2$s','session':'am'"),
            new Slot("clinic", 533, "clinic.practitioner.checked_in", staff + "'role':'physician'"),
            new Slot(
                "hall",
                600,
                "hall.ticket.issued",
                ticket + ",'site_id':'%2$s','item_code':'SB-0101','channel':'walk_in'"),
            new Slot("hall", 605, "hall.ticket.called", ticket + ",'window_id':'w1','call_no':1"),
            new Slot("hall", 615, "hall.ticket.ended", ticket + ",'outcome':'served'"),
            new Slot(
                "clinic",
                620,
                "clinic.patient.registered",
                "'encounter_id':'e-%1$s','site_id':'%2$s','class':'outpatient'"),
            new Slot("clinic", 630, "clinic.patient.seen", "'encounter_id':'e-%1$s'"),
            new Slot("hall", 1025, "hall.staff.checked_out", clerk),
            new Slot("hall", 1026, "hall.window.closed", window + "'reason':'scheduled'"),
            new Slot(
                "clinic", 1027, "clinic.practitioner.checked_out", staff + "'role':'physician'"),
            new Slot(
                "clinic",
                1028,
                "clinic.session.closed",
                "'site_id':'%2$s','session':'am','reason':'scheduled'")));
    return Stream.of(
            slots.stream().flatMap(slot -> everySite(slot, date)),
            registry.sources().stream()
                .filter(s -> s.stream().equals("transport"))
                .flatMap(s -> trips(s, date)),
            registry.sources().stream().map(source -> heartbeat(source, date)))
        .flatMap(each -> each);
  }

  private Stream<SimulatedEvent> everySite(Slot slot, int date) {
    return registry.sources().stream()
        .filter(source -> source.stream().equals(slot.stream))
        .flatMap(
            source ->
                registry.sitesOfSource(source.source()).stream()
                    .map(site -> event(source, site, slot, date)));
  }

  private static SimulatedEvent event(Source source, Site site, Slot slot, int date) {
    String data = slot.data.formatted(ServiceDates.format(date), site.siteId());
    return cloudEvent(
        source, slot.type, ServiceDates.at(date, slot.minute * 60), site.siteId(), data);
  }

  private Stream<SimulatedEvent> trips(Source source, int date) {
    return registry.routesOfSource(source.source()).stream()
        .flatMap(
            route ->
                Stream.concat(
                    date == from ? Stream.of(timetable(source, route)) : Stream.empty(),
                    IntStream.range(0, route.stopIds().size())
                        .mapToObj(stop -> visit(source, route, stop, date))));
  }

  private SimulatedEvent timetable(Source source, Route route) {
    var stops = new ArrayList<String>();
    for (int i = 0; i < route.stopIds().size(); i++) {
      String at = "18:%02d:00".formatted(i);
      stops.add(
          "{'stop_id':'%s','stop_sequence':%d,'arrival':'%s','departure':'%s','timepoint':true}"
              .formatted(route.stopIds().get(i), i + 1, at, at));
    }
    String data =
        """
        'version':'1','valid_from':'%s','route_id':'%s','service_form':'scheduled',
        'trips':[{'trip_id_scheduled':'%s-1','direction_id':0,
        'day_types':['workday','rest_day'],'stops':[%s]}]"""
            .formatted(
                ServiceDates.format(from),
                route.routeId(),
                route.routeId(),
                String.join(",", stops));
    long millis = ServiceDates.at(from, 17 * 3600);
    return cloudEvent(source, TIMETABLE, millis, route.routeId(), data);
  }

  private static SimulatedEvent visit(Source source, Route route, int stop, int date) {
    long millis = ServiceDates.at(date, (18 * 60 + stop) * 60);
    String data =
        """
        'service_date':'%1$s','trip_id_performed':'%2$s-1','trip_id_scheduled':'%2$s-1',
        'route_id':'%2$s','stop_id':'%3$s','stop_sequence':%4$d,'timepoint':true,
        'schedule_departure_time':'%5$s','actual_departure_time':'%5$s',
        'schedule_relationship':'Scheduled'"""
            .formatted(
                ServiceDates.format(date),
                route.routeId(),
                route.stopIds().get(stop),
                stop + 1,
                Instant.ofEpochMilli(millis));
    return cloudEvent(source, "transport.stop.visited", millis, route.routeId() + "-" + stop, data);
  }

  /** Vouches a little past midnight, so that the day closes in spite of the grace. */
  private SimulatedEvent heartbeat(Source source, int date) {
    long end = ServiceDates.at(date + 1, 3600);
    long since = date == from ? ServiceDates.startMillis(date) : end - DAY_MILLIS;
    String data =
        "'source':'%s','period_start':'%s','period_end':'%s','events_emitted':1"
            .formatted(source.source(), Instant.ofEpochMilli(since), Instant.ofEpochMilli(end));
    return cloudEvent(source, "ops.source.heartbeat", end, "heartbeat", data);
  }

  /** The templates have single quotes for readability. */
  private static SimulatedEvent cloudEvent(
      Source source, String type, long millis, String what, String data) {
    String json =
        "{'specversion':'1.0','id':'%s-%d','source':'%s','type':'org.duixian.%s.v1',"
                .formatted(what, millis / 60_000, source.source(), type)
            + "'time':'%s','data':{%s}}".formatted(Instant.ofEpochMilli(millis), data);
    return new SimulatedEvent(
        "events." + source.stream(),
        source.source(),
        millis,
        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
