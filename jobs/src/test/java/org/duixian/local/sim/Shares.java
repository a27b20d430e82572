package org.duixian.local.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.duixian.area.Registry;
import org.duixian.area.Site;
import org.duixian.calendar.MinuteInterval;
import org.duixian.calendar.PostedHours;
import org.duixian.calendar.ServiceDates;

/**
 * Counts from simulated events, in the plainest way, how the promises were kept: per commitment and
 * former township, from a date on, with all events at hand and no regard to when they came.
 */
final class Shares {
  private static final long MINUTE = 60_000;
  private static final Set<String> NOT_ELIGIBLE = Set.of("no_show", "withdrawn");
  private static final Set<String> HANDLED = Set.of("served", "proxy_accepted");

  /** Kept and promised units. */
  record Count(long good, long total) {
    double share() {
      return (double) good / total;
    }

    Count plus(Count other) {
      return new Count(good + other.good, total + other.total);
    }
  }

  /** Service dates, the last one not in it. */
  record Period(int from, int until) {}

  private record Day(String place, int serviceDate) {}

  private record Trip(String tripId, String serviceDate) {}

  private final Registry registry;
  private final int from;
  private final int until;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, Told> registered = new HashMap<>();
  private final Map<String, Long> calledMillis = new HashMap<>();
  private final Map<String, Told> ended = new HashMap<>();
  private final Map<Day, List<long[]>> open = new HashMap<>();
  private final Map<Day, List<long[]>> staffed = new HashMap<>();
  private final Map<Day, List<long[]>> officers = new HashMap<>();
  private final Map<Day, List<long[]>> others = new HashMap<>();
  private final Map<String, String> hours = new HashMap<>();
  private final Map<String, String> extended = new HashMap<>();
  private final Map<String, Map<String, List<Told>>> stock = new HashMap<>();
  private final Map<String, Told> timetables = new HashMap<>();
  private final Map<String, Told> suspensions = new HashMap<>();
  private final Map<Trip, List<Told>> visits = new HashMap<>();
  private final Set<Trip> departed = new HashSet<>();
  private final Map<String, Map<String, Count>> counts = new TreeMap<>();

  private Shares(Registry registry, int from, int until) {
    this.registry = registry;
    this.from = from;
    this.until = until;
  }

  /** One count for each period, from one run of the simulation. */
  static List<Shares> of(Registry registry, Simulation simulation, List<Period> periods) {
    var all =
        periods.stream()
            .map(period -> new Shares(registry, period.from(), period.until()))
            .toList();
    simulation
        .events()
        .forEachRemaining(
            event -> {
              var told = Told.of(event);
              all.forEach(shares -> shares.take(told));
            });
    all.forEach(Shares::count);
    return all;
  }

  private void count() {
    countTickets();
    countPatients();
    for (var source : registry.sources()) {
      for (var site : registry.sitesOfSource(source.source())) {
        for (var date = from; date < until; date++) {
          countPresence(site, date);
        }
      }
    }
    countTrips();
  }

  /** Per former township. */
  Map<String, Count> of(String commitmentId) {
    return counts.get(commitmentId);
  }

  Count of(String commitmentId, Collection<String> areaIds) {
    return areaIds.stream().map(of(commitmentId)::get).reduce(new Count(0, 0), Count::plus);
  }

  private void take(Told told) {
    var when = told.serviceDate();
    if (told.type().endsWith(".hours.published")) {
      hours.put(told.text("site_id"), told.data().get("normal").toString());
      extended.put(told.text("site_id"), told.data().path("extended").toString());
    } else if (told.type().equals("transport.timetable.published") && when < until) {
      timetables.put(told.text("route_id"), told);
    } else if (told.type().equals("transport.service.suspension_notified")) {
      suspensions.put(told.text("route_id"), told);
    }
    if (when < from || when >= until || !seen.add(told.source() + " " + told.id())) {
      return;
    }
    switch (told.type()) {
      case "hall.ticket.issued" -> registered.put(told.text("ticket_id"), told);
      case "hall.ticket.called" ->
          calledMillis.merge(told.text("ticket_id"), told.timeMillis(), Math::min);
      case "hall.ticket.ended" -> ended.put(told.text("ticket_id"), told);
      case "clinic.patient.registered" -> registered.put(told.text("encounter_id"), told);
      case "clinic.patient.seen" -> calledMillis.put(told.text("encounter_id"), told.timeMillis());
      case "hall.window.opened", "clinic.session.opened" -> change(open, told, 1);
      case "hall.window.closed", "clinic.session.closed" -> change(open, told, -1);
      case "hall.staff.checked_in" -> staff(told, 1);
      case "hall.staff.checked_out" -> staff(told, -1);
      case "clinic.practitioner.checked_in" -> change(staffed, told, 1);
      case "clinic.practitioner.checked_out" -> change(staffed, told, -1);
      case "clinic.stock.out", "clinic.stock.restored" ->
          stock
              .computeIfAbsent(told.text("site_id"), any -> new HashMap<>())
              .computeIfAbsent(told.text("medicine_code"), any -> new ArrayList<>())
              .add(told);
      case "transport.trip.departed" -> departed.add(trip(told));
      case "transport.stop.visited" ->
          visits.computeIfAbsent(trip(told), any -> new ArrayList<>()).add(told);
      default -> {}
    }
  }

  private static void change(Map<Day, List<long[]>> states, Told told, int change) {
    states
        .computeIfAbsent(
            new Day(told.text("site_id"), told.serviceDate()), any -> new ArrayList<>())
        .add(new long[] {told.timeMillis(), change});
  }

  private void staff(Told told, int change) {
    change(staffed, told, told.text("duty").equals("site") ? change : 0);
    change(told.text("rank").equals("staff") ? others : officers, told, change);
  }

  private static Trip trip(Told told) {
    return new Trip(told.text("trip_id_scheduled"), told.text("service_date"));
  }

  private void count(String commitmentId, String areaId, boolean good) {
    count(commitmentId, areaId, new Count(good ? 1 : 0, 1));
  }

  private void count(String commitmentId, String areaId, Count count) {
    counts.computeIfAbsent(commitmentId, any -> new TreeMap<>()).merge(areaId, count, Count::plus);
  }

  private String areaOf(Told told) {
    return registry.findSite(told.text("site_id")).orElseThrow().areaId();
  }

  private boolean waitedAtMost(int minutes, String id) {
    var called = calledMillis.get(id);
    return called != null && called - registered.get(id).timeMillis() <= minutes * MINUTE;
  }

  private void countTickets() {
    ended.forEach(
        (ticketId, end) -> {
          var areaId = areaOf(registered.get(ticketId));
          var outcome = end.text("outcome");
          if (!outcome.equals("withdrawn")) {
            count("C05", areaId, waitedAtMost(20, ticketId));
          }
          if (!NOT_ELIGIBLE.contains(outcome)) {
            var notified =
                outcome.equals("materials_missing")
                    && end.data().path("one_off_notice").asBoolean();
            count("C04", areaId, HANDLED.contains(outcome) || notified);
            count("turned away", areaId, outcome.equals("turned_away"));
          }
        });
  }

  private void countPatients() {
    registered.forEach(
        (id, patient) -> {
          if (patient.type().startsWith("clinic.")) {
            count("C18", areaOf(patient), waitedAtMost(30, id));
          }
        });
  }

  private void countPresence(Site site, int date) {
    var shut = site.kind() == Site.Kind.hall && registry.isExcepted(site.areaId(), "C02", date);
    if (site.kind() == Site.Kind.school || shut) {
      return;
    }
    var dayType = registry.calendar().dayType(date);
    var marketDay = registry.isMarketDay(site.areaId(), date);
    var day = new Day(site.siteId(), date);
    var posted = PostedHours.parse(hours.get(site.siteId())).intervals(dayType, marketDay);
    for (var interval : posted) {
      var count = minutes(day, interval, open, staffed);
      count(site.kind() == Site.Kind.hall ? "C02" : "C17", site.areaId(), count);
    }
    if (site.kind() == Site.Kind.clinic) {
      count("C19", site.areaId(), inStock(site.siteId(), date));
      return;
    }
    for (var slot : PostedHours.parse(extended.get(site.siteId())).intervals(dayType, marketDay)) {
      var count = minutes(day, slot, open, staffed);
      count("C08", site.areaId(), count.good() == count.total());
    }
    if (dayType.isWorkday()) {
      for (var duty : List.of(new MinuteInterval(540, 720), new MinuteInterval(780, 1020))) {
        count("C01", site.areaId(), minutes(day, duty, officers, others));
      }
    }
  }

  private static Count minutes(
      Day day, MinuteInterval posted, Map<Day, List<long[]>> one, Map<Day, List<long[]>> other) {
    var good = 0;
    for (var minute = posted.fromMinute(); minute < posted.toMinute(); minute++) {
      var millis = ServiceDates.at(day.serviceDate(), minute * 60);
      good += holds(one.get(day), millis) && holds(other.get(day), millis) ? 1 : 0;
    }
    return new Count(good, posted.minutes());
  }

  /** Of the 14 medicines of the list, those that were in stock when the clinic opened. */
  private Count inStock(String siteId, int date) {
    var opens = ServiceDates.at(date, 8 * 3600);
    var out = 0;
    for (var changes : stock.getOrDefault(siteId, Map.of()).values()) {
      var last =
          changes.stream()
              .filter(told -> told.timeMillis() < opens)
              .max(Comparator.comparingLong(Told::timeMillis));
      out += last.filter(told -> told.type().equals("clinic.stock.out")).isPresent() ? 1 : 0;
    }
    return new Count(14 - out, 14);
  }

  private static boolean holds(List<long[]> changes, long millis) {
    return changes != null
        && changes.stream().filter(change -> change[0] <= millis).mapToLong(c -> c[1]).sum() > 0;
  }

  private void countTrips() {
    for (var timetable : timetables.values()) {
      var routeId = timetable.text("route_id");
      for (var date = from; date < until; date++) {
        if (isSuspended(routeId, date)) {
          continue;
        }
        for (var trip : timetable.data().get("trips")) {
          var dayTypes = trip.get("day_types").toString();
          var dayType = registry.calendar().dayType(date);
          for (var areaId : registry.areasOfRoute(routeId)) {
            var due =
                dayTypes.contains(dayType.isWorkday() ? "workday" : dayType.name())
                    || dayTypes.contains("market_day") && registry.isMarketDay(areaId, date);
            if (due) {
              countTrip(areaId, trip, ServiceDates.format(date));
            }
          }
        }
      }
    }
  }

  private boolean isSuspended(String routeId, int date) {
    var notice = suspensions.get(routeId);
    return notice != null
        && ServiceDates.parse(notice.text("from")) <= date
        && date <= ServiceDates.parse(notice.text("to"));
  }

  private void countTrip(String areaId, JsonNode scheduled, String date) {
    var trip = new Trip(scheduled.get("trip_id_scheduled").asText(), date);
    var visited = new HashMap<Integer, Told>();
    visits.getOrDefault(trip, List.of()).stream()
        .filter(told -> told.text("schedule_relationship").equals("Scheduled"))
        .forEach(told -> visited.put(told.data().get("stop_sequence").asInt(), told));
    var all = departed.contains(trip);
    for (var stop : scheduled.get("stops")) {
      if (areaId.equals(registry.findSite(stop.get("stop_id").asText()).orElseThrow().areaId())) {
        var visit = visited.get(stop.get("stop_sequence").asInt());
        all &= visit != null;
        if (stop.get("timepoint").asBoolean()) {
          count("C15", areaId, visit != null && onTime(visit));
        }
      }
    }
    count("C13", areaId, all);
  }

  private static boolean onTime(Told visit) {
    var late = visit.instant("actual_departure_time") - visit.instant("schedule_departure_time");
    return -MINUTE <= late && late <= 10 * MINUTE;
  }
}
