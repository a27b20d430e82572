package org.duixian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.RuleBook;
import org.duixian.commitment.RuleBooks;
import org.duixian.event.Event;

/**
 * What is found does not depend on how the sources are interleaved, as long as each keeps its own
 * order and times of arrival. Two of the five sources are halls of one area. They begin to speak on
 * different days, and not always on the day from which their events are expected.
 */
final class InterleavingPropertyIT {
  private static final String[] SOURCES = {
    "/demo/c01/hall/f01",
    "/demo/c01/hall/f02",
    "/demo/c01/hall/f03",
    "/demo/c01/clinic/f01",
    "/demo/c01/bus/operator"
  };

  /** For each of them the first day for which its events are expected. */
  private static final String[] SINCE = {
    "2020-04-26", "2020-04-28", "2020-04-27", "2020-04-25", "2020-04-26"
  };

  private static final Registry REGISTRY = twoHallsInOneArea();

  /** What holds from the third day on: a holiday, two other promises, and one less. */
  private static final RuleBooks BOOKS =
      RuleBooks.of(
          List.of(
              new RuleBook(REGISTRY, TestCity.CATALOGUE, ServiceDates.parse("2020-04-01")),
              new RuleBook(
                  anotherRegistry(), anotherCatalogue(), ServiceDates.parse("2020-04-28"))));

  private static final long START = TestCity.at("2020-04-26T00:00");
  private static final long MINUTE = 60_000L;
  private static final String TRIPS =
      """
      [{"trip_id_scheduled":"T0","direction_id":0,"day_types":["workday","rest_day"],"stops":[
        {"stop_id":"stop-f02-1","stop_sequence":1,"arrival":"08:10:00","departure":"08:10:00",
         "timepoint":true},
        {"stop_id":"stop-f01-1","stop_sequence":2,"arrival":"08:30:00","departure":"08:30:00",
         "timepoint":true}]},
       {"trip_id_scheduled":"T1","direction_id":0,"day_types":["workday","market_day"],"stops":[
        {"stop_id":"stop-f01-1","stop_sequence":1,"arrival":"24:10:00","departure":"24:10:00",
         "timepoint":true}]}]
      """;
  private static final String HOURS =
      """
      [{"day_type":"workday","open":"09:00","close":"14:00"},
       {"day_type":"rest_day","open":"10:00","close":"10:30"}]
      """;

  /**
   * What a source does next.
   *
   * @param gapMinutes how long after its last word
   * @param kind which event, 0 and more than 6: a heartbeat
   * @param number of the ticket, encounter or trip
   * @param lateMinutes how long after it happened it is told
   * @param again whether it is sent twice
   */
  record Step(int gapMinutes, int kind, int number, int lateMinutes, boolean again) {}

  /**
   * What each source does, by the number of the source.
   *
   * @param beginsAfterHours how long after the others may have begun each does so
   */
  record World(List<List<Step>> sources, List<Integer> beginsAfterHours) {}

  @Provide
  Arbitrary<World> worlds() {
    Arbitrary<Integer> gap =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(0, 90)),
            Tuple.of(2, Arbitraries.integers().between(91, 700)),
            Tuple.of(1, Arbitraries.integers().between(701, 2000)));
    Arbitrary<Integer> late =
        Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.just(0)),
            Tuple.of(3, Arbitraries.integers().between(1, 15)),
            Tuple.of(1, Arbitraries.integers().between(16, 3000)));
    Arbitrary<Step> step =
        Combinators.combine(
                gap,
                Arbitraries.integers().between(0, 12),
                Arbitraries.integers().between(0, 3),
                late,
                Arbitraries.integers().between(0, 4).map(n -> n == 4))
            .as(Step::new);
    return Combinators.combine(
            step.list().ofMaxSize(20).list().ofSize(SOURCES.length),
            Arbitraries.integers().between(0, 96).list().ofSize(SOURCES.length))
        .as(World::new);
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void anyInterleavingGivesTheSameResults(
      @ForAll("worlds") World world, @ForAll @Size(200) List<Byte> choices) {
    compare(world, choices, RuleBooks.of(REGISTRY, TestCity.CATALOGUE));
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void anyInterleavingGivesTheSameResultsWhereTheRulesChange(
      @ForAll("worlds") World world, @ForAll @Size(200) List<Byte> choices) {
    compare(world, choices, BOOKS);
  }

  private static void compare(World world, List<Byte> choices, RuleBooks books) {
    List<List<Event>> told = new ArrayList<>();
    for (int i = 0; i < SOURCES.length; i++) {
      told.add(events(i, world.sources.get(i), world.beginsAfterHours.get(i)));
    }

    var inOrderOfArrival = run(told, List.of(), books);
    var interleaved = run(told, choices, books);

    assertThat(interleaved.keySet()).isEqualTo(inOrderOfArrival.keySet());
    inOrderOfArrival.forEach(
        (lane, results) -> assertThat(interleaved.get(lane)).as(lane).isEqualTo(results));
  }

  /** Takes the events by the choices, or, where there are none, by arrival. */
  private static Map<String, List<Object>> run(
      List<List<Event>> told, List<Byte> choices, RuleBooks books) {
    var city = new TestCity(books);
    int[] next = new int[told.size()];
    for (int turn = 0; ; turn++) {
      int source = -1;
      for (int i = 0; i < told.size(); i++) {
        int candidate =
            choices.isEmpty() ? i : (choices.get(turn % choices.size()) + 128 + i) % told.size();
        boolean has = next[candidate] < told.get(candidate).size();
        if (has
            && (source < 0
                || (choices.isEmpty()
                    && arrival(told, next, candidate) < arrival(told, next, source)))) {
          source = candidate;
        }
      }
      if (source < 0) {
        break;
      }
      city.take(told.get(source).get(next[source]++));
      city.run.arrivalReached(watermark(told, next));
    }
    city.run.arrivalReached(lastArrival(told) + 3 * 24 * 60 * MINUTE);
    return results(city.run);
  }

  private static long lastArrival(List<List<Event>> told) {
    return told.stream()
        .mapToLong(events -> events.get(events.size() - 1).arrivedMillis())
        .max()
        .orElseThrow();
  }

  private static long arrival(List<List<Event>> told, int[] next, int source) {
    return told.get(source).get(next[source]).arrivedMillis();
  }

  /** Nothing that arrived up to it is still to be taken: the least of the sources' own. */
  private static long watermark(List<List<Event>> told, int[] next) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < told.size(); i++) {
      if (next[i] < told.get(i).size()) {
        least =
            Math.min(least, next[i] == 0 ? 0 : told.get(i).get(next[i] - 1).arrivedMillis() - 1);
      }
    }
    return least == Long.MAX_VALUE ? 0 : least;
  }

  private static Map<String, List<Object>> results(PureRun run) {
    var results = new TreeMap<String, List<Object>>();
    run.outcomes.forEach(
        each ->
            add(results, "outcome " + each.areaId() + each.commitmentId() + each.source(), each));
    run.levels.forEach(each -> add(results, "level " + each.areaId() + each.commitmentId(), each));
    run.alerts.forEach(
        each ->
            add(results, "alert " + each.areaId() + each.commitmentId() + each.subject(), each));
    return results;
  }

  private static void add(Map<String, List<Object>> results, String key, Object each) {
    results.computeIfAbsent(key, any -> new ArrayList<>()).add(each);
  }

  private static List<Event> events(int number, List<Step> steps, int beginsAfterHours) {
    var source = new TestCity(REGISTRY, TestCity.CATALOGUE).source(SOURCES[number]);
    var events = new ArrayList<Event>();
    long now = START + (beginsAfterHours * 60L + number) * MINUTE;
    events.add(source.heartbeat("first", now, now, now));
    for (Step step : steps) {
      now += step.gapMinutes * MINUTE;
      long happened = now - step.lateMinutes * MINUTE;
      String id = events.size() + "";
      Event event =
          step.kind == 0 || step.kind > 6
              ? source.heartbeat(id, now, now, now)
              : number < 3
                  ? hall(source, step, id, happened, now, number)
                  : number == 3
                      ? clinic(source, step, id, happened, now)
                      : bus(source, step, id, happened, now);
      events.add(event);
      if (step.again) {
        events.add(event);
      }
    }
    return events;
  }

  private static Event hall(
      TestCity.Source source, Step step, String id, long time, long arrived, int number) {
    String site = "hall-f0" + (number + 1);
    String ticket = "A" + step.number;
    boolean first = step.number % 2 == 0;
    return switch (step.kind) {
      case 1 ->
          source.event(
              id, time, arrived, "hall.ticket.issued", "ticket_id", ticket, "site_id", site);
      case 2 ->
          source.event(
              id, time, arrived, "hall.ticket.called", "ticket_id", ticket, "site_id", site);
      case 3 ->
          source.event(
              id,
              time,
              arrived,
              "hall.ticket.ended",
              "ticket_id",
              ticket,
              "site_id",
              site,
              "outcome",
              new String[] {"served", "no_show", "turned_away", "withdrawn"}[step.number]);
      case 4 ->
          source.event(
              id,
              time,
              arrived,
              first ? "hall.window.opened" : "hall.window.closed",
              "site_id",
              site,
              "window_id",
              "1",
              "window_kind",
              "general");
      case 5 ->
          source.event(
              id,
              time,
              arrived,
              first ? "hall.staff.checked_in" : "hall.staff.checked_out",
              "site_id",
              site,
              "staff_ref",
              "clerk-1",
              "duty",
              "site");
      // Where two halls serve one area no hours are posted: a hard rule is told at once, and which
      // of two is told first is for the two to decide.
      default ->
          number < 2
              ? source.heartbeat(id, arrived, arrived, arrived)
              : source.event(
                  id,
                  time,
                  arrived,
                  "hall.hours.published",
                  "site_id",
                  site,
                  "valid_from",
                  ServiceDates.format(ServiceDates.serviceDate(time)),
                  "normal",
                  HOURS);
    };
  }

  private static Event clinic(
      TestCity.Source source, Step step, String id, long time, long arrived) {
    String encounter = "E" + step.number;
    boolean first = step.number % 2 == 0;
    return switch (step.kind) {
      case 1 ->
          source.event(
              id,
              time,
              arrived,
              "clinic.patient.registered",
              "encounter_id",
              encounter,
              "site_id",
              "clinic-f01",
              "class",
              "outpatient");
      case 2 -> source.event(id, time, arrived, "clinic.patient.seen", "encounter_id", encounter);
      case 3 ->
          source.event(
              id,
              time,
              arrived,
              "clinic.patient.ended",
              "encounter_id",
              encounter,
              "outcome",
              first ? "left_unseen" : "cancelled");
      case 4 ->
          source.event(
              id,
              time,
              arrived,
              first ? "clinic.session.opened" : "clinic.session.closed",
              "site_id",
              "clinic-f01",
              "session",
              "am");
      case 5 ->
          source.event(
              id,
              time,
              arrived,
              first ? "clinic.practitioner.checked_in" : "clinic.practitioner.checked_out",
              "site_id",
              "clinic-f01",
              "staff_ref",
              "doctor-1",
              "role",
              "physician");
      default ->
          source.event(
              id,
              time,
              arrived,
              "clinic.hours.published",
              "site_id",
              "clinic-f01",
              "valid_from",
              ServiceDates.format(ServiceDates.serviceDate(time)),
              "normal",
              HOURS);
    };
  }

  private static Event bus(TestCity.Source source, Step step, String id, long time, long arrived) {
    String date = ServiceDates.format(ServiceDates.serviceDate(time) - step.number / 2);
    String trip = "T" + step.number % 2;
    String route = "route-f02-t01";
    return switch (step.kind) {
      case 1, 2, 3 ->
          source.event(
              id,
              time,
              arrived,
              "transport.stop.visited",
              "service_date",
              date,
              "trip_id_performed",
              "P" + trip,
              "trip_id_scheduled",
              trip,
              "route_id",
              route,
              "stop_id",
              step.kind == 1 ? "stop-f02-1" : "stop-f01-1",
              "stop_sequence",
              step.kind + "",
              "timepoint",
              "true",
              "schedule_departure_time",
              time + "",
              "actual_departure_time",
              time + 5L * step.number * MINUTE + "",
              "schedule_relationship",
              "Scheduled");
      case 4 ->
          source.event(
              id,
              time,
              arrived,
              "transport.trip.cancelled",
              "service_date",
              date,
              "trip_id_scheduled",
              trip,
              "route_id",
              route,
              "cause",
              "WEATHER");
      default ->
          source.event(
              id,
              time,
              arrived,
              "transport.timetable.published",
              "version",
              id,
              "valid_from",
              date,
              "route_id",
              route,
              "trips",
              TRIPS);
    };
  }

  private static Registry twoHallsInOneArea() {
    return registry(line -> line);
  }

  private static Registry anotherRegistry() {
    return registry(
        line ->
            line.startsWith("version: ")
                ? "version: another"
                : line.startsWith("2020-01-27,2020-02-03,")
                    ? line + "\n2020-04-20,2020-04-30,statutory_holiday,"
                    : line,
        "reference.yaml",
        "calendar.csv");
  }

  private static Registry registry(UnaryOperator<String> change, String... more) {
    UnaryOperator<String> line =
        each -> {
          for (int i = 0; i < SOURCES.length; i++) {
            if (each.startsWith(SOURCES[i] + ',')) {
              return TestReference.since(each, SINCE[i]);
            }
          }
          return change.apply(each.startsWith("hall-f02,") ? each.replace(",f02,", ",f01,") : each);
        };
    var files = new ArrayList<>(List.of(more));
    files.add("sites.csv");
    files.add("sources.csv");
    try {
      return TestReference.demoWith(line, files.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Catalogue anotherCatalogue() {
    try {
      Path own = Files.createTempDirectory("commitments");
      try (var files = Files.list(Path.of("..", "schemas", "commitments"))) {
        for (Path file : files.toList()) {
          String name = file.getFileName().toString();
          String text = Files.readString(file);
          if (name.equals("C05.yaml") || name.equals("C13.yaml")) {
            text = text.replace("version: \"1\"", "version: \"2\"").replace("PT20M", "PT30M");
          }
          if (!name.equals("C18.yaml")) {
            Files.writeString(own.resolve(name), text.replace("C17, C18,", "C17,"));
          }
        }
      }
      return Catalogue.load(own, TestCity.TYPES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
