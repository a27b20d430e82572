package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import org.duixian.TestCity;
import org.junit.jupiter.api.Test;

/** C02 and C17: minutes of posted service. */
final class PresenceMeterTest {
  private static final String C02 = "C02";
  private static final String C17 = "C17";
  private static final String TUESDAY = "hall-f01/2020-04-28";

  private final TestCity city = TestCity.demoSince("2020-04-24");
  private final TestCity.Source hall = city.source("/demo/c01/hall/f01");
  private final TestCity.Source clinic = city.source("/demo/c01/clinic/f01");

  private static String hours(String... dayTypesAndTimes) {
    var entries = new StringBuilder("[");
    for (String each : dayTypesAndTimes) {
      String[] parts = each.split("[ -]");
      entries
          .append(entries.length() > 1 ? "," : "")
          .append(
              "{\"day_type\":\"%s\",\"open\":\"%s\",\"close\":\"%s\"}"
                  .formatted(parts[0], parts[1], parts[2]));
    }
    return entries.append("]").toString();
  }

  private void posted(String time, String validFrom, String... hours) {
    hall.tells(
        time,
        "hall.hours.published",
        "site_id",
        "hall-f01",
        "valid_from",
        validFrom,
        "normal",
        hours(hours));
  }

  private void window(String time, boolean open, String id, String kind) {
    hall.tells(
        time,
        open ? "hall.window.opened" : "hall.window.closed",
        "site_id",
        "hall-f01",
        "window_id",
        id,
        "window_kind",
        kind);
  }

  private void staff(String time, boolean in, String who, String duty) {
    hall.tells(
        time,
        in ? "hall.staff.checked_in" : "hall.staff.checked_out",
        "site_id",
        "hall-f01",
        "staff_ref",
        who,
        "duty",
        duty);
  }

  private void open(String date, String from, String to) {
    window(date + "T" + from, true, "1", "general");
    staff(date + "T" + from, true, "clerk-1", "site");
    staff(date + "T" + to, false, "clerk-1", "site");
    window(date + "T" + to, false, "1", "general");
  }

  private String tuesday() {
    hall.vouches("2020-04-29T00:15");
    return city.standing(C02, TUESDAY);
  }

  private void postedNineToEleven() {
    posted("2020-04-27T18:00", "2020-04-28", "workday 09:00-11:00");
  }

  @Test
  void everyPostedMinuteWithAWindowAndSomebodyIsGood() {
    postedNineToEleven();
    open("2020-04-28", "09:00", "11:00");

    assertThat(tuesday()).isEqualTo("120/120");
  }

  @Test
  void aMinuteIsGoodOnlyIfItIsWhole() {
    postedNineToEleven();
    open("2020-04-28", "09:00:00.001", "10:59:59.999");

    assertThat(tuesday()).isEqualTo("118/120 closed");
  }

  @Test
  void aWindowWithNobodyIsUnstaffedAndNobodyCanStaffAClosedOne() {
    postedNineToEleven();
    window("2020-04-28T09:00", true, "1", "general");
    staff("2020-04-28T09:30", true, "clerk-1", "site");
    window("2020-04-28T10:00", false, "1", "general");

    assertThat(tuesday()).isEqualTo("30/120 closed unstaffed");
    assertThat(city.outcomes(C02, TUESDAY).get(0).lostByReason())
        .containsEntry("unstaffed", 30L)
        .containsEntry("closed", 60L);
  }

  @Test
  void aSilentHallThatVouchesWasShut() {
    postedNineToEleven();

    assertThat(tuesday()).isEqualTo("0/120 closed");
  }

  @Test
  void aSelfServiceMachineIsNoWindowAndAnOfficerInTheFieldIsNobody() {
    postedNineToEleven();
    window("2020-04-28T09:00", true, "1", "self_service");
    staff("2020-04-28T09:00", true, "clerk-1", "field_in_area");

    assertThat(tuesday()).isEqualTo("0/120 closed");
  }

  @Test
  void whoTakesUpAnotherDutyIsNoLongerThere() {
    postedNineToEleven();
    window("2020-04-28T09:00", true, "1", "general");
    staff("2020-04-28T09:00", true, "clerk-1", "site");
    staff("2020-04-28T10:00", true, "clerk-1", "away_business");

    assertThat(tuesday()).isEqualTo("60/120 unstaffed");
  }

  @Test
  void whoLooksInForHalfASecondDoesNotStayForTheDay() {
    postedNineToEleven();
    window("2020-04-28T09:00", true, "1", "general");
    staff("2020-04-28T09:00:00.200", true, "clerk-1", "site");
    staff("2020-04-28T09:00:00.700", false, "clerk-1", "site");

    assertThat(tuesday()).isEqualTo("0/120 unstaffed");
  }

  @Test
  void oneOfTwoMayGo() {
    postedNineToEleven();
    window("2020-04-28T09:00", true, "1", "general");
    staff("2020-04-28T09:00", true, "clerk-1", "site");
    staff("2020-04-28T09:30", true, "clerk-2", "substitute");
    staff("2020-04-28T10:00", false, "clerk-1", "site");

    assertThat(tuesday()).isEqualTo("120/120");
  }

  @Test
  void aClosingThatWasNeverSentEndsAtMidnight() {
    posted("2020-04-27T18:00", "2020-04-28", "workday 09:00-24:00");
    window("2020-04-28T09:00", true, "1", "general");
    staff("2020-04-28T09:00", true, "clerk-1", "site");
    hall.vouches("2020-04-30T00:15");

    assertThat(city.standing(C02, TUESDAY)).isEqualTo("900/900");
    assertThat(city.standing(C02, "hall-f01/2020-04-29")).isEqualTo("0/900 closed");
  }

  @Test
  void theOrderInWhichADayIsToldDoesNotMatter() {
    postedNineToEleven();
    staff("2020-04-28T11:00", false, "clerk-1", "site");
    window("2020-04-28T11:00", false, "1", "general");
    window("2020-04-28T09:00", true, "1", "general");
    staff("2020-04-28T09:00", true, "clerk-1", "site");

    assertThat(tuesday()).isEqualTo("120/120");
  }

  @Test
  void makeUpWorkdaysHaveWorkdayHoursAndHolidaysHaveTheirs() {
    posted(
        "2020-04-24T18:00", "2020-04-25", "workday 09:00-11:00", "statutory_holiday 10:00-10:30");
    hall.vouches("2020-05-02T00:15");

    assertThat(city.standing(C02, "hall-f01/2020-04-25")).isEmpty();
    assertThat(city.standing(C02, "hall-f01/2020-04-26")).isEqualTo("0/120 closed");
    assertThat(city.standing(C02, "hall-f01/2020-05-01")).isEqualTo("0/30 closed");
  }

  @Test
  void marketDaysAddTheirHours() {
    posted("2020-04-24T18:00", "2020-04-25", "workday 09:00-11:00", "market_day 08:00-10:00");
    hall.vouches("2020-04-29T00:15");

    assertThat(city.standing(C02, "hall-f01/2020-04-27")).isEqualTo("0/180 closed");
    assertThat(city.standing(C02, TUESDAY)).isEqualTo("0/120 closed");
  }

  @Test
  void hoursTakenBackAfterTheyHadBegunAreStillOwed() {
    postedNineToEleven();
    posted("2020-04-28T09:00:00.001", "2020-04-28");

    assertThat(tuesday()).isEqualTo("0/120 closed");
  }

  @Test
  void hoursTakenBackBeforeTheyBeganAreNot() {
    postedNineToEleven();
    posted("2020-04-28T09:00", "2020-04-28");

    assertThat(tuesday()).isEmpty();
  }

  @Test
  void hoursCanNotBeAddedAfterTheFact() {
    postedNineToEleven();
    open("2020-04-28", "08:00", "11:00");
    posted("2020-04-28T20:00", "2020-04-28", "workday 08:00-11:00");

    assertThat(tuesday()).isEqualTo("120/120");
  }

  @Test
  void changedHoursHoldFromTheNextDay() {
    postedNineToEleven();
    posted("2020-04-28T12:00", "2020-04-28", "workday 09:00-10:00");
    hall.vouches("2020-04-30T00:15");

    assertThat(city.standing(C02, TUESDAY)).isEqualTo("0/120 closed");
    assertThat(city.standing(C02, "hall-f01/2020-04-29")).isEqualTo("0/60 closed");
  }

  @Test
  void fourPostedHoursInARowWithoutServiceBreakTheHardRuleAtOnce() {
    posted("2020-04-27T18:00", "2020-04-28", "workday 09:00-12:00", "workday 14:00-17:00");
    hall.vouches("2020-04-28T15:14:59.999");
    assertThat(city.outcomes(C02, TUESDAY)).isEmpty();

    hall.vouches("2020-04-28T15:15"); // 240 posted minutes and the grace

    var outcome = city.outcomes(C02, TUESDAY).get(0);
    assertThat(outcome.hardRule()).isEqualTo("shut_4h");
    assertThat(outcome.total()).isEqualTo(240);
  }

  @Test
  void oneMinuteOfServiceEndsTheRun() {
    posted("2020-04-27T18:00", "2020-04-28", "workday 09:00-12:00", "workday 14:00-17:00");
    open("2020-04-28", "11:00", "11:01");
    hall.vouches("2020-04-29T00:15");

    assertThat(city.outcomes(C02, TUESDAY))
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.hardRule()).isEmpty());
    assertThat(city.standing(C02, TUESDAY)).isEqualTo("1/360 closed");
  }

  @Test
  void whatIsEnteredAfterTheGraceRevisesTheDayAndItsHardRule() {
    posted("2020-04-27T18:00", "2020-04-28", "workday 09:00-13:00");
    hall.vouches("2020-04-29T00:15");
    assertThat(city.outcomes(C02, TUESDAY).get(0).hardRule()).isEqualTo("shut_4h");

    open("2020-04-28", "09:00", "13:00");

    var revisions = city.outcomes(C02, TUESDAY);
    assertThat(city.standing(C02, TUESDAY)).isEqualTo("240/240");
    assertThat(revisions.get(revisions.size() - 1).hardRule()).isEmpty();
    assertThat(revisions).extracting(Outcome::revision).startsWith(0, 1);
  }

  private void clinicPosted(String... hours) {
    clinic.tells(
        "2020-04-27T18:00",
        "clinic.hours.published",
        "site_id",
        "clinic-f01",
        "valid_from",
        "2020-04-28",
        "normal",
        hours(hours));
  }

  private void session(String time, boolean open, String session) {
    clinic.tells(
        time,
        open ? "clinic.session.opened" : "clinic.session.closed",
        "site_id",
        "clinic-f01",
        "session",
        session);
  }

  private void practitioner(String time, boolean in, String who, String role) {
    clinic.tells(
        time,
        in ? "clinic.practitioner.checked_in" : "clinic.practitioner.checked_out",
        "site_id",
        "clinic-f01",
        "staff_ref",
        who,
        "role",
        role);
  }

  private String clinicTuesday() {
    clinic.vouches("2020-04-30T00:00");
    return city.standing(C17, "clinic-f01/2020-04-28");
  }

  @Test
  void aSessionWithAPhysicianIsGoodAndOneWithANurseIsNot() {
    clinicPosted("workday 08:00-12:00");
    session("2020-04-28T08:00", true, "am");
    practitioner("2020-04-28T08:00", true, "nurse-1", "nurse");
    practitioner("2020-04-28T10:00", true, "doctor-1", "physician");

    assertThat(clinicTuesday()).isEqualTo("120/240 no_doctor");
  }

  @Test
  void anOutreachSessionDoesNotOpenTheClinic() {
    clinicPosted("workday 08:00-12:00");
    session("2020-04-28T08:00", true, "outreach");
    practitioner("2020-04-28T08:00", true, "doctor-1", "physician");

    assertThat(clinicTuesday()).isEqualTo("0/240 closed");
  }

  @Test
  void aWholeHalfDayShutBreaksTheHardRuleAfterADaysGrace() {
    clinicPosted("workday 08:00-12:00", "workday 14:00-17:00");
    session("2020-04-28T14:00", true, "pm");
    practitioner("2020-04-28T14:00", true, "doctor-1", "physician");
    clinic.vouches("2020-04-29T11:59:59.999");
    assertThat(city.outcomes(C17, "clinic-f01/2020-04-28")).isEmpty();

    clinic.vouches("2020-04-29T12:00");

    assertThat(city.outcomes(C17, "clinic-f01/2020-04-28").get(0).hardRule())
        .isEqualTo("half_day_shut");
  }

  @Test
  void oneGoodMinuteSavesTheHalfDayFromTheHardRule() {
    clinicPosted("workday 08:00-12:00");
    session("2020-04-28T11:59", true, "am");
    practitioner("2020-04-28T11:59", true, "doctor-1", "assistant_physician");

    assertThat(clinicTuesday()).isEqualTo("1/240 closed");
    assertThat(city.outcomes(C17, "clinic-f01/2020-04-28"))
        .allSatisfy(outcome -> assertThat(outcome.hardRule()).isEmpty());
  }
}
