package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.duixian.TestCity;
import org.duixian.area.AreaEvent;
import org.duixian.calendar.ServiceDates;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * C20H in f01: who is at high risk is seen within 14 days. A day is closed three days after it, and
 * its events are told from 2020-04-28 on.
 */
final class WatchMeterTest {
  private static final String C20H = "C20H";
  private static final String ANNA = "elder-aaaa";

  private final TestCity city = TestCity.demo();
  private final TestCity.Source care = city.source("/demo/c01/care");
  private int night = ServiceDates.parse("2020-04-29");
  private int number;

  private void tells(String time, String arrived, String type, String... fields) {
    vouchesThrough(ServiceDates.parse(arrived.substring(0, 10)));
    var event = care.event("e" + ++number, TestCity.at(time), TestCity.at(arrived), type, fields);
    city.run.take(new AreaEvent("f01", true, event));
  }

  private void plan(String time, String person, String programme, String tier) {
    tells(time, time, "care.plan.set", "person_ref", person, "programme", programme, "tier", tier);
  }

  private void plan(String time, String tier) {
    plan(time, ANNA, "left_behind_elder", tier);
  }

  private void visit(String time, String arrived, String mode, String found) {
    tells(
        time,
        arrived,
        "care.visit.done",
        "visit_id",
        "V" + number,
        "person_ref",
        ANNA,
        "mode",
        mode,
        "found",
        found,
        "visitor_kind",
        "village");
  }

  private void visit(String time) {
    visit(time, time, "home", "ok");
  }

  private void cancelled(String time, String reason) {
    tells(
        time,
        time,
        "care.visit.cancelled",
        "visit_id",
        "V" + number,
        "person_ref",
        ANNA,
        "reason",
        reason);
  }

  private void closes(String day) {
    vouchesThrough(ServiceDates.parse(day) + 4);
  }

  private void vouchesThrough(int date) {
    for (; night <= date; night++) {
      care.vouches(ServiceDates.format(night) + "T00:00");
    }
  }

  /** Day by day from a date on: 1 seen in time, X unseen for too long, - not owed. */
  private String days(String person, String from, int days) {
    var text = new StringBuilder();
    int first = ServiceDates.parse(from);
    for (int date = first; date < first + days; date++) {
      int day = date;
      text.append(
          city.outcomes(C20H, person).stream()
              .filter(each -> each.serviceDate() == day)
              .reduce((earlier, later) -> later)
              .filter(each -> each.total() == 1)
              .map(each -> each.hardRule().isEmpty() ? "1" : "X")
              .orElse("-"));
    }
    return text.toString();
  }

  private String days(String from, int days) {
    return days(ANNA, from, days);
  }

  private ServiceLevel level(String date) {
    return city.level("f01", C20H, 28, date).orElseThrow();
  }

  @Test
  void onTheFifteenthDayUnseenItIsABreach() {
    plan("2020-04-28T10:00", "high");
    closes("2020-05-14");

    assertThat(days("2020-04-27", 3)).isEqualTo("-11");
    assertThat(days("2020-05-11", 4)).isEqualTo("11XX");
    assertThat(level("2020-05-12").verdict()).isEqualTo(Verdict.met);
    assertThat(level("2020-05-13").verdict()).isEqualTo(Verdict.breached);
    assertThat(level("2020-05-13").hardRule()).isEqualTo("unseen_14_days");
    assertThat(city.outcomes(C20H, ANNA).get(15).dueMillis())
        .isEqualTo(TestCity.at("2020-05-12T23:59:59.999"));
    var alert = city.run.alerts.get(0);
    assertThat(alert.severity()).isEqualTo("red");
    assertThat(alert.textZh())
        .contains("“高风险对象14天内见到”未兑现。5月13日有高风险对象超过14天未见到。")
        .contains("高风险对象超过14天未见到(1名)");
    assertThat(alert.textZh() + alert.textEn()).doesNotContain(ANNA);
  }

  @ParameterizedTest
  @CsvSource({
    "2020-05-12T23:59:59.999, 1111", // the fourteenth day after the plan
    "2020-05-13T00:00, 1X11",
    "2020-05-14T12:00, 1XX1"
  })
  void aVisitCountsFromTheFirstInstantAfterItsLastDay(String time, String days) {
    plan("2020-04-28T10:00", "high");
    visit(time);
    closes("2020-05-20");

    assertThat(days("2020-05-12", 4)).isEqualTo(days);
  }

  @Test
  void eachVisitBeginsTheDaysAnewAndTheAlertIsResolvedOnceThePersonIsSeen() {
    plan("2020-04-28T10:00", "high");
    visit("2020-05-08T10:00");
    visit("2020-05-25T10:00");
    closes("2020-05-29");

    assertThat(days("2020-05-21", 7)).isEqualTo("11XXX11");
    assertThat(level("2020-05-26").verdict()).isEqualTo(Verdict.met);
    assertThat(city.run.alerts)
        .extracting(each -> each.state())
        .containsExactly("raised", "updated", "updated", "resolved");
  }

  @ParameterizedTest
  @CsvSource({
    "home, ok, 1",
    "home, needs_help, 1",
    "home, escalated, 1",
    "home, not_home, X",
    "phone, ok, X",
    "video, ok, X",
    "device, ok, X"
  })
  void onlyWhoIsSeenAtHomeIsSeen(String mode, String found, String standing) {
    plan("2020-04-28T10:00", "high");
    visit("2020-05-10T10:00", "2020-05-10T10:00", mode, found);
    closes("2020-05-13");

    assertThat(days("2020-05-13", 1)).isEqualTo(standing);
  }

  @ParameterizedTest
  @CsvSource({"refused, 11XX", "hospital, 1111", "moved, ----", "died, ----"})
  void whoMovedOrDiedIsNoLongerWatchedAndWhoRefusesIs(String reason, String days) {
    plan("2020-04-28T10:00", "high");
    cancelled("2020-05-10T10:00", reason);
    visit("2020-05-20T10:00"); // of somebody who moved, it watches nobody anew
    closes("2020-05-16");

    assertThat(days("2020-05-11", 4)).isEqualTo(days);
    assertThat(days("2020-05-01", 3)).isEqualTo("111");
  }

  @Test
  void thePlanThatIsSetAgainDoesNotBeginTheDaysAnew() {
    plan("2020-04-28T10:00", "high");
    plan("2020-05-10T10:00", "high");
    closes("2020-05-14");

    assertThat(days("2020-05-12", 3)).isEqualTo("1XX");
  }

  @Test
  void aLowerTierEndsTheWatchAndAHigherOneBeginsIt() {
    plan("2020-04-28T10:00", "high");
    plan("2020-05-10T10:00", "key");
    plan("2020-05-20T10:00", "high");
    closes("2020-06-04");

    assertThat(days("2020-05-08", 5)).isEqualTo("11---");
    assertThat(days("2020-05-19", 3)).isEqualTo("-11");
    assertThat(days("2020-06-02", 3)).isEqualTo("11X"); // 4 June is the fifteenth day
  }

  @Test
  void ofSeveralProgrammesOneAtHighRiskIsEnough() {
    plan("2020-04-28T10:00", "high");
    plan("2020-05-01T10:00", ANNA, "disabled_elder", "high");
    plan("2020-05-05T10:00", "general");
    plan("2020-05-06T10:00", ANNA, "empty_nest_elder", "general");
    closes("2020-05-14");

    assertThat(days("2020-05-12", 3)).isEqualTo("1XX"); // watched without a break since 28 April
  }

  @Test
  void aVisitThatIsToldLateRevisesTheDaysThatAreOver() {
    plan("2020-04-28T10:00", "high");
    closes("2020-05-16");
    assertThat(days("2020-05-12", 4)).isEqualTo("1XXX");

    visit("2020-05-12T10:00", "2020-05-21T09:00", "home", "ok");
    closes("2020-05-18");

    assertThat(days("2020-05-12", 6)).isEqualTo("111111");
    assertThat(level("2020-05-14").verdict()).isEqualTo(Verdict.met);
    assertThat(level("2020-05-14").good()).isEqualTo(1);
  }

  @Test
  void aPlanThatIsToldLateIsOwedFromItsDayOn() {
    closes("2020-05-16");
    tells(
        "2020-04-30T10:00",
        "2020-05-21T09:00",
        "care.plan.set",
        "person_ref",
        ANNA,
        "programme",
        "left_behind_elder",
        "tier",
        "high");
    closes("2020-05-18");

    assertThat(days("2020-04-29", 3)).isEqualTo("-11");
    assertThat(days("2020-05-13", 3)).isEqualTo("11X");
    assertThat(level("2020-05-18").verdict()).isEqualTo(Verdict.breached);
  }

  @Test
  void whatIsToldInAnotherOrderComesToTheSame() {
    visit("2020-05-05T10:00", "2020-05-09T08:00", "home", "ok");
    tells(
        "2020-04-28T10:00",
        "2020-05-09T09:00",
        "care.plan.set",
        "person_ref",
        ANNA,
        "programme",
        "left_behind_elder",
        "tier",
        "high");
    closes("2020-05-21");

    assertThat(days("2020-05-18", 4)).isEqualTo("11XX"); // 19 May is the fourteenth day
  }

  @Test
  void aPersonMayHaveBeenSeenWhileNobodyVouched() {
    plan("2020-04-28T10:00", "high");
    vouchesThrough(ServiceDates.parse("2020-05-05"));
    long from = TestCity.at("2020-05-07T12:00");
    long to = TestCity.at("2020-05-08T00:00");
    city.take(care.heartbeat("gap", from, to, to));
    night = ServiceDates.parse("2020-05-08");
    closes("2020-05-25");

    // Seen, if at all, on 7 May at the latest: 21 May is the fourteenth day after that.
    assertThat(days("2020-05-04", 4)).isEqualTo("1---");
    assertThat(days("2020-05-11", 4)).isEqualTo("11--");
    assertThat(days("2020-05-20", 4)).isEqualTo("--XX");
  }

  /** Vouches for nothing between noon and midnight of a day. */
  private void vouchesForNoAfternoonOf(String day) {
    vouchesThrough(ServiceDates.parse(day));
    int next = ServiceDates.parse(day) + 1;
    long to = ServiceDates.startMillis(next);
    city.take(care.heartbeat("gap-" + day, TestCity.at(day + "T12:00"), to, to));
    night = next;
  }

  @Test
  void whoMayHaveBeenSeenWhileNobodyVouchedIsNotHiddenByWhoWasSeen() {
    plan("2020-04-28T10:00", "high");
    plan("2020-04-28T11:00", "elder-bbbb", "left_behind_elder", "high");
    closes("2020-05-15");
    assertThat(level("2020-05-15").verdict()).isEqualTo(Verdict.breached);
    assertThat(city.run.alerts).hasSizeGreaterThan(0);

    visit("2020-05-19T13:00"); // and nothing is known of the other one
    vouchesForNoAfternoonOf("2020-05-20");
    visit("2020-05-27T13:00");
    closes("2020-06-05");

    assertThat(days("elder-bbbb", "2020-05-20", 2)).isEqualTo("--");
    assertThat(level("2020-05-22").verdict()).isEqualTo(Verdict.no_data);
    assertThat(level("2020-06-03").verdict()).isEqualTo(Verdict.no_data);
    assertThat(level("2020-06-04").verdict()).isEqualTo(Verdict.breached);
    assertThat(city.run.alerts)
        .filteredOn(each -> each.commitmentId().equals(C20H))
        .noneMatch(each -> each.state().equals("resolved"));
  }

  @Test
  void beforeItsSourceSpokeNobodyKnowsWhoWasSeen() {
    plan("2020-04-28T10:00", "general");
    tells(
        "2020-04-20T10:00",
        "2020-04-28T11:00",
        "care.plan.set",
        "person_ref",
        "elder-bbbb",
        "programme",
        "left_behind_elder",
        "tier",
        "high");
    closes("2020-05-13");

    assertThat(days("elder-bbbb", "2020-05-03", 3)).isEqualTo("11-");
    assertThat(days("elder-bbbb", "2020-05-12", 2)).isEqualTo("-X");
  }

  @Test
  void aPlanHoldsHoweverLongBeforeItsSourceSpokeItWasSet() {
    plan("2020-04-28T10:00", "general");
    tells(
        "2020-03-01T10:00",
        "2020-04-28T11:00",
        "care.plan.set",
        "person_ref",
        "elder-bbbb",
        "programme",
        "left_behind_elder",
        "tier",
        "high");
    closes("2020-05-13");

    assertThat(days("elder-bbbb", "2020-05-12", 2)).isEqualTo("-X");
    assertThat(level("2020-05-12").verdict()).isEqualTo(Verdict.no_data);
    assertThat(level("2020-05-13").verdict()).isEqualTo(Verdict.breached);
  }

  @Test
  void oneOfSeveralIsEnoughForABreach() {
    for (int i = 1; i <= 9; i++) {
      plan("2020-05-01T10:0" + i, "elder-000" + i, "left_behind_elder", "high");
    }
    plan("2020-05-01T11:00", "high");
    visit("2020-04-29T11:00");
    closes("2020-05-15");
    assertThat(level("2020-05-15").total()).isEqualTo(10);
    assertThat(level("2020-05-15").verdict()).isEqualTo(Verdict.met);

    visit("2020-05-19T11:00", "2020-05-19T11:00", "phone", "ok");
    closes("2020-05-16");
    assertThat(level("2020-05-16").verdict()).isEqualTo(Verdict.breached);
  }

  @Test
  void whereNobodyIsAtHighRiskNothingIsOwedAndASilentSourceIsNoData() {
    plan("2020-04-28T10:00", "key");
    visit("2020-04-29T10:00");
    closes("2020-05-05");
    assertThat(level("2020-05-05").verdict()).isEqualTo(Verdict.not_in_force);

    city.arrivalReached("2020-05-20T00:00");
    assertThat(level("2020-05-10").verdict()).isEqualTo(Verdict.no_data);
  }

  @Test
  void whatIsOverIsForgottenAndWhatHoldsOnIsRememberedByLittle() {
    plan("2020-04-28T10:00", "high");
    plan("2020-04-28T11:00", "elder-bbbb", "left_behind_elder", "general");
    List<String> visits = new ArrayList<>();
    for (int date = ServiceDates.parse("2020-05-05"); date < night + 200; date += 7) {
      visits.add(ServiceDates.format(date) + "T10:00");
    }
    visits.forEach(this::visit);
    closes("2020-11-10");

    assertThat(city.run.watches()).hasSize(1);
    // The plan, the last visit before the forty days, and those since.
    assertThat(city.run.watches().get(0).marks).hasSizeLessThan(10);
    assertThat(days("2020-11-01", 3)).isEqualTo("111");
  }
}
