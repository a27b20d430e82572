package org.duixian.area;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.duixian.calendar.DayType;
import org.duixian.calendar.EarlierCalendars;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuangyuanTest {
  private static final Registry GUANGYUAN = Registry.load(Cities.GUANGYUAN);
  private static final int BEFORE = ServiceDates.parse("2019-12-01");
  private static final int AFTER = ServiceDates.parse("2020-07-01");

  @Test
  void hasTheUnitsOfBothLists() {
    assertThat(GUANGYUAN.simulated()).isFalse();
    assertThat(GUANGYUAN.areas(Level.county)).hasSize(7);
    assertThat(GUANGYUAN.areas(Level.former_township)).hasSize(248);
    assertThat(GUANGYUAN.areas(Level.township)).hasSize(146);
    assertThat(GUANGYUAN.areas(Level.village)).hasSize(2743);
  }

  @Test
  void tellsWhatBecameOfEachUnit() {
    var formers = GUANGYUAN.areas(Level.former_township);
    assertThat(formers).filteredOn(area -> area.fate().equals("split")).hasSize(23);
    assertThat(formers).filteredOn(area -> area.fate().equals("boundary_loss")).hasSize(11);
    assertThat(formers)
        .filteredOn(area -> GUANGYUAN.successorsOf(area.areaId(), AFTER).isEmpty())
        .extracting(Area::nameZh, Area::confidence)
        .containsExactly(tuple("磨岩管理办公室", "none"));
    assertThat(GUANGYUAN.areas(Level.township))
        .filteredOn(area -> GUANGYUAN.seatOf(area.areaId()).isEmpty())
        .extracting(Area::nameZh)
        .containsExactly("万缘街道", "云雾山镇", "水磨沟镇", "百利镇");
  }

  @Test
  void everyVillageIsFoundByItsOldCode() {
    for (var village : GUANGYUAN.areas(Level.village)) {
      var oldCode = village.areaId().substring(1);
      assertThat(GUANGYUAN.formerTownshipOfVillageCode(oldCode, BEFORE))
          .as(village.nameZh())
          .contains(village.parentId());
    }
  }

  @Test
  void everyFormerTownshipIsFoundByItsOldCode() {
    for (var former : GUANGYUAN.areas(Level.former_township)) {
      var oldCode = former.areaId().substring(1) + "000";
      assertThat(GUANGYUAN.formerTownshipOfSiteCode(oldCode, BEFORE)).contains(former.areaId());
      assertThat(GUANGYUAN.formerTownshipOfSiteCode(oldCode, AFTER)).contains(former.areaId());
    }
  }

  @Test
  void doesNotKnowWhereSomeVillagesWent() {
    // Of the 148 without a single successor, a notice names two of which groups moved.
    var unknown =
        GUANGYUAN.areas(Level.village).stream()
            .filter(village -> GUANGYUAN.successorsOfVillage(village.areaId(), AFTER).isEmpty())
            .toList();
    assertThat(unknown).hasSize(146);
    assertThat(GUANGYUAN.successorsOfVillage("v510802202211", AFTER)).containsExactly("t510802011");
    assertThat(GUANGYUAN.successorsOfVillage("v510802202212", AFTER)).containsExactly("t510802011");
  }

  @ParameterizedTest
  @CsvSource({
    // 李家乡 became 李家镇: new code, same seat.
    "510812212000, 2019-12-01, f510812212",
    "510812212000, 2020-07-01, f510812212",
    "510812112000, 2019-12-01, f510812212",
    "510812112000, 2020-07-01, f510812212",
    // its villages, by old and new code
    "510812212203, 2019-12-01, f510812212",
    "510812212203, 2020-07-01, f510812212",
    "510812112202, 2020-07-01, f510812212",
    "510812112202, 2019-12-01, f510812212",
    // 老林村 went to 两河口镇, and stays 李家乡's.
    "510812109208, 2020-07-01, f510812212",
    // 汪家乡's 易兴村 came to 李家镇, and stays 汪家乡's.
    "510812112206, 2020-07-01, f510812213",
    // the two 元坝镇
    "510811100000, 2019-12-01, f510811100",
    "510811100000, 2020-07-01, f510811100",
    "510824112000, 2019-12-01, f510824112",
    "510824112000, 2020-07-01, f510824112",
    // 工农镇 was divided; its old code still means it.
    "510802106000, 2020-07-01, f510802106",
    "510802006201, 2020-07-01, f510802106",
    "510802002016, 2020-07-01, f510802106",
    // 嘉陵街道 lasted: its code means its seat.
    "510802002000, 2020-07-01, f510802002",
    // 万缘街道 has three parts and no known seat; neither have 云雾山镇 and 水磨沟镇.
    "510802011000, 2020-07-01, ",
    "510812110000, 2020-07-01, ",
    "510812111000, 2020-07-01, ",
    // 百利镇 has a single known part.
    "510824126000, 2020-07-01, f510824106",
    // a county, and codes that nobody gave
    "510812, 2020-07-01, ",
    "510812999000, 2020-07-01, ",
    "990101100000, 2020-07-01, "
  })
  void aSiteCodeLeadsToAFormerTownship(String code, String date, String formerId) {
    assertThat(GUANGYUAN.formerTownshipOfSiteCode(code, ServiceDates.parse(date)).orElse(null))
        .isEqualTo(formerId);
  }

  @ParameterizedTest
  @CsvSource({
    "510812112000, 2020-07-01, ",
    "510802002000, 2020-07-01, ",
    "510802002000, 2019-12-01, f510802002",
    "510812212000, 2020-07-01, f510812212",
    "510802103000, 2020-07-01, ",
    "510812112203, 2020-07-01, f510812212"
  })
  void aPersonIsNotPlacedByATownshipOfSeveralParts(String code, String date, String formerId) {
    assertThat(GUANGYUAN.formerTownshipOfVillageCode(code, ServiceDates.parse(date)).orElse(null))
        .isEqualTo(formerId);
  }

  @ParameterizedTest
  @CsvSource({
    // 510811107201 was a village of 红岩镇 and passed to one of 白果乡.
    "510811107201, 2019-12-01, f510811107",
    "510811107201, 2020-01-15, ",
    "510811107201, 2020-07-01, f510811210"
  })
  void aNumberThatPassedToAnotherVillageMeansNothingInBetween(
      String code, String date, String formerId) {
    assertThat(GUANGYUAN.formerTownshipOfVillageCode(code, ServiceDates.parse(date)).orElse(null))
        .isEqualTo(formerId);
    assertThat(GUANGYUAN.knowsCode(code)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // 工农镇: eleven to 嘉陵街道, 联盟村 to 上西街道
    "v510802106001, t510802002",
    "v510802106206, t510802002",
    "v510802106209, t510802006",
    // 柏杨乡: 三友村 to 朝天镇, others to 大滩镇, some unknown
    "v510812218207, t510812100",
    "v510812218203, t510812101",
    "v510812218200, ",
    // 青牛乡: 南流村 to 虎跳镇
    "v510811205204, t510811106",
    // 盘龙镇: groups 6 to 8 of 东升村 to 河西街道
    "v510802102203, t510802102 t510802003",
    // undivided: 石灶乡 as a whole
    "v510824234001, t510824121"
  })
  void villagesGoWhereTheNoticesSay(String villageId, String townshipIds) {
    assertThat(GUANGYUAN.successorsOfVillage(villageId, BEFORE)).isEmpty();
    assertThat(GUANGYUAN.successorsOfVillage(villageId, AFTER))
        .isEqualTo(townshipIds == null ? List.of() : List.of(townshipIds.split(" ")));
  }

  @Test
  void theTwoBatchesStartOnTheLatestPossibleDates() {
    assertThat(ServiceDates.format(GUANGYUAN.effectiveOn("f510812212"))).isEqualTo("2019-12-31");
    assertThat(ServiceDates.format(GUANGYUAN.effectiveOn("f510824112"))).isEqualTo("2020-06-30");
    assertThat(GUANGYUAN.successorsOf("f510812212", ServiceDates.parse("2019-12-30"))).isEmpty();
    assertThat(GUANGYUAN.successorsOf("f510812212", ServiceDates.parse("2019-12-31")))
        .containsExactly("t510812112", "t510812109");
    assertThat(GUANGYUAN.countyOf("v510812212203")).isEqualTo("c510812");
  }

  @Test
  void theTwoTownsOfOneNameAreTwoAreas() {
    assertThat(GUANGYUAN.areas(Level.former_township))
        .filteredOn(area -> area.nameZh().equals("元坝镇"))
        .extracting(Area::areaId, Area::parentId)
        .containsExactly(tuple("f510811100", "c510811"), tuple("f510824112", "c510824"));
  }

  @Test
  void knowsEveryDayFrom2019To2026() throws IOException {
    var calendar = GUANGYUAN.calendar();
    assertThat(ServiceDates.format(calendar.firstDate())).isEqualTo("2019-01-01");
    assertThat(ServiceDates.format(calendar.lastDate())).isEqualTo("2026-12-31");
    assertThat(calendar.version()).isEqualTo("2025-11-04");
    assertThat(calendar.dayType(ServiceDates.parse("2019-05-03")))
        .isEqualTo(DayType.statutory_holiday);
    assertThat(
            EarlierCalendars.knownOn("2019-03-01", Cities.GUANGYUAN)
                .dayType(ServiceDates.parse("2019-05-03")))
        .isEqualTo(DayType.workday);
    assertThat(calendar.dayType(ServiceDates.parse("2020-02-01")))
        .isEqualTo(DayType.statutory_holiday);
  }

  @Test
  void sharesNoNameWithTheInventedCity() {
    var real = new HashSet<String>();
    for (var level : Level.values()) {
      GUANGYUAN.areas(level).forEach(area -> names(area).forEach(real::add));
    }
    var demo = Registry.load(Cities.DEMO);
    var invented =
        Stream.of(Level.values())
            .flatMap(level -> demo.areas(level).stream())
            .flatMap(GuangyuanTest::names);
    assertThat(invented).doesNotContainAnyElementsOf(real);
  }

  private static Stream<String> names(Area area) {
    var stem = area.nameZh().replaceAll("(社区居民委员会|居民委员会|村民委员会|街道|镇|乡|村|县|区)$", "");
    return Stream.of(area.nameZh(), area.nameEn(), stem).filter(not(String::isEmpty));
  }

  @Property
  void aCodeThatPlacesAPersonPlacesASiteInTheSameFormerTownship(
      @ForAll("codes") String code, @ForAll @IntRange(min = 17_800, max = 19_500) int serviceDate) {
    var possible = GUANGYUAN.possibleFormerTownships(code, serviceDate);
    var ofSite = GUANGYUAN.formerTownshipOfSiteCode(code, serviceDate);
    var ofPerson = GUANGYUAN.formerTownshipOfVillageCode(code, serviceDate);
    ofSite.ifPresent(former -> assertThat(possible).contains(former));
    ofPerson.ifPresent(former -> assertThat(possible).containsExactly(former));
    ofPerson.ifPresent(former -> assertThat(ofSite).contains(former));
  }

  @Provide
  Arbitrary<String> codes() throws IOException {
    return Arbitraries.of(
        Files.readAllLines(Cities.GUANGYUAN.resolve("codes.csv")).stream()
            .skip(1)
            .map(line -> line.substring(0, line.indexOf(',')))
            .toList());
  }
}
