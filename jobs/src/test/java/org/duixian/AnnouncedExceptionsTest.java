package org.duixian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.duixian.alert.Alert;
import org.duixian.area.ReferenceException;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.CatalogueException;
import org.duixian.commitment.RuleBook;
import org.duixian.commitment.RuleBooks;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days that are taken out of the judgement because it was announced before they began. */
final class AnnouncedExceptionsTest {
  private static final Path COMMITMENTS = Path.of("..", "schemas", "commitments");
  private static final String HEADER =
      "exception_id,commitments,areas,from,to,reason_zh,reason_en,announced_at,approver\n";
  private static final String HALL = "/demo/c01/hall/f01";

  @TempDir private Path dir;
  private Path reference;

  @BeforeEach
  void copy() {
    reference = TestReference.demoSince("2020-04-27");
  }

  private Registry registry(String... lines) throws IOException {
    Files.writeString(reference.resolve("exceptions.csv"), HEADER + String.join("\n", lines));
    return Registry.load(reference);
  }

  /** From one date to another; announced the day before. */
  private Registry excepting(String commitments, String areas, String from, String to)
      throws IOException {
    String announced = ServiceDates.format(ServiceDates.parse(from) - 1) + "T09:00:00+08:00";
    return registry(
        "E1,%s,%s,%s,%s,停电,No power,%s,county-bureau"
            .formatted(commitments, areas, from, to, announced));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "E1,C05,f01,2020-05-06,2020-05-05,停电,No power,2020-05-05T09:00:00+08:00,county-bureau;"
            + " exceptions.csv:2:5 'to' value '2020-05-05': is before from",
        "E1,C05,f01,2020-05-06,2020-05-07,停电,No power,2020-05-06T00:00:00+08:00,county-bureau;"
            + " exceptions.csv:2:8 'announced_at' value '2020-05-06T00:00:00+08:00': is not before the"
            + " day from which it holds, 2020-05-06",
        "E1,C05,f01,2020-05-06,2020-05-07,停电,No power,2020-05-05,county-bureau; exceptions.csv:2:8"
            + " 'announced_at' value '2020-05-05': not an instant like 2020-03-02T09:00:00+08:00",
        "E1,C05,f99,2020-05-06,2020-05-07,停电,No power,2020-05-05T09:00:00+08:00,county-bureau;"
            + " exceptions.csv:2:3 'areas' value 'f99': no such area: f99",
        "E1,C05,f01-v1,2020-05-06,2020-05-07,停电,No power,2020-05-05T09:00:00+08:00,county-bureau;"
            + " exceptions.csv:2:3 'areas' value 'f01-v1': is no former township, township or county:"
            + " f01-v1",
        "E1,C05  C02,f01,2020-05-06,2020-05-07,停电,No power,2020-05-05T09:00:00+08:00,county-bureau;"
            + " exceptions.csv:2:2 'commitments' value 'C05  C02': must be ids with single spaces"
            + " between them, at least one",
        "E1,C05 C05,f01,2020-05-06,2020-05-07,停电,No power,2020-05-05T09:00:00+08:00,county-bureau;"
            + " exceptions.csv:2:2 'commitments' value 'C05 C05': names one twice",
        "E1,C05,f01,2020-05-06,2020-05-07,,No power,2020-05-05T09:00:00+08:00,county-bureau;"
            + " exceptions.csv:2:6 'reason_zh' value '': must not be empty",
        "E1,C05,f01,2020-05-06,2020-05-07,停电,No power,2020-05-05T09:00:00+08:00,Li Lei;"
            + " exceptions.csv:2:9 'approver' value 'Li Lei': not a role: 1 to 64 of a-z -",
      })
  void aMistakeIsToldWithItsPlace(String line, String problem) {
    var refused = catchThrowableOfType(ReferenceException.class, () -> registry(line));

    assertThat(refused).isNotNull();
    assertThat(refused.problems()).containsExactly(problem);
  }

  @Test
  void anIdIsGivenOnce() {
    String line =
        "E1,C05,f01,2020-05-06,2020-05-07,停电,No power,2020-05-05T09:00:00+08:00,county-bureau";

    assertThatThrownBy(() -> registry(line, line))
        .hasMessageContaining("exceptions.csv:3:1 'exception_id' value 'E1': is given twice");
  }

  @Test
  void theFileNeedNotBeThereAndMayBeEmpty() throws IOException {
    assertThat(Registry.load(reference).exceptions()).isEmpty();
    Files.writeString(reference.resolve("exceptions.csv"), "");
    assertThat(Registry.load(reference).exceptions()).isEmpty();
    assertThat(registry().exceptions()).isEmpty();
  }

  @Test
  void onlyACommitmentThatThereIsAndThatAllowsThemCanBeExcepted() throws IOException {
    var unknown = excepting("C05 C99", "f01", "2020-05-06", "2020-05-07");
    assertThatThrownBy(() -> RuleBooks.of(unknown, TestCity.CATALOGUE))
        .isInstanceOf(CatalogueException.class)
        .hasMessage("exceptions.csv:2:2 'commitments' value 'C99': no such commitment");

    var known = excepting("C05", "f01", "2020-05-06", "2020-05-07");
    var never =
        catalogue("version: \"1\"", "version: \"1\"\nexceptions: false", "objective", "objective");
    assertThatThrownBy(() -> RuleBooks.of(known, never))
        .isInstanceOf(CatalogueException.class)
        .hasMessage("exceptions.csv:2:2 'commitments' value 'C05': allows no exceptions");
  }

  @Test
  void aCountyOrATownshipMeansItsFormerTownships() throws IOException {
    int date = ServiceDates.parse("2020-05-06");
    var county = excepting("C05", "c01", "2020-05-06", "2020-05-06");
    assertThat(county.isExcepted("f01", "C05", date)).isTrue();
    assertThat(county.isExcepted("f12", "C05", date)).isFalse();
    assertThat(county.isExcepted("f01", "C02", date)).isFalse();
    assertThat(county.isExcepted("f01", "C05", date - 1)).isFalse();
    assertThat(county.isExcepted("f01", "C05", date + 1)).isFalse();

    var township = excepting("C05", "t06", "2020-05-06", "2020-05-06");
    assertThat(township.formersOf("t06"))
        .contains("f12")
        .allMatch(former -> township.isExcepted(former, "C05", date));
    assertThat(township.isExcepted("f01", "C05", date)).isFalse();
  }

  private Catalogue catalogue(String... changes) throws IOException {
    Path own = Files.createTempDirectory(dir, "commitments");
    try (var files = Files.list(COMMITMENTS)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        String text = Files.readString(file);
        if (name.equals("C05.yaml")) {
          for (int i = 0; i < changes.length; i += 2) {
            text = text.replace(changes[i], changes[i + 1]);
          }
        }
        Files.writeString(own.resolve(name), text);
      }
    }
    return Catalogue.load(own, TestCity.TYPES);
  }

  private Catalogue smallSample() throws IOException {
    return catalogue("{28d: 100}", "{28d: 5}");
  }

  /** Tickets of which some are never called, and the night after them. */
  private static void day(TestCity city, String date, int tickets, int lost) {
    var hall = city.source(HALL);
    for (int i = 0; i < tickets; i++) {
      String ticket = date + "-" + i;
      hall.tells(
          date + "T09:%02d".formatted(i),
          "hall.ticket.issued",
          "ticket_id",
          ticket,
          "site_id",
          "hall-f01");
      if (i >= lost) {
        hall.tells(date + "T09:%02d".formatted(i + 1), "hall.ticket.called", "ticket_id", ticket);
      }
    }
    hall.vouches(ServiceDates.format(ServiceDates.parse(date) + 1) + "T00:15");
  }

  private static ServiceLevel level(TestCity city, String commitmentId, String date) {
    return city.level("f01", commitmentId, 28, date).orElseThrow();
  }

  private static List<String> steps(TestCity city, String commitmentId) {
    return city.run.alerts.stream()
        .filter(each -> each.commitmentId().equals(commitmentId))
        .map(each -> each.state() + each.resolution())
        .toList();
  }

  @Test
  void anExceptedDayLeavesWhatIsJudgedAndStaysVisible() throws IOException {
    var city = new TestCity(excepting("C05", "f01", "2020-04-28", "2020-04-28"), smallSample());
    day(city, "2020-04-27", 30, 1);
    day(city, "2020-04-28", 30, 30);
    day(city, "2020-04-29", 30, 2);

    var excepted = level(city, "C05", "2020-04-28");
    assertThat(excepted.good() + "/" + excepted.total()).isEqualTo("29/30");
    assertThat(excepted.rawGood() + "/" + excepted.rawTotal()).isEqualTo("29/60");
    assertThat(excepted.daysExpected()).isEqualTo(1);
    assertThat(excepted.daysExcepted()).isEqualTo(1);
    assertThat(excepted.verdict()).isEqualTo(Verdict.met);
    assertThat(excepted.cusum()).isEqualTo(level(city, "C05", "2020-04-27").cusum());
    assertThat(excepted.lostByReason()).containsOnly(Map.entry("never_called", 1L));
    assertThat(excepted.evidence()).isEmpty();
    var alone = city.level("f01", "C05", 1, "2020-04-28").orElseThrow();
    assertThat(alone.total()).isZero();
    assertThat(alone.rawTotal()).isEqualTo(30);
    var after = level(city, "C05", "2020-04-29");
    assertThat(after.good() + "/" + after.total()).isEqualTo("57/60");
    assertThat(after.daysVouched()).isEqualTo(2);
    assertThat(after.verdict()).isEqualTo(Verdict.met);
    assertThat(steps(city, "C05")).isEmpty();
  }

  @Test
  void withoutAnExceptionTheSameDayIsABreach() throws IOException {
    var city = new TestCity(Registry.load(reference), smallSample());
    day(city, "2020-04-27", 30, 1);
    day(city, "2020-04-28", 30, 30);

    assertThat(level(city, "C05", "2020-04-28").verdict()).isEqualTo(Verdict.breached);
  }

  @Test
  void aHardRuleThatBreaksOnAnExceptedDayIsNotTold() throws IOException {
    var shut = new TestCity(Registry.load(reference), TestCity.CATALOGUE);
    var excepted =
        new TestCity(excepting("C02", "f01", "2020-04-28", "2020-04-28"), TestCity.CATALOGUE);
    for (TestCity city : List.of(shut, excepted)) {
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
      hall.vouches("2020-04-27T08:00");
      hall.tells(
          "2020-04-27T09:00",
          "hall.window.opened",
          "site_id",
          "hall-f01",
          "window_id",
          "1",
          "window_kind",
          "general");
      hall.tells(
          "2020-04-27T09:00",
          "hall.staff.checked_in",
          "site_id",
          "hall-f01",
          "staff_ref",
          "clerk-1",
          "duty",
          "site");
      hall.vouchesHourly("2020-04-27T10:00", "2020-04-29T01:00");
    }

    assertThat(steps(shut, "C02")).containsExactly("raised");
    assertThat(steps(excepted, "C02")).isEmpty();
    assertThat(level(excepted, "C02", "2020-04-28").hardRule()).isEmpty();
    assertThat(level(excepted, "C02", "2020-04-28").rawTotal()).isEqualTo(600);
    assertThat(level(excepted, "C02", "2020-04-28").total()).isEqualTo(300);
  }

  @Test
  void whereOnlyExceptedDaysAreLeftNothingIsMetAndTheAlertIsExcluded() throws IOException {
    var commitments = smallSample();
    var before = Registry.load(reference);
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    new RuleBook(before, commitments, ServiceDates.parse("2020-01-01")),
                    new RuleBook(
                        excepting("C05", "f01", "2020-04-28", "2020-05-31"),
                        commitments,
                        ServiceDates.parse("2020-04-28")))));
    day(city, "2020-04-27", 30, 20);
    assertThat(steps(city, "C05")).containsExactly("raised");
    for (int date = ServiceDates.parse("2020-04-28");
        date <= ServiceDates.parse("2020-05-25");
        date++) {
      day(city, ServiceDates.format(date), 10, 0);
    }

    assertThat(level(city, "C05", "2020-05-24").daysExpected()).isEqualTo(1);
    assertThat(level(city, "C05", "2020-05-24").verdict()).isEqualTo(Verdict.breached);
    var last = level(city, "C05", "2020-05-25");
    assertThat(last.verdict()).isEqualTo(Verdict.too_few);
    assertThat(last.rawTotal()).isEqualTo(280);
    assertThat(last.daysExcepted()).isEqualTo(28);
    assertThat(last.daysExpected()).isZero();
    assertThat(steps(city, "C05")).containsExactly("raised", "resolvedexcluded");
    assertThat(city.run.alerts)
        .filteredOn(each -> each.resolution().equals("excluded"))
        .extracting(Alert::textZh)
        .allMatch(text -> text.contains("窗口内各日均属事先公告的例外"));
  }

  @Test
  void lateNewsTakeAnAlertBackWhateverIsExceptedLater() throws IOException {
    var city = new TestCity(excepting("C05", "f01", "2020-04-28", "2020-05-02"), smallSample());
    day(city, "2020-04-27", 20, 7);
    assertThat(steps(city, "C05")).containsExactly("raised");
    // Late news make the only day that slipped good after all.
    for (int i = 0; i < 7; i++) {
      city.source(HALL)
          .tellsLate(
              "2020-04-27T09:%02d".formatted(i + 2),
              "2020-04-28T01:00",
              "hall.ticket.called",
              "ticket_id",
              "2020-04-27-" + i);
    }
    for (int day = 28; day <= 30; day++) {
      day(city, "2020-04-" + day, 5, 0);
    }
    assertThat(steps(city, "C05")).containsExactly("raised", "resolvedrestated");
  }

  @Test
  void anExceptionThatIsPublishedAfterItsDayChangesNothing() throws IOException {
    var commitments = smallSample();
    var before = Registry.load(reference);
    var city =
        new TestCity(
            RuleBooks.of(
                List.of(
                    new RuleBook(before, commitments, ServiceDates.parse("2020-01-01")),
                    new RuleBook(
                        excepting("C05", "f01", "2020-04-27", "2020-04-28"),
                        commitments,
                        ServiceDates.parse("2020-04-28")))));
    day(city, "2020-04-27", 30, 20);
    day(city, "2020-04-28", 30, 20);

    var level = level(city, "C05", "2020-04-28");
    assertThat(level.total()).isEqualTo(30);
    assertThat(level.rawTotal()).isEqualTo(60);
    assertThat(level.daysExcepted()).isEqualTo(1);
    assertThat(level.verdict()).isEqualTo(Verdict.breached);
  }
}
