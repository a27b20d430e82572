package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.duixian.TestCity;
import org.duixian.calendar.WorkCalendar;
import org.junit.jupiter.api.Test;

/** Due instants that are given, and what pauses and extensions make of them. */
final class ReckoningTest {
  private static final WorkCalendar CALENDAR = TestCity.demoRegistry().calendar();
  private static final long OPENED = TestCity.at("2020-03-02T09:00"); // Monday

  private static Turn turn(Turn.Kind kind, String time) {
    return new Turn(kind, TestCity.at(time), 0, "");
  }

  private static long due(String given, Turn... turns) {
    var inOrder = Arrays.stream(turns).sorted(Turn.ORDER).toList();
    long givenMillis = given.isEmpty() ? 0 : TestCity.at(given);
    return new Reckoning(CALENDAR, inOrder, Reckoning.NEVER).dueMillis(OPENED, 3, givenMillis);
  }

  @Test
  void anInstantIsTakenAsItIsGivenEvenBeyondTheCalendar() {
    assertThat(due("2020-03-07T12:00")).isEqualTo(TestCity.at("2020-03-07T12:00"));
    assertThat(due("2022-01-01T12:00")).isEqualTo(TestCity.at("2022-01-01T12:00"));
  }

  @Test
  void aPauseMovesAGivenInstantByTheWorkingDaysItCosts() {
    var paused = turn(Turn.Kind.pause, "2020-03-05T15:00"); // Thursday
    var resumed = turn(Turn.Kind.resume, "2020-03-09T10:00"); // Monday

    assertThat(due("2020-03-10T12:00", paused, resumed)).isEqualTo(TestCity.at("2020-03-12T12:00"));
  }

  @Test
  void anInstantAtWhichTheClockIsPausedMovesToTheNextWorkingDayOnWhichItRuns() {
    var paused = turn(Turn.Kind.pause, "2020-03-06T11:00"); // Friday
    var resumed = turn(Turn.Kind.resume, "2020-03-08T10:00"); // Sunday

    assertThat(due("2020-03-06T12:00", paused, resumed)).isEqualTo(TestCity.at("2020-03-09T12:00"));
  }

  @Test
  void withoutAResumptionThereIsNoDueInstant() {
    var paused = turn(Turn.Kind.pause, "2020-03-03T11:00");

    assertThat(due("2020-03-06T12:00", paused)).isEqualTo(Reckoning.NEVER);
    assertThat(due("", paused)).isEqualTo(Reckoning.NEVER);
  }

  @Test
  void aTermThatEndsBeyondTheCalendarHasNoDueInstant() {
    var reckoning = new Reckoning(CALENDAR, Arrays.asList(), Reckoning.NEVER);
    long opened = TestCity.at("2020-12-30T09:00");

    assertThat(reckoning.dueMillis(opened, 1, 0)).isEqualTo(TestCity.at("2020-12-31T23:59:59.999"));
    assertThat(reckoning.dueMillis(opened, 2, 0)).isEqualTo(Reckoning.NEVER);
  }

  @Test
  void aNewDueInstantThatIsEarlierShortensNothing() {
    long until = TestCity.at("2020-03-04T12:00");
    var extended = new Turn(Turn.Kind.extendUntil, TestCity.at("2020-03-03T12:00"), until, "");

    assertThat(due("", extended)).isEqualTo(TestCity.at("2020-03-05T23:59:59.999"));
  }

  @Test
  void aSecondExtensionCountsIfItCameBeforeTheFirstHadRunOut() {
    var first = new Turn(Turn.Kind.extendDays, TestCity.at("2020-03-05T12:00"), 1, "");
    var second = new Turn(Turn.Kind.extendDays, TestCity.at("2020-03-06T12:00"), 2, "");

    assertThat(due("", first, second)).isEqualTo(TestCity.at("2020-03-10T23:59:59.999"));
    assertThat(due("", second)).isEqualTo(TestCity.at("2020-03-05T23:59:59.999"));
  }
}
