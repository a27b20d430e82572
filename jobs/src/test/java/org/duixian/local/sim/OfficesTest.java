package org.duixian.local.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duixian.area.Area;
import org.duixian.area.Level;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What case offices, hotlines and care registers tell of the people of each former township. */
class OfficesTest {
  private static final int MERGER = ServiceDates.parse("2020-04-27");
  private static final int FROM = MERGER - 10;
  private static final int DAYS = 17;

  private static List<Told> told;

  @BeforeAll
  static void simulate() {
    told = ofPeople(Told.demo(1, FROM, DAYS, List.of()));
  }

  @Test
  void everyEventNamesAVillageByTheCodeOfItsDay() {
    for (var date : List.of(MERGER - 3, MERGER + 3)) {
      var valid =
          Told.DEMO.areas(Level.village).stream()
              .map(village -> Told.DEMO.findCode(village.areaId(), date).orElseThrow())
              .collect(Collectors.toSet());
      assertThat(told)
          .filteredOn(each -> each.serviceDate() == date)
          .isNotEmpty()
          .allSatisfy(each -> assertThat(valid).contains(each.villageCode()));
    }
  }

  @Test
  void aPersonStaysInOneVillageWhenItsCodeChanges() {
    var areas = new HashMap<String, Set<String>>();
    var codes = new HashMap<String, Set<String>>();
    for (var each : told) {
      var former =
          Told.DEMO
              .formerTownshipOfVillageCode(each.villageCode(), each.serviceDate())
              .orElseThrow();
      areas.merge(each.subject(), Set.of(former), OfficesTest::union);
      codes.merge(each.subject(), Set.of(each.villageCode()), OfficesTest::union);
    }
    assertThat(areas.values()).allSatisfy(formers -> assertThat(formers).hasSize(1));
    assertThat(codes.values()).anySatisfy(ofOne -> assertThat(ofOne).hasSize(2));
  }

  @Test
  void whatHappensToOneCaseArrivesInItsOrder() {
    var lastMillis = new HashMap<String, Long>();
    for (var each : told) {
      if (!each.type().startsWith("feedback.contact.")) { // which is over in seconds
        var before = lastMillis.put(each.subject(), each.timeMillis());
        assertThat(before == null || before < each.timeMillis()).as("%s", each).isTrue();
      }
    }
  }

  @Test
  void whatIsUnderWayGoesOnWhereAnotherSimulationBegins() {
    var inTwo = new ArrayList<>(ofPeople(Told.demo(1, FROM, 8, List.of())));
    inTwo.addAll(ofPeople(Told.demo(1, FROM + 8, DAYS - 8, List.of())));
    assertThat(contents(inTwo)).isEqualTo(contents(told));
  }

  @Test
  void aSourceThatGoesLiveHasNothingUnderWay() {
    var opened =
        Set.of(
            "submitted case",
            "hall.proxy.requested",
            "feedback.contact.offered",
            "hall.case.visited",
            "feedback.request.filed",
            "care.visit.planned");
    var first = new HashMap<String, Told>();
    ofPeople(Told.demo(1, 8))
        .forEach(
            each ->
                first.merge(
                    each.subject(),
                    each,
                    (one, other) -> other.timeMillis() < one.timeMillis() ? other : one));
    assertThat(first.values())
        .isNotEmpty()
        .allSatisfy(
            each ->
                assertThat("submitted".equals(each.text("state")) ? "submitted case" : each.type())
                    .isIn(opened));
  }

  @Test
  void aStoryOfOneFormerTownshipLeavesItsNeighboursAsTheyWere() {
    var story = new Story(Story.Kind.UNSOLVED_REQUESTS, "f28", FROM, Area.NO_DATE);
    var with = ofPeople(Told.demo(1, FROM, DAYS, List.of(story)));
    assertThat(callBacks(with, true)).isLessThan(0.6);
    assertThat(callBacks(told, true)).isGreaterThan(0.9);
    assertThat(callBacks(with, false)).isEqualTo(callBacks(told, false));
  }

  /** The share of answered call-backs that say solved, for f28 or for all others. */
  private static double callBacks(List<Told> events, boolean ofStory) {
    return events.stream()
        .filter(each -> each.text("solved") != null)
        .filter(each -> each.subject().startsWith("request-f28-") == ofStory)
        .mapToInt(each -> each.text("solved").equals("yes") ? 1 : 0)
        .average()
        .orElseThrow();
  }

  /** In the order of arrival, each once. */
  private static List<Told> ofPeople(Simulation simulation) {
    var ids = new HashMap<String, Told>();
    var events = new ArrayList<Told>();
    simulation
        .events()
        .forEachRemaining(
            event -> {
              if (Told.DEMO.reportsResidents(event.key())) {
                var each = Told.of(event);
                if (!each.isHeartbeat()
                    && ids.putIfAbsent(each.source() + " " + each.id(), each) == null) {
                  events.add(each);
                }
              }
            });
    return events;
  }

  private static Map<String, String> contents(List<Told> events) {
    return events.stream()
        .collect(
            Collectors.toMap(
                each -> each.source() + " " + each.id(),
                each -> each.timeMillis() + " " + each.villageCode() + " " + each.data()));
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
  }
}
