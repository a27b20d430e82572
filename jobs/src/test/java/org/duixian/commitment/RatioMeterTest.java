package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.duixian.TestCity;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;

/** C04 and C15: events that are good or not by themselves. */
final class RatioMeterTest {
  private static final String C04 = "C04";
  private static final String C15 = "C15";
  private static final String TRIPS =
      """
      [{"trip_id_scheduled":"T1","direction_id":0,"day_types":["workday"],"stops":[
        {"stop_id":"stop-f02-2","stop_sequence":1,"arrival":"08:00:00","departure":"08:00:00",
         "timepoint":true},
        {"stop_id":"stop-f02-1","stop_sequence":2,"arrival":"08:10:00","departure":"08:10:00",
         "timepoint":true},
        {"stop_id":"stop-f01-1","stop_sequence":3,"arrival":"08:30:00","departure":"08:30:00",
         "timepoint":false}]}]
      """;

  private final TestCity city = TestCity.demo();
  private final TestCity.Source hall = city.source("/demo/c01/hall/f01");
  private final TestCity.Source bus = city.source("/demo/c01/bus/operator");

  private void ended(String time, String outcome) {
    hall.tells(time, "hall.ticket.ended", "ticket_id", "A1", "outcome", outcome);
  }

  @Test
  void servedAndAcceptedForAProxyAreGood() {
    ended("2020-04-28T09:30", "served");
    hall.tells(
        "2020-04-28T09:31", "hall.ticket.ended", "ticket_id", "A2", "outcome", "proxy_accepted");

    assertThat(city.standing(C04, "A1")).isEqualTo("1/1");
    assertThat(city.standing(C04, "A2")).isEqualTo("1/1");
  }

  @Test
  void beingTurnedAwayOrSentElsewhereIsNot() {
    for (String outcome :
        new String[] {"turned_away", "redirected", "left_before_call", "system_failure"}) {
      hall.tells("2020-04-28T09:30", "hall.ticket.ended", "ticket_id", outcome, "outcome", outcome);
      assertThat(city.standing(C04, outcome)).isEqualTo("0/1 " + outcome);
    }
  }

  @Test
  void whoDidNotShowUpOrWithdrewIsNotCounted() {
    ended("2020-04-28T09:30", "no_show");
    hall.tells("2020-04-28T09:30", "hall.ticket.ended", "ticket_id", "A2", "outcome", "withdrawn");

    assertThat(city.outcomes(C04, "A1")).isEmpty();
    assertThat(city.outcomes(C04, "A2")).isEmpty();
  }

  @Test
  void missingPapersAreTheStationsFailureUnlessToldInFull() {
    hall.tells(
        "2020-04-28T09:30",
        "hall.ticket.ended",
        "ticket_id",
        "told",
        "outcome",
        "materials_missing",
        "one_off_notice",
        "true");
    hall.tells(
        "2020-04-28T09:30",
        "hall.ticket.ended",
        "ticket_id",
        "untold",
        "outcome",
        "materials_missing",
        "one_off_notice",
        "false");
    hall.tells(
        "2020-04-28T09:30",
        "hall.ticket.ended",
        "ticket_id",
        "unsaid",
        "outcome",
        "materials_missing");

    assertThat(city.outcomes(C04, "told")).isEmpty();
    assertThat(city.standing(C04, "untold")).isEqualTo("0/1 materials_missing");
    assertThat(city.standing(C04, "unsaid")).isEqualTo("0/1 materials_missing");
  }

  @Test
  void theFirstReportOfATicketCountsAndASecondOneDoesNot() {
    ended("2020-04-28T09:30", "turned_away");
    ended("2020-04-28T09:40", "served");

    assertThat(city.outcomes(C04, "A1")).hasSize(1);
    assertThat(city.standing(C04, "A1")).isEqualTo("0/1 turned_away");
  }

  @Test
  void theSameTicketUnderTheSameIdIsADuplicate() {
    var event =
        hall.event(
            "7",
            TestCity.at("2020-04-28T09:30"),
            TestCity.at("2020-04-28T09:30"),
            "hall.ticket.ended",
            "ticket_id",
            "A1",
            "outcome",
            "served");
    city.take(event);
    city.take(event);
    city.run.inputEnded();

    assertThat(city.outcomes(C04, "A1")).hasSize(1);
    var counts = city.run.intake.get(city.run.intake.size() - 1);
    assertThat(counts.accounted()).isEqualTo(1);
    assertThat(counts.duplicate()).isEqualTo(1);
  }

  private String departed(String scheduled, String actual) {
    visited(scheduled, actual, "true", "Scheduled");
    return city.standing(C15, "2020-04-28/route-f02-t01/P1/1");
  }

  private void visited(String scheduled, String actual, String timepoint, String relationship) {
    bus.tells(
        "2020-04-28T08:00",
        "transport.stop.visited",
        "service_date",
        "2020-04-28",
        "trip_id_performed",
        "P1",
        "route_id",
        "route-f02-t01",
        "stop_id",
        "stop-f02-2",
        "stop_sequence",
        "1",
        "timepoint",
        timepoint,
        "schedule_departure_time",
        TestCity.at(scheduled) + "",
        "actual_departure_time",
        actual == null ? null : TestCity.at(actual) + "",
        "schedule_relationship",
        relationship);
  }

  @Test
  void aBusMayLeaveAMinuteEarly() {
    assertThat(departed("2020-04-28T08:00", "2020-04-28T07:59")).isEqualTo("1/1");
  }

  @Test
  void aBusMayNotLeaveAMillisecondEarlierThanThat() {
    assertThat(departed("2020-04-28T08:00", "2020-04-28T07:58:59.999")).isEqualTo("0/1 early");
  }

  @Test
  void aBusMayLeaveTenMinutesLate() {
    assertThat(departed("2020-04-28T08:00", "2020-04-28T08:10")).isEqualTo("1/1");
  }

  @Test
  void aBusMayNotLeaveAMillisecondLaterThanThat() {
    assertThat(departed("2020-04-28T08:00", "2020-04-28T08:10:00.001")).isEqualTo("0/1 late");
  }

  @Test
  void aBusThatWasNeverSeenLeavingIsLate() {
    assertThat(departed("2020-04-28T08:00", null)).isEqualTo("0/1 late");
  }

  @Test
  void onlyTimepointsOfScheduledTripsCount() {
    visited("2020-04-28T08:00", "2020-04-28T09:00", "false", "Scheduled");
    visited("2020-04-28T08:00", "2020-04-28T09:00", "true", "Unscheduled");

    assertThat(city.outcomes(C15, "2020-04-28/route-f02-t01/P1/1")).isEmpty();
  }

  @Test
  void aTripAfterMidnightCountsForItsServiceDate() {
    visited("2020-04-29T00:30", "2020-04-29T00:30", "true", "Scheduled");

    assertThat(city.outcomes(C15, "2020-04-28/route-f02-t01/P1/1").get(0).serviceDate())
        .isEqualTo(ServiceDates.parse("2020-04-28"));
  }

  private void timetable() {
    bus.tells(
        "2020-04-27T18:00",
        "transport.timetable.published",
        "version",
        "1",
        "valid_from",
        "2020-04-28",
        "route_id",
        "route-f02-t01",
        "trips",
        TRIPS);
  }

  private void cancelled(String trip) {
    bus.tells(
        "2020-04-28T08:05",
        "transport.trip.cancelled",
        "service_date",
        "2020-04-28",
        "trip_id_scheduled",
        trip,
        "route_id",
        "route-f02-t01",
        "cause",
        "WEATHER");
  }

  @Test
  void aCancelledTripLosesEachOfItsTimepointsInEachArea() {
    timetable();
    cancelled("T1");

    assertThat(city.run.outcomes)
        .filteredOn(outcome -> outcome.commitmentId().equals(C15))
        .allSatisfy(
            outcome -> {
              assertThat(outcome.areaId()).isEqualTo("f02"); // f01 has no timepoint
              assertThat(outcome.good()).isZero();
              assertThat(outcome.total()).isEqualTo(1);
              assertThat(outcome.lostByReason()).containsOnly(Map.entry("cancelled", 1L));
            })
        .extracting(Outcome::subject)
        .containsExactly("2020-04-28/route-f02-t01/T1/1", "2020-04-28/route-f02-t01/T1/2");
  }

  @Test
  void aCancelledTripThatNoTimetableNamesLosesNothing() {
    cancelled("T9");

    assertThat(city.run.outcomes).isEmpty();
  }

  @Test
  void aDepartureThatWasReportedIsNotCancelledAfterwards() {
    timetable();
    bus.tells(
        "2020-04-28T08:00",
        "transport.stop.visited",
        "service_date",
        "2020-04-28",
        "trip_id_performed",
        "P1",
        "trip_id_scheduled",
        "T1",
        "route_id",
        "route-f02-t01",
        "stop_id",
        "stop-f02-2",
        "stop_sequence",
        "1",
        "timepoint",
        "true",
        "schedule_departure_time",
        TestCity.at("2020-04-28T08:00") + "",
        "actual_departure_time",
        TestCity.at("2020-04-28T08:00") + "",
        "schedule_relationship",
        "Scheduled");
    cancelled("T1");

    assertThat(city.standing(C15, "2020-04-28/route-f02-t01/T1/1")).isEqualTo("1/1");
    assertThat(city.standing(C15, "2020-04-28/route-f02-t01/T1/2")).isEqualTo("0/1 cancelled");
    assertThat(city.outcomes(C15, "2020-04-28/route-f02-t01/T1/1")).hasSize(1);
  }
}
