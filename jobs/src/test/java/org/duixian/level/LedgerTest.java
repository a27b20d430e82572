package org.duixian.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.duixian.commitment.Change;
import org.duixian.commitment.Outcome;
import org.junit.jupiter.api.Test;

final class LedgerTest {
  private static final int DAY = 18_380;
  private final Ledger ledger = Ledger.startingAt(DAY);

  private static Change change(
      int date, long good, long total, String reason, long goodBefore, long totalBefore) {
    return change(date, good, total, reason, goodBefore, totalBefore, "");
  }

  private static Change change(
      int date,
      long good,
      long total,
      String reason,
      long goodBefore,
      long totalBefore,
      String reasonBefore) {
    var outcome =
        new Outcome(
            "f01",
            "C05",
            "A1",
            "/s",
            "",
            date,
            good,
            total,
            lost(reason, total - good),
            "",
            0,
            0,
            0,
            List.of("/s#" + date + reason),
            "1",
            "1",
            "1");
    return new Change(
        outcome, goodBefore, totalBefore, lost(reasonBefore, totalBefore - goodBefore), false);
  }

  private static Map<String, Long> lost(String reason, long units) {
    return units == 0 ? Map.of() : Map.of(reason, units);
  }

  private void bookAll() {
    ledger.book(Integer.MAX_VALUE, Integer.MAX_VALUE, null);
  }

  @Test
  void whereNothingFellDueIsToldOnceOfTheDayThatIsJudged() {
    ledger.noteNoneDue(DAY, List.of("hall-b"));
    ledger.noteNoneDue(DAY, List.of("hall-a"));
    ledger.noteNoneDue(DAY + 1, List.of("hall-b"));

    assertThat(ledger.takeNoneDueAt(DAY)).containsExactly("hall-a", "hall-b");
    assertThat(ledger.takeNoneDueAt(DAY)).isEmpty();
    ledger.judgedThrough = DAY;
    ledger.noteNoneDue(DAY, List.of("hall-a"));
    assertThat(ledger.noneDue(DAY)).isTrue();
    assertThat(ledger.takeNoneDueAt(DAY + 1)).containsExactly("hall-b");
    assertThat(ledger.noneDueAt).isNull();
  }

  @Test
  void outcomesCountOnlyOnceBooked() {
    ledger.take(change(DAY, 1, 1, "", 0, 0), DAY);
    assertThat(ledger.total(DAY)).isZero();

    bookAll();

    assertThat(ledger.good(DAY)).isEqualTo(1);
    assertThat(ledger.total(DAY)).isEqualTo(1);
    assertThat(ledger.pending).isEmpty();
  }

  @Test
  void aRevisionReplacesWhatItRevises() {
    ledger.take(change(DAY, 0, 1, "never_called", 0, 0), DAY);
    bookAll();
    ledger.take(change(DAY, 0, 1, "called_late", 0, 1, "never_called"), DAY);
    bookAll();
    assertThat(ledger.total(DAY)).isEqualTo(1);
    assertThat(ledger.lost(DAY, DAY, date -> true)).containsExactly(Map.entry("called_late", 1L));

    ledger.take(change(DAY, 1, 1, "", 0, 1, "called_late"), DAY);
    bookAll();

    assertThat(ledger.good(DAY)).isEqualTo(1);
    assertThat(ledger.lost(DAY, DAY, date -> true)).isEmpty();
  }

  @Test
  void revisionsOfTheSameOpenDayCancelOutBeforeTheyAreBooked() {
    ledger.take(change(DAY, 0, 1, "never_called", 0, 0), DAY);
    ledger.take(change(DAY, 0, 0, "", 0, 1, "never_called"), DAY);
    bookAll();

    assertThat(ledger.total(DAY)).isZero();
    assertThat(ledger.lost(DAY, DAY, date -> true)).isEmpty();
  }

  @Test
  void newReasonsLeaveTheCountsOfTheOldOnesWhereTheyWere() {
    for (int i = 0; i < 5; i++) {
      ledger.take(change(DAY + i, 0, i + 1, "reason-" + i, 0, 0), DAY);
      bookAll();
    }

    for (int i = 0; i < 5; i++) {
      assertThat(ledger.lost(DAY + i, DAY + i, date -> true))
          .containsExactly(Map.entry("reason-" + i, i + 1L));
    }
    assertThat(ledger.lost(DAY, DAY + 4, date -> true)).hasSize(5);
  }

  @Test
  void anEarlierDayIsTakenInWithoutMovingTheOthers() {
    ledger.take(change(DAY, 0, 2, "x", 0, 0), DAY);
    bookAll();
    ledger.setCusum(DAY, 1.5);
    ledger.take(change(DAY - 30, 0, 3, "y", 0, 0), DAY);
    bookAll();

    assertThat(ledger.total(DAY)).isEqualTo(2);
    assertThat(ledger.total(DAY - 30)).isEqualTo(3);
    assertThat(ledger.lost(DAY, DAY, date -> true)).containsExactly(Map.entry("x", 2L));
    assertThat(ledger.cusum(DAY)).isEqualTo(1.5);
  }

  @Test
  void aDayThatALateEventBroughtIntoTheBooksIsNotVouchedFor() {
    ledger.take(change(DAY, 1, 1, "", 0, 0), DAY);
    ledger.take(change(DAY - 30, 1, 1, "", 0, 0), DAY);
    bookAll();

    assertThat(ledger.vouched(DAY)).isTrue();
    assertThat(ledger.vouched(DAY - 1)).isFalse();
    assertThat(ledger.vouched(DAY - 30)).isFalse();
  }

  @Test
  void whatIsOlderThanTheBooksIsNotBooked() {
    ledger.reach(DAY);

    assertThat(ledger.reach(DAY - Ledger.MAX_DAYS + 1)).isTrue();
    assertThat(ledger.reach(DAY - Ledger.MAX_DAYS)).isFalse();
  }

  @Test
  void theBooksHoldNoMoreThanTheWindowAndTheHorizonAfterAYear() {
    for (int date = DAY; date < DAY + 366; date++) {
      ledger.take(change(date, 0, 1, "reason-" + date % 3, 0, 0), date);
      ledger.reach(date);
      ledger.book(date, date, null);
      ledger.judgedThrough = date;
    }

    assertThat(ledger.days()).isEqualTo(Ledger.MAX_DAYS);
    assertThat(ledger.atRest().packed).hasSizeLessThan(8 * Ledger.MAX_DAYS);
    assertThat(ledger.evidence).hasSize(Outcome.MAX_EVIDENCE);
    assertThat(ledger.pending).isEmpty();
    assertThat(ledger.total(DAY + 365)).isEqualTo(1);
    assertThat(ledger.total(DAY + 365 - Ledger.MAX_DAYS)).isZero();
  }

  @Test
  void atRestNothingIsForgotten() {
    ledger.take(change(DAY, 3, 5, "late", 0, 0), DAY);
    ledger.take(change(DAY + 1, -2, 4, "other", 0, 0), DAY);
    ledger.take(change(DAY + 1, 1, 70_000, "late", 0, 0), DAY);
    bookAll();
    ledger.setCusum(DAY, 2.773_1);
    ledger.silent(DAY + 2, 40, true);
    ledger.nextRevision(DAY);
    ledger.nextRevision(DAY);
    ledger.closed("/s", DAY);
    ledger.closed("/t", DAY + 1);
    ledger.closed("/s", DAY - 1);

    ledger.atRest();

    assertThat(ledger.days()).isEqualTo(3);
    assertThat(ledger.good(DAY)).isEqualTo(3);
    assertThat(ledger.total(DAY)).isEqualTo(5);
    assertThat(ledger.good(DAY + 1)).isEqualTo(-1);
    assertThat(ledger.total(DAY + 1)).isEqualTo(70_004);
    assertThat(ledger.lost(DAY, DAY + 1, date -> true))
        .containsOnly(Map.entry("late", 70_001L), Map.entry("other", 6L));
    assertThat(ledger.cusum(DAY)).isEqualTo(2.773_1);
    assertThat(ledger.cusum(DAY + 1)).isZero();
    assertThat(ledger.vouched(DAY + 1)).isTrue();
    assertThat(ledger.vouched(DAY + 2)).isFalse();
    assertThat(ledger.nextRevision(DAY)).isEqualTo(2);
    assertThat(ledger.nextRevision(DAY + 1)).isZero();
    assertThat(ledger.closedThrough("/s")).hasValue(DAY);
    assertThat(ledger.closedThrough("/t")).hasValue(DAY + 1);
    assertThat(ledger.closedThrough("/u")).isEmpty();
  }

  @Test
  void aSourceThatIsFarAheadTakesNothingAwayThatIsStillToBeJudged() {
    ledger.silent(DAY, 0, true);
    ledger.reach(DAY + 365);
    ledger.setCusum(DAY, 1.5);

    assertThat(ledger.vouched(DAY)).isFalse();
    assertThat(ledger.vouched(DAY + 1)).isTrue();
    assertThat(ledger.cusum(DAY)).isEqualTo(1.5);

    ledger.judgedThrough = DAY + 364;
    ledger.reach(DAY + 366);

    assertThat(ledger.days()).isEqualTo(Ledger.MAX_DAYS + 1);
  }

  @Test
  void revisionsAreNumberedPerDay() {
    assertThat(ledger.nextRevision(DAY)).isZero();
    assertThat(ledger.nextRevision(DAY)).isEqualTo(1);
    assertThat(ledger.nextRevision(DAY + 1)).isZero();
  }

  @Test
  void theLatestEvidenceOfTheWindowIsKept() {
    for (int i = 0; i < 8; i++) {
      ledger.take(change(DAY + i, 0, 1, "x", 0, 0), DAY);
    }
    bookAll();

    assertThat(ledger.evidence(DAY, DAY + 7, date -> true))
        .hasSize(5)
        .last()
        .isEqualTo("/s#" + (DAY + 7) + "x");
    assertThat(ledger.evidence(DAY, DAY + 3, date -> true))
        .containsExactly("/s#" + (DAY + 3) + "x");
  }

  @Test
  void moreThanThirtyTwoSourcesNeverMakeASilentDayVouched() {
    ledger.silent(DAY, 40, true);

    assertThat(ledger.vouched(DAY)).isFalse();
  }
}
