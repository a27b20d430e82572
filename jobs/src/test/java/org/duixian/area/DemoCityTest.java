package org.duixian.area;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;

class DemoCityTest {
  private static final Registry DEMO = Registry.load(Cities.DEMO);
  private static final int BEFORE = ServiceDates.parse("2020-04-26");
  private static final int AFTER = ServiceDates.parse("2020-04-30");

  @Test
  void saysThatItIsSimulated() {
    assertThat(DEMO.simulated()).isTrue();
    assertThat(DEMO.nameZh()).contains("模拟");
    assertThat(DEMO.nameEn()).contains("simulated");
    assertThat(DEMO.note()).contains("Simulated");
  }

  @Test
  void hasThreeCountiesAndThirtyFormerTownshipsInFourteen() {
    assertThat(DEMO.areas(Level.county)).hasSize(3);
    assertThat(DEMO.areas(Level.former_township)).hasSize(30);
    assertThat(DEMO.areas(Level.township)).hasSize(14);
    assertThat(DEMO.areas(Level.village)).hasSizeBetween(60, 120);
  }

  @Test
  void mergesInTwoBatches() {
    assertThat(ServiceDates.format(DEMO.effectiveOn("f01"))).isEqualTo("2020-04-27");
    assertThat(ServiceDates.format(DEMO.effectiveOn("f30"))).isEqualTo("2020-04-30");
    assertThat(DEMO.successorsOf("f02", BEFORE)).isEmpty();
    assertThat(DEMO.successorsOf("f02", AFTER)).containsExactly("t01");
    assertThat(DEMO.successorsOf("f22", ServiceDates.parse("2020-04-29"))).isEmpty();
    assertThat(DEMO.townshipsOf("f02", AFTER)).containsExactly("t01");
    assertThat(DEMO.townshipsOf("t01", BEFORE)).containsExactly("t01");
    assertThat(DEMO.effectiveOn("t11")).isEqualTo(ServiceDates.parse("2020-04-30"));
  }

  @Test
  void splitsTwoFormerTownships() {
    assertThat(DEMO.successorsOf("f12", AFTER)).containsExactly("t06", "t07");
    assertThat(DEMO.successorsOf("f23", AFTER)).containsExactly("t11", "t12");
    assertThat(DEMO.successorsOfVillage("f12-v4", AFTER)).containsExactly("t07");
    assertThat(
            DEMO.areas(Level.former_township).stream()
                .filter(area -> DEMO.successorsOf(area.areaId(), AFTER).size() > 1))
        .hasSize(2);
  }

  @Test
  void everyTownshipHasItsSeatInAFormerTownship() {
    assertThat(DEMO.areas(Level.township))
        .allSatisfy(area -> assertThat(DEMO.seatOf(area.areaId())).isPresent());
  }

  @Test
  void everyFormerTownshipIsServedByHallClinicBusAndTheOfficesOfItsCounty() {
    for (var area : DEMO.areas(Level.former_township)) {
      var id = area.areaId();
      var county = DEMO.countyOf(id);
      assertThat(DEMO.sourcesOf(id, "hall", Scope.places))
          .containsExactly("/demo/" + county + "/hall/" + id);
      assertThat(DEMO.sourcesOf(id, "hall", Scope.residents))
          .containsExactly("/demo/" + county + "/cases");
      assertThat(DEMO.sourcesOf(id, "feedback")).containsExactly("/demo/" + county + "/12345");
      assertThat(DEMO.sourcesOf(id, "care")).containsExactly("/demo/" + county + "/care");
      assertThat(DEMO.sourcesOf(id, "clinic")).containsExactly("/demo/" + county + "/clinic/" + id);
      assertThat(DEMO.sourcesOf(id, "transport", Scope.places))
          .containsExactly("/demo/" + county + "/bus/operator");
    }
    assertThat(DEMO.areasOfSource("/demo/c01/bus/operator"))
        .containsExactly(
            "c01", "f01", "f02", "f03", "f04", "f05", "f06", "f07", "f08", "f09", "f10");
  }

  @Test
  void aBusGoesFromEverySeatToTheNewOneAndOnToTheHospital() throws IOException {
    var stops = new HashMap<String, String>();
    for (var line : Files.readAllLines(Cities.DEMO.resolve("landmarks.csv"))) {
      var fields = line.split(",", -1);
      stops.put(fields[1], fields[2]);
    }
    for (var area : DEMO.areas(Level.former_township)) {
      var seat = stops.get(area.areaId());
      var newSeat =
          stops.get(DEMO.seatOf(DEMO.successorsOf(area.areaId(), AFTER).get(0)).orElseThrow());
      var hospital = stops.get(DEMO.countyOf(area.areaId()));
      var routes = DEMO.routesOfSource("/demo/" + DEMO.countyOf(area.areaId()) + "/bus/operator");
      assertThat(routes).anyMatch(route -> route.stopIds().containsAll(List.of(seat, newSeat)));
      assertThat(routes).anyMatch(route -> route.stopIds().containsAll(List.of(newSeat, hospital)));
    }
  }

  @Test
  void everyItemOfItsHallsBelongsToAFunction() throws IOException {
    assertThat(column("item_functions.csv", 0)).containsAll(column("baseline_items.csv", 1));
  }

  @Test
  void ofEveryVillageAStopIsNamed() throws IOException {
    assertThat(column("village_stops.csv", 0))
        .containsExactlyElementsOf(DEMO.areas(Level.village).stream().map(Area::areaId).toList());
  }

  private static List<String> column(String file, int column) throws IOException {
    return Files.readAllLines(Cities.DEMO.resolve(file)).stream()
        .skip(1)
        .map(line -> line.split(",", -1)[column])
        .distinct()
        .toList();
  }

  @Test
  void everyVillageIsFoundByItsOldAndItsNewCode() throws IOException {
    var lines = Files.readAllLines(Cities.DEMO.resolve("codes.csv"));
    for (var line : lines.subList(1, lines.size())) {
      var fields = line.split(",", -1);
      var area = DEMO.getArea(fields[1]);
      if (area.level() == Level.village) {
        for (var date : new int[] {BEFORE, AFTER}) {
          assertThat(DEMO.formerTownshipOfVillageCode(fields[0], date)).contains(area.parentId());
        }
      }
    }
  }

  @Test
  void marketsFollowTheDayOfTheMonth() {
    assertThat(DEMO.isMarketDay("f01", ServiceDates.parse("2020-03-14"))).isTrue();
    assertThat(DEMO.isMarketDay("f01", ServiceDates.parse("2020-03-15"))).isFalse();
    assertThat(DEMO.isMarketDay("f03", ServiceDates.parse("2020-03-09"))).isTrue();
    assertThat(DEMO.isMarketDay("c01", ServiceDates.parse("2020-03-14"))).isFalse();
  }
}
