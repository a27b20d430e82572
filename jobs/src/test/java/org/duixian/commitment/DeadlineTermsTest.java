package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.area.AreaEvent;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** C06, C09, C11, C12 and C20: what an obligation comes to that is promised in working days. */
final class DeadlineTermsTest {
  private static final Path COMMITMENTS = Path.of("..", "schemas", "commitments");
  private static final String AREA = "f01";
  private static final String STATE = "hall.case.state_changed";
  private static final String C06 = "C06";
  private static final String C09 = "C09";
  private static final String C11 = "C11";
  private static final String C12 = "C12";
  private static final String C20 = "C20";

  private static Registry registry;
  private static Registry inJanuary;

  private final TestCity city = new TestCity(registry, TestCity.CATALOGUE);
  private final TestCity.Source hall = city.source("/demo/c01/cases");
  private final TestCity.Source hotline = city.source("/demo/c01/12345");
  private final TestCity.Source care = city.source("/demo/c01/care");
  private int number;

  @BeforeAll
  static void aCityWithAHotline() throws IOException {
    registry = withHotline("2020-03-02", line -> line);
    inJanuary = withHotline("2020-01-17", line -> line);
  }

  private static void copyTo(Path into) throws IOException {
    try (var files = Files.list(COMMITMENTS)) {
      for (Path file : files.toList()) {
        Files.copy(file, into.resolve(file.getFileName().toString()));
      }
    }
  }

  private static Registry withHotline(String since, UnaryOperator<String> calendarLine)
      throws IOException {
    return TestReference.demoWith(
        line ->
            line.startsWith("/demo/")
                ? TestReference.since(ofOneTownship(line), since)
                : calendarLine.apply(line),
        "sources.csv",
        "calendar.csv");
  }

  /** So that what is remembered of one former township is all that is remembered. */
  private static String ofOneTownship(String line) {
    return line.replaceFirst("^(/demo/c01/(cases|12345|care),.*),c01,", "$1,f01,");
  }

  private void tells(TestCity.Source source, String time, String type, String... fields) {
    tellsLate(source, time, time, type, fields);
  }

  private void tellsLate(
      TestCity.Source source, String time, String arrived, String type, String... fields) {
    var event = source.event("e" + ++number, TestCity.at(time), TestCity.at(arrived), type, fields);
    city.run.take(new AreaEvent(AREA, true, event));
  }

  private void accepted(String time, String days) {
    tells(hall, time, STATE, "case_id", "K1", "state", "accepted", "promised_days", days);
  }

  private void accepted(String time, String days, String statutoryDays) {
    tells(
        hall,
        time,
        STATE,
        "case_id",
        "K1",
        "state",
        "accepted",
        "promised_days",
        days,
        "statutory_days",
        statutoryDays);
  }

  private void turned(String time, String state) {
    tells(hall, time, STATE, "case_id", "K1", "state", state);
  }

  private void turned(String time, String state, String field, String value) {
    tells(hall, time, STATE, "case_id", "K1", "state", state, field, value);
  }

  private void paused(String time) {
    turned(time, "correction_requested", "clock", "paused");
  }

  private void resumed(String time) {
    turned(time, "resumed", "clock", "running");
  }

  private Outcome last(String commitment, String subject) {
    var all = city.outcomes(commitment, subject);
    return all.get(all.size() - 1);
  }

  private void assertDue(String commitment, String subject, String lastDay) {
    var outcome = last(commitment, subject);
    assertThat(outcome.dueMillis())
        .as("due %s", ServiceDates.format(ServiceDates.serviceDate(outcome.dueMillis())))
        .isEqualTo(TestCity.at(lastDay + "T23:59:59.999"));
    assertThat(outcome.serviceDate()).isEqualTo(ServiceDates.parse(lastDay));
  }

  @Test
  void aCaseClosedInTheLastMillisecondOfTheLastDayIsOnTime() {
    accepted("2020-03-02T09:00", "3");
    turned("2020-03-05T23:59:59.999", "closed");

    assertThat(city.standing(C06, "K1")).isEqualTo("1/1");
    assertDue(C06, "K1", "2020-03-05");
  }

  @Test
  void aCaseClosedAMillisecondLaterIsLate() {
    accepted("2020-03-02T09:00", "3");
    turned("2020-03-06T00:00:00", "closed");

    assertThat(city.standing(C06, "K1")).isEqualTo("0/1 closed_late");
  }

  @Test
  void anOpenCaseIsBrokenOnceTheSourceVouchesPastDueAndGrace() {
    accepted("2020-03-02T09:00", "3");
    hall.vouches("2020-03-06T00:14:59.998");
    assertThat(city.outcomes(C06, "K1")).isEmpty();

    hall.vouches("2020-03-06T00:14:59.999");

    assertThat(city.standing(C06, "K1")).isEqualTo("0/1 overdue");
    assertThat(last(C06, "K1").knownMillis()).isEqualTo(TestCity.at("2020-03-06T00:14:59.999"));
  }

  @ParameterizedTest
  @CsvSource({
    "2020-03-02T00:00, 0, 2020-03-02", // the same day
    "2020-03-07T10:00, 0, 2020-03-07", // a Saturday
    "2020-03-06T10:00, 1, 2020-03-09", // over a weekend
    "2020-01-17T10:00, 1, 2020-01-19", // a Sunday that is worked
    "2020-01-17T23:59:59.999, 2, 2020-01-20",
    "2020-01-18T10:00, 1, 2020-01-19", // opened on a day of rest
    "2020-01-23T10:00, 1, 2020-02-03", // over the Spring Festival as it was extended
    "2020-01-20T10:00, 5, 2020-02-04",
  })
  void workingDaysAreCountedFromTheDayAfter(String opened, String days, String lastDay) {
    city.run.goOnWith(opened.startsWith("2020-01") ? inJanuary : registry, TestCity.CATALOGUE);
    accepted(opened, days);
    hall.vouches(ServiceDates.format(ServiceDates.parse(lastDay) + 1) + "T00:15");

    assertThat(city.standing(C06, "K1")).isEqualTo("0/1 overdue");
    assertDue(C06, "K1", lastDay);
  }

  @Test
  void aPauseOverAWeekendCostsTheWorkingDaysAtWhoseEndItLasts() {
    accepted("2020-03-02T09:00", "5"); // Monday; without a pause due on Monday, 9 March
    paused("2020-03-06T15:00"); // Friday
    resumed("2020-03-09T10:00"); // Monday
    hall.vouches("2020-03-31T00:00");

    assertDue(C06, "K1", "2020-03-10");
  }

  @Test
  void aPauseThatEndsOnItsOwnDayCostsNothing() {
    accepted("2020-03-02T09:00", "3");
    paused("2020-03-03T09:00");
    resumed("2020-03-03T17:00");
    hall.vouches("2020-03-31T00:00");

    assertDue(C06, "K1", "2020-03-05");
  }

  @Test
  void aCaseThatIsNeverResumedStaysOpenForMonthsAndIsThenDecided() {
    accepted("2020-03-02T09:00", "3");
    paused("2020-03-03T09:00");
    hall.vouches("2020-04-30T00:00");
    hall.vouches("2020-06-30T00:00");
    assertThat(city.outcomes(C06, "K1")).isEmpty();

    resumed("2020-07-01T09:00");
    hall.vouches("2020-08-01T00:00");

    assertThat(city.standing(C06, "K1")).isEqualTo("0/1 overdue");
    assertDue(C06, "K1", "2020-07-03");
  }

  @Test
  void aPausedCaseThatIsClosedNeedsNoResumption() {
    accepted("2020-03-02T09:00", "3");
    paused("2020-03-03T09:00");
    turned("2020-03-20T09:00", "closed"); // Friday, the first day that counts

    assertThat(city.standing(C06, "K1")).isEqualTo("1/1");
    assertDue(C06, "K1", "2020-03-24");
  }

  @Test
  void aPauseToldTooLateTakesTheBrokenCaseBack() {
    accepted("2020-03-02T09:00", "3");
    hall.vouches("2020-03-07T00:00");
    assertThat(city.standing(C06, "K1")).isEqualTo("0/1 overdue");

    paused("2020-03-04T09:00");
    assertThat(city.standing(C06, "K1")).isEqualTo("0/0");
    assertThat(last(C06, "K1").serviceDate()).isEqualTo(ServiceDates.parse("2020-03-05"));

    resumed("2020-03-09T09:00");
    turned("2020-03-10T09:00", "closed");
    assertThat(city.standing(C06, "K1")).isEqualTo("1/1");
    assertDue(C06, "K1", "2020-03-10");
  }

  @Test
  void anExtensionAnnouncedBeforeTheDueInstantCounts() {
    accepted("2020-03-02T09:00", "3");
    turned("2020-03-05T23:59:59.998", "extended", "extension_days", "2");
    hall.vouches("2020-03-31T00:00");

    assertDue(C06, "K1", "2020-03-09");
  }

  @Test
  void anExtensionAnnouncedAtTheDueInstantDoesNot() {
    accepted("2020-03-02T09:00", "3");
    turned("2020-03-05T23:59:59.999", "extended", "extension_days", "2");
    hall.vouches("2020-03-31T00:00");

    assertDue(C06, "K1", "2020-03-05");
  }

  @Test
  void aCaseReopenedWithinThirtyDaysIsNoLongerGoodHoweverOftenItIsClosed() {
    accepted("2020-03-02T09:00", "3");
    turned("2020-03-03T09:00", "closed");
    hall.vouches("2020-04-01T00:00");
    turned("2020-04-02T09:00", "reopened");
    assertThat(city.standing(C06, "K1")).isEqualTo("0/1 reopened");

    turned("2020-04-02T10:00", "closed");

    assertThat(city.standing(C06, "K1")).isEqualTo("0/1 reopened");
    assertThat(city.outcomes(C06, "K1")).extracting(Outcome::revision).containsExactly(0, 1);
  }

  @Test
  void aCaseReopenedAMillisecondAfterThirtyDaysWasKept() {
    accepted("2020-03-02T09:00", "3");
    turned("2020-03-03T09:00", "closed");
    turned("2020-04-02T09:00:00.001", "reopened");

    assertThat(city.standing(C06, "K1")).isEqualTo("1/1");
  }

  @Test
  void aReopeningIsStillUnderstoodWhenItIsToldWeeksLate() {
    accepted("2020-03-02T09:00", "3");
    turned("2020-03-03T09:00", "closed");
    hall.vouches("2020-05-01T00:00");
    hall.vouches("2020-05-10T00:00");
    turned("2020-04-01T09:00", "reopened");

    assertThat(city.standing(C06, "K1")).isEqualTo("0/1 reopened");
  }

  @Test
  void aSettledCaseIsForgottenWhenNothingCanChangeItAnyMore() {
    accepted("2020-03-02T09:00", "3");
    turned("2020-03-03T09:00", "closed");
    hall.vouches("2020-04-20T00:00");
    hall.vouches("2020-05-12T00:00");
    assertThat(city.run.remembered()).isPositive();
    hall.vouches("2020-05-14T00:00");

    assertThat(city.run.remembered()).isZero();
  }

  @Test
  void whatIsWithdrawnInTimeIsNotPromised() {
    accepted("2020-03-02T09:00", "3");
    turned("2020-03-05T10:00", "withdrawn");
    hall.vouches("2020-03-31T00:00");

    assertThat(city.standing(C06, "K1")).isEqualTo("0/0");
  }

  @Test
  void whatIsWithdrawnAfterItsDueInstantWasOverdue() {
    accepted("2020-03-02T09:00", "3");
    turned("2020-03-06T10:00", "withdrawn");
    hall.vouches("2020-03-31T00:00");

    assertThat(city.standing(C06, "K1")).isEqualTo("0/1 overdue");
  }

  @Test
  void passingTheStatutoryLimitBreaksTheHardRuleAtOnceAndCountsOnce() {
    hall.vouches("2020-04-20T12:00");
    accepted("2020-05-11T09:00", "3", "6");
    hall.vouches("2020-05-15T12:00");
    assertThat(city.standing(C06, "K1")).isEqualTo("0/1 overdue");
    assertThat(last(C06, "K1").hardRule()).isEmpty();

    hall.vouches("2020-05-20T00:14:59.998");
    assertThat(last(C06, "K1").hardRule()).isEmpty();
    hall.vouches("2020-05-20T00:14:59.999");

    assertThat(city.standing(C06, "K1")).isEqualTo("0/1 past_statutory");
    assertThat(last(C06, "K1").hardRule()).isEqualTo("statutory_overrun");
    assertDue(C06, "K1", "2020-05-19");
    var atOnce = level("2020-05-19");
    assertThat(atOnce.verdict()).isEqualTo(Verdict.breached);
    assertThat(atOnce.hardRule()).isEqualTo("statutory_overrun");
    hall.vouches("2020-05-21T02:00");
    var window = city.level(AREA, C06, 28, "2020-05-20").orElseThrow();
    assertThat(window.total()).isEqualTo(1);
    assertThat(window.lostByReason()).containsOnlyKeys("past_statutory");
  }

  private ServiceLevel level(String date) {
    return city.level(AREA, C06, 1, date).orElseThrow();
  }

  @Test
  void aCaseClosedBetweenTheTwoLimitsIsOnlyLate() {
    hall.vouches("2020-04-20T12:00");
    accepted("2020-05-11T09:00", "3", "6");
    hall.vouches("2020-05-15T12:00");
    turned("2020-05-19T23:59:59.999", "closed");
    hall.vouches("2020-06-15T12:00");

    assertThat(city.standing(C06, "K1")).isEqualTo("0/1 closed_late");
    assertThat(last(C06, "K1").hardRule()).isEmpty();
  }

  @Test
  void aCaseWithoutAnyTimeLimitPromisesNothing() {
    turned("2020-03-02T09:00", "accepted");
    hall.vouches("2020-04-15T12:00");
    hall.vouches("2020-05-30T12:00");

    assertThat(city.outcomes(C06, "K1")).isEmpty();
    assertThat(city.run.remembered()).isLessThanOrEqualTo(2);
  }

  @Test
  void aCaseThatFallsDueBeyondTheCalendarIsNotJudgedUntilTheCalendarGoesOn() throws IOException {
    var until = withHotline("2020-03-02", line -> isAfterMarch9(line) ? null : line);
    city.run.goOnWith(until, TestCity.CATALOGUE);
    accepted("2020-03-02T09:00", "6"); // Tuesday, 10 March
    hall.vouches("2020-03-09T12:00");
    assertThat(city.outcomes(C06, "K1")).isEmpty();
    turned("2020-03-09T13:00", "closed");
    assertThat(city.outcomes(C06, "K1")).isEmpty();

    city.run.goOnWith(registry, TestCity.CATALOGUE);
    hall.vouches("2020-03-10T12:00");

    assertThat(city.standing(C06, "K1")).isEqualTo("1/1");
    assertDue(C06, "K1", "2020-03-10");
  }

  private static boolean isAfterMarch9(String calendarLine) {
    String[] cells = calendarLine.split(",", -1);
    return cells.length == 4 && cells[1].startsWith("20") && cells[1].compareTo("2020-03-09") > 0;
  }

  @Test
  void aCalendarRevisedWhileTheHolidayRunsMovesWhatIsOpenAndNotWhatWasPublished()
      throws IOException {
    var planned = withHotline("2020-01-17", line -> line.startsWith("2020-01-27,") ? null : line);
    city.run.goOnWith(planned, TestCity.CATALOGUE);
    accepted("2020-01-20T09:00", "4"); // 21, 22, 23 and 31 January, as planned
    tells(
        hall,
        "2020-01-20T09:00",
        STATE,
        "case_id",
        "K2",
        "state",
        "accepted",
        "promised_days",
        "4");
    tells(hall, "2020-01-21T09:00", STATE, "case_id", "K2", "state", "closed");
    assertDue(C06, "K2", "2020-01-31");
    hall.vouches("2020-01-28T12:00");

    city.run.goOnWith(inJanuary, TestCity.CATALOGUE);
    hall.vouches("2020-02-02T12:00");
    assertThat(city.outcomes(C06, "K1")).isEmpty();
    hall.vouches("2020-02-04T12:00");

    assertThat(city.standing(C06, "K1")).isEqualTo("0/1 overdue");
    assertDue(C06, "K1", "2020-02-03");
    assertThat(city.outcomes(C06, "K2")).hasSize(1);
    assertThat(last(C06, "K1").calendarVersion()).isEqualTo("2020-01-27");
  }

  @Test
  void whatFallsDueWhereTheSourceDoesNotVouchIsNotJudged() {
    accepted("2020-03-02T09:00", "3");
    hall.vouches("2020-03-05T12:00");
    long from = TestCity.at("2020-03-06T08:00");
    for (String to : List.of("2020-03-06T09:00", "2020-04-20T00:00", "2020-05-20T00:00")) {
      city.take(hall.heartbeat("g" + to, from, TestCity.at(to), TestCity.at(to)));
      from = TestCity.at(to);
    }

    assertThat(city.outcomes(C06, "K1")).isEmpty();
    assertThat(city.run.remembered()).isLessThanOrEqualTo(2);
  }

  /** Everything that can happen to a case; each of its events may be told at any time. */
  @Test
  void theOrderInWhichTheLifeOfACaseIsToldDoesNotMatter() {
    List<String[]> life =
        List.of(
            new String[] {"2020-03-02T09:00", "accepted", "promised_days", "3"},
            new String[] {"2020-03-03T09:00", "correction_requested", "clock", "paused"},
            new String[] {"2020-03-04T09:00", "resumed", "clock", "running"},
            new String[] {"2020-03-06T09:00", "extended", "extension_days", "1"},
            new String[] {"2020-03-09T09:00", "closed", "clock", "running"},
            new String[] {"2020-03-12T09:00", "reopened", "clock", "running"});
    var answers = new TreeSet<String>();
    for (var order : permutations(life)) {
      for (int vouchedAfter = 0; vouchedAfter < life.size(); vouchedAfter += 2) {
        answers.add(told(order, vouchedAfter));
      }
    }

    assertThat(answers).containsExactly("2020-03-09 0/1 {reopened=1}");
  }

  private static String told(List<String[]> order, int vouchedAfter) {
    var city = new TestCity(registry, TestCity.CATALOGUE);
    var hall = city.source("/demo/c01/cases");
    for (int i = 0; i < order.size(); i++) {
      String[] each = order.get(i);
      String[] fields = {"case_id", "K1", "state", each[1], each[2], each[3]};
      long at = TestCity.at(each[0]);
      var event = hall.event("e" + i, at, TestCity.at("2020-03-13T00:00"), STATE, fields);
      city.run.take(new AreaEvent(AREA, true, event));
      if (i == vouchedAfter) {
        hall.vouches("2020-03-13T00:00");
      }
    }
    hall.vouches("2020-03-31T00:00");
    var standing = new TreeMap<Integer, Outcome>();
    city.outcomes(C06, "K1").forEach(each -> standing.put(each.serviceDate(), each));
    standing.values().removeIf(each -> each.total() == 0);
    assertThat(standing).hasSize(1);
    var only = standing.firstEntry().getValue();
    return "%s %d/%d %s"
        .formatted(
            ServiceDates.format(only.serviceDate()),
            only.good(),
            only.total(),
            only.lostByReason());
  }

  private static <T> List<List<T>> permutations(List<T> of) {
    if (of.isEmpty()) {
      return List.of(List.of());
    }
    var all = new ArrayList<List<T>>();
    for (int i = 0; i < of.size(); i++) {
      var rest = new ArrayList<>(of);
      T first = rest.remove(i);
      for (var tail : permutations(rest)) {
        var order = new ArrayList<T>();
        order.add(first);
        order.addAll(tail);
        all.add(order);
      }
    }
    return all;
  }

  @Test
  void anEarlierOpeningToldLateIsTheOneThatCounts() {
    accepted("2020-03-03T09:00", "3");
    hall.vouches("2020-03-03T12:00");
    accepted("2020-03-02T09:00", "2");
    accepted("2020-03-05T09:00", "9");
    hall.vouches("2020-03-31T00:00");

    assertThat(city.standing(C06, "K1")).isEqualTo("0/1 overdue");
    assertDue(C06, "K1", "2020-03-04");
  }

  @Test
  void ofAPauseAndAResumptionAtOneInstantTheResumptionHolds() {
    accepted("2020-03-02T09:00", "3");
    resumed("2020-03-03T09:00");
    paused("2020-03-03T09:00");
    hall.vouches("2020-03-31T00:00");

    assertDue(C06, "K1", "2020-03-05");
  }

  @Test
  void aCaseAcceptedWithItsClockPausedStartsPaused() {
    tells(
        hall,
        "2020-03-02T09:00",
        STATE,
        "case_id",
        "K1",
        "state",
        "accepted",
        "promised_days",
        "0",
        "clock",
        "paused");
    resumed("2020-03-07T09:00"); // Saturday
    hall.vouches("2020-03-31T00:00");

    assertDue(C06, "K1", "2020-03-09");
  }

  @Test
  void aStateWithoutAClockStopsNothing() {
    accepted("2020-03-02T09:00", "3");
    turned("2020-03-03T09:00", "correction_requested");
    hall.vouches("2020-03-31T00:00");

    assertDue(C06, "K1", "2020-03-05");
  }

  private void proxy(String time, String verb, String... more) {
    var fields = new ArrayList<>(List.of("proxy_id", "P1"));
    fields.addAll(List.of(more));
    tells(hall, time, "hall.proxy." + verb, fields.toArray(String[]::new));
  }

  @Test
  void aProxyRequestIsDueTwoWorkingDaysAfterTheItemsDays() {
    proxy("2020-03-02T09:00", "requested", "item_code", "X");
    hall.vouches("2020-03-31T00:00");

    assertThat(city.standing(C09, "P1")).isEqualTo("0/1 overdue");
    assertDue(C09, "P1", "2020-03-11");
  }

  @Test
  void aDueInstantThatIsGivenWins() {
    String due = TestCity.at("2020-03-03T12:00") + "";
    proxy("2020-03-02T09:00", "requested", "item_code", "X", "due_at", due);
    proxy("2020-03-03T12:00:00.001", "fulfilled", "result", "done");

    assertThat(city.standing(C09, "P1")).isEqualTo("0/1 fulfilled_late");
    assertThat(last(C09, "P1").dueMillis()).isEqualTo(TestCity.at("2020-03-03T12:00"));
  }

  @Test
  void aFulfilledProxyRequestIsGoodOnceThePersonConfirmsIt() {
    proxy("2020-03-02T09:00", "requested", "item_code", "X");
    proxy("2020-03-04T09:00", "fulfilled", "result", "done");
    assertThat(city.outcomes(C09, "P1")).isEmpty();
    proxy("2020-03-05T09:00", "confirmed", "confirmed_by_person", "true");

    assertThat(city.standing(C09, "P1")).isEqualTo("1/1");
  }

  @Test
  void whatThePersonDeniesWasNotFulfilled() {
    proxy("2020-03-02T09:00", "requested", "item_code", "X");
    proxy("2020-03-04T09:00", "fulfilled", "result", "done");
    proxy("2020-03-05T09:00", "confirmed", "confirmed_by_person", "false");

    assertThat(city.standing(C09, "P1")).isEqualTo("0/1 denied_by_person");
  }

  @Test
  void itemsCanHaveWorkingDaysOfTheirOwn(@TempDir Path own) throws IOException {
    copyTo(own);
    replace(own, "C09.yaml", "workdays: 5, p", "workdays_by: {item_code: {Y: 1}}, workdays: 5, p");
    city.run.goOnWith(registry, Catalogue.load(own, TestCity.TYPES));
    proxy("2020-03-02T09:00", "requested", "item_code", "Y");
    hall.vouches("2020-03-31T00:00");

    assertDue(C09, "P1", "2020-03-05");
  }

  private void request(String time, String verb, String... more) {
    var fields = new ArrayList<>(List.of("request_id", "R1"));
    fields.addAll(List.of(more));
    tells(hotline, time, "feedback." + verb, fields.toArray(String[]::new));
  }

  private void filed(String time, String category) {
    request(time, "request.filed", "category", category, "topic", "road");
  }

  @Test
  void anAutomaticAcknowledgementIsNoReply() {
    filed("2020-03-06T09:00", "help"); // Friday
    request("2020-03-06T09:01", "request.replied", "kind", "auto");
    hotline.vouches("2020-03-10T12:00");

    assertThat(city.standing(C11, "R1")).isEqualTo("0/1 no_reply");
    assertDue(C11, "R1", "2020-03-09");
  }

  @Test
  void aSubstantiveReplyOnTheNextWorkingDayIsInTime() {
    filed("2020-03-06T09:00", "help");
    request("2020-03-09T23:59:59.999", "request.replied", "kind", "substantive");

    assertThat(city.standing(C11, "R1")).isEqualTo("1/1");
  }

  @ParameterizedTest
  @CsvSource({
    "consult, 2020-03-05",
    "help, 2020-03-11",
    "suggestion, 2020-03-11",
    "complaint, 2020-03-23",
    "report, 2020-03-23",
  })
  void theKindOfRequestSaysHowManyWorkingDaysItMayTake(String category, String lastDay) {
    filed("2020-03-02T09:00", category);
    hotline.vouches("2020-04-10T12:00");

    assertThat(city.standing(C12, "R1")).isEqualTo("0/1 overdue");
    assertDue(C12, "R1", lastDay);
  }

  @Test
  void aRequestIsGoodOnceThePersonCalledBackSaysThatItIsSolved() {
    filed("2020-03-02T09:00", "consult");
    request("2020-03-05T09:00", "request.closed", "outcome", "resolved");
    hotline.vouches("2020-03-08T09:00");
    assertThat(city.outcomes(C12, "R1")).isEmpty();
    request("2020-03-09T09:00", "callback.done", "reached", "true", "solved", "yes");

    assertThat(city.standing(C12, "R1")).isEqualTo("1/1");
  }

  @Test
  void withoutACallBackARequestIsNotGood() {
    filed("2020-03-02T09:00", "consult");
    request("2020-03-05T09:00", "request.closed", "outcome", "resolved");
    request("2020-03-06T09:00", "callback.done", "reached", "false");
    hotline.vouches("2020-03-13T00:59:59.998"); // Thursday, 12 March, is the fifth working day
    assertThat(city.outcomes(C12, "R1")).isEmpty();
    hotline.vouches("2020-03-13T00:59:59.999");
    assertThat(city.standing(C12, "R1")).isEqualTo("0/1 no_callback");

    request("2020-03-13T09:00", "callback.done", "reached", "true", "solved", "yes");

    assertThat(city.standing(C12, "R1")).isEqualTo("1/1");
  }

  @Test
  void aCallBackThatSaysUnsolvedTurnsAGoodRequestBad() {
    filed("2020-03-02T09:00", "consult");
    request("2020-03-04T09:00", "request.closed", "outcome", "explained");
    assertThat(city.standing(C12, "R1")).isEqualTo("1/1");
    hotline.vouches("2020-03-20T00:00");
    request("2020-03-20T09:00", "callback.done", "reached", "true", "solved", "no");

    assertThat(city.standing(C12, "R1")).isEqualTo("0/1 unsolved_at_callback");
  }

  @Test
  void closingWithoutActionIsNoClosing() {
    filed("2020-03-02T09:00", "consult");
    request("2020-03-03T09:00", "request.closed", "outcome", "no_action");

    assertThat(city.standing(C12, "R1")).isEqualTo("0/1 closed_unsolved");
  }

  @ParameterizedTest
  @CsvSource({"2020-03-05T12:00, 2020-03-12T12:00", "2020-03-06T12:00, 2020-03-05T23:59:59.999"})
  void aNewDueInstantCountsIfItWasAnnouncedBeforeTheOldOne(String announced, String due) {
    filed("2020-03-02T09:00", "consult");
    String until = TestCity.at("2020-03-12T12:00") + "";
    request(announced, "request.extended", "new_due", until, "reason", "complex");
    hotline.vouches("2020-04-10T12:00");

    assertThat(city.standing(C12, "R1")).isEqualTo("0/1 overdue");
    assertThat(last(C12, "R1").dueMillis()).isEqualTo(TestCity.at(due));
  }

  private void visit(String time, String verb, String... more) {
    var fields = new ArrayList<>(List.of("visit_id", "V1", "person_ref", "abcdef"));
    fields.addAll(List.of(more));
    tells(care, time, "care.visit." + verb, fields.toArray(String[]::new));
  }

  private void planned(String due) {
    visit("2020-03-02T09:00", "planned", "due_at", TestCity.at(due) + "");
  }

  @Test
  void aVisitMadeAtTheDueInstantIsInTime() {
    planned("2020-03-09T18:00");
    visit("2020-03-09T18:00", "done", "mode", "home", "found", "ok", "visitor_kind", "village");

    assertThat(city.standing(C20, "V1")).isEqualTo("1/1");
  }

  @Test
  void nobodyAtHomeIsNoVisit() {
    planned("2020-03-09T18:00");
    visit("2020-03-09T17:00", "done", "mode", "home", "found", "not_home", "visitor_kind", "cadre");
    care.vouches("2020-03-20T00:00");

    assertThat(city.standing(C20, "V1")).isEqualTo("0/1 not_visited");
  }

  @ParameterizedTest
  @CsvSource({
    "high, home, 1/1",
    "high, phone, 0/1 not_visited",
    "high, video, 0/1 not_visited",
    "high, device, 0/1 not_visited",
    "key, phone, 1/1",
    "key, video, 1/1",
    "key, device, 0/1 not_visited",
    "general, device, 1/1",
    ", home, 1/1",
    ", phone, 0/1 not_visited",
  })
  void theTierSaysInWhichWayAPersonMustBeSeen(String tier, String mode, String standing) {
    String due = TestCity.at("2020-03-09T18:00") + "";
    if (tier == null) {
      visit("2020-03-02T09:00", "planned", "due_at", due);
    } else {
      visit("2020-03-02T09:00", "planned", "due_at", due, "tier", tier);
    }
    visit("2020-03-05T10:00", "done", "mode", mode, "found", "ok", "visitor_kind", "village");
    care.vouches("2020-03-20T00:00");

    assertThat(city.standing(C20, "V1")).isEqualTo(standing);
  }

  @Test
  void aVisitToldBeforeItsPlanIsJudgedByTheTierOfThePlan() {
    String due = TestCity.at("2020-03-09T18:00") + "";
    visit("2020-03-05T10:00", "done", "mode", "phone", "found", "ok", "visitor_kind", "village");
    visit("2020-03-02T09:00", "planned", "due_at", due, "tier", "high");
    care.vouches("2020-03-13T00:00");
    assertThat(city.standing(C20, "V1")).isEqualTo("0/1 not_visited");

    visit("2020-03-06T10:00", "done", "mode", "home", "found", "ok", "visitor_kind", "village");

    assertThat(city.standing(C20, "V1")).isEqualTo("1/1");
  }

  @Test
  void aVisitIsCancelledInTimeOrMissed() {
    planned("2020-03-09T18:00");
    visit("2020-03-09T18:00:00.001", "cancelled", "reason", "moved");
    care.vouches("2020-03-20T00:00");

    assertThat(city.standing(C20, "V1")).isEqualTo("0/1 not_visited");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C06.yaml | workdays_from: [promised_days, | workdays_from: [item_code, | C06.yaml: falls_due.workdays_from 'item_code' is a field of kind text, not whole",
        "C06.yaml | falls_due: {workdays_from: [promised_days, statutory_days]} | falls_due: {plus: 1} | C06.yaml: falls_due '' needs one of at, workdays_by, workdays_from and workdays",
        "C06.yaml | falls_due: {workdays_from: [promised_days, statutory_days]} | due: P3D | C06.yaml: pause '' means nothing without falls_due",
        "C06.yaml | falls_due: | 'due: P3D\nfalls_due:' | C06.yaml: due 'PT72H' is given besides falls_due",
        "C06.yaml | days: extension_days | days: extension_days, until: due_at | C06.yaml:",
        "C06.yaml | '    days: extension_days\n' | '' | C06.yaml: extend[0] 'hall.case.state_changed' needs one of days and until",
        "C06.yaml | '    within: P30D\n' | '' | C06.yaml: revoke[0].within '' is missing",
        "C06.yaml | reason: past_statutory | reason: past | C06.yaml: hard.reason 'past' is not one of the commitment's reasons",
        "C12.yaml | consult: 3 | consult: -3 | C12.yaml: falls_due.workdays_by.consult '-3' is not 0 or more working days",
        "C12.yaml | consult: 3 | question: 3 | C12.yaml: falls_due.workdays_by.category 'question' is not one of [consult,",
        "C12.yaml | confirm_workdays: 5 | '' | C12.yaml: confirm_workdays 'null' must be given with confirm, and only with it",
        "C12.yaml | unconfirmed: no_callback | unconfirmed: silence | C12.yaml: unconfirmed 'silence' is not one of",
        "C20.yaml | at: due_at | at: tier | C20.yaml: falls_due.at 'tier' is a field of kind text, not instant",
      })
  void aMistakeIsNamedWithItsFileAndKey(
      String file, String right, String wrong, String message, @TempDir Path own)
      throws IOException {
    copyTo(own);
    replace(own, file, right, wrong);

    assertThatThrownBy(() -> Catalogue.load(own, TestCity.TYPES))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining(message);
  }

  private static void replace(Path directory, String file, String right, String wrong)
      throws IOException {
    Path path = directory.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(right);
    Files.writeString(path, text.replace(right, wrong));
  }
}
