package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Money paid to t01, whose two parts were each paid a million yuan a month for every purpose in
 * 2019. It began work on 2020-04-27; the books of a month are closed fifteen days after it.
 */
final class TransferMeterTest {
  private static final String BUREAU = "/demo/c01/fiscal";
  private static final long MILLION_YUAN = 100_000_000L;

  @TempDir private Path dir;
  private TestCity city;
  private TestCity.Source bureau;

  @BeforeEach
  void aCountyBureauThatTellsOfMoney() throws IOException {
    city = city();
    bureau = city.source(BUREAU);
  }

  private static TestCity city() throws IOException {
    return new TestCity(registry(MILLION_YUAN), TestCity.CATALOGUE);
  }

  private static Registry registry(long fen) throws IOException {
    return registry("2020-04-28", fen);
  }

  private static Registry registry(String since, long fen) throws IOException {
    Path reference = TestReference.demoSince(since);
    var lines = new ArrayList<>(List.of("area_id,programme,month,amount_fen,signed_by,frozen_on"));
    for (String former : List.of("f01", "f02")) {
      for (int month = 1; month <= 12; month++) {
        for (String purpose : List.of("operating", "infrastructure", "public_service")) {
          lines.add(
              "%s,%s,2019-%02d,%d,county-bureau,2020-04-01".formatted(former, purpose, month, fen));
        }
      }
    }
    Files.write(reference.resolve("base_transfers.csv"), lines);
    return Registry.load(reference);
  }

  private static void pays(
      TestCity.Source bureau,
      String township,
      String time,
      String month,
      String purpose,
      double millions) {
    bureau.tells(
        time,
        "fiscal.transfer.disbursed",
        "area_id",
        township,
        "period",
        month,
        "programme",
        purpose,
        "amount_fen",
        String.format(Locale.ROOT, "%.0f", millions * MILLION_YUAN),
        "document_ref",
        "d");
  }

  private void paysAll(String time, String month, double millions) {
    for (String purpose : List.of("operating", "infrastructure", "public_service")) {
      pays(bureau, "t01", time, month, purpose, millions);
    }
  }

  /** Vouches day by day, up to and including the one on which a service day's books close. */
  private static void closes(TestCity.Source bureau, String from, String day) {
    int last = ServiceDates.parse(day) + 16;
    for (int date = ServiceDates.parse(from); date <= last; date++) {
      bureau.vouches(ServiceDates.format(date) + "T12:00");
    }
  }

  private ServiceLevel standing(String date) {
    return city.level("t01", "C22", 28, date).orElseThrow();
  }

  @Test
  void asMuchAsInTheBaseYearIsKept() {
    paysAll("2020-05-20T09:00", "2020-05", 2);
    closes(bureau, "2020-04-28", "2020-05-31");

    var level = standing("2020-05-31");
    assertThat(level.verdict()).isEqualTo(Verdict.met);
    assertThat(level.good()).isEqualTo(6_000);
    assertThat(level.total()).isEqualTo(6_000);
    assertThat(standing("2020-05-30").verdict()).isEqualTo(Verdict.too_few); // no month is over
  }

  @Test
  void whatIsPaidForTheMonthOfTheMergerMakesUpForNothing() {
    paysAll("2020-04-29T09:00", "2020-04", 2);
    paysAll("2020-05-20T09:00", "2020-05", 1);
    closes(bureau, "2020-05-21", "2020-05-31");

    assertThat(standing("2020-05-31").verdict()).isEqualTo(Verdict.breached);
    assertThat(standing("2020-05-31").good()).isEqualTo(3_000);
  }

  @Test
  void whatWasPaidBeforeItsSourceSpokeIsNotMissed() throws IOException {
    city = new TestCity(registry("2020-06-10", MILLION_YUAN), TestCity.CATALOGUE);
    bureau = city.source(BUREAU);
    paysAll("2020-07-20T09:00", "2020-07", 2);
    closes(bureau, "2020-07-21", "2020-07-31");

    assertThat(standing("2020-06-30").verdict()).isEqualTo(Verdict.too_few);
    assertThat(standing("2020-07-31").verdict()).isEqualTo(Verdict.met);
    assertThat(standing("2020-07-31").total()).isEqualTo(6_000);
  }

  @Test
  void whatWasPaidBeforeItWasPromisedIsNotMissed() throws IOException {
    var registry = registry(MILLION_YUAN);
    var before = new RuleBook(registry, without("C23F"), ServiceDates.parse("2020-01-01"));
    var after = new RuleBook(registry, TestCity.CATALOGUE, ServiceDates.parse("2020-06-10"));
    city = new TestCity(RuleBooks.of(List.of(before, after)));
    bureau = city.source(BUREAU);
    paysAll("2020-05-20T09:00", "2020-05", 2);
    paysAll("2020-06-20T09:00", "2020-06", 2);
    paysAll("2020-07-20T09:00", "2020-07", 2);
    closes(bureau, "2020-07-21", "2020-07-31");

    var level = city.level("t01", "C23F", 28, "2020-07-31").orElseThrow();
    assertThat(level.verdict()).isEqualTo(Verdict.met);
    assertThat(level.total()).isEqualTo(2_000);
    assertThat(city.level("t01", "C23F", 28, "2020-06-30").orElseThrow().verdict())
        .isEqualTo(Verdict.too_few);
    assertThat(standing("2020-07-31").total()).isEqualTo(18_000);
  }

  private Catalogue without(String commitmentId) throws IOException {
    try (var files = Files.list(Path.of("..", "schemas", "commitments"))) {
      for (Path file : files.toList()) {
        if (!file.endsWith(commitmentId + ".yaml")) {
          Files.copy(file, dir.resolve(file.getFileName()));
        }
      }
    }
    return Catalogue.load(dir, TestCity.TYPES);
  }

  @ParameterizedTest
  @CsvSource({"1.97, met", "1.93, at_risk", "1.89, breached", "2.5, met"})
  void theShareItselfDecides(double millions, Verdict verdict) {
    paysAll("2020-05-20T09:00", "2020-05", millions);
    closes(bureau, "2020-04-28", "2020-05-31");

    assertThat(standing("2020-05-31").verdict()).isEqualTo(verdict);
  }

  @Test
  void moreForOnePurposeDoesNotMakeUpForLessForAnother() {
    pays(bureau, "t01", "2020-05-20T09:00", "2020-05", "operating", 4);
    pays(bureau, "t01", "2020-05-20T09:00", "2020-05", "infrastructure", 1);
    pays(bureau, "t01", "2020-05-20T09:00", "2020-05", "public_service", 2);
    closes(bureau, "2020-04-28", "2020-05-31");

    var level = standing("2020-05-31");
    assertThat(level.verdict()).isEqualTo(Verdict.breached);
    assertThat(level.lostByReason()).containsOnlyKeys("infrastructure");
    assertThat(level.total() - level.good()).isEqualTo(1_000);
  }

  @Test
  void whatIsPaidAMonthLaterMakesUpOnceThatMonthIsOver() {
    paysAll("2020-05-20T09:00", "2020-05", 1);
    paysAll("2020-06-10T09:00", "2020-06", 3);
    closes(bureau, "2020-06-11", "2020-06-30");

    assertThat(standing("2020-05-31").verdict()).isEqualTo(Verdict.breached);
    assertThat(standing("2020-06-29").verdict()).isEqualTo(Verdict.breached);
    assertThat(standing("2020-06-30").verdict()).isEqualTo(Verdict.met);
    assertThat(standing("2020-06-30").total()).isEqualTo(12_000);
  }

  @Test
  void whatIsEnteredWithinTheGraceCountsAndWhatIsEnteredLaterRevises() {
    paysAll("2020-05-20T09:00", "2020-05", 1);
    closes(bureau, "2020-05-21", "2020-05-24");
    paysAll("2020-06-12T09:00", "2020-05", 0.5); // before the books close
    closes(bureau, "2020-06-12", "2020-05-31");
    assertThat(standing("2020-05-31").good()).isEqualTo(4_500);

    paysAll("2020-06-17T09:00", "2020-05", 0.5);
    closes(bureau, "2020-06-17", "2020-06-01");
    assertThat(standing("2020-05-31").good()).isEqualTo(6_000);
    assertThat(standing("2020-05-31").verdict()).isEqualTo(Verdict.met);
  }

  @ParameterizedTest
  @CsvSource({"2, met", "1.97, met", "1.95, at_risk", "1.89, breached"})
  void ofInfrastructureOnlyWhatIsForItCounts(double millions, Verdict verdict) {
    pays(bureau, "t01", "2020-05-19T09:00", "2020-05", "operating", 9);
    pays(bureau, "t01", "2020-05-20T09:00", "2020-05", "infrastructure", millions);
    closes(bureau, "2020-04-28", "2020-05-31");

    var level = city.level("t01", "C23F", 28, "2020-05-31").orElseThrow();
    assertThat(level.verdict()).isEqualTo(verdict);
    assertThat(level.total()).isEqualTo(2_000);
    assertThat(city.outcomes("C23F", "2020-05-31").get(0).evidence())
        .containsExactly(BUREAU + "#2");
  }

  @Test
  void amountsOfTenBillionFenAreNoProblem() {
    paysAll("2020-05-20T09:00", "2020-05", 1_000_000);
    paysAll("2020-05-21T09:00", "2020-05", 1_000_000);
    closes(bureau, "2020-05-22", "2020-05-31");

    assertThat(standing("2020-05-31").verdict()).isEqualTo(Verdict.met);
    assertThat(standing("2020-05-31").good()).isEqualTo(6_000);
  }

  @Test
  void aTownshipOfWhosePartsNothingIsKnownIsNeverMet() {
    for (String purpose : List.of("operating", "infrastructure", "public_service")) {
      pays(bureau, "t02", "2020-05-20T09:00", "2020-05", purpose, 9);
    }
    closes(bureau, "2020-05-20", "2020-05-31");

    assertThat(city.level("t02", "C22", 28, "2020-05-31").orElseThrow().verdict())
        .isEqualTo(Verdict.too_few);
  }

  @Test
  void nothingPaidAtAllIsABreachAndASilentBureauIsNoData() {
    closes(bureau, "2020-04-28", "2020-05-31");
    assertThat(standing("2020-05-31").verdict()).isEqualTo(Verdict.breached);

    city.arrivalReached("2020-07-30T00:00");
    assertThat(standing("2020-06-30").verdict()).isEqualTo(Verdict.no_data);
  }

  @Test
  void whatIsToldLateIsHeldAgainstTheBaseYearAsItWasPublishedForTheDay() throws IOException {
    var half = registry(MILLION_YUAN / 2);
    var books =
        RuleBooks.of(
            List.of(
                new RuleBook(registry(MILLION_YUAN), TestCity.CATALOGUE, 0),
                new RuleBook(half, TestCity.CATALOGUE, ServiceDates.parse("2020-06-20"))));
    city = new TestCity(books);
    bureau = city.source(BUREAU);
    paysAll("2020-05-20T09:00", "2020-05", 1);
    closes(bureau, "2020-05-21", "2020-06-10");
    assertThat(standing("2020-06-10").verdict()).isEqualTo(Verdict.breached);

    paysAll("2020-06-26T13:00", "2020-05", 0.1);
    closes(bureau, "2020-06-27", "2020-06-21");

    assertThat(standing("2020-06-10").total()).isEqualTo(6_000);
    assertThat(standing("2020-06-10").good()).isEqualTo(3_300);
    assertThat(standing("2020-06-10").verdict()).isEqualTo(Verdict.breached);
    assertThat(standing("2020-06-21").total()).isEqualTo(3_000);
  }

  /** Two days of which the bureau does not say what was paid, up to a local time. */
  private void leavesOut(String until) {
    long end = TestCity.at(until);
    long twoDays = 2 * 24 * 3_600_000L;
    city.take(bureau.heartbeat("before", 0, end - twoDays, end));
    city.take(bureau.heartbeat("after", end, end + 1, end + 1));
  }

  @ParameterizedTest
  @CsvSource({"2020-05-12T12:00", "2020-06-10T12:00"})
  void lessAfterDaysThatNobodyVouchesForMayHaveBeenPaidUnseen(String until) {
    closes(bureau, "2020-04-28", "2020-04-20");
    paysAll("2020-05-07T09:00", "2020-05", 1);
    leavesOut(until);
    closes(bureau, until.substring(0, 10), "2020-06-30");

    assertThat(standing("2020-05-31").verdict()).isEqualTo(Verdict.no_data);
    assertThat(standing("2020-06-30").verdict()).isEqualTo(Verdict.no_data); // it includes May
    assertThat(city.level("t01", "C23F", 28, "2020-05-31").orElseThrow().verdict())
        .isEqualTo(Verdict.no_data);
  }

  @Test
  void whatWasSeenToBeEnoughIsEnoughWhateverWasPaidUnseen() {
    closes(bureau, "2020-04-28", "2020-04-20");
    leavesOut("2020-05-12T12:00");
    paysAll("2020-05-20T09:00", "2020-05", 2);
    closes(bureau, "2020-05-21", "2020-06-30");

    assertThat(standing("2020-05-31").verdict()).isEqualTo(Verdict.met);
    assertThat(standing("2020-06-30").verdict()).isEqualTo(Verdict.no_data); // of June nothing came
  }

  @Test
  void whatIsToldLaterOfMoneyPaidUnseenCountsAgain() {
    closes(bureau, "2020-04-28", "2020-04-20");
    leavesOut("2020-05-12T12:00");
    closes(bureau, "2020-05-13", "2020-05-31");
    assertThat(standing("2020-05-31").verdict()).isEqualTo(Verdict.no_data);

    paysAll("2020-06-17T13:00", "2020-05", 2);
    closes(bureau, "2020-06-18", "2020-06-05");
    assertThat(standing("2020-06-05").verdict()).isEqualTo(Verdict.met);
  }

  @ParameterizedTest
  @CsvSource({"2020-05-01T00:00, breached", "2020-05-01T00:01, no_data"})
  void beforeTheFirstMonthThatIsComparedNothingIsMissed(String until, Verdict verdict) {
    closes(bureau, "2020-04-28", "2020-04-12");
    leavesOut(until);
    closes(bureau, "2020-05-01", "2020-05-31");

    assertThat(standing("2020-05-31").verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"2020-06-18T00:00, breached", "2020-06-17T00:00, no_data"})
  void whatComesAfterTheBooksAreClosedIsNotWaitedFor(String until, Verdict verdict) {
    closes(bureau, "2020-04-28", "2020-05-29");
    leavesOut(until);
    closes(bureau, "2020-06-18", "2020-06-10");

    assertThat(standing("2020-05-31").verdict()).isEqualTo(verdict);
    assertThat(standing("2020-06-10").verdict()).isEqualTo(Verdict.no_data);
  }

  @Test
  void aDocumentThatIsToldTwiceIsPaidOnce() {
    paysAll("2020-05-20T09:00", "2020-05", 1);
    paysAll("2020-05-20T09:00", "2020-05", 1); // exported again, with other ids
    closes(bureau, "2020-05-21", "2020-05-31");

    assertThat(standing("2020-05-31").good()).isEqualTo(3_000);
    assertThat(standing("2020-05-31").verdict()).isEqualTo(Verdict.breached);
  }
}
