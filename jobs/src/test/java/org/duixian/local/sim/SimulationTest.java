package org.duixian.local.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.duixian.area.Area;
import org.duixian.calendar.ServiceDates;
import org.duixian.local.sim.Story.Kind;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final String DEAD = "/demo/c02/bus/operator";

  @Test
  void theSameSeedGivesTheSameBytes() {
    assertThat(lines(Told.demo(7, 4))).isEqualTo(lines(Told.demo(7, 4)));
  }

  @Test
  void anotherSeedGivesOtherEvents() {
    assertThat(lines(Told.demo(8, 2))).isNotEqualTo(lines(Told.demo(7, 2)));
  }

  @Test
  void laterDaysDoNotChangeEarlierOnes() {
    var until = ServiceDates.startMillis(Told.FROM + 1);
    assertThat(linesBefore(until, Told.demo(7, 1))).isEqualTo(linesBefore(until, Told.demo(7, 3)));
  }

  @Test
  void aStoryLeavesOtherPlacesAsTheyWere() {
    var advises = new Story(Kind.ADVICE_ONLY_HALL, "hall-f07", Told.FROM, Area.NO_DATE);
    var hall = "/demo/c01/hall/f07";
    var with = bySource(Told.all(Told.demo(7, Told.FROM, 3, List.of(advises))));
    var without = bySource(Told.all(Told.demo(7, Told.FROM, 3, List.of())));
    assertThat(with.remove(hall)).isNotEqualTo(without.remove(hall));
    assertThat(with).isEqualTo(without);
  }

  @Test
  void arrivesInOrderAfterItHappenedAndSaysSoItself() throws Exception {
    var lastMillis = 0L;
    for (var event : Told.all(Told.demo(7, 4))) {
      assertThat(event.arrivedMillis()).isGreaterThanOrEqualTo(lastMillis);
      lastMillis = event.arrivedMillis();
      var json = new JsonMapper().readTree(event.value());
      assertThat(event.key()).isEqualTo(json.get("source").asText());
      assertThat(Told.millis(json.get("recordedtime").asText())).isEqualTo(event.arrivedMillis());
      assertThat(Told.millis(json.get("time").asText())).isLessThan(event.arrivedMillis());
    }
  }

  @Test
  void everySourceTravelsOnTheTopicOfItsStream() {
    for (var event : Told.all(Told.demo(7, 2))) {
      var stream = Told.DEMO.findSource(event.key()).orElseThrow().stream();
      assertThat(event.topic()).isEqualTo("events." + stream);
    }
  }

  @Test
  void heartbeatsCountExactlyWhatHappenedInTheirPeriodAndNothingOfItArrivesLater() {
    var from = ServiceDates.parse("2020-05-10"); // three days before one falls silent
    var days = 8;
    var ledgers = new HashMap<String, Vouching>();
    Told.demo(7, from, days, Story.ofDemo(Told.DEMO))
        .events()
        .forEachRemaining(
            event ->
                ledgers.computeIfAbsent(event.key(), any -> new Vouching()).take(Told.of(event)));
    var sources = Told.DEMO.sources();
    assertThat(ledgers).hasSize(sources.size());
    var end = ServiceDates.startMillis(from + days);
    ledgers.forEach(
        (source, ledger) -> {
          assertThat(ledger.notVouched).as(source).isEmpty();
          assertThat(ledger.vouchedMillis).as(source).isGreaterThanOrEqualTo(end);
          assertThat(ledger.heartbeats)
              .as(source)
              .isEqualTo(days * 24 + 1 - (source.equals(DEAD) ? 53 : 0));
        });
  }

  @Test
  void aboutTwoInAHundredEventsAreSentTwiceWithTheSameContent() {
    var first = new HashMap<String, Told>();
    var again = 0;
    for (var event : Told.all(Told.demo(7, 5))) {
      var told = Told.of(event);
      var earlier = first.putIfAbsent(told.source() + " " + told.id(), told);
      if (earlier != null) {
        again++;
        assertThat(told.data()).isEqualTo(earlier.data());
        assertThat(told.timeMillis()).isEqualTo(earlier.timeMillis());
        assertThat(told.arrivedMillis()).isGreaterThan(earlier.arrivedMillis());
      }
    }
    assertThat((double) again / first.size()).isBetween(0.008, 0.025);
  }

  @Test
  void aServiceDayIsVouchedForByTheFirstHeartbeatAfterMidnight() {
    var closed = new HashSet<String>();
    for (var event : Told.all(Told.demo(7, 5))) {
      var told = Told.of(event);
      if (told.isHeartbeat() && told.instant("period_end") == midnight(told)) {
        closed.add(told.source() + " " + told.serviceDate());
      }
    }
    assertThat(closed).hasSize(5 * Told.DEMO.sources().size());
  }

  @Test
  void aSilentFeedDeliversEverythingAfterwardsAndItsNextHeartbeatVouchesForTheGap() {
    var from = ServiceDates.parse("2020-05-11");
    var silentFrom = ServiceDates.at(from + 2, 1800);
    var backAgain = ServiceDates.at(from + 4, 5 * 3600 + 1800);
    var dead = ofDeadSource(Told.demo(7, from, 6, Story.ofDemo(Told.DEMO)));
    var alive = ofDeadSource(Told.demo(7, from, 6, List.of()));

    assertThat(dead)
        .noneMatch(
            told -> silentFrom + 1000 < told.arrivedMillis() && told.arrivedMillis() < backAgain);
    assertThat(service(dead)).isEqualTo(service(alive));
    var next =
        dead.stream()
            .filter(told -> told.isHeartbeat() && told.arrivedMillis() > backAgain)
            .findFirst()
            .orElseThrow();
    assertThat(next.instant("period_start")).isEqualTo(ServiceDates.startMillis(from + 2));
    assertThat(next.instant("period_end")).isEqualTo(ServiceDates.at(from + 4, 6 * 3600));
    assertThat(next.data().get("events_emitted").asInt()).isGreaterThan(500);
  }

  @Test
  void hoursTimetablesAndItemsAreToldAtTheStartAndAgainUnchangedWhenTheNewTownshipStarts() {
    var merger = ServiceDates.parse("2020-04-27");
    var published = new HashMap<String, List<Told>>();
    Told.demo(7, merger - 2, 6, List.of())
        .events()
        .forEachRemaining(
            event -> {
              if (Told.isPublication(event)) {
                var told = Told.of(event);
                published.computeIfAbsent(published(told), any -> new ArrayList<>()).add(told);
              }
            });
    published.replaceAll((place, all) -> withoutRepeats(all));
    assertThat(published.get("hall-f01"))
        .extracting(Told::serviceDate)
        .containsExactly(merger - 2, merger);
    assertThat(published.get("hall-f01 items"))
        .extracting(Told::serviceDate)
        .containsExactly(merger - 2, merger);
    assertThat(published.get("clinic-f30"))
        .extracting(Told::serviceDate)
        .containsExactly(merger - 2, merger + 3);
    assertThat(published.get("route-f02-t01"))
        .extracting(Told::serviceDate)
        .containsExactly(merger - 2, merger);
    assertThat(published.values())
        .allSatisfy(
            all -> assertThat(all).extracting(SimulationTest::list).containsOnly(list(all.get(0))));
  }

  @Test
  void aTimetableThatIsCutLosesItsLastTripAndANeighbourGetsOne() {
    var merger = ServiceDates.parse("2020-04-27");
    var trips = new HashMap<String, List<Integer>>();
    Told.demo(7, merger - 1, 2, Story.ofDemo(Told.DEMO))
        .events()
        .forEachRemaining(
            event -> {
              var told = Told.of(event);
              if (told.type().equals("transport.timetable.published")) {
                trips
                    .computeIfAbsent(told.text("route_id"), any -> new ArrayList<>())
                    .add(told.data().get("trips").size());
              }
            });
    assertThat(trips.remove("route-f02-t01")).startsWith(8).endsWith(7);
    assertThat(trips.remove("route-t02-c01")).startsWith(8).endsWith(9);
    assertThat(trips.values()).allSatisfy(all -> assertThat(all).containsOnly(8));
  }

  @Test
  void refusesADateThatTheCalendarDoesNotKnow() {
    assertThatThrownBy(() -> Told.demo(7, ServiceDates.parse("1999-01-01"), 3, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1999-01-01");
  }

  @Test
  void refusesAStoryOfAnUnknownPlace() {
    var story = new Story(Kind.SLOW_CLINIC, "clinic-f99", Told.FROM, Area.NO_DATE);
    assertThatThrownBy(() -> Told.demo(7, Told.FROM, 3, List.of(story)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clinic-f99");
  }

  /** What a source's heartbeats have said so far, checked against what arrived. */
  private static final class Vouching {
    private final Set<String> ids = new HashSet<>();
    private List<Long> notVouched = new ArrayList<>();
    private long vouchedMillis = Long.MIN_VALUE;
    private int heartbeats;

    void take(Told told) {
      if (!told.isHeartbeat()) {
        if (ids.add(told.id())) {
          assertThat(told.timeMillis()).as("%s", told).isGreaterThan(vouchedMillis);
          notVouched.add(told.timeMillis());
        }
        return;
      }
      heartbeats++;
      var end = told.instant("period_end");
      if (heartbeats > 1) {
        assertThat(told.instant("period_start")).isEqualTo(vouchedMillis);
      }
      assertThat(end).isBetween(told.instant("period_start"), told.timeMillis());
      var before = notVouched.size();
      notVouched = notVouched.stream().filter(millis -> millis > end).collect(Collectors.toList());
      assertThat(told.data().get("events_emitted").asInt()).isEqualTo(before - notVouched.size());
      vouchedMillis = end;
    }
  }

  private static long midnight(Told told) {
    return ServiceDates.startMillis(told.serviceDate());
  }

  private static String published(Told told) {
    var place = told.text("site_id") != null ? told.text("site_id") : told.text("route_id");
    return place + (told.data().has("items") ? " items" : "");
  }

  private static String list(Told told) {
    var data = told.data();
    return data.path("normal") + "" + data.path("trips") + data.path("items");
  }

  private static List<Told> withoutRepeats(List<Told> all) {
    var ids = new HashSet<String>();
    return all.stream().filter(told -> ids.add(told.id())).toList();
  }

  private static List<Told> ofDeadSource(Simulation simulation) {
    return Told.all(simulation).stream()
        .filter(event -> event.key().equals(DEAD))
        .map(Told::of)
        .toList();
  }

  private static Set<String> service(List<Told> events) {
    return events.stream()
        .filter(told -> !told.isHeartbeat())
        .map(told -> told.id() + " " + told.timeMillis() + " " + told.data())
        .collect(Collectors.toSet());
  }

  private static Map<String, List<String>> bySource(List<SimulatedEvent> events) {
    return events.stream()
        .collect(
            Collectors.groupingBy(
                SimulatedEvent::key,
                Collectors.mapping(SimulationTest::line, Collectors.toList())));
  }

  private static List<String> lines(Simulation simulation) {
    return Told.all(simulation).stream().map(SimulationTest::line).toList();
  }

  private static List<String> linesBefore(long millis, Simulation simulation) {
    return Told.all(simulation).stream()
        .filter(event -> event.arrivedMillis() < millis)
        .map(SimulationTest::line)
        .toList();
  }

  private static String line(SimulatedEvent event) {
    return event.topic()
        + " "
        + event.arrivedMillis()
        + " "
        + new String(event.value(), StandardCharsets.UTF_8);
  }
}
