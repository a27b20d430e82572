package org.duixian.local.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.duixian.PureRun;
import org.duixian.TestCity;
import org.duixian.alert.AreaAlerts;
import org.duixian.commitment.Outcome;
import org.duixian.event.RawRecord;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo's twelve weeks as the rules judge them. */
class JudgedDemoTest {
  private static final Set<String> TROUBLED =
      Set.of("C04 f07", "C18 f12", "C24 f12", "C12 f28", "C25 t08", "C14 f02");
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

  @Test
  void everyFormerTownshipHasEnoughItemsCasesAndVisitsToJudge() {
    for (var commitmentId : Set.of("C03", "C06", "C20")) {
      assertThat(
              run.levels.stream()
                  .filter(level -> level.commitmentId().equals(commitmentId))
                  .filter(level -> level.verdict() == Verdict.met)
                  .map(ServiceLevel::areaId)
                  .distinct())
          .as(commitmentId)
          .hasSize(30);
    }
  }

  private static Set<String> judged(Verdict verdict) {
    return run.levels.stream()
        .filter(level -> level.verdict() == verdict)
        .map(level -> level.commitmentId() + " " + level.areaId())
        .collect(Collectors.toSet());
  }
}
