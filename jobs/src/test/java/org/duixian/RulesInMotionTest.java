package org.duixian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.duixian.alert.Alert;
import org.duixian.area.AreaEvent;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Outcome;
import org.duixian.commitment.RuleBook;
import org.duixian.commitment.RuleBooks;
import org.duixian.event.Event;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a version of reference data or commitments changes from its day on, and what it does not.
 */
final class RulesInMotionTest {
  private static final String HALL = "/demo/c01/hall/f01";
  private static final String CASES = "/demo/c01/cases";
  private static final String BUS = "/demo/c01/bus/operator";
  private static final Path COMMITMENTS = Path.of("..", "schemas", "commitments");
  private static final int FIRST = ServiceDates.parse("2020-01-01");

  @TempDir private Path dir;
  private int versions;

  private Registry registry(String since, UnaryOperator<String> line, String... files)
      throws IOException {
    String version = "v" + ++versions;
    UnaryOperator<String> all =
        each ->
            each.startsWith("version: ")
                ? "version: " + version
                : each.startsWith("/demo/") && line.apply(each) != null
                    ? TestReference.since(line.apply(each), since)
                    : line.apply(each);
    String[] changed = new String[files.length + 2];
    System.arraycopy(files, 0, changed, 0, files.length);
    changed[files.length] = "reference.yaml";
    changed[files.length + 1] = "sources.csv";
    return TestReference.demoWith(all, changed);
  }

  private Registry registry(String since) throws IOException {
    return registry(since, line -> line);
  }

  /** The commitments, one of them with another version; null leaves it out. */
  private Catalogue catalogue(String id, UnaryOperator<String> change) throws IOException {
    Path own = Files.createDirectory(dir.resolve("commitments-" + ++versions));
    try (var files = Files.list(COMMITMENTS)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        String text = Files.readString(file);
        if (name.equals(id + ".yaml")) {
          text = change.apply(text);
        }
        if (text != null) {
          text = text.replace("C04, C05, ", "C04, "); // not compared with the seat, it may be gone
          Files.writeString(own.resolve(name), text);
        }
      }
    }
    return Catalogue.load(own, TestCity.TYPES);
  }

  private static RuleBook book(Registry registry, Catalogue catalogue, String appliesFrom) {
    return new RuleBook(registry, catalogue, ServiceDates.parse(appliesFrom));
  }

  private static RuleBook first(Registry registry, Catalogue catalogue) {
    return new RuleBook(registry, catalogue, FIRST);
  }

  private static List<Alert> alerts(TestCity city, String commitmentId) {
    return city.run.alerts.stream()
        .filter(each -> each.commitmentId().equals(commitmentId))
        .toList();
  }

  private static List<String> steps(TestCity city, String commitmentId) {
    return alerts(city, commitmentId).stream()
        .filter(each -> !each.state().equals("updated"))
        .map(
            each ->
                "%s %s %s"
                    .formatted(
                        ServiceDates.format(each.serviceDate()), each.state(), each.resolution())
                    .trim())
        .toList();
  }

  /** Thirty tickets, of which ten are never called, and the night after them. */
  private static void twoThirdsCalled(TestCity city, String date) {
    var hall = city.source(HALL);
    for (int i = 0; i < 30; i++) {
      String ticket = date + "-" + i;
      hall.tells(
          date + "T09:%02d".formatted(i),
          "hall.ticket.issued",
          "ticket_id",
          ticket,
          "site_id",
          "hall-f01");
      if (i % 3 != 0) {
        hall.tells(date + "T09:%02d".formatted(i + 5), "hall.ticket.called", "ticket_id", ticket);
      }
    }
  }

  private static void night(TestCity city, String date) {
    city.source(HALL).vouches(ServiceDates.format(ServiceDates.parse(date) + 1) + "T00:15");
  }

  private Catalogue c05(String version, String objective) throws IOException {
    return catalogue(
        "C05",
        text ->
            text.replace("version: \"1\"", "version: \"" + version + '"')
                .replace("objective: 0.90", "objective: " + objective)
                .replace("{28d: 100}", "{28d: 5}"));
  }

  @Test
  void anOpenAlertOfAnotherVersionIsClosedBeforeTheDayIsJudgedAndTheCusumBeginsAnew()
      throws IOException {
    var registry = registry("2020-04-27");
    var next = registry("2020-04-27");
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(registry, c05("1", "0.90")),
                    book(next, c05("2", "0.50"), "2020-04-29"))));
    for (String date : List.of("2020-04-27", "2020-04-28", "2020-04-29")) {
      twoThirdsCalled(city, date);
      night(city, date);
    }

    assertThat(steps(city, "C05"))
        .containsExactly("2020-04-27 raised", "2020-04-29 resolved rule_changed");
    var before = city.level("f01", "C05", 28, "2020-04-28").orElseThrow();
    var after = city.level("f01", "C05", 28, "2020-04-29").orElseThrow();
    assertThat(before.verdict()).isEqualTo(Verdict.breached);
    assertThat(before.cusum()).isEqualTo(6);
    assertThat(before.commitmentVersion() + before.referenceVersion()).isEqualTo("1v1");
    assertThat(after.verdict()).isEqualTo(Verdict.met);
    assertThat(after.cusum()).isZero();
    assertThat(after.total()).isEqualTo(90);
    assertThat(after.objective()).isEqualTo(0.5);
    assertThat(after.commitmentVersion() + after.referenceVersion()).isEqualTo("2v2");
    var closed = alerts(city, "C05").get(2);
    assertThat(closed.commitmentVersion() + closed.referenceVersion()).isEqualTo("2v2");
    assertThat(closed.textZh()).contains("【解除】").contains("规则已变更,自4月29日起按新规则评定");
    assertThat(closed.textEn()).contains("judged by a changed rule from 2020-04-29");
  }

  @Test
  void aPromiseThatIsStillBrokenByTheNewVersionRaisesANewAlert() throws IOException {
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(registry("2020-04-27"), c05("1", "0.90")),
                    book(registry("2020-04-27"), c05("2", "0.95"), "2020-04-28"))));
    for (String date : List.of("2020-04-27", "2020-04-28")) {
      twoThirdsCalled(city, date);
      night(city, date);
    }

    assertThat(steps(city, "C05"))
        .containsExactly(
            "2020-04-27 raised", "2020-04-28 resolved rule_changed", "2020-04-28 raised");
  }

  @Test
  void aNewVersionOfTheReferenceDataAloneClosesNothing() throws IOException {
    var commitments = c05("1", "0.90");
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(registry("2020-04-27"), commitments),
                    book(registry("2020-04-27"), commitments, "2020-04-28"))));
    for (String date : List.of("2020-04-27", "2020-04-28")) {
      twoThirdsCalled(city, date);
      night(city, date);
    }

    assertThat(steps(city, "C05")).containsExactly("2020-04-27 raised");
    assertThat(city.level("f01", "C05", 28, "2020-04-28").orElseThrow().cusum()).isEqualTo(6);
  }

  @Test
  void aDayThatIsRevisedLaterIsRevisedByItsOwnBook() throws IOException {
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(registry("2020-04-27"), c05("1", "0.90")),
                    book(registry("2020-04-27"), c05("2", "0.50"), "2020-04-28"))));
    twoThirdsCalled(city, "2020-04-27");
    night(city, "2020-04-27");
    city.source(HALL)
        .tellsLate(
            "2020-04-27T10:00",
            "2020-04-28T10:00",
            "hall.ticket.issued",
            "ticket_id",
            "late",
            "site_id",
            "hall-f01");
    night(city, "2020-04-28");

    var revised = city.level("f01", "C05", 28, "2020-04-27").orElseThrow();
    assertThat(revised.revision()).isEqualTo(1);
    assertThat(revised.total()).isEqualTo(31);
    assertThat(revised.objective()).isEqualTo(0.9);
    assertThat(revised.commitmentVersion() + revised.referenceVersion()).isEqualTo("1v1");
    assertThat(city.outcomes("C05", "late"))
        .extracting(Outcome::commitmentVersion)
        .containsOnly("1");
  }

  @Test
  void aCommitmentThatIsDroppedEndsWithALastWord() throws IOException {
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(registry("2020-04-27"), c05("1", "0.90")),
                    book(registry("2020-04-27"), catalogue("C05", text -> null), "2020-04-28"))));
    for (String date : List.of("2020-04-27", "2020-04-28", "2020-04-29", "2020-04-30")) {
      twoThirdsCalled(city, date);
      night(city, date);
    }

    assertThat(steps(city, "C05"))
        .containsExactly("2020-04-27 raised", "2020-04-28 resolved rule_changed");
    assertThat(alerts(city, "C05").get(1).textZh()).contains("此项承诺不再列入");
    assertThat(city.run.levels)
        .filteredOn(each -> each.commitmentId().equals("C05") && each.windowDays() == 28)
        .extracting(each -> ServiceDates.format(each.serviceDate()) + " " + each.verdict())
        .containsExactly("2020-04-27 breached", "2020-04-28 not_in_force");
    assertThat(city.run.outcomes)
        .filteredOn(each -> each.commitmentId().equals("C05"))
        .extracting(Outcome::serviceDate)
        .containsOnly(ServiceDates.parse("2020-04-27"));
    assertThat(city.level("f01", "C02", 28, "2020-04-30")).isPresent();
  }

  @Test
  void aCommitmentThatComesLaterBeginsWithItsBook() throws IOException {
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(registry("2020-04-27"), catalogue("C05", text -> null)),
                    book(registry("2020-04-27"), c05("1", "0.90"), "2020-04-29"))));
    for (String date : List.of("2020-04-27", "2020-04-28", "2020-04-29")) {
      twoThirdsCalled(city, date);
      night(city, date);
    }

    assertThat(city.run.levels)
        .filteredOn(each -> each.commitmentId().equals("C05"))
        .extracting(ServiceLevel::serviceDate)
        .containsOnly(ServiceDates.parse("2020-04-29"));
    var level = city.level("f01", "C05", 28, "2020-04-29").orElseThrow();
    assertThat(level.total()).isEqualTo(30);
    assertThat(level.daysVouched()).isEqualTo(1);
    assertThat(level.daysExpected()).isEqualTo(3);
  }

  @Test
  void aHolidayThatIsExtendedMovesWhatIsOpenAndRewritesNothing() throws IOException {
    UnaryOperator<String> asPlanned = line -> line.startsWith("2020-01-27,") ? null : line;
    var planned =
        registry(
            "2020-01-17",
            line -> {
              String kept = asPlanned.apply(line);
              return kept == null ? null : casesOfOneTownship(kept);
            },
            "calendar.csv");
    var extended = registry("2020-01-17", RulesInMotionTest::casesOfOneTownship);
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(planned, TestCity.CATALOGUE),
                    book(extended, TestCity.CATALOGUE, "2020-01-28"))));
    var cases = city.source(CASES);
    // Due on 31 January as planned.
    accepted(city, "2020-01-20T09:00", "open");
    accepted(city, "2020-01-20T09:00", "closed");
    turned(city, "2020-01-21T09:00", "closed", "closed");
    cases.vouches("2020-01-27T12:00");
    assertThat(city.outcomes("C06", "closed"))
        .singleElement()
        .satisfies(each -> assertThat(each.calendarVersion()).isEqualTo("2019-11-21"));

    cases.vouches("2020-02-02T12:00");
    assertThat(city.outcomes("C06", "open")).isEmpty();
    cases.vouches("2020-02-04T12:00");

    assertThat(city.outcomes("C06", "closed")).hasSize(1);
    assertThat(city.outcomes("C06", "open"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.dueMillis()).isEqualTo(TestCity.at("2020-02-03T23:59:59.999"));
              assertThat(each.calendarVersion()).isEqualTo("2020-01-27");
              assertThat(each.referenceVersion()).isEqualTo("v2");
            });
  }

  private static String casesOfOneTownship(String sourceLine) {
    return sourceLine.replaceFirst("^(/demo/c01/cases,.*),c01,", "$1,f01,");
  }

  /** Two days off as planned, in the week in which a case is accepted; worked on after all. */
  private TestCity withTwoDaysOffTakenBack() throws IOException {
    var planned =
        registry(
            "2020-05-01",
            line ->
                casesOfOneTownship(line)
                    .replaceFirst("^([^,]*,2020-05-1[34]),workday", "$1,rest_day"),
            "calendar.csv");
    return new TestCity(
        RuleBooks.of(
            List.of(
                first(planned, TestCity.CATALOGUE),
                book(
                    registry("2020-05-01", RulesInMotionTest::casesOfOneTownship),
                    TestCity.CATALOGUE,
                    "2020-05-13"))));
  }

  private static List<String> reminded(TestCity city) {
    return alerts(city, "C06").stream()
        .filter(each -> each.severity().equals("reminder"))
        .map(each -> ServiceDates.format(each.serviceDate()))
        .toList();
  }

  @Test
  void workdaysThatComeInBringForwardWhatIsOpenAndItsReminder() throws IOException {
    var city = withTwoDaysOffTakenBack();
    var cases = city.source(CASES);
    accepted(city, "2020-05-11T09:00", "K1"); // due on 19 May as planned
    cases.vouchesHourly("2020-05-11T10:00", "2020-05-15T23:00");
    assertThat(reminded(city)).containsExactly("2020-05-14");
    assertThat(city.outcomes("C06", "K1")).isEmpty();

    cases.vouches("2020-05-16T01:00");
    assertThat(city.standing("C06", "K1")).isEqualTo("0/1 overdue");
    assertThat(city.outcomes("C06", "K1").get(0).dueMillis())
        .isEqualTo(TestCity.at("2020-05-15T23:59:59.999"));
  }

  @Test
  void theyDoSoWhereTheSourceHadVouchedForNothingBefore() throws IOException {
    var city = withTwoDaysOffTakenBack();
    accepted(city, "2020-05-11T09:00", "K1");
    city.source(CASES).vouches("2020-05-13T10:00");
    city.source(CASES).vouches("2020-05-16T01:00");

    assertThat(city.standing("C06", "K1")).isEqualTo("0/1 overdue");
  }

  /** A heartbeat may vouch for a little more than its own time. */
  @Test
  void theyDoSoWhereTheDayBeganByAHeartbeatOfTheDayBefore() throws IOException {
    var city = withTwoDaysOffTakenBack();
    var cases = city.source(CASES);
    accepted(city, "2020-05-11T09:00", "K1");
    cases.vouches("2020-05-12T23:00");
    long from = TestCity.at("2020-05-12T23:00");
    long to = TestCity.at("2020-05-13T00:00");
    Event early = cases.heartbeat("early", from, to, TestCity.at("2020-05-12T23:57"));
    assertThat(ServiceDates.format(ServiceDates.serviceDate(early.timeMillis())))
        .isEqualTo("2020-05-12");
    city.take(early);
    cases.vouches("2020-05-16T01:00");

    assertThat(city.standing("C06", "K1")).isEqualTo("0/1 overdue");
  }

  @Test
  void whoWasRemindedIsNotRemindedAgainByAnotherBookOfTheSameDay() throws IOException {
    var city = withTwoDaysOffTakenBack();
    var cases = city.source(CASES);
    accepted(city, "2020-05-11T09:00", "K1");
    cases.vouchesHourly("2020-05-11T10:00", "2020-05-14T09:00");
    var same = registry("2020-05-01", RulesInMotionTest::casesOfOneTownship);
    city.run.goOnWith(RuleBooks.of(List.of(book(same, TestCity.CATALOGUE, "2020-05-02"))));
    cases.vouchesHourly("2020-05-14T10:00", "2020-05-15T09:00");

    assertThat(reminded(city)).containsExactly("2020-05-14");
  }

  @Test
  void whatFallsDueInMinutesIsNotForgottenAsAnotherBookBegins() throws IOException {
    var dropped = catalogue("C05", text -> null);
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(registry("2020-04-27"), c05("1", "0.90")),
                    book(registry("2020-04-27"), dropped, "2020-04-28"))));
    var hall = city.source(HALL);
    hall.tells("2020-04-27T23:50", "hall.ticket.issued", "ticket_id", "A1", "site_id", "hall-f01");
    hall.vouches("2020-04-28T00:00");
    hall.tellsLate("2020-04-27T23:58", "2020-04-28T00:05", "hall.ticket.called", "ticket_id", "A1");
    hall.vouches("2020-04-28T02:00");

    assertThat(city.standing("C05", "A1")).isEqualTo("1/1");
  }

  @Test
  void whatIsToldOfACaseBeforeItsOpeningOutlivesAChangeOfBooks() throws IOException {
    var city = withTwoDaysOffTakenBack();
    var cases = city.source(CASES);
    cases.vouches("2020-05-12T08:00");
    turned(city, "2020-05-12T09:00", "K1", "closed");
    cases.vouches("2020-05-13T01:00");
    accepted(city, "2020-05-12T08:30", "K1");
    cases.vouches("2020-05-20T01:00");

    assertThat(city.standing("C06", "K1")).isEqualTo("1/1");
  }

  private static void accepted(TestCity city, String time, String id) {
    city.run.take(
        new AreaEvent(
            "f01",
            true,
            city.source(CASES)
                .event(
                    "accepted-" + id,
                    TestCity.at(time),
                    TestCity.at(time),
                    "hall.case.state_changed",
                    "case_id",
                    id,
                    "state",
                    "accepted",
                    "promised_days",
                    "4")));
  }

  private static void turned(TestCity city, String time, String id, String state) {
    city.run.take(
        new AreaEvent(
            "f01",
            true,
            city.source(CASES)
                .event(
                    state + "-" + id,
                    TestCity.at(time),
                    TestCity.at(time),
                    "hall.case.state_changed",
                    "case_id",
                    id,
                    "state",
                    state)));
  }

  @Test
  void whatWasPromisedWhenAnObligationWasOpenedHolds() throws IOException {
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(registry("2020-04-27"), c05("1", "0.90")),
                    book(
                        registry("2020-04-27"),
                        catalogue(
                            "C05",
                            text ->
                                text.replace("version: \"1\"", "version: \"2\"")
                                    .replace("due: PT20M", "due: PT10M")),
                        "2020-04-28"))));
    var hall = city.source(HALL);
    for (String each : List.of("2020-04-27T23:55", "2020-04-28T00:05")) {
      hall.tells(each, "hall.ticket.issued", "ticket_id", each, "site_id", "hall-f01");
    }
    hall.tells("2020-04-28T00:10", "hall.ticket.called", "ticket_id", "2020-04-27T23:55");
    hall.tells("2020-04-28T00:20", "hall.ticket.called", "ticket_id", "2020-04-28T00:05");
    hall.vouches("2020-04-28T02:00");

    assertThat(city.standing("C05", "2020-04-27T23:55")).isEqualTo("1/1");
    assertThat(city.standing("C05", "2020-04-28T00:05")).isEqualTo("0/1 called_late");
    assertThat(city.outcomes("C05", "2020-04-27T23:55").get(0).commitmentVersion()).isEqualTo("1");
    assertThat(city.outcomes("C05", "2020-04-28T00:05").get(0).commitmentVersion()).isEqualTo("2");
  }

  @Test
  void tripsOpenedADayAheadAreThoseOfTheDaysOwnBook() throws IOException {
    var working = registry("2020-04-27");
    var holiday =
        registry(
            "2020-04-27",
            line ->
                line.startsWith("2020-01-27,2020-02-03,")
                    ? line + "\n2020-04-20,2020-04-29,statutory_holiday,"
                    : line,
            "calendar.csv");
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(working, TestCity.CATALOGUE),
                    book(holiday, TestCity.CATALOGUE, "2020-04-29"))));
    timetable(city);
    city.source(BUS).vouchesHourly("2020-04-28T00:00", "2020-04-30T02:00");

    assertThat(city.run.outcomes)
        .filteredOn(each -> each.commitmentId().equals("C13") && each.areaId().equals("f01"))
        .extracting(Outcome::subject)
        .containsExactly(
            "2020-04-27/route-f02-t01/work",
            "2020-04-28/route-f02-t01/work",
            "2020-04-29/route-f02-t01/rest");
  }

  private static void timetable(TestCity city) {
    var bus = city.source(BUS);
    bus.tells(
        "2020-04-27T00:00",
        "transport.timetable.published",
        "version",
        "1",
        "valid_from",
        "2020-04-27",
        "route_id",
        "route-f02-t01",
        "trips",
        """
        [{"trip_id_scheduled":"work","direction_id":0,"day_types":["workday"],"stops":[
          {"stop_id":"stop-f01-1","stop_sequence":1,"arrival":"08:10:00","departure":"08:10:00",
           "timepoint":true}]},
         {"trip_id_scheduled":"rest","direction_id":0,"day_types":["statutory_holiday"],"stops":[
          {"stop_id":"stop-f01-1","stop_sequence":1,"arrival":"08:10:00","departure":"08:10:00",
           "timepoint":true}]}]
        """);
  }

  @Test
  void aRouteThatIsDroppedPromisesNothingAnyMore() throws IOException {
    var before = registry("2020-04-27");
    var after =
        registry(
            "2020-04-27", line -> line.startsWith("route-f02-t01,") ? null : line, "routes.csv");
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(before, TestCity.CATALOGUE),
                    book(after, TestCity.CATALOGUE, "2020-04-29"))));
    timetable(city);
    city.source(BUS).vouchesHourly("2020-04-28T00:00", "2020-05-01T02:00");

    assertThat(city.run.outcomes)
        .filteredOn(each -> each.commitmentId().equals("C13") && each.areaId().equals("f01"))
        .extracting(Outcome::subject)
        .containsExactly("2020-04-27/route-f02-t01/work", "2020-04-28/route-f02-t01/work");
  }

  @Test
  void aHallThatMovesOwesNothingWhereItWas() throws IOException {
    var before = registry("2020-04-27");
    var after =
        registry(
            "2020-04-27",
            line -> line.startsWith("hall-f01,") ? line.replace(",f01,", ",f02,") : line,
            "sites.csv");
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(before, TestCity.CATALOGUE),
                    book(after, TestCity.CATALOGUE, "2020-04-29"))));
    var hall = city.source(HALL);
    for (String date : List.of("2020-04-27", "2020-04-29")) {
      hall.tells(
          date + "T00:00",
          "hall.hours.published",
          "site_id",
          "hall-f01",
          "valid_from",
          date,
          "normal",
          "[{\"day_type\":\"workday\",\"open\":\"09:00\",\"close\":\"14:00\"}]");
      hall.vouchesHourly(date + "T01:00", date + "T23:00");
      hall.vouchesHourly(
          ServiceDates.format(ServiceDates.parse(date) + 1) + "T00:00",
          ServiceDates.format(ServiceDates.parse(date) + 1) + "T23:00");
    }

    assertThat(city.run.outcomes)
        .filteredOn(each -> each.commitmentId().equals("C02"))
        .extracting(each -> ServiceDates.format(each.serviceDate()) + " " + each.areaId())
        .containsOnly("2020-04-27 f01", "2020-04-28 f01", "2020-04-29 f02", "2020-04-30 f02");
    assertThat(alerts(city, "DATA")).noneMatch(each -> each.subject().equals(HALL));
  }

  @Test
  void aFormerTownshipThatComesLaterIsNotAskedAboutTheDaysBefore() throws IOException {
    String hall = "/demo/c03/hall/f30";
    var before =
        registry(
            "2020-04-27",
            line -> line.contains("f30") ? null : line,
            "areas.csv",
            "base_transfers.csv",
            "populations.csv",
            "baseline_items.csv",
            "baselines.csv",
            "care_places.csv",
            "codes.csv",
            "landmarks.csv",
            "market_days.csv",
            "routes.csv",
            "segments.csv",
            "sites.csv",
            "successors.csv",
            "village_stops.csv");
    var after = registry("2020-04-27");
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(before, TestCity.CATALOGUE),
                    book(after, TestCity.CATALOGUE, "2020-04-29"))));
    var source = new TestCity(after, TestCity.CATALOGUE).source(hall);
    for (int hour = 1; hour <= 25; hour++) {
      long millis = TestCity.at("2020-04-29T00:00") + hour * 3_600_000L;
      city.take(source.heartbeat("h" + hour, millis - 3_600_000L, millis, millis));
    }
    city.arrivalReached("2020-05-01T03:00"); // the clinic has never spoken

    assertThat(city.run.levels)
        .filteredOn(each -> each.areaId().equals("f30") && each.commitmentId().equals("C05"))
        .filteredOn(each -> each.windowDays() == 28)
        .extracting(each -> ServiceDates.format(each.serviceDate()) + " " + each.daysVouched())
        .containsExactly("2020-04-29 1", "2020-04-30 0");
    assertThat(alerts(city, "DATA"))
        .extracting(each -> each.subject() + " " + ServiceDates.format(each.serviceDate()))
        .containsExactlyInAnyOrder(hall + " 2020-04-30", "/demo/c03/clinic/f30 2020-04-30");
  }

  /** C02 asks for an open window alone from the second version on. */
  @Test
  void whatIsNoLongerRequiredIsForgottenInGoodTime() throws IOException {
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(registry("2020-04-27"), TestCity.CATALOGUE),
                    book(
                        registry("2020-04-27"),
                        catalogue(
                            "C02",
                            text ->
                                text.replace("version: \"1\"", "version: \"2\"")
                                    .replaceFirst("(?s)  - on: hall.staff.*?unstaffed\n", "")),
                        "2020-04-29"))));
    var hall = city.source(HALL);
    hall.tells(
        "2020-04-27T00:00",
        "hall.hours.published",
        "site_id",
        "hall-f01",
        "valid_from",
        "2020-04-27",
        "normal",
        "[{\"day_type\":\"workday\",\"open\":\"09:00\",\"close\":\"14:00\"}]");
    for (String date : List.of("2020-04-28", "2020-04-29")) {
      hall.tells(
          date + "T09:00",
          "hall.window.opened",
          "site_id",
          "hall-f01",
          "window_id",
          "1",
          "window_kind",
          "general");
    }
    String[] officer = {"site_id", "hall-f01", "staff_ref", "officer", "duty", "site"};
    hall.tellsLate("2020-04-28T09:00", "2020-04-29T09:00", "hall.staff.checked_in", officer);
    hall.tellsLate("2020-04-28T14:00", "2020-04-29T09:00", "hall.staff.checked_out", officer);
    for (int date = ServiceDates.parse("2020-04-30"); date < FIRST + 170; date++) {
      hall.vouches(ServiceDates.format(date) + "T00:15");
    }

    assertThat(city.standing("C02", "hall-f01/2020-04-28")).isEqualTo("300/300");
    assertThat(city.standing("C02", "hall-f01/2020-04-29")).isEqualTo("300/300");
  }

  @Test
  void aRoadThatWasClosedUnseenIsCountedOnEachDayByItsOwnBook() throws IOException {
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(registry("2020-04-27"), TestCity.CATALOGUE),
                    book(
                        registry("2020-04-27"),
                        catalogue(
                            "C16",
                            text ->
                                text.replace("version: \"1\"", "version: \"2\"")
                                    .replace("00:00-24:00", "08:00-18:00")),
                        "2020-04-29"))));
    var roads = city.source("/demo/c01/roads");
    roads.vouchesHourly("2020-04-27T01:00", "2020-04-30T01:00");
    roads.tellsLate(
        "2020-04-28T22:00",
        "2020-04-30T02:00",
        "transport.road.closed",
        "segment_id",
        "seg-f02-t01",
        "cause",
        "SNOW",
        "effect",
        "NO_SERVICE",
        "planned",
        "false");
    roads.vouchesHourly("2020-04-30T02:00", "2020-05-01T01:00");

    assertThat(city.standing("C16", "seg-f02-t01/2020-04-28")).isEqualTo("1320/1440 impassable");
    assertThat(city.standing("C16", "seg-f02-t01/2020-04-29")).isEqualTo("0/600 impassable");
    assertThat(city.standing("C16", "seg-f02-t01/2020-04-30")).isEqualTo("0/600 impassable");
    assertThat(city.outcomes("C16", "seg-f02-t01/2020-04-29"))
        .extracting(Outcome::commitmentVersion)
        .containsOnly("2");
  }

  @Test
  void whoWasSeenUnheardStandsOnEachDayAsItsOwnBookSays() throws IOException {
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(registry("2020-04-27"), TestCity.CATALOGUE),
                    book(
                        registry("2020-04-27"),
                        catalogue(
                            "C20H",
                            text ->
                                text.replace("version: \"1\"", "version: \"2\"")
                                    .replace("P14D", "P7D")),
                        "2020-05-08"))));
    var care = city.source("/demo/c01/care");
    for (int date = ServiceDates.parse("2020-04-28"); date < FIRST + 140; date++) {
      if (date == ServiceDates.parse("2020-04-29")) {
        care(
            city,
            "2020-04-28T10:00",
            "2020-04-28T10:00",
            "care.plan.set",
            "programme",
            "left_behind_elder",
            "tier",
            "high");
      } else if (date == ServiceDates.parse("2020-05-16")) {
        care(
            city,
            "2020-05-06T10:00",
            "2020-05-15T10:00",
            "care.visit.done",
            "visit_id",
            "V1",
            "mode",
            "home",
            "found",
            "ok",
            "visitor_kind",
            "village");
      }
      care.vouches(ServiceDates.format(date) + "T00:00");
    }

    assertThat(city.outcomes("C20H", "elder-aaaa"))
        .filteredOn(each -> each.serviceDate() == ServiceDates.parse("2020-05-09"))
        .extracting(each -> each.good() + " by " + each.commitmentVersion())
        .containsExactly("0 by 2", "1 by 2");
    assertThat(city.level("f01", "C20H", 28, "2020-05-13").orElseThrow().verdict())
        .isEqualTo(Verdict.met);
    assertThat(city.level("f01", "C20H", 28, "2020-05-14").orElseThrow().verdict())
        .isEqualTo(Verdict.breached);
  }

  private static void care(
      TestCity city, String time, String arrived, String type, String... fields) {
    String[] all = Arrays.copyOf(fields, fields.length + 2);
    all[fields.length] = "person_ref";
    all[fields.length + 1] = "elder-aaaa";
    var event =
        city.source("/demo/c01/care")
            .event(type + time, TestCity.at(time), TestCity.at(arrived), type, all);
    city.run.take(new AreaEvent("f01", true, event));
  }

  @Test
  void aMilestoneWhoseDateTheNewVersionMovesOwesNothingInBetween() throws IOException {
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    first(
                        registry("2020-04-27"),
                        catalogue("C25", text -> text.replace("2020-01-24", "2020-04-28"))),
                    book(
                        registry("2020-04-27"),
                        catalogue(
                            "C25",
                            text ->
                                text.replace("version: \"1\"", "version: \"2\"")
                                    .replace("2020-01-24", "2020-05-04")),
                        "2020-04-30"))));
    var office = city.source("/demo/c01/reform");
    for (int date = ServiceDates.parse("2020-04-28"); date < FIRST + 140; date++) {
      if (date == ServiceDates.parse("2020-05-08")) {
        office.tellsLate(
            "2020-05-01T10:00",
            "2020-05-07T10:00",
            "reform.milestone.reached",
            "kind",
            "congress_elected",
            "area_id",
            "t01",
            "evidence_ref",
            "doc-1");
      }
      office.vouches(ServiceDates.format(date) + "T00:00");
    }

    assertThat(city.run.outcomes)
        .filteredOn(each -> each.commitmentId().equals("C25") && each.areaId().equals("t01"))
        .extracting(each -> ServiceDates.format(each.serviceDate()) + " " + each.good())
        .startsWith("2020-04-28 0", "2020-04-29 0", "2020-05-04 1", "2020-05-05 1");
    var level = city.level("t01", "C25", 28, "2020-05-03").orElseThrow();
    assertThat(level.good() + "/" + level.total()).isEqualTo("0/2");
  }

  @ParameterizedTest
  @CsvSource({
    "2020-04-29, 2020-04-29 breached 2020-04-30 breached",
    "2020-04-30, 2020-04-29 no_data 2020-04-30 breached", // nobody is expected in between
  })
  void aHallThatReportsThroughAnotherSourceIsJudgedOn(String since, String newDays)
      throws IOException {
    String other = "/demo/c01/hall/f01-new";
    var before = registry("2020-04-27");
    var after =
        registry(
            since,
            line ->
                line.startsWith(HALL + ",")
                    ? line.replace(HALL, other)
                    : line.endsWith("," + HALL) ? line.replace(HALL, other) : line,
            "sites.csv");
    var books =
        RuleBooks.of(
            List.of(first(before, c05("1", "0.90")), book(after, c05("1", "0.90"), "2020-04-29")));
    var city = new TestCity(books);
    twoThirdsCalled(city, "2020-04-27");
    night(city, "2020-04-27");
    city.source(HALL).vouchesHourly("2020-04-28T01:00", "2020-04-28T23:00");
    var successor = new TestCity(after, TestCity.CATALOGUE).source(other);
    for (int hour = 1; hour <= 49; hour++) {
      long millis = TestCity.at("2020-04-29T00:00") + hour * 3_600_000L;
      city.run.arrivalReached(millis - 1);
      city.take(successor.heartbeat("h" + hour, millis - 3_600_000L, millis, millis));
    }

    var verdicts =
        city.run.levels.stream()
            .filter(each -> each.areaId().equals("f01") && each.windowDays() == 28)
            .filter(each -> each.commitmentId().equals("C05"))
            .map(each -> ServiceDates.format(each.serviceDate()) + " " + each.verdict())
            .toList();
    assertThat(String.join(" ", verdicts))
        .isEqualTo("2020-04-27 breached 2020-04-28 no_data " + newDays);
    assertThat(steps(city, "C05"))
        .containsExactly("2020-04-27 raised", "2020-04-28 held", "2020-04-29 released");
    assertThat(alerts(city, "DATA")).noneMatch(each -> each.subject().startsWith(HALL));
  }
}
