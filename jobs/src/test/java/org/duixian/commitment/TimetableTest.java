package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import org.duixian.TestCity;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;

/** C13: trips that a timetable promises to each area they stop in. */
final class TimetableTest {
  private static final String C13 = "C13";

  private final TestCity city = TestCity.demoSince("2020-04-24");
  private final TestCity.Source bus = city.source("/demo/c01/bus/operator");

  private static String trip(String id, String dayTypes, String... stopsAndTimes) {
    var stops = new StringBuilder();
    for (int i = 0; i < stopsAndTimes.length; i += 2) {
      stops
          .append(i == 0 ? "" : ",")
          .append(
              "{\"stop_id\":\"%s\",\"stop_sequence\":%d,\"arrival\":\"%s\",\"departure\":\"%s\"}"
                  .formatted(
                      stopsAndTimes[i], i / 2 + 1, stopsAndTimes[i + 1], stopsAndTimes[i + 1]));
    }
    return "{\"trip_id_scheduled\":\"%s\",\"direction_id\":0,\"day_types\":[%s],\"stops\":[%s]}"
        .formatted(id, dayTypes, stops);
  }

  private static String morning(String dayTypes) {
    return trip(
        "T1",
        dayTypes,
        "stop-f02-2",
        "08:00:00",
        "stop-f02-1",
        "08:10:00",
        "stop-f01-1",
        "08:30:00");
  }

  private void published(String time, String validFrom, String... trips) {
    bus.tells(
        time,
        "transport.timetable.published",
        "version",
        "1",
        "valid_from",
        validFrom,
        "route_id",
        "route-f02-t01",
        "trips",
        "[" + String.join(",", trips) + "]");
  }

  private void visited(String time, String date, String tripId, String stop, int sequence) {
    visited(time, date, tripId, stop, sequence, "Scheduled");
  }

  private void visited(
      String time, String date, String tripId, String stop, int sequence, String relationship) {
    bus.tells(
        time,
        "transport.stop.visited",
        "service_date",
        date,
        "trip_id_performed",
        "P-" + tripId,
        "trip_id_scheduled",
        tripId,
        "route_id",
        "route-f02-t01",
        "stop_id",
        stop,
        "stop_sequence",
        sequence + "",
        "timepoint",
        "false",
        "schedule_relationship",
        relationship);
  }

  private String inArea(String areaId, String subject) {
    return city.run.outcomes.stream()
        .filter(each -> each.commitmentId().equals(C13) && each.subject().equals(subject))
        .filter(each -> each.areaId().equals(areaId))
        .reduce((earlier, later) -> later)
        .map(each -> each.good() + "/" + each.total() + each.lostByReason().keySet())
        .orElse("");
  }

  @Test
  void aTripThatStopsEverywhereInTimeIsKeptInEachArea() {
    published("2020-04-27T18:00", "2020-04-28", morning("\"workday\""));
    visited("2020-04-28T08:30", "2020-04-28", "T1", "stop-f02-2", 1);
    visited("2020-04-28T08:40", "2020-04-28", "T1", "stop-f02-1", 2);
    visited("2020-04-28T09:00", "2020-04-28", "T1", "stop-f01-1", 3);

    assertThat(inArea("f02", "2020-04-28/route-f02-t01/T1")).isEqualTo("1/1[]");
    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1")).isEqualTo("1/1[]");
  }

  @Test
  void aVisitAMillisecondMoreThanHalfAnHourLateBreaksIt() {
    published("2020-04-27T18:00", "2020-04-28", morning("\"workday\""));
    visited("2020-04-28T09:00:00.001", "2020-04-28", "T1", "stop-f01-1", 3);

    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1")).isEqualTo("0/1[over_30_min_late]");
  }

  @Test
  void aStopThatWasLeftOutBreaksItWhereItIsAndNowhereElse() {
    published("2020-04-27T18:00", "2020-04-28", morning("\"workday\""));
    visited("2020-04-28T08:00", "2020-04-28", "T1", "stop-f02-2", 1);
    visited("2020-04-28T08:10", "2020-04-28", "T1", "stop-f02-1", 2, "Skipped");
    visited("2020-04-28T08:30", "2020-04-28", "T1", "stop-f01-1", 3);

    assertThat(inArea("f02", "2020-04-28/route-f02-t01/T1")).isEqualTo("0/1[stop_skipped]");
    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1")).isEqualTo("1/1[]");
  }

  @Test
  void aTripNobodySawIsBrokenWhenTheOperatorVouchesPastDueAndGrace() {
    published("2020-04-27T18:00", "2020-04-28", morning("\"workday\""));
    bus.vouches("2020-04-28T09:09:59.999");
    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1")).isEmpty();

    bus.vouches("2020-04-28T09:10");

    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1")).isEqualTo("0/1[not_seen]");
  }

  @Test
  void aCancelledTripIsBroken() {
    published("2020-04-27T18:00", "2020-04-28", morning("\"workday\""));
    bus.tells(
        "2020-04-28T07:00",
        "transport.trip.cancelled",
        "service_date",
        "2020-04-28",
        "trip_id_scheduled",
        "T1",
        "route_id",
        "route-f02-t01",
        "cause",
        "WEATHER");

    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1")).isEqualTo("0/1[cancelled]");
    assertThat(inArea("f02", "2020-04-28/route-f02-t01/T1")).isEqualTo("0/1[cancelled]");
  }

  @Test
  void aTripCancelledDaysAheadIsBrokenOnItsDayAsCancelled() {
    published("2020-04-27T18:00", "2020-04-28", morning("\"workday\""));
    bus.tells(
        "2020-04-28T09:30",
        "transport.trip.cancelled",
        "service_date",
        "2020-04-30",
        "trip_id_scheduled",
        "T1",
        "route_id",
        "route-f02-t01",
        "cause",
        "MAINTENANCE");
    assertThat(inArea("f01", "2020-04-30/route-f02-t01/T1")).isEmpty();

    bus.vouches("2020-05-01T01:00");
    assertThat(inArea("f01", "2020-04-30/route-f02-t01/T1")).isEqualTo("0/1[cancelled]");
    assertThat(inArea("f02", "2020-04-30/route-f02-t01/T1")).isEqualTo("0/1[cancelled]");
    assertThat(inArea("f01", "2020-04-29/route-f02-t01/T1")).isEqualTo("0/1[not_seen]");
  }

  @Test
  void workdayTripsRunOnMakeUpWorkdaysAndNotOnHolidays() {
    published("2020-04-24T18:00", "2020-04-25", morning("\"workday\""));
    bus.vouches("2020-05-02T12:00");

    assertThat(inArea("f01", "2020-04-25/route-f02-t01/T1")).isEmpty(); // Saturday
    assertThat(inArea("f01", "2020-04-26/route-f02-t01/T1"))
        .isEqualTo("0/1[not_seen]"); // a working Sunday
    assertThat(inArea("f01", "2020-04-30/route-f02-t01/T1")).isEqualTo("0/1[not_seen]");
    assertThat(inArea("f01", "2020-05-01/route-f02-t01/T1")).isEmpty(); // statutory holiday
  }

  @Test
  void marketDayTripsRunWhereAndWhenTheMarketIs() {
    published("2020-04-24T18:00", "2020-04-25", morning("\"market_day\""));
    bus.vouches("2020-05-02T12:00");

    // f01 holds its market on days ending in 1, 4, 7; f02 on those in 2, 5, 8.
    assertThat(inArea("f01", "2020-04-27/route-f02-t01/T1")).isEqualTo("0/1[not_seen]");
    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1")).isEmpty();
    assertThat(inArea("f02", "2020-04-28/route-f02-t01/T1")).isEqualTo("0/1[not_seen]");
  }

  @Test
  void aTripAfterMidnightBelongsToItsServiceDate() {
    published(
        "2020-04-27T18:00",
        "2020-04-28",
        trip("N1", "\"workday\"", "stop-f02-1", "24:50:00", "stop-f01-1", "25:10:00"));
    visited("2020-04-29T01:40", "2020-04-28", "N1", "stop-f01-1", 2);
    bus.vouches("2020-04-29T02:00");

    assertThat(inArea("f01", "2020-04-28/route-f02-t01/N1")).isEqualTo("1/1[]");
    assertThat(inArea("f02", "2020-04-28/route-f02-t01/N1")).isEqualTo("0/1[not_seen]");
  }

  @Test
  void aTimetablePromisesNothingBeforeItWasPublished() {
    published("2020-04-28T08:00:00.001", "2020-04-28", morning("\"workday\""));
    bus.vouches("2020-04-28T12:00");

    assertThat(inArea("f02", "2020-04-28/route-f02-t01/T1")).isEmpty(); // 08:00 had passed
    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1"))
        .isEqualTo("0/1[not_seen]"); // 08:30 had not
  }

  @Test
  void aTimetableValidSinceBeforeTheCalendarBeginsIsNoReasonToStop() {
    published("2020-04-27T18:00", "2012-01-01", morning("\"workday\""));
    bus.vouches("2020-04-28T12:00");

    assertThat(inArea("f01", "2020-04-27/route-f02-t01/T1")).isEmpty();
    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1")).isEqualTo("0/1[not_seen]");
  }

  @Test
  void aTimetableOlderThanTheCorrectionHorizonStillPromises() {
    bus.vouches("2020-04-27T12:00");
    bus.tellsLate(
        "2019-12-01T18:00",
        "2020-04-27T12:30",
        "transport.timetable.published",
        "version",
        "1",
        "valid_from",
        "2019-12-02",
        "route_id",
        "route-f02-t01",
        "trips",
        "[" + morning("\"workday\"") + "]");
    bus.vouches("2020-04-28T12:00");

    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1")).isEqualTo("0/1[not_seen]");
    assertThat(inArea("f01", "2020-04-27/route-f02-t01/T1"))
        .isEmpty(); // decided before it was told
  }

  @Test
  void aTimetableToldAgainDoesNotPromiseKeptTripsAnew() {
    published("2020-04-27T18:00", "2020-04-28", morning("\"workday\""));
    visited("2020-04-28T08:30", "2020-04-28", "T1", "stop-f01-1", 3);
    bus.vouches("2020-04-28T12:00");
    bus.tellsLate(
        "2020-04-27T18:00",
        "2020-04-28T12:30",
        "transport.timetable.published",
        "version",
        "1",
        "valid_from",
        "2020-04-28",
        "route_id",
        "route-f02-t01",
        "trips",
        "[" + morning("\"workday\"") + "]");
    bus.vouches("2020-04-28T14:00");

    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1")).isEqualTo("1/1[]");
  }

  @Test
  void anOlderTimetableThatArrivesLaterDoesNotReplaceANewerOne() {
    published("2020-04-27T18:00", "2020-04-28", morning("\"workday\""));
    bus.tellsLate(
        "2020-04-27T17:00",
        "2020-04-27T19:00",
        "transport.timetable.published",
        "version",
        "0",
        "valid_from",
        "2020-04-28",
        "route_id",
        "route-f02-t01",
        "trips",
        "[]");
    bus.vouches("2020-04-28T12:00");

    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1")).isEqualTo("0/1[not_seen]");
  }

  @Test
  void timetablesPublishedAheadDoNotDriveOutTheOneInForce() {
    published("2020-04-27T18:00", "2020-04-28", morning("\"workday\""));
    for (int month = 6; month <= 12; month++) {
      published("2020-04-27T19:00", "2020-%02d-01".formatted(month));
    }
    bus.vouches("2020-04-29T12:00");

    assertThat(inArea("f01", "2020-04-29/route-f02-t01/T1")).isEqualTo("0/1[not_seen]");
  }

  @Test
  void aNewTimetableReplacesTheTripsThatHaveNotBegun() {
    published("2020-04-27T18:00", "2020-04-28", morning("\"workday\""));
    published(
        "2020-04-28T07:00",
        "2020-04-28",
        trip("T2", "\"workday\"", "stop-f02-1", "10:00:00", "stop-f01-1", "10:20:00"));
    bus.vouches("2020-04-28T12:00");

    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1")).isEmpty();
    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T2")).isEqualTo("0/1[not_seen]");
  }

  @Test
  void aNewTimetableTakesBackNoTripThatShouldHaveLeft() {
    published("2020-04-27T18:00", "2020-04-28", morning("\"workday\""));
    published("2020-04-28T08:45", "2020-04-28");
    bus.vouches("2020-04-28T12:00");

    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1")).isEqualTo("0/1[not_seen]");
  }

  @Test
  void aTripUnderWayIsHeldToTheTimetableItBeganWith() {
    published("2020-04-27T18:00", "2020-04-28", morning("\"workday\""));
    visited("2020-04-28T08:00", "2020-04-28", "T1", "stop-f02-2", 1);
    published(
        "2020-04-28T08:05",
        "2020-04-28",
        trip("T1", "\"workday\"", "stop-f02-1", "10:00:00", "stop-f01-1", "10:20:00"));
    visited("2020-04-28T08:10", "2020-04-28", "T1", "stop-f02-1", 2);

    assertThat(inArea("f02", "2020-04-28/route-f02-t01/T1")).isEqualTo("1/1[]");
  }

  @Test
  void aTripThatComesBackToAStopMustBeSeenThereTwice() {
    published(
        "2020-04-27T18:00",
        "2020-04-28",
        trip(
            "L1",
            "\"workday\"",
            "stop-f01-1",
            "08:00:00",
            "stop-f02-1",
            "09:00:00",
            "stop-f01-1",
            "10:00:00"));
    visited("2020-04-28T08:00", "2020-04-28", "L1", "stop-f01-1", 1);
    assertThat(inArea("f01", "2020-04-28/route-f02-t01/L1")).isEmpty();

    visited("2020-04-28T10:00", "2020-04-28", "L1", "stop-f01-1", 3);

    assertThat(inArea("f01", "2020-04-28/route-f02-t01/L1")).isEqualTo("1/1[]");
  }

  @Test
  void visitsThatTheTimetableDoesNotPromiseCountForNothing() {
    published("2020-04-27T18:00", "2020-04-28", morning("\"workday\""));
    visited("2020-04-28T11:00", "2020-04-28", "T9", "stop-f01-1", 3);

    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T9")).isEmpty();
  }

  @Test
  void theDaysOfAnOutageAreOwedOnceTheOperatorVouchesForThem() {
    published("2020-04-27T18:00", "2020-04-28", morning("\"workday\""));
    bus.vouches("2020-04-30T12:00");

    assertThat(inArea("f01", "2020-04-28/route-f02-t01/T1")).isEqualTo("0/1[not_seen]");
    assertThat(inArea("f01", "2020-04-29/route-f02-t01/T1")).isEqualTo("0/1[not_seen]");
    assertThat(inArea("f01", "2020-04-30/route-f02-t01/T1")).isEqualTo("0/1[not_seen]");
  }

  @Test
  void theDemonstrationsMarketDaysAreTheOnesMeantHere() {
    Registry registry = TestCity.demoRegistry();
    int date = ServiceDates.parse("2020-04-27");

    assertThat(registry.isMarketDay("f01", date)).isTrue();
    assertThat(registry.isMarketDay("f02", date)).isFalse();
  }
}
