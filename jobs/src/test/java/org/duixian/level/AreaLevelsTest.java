package org.duixian.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.duixian.MapTable;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Change;
import org.duixian.commitment.DayClose;
import org.duixian.commitment.OpenUnits;
import org.duixian.commitment.Outcome;
import org.duixian.commitment.RuleBooks;
import org.junit.jupiter.api.Test;

/**
 * Windows, revisions and restatements of the levels of f01, where promises hold from 2020-04-27.
 */
final class AreaLevelsTest {
  private static final String HALL = "/demo/c01/hall/f01";
  private static final int START = ServiceDates.parse("2020-04-27");

  private AreaLevels areaLevels = expectedSince(START);
  private final List<ServiceLevel> levels = new ArrayList<>();
  private final MapTable<String, Ledger> ledgers = new MapTable<>();

  private static AreaLevels expectedSince(int date) {
    var reference = TestReference.demoSince(ServiceDates.format(date));
    return new AreaLevels(RuleBooks.of(Registry.load(reference), TestCity.CATALOGUE));
  }

  private void outcome(String commitmentId, int date, long good, long total) {
    outcome(commitmentId, date, good, total, "");
  }

  private void outcome(String commitmentId, int date, long good, long total, String hardRule) {
    Map<String, Long> lost = good == total ? Map.of() : Map.of("never_called", total - good);
    areaLevels.on(
        new Change(
            new Outcome(
                "f01",
                commitmentId,
                "s",
                HALL,
                "",
                date,
                good,
                total,
                lost,
                hardRule,
                0,
                ServiceDates.startMillis(date + 1),
                0,
                List.of(),
                "1",
                "1",
                "1"),
            0,
            0,
            Map.of(),
            false),
        ledgers,
        (level, silent, noneDueAt) -> levels.add(level));
  }

  private void close(int from, int through, boolean vouched) {
    areaLevels.on(
        new DayClose("f01", "hall", HALL, from, through, vouched, List.of(), List.of(), Map.of()),
        ledgers,
        (level, silent, noneDueAt) -> levels.add(level));
  }

  private void owes(String source, int from, int through, int units) {
    areaLevels.on(
        new DayClose(
            "f01",
            "hall",
            source,
            from,
            through,
            true,
            List.of(),
            List.of(),
            Map.of("C05", new OpenUnits(units, 0))),
        ledgers,
        (level, silent, noneDueAt) -> levels.add(level));
  }

  private void day(int date, long good, long total) {
    outcome("C05", date, good, total);
    close(date, date, true);
  }

  private List<ServiceLevel> of(String commitmentId, int windowDays, int date) {
    return levels.stream()
        .filter(each -> each.commitmentId().equals(commitmentId))
        .filter(each -> each.windowDays() == windowDays && each.serviceDate() == date)
        .toList();
  }

  private ServiceLevel last(int windowDays, int date) {
    var found = of("C05", windowDays, date);
    return found.get(found.size() - 1);
  }

  @Test
  void windowsSumTheDaysTheyEndWith() {
    for (int i = 0; i < 40; i++) {
      day(START + i, 9, 10);
    }

    assertThat(last(1, START + 39).total()).isEqualTo(10);
    assertThat(last(7, START + 39).total()).isEqualTo(70);
    assertThat(last(28, START + 39).total()).isEqualTo(280);
    assertThat(last(28, START + 39).good()).isEqualTo(252);
    assertThat(last(28, START + 39).lostByReason()).containsEntry("never_called", 28L);
    assertThat(last(28, START + 39).verdict()).isEqualTo(Verdict.met);
    assertThat(last(7, START + 39).verdict()).isNull();
  }

  @Test
  void theWindowBeginsWithThePromise() {
    areaLevels = expectedSince(START - 10);
    for (int i = -10; i < 3; i++) {
      day(START + i, 0, 10);
    }

    assertThat(last(28, START - 1).verdict()).isEqualTo(Verdict.not_in_force);
    assertThat(last(28, START - 1).total()).isEqualTo(100);
    assertThat(last(28, START).total()).isEqualTo(10);
    assertThat(last(28, START).daysExpected()).isEqualTo(1);
    assertThat(last(28, START + 2).total()).isEqualTo(30);
    assertThat(last(28, START).cusum()).isEqualTo(6); // ten lost units of its first day alone
  }

  @Test
  void aLateOutcomeRevisesEveryWindowThatHoldsItsDay() {
    for (int i = 0; i < 10; i++) {
      day(START + i, 10, 10);
    }
    outcome("C05", START + 2, 0, 1);
    close(START + 10, START + 10, true);

    assertThat(of("C05", 1, START + 2)).extracting(ServiceLevel::revision).containsExactly(0, 1);
    assertThat(of("C05", 1, START + 3)).hasSize(1);
    assertThat(of("C05", 7, START + 8)).hasSize(2);
    assertThat(of("C05", 7, START + 9)).hasSize(1);
    assertThat(of("C05", 28, START + 9))
        .extracting(ServiceLevel::total)
        .containsExactly(100L, 101L);
    assertThat(of("C05", 28, START + 10)).hasSize(1);
  }

  @Test
  void aDayWithoutNewsIsNotPublishedAgain() {
    for (int i = 0; i < 10; i++) {
      day(START + i, 10, 10);
    }

    assertThat(levels).allMatch(each -> each.revision() == 0);
    assertThat(of("C05", 28, START + 5)).hasSize(1);
  }

  @Test
  void aSilentDayIsRestatedWhenItsSourceSpeaks() {
    for (int i = 0; i < 30; i++) {
      day(START + i, 10, 10);
    }
    close(START + 30, START + 31, false);
    assertThat(last(28, START + 31).verdict()).isEqualTo(Verdict.no_data);
    assertThat(last(28, START + 31).daysVouched()).isEqualTo(26);

    outcome("C05", START + 30, 10, 10);
    close(START + 30, START + 31, true);

    assertThat(last(28, START + 30).verdict()).isEqualTo(Verdict.met);
    assertThat(last(28, START + 30).total()).isEqualTo(280);
    assertThat(last(28, START + 31).verdict()).isEqualTo(Verdict.met);
    assertThat(last(28, START + 31).revision()).isEqualTo(1);
  }

  @Test
  void daysBeforeTheBooksBeganAreNeverVouchedFor() {
    int begin = START + 20;
    areaLevels = expectedSince(begin);
    for (int i = 0; i < 10; i++) {
      day(begin + i, 20, 20);
    }
    outcome("C05", begin - 10, 20, 20);
    close(begin + 10, begin + 10, true);

    var level = last(28, begin + 10);
    assertThat(level.daysVouched()).isEqualTo(11);
    assertThat(level.daysExpected()).isEqualTo(28);
    assertThat(level.total()).isEqualTo(220);
    assertThat(level.verdict()).isEqualTo(Verdict.no_data);
    assertThat(of("C05", 28, begin - 10)).isEmpty();
  }

  @Test
  void aBrokenHardRuleIsToldAtOnceAndStandsWhenTheDayCloses() {
    close(START, START, true);
    outcome("C02", START + 1, 0, 240, "shut_4h");

    var atOnce = of("C02", 1, START + 1);
    assertThat(atOnce)
        .singleElement()
        .satisfies(level -> assertThat(level.verdict()).isEqualTo(Verdict.breached));

    close(START + 1, START + 1, true);
    assertThat(of("C02", 28, START + 1).get(0).verdict()).isEqualTo(Verdict.breached);
    assertThat(of("C02", 1, START + 1)).extracting(ServiceLevel::revision).containsExactly(0, 1);
  }

  @Test
  void aHardRuleBeforeThePromiseHoldsIsNotTold() {
    areaLevels = expectedSince(START - 3);
    close(START - 3, START - 3, true);
    outcome("C02", START - 2, 0, 240, "shut_4h");

    assertThat(of("C02", 1, START - 2)).isEmpty();
  }

  @Test
  void aHallNobodyPostedHoursForIsNotJudged() {
    for (int i = 0; i < 30; i++) {
      close(START + i, START + i, true);
    }

    assertThat(of("C02", 28, START + 29).get(0).verdict()).isEqualTo(Verdict.too_few);
    assertThat(of("C02", 28, START + 29).get(0).unitsMissing()).isEqualTo(20);
  }

  @Test
  void whatIsOwedIsToldWithTheFirstLevelOfTheDayItself() {
    owes(HALL, START, START + 1, 3);
    outcome("C05", START + 1, 0, 1);
    owes(HALL, START + 2, START + 2, 4);

    assertThat(of("C05", 1, START)).extracting(ServiceLevel::openUnits).containsOnlyNulls();
    assertThat(of("C05", 1, START + 1))
        .extracting(ServiceLevel::openUnits)
        .containsExactly(3, null);
    assertThat(last(1, START + 2).openUnits()).isEqualTo(4);
    assertThat(last(1, START + 2).overdueUnits()).isZero();
    assertThat(last(7, START + 2).openUnits()).isNull();
    assertThat(ledgers.get("C05").open).isNull();
  }

  @Test
  void aSourceOfAnotherAreaIsHeardAndCountsForNothing() {
    areaLevels.on(
        new DayClose(
            "f01",
            "hall",
            "/demo/c01/hall/f02",
            START,
            START,
            true,
            List.of(),
            List.of(),
            Map.of()),
        ledgers,
        (level, silent, noneDueAt) -> levels.add(level));

    assertThat(levels).isEmpty();
  }

  @Test
  void manyDaysVouchedForAtOnceAreJudgedOneByOne() {
    for (int date = START; date < START + 90; date++) {
      outcome("C05", date, 9, 10);
    }
    close(START, START + 89, true);
    close(START + 90, START + 199, false);
    outcome("C05", START + 200, 9, 10);
    close(START + 200, START + 200, true);

    for (int date = START; date < START + 90; date++) {
      var day = of("C05", 1, date).get(0);
      assertThat(day.good() + "/" + day.total()).isEqualTo("9/10");
    }
    var month = of("C05", 28, START + 89).get(0);
    assertThat(month.total()).isEqualTo(280);
    assertThat(month.verdict()).isEqualTo(Verdict.met);
    assertThat(of("C05", 28, START + 150).get(0).verdict()).isEqualTo(Verdict.no_data);
    assertThat(of("C05", 28, START + 200).get(0).total()).isEqualTo(10);
  }

  @Test
  void aBreachToldAtOnceMonthsAheadOfWhatIsJudgedDoesNotDriveItOut() {
    outcome("C02", START, 600, 600);
    outcome("C02", START + 90, 0, 600, "shut_4h");
    close(START, START + 90, true);

    assertThat(of("C02", 1, START).get(0).total()).isEqualTo(600);
    assertThat(of("C02", 28, START + 27).get(0).total()).isEqualTo(600);
    assertThat(of("C02", 1, START + 90)).extracting(ServiceLevel::revision).containsExactly(0, 1);
    assertThat(of("C02", 28, START + 90).get(0).verdict()).isEqualTo(Verdict.breached);
  }
}
