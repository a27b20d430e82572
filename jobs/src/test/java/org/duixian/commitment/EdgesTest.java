package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Intake;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is easily counted twice, taken for missing, or believed without being known. */
final class EdgesTest {
  private static final String C05 = "C05";
  private static final String C13 = "C13";
  private static final String C15 = "C15";
  private static final Path COMMITMENTS = Path.of("..", "schemas", "commitments");

  @TempDir private Path directory;

  private TestCity city = TestCity.demo();
  private final TestCity.Source hall = city.source("/demo/c01/hall/f01");
  private final TestCity.Source bus = city.source("/demo/c01/bus/operator");

  private static void issued(TestCity.Source from, String at, String arrived, String id) {
    from.tellsLate(at, arrived, "hall.ticket.issued", "ticket_id", id, "site_id", "hall-f01");
  }

  private static void called(TestCity.Source from, String at, String arrived, String id) {
    from.tellsLate(at, arrived, "hall.ticket.called", "ticket_id", id);
  }

  private void gap(TestCity.Source of, String id, String from, String to) {
    city.take(of.heartbeat(id, TestCity.at(from), TestCity.at(to), TestCity.at(to)));
  }

  private String last(String areaId, String commitmentId, String subject) {
    return city.run.outcomes.stream()
        .filter(each -> each.commitmentId().equals(commitmentId))
        .filter(each -> each.subject().equals(subject) && each.areaId().equals(areaId))
        .reduce((earlier, later) -> later)
        .map(each -> each.good() + "/" + each.total() + each.lostByReason().keySet())
        .orElse("");
  }

  // What was done in the gap was never told, yet what falls due just behind it counts as missing.

  @Test
  void whatWasOwedDuringAGapIsNotMissingBehindIt() {
    issued(hall, "2020-04-28T09:00", "2020-04-28T09:00", "A1"); // called at 09:10, which was lost
    hall.vouches("2020-04-28T09:05");
    gap(hall, "g", "2020-04-28T09:15", "2020-04-28T10:00");

    assertThat(city.standing(C05, "A1")).isEmpty();
  }

  @Test
  void aTripOnTheRoadDuringAGapIsNotMissingBehindIt() {
    published(bus, "2020-04-28T01:00", "2020-04-29", "true");
    bus.vouches("2020-04-29T07:30");
    gap(bus, "g", "2020-04-29T08:35", "2020-04-29T12:00"); // T1 left f01 at 08:30 in time

    assertThat(last("f01", C13, "2020-04-29/route-f02-t01/T1")).isEmpty();
  }

  @Test
  void aShortGapRaisesNoRedAlertOnTheNextDay() {
    for (int i = 0; i < 6; i++) {
      issued(hall, "2020-04-28T09:0" + i, "2020-04-28T09:0" + i, "A" + i);
    }
    hall.vouches("2020-04-28T09:06");
    gap(hall, "g", "2020-04-28T09:16", "2020-04-28T10:00");
    hall.vouchesHourly("2020-04-28T11:00", "2020-04-30T01:00");

    assertThat(city.level("f01", C05, 28, "2020-04-28").orElseThrow().verdict())
        .isEqualTo(Verdict.no_data);
    assertThat(city.level("f01", C05, 28, "2020-04-29").orElseThrow().verdict())
        .isNotEqualTo(Verdict.breached);
  }

  // What fell due in a gap and was opened before it is dropped, not kept for what is told late.

  @Test
  void whatIsToldLateOfAGapCountsAlthoughItWasOpenedBefore() {
    issued(hall, "2020-04-28T09:00", "2020-04-28T09:00", "A1");
    hall.vouches("2020-04-28T09:05");
    gap(hall, "g", "2020-04-28T10:00", "2020-04-28T10:10");
    called(hall, "2020-04-28T09:10", "2020-04-28T10:11", "A1"); // the backlog
    hall.vouches("2020-04-28T12:00");

    assertThat(city.standing(C05, "A1")).isEqualTo("1/1");
  }

  @Test
  void whatIsToldLateOfAGapCountsWhereItIsOpenedBehindIt() {
    hall.vouches("2020-04-28T09:05");
    gap(hall, "g", "2020-04-28T10:00", "2020-04-28T10:10");
    issued(hall, "2020-04-28T09:06", "2020-04-28T10:11", "A1");
    called(hall, "2020-04-28T09:10", "2020-04-28T10:11", "A1");

    assertThat(city.standing(C05, "A1")).isEqualTo("1/1");
  }

  @Test
  void aTripCancelledInAGapIsBrokenWhenThatIsToldLate() {
    published(bus, "2020-04-28T01:00", "2020-04-29", "true");
    bus.vouches("2020-04-29T07:30");
    gap(bus, "g", "2020-04-29T11:00", "2020-04-29T12:00");
    cancelled(bus, "2020-04-29T08:00", "2020-04-29T12:01", "2020-04-29", "T1");
    bus.vouches("2020-04-30T12:00");

    assertThat(last("f01", C13, "2020-04-29/route-f02-t01/T1")).isEqualTo("0/1[cancelled]");
  }

  // Numbers that begin anew each day.

  @Test
  void aNumberOfAGapDayDoesNotSwallowTheSameNumberOfTheNextDay() {
    hall.vouches("2020-04-28T09:05");
    gap(hall, "g", "2020-04-28T10:00", "2020-04-28T10:10");
    issued(hall, "2020-04-28T09:10", "2020-04-28T10:11", "A1"); // backlog without its calling
    hall.vouchesHourly("2020-04-28T11:00", "2020-04-29T08:00");
    issued(hall, "2020-04-29T09:00", "2020-04-29T09:00", "A1");
    called(hall, "2020-04-29T09:05", "2020-04-29T09:05", "A1");
    hall.vouches("2020-04-29T10:00");

    assertThat(city.standing(C05, "A1")).isEqualTo("1/1");
  }

  @Test
  void yesterdaysCallingToldLateDoesNotKeepTodaysPromise() {
    issued(hall, "2020-04-28T09:00", "2020-04-28T09:00", "A1");
    hall.vouchesHourly("2020-04-28T10:00", "2020-04-29T08:00"); // A1 of the 28th is broken
    issued(hall, "2020-04-29T09:00", "2020-04-29T09:00", "A1"); // never called
    called(hall, "2020-04-28T09:10", "2020-04-29T09:01", "A1"); // of the day before
    hall.vouches("2020-04-29T10:00");

    var today =
        city.outcomes(C05, "A1").stream()
            .filter(each -> each.serviceDate() == ServiceDates.parse("2020-04-29"))
            .reduce((earlier, later) -> later)
            .orElseThrow();
    assertThat(today.good()).isZero();
  }

  // C15

  private static void published(
      TestCity.Source bus, String time, String validFrom, String timepoint) {
    String stops =
        "{\"stop_id\":\"stop-f01-1\",\"stop_sequence\":1,\"arrival\":\"08:30:00\","
            + "\"departure\":\"08:30:00\",\"timepoint\":%s}";
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
        ("[{\"trip_id_scheduled\":\"T1\",\"direction_id\":0,\"day_types\":[\"workday\"],"
                + "\"stops\":["
                + stops
                + "]}]")
            .formatted(timepoint));
  }

  private static void cancelled(
      TestCity.Source bus, String time, String arrived, String date, String trip) {
    bus.tellsLate(
        time,
        arrived,
        "transport.trip.cancelled",
        "service_date",
        date,
        "trip_id_scheduled",
        trip,
        "route_id",
        "route-f02-t01",
        "cause",
        "WEATHER");
  }

  private static void visited(TestCity.Source bus, String time, String date) {
    long due = TestCity.at(date + "T08:30");
    bus.tells(
        time,
        "transport.stop.visited",
        "service_date",
        date,
        "trip_id_performed",
        "P1",
        "trip_id_scheduled",
        "T1",
        "route_id",
        "route-f02-t01",
        "stop_id",
        "stop-f01-1",
        "stop_sequence",
        "1",
        "timepoint",
        "true",
        "schedule_departure_time",
        due + "",
        "actual_departure_time",
        TestCity.at(time) + "",
        "schedule_relationship",
        "Scheduled");
  }

  @Test
  void oneTimepointIsOneDepartureThoughTheTripWasFirstCancelled() {
    published(bus, "2020-04-28T01:00", "2020-04-29", "true");
    cancelled(bus, "2020-04-28T09:00", "2020-04-28T09:00", "2020-04-29", "T1");
    visited(bus, "2020-04-29T08:31", "2020-04-29"); // it ran all the same
    bus.vouches("2020-04-30T01:00");

    assertThat(city.level("f01", C15, 1, "2020-04-29").orElseThrow().total()).isEqualTo(1);
  }

  @Test
  void aTripCancelledBeforeItsTimetableWasPublishedHasNoTimepointsYet() {
    bus.vouches("2020-04-28T00:30");
    cancelled(bus, "2020-04-28T00:40", "2020-04-28T00:40", "2020-04-29", "T1");
    published(bus, "2020-04-28T01:00", "2020-04-29", "true");
    bus.vouches("2020-04-30T01:00");

    assertThat(last("f01", C13, "2020-04-29/route-f02-t01/T1")).isEqualTo("0/1[cancelled]");
    assertThat(city.level("f01", C15, 1, "2020-04-29").orElseThrow().total()).isZero();
  }

  @Test
  void whatIsToldOfATripThatNobodyPromisedIsForgottenSoonAfterItsDay() {
    published(bus, "2020-04-28T01:00", "2020-04-29", "true");
    bus.vouches("2020-05-06T01:00");
    long before = city.run.remembered();
    for (int i = 0; i < 100; i++) {
      cancelled(bus, "2020-05-06T02:00", "2020-05-06T02:00", "2020-05-06", "unpromised" + i);
    }
    bus.vouches("2020-05-20T01:00");

    assertThat(city.run.remembered()).isLessThan(before + 100);
  }

  // since

  @Test
  void aSinceThatIsMovedOnWhileItsFirstDayIsOpenStopsNothing() {
    hall.vouches("2020-04-28T10:00");
    city.run.goOnWith(Registry.load(TestReference.demoSince("2020-05-05")), TestCity.CATALOGUE);

    hall.vouches("2020-04-29T00:15");

    assertThat(city.run.closings).isNotEmpty();
  }

  // Sources of residents

  private static Registry withHotline() throws IOException {
    return TestReference.demoWith(
        line ->
            line.startsWith("/demo/c01/hall/f01,")
                ? line + "\n/demo/c01/hotline,feedback,热线,c01,yes,2020-04-28"
                : line,
        "sources.csv");
  }

  @Test
  void aHotlinesHeartbeatIsCountedOnceAndItsSilenceToldOnce() throws IOException {
    city = new TestCity(withHotline(), TestCity.CATALOGUE);
    city.source("/demo/c01/hotline").vouches("2020-04-28T10:00");
    city.arrivalReached("2020-04-28T14:00");
    city.run.inputEnded();

    assertThat(city.run.intake.stream().mapToLong(Intake::accounted).sum()).isEqualTo(1);
    assertThat(city.run.alerts.stream().filter(each -> each.subject().equals("/demo/c01/hotline")))
        .hasSize(1);
  }

  // Trip ids are unique within a timetable, that is within a route.

  private void timetable(String route, String departure) {
    bus.tells(
        "2020-04-28T01:00",
        "transport.timetable.published",
        "version",
        "1",
        "valid_from",
        "2020-04-29",
        "route_id",
        route,
        "trips",
        ("[{\"trip_id_scheduled\":\"T1\",\"direction_id\":0,\"day_types\":[\"workday\"],\"stops\":["
                + "{\"stop_id\":\"stop-f01-1\",\"stop_sequence\":1,\"arrival\":\"%s\","
                + "\"departure\":\"%s\",\"timepoint\":true}]}]")
            .formatted(departure, departure));
  }

  @Test
  void twoRoutesMayCallTheirTripsByTheSameName() {
    timetable("route-f02-t01", "08:30:00");
    timetable("route-t02-c01", "15:00:00"); // never runs
    visited(bus, "2020-04-29T08:31", "2020-04-29");
    bus.vouches("2020-04-30T01:00");

    var level = city.level("f01", C13, 1, "2020-04-29").orElseThrow();
    assertThat(level.good() + "/" + level.total()).isEqualTo("1/2");
  }

  @Test
  void theOtherRoutesBusDoesNotKeepThisRoutesTrip() {
    timetable("route-t02-c01", "08:30:00"); // never runs
    visited(bus, "2020-04-29T08:31", "2020-04-29"); // T1 of route-f02-t01
    bus.vouches("2020-04-30T01:00");

    assertThat(last("f01", C13, "2020-04-29/route-t02-c01/T1")).startsWith("0/1");
  }

  // An id is one event of its source, whatever its time.

  // Told late, with a time before, a timetable takes back what is being broken.

  @Test
  void aTimetableDatedBackTakesBackNoTripThatHasLeftByTheSourcesClock() {
    published(bus, "2020-04-28T01:00", "2020-04-29", "true");
    bus.vouches("2020-04-29T08:45"); // 08:30 has passed, and nobody saw it
    bus.tellsLate(
        "2020-04-29T07:00",
        "2020-04-29T08:50",
        "transport.timetable.published",
        "version",
        "2",
        "valid_from",
        "2020-04-29",
        "route_id",
        "route-f02-t01",
        "trips",
        "[]");
    bus.vouches("2020-04-29T12:00");

    assertThat(last("f01", C13, "2020-04-29/route-f02-t01/T1")).isEqualTo("0/1[not_seen]");
  }

  @Test
  void hoursDatedBackTakeBackNothingThatHasBegunByTheSourcesClock() {
    hours("2020-04-28T00:10", "2020-04-28T00:10", "2020-04-28", "09:00");
    hall.vouches("2020-04-29T10:00"); // an hour of a shut station
    hours("2020-04-29T08:00", "2020-04-29T10:05", "2020-04-29", "11:30");
    hall.vouches("2020-04-30T01:00");

    assertThat(last("f01", "C02", "hall-f01/2020-04-29")).startsWith("0/180");
  }

  private void hours(String time, String arrived, String validFrom, String opens) {
    hall.tellsLate(
        time,
        arrived,
        "hall.hours.published",
        "site_id",
        "hall-f01",
        "valid_from",
        validFrom,
        "normal",
        "[{\"day_type\":\"workday\",\"open\":\"%s\",\"close\":\"12:00\"}]".formatted(opens));
  }

  // Commitments

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C13.yaml | timetable: transport.timetable.published | 'timetable: transport.timetable.published\n  where: [{service_form: [on_demand]}]'",
        "C13.yaml | timetable: transport.timetable.published | 'timetable: transport.timetable.published\n  event: transport.trip.departed'",
        "C13.yaml | timetable: transport.timetable.published | 'timetable: transport.timetable.published\n  site: route_id'",
        "C13.yaml | '    stop: stop_id' | ''",
        "C13.yaml | 'fulfil:\n  - event: transport.stop.visited\n    subject: [service_date, route_id, trip_id_scheduled]' | 'fulfil:\n  - event: transport.stop.visited\n    subject: [trip_id_scheduled]'",
        "C13.yaml | due: PT30M | due: PT-30M",
        "C05.yaml | due: PT20M | due: PT-20M",
        "C05.yaml | withdraw_within: PT5M | withdraw_within: PT-5M",
        "C05.yaml | objective: 0.90 | 'objective: 0.90\njudge: {min_coverage: -1}'",
        "C05.yaml | objective: 0.90 | 'objective: 0.90\njudge: {z_breached: -9}'",
        "C05.yaml | meter: deadline | 'meter: deadline\nhours: {event: hall.hours.published, list: normal}'",
        "C04.yaml | meter: ratio | 'meter: ratio\nwithdraw_within: PT5M'",
        "C15.yaml | min: PT-1M | min: PT20M",
        "C04.yaml | 28d: 60 | 28d: 60, 7d: 20",
      })
  void aCommitmentThatIsSilentlyIgnoredIsRefused(String file, String line, String wrong)
      throws IOException {
    try (var found = Files.list(COMMITMENTS)) {
      for (Path each : found.toList()) {
        Files.copy(each, directory.resolve(each.getFileName()));
      }
    }
    Path changed = directory.resolve(file);
    String text = Files.readString(changed);
    assertThat(text).contains(line);
    Files.writeString(changed, text.replace(line, wrong == null ? "" : wrong));

    assertThatThrownBy(() -> Catalogue.load(directory, TestCity.TYPES))
        .isInstanceOf(CatalogueException.class);
  }
}
