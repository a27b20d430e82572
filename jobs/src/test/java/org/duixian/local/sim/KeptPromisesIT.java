package org.duixian.local.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duixian.calendar.ServiceDates;
import org.duixian.local.sim.Shares.Count;
import org.duixian.local.sim.Shares.Period;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is true in the demo city with the seed that it is shown with. */
class KeptPromisesIT {
  private static final int MERGER = ServiceDates.parse("2020-04-27");
  private static final int LAST_MERGER = ServiceDates.parse("2020-04-30");
  private static final int END = Told.FROM + Told.DAYS;
  private static final Map<String, Double> OBJECTIVES =
      Map.of(
          "C01", 0.95, "C02", 0.97, "C04", 0.95, "C05", 0.90, "C08", 0.95, "C13", 0.97, "C15", 0.85,
          "C17", 0.97, "C18", 0.90, "C19", 0.95);
  private static final Map<String, Set<String>> BROKEN =
      Map.of("C01", Set.of("f04"), "C04", Set.of("f07"), "C18", Set.of("f12"));

  private static final int SILENT = ServiceDates.parse("2020-05-13");

  private static Shares before;
  private static Shares after;
  private static Shares inFourWeeks;
  private static Shares inTheSilence;

  @BeforeAll
  static void simulate() {
    var periods =
        List.of(
            new Period(Told.FROM, MERGER),
            new Period(LAST_MERGER, END),
            new Period(Told.FROM, Told.FROM + 28),
            new Period(SILENT, SILENT + 2));
    var shares = Shares.of(Told.DEMO, Told.demo(1, Told.DAYS), periods);
    before = shares.get(0);
    after = shares.get(1);
    inFourWeeks = shares.get(2);
    inTheSilence = shares.get(3);
  }

  @Test
  void everyPromiseIsKeptInEveryFormerTownshipBeforeTheMerger() {
    OBJECTIVES.forEach(
        (id, objective) ->
            assertThat(before.of(id))
                .as(id)
                .hasSize(30)
                .allSatisfy((areaId, count) -> assertThat(count.share()).isGreaterThan(objective)));
  }

  @Test
  void afterItOnlyTheStoriesBreakPromises() {
    OBJECTIVES.forEach(
        (id, objective) ->
            assertThat(after.of(id))
                .as(id)
                .allSatisfy(
                    (areaId, count) ->
                        assertThat(count.share() > objective)
                            .as(areaId + " " + count)
                            .isEqualTo(!BROKEN.getOrDefault(id, Set.of()).contains(areaId))));
  }

  @Test
  void keptPromisesAreKeptAboutHalfWayBetweenTheObjectiveAndAlways() {
    OBJECTIVES.forEach(
        (id, objective) -> {
          var kept = before.of(id).values().stream().reduce(new Count(0, 0), Count::plus).share();
          assertThat(kept).as(id).isBetween((1 + objective) / 2 - 0.001, 0.998);
        });
  }

  @Test
  void theHallThatOnlyAdvisesTurnsAwayAThirdButIsOpenAndCallsInTime() {
    assertThat(after.of("turned away").get("f07").share()).isBetween(0.30, 0.41);
    assertThat(after.of("C02").get("f07").share()).isGreaterThan(0.97);
    assertThat(after.of("C05").get("f07").share()).isGreaterThan(0.90);
    assertThat(before.of("turned away").get("f07").share()).isLessThan(0.03);
  }

  @Test
  void theSlowClinicIsHiddenByTheAverageOfEitherSuccessor() {
    var slow = after.of("C18").get("f12");
    assertThat(1 - slow.share()).isBetween(0.28, 0.45);
    assertThat(slow.total()).isGreaterThanOrEqualTo(100);
    for (var townshipId : Told.DEMO.successorsOf("f12", END)) {
      assertThat(after.of("C18", Told.DEMO.formersOf(townshipId)).share())
          .as(townshipId)
          .isGreaterThan(0.92);
    }
    assertThat(Told.DEMO.successorsOf("f12", END)).isEqualTo(List.of("t06", "t07"));
    assertThat(after.of("C17").get("f12").share()).isGreaterThan(0.97);
  }

  @Test
  void busesOfTheSilentFeedRanAsEver() {
    var areas = List.of("f11", "f12", "f13", "f14", "f15", "f16", "f17", "f18", "f19", "f20");
    assertThat(inTheSilence.of("C13", areas).share()).isGreaterThan(0.97);
    assertThat(inTheSilence.of("C15", areas).share()).isGreaterThan(0.85);
  }

  @Test
  void everyFormerTownshipHasEnoughUnitsToJudge() {
    Map.of("C04", 60, "C05", 100, "C08", 8, "C13", 40, "C15", 40, "C18", 100)
        .forEach(
            (id, least) ->
                assertThat(inFourWeeks.of(id))
                    .as(id)
                    .allSatisfy((areaId, count) -> assertThat(count.total()).isGreaterThan(least)));
  }
}
