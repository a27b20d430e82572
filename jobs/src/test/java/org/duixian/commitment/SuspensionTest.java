package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import org.duixian.TestCity;
import org.junit.jupiter.api.Test;

/** C13 and C15: trips of a route whose suspension was notified. */
final class SuspensionTest {
  private static final String ROUTE = "route-f02-t01";
  private static final String OTHER_ROUTE = "route-t02-c01";

  private final TestCity city = TestCity.demoSince("2020-04-24");
  private final TestCity.Source bus = city.source("/demo/c01/bus/operator");

  /** A trip T1 on every workday that leaves a stop at 08:30. */
  private void published(String route, String stop) {
    bus.tells(
        "2020-04-27T18:00",
        "transport.timetable.published",
        "version",
        "1",
        "valid_from",
        "2020-04-28",
        "route_id",
        route,
        "trips",
        """
        [{"trip_id_scheduled":"T1","direction_id":0,"day_types":["workday"],"stops":[
          {"stop_id":"%s","stop_sequence":1,"arrival":"08:30:00","departure":"08:30:00",
           "timepoint":true}]}]
        """
            .formatted(stop));
  }

  private void published() {
    published(ROUTE, "stop-f02-1");
  }

  private void notified(String time, String arrived, String notifiedAt, String from, String to) {
    bus.tellsLate(
        time,
        arrived,
        "transport.service.suspension_notified",
        "route_id",
        ROUTE,
        "from",
        from,
        "to",
        to,
        "notified_at",
        TestCity.at(notifiedAt) + "");
  }

  private void notified(String time, String from, String to) {
    notified(time, time, time, from, to);
  }

  private void visited(String time, String arrived, String date) {
    bus.tellsLate(
        time,
        arrived,
        "transport.stop.visited",
        "service_date",
        date,
        "trip_id_performed",
        "P1",
        "trip_id_scheduled",
        "T1",
        "route_id",
        ROUTE,
        "stop_id",
        "stop-f02-1",
        "stop_sequence",
        "1",
        "timepoint",
        "true",
        "schedule_departure_time",
        TestCity.at(date + "T08:30") + "",
        "actual_departure_time",
        TestCity.at(time) + "",
        "schedule_relationship",
        "Scheduled");
  }

  private void cancelled(String time, String date) {
    bus.tells(
        time,
        "transport.trip.cancelled",
        "service_date",
        date,
        "trip_id_scheduled",
        "T1",
        "route_id",
        ROUTE,
        "cause",
        "MAINTENANCE");
  }

  private String trip(String date) {
    return city.standing("C13", date + "/" + ROUTE + "/T1");
  }

  private String departure(String date) {
    return city.standing("C15", date + "/" + ROUTE + "/T1/1");
  }

  @Test
  void missesFromTheFirstToTheLastDayOfASuspensionNotifiedInTimeAreNotCounted() {
    published();
    notified("2020-04-28T00:00", "2020-05-28", "2020-05-29");
    bus.vouches("2020-06-02T12:00");

    assertThat(trip("2020-05-27")).isEqualTo("0/1 not_seen");
    assertThat(trip("2020-05-28")).isEqualTo("0/0");
    assertThat(trip("2020-05-29")).isEqualTo("0/0");
    assertThat(trip("2020-06-01")).isEqualTo("0/1 not_seen");
  }

  @Test
  void aNoticeAMillisecondTooShortExcusesOnlyTheLaterDays() {
    published();
    notified("2020-04-28T00:00:00.001", "2020-05-28", "2020-05-29");
    bus.vouches("2020-06-02T12:00");

    assertThat(trip("2020-05-28")).isEqualTo("0/1 not_seen");
    assertThat(trip("2020-05-29")).isEqualTo("0/0");
  }

  @Test
  void datingANoticeBackGainsNothing() {
    published();
    bus.vouches("2020-05-10T00:10"); // and 10 minutes of grace
    notified(
        "2020-04-28T00:00", "2020-05-10T00:30", "2020-04-01T00:00", "2020-05-28", "2020-06-30");
    bus.vouches("2020-06-10T12:00");

    assertThat(trip("2020-05-28")).isEqualTo("0/1 not_seen");
    assertThat(trip("2020-06-08")).isEqualTo("0/1 not_seen");
    assertThat(trip("2020-06-09")).isEqualTo("0/0");
  }

  @Test
  void aNoticeThatTheLicensingBodyGotLaterThanItWasToldCountsFromThen() {
    published();
    notified(
        "2020-04-28T00:00", "2020-04-28T00:00", "2020-05-01T00:00", "2020-05-28", "2020-06-30");
    bus.vouches("2020-06-02T12:00");

    assertThat(trip("2020-05-29")).isEqualTo("0/1 not_seen");
    assertThat(trip("2020-06-01")).isEqualTo("0/0");
  }

  @Test
  void aNoticeToldAfterTheTripsWereJudgedRevisesNothing() {
    published();
    bus.vouches("2020-06-02T12:00");
    notified(
        "2020-04-28T00:00", "2020-06-02T12:30", "2020-04-28T00:00", "2020-05-28", "2020-05-29");
    bus.vouches("2020-06-02T14:00");

    assertThat(trip("2020-05-28")).isEqualTo("0/1 not_seen");
    assertThat(city.outcomes("C13", "2020-05-28/" + ROUTE + "/T1")).hasSize(1);
  }

  @Test
  void aNoticeOlderThanTheCorrectionHorizonHoldsForDaysToCome() {
    published();
    bus.vouches("2020-05-09T00:10");
    notified(
        "2020-03-01T00:00", "2020-05-09T00:30", "2020-03-01T00:00", "2020-04-28", "2020-06-30");
    bus.vouches("2020-06-10T12:00");

    assertThat(trip("2020-06-05")).isEqualTo("0/1 not_seen");
    assertThat(trip("2020-06-08")).isEqualTo("0/0");
  }

  @Test
  void aSuspensionWithoutALastDayIsForGood() {
    published();
    notified("2020-04-28T00:00", "2020-05-28", null);
    bus.vouches("2020-12-31T12:00");

    assertThat(trip("2020-05-27")).isEqualTo("0/1 not_seen");
    assertThat(trip("2020-12-31")).isEqualTo("0/0");
  }

  @Test
  void aTripThatRanAllTheSameIsKept() {
    published();
    notified("2020-04-28T00:00", "2020-05-28", null);
    visited("2020-05-28T08:30", "2020-05-28T08:30", "2020-05-28");
    bus.vouches("2020-05-29T12:00");

    assertThat(trip("2020-05-28")).isEqualTo("1/1");
    assertThat(trip("2020-05-29")).isEqualTo("0/0");
  }

  @Test
  void aVisitToldLateStillMakesItKept() {
    published();
    notified("2020-04-28T00:00", "2020-05-28", null);
    bus.vouches("2020-05-28T12:00");
    assertThat(trip("2020-05-28")).isEqualTo("0/0");

    visited("2020-05-28T08:35", "2020-05-28T13:00", "2020-05-28");

    assertThat(trip("2020-05-28")).isEqualTo("1/1");
  }

  @Test
  void aTripThatCameTooLateIsNotCounted() {
    published();
    notified("2020-04-28T00:00", "2020-05-28", null);
    visited("2020-05-28T09:01", "2020-05-28T09:01", "2020-05-28");

    assertThat(trip("2020-05-28")).isEqualTo("0/0");
  }

  @Test
  void aCancelledTripIsNotCountedAndNoneAllDayBreaksNoHardRule() {
    published();
    notified("2020-04-28T00:00", "2020-05-28", "2020-05-28");
    cancelled("2020-05-28T07:00", "2020-05-28");
    cancelled("2020-05-29T07:00", "2020-05-29");
    bus.vouches("2020-05-30T12:00");

    assertThat(trip("2020-05-28")).isEqualTo("0/0");
    assertThat(trip("2020-05-29")).isEqualTo("0/1 cancelled");
    assertThat(city.level("f02", "C13", 28, "2020-05-28").orElseThrow().hardRule()).isEmpty();
    assertThat(city.level("f02", "C13", 28, "2020-05-29").orElseThrow().hardRule())
        .isEqualTo("no_trip_all_day");
  }

  @Test
  void theDeparturesOfItsCancelledTripsAreNotLateEither() {
    published();
    notified("2020-04-28T00:00", "2020-05-28", "2020-05-28");
    cancelled("2020-05-28T07:00", "2020-05-28");
    cancelled("2020-05-29T07:00", "2020-05-29");

    assertThat(departure("2020-05-28")).isEmpty();
    assertThat(departure("2020-05-29")).isEqualTo("0/1 cancelled");
  }

  @Test
  void aDepartureThatWasReportedAllTheSameCounts() {
    published();
    notified("2020-04-28T00:00", "2020-05-28", null);
    cancelled("2020-05-28T07:00", "2020-05-28");
    visited("2020-05-28T08:45", "2020-05-28T08:45", "2020-05-28");

    assertThat(departure("2020-05-28")).isEqualTo("0/1 late");
  }

  @Test
  void anotherRouteOwesItsTrips() {
    published(ROUTE, "stop-f01-1");
    published(OTHER_ROUTE, "stop-f01-1");
    notified("2020-04-28T00:00", "2020-05-28", null);
    bus.vouches("2020-05-28T12:00");

    assertThat(trip("2020-05-28")).isEqualTo("0/0");
    assertThat(city.standing("C13", "2020-05-28/" + OTHER_ROUTE + "/T1")).isEqualTo("0/1 not_seen");
  }

  @Test
  void aNoticeExcusesTripsThatWereOpenedBeforeItCame() {
    published();
    visited("2020-06-10T08:30", "2020-06-10T08:30", "2020-06-10"); // opens the 11th, unvouched
    cancelled("2020-06-10T09:00", "2020-06-11");
    assertThat(trip("2020-06-11")).isEqualTo("0/1 cancelled");

    notified(
        "2020-05-01T00:00", "2020-06-10T10:00", "2020-05-01T00:00", "2020-06-01", "2020-06-30");

    assertThat(trip("2020-06-11")).isEqualTo("0/0");
    assertThat(trip("2020-06-10")).isEqualTo("1/1");
  }
}
