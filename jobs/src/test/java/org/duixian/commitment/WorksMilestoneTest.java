package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import org.duixian.TestCity;
import org.duixian.calendar.ServiceDates;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * C23 in f01, where works are planned and reached; each counts for 92 days from its date on, and
 * the books of a day are closed fifteen days after it.
 */
final class WorksMilestoneTest {
  private static final String C23 = "C23";
  private static final String ROAD = "road-1/paved";

  private TestCity city;
  private TestCity.Source office;
  private int night = ServiceDates.parse("2020-04-28");

  @BeforeEach
  void anOfficeOfWorks() {
    city = TestCity.demoSince("2020-04-27");
    office = city.source("/demo/c01/works");
  }

  private void planned(String time, String arrived, String milestone, String dueOn) {
    vouchesThrough(ServiceDates.parse(arrived.substring(0, 10)));
    String[] id = milestone.split("/");
    office.tellsLate(
        time,
        arrived,
        "works.milestone.planned",
        "project_id",
        id[0],
        "milestone_id",
        id[1],
        "area_id",
        "f01",
        "kind",
        "road",
        "due_on",
        dueOn);
  }

  private void planned(String time, String dueOn) {
    planned(time, time, ROAD, dueOn);
  }

  private void reached(String time, String arrived, String milestone) {
    vouchesThrough(ServiceDates.parse(arrived.substring(0, 10)));
    String[] id = milestone.split("/");
    office.tellsLate(
        time,
        arrived,
        "works.milestone.reached",
        "project_id",
        id[0],
        "milestone_id",
        id[1],
        "area_id",
        "f01",
        "kind",
        "road");
  }

  private void reached(String time) {
    reached(time, time, ROAD);
  }

  /** Vouches every night until the books of the day are closed. */
  private void closes(String day) {
    vouchesThrough(ServiceDates.parse(day) + 16);
  }

  private void vouchesThrough(int date) {
    for (; night <= date; night++) {
      office.vouches(ServiceDates.format(night) + "T00:00");
    }
  }

  /** Day by day from a date on: 1 kept, 0 lost, X lost by the hard rule, - not owed. */
  private String days(String milestone, String from, int days) {
    var text = new StringBuilder();
    int first = ServiceDates.parse(from);
    for (int date = first; date < first + days; date++) {
      int day = date;
      text.append(
          city.outcomes(C23, milestone).stream()
              .filter(each -> each.areaId().equals("f01") && each.serviceDate() == day)
              .reduce((earlier, later) -> later)
              .filter(each -> each.total() == 1)
              .map(each -> each.hardRule().isEmpty() ? each.good() + "" : "X")
              .orElse("-"));
    }
    return text.toString();
  }

  private ServiceLevel level(String date) {
    return city.level("f01", C23, 28, date).orElseThrow();
  }

  @Test
  void reachedByTheEndOfItsDateItIsKeptForAQuarter() {
    planned("2020-04-28T10:00", "2020-05-03");
    reached("2020-05-03T23:59:59.999");
    closes("2020-08-10");

    assertThat(days(ROAD, "2020-05-01", 5)).isEqualTo("--111");
    assertThat(days(ROAD, "2020-08-01", 4)).isEqualTo("11--"); // 92 days from 3 May on
    assertThat(level("2020-05-02").verdict()).isEqualTo(Verdict.not_in_force);
    assertThat(level("2020-05-03").verdict()).isEqualTo(Verdict.too_few);
    assertThat(level("2020-08-03").verdict()).isEqualTo(Verdict.not_in_force);
    assertThat(city.run.alerts).isEmpty();
  }

  @Test
  void whatIsReachedAfterItsDateStaysLostForTheQuarter() {
    planned("2020-04-28T10:00", "2020-05-03");
    reached("2020-05-04T00:00");
    closes("2020-08-10");

    assertThat(days(ROAD, "2020-05-01", 5)).isEqualTo("--000");
    assertThat(days(ROAD, "2020-08-01", 4)).isEqualTo("00--");
    assertThat(city.outcomes(C23, ROAD).get(0).lostByReason()).containsOnlyKeys("road");
    assertThat(city.outcomes(C23, ROAD).get(0).dueMillis())
        .isEqualTo(TestCity.at("2020-05-03T23:59:59.999"));
  }

  @Test
  void thirtyDaysOverdueIsABreachHoweverFewThereAre() {
    planned("2020-04-28T10:00", "2020-05-03");
    closes("2020-06-04");

    assertThat(days(ROAD, "2020-06-01", 4)).isEqualTo("0XXX"); // 2 June is the thirtieth day
    assertThat(level("2020-06-01").verdict()).isEqualTo(Verdict.too_few);
    assertThat(level("2020-06-02").verdict()).isEqualTo(Verdict.breached);
    assertThat(level("2020-06-02").hardRule()).isEqualTo("overdue_30_days");
    assertThat(city.run.alerts.get(0).textZh())
        .contains("“基础设施建设不削弱(工程节点)”未兑现。6月2日有工程节点逾期30天。")
        .contains("截至6月2日0/1个节点=0.0%,承诺不少于90.0%(低于90.0%为有风险,低于80.0%为未兑现)")
        .contains("道路工程节点逾期(1个节点)");
  }

  @Test
  void anOverdueOneCountsUntilItIsReachedHoweverLongThatTakes() {
    planned("2020-04-28T10:00", "2020-05-03");
    reached("2020-09-10T10:00");
    closes("2020-09-12");

    assertThat(days(ROAD, "2020-08-02", 4)).isEqualTo("XXXX");
    assertThat(days(ROAD, "2020-09-08", 5)).isEqualTo("XX---");
    assertThat(level("2020-09-10").verdict()).isEqualTo(Verdict.not_in_force);
  }

  @Test
  void oneOfFiveThatIsLateIsAWarningAndTwoAreABreach() {
    for (int i = 1; i <= 5; i++) {
      planned("2020-04-28T10:0" + i, "2020-04-28T10:0" + i, "p" + i + "/m", "2020-05-03");
    }
    planned("2020-04-28T11:00", "2020-04-28T11:00", "p6/m", "2020-05-10");
    for (int i = 1; i <= 4; i++) {
      reached("2020-05-02T10:0" + i, "2020-05-02T10:0" + i, "p" + i + "/m");
    }
    closes("2020-05-10");

    assertThat(level("2020-05-03").good()).isEqualTo(4);
    assertThat(level("2020-05-03").total()).isEqualTo(5);
    assertThat(level("2020-05-03").verdict()).isEqualTo(Verdict.at_risk);
    assertThat(level("2020-05-10").total()).isEqualTo(6);
    assertThat(level("2020-05-10").verdict()).isEqualTo(Verdict.breached);
  }

  @Test
  void nineOfTenByTheirDateAreWhatIsPromised() {
    for (int i = 0; i < 10; i++) {
      planned("2020-04-28T10:0" + i, "2020-04-28T10:0" + i, "p/m" + i, "2020-05-03");
    }
    for (int i = 1; i < 10; i++) {
      reached("2020-05-02T10:0" + i, "2020-05-02T10:0" + i, "p/m" + i);
    }
    closes("2020-05-04");

    assertThat(level("2020-05-04").verdict()).isEqualTo(Verdict.met);
    assertThat(level("2020-05-04").lowerShare()).isEqualTo(0.9);
  }

  @Test
  void aPlanThatIsMovedAfterItsDateDoesNotTurnItGreen() {
    planned("2020-04-28T10:00", "2020-05-03");
    planned("2020-05-03T23:59", "2020-05-06");
    planned("2020-05-07T00:00", "2020-05-20");
    reached("2020-05-10T10:00");
    closes("2020-05-21");

    assertThat(days(ROAD, "2020-05-03", 5)).isEqualTo("---00");
    assertThat(days(ROAD, "2020-05-19", 3)).isEqualTo("000");
  }

  @Test
  void thePlanThatIsTooLateDoesNotSayWhatItWasForEither() {
    planned("2020-04-28T10:00", "2020-05-03");
    closes("2020-05-04");
    office.tells(
        "2020-05-20T10:00",
        "works.milestone.planned",
        "project_id",
        "road-1",
        "milestone_id",
        "paved",
        "area_id",
        "f01",
        "kind",
        "water",
        "due_on",
        "2020-06-30");
    closes("2020-05-06");

    assertThat(level("2020-05-06").lostByReason()).containsOnlyKeys("road");
  }

  @Test
  void whatIsToldLateRevisesTheDaysThatAreOver() {
    planned("2020-04-28T10:00", "2020-05-03");
    closes("2020-06-04");
    reached("2020-05-20T10:00", "2020-06-20T18:00", ROAD);
    closes("2020-06-05");
    assertThat(days(ROAD, "2020-06-01", 5)).isEqualTo("00000");

    reached("2020-05-03T10:00", "2020-06-22T09:00", ROAD);
    closes("2020-06-07");
    assertThat(days(ROAD, "2020-06-01", 5)).isEqualTo("11111");
    assertThat(days(ROAD, "2020-05-03", 3)).isEqualTo("111");
    assertThat(city.outcomes(C23, ROAD).stream().mapToInt(Outcome::revision).max()).hasValue(2);
    assertThat(level("2020-06-07").good()).isEqualTo(1);
    assertThat(level("2020-06-07").hardRule()).isEmpty();
  }

  @Test
  void whatWasReachedLongAgoIsTakenOutOfTheDaysOnWhichItNoLongerCounts() {
    planned("2020-04-28T10:00", "2020-05-03");
    closes("2020-08-20");
    reached("2020-07-20T10:00", "2020-09-06T09:00", ROAD);
    closes("2020-08-22");

    assertThat(days(ROAD, "2020-08-01", 4)).isEqualTo("00--");
    assertThat(days(ROAD, "2020-08-18", 5)).isEqualTo("-----");
    assertThat(level("2020-08-20").total()).isZero();
    assertThat(level("2020-08-20").verdict()).isEqualTo(Verdict.not_in_force);
  }

  @Test
  void aPlanThatIsToldAfterItsDateIsOwedFromThenOn() {
    closes("2020-05-06");
    planned("2020-05-01T10:00", "2020-05-23T10:00", ROAD, "2020-05-05");
    closes("2020-05-10");

    assertThat(days(ROAD, "2020-05-05", 6)).isEqualTo("---000");
  }

  @Test
  void whatWasPlannedAndReachedLongAgoAndIsToldAgainCountsNoSecondQuarter() {
    for (int i = 1; i <= 9; i++) {
      planned("2020-04-28T10:0" + i, "2020-04-28T10:0" + i, "old/m" + i, "2020-05-03");
      reached("2020-05-01T10:0" + i, "2020-05-01T10:0" + i, "old/m" + i);
    }
    closes("2020-09-20");
    assertThat(level("2020-08-03").verdict()).isEqualTo(Verdict.not_in_force);
    for (int i = 1; i <= 9; i++) { // the register is exported again
      planned("2020-10-06T10:0" + i, "2020-10-06T10:0" + i, "old/m" + i, "2020-05-03");
      reached("2020-05-01T10:0" + i, "2020-10-06T11:0" + i, "old/m" + i);
    }
    closes("2020-10-08");

    assertThat(level("2020-10-07").total()).isZero();
    assertThat(level("2020-10-07").verdict()).isEqualTo(Verdict.not_in_force);
  }

  @Test
  void whatIsReachedBeforeItsPlanIsToldAfterItsDateIsNoPromiseKept() {
    reached("2020-05-01T10:00");
    closes("2020-05-06");
    planned("2020-05-22T10:00", "2020-05-02");
    planned("2020-05-22T11:00", "2020-05-22T11:00", "road-2/paved", "2020-05-02");
    reached("2020-05-04T10:00", "2020-05-22T12:00", "road-2/paved");
    closes("2020-05-24");

    assertThat(days(ROAD, "2020-05-22", 3)).isEqualTo("---");
    assertThat(days("road-2/paved", "2020-05-22", 3)).isEqualTo("000");
  }

  @Test
  void aReachingThatIsToldBeforeThePlanCounts() {
    reached("2020-05-01T10:00");
    planned("2020-05-02T10:00", "2020-05-03");
    closes("2020-05-04");

    assertThat(days(ROAD, "2020-05-03", 2)).isEqualTo("11");
  }

  @Test
  void nothingIsRememberedOfWhatCanNoLongerBeRevised() {
    planned("2020-04-28T10:00", "2020-05-03");
    reached("2020-05-02T10:00");
    reached("2020-05-02T11:00", "2020-05-02T11:00", "never/planned");
    closes("2020-09-12"); // 3 May and 92 days and 40 days
    assertThat(city.run.milestones()).isEqualTo(1);
    closes("2020-09-13");
    assertThat(city.run.milestones()).isZero();
  }

  @Test
  void aSilentOfficeIsNoDataAndOneThatPlansNothingOwesNothing() {
    closes("2020-05-04");
    assertThat(level("2020-05-04").verdict()).isEqualTo(Verdict.not_in_force);

    city.arrivalReached("2020-06-10T00:00");
    assertThat(level("2020-05-10").verdict()).isEqualTo(Verdict.no_data);
    assertThat(city.run.alerts).allMatch(each -> each.commitmentId().equals("DATA"));
  }
}
