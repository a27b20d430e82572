package org.duixian.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.duixian.calendar.ServiceDates;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.Test;

final class AlertLifeTest {
  private static final int DAY = ServiceDates.parse("2020-05-06");
  private final AlertState state = new AlertState();

  static ServiceLevel level(String commitmentId, int windowDays, int date, Verdict verdict) {
    return new ServiceLevel(
        "f01",
        commitmentId,
        windowDays,
        date,
        80,
        100,
        80,
        100,
        0.9,
        0.7,
        0.85,
        4.5,
        verdict,
        "",
        0,
        28,
        28,
        0,
        Map.of("called_late", 20L),
        List.of("/s#1"),
        ServiceDates.startMillis(date + 1) + 900_000,
        0,
        "1",
        "demo-1",
        "2019-11-21");
  }

  private String judge(int date, Verdict verdict) {
    return AlertLife.on(level("C05", 28, date, verdict), state)
        .map(step -> step.state() + " " + step.severity() + " " + step.number() + step.resolution())
        .orElse("");
  }

  @Test
  void aWarningIsRaisedThenEscalatedThenResolvedAfterThreeGoodDays() {
    assertThat(judge(DAY, Verdict.at_risk)).isEqualTo("raised yellow 0");
    assertThat(judge(DAY + 1, Verdict.at_risk)).isEmpty();
    assertThat(judge(DAY + 2, Verdict.breached)).isEqualTo("escalated red 1");
    assertThat(judge(DAY + 3, Verdict.met)).isEmpty();
    assertThat(judge(DAY + 4, Verdict.met)).isEmpty();
    assertThat(judge(DAY + 5, Verdict.met)).isEqualTo("resolved red 2recovered");
    assertThat(state.open()).isFalse();
  }

  @Test
  void aBreachThatEasesToAWarningStaysRed() {
    judge(DAY, Verdict.breached);

    assertThat(judge(DAY + 1, Verdict.at_risk)).isEmpty();
    assertThat(state.severity).isEqualTo("red");
  }

  @Test
  void aBadDayBeginsTheCountOfGoodDaysAnew() {
    judge(DAY, Verdict.breached);
    judge(DAY + 1, Verdict.met);
    judge(DAY + 2, Verdict.met);
    judge(DAY + 3, Verdict.at_risk);
    judge(DAY + 4, Verdict.met);

    assertThat(judge(DAY + 5, Verdict.met)).isEmpty();
    assertThat(judge(DAY + 6, Verdict.met)).startsWith("resolved");
  }

  @Test
  void missingDataAndSmallSamplesNeitherRaiseNorResolve() {
    assertThat(judge(DAY, Verdict.no_data)).isEmpty();
    assertThat(judge(DAY + 1, Verdict.too_few)).isEmpty();
    judge(DAY + 2, Verdict.breached);
    for (int i = 3; i < 30; i++) {
      assertThat(judge(DAY + i, i % 2 == 0 ? Verdict.no_data : Verdict.too_few)).isEmpty();
    }
    assertThat(state.open()).isTrue();
  }

  @Test
  void aRevisionOfTheSameDayIsNoSecondGoodDay() {
    judge(DAY, Verdict.breached);
    judge(DAY + 1, Verdict.met);
    judge(DAY + 1, Verdict.met);

    assertThat(judge(DAY + 1, Verdict.met)).isEmpty();
    assertThat(state.goodDays).isEqualTo(1);
  }

  @Test
  void whatIsRevisedOfEarlierDaysMovesNothing() {
    judge(DAY, Verdict.met);

    assertThat(judge(DAY - 1, Verdict.breached)).isEmpty();
    assertThat(state.open()).isFalse();
  }

  @Test
  void aPromiseNoLongerInForceResolves() {
    judge(DAY, Verdict.at_risk);

    assertThat(judge(DAY + 1, Verdict.not_in_force)).isEqualTo("resolved yellow 1not_in_force");
  }

  @Test
  void onlyTheJudgedWindowAndBrokenHardRulesConcernAnAlert() {
    assertThat(AlertLife.concerns(level("C05", 7, DAY, null))).isFalse();
    assertThat(AlertLife.concerns(level("C05", 1, DAY, Verdict.breached))).isTrue();
    assertThat(AlertLife.concerns(level("C05", 28, DAY, Verdict.met))).isTrue();
  }
}
