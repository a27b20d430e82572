package org.duixian.local.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.duixian.PureRun;
import org.duixian.TestCity;
import org.duixian.alert.AreaAlerts;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Outcome;
import org.duixian.event.RawRecord;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo's twelve weeks as the rules judge them. */
class JudgedDemoIT {
  private static final Set<String> TROUBLED =
      Set.of(
          "C04 f07", "C18 f12", "C24 f12", "C12 f28", "C24 f28", "C25 t08", "C14 f02", "C03 f30",
          "C01 f04", "C24 f04", "C22 t10");
  private static final Set<String> OF_PEOPLE =
      Set.of("C06", "C07", "C09", "C10", "C11", "C12", "C20");

  private static PureRun run;

  @BeforeAll
  static void judge() {
    run = new PureRun(TestCity.TYPES, Told.DEMO, TestCity.CATALOGUE);
    var arrivedMillis = new long[1];
    Told.demo(1, Told.DAYS)
        .events()
        .forEachRemaining(
            event -> {
              if (event.arrivedMillis() > arrivedMillis[0] + Timestamps.HOUR_MILLIS) {
                arrivedMillis[0] = event.arrivedMillis();
                run.arrivalReached(arrivedMillis[0]);
              }
              run.take(
                  new RawRecord(
                      event.topic(),
                      0,
                      0,
                      event.arrivedMillis(),
                      event.key().getBytes(StandardCharsets.UTF_8),
                      event.value()));
            });
    run.inputEnded();
  }

  @Test
  void everyEventIsAccountedFor() {
    assertThat(run.rejected).isEmpty();
  }

  @Test
  void onlyTheStoriesAreBreached() {
    assertThat(judged(Verdict.breached)).isEqualTo(TROUBLED);
    assertThat(
            run.alerts.stream()
                .filter(alert -> alert.severity().equals("red"))
                .map(alert -> alert.commitmentId() + " " + alert.areaId())
                .collect(Collectors.toSet()))
        .isEqualTo(TROUBLED);
  }

  @Test
  void onlyTheSilentFeedIsMissed() {
    assertThat(run.alerts)
        .filteredOn(alert -> alert.commitmentId().equals(AreaAlerts.DATA))
        .extracting(alert -> alert.subject())
        .containsOnly("/demo/c02/bus/operator");
  }

  @Test
  void whatOfficesPromisePeopleIsNeverAtRiskElsewhere() {
    assertThat(judged(Verdict.at_risk))
        .filteredOn(each -> OF_PEOPLE.contains(each.substring(0, 3)) && !TROUBLED.contains(each))
        .isEmpty();
    var last = new HashMap<String, ServiceLevel>();
    run.levels.stream()
        .filter(level -> level.windowDays() == 28 && OF_PEOPLE.contains(level.commitmentId()))
        .forEach(
            level ->
                last.merge(
                    level.commitmentId() + " " + level.areaId(),
                    level,
                    (one, other) -> other.serviceDate() >= one.serviceDate() ? other : one));
    assertThat(last).hasSize(OF_PEOPLE.size() * 30);
    last.forEach(
        (promise, level) -> {
          if (!TROUBLED.contains(promise)) {
            assertThat(level.verdict()).as(promise).isIn(Verdict.met, Verdict.too_few);
          }
        });
  }

  @Test
  void whatOfficesPromisePeopleIsKeptWithTheSmallFailuresOfRealLife() {
    var latest = new HashMap<String, Outcome>();
    for (var outcome : run.outcomes) {
      latest.put(
          outcome.commitmentId() + " " + outcome.subject() + " " + outcome.serviceDate(), outcome);
    }
    for (var commitmentId : OF_PEOPLE) {
      var outcomes =
          latest.values().stream()
              .filter(outcome -> outcome.commitmentId().equals(commitmentId))
              .filter(outcome -> !TROUBLED.contains(commitmentId + " " + outcome.areaId()))
              .toList();
      var good = outcomes.stream().mapToLong(Outcome::good).sum();
      var total = outcomes.stream().mapToLong(Outcome::total).sum();
      var objective = TestCity.CATALOGUE.get(commitmentId).objective();
      assertThat(total).as(commitmentId).isGreaterThan(30 * 20);
      assertThat((double) good / total).as(commitmentId).isBetween((1 + objective) / 2, 0.9985);
    }
  }

  @ParameterizedTest
  @CsvSource({"C03,29", "C06,30", "C20,30", "C21,14", "C22,13", "C23,44", "C23F,14"})
  void whereNoStoryIsThereIsEnoughToBeMet(String commitmentId, int areas) {
    assertThat(judged(Verdict.met))
        .filteredOn(each -> each.startsWith(commitmentId + " "))
        .hasSize(areas);
  }

  @Test
  void announcedRepairsAreLeftOutAndStayVisible() {
    for (var date : List.of("2020-06-10", "2020-06-11")) {
      assertThat(onDay("f09", "C02", date).total()).isZero();
      assertThat(onDay("f09", "C02", date).rawGood()).isZero();
      assertThat(onDay("f09", "C02", date).rawTotal()).isPositive();
    }
    assertThat(run.alerts).filteredOn(alert -> alert.areaId().equals("f09")).isEmpty();
  }

  @Test
  void aNotifiedSuspensionIsOnlyMissingInTheSupply() {
    for (var date : List.of("2020-06-03", "2020-06-04")) {
      var supply = onDay("f23", "C14", date);
      assertThat(supply.good()).isLessThan(supply.total());
      assertThat(onDay("f23", "C13", date).total()).isLessThan(supply.total());
    }
    assertThat(run.alerts)
        .filteredOn(alert -> Set.of("f23", "f24").contains(alert.areaId()))
        .isEmpty();
  }

  private static ServiceLevel onDay(String areaId, String commitmentId, String date) {
    return run.levels.stream()
        .filter(level -> level.windowDays() == 1 && level.areaId().equals(areaId))
        .filter(level -> level.commitmentId().equals(commitmentId))
        .filter(level -> level.serviceDate() == ServiceDates.parse(date))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private static Set<String> judged(Verdict verdict) {
    return run.levels.stream()
        .filter(level -> level.verdict() == verdict)
        .map(level -> level.commitmentId() + " " + level.areaId())
        .collect(Collectors.toSet());
  }
}
