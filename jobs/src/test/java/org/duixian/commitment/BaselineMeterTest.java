package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Trips of f02 (market days end in 2, 5, 8) against those before the merger: 4 on working days, 2
 * on rest days, 6 on market days; of holidays nothing is known.
 */
final class BaselineMeterTest {
  private static final String OPERATOR = "/demo/c01/bus/operator";
  private static final String SECOND = "/demo/c01/bus/second";
  private static final String ROUTE = "route-f02-t01";
  private static final int START = ServiceDates.parse("2020-05-06");

  private final TestCity city;
  private final TestCity.Source bus;

  BaselineMeterTest() throws IOException {
    city = city("2020-05-06");
    bus = city.source(OPERATOR);
  }

  private static TestCity city(String since, String... moreSources) throws IOException {
    return new TestCity(registry(since, moreSources), TestCity.CATALOGUE);
  }

  private static Registry registry(String since, String... moreSources) throws IOException {
    Path reference = TestReference.demoSince(since);
    Files.write(
        reference.resolve("baselines.csv"),
        List.of(
            "commitment_id,area_id,day_type,value,unit,from,to,weeks,signed_by,frozen_on",
            "C14,f02,workday,4,trips,2020-03-02,2020-04-26,8,county-bureau,2020-04-27",
            "C14,f02,rest_day,2,trips,2020-03-02,2020-04-26,8,county-bureau,2020-04-27",
            "C14,f02,market_day,6,trips,2020-03-02,2020-04-26,8,county-bureau,2020-04-27"));
    for (String source : moreSources) {
      add(reference.resolve("sources.csv"), source + ",transport,乙公司,c01,yes," + since);
      add(reference.resolve("routes.csv"), "route-x,乙线," + source + ",stop-f02-1 stop-f01-1");
    }
    // The promise begins in f02 with the first day on which anybody is expected to speak.
    Path areas = reference.resolve("areas.csv");
    Files.write(
        areas,
        Files.readAllLines(areas).stream()
            .map(line -> line.startsWith("f02,") ? line.replace("2020-04-27", since) : line)
            .toList());
    Path successors = reference.resolve("successors.csv");
    Files.write(
        successors,
        Files.readAllLines(successors).stream()
            .map(line -> line.startsWith("f02,") ? line.replace("2020-04-27", since) : line)
            .toList());
    return Registry.load(reference);
  }

  @Test
  void aTripAfterMidnightIsHeldAgainstTheBaselineOfItsOwnDay() throws IOException {
    var before = registry("2020-05-06");
    Path reference = TestReference.demoSince("2020-05-06");
    Files.delete(reference.resolve("baselines.csv"));
    var without =
        new RuleBook(
            Registry.load(reference), TestCity.CATALOGUE, ServiceDates.parse("2020-05-08"));
    var city =
        new TestCity(
            RuleBooks.of(List.of(new RuleBook(before, TestCity.CATALOGUE, START), without)));
    var bus = city.source(OPERATOR);
    bus.vouches("2020-05-08T00:10");
    assertThat(last(city, "2020-05-07")).isEqualTo("0/4 {workday=4}");
    visit(
        bus,
        ROUTE,
        "2020-05-08T00:05",
        "2020-05-08T00:20",
        "2020-05-07",
        "t",
        "stop-f02-1",
        "Scheduled");

    assertThat(last(city, "2020-05-07")).isEqualTo("1/4 {workday=3}");
  }

  private static String last(TestCity city, String date) {
    return city.run.outcomes.stream()
        .filter(each -> each.commitmentId().equals("C14") && each.areaId().equals("f02"))
        .filter(each -> each.serviceDate() == ServiceDates.parse(date))
        .reduce((earlier, later) -> later)
        .map(each -> each.good() + "/" + each.total() + " " + each.lostByReason())
        .orElse("");
  }

  private static void add(Path file, String line) throws IOException {
    var lines = new ArrayList<>(Files.readAllLines(file));
    lines.add(line);
    Files.write(file, lines);
  }

  private static void visit(
      TestCity.Source source, String route, String time, String date, String trip, String stop) {
    visit(source, route, time, time, date, trip, stop, "Scheduled");
  }

  private static void visit(
      TestCity.Source source,
      String route,
      String time,
      String arrived,
      String date,
      String trip,
      String stop,
      String relationship) {
    source.tellsLate(
        time,
        arrived,
        "transport.stop.visited",
        "service_date",
        date,
        "trip_id_performed",
        trip,
        "route_id",
        route,
        "stop_id",
        stop,
        "stop_sequence",
        "1",
        "timepoint",
        "false",
        "schedule_relationship",
        relationship);
  }

  private void runs(int date, int trips) {
    String day = ServiceDates.format(date);
    for (int i = 0; i < trips; i++) {
      visit(bus, ROUTE, day + "T%02d:00".formatted(8 + i), day, "t" + i, "stop-f02-1");
    }
  }

  private void dayEnds(int date) {
    bus.vouches(ServiceDates.format(date + 1) + "T00:10");
  }

  private ServiceLevel month(int date) {
    return city.level("f02", "C14", 28, ServiceDates.format(date)).orElseThrow();
  }

  /** 4 on working days, 2 on rest days, 6 on market days. */
  private int asBefore(int date) {
    return switch (type(date)) {
      case "workday" -> 4;
      case "rest_day" -> 2;
      default -> 6;
    };
  }

  private static String type(int date) {
    return TestCity.demoRegistry().dayTypes().find("f02", date).orElseThrow();
  }

  private String standing(int date) {
    return city.run.outcomes.stream()
        .filter(each -> each.commitmentId().equals("C14") && each.areaId().equals("f02"))
        .filter(each -> each.serviceDate() == date)
        .reduce((earlier, later) -> later)
        .map(last -> last.good() + "/" + last.total() + " " + last.lostByReason())
        .orElse("");
  }

  @Test
  void asManyTripsAsBeforeAreKept() {
    for (int date = START; date < START + 28; date++) {
      runs(date, asBefore(date));
      dayEnds(date);
    }
    var level = month(START + 27);
    assertThat(level.verdict()).isEqualTo(Verdict.met);
    assertThat(level.good()).isEqualTo(level.total()).isGreaterThan(100);
    assertThat(level.lostByReason()).isEmpty();
    assertThat(level.lowerShare()).isEqualTo(1);
    assertThat(level.cusum()).isZero();
  }

  @Test
  void moreOnWorkingDaysDoesNotMakeUpForLessOnMarketDays() {
    long missing = 0;
    for (int date = START; date < START + 28; date++) {
      boolean market = type(date).equals("market_day");
      runs(date, market ? 3 : 9);
      missing += market ? 3 : 0;
      dayEnds(date);
    }
    var level = month(START + 27);
    assertThat(level.verdict()).isEqualTo(Verdict.breached);
    assertThat(level.lostByReason()).containsOnlyKeys("market_day");
    assertThat(level.total() - level.good()).isEqualTo(missing).isGreaterThan(20);
  }

  @Test
  void aBusThatRunsTwiceAsMuchEverySecondDayIsNoLess() {
    int workdays = 0;
    for (int date = START; date < START + 28; date++) {
      boolean workday = type(date).equals("workday");
      runs(date, workday ? workdays++ % 2 == 0 ? 8 : 0 : asBefore(date));
      dayEnds(date);
    }
    assertThat(month(START + 26).verdict()).isEqualTo(Verdict.met);
  }

  @ParameterizedTest
  @CsvSource({"0, met", "5, met", "6, at_risk", "10, at_risk", "11, breached"})
  void theShareItselfDecides(int missing, Verdict verdict) {
    int left = missing;
    long total = 0;
    for (int date = START; total < 100; date++) {
      total += asBefore(date);
      int lost = Math.min(left, asBefore(date));
      left -= lost;
      runs(date, asBefore(date) - lost);
      dayEnds(date);
      if (total >= 100) {
        assertThat(month(date).total()).isBetween(100L, 105L);
        assertThat(month(date).verdict()).isEqualTo(verdict);
      }
    }
  }

  @Test
  void aTripCountsOnceHoweverManyOfItsStopsLieInTheTownship() {
    String day = "2020-05-06";
    visit(bus, ROUTE, day + "T08:00", day, "t1", "stop-f02-2");
    visit(bus, ROUTE, day + "T08:10", day, "t1", "stop-f02-1");
    visit(bus, ROUTE, day + "T08:30", day, "t1", "stop-f01-1");
    dayEnds(START);
    assertThat(standing(START)).isEqualTo("1/4 {workday=3}");
  }

  @ParameterizedTest
  @CsvSource({
    "Scheduled, 1",
    "Unscheduled, 1",
    "Duplicated, 1",
    "Schedule modified, 1",
    "Skipped, 0",
    "Canceled, 0",
    "Missing data, 0"
  })
  void onlyAStopThatWasServedIsSupply(String relationship, int supplied) {
    String day = "2020-05-06";
    String time = day + "T08:00";
    visit(bus, ROUTE, time, time, day, "t1", "stop-f02-2", relationship);
    dayEnds(START);
    assertThat(standing(START)).startsWith(supplied + "/4");
  }

  @Test
  void aTripAfterMidnightBelongsToItsServiceDate() {
    visit(bus, ROUTE, "2020-05-07T00:05", "2020-05-06", "t1", "stop-f02-1");
    dayEnds(START);
    assertThat(standing(START)).isEqualTo("1/4 {workday=3}");
  }

  @Test
  void aWorkedSaturdayIsAWorkingDay() {
    int saturday = ServiceDates.parse("2020-05-09");
    for (int date = START; date <= saturday; date++) {
      dayEnds(date);
    }
    assertThat(standing(saturday)).isEqualTo("0/4 {workday=4}");
  }

  @Test
  void whatIsToldLateRevisesItsDay() {
    runs(START, 3);
    dayEnds(START);
    assertThat(standing(START)).isEqualTo("3/4 {workday=1}");
    visit(
        bus,
        ROUTE,
        "2020-05-06T19:00",
        "2020-05-08T09:00",
        "2020-05-06",
        "late",
        "stop-f02-1",
        "Scheduled");
    assertThat(standing(START)).isEqualTo("4/4 {}");
    dayEnds(START + 1);
    assertThat(city.level("f02", "C14", 1, "2020-05-06").orElseThrow().good()).isEqualTo(4);
  }

  @Test
  void theSameVisitToldAgainIsNoSecondTrip() {
    String day = "2020-05-06";
    visit(bus, ROUTE, day + "T08:00", day, "t1", "stop-f02-1");
    dayEnds(START);
    visit(bus, ROUTE, day + "T08:00", "2020-05-08T08:00", day, "t1", "stop-f02-1", "Scheduled");
    assertThat(standing(START)).isEqualTo("1/4 {workday=3}");
  }

  @Test
  void aTownshipWithoutABaselineIsNeverMet() {
    for (int date = START; date < START + 28; date++) {
      String day = ServiceDates.format(date);
      visit(bus, "route-f04-t02", day + "T08:30", day, "u", "stop-f04-1");
      dayEnds(date);
    }
    var level = city.level("f04", "C14", 28, ServiceDates.format(START + 27)).orElseThrow();
    assertThat(level.verdict()).isEqualTo(Verdict.too_few);
    assertThat(level.total()).isZero();
  }

  @Test
  void aHolidayOfWhichNothingIsKnownLeavesTheMonthUnjudgedUnlessItIsBrokenAnyway()
      throws IOException {
    for (int trips : new int[] {9, 2}) {
      var june = city("2020-06-15");
      var early = june.source(OPERATOR);
      int last = ServiceDates.parse("2020-06-28"); // holidays from 25 to 27 June
      for (int date = ServiceDates.parse("2020-06-15"); date <= last; date++) {
        String day = ServiceDates.format(date);
        for (int i = 0; i < trips; i++) {
          visit(early, ROUTE, day + "T%02d:00".formatted(8 + i), day, "t" + i, "stop-f02-1");
        }
        early.vouches(ServiceDates.format(date + 1) + "T00:10");
      }
      var level = june.level("f02", "C14", 28, "2020-06-28").orElseThrow();
      assertThat(level.verdict()).isEqualTo(trips == 9 ? Verdict.too_few : Verdict.breached);
    }
  }

  @Test
  void aDayThatNobodyVouchedForIsNoData() {
    for (int date = START; date < START + 10; date++) {
      runs(date, asBefore(date));
      dayEnds(date);
    }
    city.arrivalReached("2020-05-18T00:00");
    assertThat(month(START + 10).verdict()).isEqualTo(Verdict.no_data);
    assertThat(standing(START + 10)).isEmpty();
  }

  @Test
  void aCommitmentThatIsNewToASourceBeginsWithAWholeDay(@TempDir Path directory)
      throws IOException {
    try (var files = Files.list(Path.of("..", "schemas", "commitments"))) {
      for (Path file : files.filter(each -> !each.endsWith("C14.yaml")).toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
    var registry = registry("2020-05-06");
    var without = new TestCity(registry, Catalogue.load(directory, TestCity.TYPES));
    var operator = without.source(OPERATOR);
    for (int date = START; date < START + 7; date++) {
      String day = ServiceDates.format(date);
      visit(operator, ROUTE, day + "T08:00", day, "t1", "stop-f02-1");
      if (date == START + 3) {
        without.run.goOnWith(registry, TestCity.CATALOGUE);
      }
      visit(operator, ROUTE, day + "T09:00", day, "t2", "stop-f02-1");
      operator.vouches(ServiceDates.format(date + 1) + "T00:10");
    }
    assertThat(without.run.outcomes)
        .filteredOn(each -> each.commitmentId().equals("C14") && each.areaId().equals("f02"))
        .extracting(each -> each.serviceDate() - START, Outcome::good)
        .containsExactly(tuple(4, 2L), tuple(5, 2L), tuple(6, 2L));
  }

  @Test
  void anotherOperatorMayTakeOverTrips() throws IOException {
    var two = city("2020-05-06", SECOND);
    var first = two.source(OPERATOR);
    var second = two.source(SECOND);
    for (int date = START; date < START + 28; date++) {
      String day = ServiceDates.format(date);
      for (int i = 0; i < asBefore(date); i++) {
        String time = day + "T%02d:00".formatted(8 + i);
        if (i == 0) {
          visit(first, ROUTE, time, day, "t" + i, "stop-f02-1");
        } else {
          visit(second, "route-x", time, day, "t" + i, "stop-f02-1");
        }
      }
      second.vouches(ServiceDates.format(date + 1) + "T00:10");
      first.vouches(ServiceDates.format(date + 1) + "T00:10");
    }
    var level = two.level("f02", "C14", 28, ServiceDates.format(START + 27)).orElseThrow();
    assertThat(level.verdict()).isEqualTo(Verdict.met);
    assertThat(level.good()).isEqualTo(level.total()).isGreaterThan(100);
  }

  @Test
  void whatASilentOperatorMayHaveSuppliedIsNotMissing() throws IOException {
    var two = city("2020-05-06", SECOND);
    var first = two.source(OPERATOR);
    var second = two.source(SECOND);
    for (int date = START; date < START + 28; date++) {
      boolean silent = date == START + 7 || date == START + 8;
      String day = ServiceDates.format(date);
      String end = ServiceDates.format(date + 1) + "T00:10";
      for (int i = 0; i < asBefore(date); i++) {
        String time = day + "T%02d:00".formatted(8 + i);
        if (i == 0) {
          visit(first, ROUTE, time, day, "t" + i, "stop-f02-1");
        } else if (!silent) {
          visit(second, "route-x", time, day, "t" + i, "stop-f02-1");
        }
      }
      first.vouches(end);
      if (!silent) {
        if (date == START + 9) {
          two.take(
              second.heartbeat(
                  "gap",
                  TestCity.at(ServiceDates.format(START + 9) + "T00:00"),
                  TestCity.at(end),
                  TestCity.at(end)));
        } else {
          second.vouches(end);
        }
      }
    }
    var level = two.level("f02", "C14", 28, ServiceDates.format(START + 27)).orElseThrow();
    assertThat(level.daysVouched()).isEqualTo(26);
    assertThat(level.good()).isEqualTo(level.total());
    assertThat(level.verdict()).isEqualTo(Verdict.met);
  }
}
