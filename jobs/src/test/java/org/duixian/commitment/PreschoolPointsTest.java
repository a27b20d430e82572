package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * C21P in f02, where two points met on each school day before the merger. The 28 days from
 * 2020-05-06 on have 21 school days, 8 of which are market days (they end in 2, 5, 8); a day is
 * closed a day after it.
 */
final class PreschoolPointsTest {
  private static final String C21P = "C21P";
  private static final String OLD = "school-f02";
  private static final String SECOND = "school-f02-2";
  private static final String START = "2020-05-06";
  private static final String LAST = "2020-06-02";

  private static Path reference(String since) throws IOException {
    Path reference = TestReference.demoSince(since);
    replace(reference.resolve("baselines.csv"), "C21P,f02,workday,1,", "C21P,f02,workday,2,");
    replace(reference.resolve("baselines.csv"), "C21P,f02,market_day,1,", "C21P,f02,market_day,2,");
    var sites = new ArrayList<>(Files.readAllLines(reference.resolve("sites.csv")));
    sites.add(SECOND + ",school,第二教学点,f02,,,/demo/c01/school");
    Files.write(reference.resolve("sites.csv"), sites);
    return reference;
  }

  private static void replace(Path file, String old, String with) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, with));
  }

  private static Registry without(Path reference, String... sites) throws IOException {
    Path file = reference.resolve("sites.csv");
    var left =
        Files.readAllLines(file).stream()
            .filter(line -> !List.of(sites).contains(line.substring(0, line.indexOf(','))))
            .toList();
    Files.write(file, left);
    return Registry.load(reference);
  }

  private static TestCity city() throws IOException {
    return new TestCity(Registry.load(reference(START)), TestCity.CATALOGUE);
  }

  private static boolean isSchoolDay(int date) {
    return TestCity.demoRegistry().calendar().dayType(date).isWorkday()
        && date <= ServiceDates.parse("2020-07-10");
  }

  private static void meets(TestCity.Source school, String site, int date) {
    String day = ServiceDates.format(date);
    school.tells(
        day + "T09:00", "school.session.held", "site_id", site, "date", day, "enrolled", "9");
  }

  private static void closed(TestCity.Source school, int date) {
    school.vouches(ServiceDates.format(date + 2) + "T00:00");
  }

  /** Both points meet on each school day, but the second one not on the last so many. */
  private static TestCity missing(int sessions) throws IOException {
    var city = city();
    var school = city.source("/demo/c01/school");
    int met = 21 - sessions;
    for (int date = ServiceDates.parse(START); date <= ServiceDates.parse(LAST); date++) {
      if (isSchoolDay(date)) {
        meets(school, OLD, date);
        if (met-- > 0) {
          meets(school, SECOND, date);
        }
      }
    }
    closed(school, ServiceDates.parse(LAST));
    return city;
  }

  private static ServiceLevel month(TestCity city, String area, String date) {
    return city.level(area, C21P, 28, date).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"0, met", "4, met", "5, at_risk", "6, at_risk", "7, breached", "21, breached"})
  void oneOfTwoPointsThatIsGoneIsABreachAndAnOddDayIsNone(int sessions, Verdict verdict)
      throws IOException {
    var level = month(missing(sessions), "f02", LAST);
    assertThat(level.total()).isEqualTo(42);
    assertThat(level.good()).isEqualTo(42 - sessions);
    assertThat(level.verdict()).isEqualTo(verdict);
  }

  @Test
  void theFirstSchoolDaysDoNotDecideAlone() throws IOException {
    var city = missing(21);
    assertThat(month(city, "f02", "2020-05-21").verdict()).isEqualTo(Verdict.too_few); // 13 of them
    assertThat(month(city, "f02", "2020-05-22").verdict()).isEqualTo(Verdict.breached);
  }

  @Test
  void whatIsLostIsToldByTypeOfSchoolDay() throws IOException {
    assertThat(month(missing(21), "f02", LAST).lostByReason())
        .containsOnly(Map.entry("workday", 13L), Map.entry("market_day", 8L));
  }

  @Test
  void aThirdPointStandsForOneThatIsGone() throws IOException {
    Path reference = reference(START);
    var sites = new ArrayList<>(Files.readAllLines(reference.resolve("sites.csv")));
    sites.add("school-f02-3,school,第三教学点,f02,,,/demo/c01/school");
    Files.write(reference.resolve("sites.csv"), sites);
    var city = new TestCity(Registry.load(reference), TestCity.CATALOGUE);
    var school = city.source("/demo/c01/school");
    for (int date = ServiceDates.parse(START); date <= ServiceDates.parse(LAST); date++) {
      if (isSchoolDay(date)) {
        meets(school, OLD, date);
        meets(school, "school-f02-3", date);
      }
    }
    closed(school, ServiceDates.parse(LAST));
    assertThat(month(city, "f02", LAST).verdict()).isEqualTo(Verdict.met);
    assertThat(city.level("f02", "C21", 28, LAST).orElseThrow().verdict())
        .isEqualTo(Verdict.breached);
  }

  @Test
  void aPointThatTheReferenceDataDropIsMissedAllTheSame() throws IOException {
    int dropped = ServiceDates.parse("2020-05-18");
    Path reference = reference(START);
    var before =
        new RuleBook(Registry.load(reference), TestCity.CATALOGUE, ServiceDates.parse(START));
    var after = new RuleBook(without(reference, SECOND), TestCity.CATALOGUE, dropped);
    var city = new TestCity(RuleBooks.of(List.of(before, after)));
    var school = city.source("/demo/c01/school");
    for (int date = ServiceDates.parse(START); date <= ServiceDates.parse(LAST); date++) {
      if (isSchoolDay(date)) {
        meets(school, OLD, date);
        if (date < dropped) {
          meets(school, SECOND, date);
        }
      }
    }
    closed(school, ServiceDates.parse(LAST));
    assertThat(month(city, "f02", LAST).verdict()).isEqualTo(Verdict.breached);
    assertThat(month(city, "f02", LAST).good()).isEqualTo(42 - 12);
    assertThat(city.level("f02", "C21", 28, LAST).orElseThrow().verdict()).isEqualTo(Verdict.met);
  }

  @Test
  void whereTheReferenceDataDropThemAllNobodyIsLeftToVouchForAny() throws IOException {
    int dropped = ServiceDates.parse("2020-05-18");
    Path reference = reference(START);
    var before =
        new RuleBook(Registry.load(reference), TestCity.CATALOGUE, ServiceDates.parse(START));
    var after = new RuleBook(without(reference, OLD, SECOND), TestCity.CATALOGUE, dropped);
    var city = new TestCity(RuleBooks.of(List.of(before, after)));
    var school = city.source("/demo/c01/school");
    for (int date = ServiceDates.parse(START); date < dropped; date++) {
      if (isSchoolDay(date)) {
        meets(school, OLD, date);
        meets(school, SECOND, date);
      }
      closed(school, date);
    }
    city.arrivalReached("2020-06-03T00:00");
    var last =
        city.run.levels.stream()
            .filter(each -> each.areaId().equals("f02") && each.commitmentId().equals(C21P))
            .filter(each -> each.windowDays() == 28)
            .reduce((earlier, later) -> later)
            .orElseThrow();
    assertThat(last.verdict()).isEqualTo(Verdict.no_data);
  }

  @Test
  void aSessionOnADayWithoutSchoolMakesUpForNothing() throws IOException {
    var city = city();
    var school = city.source("/demo/c01/school");
    int saturday = ServiceDates.parse("2020-05-16");
    meets(school, OLD, saturday);
    closed(school, saturday);
    assertThat(city.outcomes(C21P, "2020-05-16")).isEmpty();
    closed(school, saturday + 5);
    meets(school, SECOND, saturday + 1); // told when its day is over
    assertThat(city.outcomes(C21P, "2020-05-17")).isEmpty();
    var friday =
        city.outcomes(C21P, "2020-05-15").stream()
            .filter(each -> each.areaId().equals("f02"))
            .toList();
    assertThat(friday).hasSize(1);
    assertThat(friday.get(0).lostByReason()).containsOnly(Map.entry("market_day", 2L));
  }

  @Test
  void inTheHolidaysTooFewDaysAreCompared() throws IOException {
    var city = new TestCity(Registry.load(reference("2020-06-22")), TestCity.CATALOGUE);
    var school = city.source("/demo/c01/school");
    int end = ServiceDates.parse("2020-08-15");
    for (int date = ServiceDates.parse("2020-06-22"); date <= end; date++) {
      if (isSchoolDay(date)) {
        meets(school, OLD, date);
        meets(school, SECOND, date);
      }
    }
    closed(school, end);
    assertThat(month(city, "f02", "2020-07-19").verdict()).isEqualTo(Verdict.met);
    assertThat(month(city, "f02", "2020-08-15").verdict()).isEqualTo(Verdict.too_few);
    assertThat(month(city, "f02", "2020-08-15").total()).isZero();
  }

  @Test
  void aSilentSourceIsNeitherMetNorBreached() throws IOException {
    var city = city();
    var school = city.source("/demo/c01/school");
    for (int date = ServiceDates.parse(START); date < ServiceDates.parse("2020-05-20"); date++) {
      if (isSchoolDay(date)) {
        meets(school, OLD, date);
        meets(school, SECOND, date);
      }
      closed(school, date);
    }
    city.arrivalReached("2020-05-26T00:00");
    assertThat(month(city, "f02", "2020-05-21").verdict()).isEqualTo(Verdict.no_data);
    assertThat(city.outcomes(C21P, "2020-05-21")).isEmpty();
  }

  @Test
  void withoutABaselineItIsNeverMet() throws IOException {
    Path reference = reference(START);
    Files.delete(reference.resolve("baselines.csv"));
    var city = new TestCity(Registry.load(reference), TestCity.CATALOGUE);
    var school = city.source("/demo/c01/school");
    for (int date = ServiceDates.parse(START); date <= ServiceDates.parse(LAST); date++) {
      meets(school, OLD, date);
    }
    closed(school, ServiceDates.parse(LAST));
    assertThat(month(city, "f02", LAST).verdict()).isEqualTo(Verdict.too_few);
  }
}
