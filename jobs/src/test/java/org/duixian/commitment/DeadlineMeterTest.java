package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.duixian.TestCity;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;

/** C05 and C18: what an obligation comes to that an event opened. */
final class DeadlineMeterTest {
  private static final String C18 = "C18";
  private static final String C05 = "C05";

  private final TestCity city = TestCity.demo();
  private final TestCity.Source hall = city.source("/demo/c01/hall/f01");
  private final TestCity.Source clinic = city.source("/demo/c01/clinic/f01");

  private void issued(String time) {
    hall.tells(
        time, "hall.ticket.issued", "ticket_id", "A1", "site_id", "hall-f01", "item_code", "X");
  }

  private void called(String time) {
    hall.tells(time, "hall.ticket.called", "ticket_id", "A1", "window_id", "1", "call_no", "1");
  }

  private void ended(String time, String outcome) {
    hall.tells(time, "hall.ticket.ended", "ticket_id", "A1", "outcome", outcome);
  }

  @Test
  void aCallAtTheDueInstantIsInTime() {
    issued("2020-04-28T09:00:00.500");
    called("2020-04-28T09:20:00.500");

    assertThat(city.standing(C05, "A1")).isEqualTo("1/1");
  }

  @Test
  void aCallOneMillisecondBeforeTheDueInstantIsInTime() {
    issued("2020-04-28T09:00:00.500");
    called("2020-04-28T09:20:00.499");

    assertThat(city.standing(C05, "A1")).isEqualTo("1/1");
  }

  @Test
  void aCallOneMillisecondAfterTheDueInstantIsLate() {
    issued("2020-04-28T09:00:00.500");
    called("2020-04-28T09:20:00.501");

    assertThat(city.standing(C05, "A1")).isEqualTo("0/1 called_late");
  }

  @Test
  void aTicketThatNobodyClosesIsBrokenOnceTheSourceVouchesPastDueAndGrace() {
    issued("2020-04-28T09:00");
    hall.vouches("2020-04-28T09:34:59.999");
    assertThat(city.outcomes(C05, "A1")).isEmpty();

    hall.vouches("2020-04-28T09:35");

    assertThat(city.standing(C05, "A1")).isEqualTo("0/1 never_called");
    var outcome = city.outcomes(C05, "A1").get(0);
    assertThat(outcome.dueMillis()).isEqualTo(TestCity.at("2020-04-28T09:20"));
    assertThat(outcome.knownMillis()).isEqualTo(TestCity.at("2020-04-28T09:35"));
  }

  @Test
  void noTimeOfArrivalBreaksATicketThatItsSourceHasNotVouchedFor() {
    issued("2020-04-28T09:00");

    city.arrivalReached("2020-05-20T00:00");

    assertThat(city.outcomes(C05, "A1")).isEmpty();
  }

  @Test
  void aCallThatArrivesAfterTheGraceRevisesTheBrokenTicket() {
    issued("2020-04-28T09:00");
    hall.vouches("2020-04-28T12:00");
    hall.tellsLate("2020-04-28T09:10", "2020-04-28T13:00", "hall.ticket.called", "ticket_id", "A1");

    assertThat(city.standing(C05, "A1")).isEqualTo("1/1");
    assertThat(city.outcomes(C05, "A1")).extracting(Outcome::revision).containsExactly(0, 1);
  }

  @Test
  void aLateCallChangesTheReasonOfABrokenTicketAndNotItsCount() {
    issued("2020-04-28T09:00");
    hall.vouches("2020-04-28T12:00");
    called("2020-04-28T12:30");

    assertThat(city.standing(C05, "A1")).isEqualTo("0/1 called_late");
    hall.vouchesHourly("2020-04-28T13:00", "2020-04-29T03:00");
    var level = city.level("f01", C05, 28, "2020-04-28").orElseThrow();
    assertThat(level.total()).isEqualTo(1);
    assertThat(level.lostByReason()).containsOnly(Map.entry("called_late", 1L));
  }

  @Test
  void theOrderOfIssueAndCallDoesNotMatter() {
    called("2020-04-28T09:10");
    issued("2020-04-28T09:00");

    assertThat(city.standing(C05, "A1")).isEqualTo("1/1");
  }

  @Test
  void whoLeavesWithinFiveMinutesHasNotWaited() {
    issued("2020-04-28T09:00");
    ended("2020-04-28T09:05", "left_before_call");
    hall.vouches("2020-04-28T12:00");

    assertThat(city.standing(C05, "A1")).isEqualTo("0/0");
  }

  @Test
  void whoLeavesAMillisecondLaterHasWaitedInVain() {
    issued("2020-04-28T09:00");
    ended("2020-04-28T09:05:00.001", "left_before_call");
    hall.vouches("2020-04-28T12:00");

    assertThat(city.standing(C05, "A1")).isEqualTo("0/1 never_called");
  }

  @Test
  void aWithdrawalThatArrivesLateTakesTheBrokenTicketOutOfTheSums() {
    issued("2020-04-28T09:00");
    hall.vouches("2020-04-28T12:00");
    ended("2020-04-28T09:04", "withdrawn");
    hall.vouchesHourly("2020-04-28T13:00", "2020-04-29T03:00");

    assertThat(city.standing(C05, "A1")).isEqualTo("0/0");
    assertThat(city.level("f01", C05, 1, "2020-04-28").orElseThrow().total()).isZero();
  }

  @Test
  void aTicketCountsForTheDayOnWhichItFallsDue() {
    issued("2020-04-28T23:50");
    called("2020-04-29T00:10");

    assertThat(city.outcomes(C05, "A1").get(0).serviceDate())
        .isEqualTo(ServiceDates.parse("2020-04-29"));
  }

  @Test
  void aTicketToldAgainUnderAnotherIdAfterItWasSettledCountsOnce() {
    issued("2020-04-28T09:00");
    called("2020-04-28T09:10");
    hall.vouches("2020-04-28T10:00");
    issued("2020-04-28T09:00");
    called("2020-04-28T09:10");
    hall.vouchesHourly("2020-04-28T11:00", "2020-04-29T03:00");

    assertThat(city.outcomes(C05, "A1")).hasSize(1);
    assertThat(city.level("f01", C05, 1, "2020-04-28").orElseThrow().total()).isEqualTo(1);
  }

  @Test
  void aTicketOfWhichOnlyTheCallIsKnownIsForgottenAfterADay() {
    called("2020-04-28T09:00");
    hall.vouchesHourly("2020-04-28T10:00", "2020-04-29T12:00");

    assertThat(city.outcomes(C05, "A1")).isEmpty();
    assertThat(city.run.remembered()).isLessThanOrEqualTo(30); // fingerprints of heartbeats
  }

  private void registered(String time, String... more) {
    var fields = new ArrayList<>(List.of("encounter_id", "E1", "site_id", "clinic-f01"));
    fields.addAll(List.of(more));
    clinic.tells(time, "clinic.patient.registered", fields.toArray(String[]::new));
  }

  private void seen(String time) {
    clinic.tells(time, "clinic.patient.seen", "encounter_id", "E1");
  }

  @Test
  void aPatientSeenExactlyHalfAnHourAfterRegistrationIsSeenInTime() {
    registered("2020-04-28T09:00", "class", "outpatient");
    seen("2020-04-28T09:30");

    assertThat(city.standing(C18, "E1")).isEqualTo("1/1");
  }

  @Test
  void aPatientSeenAMillisecondLaterIsNot() {
    registered("2020-04-28T09:00", "class", "outpatient");
    seen("2020-04-28T09:30:00.001");

    assertThat(city.standing(C18, "E1")).isEqualTo("0/1 seen_late");
  }

  @Test
  void whoComesEarlyWaitsFromTheAppointment() {
    String appointment = TestCity.at("2020-04-28T10:00") + "";
    registered("2020-04-28T09:00", "class", "outpatient", "appointment_at", appointment);
    seen("2020-04-28T10:30");

    assertThat(city.standing(C18, "E1")).isEqualTo("1/1");
  }

  @Test
  void whoComesLateWaitsFromTheRegistration() {
    String appointment = TestCity.at("2020-04-28T08:00") + "";
    registered("2020-04-28T09:00", "class", "outpatient", "appointment_at", appointment);
    seen("2020-04-28T09:20");

    assertThat(city.standing(C18, "E1")).isEqualTo("1/1");
  }

  @Test
  void emergenciesAreNotPromisedHalfAnHour() {
    registered("2020-04-28T09:00", "class", "emergency");
    clinic.vouches("2020-04-30T00:00");

    assertThat(city.outcomes(C18, "E1")).isEmpty();
  }

  @Test
  void leavingUnseenBreaksThePromiseAtOnce() {
    registered("2020-04-28T09:00", "class", "outpatient");
    clinic.tells(
        "2020-04-28T09:05", "clinic.patient.ended", "encounter_id", "E1", "outcome", "left_unseen");

    assertThat(city.standing(C18, "E1")).isEqualTo("0/1 left_unseen");
  }

  @Test
  void leavingAfterHavingBeenSeenRevokesNothing() {
    registered("2020-04-28T09:00", "class", "outpatient");
    seen("2020-04-28T09:10");
    clinic.tells(
        "2020-04-28T09:15", "clinic.patient.ended", "encounter_id", "E1", "outcome", "left_unseen");

    assertThat(city.standing(C18, "E1")).isEqualTo("1/1");
  }

  @Test
  void aCancelledVisitIsNoLongerPromised() {
    registered("2020-04-28T09:00", "class", "outpatient");
    clinic.tells(
        "2020-04-28T09:45", "clinic.patient.ended", "encounter_id", "E1", "outcome", "cancelled");
    clinic.vouches("2020-04-30T00:00");

    assertThat(city.standing(C18, "E1")).isEqualTo("0/0");
  }

  @Test
  void aClinicHasADayToEnterWhatItWroteOnPaper() {
    registered("2020-04-28T09:00", "class", "outpatient");
    clinic.vouches("2020-04-29T09:29:59.999");
    assertThat(city.outcomes(C18, "E1")).isEmpty();

    clinic.vouches("2020-04-29T09:30");

    assertThat(city.standing(C18, "E1")).isEqualTo("0/1 never_seen");
  }

  @Test
  void aBrokenObligationIsForgottenAfterTheCorrectionHorizon() {
    var other = TestCity.demo(); // of which nothing is told but the same heartbeats
    var otherHall = other.source("/demo/c01/hall/f01");
    issued("2020-04-28T09:00");
    for (var each : new TestCity.Source[] {hall, otherHall}) {
      each.vouches("2020-04-28T10:00");
    }
    assertThat(city.run.remembered()).isGreaterThan(other.run.remembered());

    for (var each : new TestCity.Source[] {hall, otherHall}) {
      each.vouches("2020-06-10T10:00");
      each.vouches("2020-06-12T10:00");
    }
    assertThat(city.run.remembered()).isEqualTo(other.run.remembered());
  }

  @Test
  void whatHappenedToYesterdaysTicketOfTheSameNumberIsNoConcernOfTodays() {
    ended("2020-04-28T17:00", "no_show");
    issued("2020-04-29T08:40");
    hall.vouches("2020-04-29T10:00");

    assertThat(city.standing(C05, "A1")).isEqualTo("0/1 never_called");
  }
}
