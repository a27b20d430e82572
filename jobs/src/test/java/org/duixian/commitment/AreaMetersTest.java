package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.alert.Alert;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Intake;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.Test;

/** What the clock of a source decides: silence, grace, lateness, duplicates, the intake. */
final class AreaMetersTest {
  private static final String C04 = "C04";
  private static final String C05 = "C05";

  private TestCity city = TestCity.demo();
  private TestCity.Source hall = city.source("/demo/c01/hall/f01");
  private final TestCity.Source clinic = city.source("/demo/c01/clinic/f01");

  private List<String> silences(String source) {
    return city.run.alerts.stream()
        .filter(each -> each.subject().equals(source))
        .map(
            each ->
                each.state() + " " + (each.atMillis() - TestCity.at("2020-04-28T00:00")) / 60000)
        .toList();
  }

  private Verdict verdict(String commitmentId, String date) {
    return city.level("f01", commitmentId, 28, date).orElseThrow().verdict();
  }

  @Test
  void aSourceIsSilentWhenNothingArrivesForLongerThanItMay() {
    hall.vouches("2020-04-28T10:00");
    city.arrivalReached("2020-04-28T12:00");
    assertThat(silences("/demo/c01/hall/f01")).isEmpty();

    city.arrivalReached("2020-04-28T12:01");

    assertThat(silences("/demo/c01/hall/f01")).containsExactly("raised 720");
    hall.vouches("2020-04-28T13:00");
    assertThat(silences("/demo/c01/hall/f01")).containsExactly("raised 720", "resolved 780");
  }

  @Test
  void itsOwnNextWordTellsThatASourceWasSilent() {
    hall.vouches("2020-04-28T10:00");
    hall.vouches("2020-04-28T12:00:00.001");

    assertThat(silences("/demo/c01/hall/f01")).containsExactly("raised 720", "resolved 720");
  }

  @Test
  void aBacklogEndsTheSilenceOnce() {
    hall.vouches("2020-04-28T10:00");
    city.arrivalReached("2020-04-28T20:00");
    for (int hour = 11; hour <= 20; hour++) {
      hall.vouchesLate("2020-04-28T" + hour + ":00", "2020-04-28T20:30");
    }

    assertThat(silences("/demo/c01/hall/f01")).containsExactly("raised 720", "resolved 1230");
  }

  @Test
  void aSourceOfTheAreaThatNeverSpokeIsSilentToo() {
    hall.vouches("2020-04-28T10:00");
    city.arrivalReached("2020-04-29T05:59");
    assertThat(silences("/demo/c01/clinic/f01")).isEmpty(); // it may begin on any hour of the day

    city.arrivalReached("2020-04-29T06:01");

    assertThat(silences("/demo/c01/clinic/f01")).containsExactly("raised " + 30 * 60);
  }

  @Test
  void aDayThatASilentSourceDidNotVouchForIsNoDataAndNeverMet() {
    hall.vouchesHourly("2020-04-28T00:00", "2020-04-28T23:00");
    city.arrivalReached("2020-04-29T02:15");
    assertThat(city.level("f01", C05, 28, "2020-04-28")).isEmpty();

    city.arrivalReached("2020-04-29T02:16");

    assertThat(verdict(C05, "2020-04-28")).isEqualTo(Verdict.no_data);
    assertThat(verdict("C02", "2020-04-28")).isEqualTo(Verdict.no_data);
  }

  @Test
  void everyFurtherDayOfSilenceIsToldAsNoData() {
    hall.vouches("2020-04-28T10:00");
    city.arrivalReached("2020-05-02T03:00");

    for (String date : List.of("2020-04-28", "2020-04-29", "2020-04-30", "2020-05-01")) {
      assertThat(verdict(C05, date)).isEqualTo(Verdict.no_data);
    }
  }

  @Test
  void whatASilentSourceOwesIsComputedFromItsBacklog() {
    hall.tells("2020-04-28T09:00", "hall.ticket.issued", "ticket_id", "A1", "site_id", "hall-f01");
    city.arrivalReached("2020-04-30T03:00");
    assertThat(city.outcomes(C05, "A1")).isEmpty();

    hall.tellsLate("2020-04-28T09:10", "2020-04-30T09:00", "hall.ticket.called", "ticket_id", "A1");
    hall.vouches("2020-04-30T09:00");

    assertThat(city.standing(C05, "A1")).isEqualTo("1/1");
    var restated = city.level("f01", C05, 28, "2020-04-28").orElseThrow();
    assertThat(restated.verdict()).isEqualTo(Verdict.too_few);
    assertThat(restated.total()).isEqualTo(1);
    assertThat(restated.revision()).isEqualTo(1);
  }

  @Test
  void aDayClosesAtMidnightAndTheGraceOfItsStream() {
    hall.vouches("2020-04-29T00:14:59.999");
    assertThat(city.run.levels) // a broken hard rule is told at once, a day when it closes
        .allSatisfy(level -> assertThat(level.hardRule()).isEqualTo("no_officer_all_day"));

    hall.vouches("2020-04-29T00:15");
    assertThat(city.level("f01", C05, 28, "2020-04-28").orElseThrow().judgedMillis())
        .isEqualTo(TestCity.at("2020-04-29T00:15"));
    assertThat(city.level("f01", C05, 28, "2020-04-27")).isEmpty(); // expected from the 28th only
  }

  @Test
  void anEventOlderThanTheHorizonIsTooLateAndAMillisecondYoungerIsNot() {
    hall.vouches("2020-06-10T12:00");
    hall.tellsLate(
        "2020-05-01T11:59:59.999",
        "2020-06-10T12:10",
        "hall.ticket.ended",
        "ticket_id",
        "old",
        "outcome",
        "served");
    hall.tellsLate(
        "2020-05-01T12:00",
        "2020-06-10T12:10",
        "hall.ticket.ended",
        "ticket_id",
        "young",
        "outcome",
        "served");
    city.run.inputEnded();

    assertThat(city.standing(C04, "old")).isEmpty();
    assertThat(city.standing(C04, "young")).isEqualTo("1/1");
    assertThat(lastIntake().tooLate()).isEqualTo(1);
    assertThat(lastIntake().accounted()).isEqualTo(2);
  }

  private Intake lastIntake() {
    return city.run.intake.get(city.run.intake.size() - 1);
  }

  @Test
  void everyEventIsCountedInOneWayAndInOneArea() {
    var bus = city.source("/demo/c01/bus/operator");
    bus.vouches("2020-04-28T10:00");
    bus.tells(
        "2020-04-28T10:10",
        "transport.trip.departed",
        "service_date",
        "2020-04-28",
        "trip_id_performed",
        "P1",
        "route_id",
        "route-f02-t01");
    var twice =
        bus.heartbeat("x", 0, TestCity.at("2020-04-28T10:20"), TestCity.at("2020-04-28T10:20"));
    city.take(twice);
    city.take(twice);
    bus.vouches("2020-04-28T10:30");
    city.run.inputEnded();

    long arrived = 5;
    long counted = 0;
    for (String area : city.run.intake.stream().map(Intake::areaId).distinct().toList()) {
      var last =
          city.run.intake.stream()
              .filter(each -> each.areaId().equals(area))
              .reduce((earlier, later) -> later)
              .orElseThrow();
      counted += last.accounted() + last.duplicate() + last.tooLate() + last.irrelevant();
    }
    assertThat(counted).isEqualTo(arrived);
  }

  @Test
  void theCountsOfASourceThatDiesAreTold() {
    hall.vouches("2020-04-28T10:00");
    hall.tells("2020-04-28T10:10", "hall.ticket.ended", "ticket_id", "A1", "outcome", "served");
    city.arrivalReached("2020-04-28T13:00");

    assertThat(lastIntake().accounted()).isEqualTo(2);
  }

  /** Hour and how many were accounted for, each time it was told. */
  private List<String> told() {
    return city.run.intake.stream()
        .map(
            each ->
                "%d: %d"
                    .formatted(
                        (each.hourMillis() - TestCity.at("2020-04-28T00:00"))
                            / AreaMeters.HOUR_MILLIS,
                        each.accounted()))
        .toList();
  }

  @Test
  void anHourThatFollowsABusyOneIsToldWhenItIsOver() {
    hall.vouches("2020-04-28T09:00");
    hall.tells("2020-04-28T09:10", "hall.ticket.ended", "ticket_id", "A1", "outcome", "served");
    assertThat(told()).containsExactly("9: 1");
    hall.vouches("2020-04-28T10:00");
    assertThat(told()).containsExactly("9: 1", "9: 2");
    hall.vouches("2020-04-28T10:30"); // not the first of its hour
    assertThat(told()).containsExactly("9: 1", "9: 2", "10: 2");
    hall.vouches("2020-04-28T11:00");
    assertThat(told()).containsExactly("9: 1", "9: 2", "10: 2");
    hall.vouches("2020-04-28T12:00"); // the hour before was not busy
    assertThat(told()).containsExactly("9: 1", "9: 2", "10: 2", "11: 1", "12: 1");
    hall.tells("2020-04-28T12:10", "hall.ticket.ended", "ticket_id", "A2", "outcome", "served");
    hall.vouches("2020-04-28T14:00"); // an hour was left out
    assertThat(told()).containsExactly("9: 1", "9: 2", "10: 2", "11: 1", "12: 1", "12: 2", "14: 1");
  }

  @Test
  void whatIsNotYetToldOfAnHourIsToldWhenTheSourceDies() {
    hall.vouches("2020-04-28T09:00");
    hall.tells("2020-04-28T09:10", "hall.ticket.ended", "ticket_id", "A1", "outcome", "served");
    hall.vouches("2020-04-28T10:00");
    assertThat(told()).containsExactly("9: 1", "9: 2");
    city.arrivalReached("2020-04-28T13:00");

    assertThat(told()).containsExactly("9: 1", "9: 2", "10: 1");
  }

  @Test
  void aSourceThatIsWeeksBehindKeepsItsOwnMemory() {
    var served =
        hall.event(
            "1",
            TestCity.at("2020-04-28T09:00"),
            TestCity.at("2020-04-28T09:00"),
            "hall.ticket.ended",
            "ticket_id",
            "A1",
            "outcome",
            "served");
    hall.vouches("2020-04-28T08:00");
    city.take(served);
    clinic.vouches("2020-04-28T08:00");
    clinic.vouches("2020-06-20T08:00");
    clinic.vouches("2020-06-22T08:00");
    city.take(served);

    assertThat(city.outcomes(C04, "A1")).hasSize(1);
  }

  @Test
  void fingerprintsLeaveAfterTheHorizon() {
    hall.vouchesHourly("2020-04-28T00:00", "2020-06-30T00:00");

    assertThat(city.run.remembered()).isLessThan(43 * 24); // 40 days, and the day that is open
  }

  @Test
  void aSourceWithoutHeartbeatsVouchesWithEachEventUpToTheGrace() throws Exception {
    var registry =
        TestReference.demoWith(
            line ->
                line.startsWith("/demo/c01/clinic/f01,")
                    ? TestReference.since(line.replace(",yes", ",no"), "2020-05-01")
                    : line,
            "sources.csv");
    var quiet = new TestCity(registry, TestCity.CATALOGUE);
    var itsClinic = quiet.source("/demo/c01/clinic/f01");
    for (int day = 1; day <= 9; day++) {
      for (int hour = 0; hour < 24; hour++) {
        itsClinic.tells(
            "2020-05-%02dT%02d:00".formatted(day, hour),
            "clinic.patient.seen",
            "encounter_id",
            "E" + day + "-" + hour);
      }
    }

    assertThat(quiet.run.alerts).extracting(Alert::subject).doesNotContain("/demo/c01/clinic/f01");
    assertThat(quiet.level("f01", "C18", 28, "2020-05-05").orElseThrow().daysVouched())
        .isEqualTo(5);

    quiet.arrivalReached("2020-05-10T05:01");
    assertThat(quiet.run.alerts)
        .filteredOn(each -> each.subject().equals("/demo/c01/clinic/f01"))
        .extracting(Alert::textZh)
        .singleElement()
        .asString()
        .contains("中断(自2020-05-09 23:00起未报送任何事件)");
  }

  @Test
  void aSourceThatIsNoLongerRegisteredIsForgotten() throws Exception {
    hall.vouches("2020-04-28T08:00");
    clinic.vouches("2020-04-28T08:00");
    var without = TestReference.demoWithout("/demo/c01/clinic/f01");
    city.run.goOnWith(without, TestCity.CATALOGUE);

    city.arrivalReached("2020-04-30T00:00");

    assertThat(silences("/demo/c01/clinic/f01")).isEmpty();
    assertThat(silences("/demo/c01/hall/f01")).hasSize(1);
  }

  @Test
  void aSourceRegisteredLaterIsWaitedForFromThenOn() throws Exception {
    var before =
        new TestCity(TestReference.demoWithout("/demo/c01/clinic/f01"), TestCity.CATALOGUE);
    before.source("/demo/c01/hall/f01").vouches("2020-04-28T08:00");
    before.run.goOnWith(TestCity.demoRegistry(), TestCity.CATALOGUE);
    before.source("/demo/c01/hall/f01").vouches("2020-04-28T09:00");
    before.arrivalReached("2020-04-30T12:00");

    assertThat(before.level("f01", "C18", 28, "2020-04-28").orElseThrow().verdict())
        .isEqualTo(Verdict.no_data);
  }

  @Test
  void aTimeThatNobodyVouchesForIsNeitherKeptNorBroken() {
    city = TestCity.demoSince("2020-04-27");
    hall = city.source("/demo/c01/hall/f01");
    hall.vouchesHourly("2020-04-27T00:00", "2020-04-28T08:00");
    hall.tells("2020-04-28T09:00", "hall.ticket.issued", "ticket_id", "A1", "site_id", "hall-f01");
    long backMillis = TestCity.at("2020-04-30T09:55");
    city.take(hall.heartbeat("back", backMillis, backMillis + 60_000, backMillis + 60_000));
    hall.vouches("2020-05-02T01:00");

    for (String date : List.of("2020-04-28", "2020-04-29", "2020-04-30")) {
      assertThat(verdict(C05, date)).isEqualTo(Verdict.no_data);
      assertThat(verdict("C02", date)).isEqualTo(Verdict.no_data);
    }
    assertThat(city.outcomes(C05, "A1")).isEmpty();
    assertThat(city.level("f01", C05, 28, "2020-05-01").orElseThrow().daysVouched()).isEqualTo(2);
  }

  @Test
  void whatIsToldLateOfATimeThatNobodyVouchesForNeverCountsAsMissing() {
    hall.vouches("2020-04-28T08:00");
    hall.tells(
        "2020-04-28T08:10",
        "hall.hours.published",
        "site_id",
        "hall-f01",
        "valid_from",
        "2020-04-28",
        "normal",
        "[{\"day_type\":\"workday\",\"open\":\"09:00\",\"close\":\"17:00\"}]");
    long backMillis = TestCity.at("2020-04-28T16:00");
    city.take(hall.heartbeat("back", backMillis, backMillis + 60_000, backMillis + 60_000));
    assertThat(city.run.alerts) // seven hours without a sign, but the line was cut
        .extracting(Alert::commitmentId)
        .doesNotContain("C02");

    hall.vouches("2020-04-30T01:00");
    hall.tellsLate(
        "2020-04-28T09:00",
        "2020-04-30T02:00",
        "hall.window.opened",
        "site_id",
        "hall-f01",
        "window_id",
        "1",
        "window_kind",
        "general");
    issuedLate("A1");
    issuedLate("A2");
    hall.tellsLate("2020-04-28T10:05", "2020-04-30T02:00", "hall.ticket.called", "ticket_id", "A2");
    hall.vouches("2020-05-20T01:00");

    assertThat(city.outcomes("C02", "hall-f01/2020-04-28")).isEmpty();
    assertThat(city.standing(C05, "A1")).isEmpty();
    assertThat(city.standing(C05, "A2")).isEqualTo("1/1");
    assertThat(verdict(C05, "2020-04-28")).isEqualTo(Verdict.no_data);
  }

  private void issuedLate(String ticketId) {
    hall.tellsLate(
        "2020-04-28T10:00",
        "2020-04-30T02:00",
        "hall.ticket.issued",
        "ticket_id",
        ticketId,
        "site_id",
        "hall-f01");
  }

  @Test
  void aStationThatHasPostedNoHoursIsNoDataAndNotTooFew() {
    hall.vouchesHourly("2020-04-28T00:00", "2020-04-29T01:00");

    assertThat(verdict("C02", "2020-04-28")).isEqualTo(Verdict.no_data);
    assertThat(verdict(C05, "2020-04-28")).isEqualTo(Verdict.too_few);
  }

  @Test
  void nothingBeforeItsFirstDayIsJudgedAndWhatIsPostedThenHoldsLater() {
    city.source("/demo/c01/bus/operator")
        .tells(
            "2020-04-26T08:00",
            "transport.timetable.published",
            "version",
            "1",
            "valid_from",
            "2020-04-27",
            "route_id",
            "route-f02-t01",
            "trips",
            """
            [{"trip_id_scheduled":"T1","direction_id":0,"day_types":["workday"],"stops":[
              {"stop_id":"stop-f01-1","stop_sequence":1,
               "arrival":"08:30:00","departure":"08:30:00"}]}]
            """)
        .vouches("2020-04-29T01:00");
    hall.tells(
        "2020-04-26T08:00",
        "hall.hours.published",
        "site_id",
        "hall-f01",
        "valid_from",
        "2020-04-26",
        "normal",
        "[{\"day_type\":\"workday\",\"open\":\"09:00\",\"close\":\"11:00\"}]");
    hall.vouches("2020-04-26T23:00");
    hall.tells("2020-04-27T09:00", "hall.ticket.issued", "ticket_id", "A1", "site_id", "hall-f01");
    hall.tells(
        "2020-04-27T09:00",
        "hall.window.opened",
        "site_id",
        "hall-f01",
        "window_id",
        "1",
        "window_kind",
        "general");
    hall.tells("2020-04-27T23:50", "hall.ticket.issued", "ticket_id", "A2", "site_id", "hall-f01");
    hall.vouches("2020-04-29T00:15");

    assertThat(city.standing(C05, "A1")).isEmpty();
    assertThat(city.standing(C05, "A2")).isEqualTo("0/1 never_called"); // due on the first day
    assertThat(city.outcomes("C02", "hall-f01/2020-04-27")).isEmpty();
    assertThat(city.standing("C02", "hall-f01/2020-04-28")).isEqualTo("0/120 closed");
    assertThat(city.standing("C13", "2020-04-27/route-f02-t01/T1")).isEmpty();
    assertThat(city.standing("C13", "2020-04-28/route-f02-t01/T1")).isEqualTo("0/1 not_seen");
    assertThat(city.run.levels)
        .extracting(each -> ServiceDates.format(each.serviceDate()))
        .containsOnly("2020-04-28");
  }

  @Test
  void aFirstHeartbeatThatBeginsLaterThanTheFirstDayLeavesAGap() {
    long backMillis = TestCity.at("2020-04-30T10:00");
    city.take(hall.heartbeat("first", backMillis, backMillis, backMillis));
    hall.vouches("2020-05-02T01:00");

    for (String date : List.of("2020-04-28", "2020-04-29", "2020-04-30")) {
      assertThat(verdict(C05, date)).isEqualTo(Verdict.no_data);
    }
    assertThat(verdict(C05, "2020-05-01")).isEqualTo(Verdict.too_few);
  }

  @Test
  void manyDaysBeforeTheFirstWordAreClosedAtOnceAndEachIsJudgedOnce() {
    city = TestCity.demoSince("2019-10-02");
    hall = city.source("/demo/c01/hall/f01");
    long firstMillis = TestCity.at("2020-04-28T10:00");
    city.take(hall.heartbeat("first", firstMillis, firstMillis, firstMillis));
    hall.vouches("2020-04-30T01:00");
    city.arrivalReached("2020-04-30T01:00");

    var judged =
        city.run.levels.stream()
            .filter(each -> each.commitmentId().equals(C05) && each.windowDays() == 28)
            .toList();
    assertThat(judged).hasSize(ServiceDates.parse("2020-04-30") - ServiceDates.parse("2019-10-02"));
    assertThat(judged).allMatch(each -> each.revision() == 0);
    assertThat(verdict(C05, "2020-04-28")).isEqualTo(Verdict.no_data);
    assertThat(verdict(C05, "2020-04-29")).isEqualTo(Verdict.too_few);
    assertThat(city.run.closings.stream().filter(each -> each.stream().equals("clinic")))
        .extracting(DayClose::throughDate)
        .startsWith(ServiceDates.parse("2019-10-02"))
        .doesNotHaveDuplicates()
        .isSorted();
  }

  @Test
  void theSilenceOfACountysSourceThatNeverSpokeIsToldToTheCounty() {
    hall.vouches("2020-04-28T10:00");
    city.arrivalReached("2020-04-29T02:01");

    assertThat(city.run.alerts.stream().filter(each -> each.subject().contains("/bus/")))
        .extracting(Alert::areaId)
        .containsExactly("c01");
  }
}
