package org.duixian.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duixian.TestCity;
import org.duixian.calendar.ServiceDates;
import org.duixian.calendar.WorkCalendar;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.Test;

final class AlertLifeTest {
  private static final int DAY = ServiceDates.parse("2020-05-06");
  private static final WorkCalendar CALENDAR = TestCity.demoRegistry().calendar();
  private final AlertState state = new AlertState();
  private final List<AlertAction> told = new ArrayList<>();
  private final AlertActions actions = acknowledgements(told);

  /** As they would be read from Kafka. */
  static AlertActions acknowledgements(List<AlertAction> told) {
    return (alertId, fromMillis, untilMillis) ->
        told.stream()
            .filter(each -> each.alertId().equals(alertId))
            .filter(each -> each.timeMillis() >= fromMillis && each.timeMillis() <= untilMillis)
            .min(Comparator.comparingLong(AlertAction::timeMillis));
  }

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
        null,
        null,
        Map.of("called_late", 20L),
        List.of("/s#1"),
        ServiceDates.startMillis(date + 1) + 900_000,
        0,
        "1",
        "demo-1",
        "2019-11-21");
  }

  private String judge(int date, Verdict verdict) {
    return judge(date, verdict, "");
  }

  private String judge(int date, Verdict verdict, String silentSource) {
    return judge(level("C05", 28, date, verdict), silentSource);
  }

  private String judge(ServiceLevel level, String silentSource) {
    var judged = new AlertLife.Judged(level, false, false, true, silentSource);
    return AlertLife.on(judged, actions, CALENDAR, state).stream()
        .map(AlertLifeTest::words)
        .collect(Collectors.joining(", "));
  }

  private static String words(AlertLife.Step step) {
    return step.state()
        + " "
        + step.severity()
        + " "
        + step.number()
        + (step.resolution().isEmpty() ? "" : " " + step.resolution());
  }

  @Test
  void aWarningIsRaisedThenEscalatedThenResolvedAfterThreeGoodDays() {
    assertThat(judge(DAY, Verdict.at_risk)).isEqualTo("raised yellow 0");
    assertThat(judge(DAY + 1, Verdict.at_risk)).isEqualTo("updated yellow 1");
    assertThat(judge(DAY + 2, Verdict.breached)).isEqualTo("escalated red 2");
    assertThat(judge(DAY + 3, Verdict.met)).isEmpty();
    assertThat(judge(DAY + 4, Verdict.met)).isEmpty();
    assertThat(judge(DAY + 5, Verdict.met)).isEqualTo("resolved red 3 recovered");
    assertThat(state.open()).isFalse();
  }

  @Test
  void aBreachThatEasesToAWarningStaysRed() {
    judge(DAY, Verdict.breached);

    assertThat(judge(DAY + 1, Verdict.at_risk)).isEqualTo("updated red 1");
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
  void aDayThatTurnsOutToHaveSlippedBeginsTheCountOfGoodDaysAnew() {
    judge(DAY, Verdict.breached);
    judge(DAY + 1, Verdict.met);
    judge(DAY + 2, Verdict.met);
    judge(DAY + 1, Verdict.at_risk);

    assertThat(judge(DAY + 3, Verdict.met)).isEmpty();
    assertThat(judge(DAY + 4, Verdict.met)).startsWith("resolved");
  }

  @Test
  void missingDataAndSmallSamplesNeitherRaiseNorResolve() {
    assertThat(judge(DAY, Verdict.no_data)).isEmpty();
    assertThat(judge(DAY + 1, Verdict.too_few)).isEmpty();
    judge(DAY + 2, Verdict.breached);
    for (int i = 3; i < 30; i++) {
      judge(DAY + i, i % 2 == 0 ? Verdict.no_data : Verdict.too_few);
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

    assertThat(judge(DAY + 1, Verdict.not_in_force)).isEqualTo("resolved yellow 1 not_in_force");
  }

  @Test
  void onlyTheJudgedWindowAndBrokenHardRulesConcernAnAlert() {
    assertThat(AlertLife.concerns(level("C05", 7, DAY, null))).isFalse();
    assertThat(AlertLife.concerns(level("C05", 1, DAY, Verdict.breached))).isTrue();
    assertThat(AlertLife.concerns(level("C05", 28, DAY, Verdict.met))).isTrue();
  }

  /** 6 May 2020 is a Wednesday; the judgement of a day comes in the night after it. */
  private static long end(String date) {
    return ServiceDates.startMillis(ServiceDates.parse(date) + 1);
  }

  private void acknowledged(String alertId, long millis) {
    told.add(new AlertAction(alertId, "acknowledged", "site-lead", "整改中", millis));
  }

  @Test
  void aWeekendIsNoWorkingDayButAMakeUpDayIs() {
    int thursday = ServiceDates.parse("2020-05-14"); // judged on Friday, due by the end of Monday
    judge(thursday, Verdict.at_risk);
    for (int i = 1; i <= 3; i++) {
      assertThat(judge(thursday + i, Verdict.at_risk)).startsWith("updated");
    }
    assertThat(judge(thursday + 4, Verdict.at_risk)).startsWith("escalated");

    state.alertId = "";
    int before = ServiceDates.parse("2020-06-25"); // judged on Friday, a holiday
    judge(before, Verdict.at_risk);
    assertThat(judge(before + 1, Verdict.at_risk)).startsWith("updated");
    assertThat(judge(before + 2, Verdict.at_risk)).startsWith("updated");
    assertThat(judge(before + 3, Verdict.at_risk))
        .as("Sunday, the 28th, was worked instead")
        .startsWith("escalated");
  }

  @Test
  void aYellowAlertThatNobodyAcknowledgesIsEscalatedOnce() {
    judge(DAY, Verdict.at_risk); // judged on Thursday, so due by the end of Friday

    assertThat(judge(DAY + 1, Verdict.at_risk)).isEqualTo("updated yellow 1");
    assertThat(judge(DAY + 2, Verdict.at_risk)).isEqualTo("escalated yellow 2");
    assertThat(state.overdue).isTrue();
    assertThat(judge(DAY + 3, Verdict.at_risk)).isEqualTo("updated yellow 3");
  }

  @Test
  void anAcknowledgementInTimeStopsThat() {
    judge(DAY, Verdict.at_risk);
    acknowledged("C05-f01-20200506", end("2020-05-07"));

    assertThat(judge(DAY + 1, Verdict.at_risk))
        .isEqualTo("acknowledged yellow 1, updated yellow 2");
    assertThat(state.acknowledgedBy).isEqualTo("site-lead");
    assertThat(judge(DAY + 2, Verdict.at_risk)).isEqualTo("updated yellow 3");
    assertThat(state.overdue).isFalse();
  }

  @Test
  void anAcknowledgementCountsFromTheFirstJudgementAtOrAfterIt() {
    judge(DAY, Verdict.at_risk);
    acknowledged("C05-f01-20200506", end("2020-05-08") + 900_000);
    acknowledged("C05-f01-20200401", end("2020-05-06") + 900_000);

    assertThat(judge(DAY + 1, Verdict.at_risk)).isEqualTo("updated yellow 1");
    assertThat(judge(DAY + 2, Verdict.at_risk))
        .isEqualTo("acknowledged yellow 2, updated yellow 3");
  }

  @Test
  void whatBecomesRedIsToBeAcknowledgedAgain() {
    judge(DAY, Verdict.at_risk);
    acknowledged("C05-f01-20200506", end("2020-05-07"));
    judge(DAY + 1, Verdict.at_risk);

    assertThat(judge(DAY + 2, Verdict.breached)).isEqualTo("escalated red 3");
    assertThat(state.acknowledgedBy).isEmpty();
    acknowledged("C05-f01-20200506", end("2020-05-09"));
    assertThat(judge(DAY + 3, Verdict.breached)).isEqualTo("acknowledged red 4, updated red 5");
  }

  @Test
  void redForTenWorkingDaysIsToldToTheAuditorOnce() {
    judge(DAY, Verdict.breached); // judged on 7 May; 9 May is a make-up working day
    var steps = new ArrayList<String>();
    for (int i = 1; i < 20; i++) {
      steps.add(judge(DAY + i, Verdict.breached));
    }

    assertThat(steps).filteredOn(step -> step.startsWith("escalated")).hasSize(1);
    int tenth = ServiceDates.parse("2020-05-20");
    assertThat(steps.get(tenth - DAY - 1)).startsWith("escalated red");
    assertThat(state.audited).isTrue();
  }

  @Test
  void goodDaysEscalateNothing() {
    judge(DAY, Verdict.at_risk);

    for (int i = 1; i <= 2; i++) {
      assertThat(judge(DAY + i, Verdict.met)).isEmpty();
    }
  }

  @Test
  void aSilentSourceHoldsItAndItsFirstWordReleasesIt() {
    judge(DAY, Verdict.at_risk);

    assertThat(judge(DAY + 1, Verdict.no_data, "/s")).isEqualTo("held yellow 1");
    assertThat(state.heldBy).isEqualTo("/s");
    for (int i = 2; i < 6; i++) {
      assertThat(judge(DAY + i, Verdict.no_data, "/s")).as("told once, never escalated").isEmpty();
    }
    assertThat(judge(DAY + 6, Verdict.at_risk)).isEqualTo("released yellow 2, escalated yellow 3");
  }

  @Test
  void missingEvidenceOfASourceThatSpeaksHoldsNothing() {
    judge(DAY, Verdict.breached);

    assertThat(judge(DAY + 1, Verdict.no_data, "")).isEmpty();
    judge(DAY + 2, Verdict.no_data, "/s");
    assertThat(judge(DAY + 3, Verdict.no_data, null)).as("a revision").isEmpty();
    assertThat(judge(DAY + 4, Verdict.no_data, "")).isEqualTo("released red 2");
  }

  @Test
  void aHeldAlertStaysHeldForAsLongAsItTakes() {
    judge(DAY, Verdict.breached);
    for (int i = 1; i < 100; i++) {
      judge(DAY + i, Verdict.no_data, "/s");
    }

    assertThat(state.open()).isTrue();
    assertThat(state.audited).isFalse();
  }

  @Test
  void withTooLittleToJudgeFor28DaysItExpires() {
    judge(DAY, Verdict.breached);
    for (int i = 1; i < 28; i++) {
      assertThat(judge(DAY + i, Verdict.too_few)).doesNotContain("resolved");
      assertThat(judge(DAY + i, Verdict.too_few)).as("a revision of the same day").isEmpty();
    }

    assertThat(judge(DAY + 28, Verdict.too_few)).endsWith("resolved red 2 expired");
  }

  @Test
  void oneJudgedDayBeginsTheCountAnew() {
    judge(DAY, Verdict.breached);
    for (int i = 1; i < 28; i++) {
      judge(DAY + i, Verdict.too_few);
    }
    judge(DAY + 28, Verdict.at_risk);

    assertThat(judge(DAY + 29, Verdict.too_few)).isEmpty();
  }

  @Test
  void whereNobodyReportsAnyMoreItExpires() {
    judge(DAY, Verdict.breached);
    var level = level("C05", 28, DAY + 1, Verdict.no_data);

    assertThat(
            AlertLife.on(
                new AlertLife.Judged(level, false, false, false, ""), actions, CALENDAR, state))
        .extracting(AlertLife.Step::resolution)
        .containsExactly("expired");
  }

  @Test
  void whatWasToldLateCanTakeEverythingBack() {
    judge(DAY, Verdict.at_risk);
    judge(DAY + 1, Verdict.breached);
    judge(DAY + 2, Verdict.met);

    assertThat(judge(DAY, Verdict.met)).isEmpty();
    assertThat(judge(DAY + 1, Verdict.too_few)).isEqualTo("resolved red 2 restated");
  }

  @Test
  void whatStillSlipsIsNotTakenBack() {
    judge(DAY, Verdict.at_risk);
    judge(DAY + 1, Verdict.at_risk);

    assertThat(judge(DAY, Verdict.met)).isEmpty();
    assertThat(judge(DAY, Verdict.breached)).isEmpty();
    assertThat(judge(DAY + 1, Verdict.met)).isEmpty();
    assertThat(judge(DAY, Verdict.no_data)).as("as far as anybody knows").isEmpty();
    assertThat(judge(DAY, Verdict.met)).isEqualTo("resolved yellow 2 restated");
  }

  @Test
  void daysTooLongAgoToBeRevisedStand() {
    judge(DAY, Verdict.breached);
    judge(DAY + 62, Verdict.at_risk);
    judge(DAY + 63, Verdict.at_risk);

    assertThat(judge(DAY + 62, Verdict.met)).isEmpty();
    assertThat(judge(DAY + 63, Verdict.met)).isEmpty();
    assertThat(state.open()).isTrue();
  }

  @Test
  void anExceptedDayNeitherRaisesNorCountsAsGoodNorEscalates() {
    judge(DAY, Verdict.at_risk);
    for (Verdict verdict : Verdict.values()) {
      for (int i = 1; i < 6; i++) {
        var excepted =
            new AlertLife.Judged(level("C05", 28, DAY + i, verdict), false, true, true, "");
        assertThat(AlertLife.on(excepted, actions, CALENDAR, state)).isEmpty();
      }
    }
  }

  @Test
  void closedAndRaisedOnOneDayItIsTheSameAlert() {
    judge(DAY, Verdict.at_risk);

    assertThat(judge(DAY, Verdict.met)).isEqualTo("resolved yellow 1 restated");
    assertThat(judge(DAY, Verdict.breached)).isEqualTo("raised red 2");
  }

  @Test
  void anAlertOfAnEarlierVersionGoesOn() {
    state.alertId = "C05-f01-20200506";
    state.severity = "yellow";
    state.commitmentVersion = "1";
    state.sinceDate = DAY;
    state.steps = 1;
    state.lastDate = DAY;
    state.acknowledgedBy = null;
    state.heldBy = null;
    state.closedId = null;

    assertThat(judge(DAY, Verdict.met)).as("who knows which days slipped").isEmpty();
    assertThat(judge(DAY + 1, Verdict.at_risk)).isEqualTo("updated yellow 1");
    assertThat(judge(DAY + 2, Verdict.at_risk)).isEqualTo("escalated yellow 2");
  }
}
