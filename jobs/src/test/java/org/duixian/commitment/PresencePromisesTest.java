package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * C01, C08, C19 and C21: fixed hours, several people at once, whole slots and days, what carries
 * over midnight, and what is told of a whole day.
 */
final class PresencePromisesTest {

  /** C01: an official of rank, and some of the staff, on duty 9–12 and 13–17 on working days. */
  @Nested
  final class ResidentOfficer {
    private static final String C01 = "C01";
    private static final String TUESDAY = "hall-f01/2020-04-28";

    private final TestCity city = TestCity.demo();
    private final TestCity.Source hall = city.source("/demo/c01/hall/f01");

    private void staff(String time, boolean in, String who, String rank, String duty) {
      hall.tells(
          time,
          in ? "hall.staff.checked_in" : "hall.staff.checked_out",
          "site_id",
          "hall-f01",
          "staff_ref",
          who,
          "rank",
          rank,
          "duty",
          duty);
    }

    private void officer(String time, boolean in) {
      staff(time, in, "officer-1", "deputy_section", "site");
    }

    private void clerk(String time, boolean in) {
      staff(time, in, "clerk-1", "staff", "site");
    }

    private String tuesday() {
      hall.vouches("2020-04-29T00:15");
      return city.standing(C01, TUESDAY);
    }

    private String hardRule(String subject) {
      var outcomes = city.outcomes(C01, subject);
      return outcomes.get(outcomes.size() - 1).hardRule();
    }

    @Test
    void nothingNeedsToBePostedAndSilenceCounts() {

      assertThat(tuesday()).isEqualTo("0/420 no_officer");
    }

    @Test
    void aHallThatSaysNothingButItsHeartbeatsIsJudged() {
      hall.vouchesHourly("2020-04-28T01:00", "2020-04-29T01:00");

      assertThat(city.level("f01", C01, 1, "2020-04-28"))
          .hasValueSatisfying(
              level -> assertThat(level.hardRule()).isEqualTo("no_officer_all_day"));
    }

    @Test
    void anOfficerAndAClerkFromTheFirstToTheLastMinute() {
      officer("2020-04-28T09:00", true);
      clerk("2020-04-28T09:00", true);
      officer("2020-04-28T17:00", false);
      clerk("2020-04-28T17:00", false);

      assertThat(tuesday()).isEqualTo("420/420");
    }

    @Test
    void theFirstAndTheLastMinuteAreOwedInFull() {
      officer("2020-04-28T09:00:00.001", true);
      clerk("2020-04-28T09:00", true);
      officer("2020-04-28T16:59:59.999", false);
      clerk("2020-04-28T17:00", false);

      assertThat(tuesday()).isEqualTo("418/420 no_officer");
    }

    @Test
    void theLunchBreakIsNotOwed() {
      clerk("2020-04-28T08:50", true);
      officer("2020-04-28T08:50", true);
      officer("2020-04-28T12:00", false);
      officer("2020-04-28T13:00", true);

      assertThat(tuesday()).isEqualTo("420/420");
    }

    @Test
    void anOfficerAloneIsTooFew() {
      officer("2020-04-28T09:00", true);
      clerk("2020-04-28T10:00", true);

      assertThat(tuesday()).isEqualTo("360/420 too_few_staff");
    }

    @Test
    void whereTwoOthersMustStayOneIsTooFew(@TempDir Path commitments) throws IOException {
      for (String file : new String[] {"C01.yaml", "streams.yaml"}) {
        String text = Files.readString(Path.of("..", "schemas", "commitments", file));
        Files.writeString(commitments.resolve(file), text.replace("at_least: 1", "at_least: 2"));
      }
      var catalogue = Catalogue.load(commitments, TestCity.TYPES);
      var city = new TestCity(TestCity.demoRegistry(), catalogue);
      var hall = city.source("/demo/c01/hall/f01");
      for (String who : new String[] {"officer-1", "clerk-1", "clerk-2"}) {
        hall.tells(
            who.equals("clerk-2") ? "2020-04-28T10:00" : "2020-04-28T09:00",
            "hall.staff.checked_in",
            "site_id",
            "hall-f01",
            "staff_ref",
            who,
            "rank",
            who.startsWith("officer") ? "section" : "staff",
            "duty",
            "site");
      }
      hall.vouches("2020-04-29T00:15");

      assertThat(city.standing(C01, TUESDAY)).isEqualTo("360/420 too_few_staff");
    }

    @Test
    void outInTheVillagesIsOnDutyAndAwayOnBusinessIsNot() {
      clerk("2020-04-28T09:00", true);
      staff("2020-04-28T09:00", true, "officer-1", "section", "field_in_area");
      staff("2020-04-28T15:00", true, "officer-1", "section", "away_business");

      assertThat(tuesday()).isEqualTo("300/420 no_officer");
    }

    @Test
    void nobodyOfRankAllDayBreaksTheHardRuleWhenTheDayIsOver() {
      clerk("2020-04-28T09:00", true);
      hall.vouches("2020-04-28T17:14:59.999");
      assertThat(city.outcomes(C01, TUESDAY)).isEmpty();

      hall.vouches("2020-04-28T17:15"); // the last minute of duty and the grace

      assertThat(hardRule(TUESDAY)).isEqualTo("no_officer_all_day");
    }

    @Test
    void oneMinuteOrARegisteredSubstituteSavesTheDayFromTheHardRule() {
      officer("2020-04-28T16:59", true);
      assertThat(tuesday()).isEqualTo("0/420 no_officer too_few_staff");
      assertThat(hardRule(TUESDAY)).isEmpty();

      staff("2020-04-29T09:00", true, "officer-2", "deputy_section", "substitute");
      clerk("2020-04-29T09:00", true);
      hall.vouches("2020-04-30T00:15");
      assertThat(city.standing(C01, "hall-f01/2020-04-29")).isEqualTo("420/420");
    }

    @Test
    void whoNeverChecksOutIsGoneAtMidnight() {
      officer("2020-04-28T09:00", true);
      clerk("2020-04-28T09:00", true);
      hall.vouches("2020-04-30T00:15");

      assertThat(city.standing(C01, TUESDAY)).isEqualTo("420/420");
      assertThat(city.standing(C01, "hall-f01/2020-04-29")).isEqualTo("0/420 no_officer");
    }

    @Test
    void aMakeUpWorkdayIsOwedAndDaysOffAreNot() {
      var city = TestCity.demoSince("2020-01-18");
      var hall = city.source("/demo/c01/hall/f01");
      hall.vouches("2020-01-21T00:15");

      assertThat(city.standing(C01, "hall-f01/2020-01-18")).isEmpty();
      assertThat(city.standing(C01, "hall-f01/2020-01-19")).isEqualTo("0/420 no_officer");

      hall.vouches("2020-01-28T00:15");
      assertThat(city.standing(C01, "hall-f01/2020-01-27")).isEmpty(); // Spring Festival
    }

    @Test
    void whatIsToldInTheWrongOrderOrTooLateForTheDayIsCountedAllTheSame() {
      clerk("2020-04-28T17:00", false);
      officer("2020-04-28T17:00", false);
      officer("2020-04-28T09:00", true);
      assertThat(tuesday()).isEqualTo("0/420 too_few_staff");

      clerk("2020-04-28T09:00", true);

      assertThat(city.standing(C01, TUESDAY)).isEqualTo("420/420");
    }
  }

  /** C08: a slot is kept if the hall is open and staffed for the whole of it. */
  @Nested
  final class ExtendedHours {
    private static final String C08 = "C08";

    private final TestCity city = TestCity.demoSince("2020-04-25");
    private final TestCity.Source hall = city.source("/demo/c01/hall/f01");

    private void posted(String... kindsAndTimes) {
      var entries = new StringBuilder("[");
      for (String each : kindsAndTimes) {
        String[] parts = each.split("[ -]");
        entries
            .append(entries.length() > 1 ? "," : "")
            .append(
                "{\"kind\":\"%s\",\"open\":\"%s\",\"close\":\"%s\"}"
                    .formatted(parts[0], parts[1], parts[2]));
      }
      hall.tells(
          "2020-04-24T18:00",
          "hall.hours.published",
          "site_id",
          "hall-f01",
          "valid_from",
          "2020-04-25",
          "normal",
          "[]",
          "extended",
          entries.append("]").toString());
    }

    private void open(String date, String from, String to) {
      for (boolean opens : new boolean[] {true, false}) {
        String time = date + "T" + (opens ? from : to);
        hall.tells(
            time,
            opens ? "hall.window.opened" : "hall.window.closed",
            "site_id",
            "hall-f01",
            "window_id",
            "1",
            "window_kind",
            "general");
        hall.tells(
            time,
            opens ? "hall.staff.checked_in" : "hall.staff.checked_out",
            "site_id",
            "hall-f01",
            "staff_ref",
            "clerk-1",
            "duty",
            "site");
      }
    }

    private String standing(String date) {
      return city.standing(C08, "hall-f01/" + date);
    }

    @Test
    void aSlotIsOneUnitAndKeptIfOpenForTheWholeOfIt() {
      posted("early 08:00-08:30", "late 17:00-18:00");
      open("2020-04-28", "08:00", "08:30");
      open("2020-04-28", "17:00", "18:00");
      hall.vouches("2020-04-29T00:15");

      assertThat(standing("2020-04-28")).isEqualTo("2/2");
    }

    @Test
    void anHourThatBeginsLateOrEndsEarlyIsNotKept() {
      posted("early 08:00-08:30", "late 17:00-18:00");
      open("2020-04-28", "08:00:00.001", "08:30");
      open("2020-04-28", "17:00", "17:59:59.999");
      hall.vouches("2020-04-29T00:15");

      assertThat(standing("2020-04-28")).isEqualTo("0/2 closed");
    }

    @Test
    void oneOfTwoSlots() {
      posted("noon 12:00-13:00", "late 17:00-18:00");
      open("2020-04-28", "12:00", "13:00");
      hall.vouches("2020-04-29T00:15");

      assertThat(standing("2020-04-28")).isEqualTo("1/2 closed");
    }

    @Test
    void eachKindHasItsDays() {
      posted(
          "noon 12:00-13:00",
          "weekend 09:00-12:00",
          "holiday 10:00-11:00",
          "holiday 15:00-16:00",
          "market_day 07:00-08:00");
      hall.vouches("2020-05-04T00:15");

      assertThat(standing("2020-04-25")).isEqualTo("0/1 closed"); // Saturday
      assertThat(standing("2020-04-26")).isEqualTo("0/1 closed"); // a Sunday that is worked
      assertThat(standing("2020-04-27")).isEqualTo("0/2 closed"); // Monday, market
      assertThat(standing("2020-04-28")).isEqualTo("0/1 closed"); // Tuesday
      assertThat(standing("2020-05-01")).isEqualTo("0/3 closed"); // Labour Day, market
      assertThat(standing("2020-05-02")).isEqualTo("0/2 closed"); // Labour Day holiday
    }

    @Test
    void whereNoneIsPostedNoneIsOwed() {
      hall.tells(
          "2020-04-24T18:00",
          "hall.hours.published",
          "site_id",
          "hall-f01",
          "valid_from",
          "2020-04-25",
          "normal",
          "[]");
      hall.vouches("2020-04-29T00:15");

      assertThat(standing("2020-04-28")).isEmpty();
      assertThat(city.level("f01", C08, 28, "2020-04-28"))
          .hasValueSatisfying(level -> assertThat(level.verdict().name()).isEqualTo("too_few"));
    }

    private void vouchesDaily(String from, String to) {
      for (int day = ServiceDates.parse(from); day <= ServiceDates.parse(to); day++) {
        hall.vouches(ServiceDates.format(day) + "T00:15");
      }
    }

    private String verdict(String date) {
      return city.level("f01", C08, 28, date).orElseThrow().verdict().name();
    }

    @Test
    void noSlotInTheFirstFourWeeksOfThePromiseIsAWarning() {
      posted(); // it is in force since 2020-04-27
      vouchesDaily("2020-04-26", "2020-05-26");

      assertThat(verdict("2020-05-23")).isEqualTo("too_few");
      assertThat(verdict("2020-05-24")).isEqualTo("at_risk");
    }

    @Test
    void asLongAsTheWindowHoldsASlotThereIsNoWarning() {
      posted("holiday 09:00-11:00"); // from May 1 to 5
      for (int day = 1; day <= 5; day++) {
        open("2020-05-0" + day, "09:00", "11:00");
      }
      vouchesDaily("2020-05-06", "2020-06-04");

      assertThat(verdict("2020-06-01")).isEqualTo("too_few");
      assertThat(verdict("2020-06-02")).isEqualTo("at_risk");
    }

    @Test
    void whereNothingAtAllIsPostedNothingIsKnown() {
      vouchesDaily("2020-04-26", "2020-05-26");

      assertThat(verdict("2020-05-24")).isEqualTo("no_data");
    }

    @Test
    void aSlotOnADayThatNobodyVouchesForMayHaveBeen() {
      posted();
      vouchesDaily("2020-04-26", "2020-05-10");
      long before = TestCity.at("2020-05-13T12:00");
      city.take(hall.heartbeat("gap", before, TestCity.at("2020-05-14T00:15"), before));
      vouchesDaily("2020-05-15", "2020-05-26");

      assertThat(verdict("2020-05-24")).isEqualTo("too_few"); // 10 to 13 May are missing
    }

    @Test
    void aListThatIsToldLateChangesNoDayThatIsOver() {
      posted();
      vouchesDaily("2020-04-26", "2020-05-25");
      hall.tells(
          "2020-05-25T09:00",
          "hall.hours.published",
          "site_id",
          "hall-f01",
          "valid_from",
          "2020-05-01",
          "normal",
          "[]",
          "extended",
          "[{\"kind\":\"noon\",\"open\":\"12:00\",\"close\":\"13:00\"}]");
      open("2020-05-25", "12:00", "13:00");
      vouchesDaily("2020-05-26", "2020-05-26");

      assertThat(verdict("2020-05-24")).isEqualTo("at_risk");
      assertThat(verdict("2020-05-25")).isEqualTo("too_few");
    }

    @Nested
    final class TwoHalls {
      private final TestCity city;
      private final TestCity.Source hall;

      TwoHalls() throws IOException {
        Path reference = TestReference.demoSince("2020-04-25");
        Path sites = reference.resolve("sites.csv");
        Files.writeString(
            sites, Files.readString(sites) + "hall-f01b,hall,XX便民站,f01,,,/demo/c01/hall/f01\n");
        city = new TestCity(Registry.load(reference), TestCity.CATALOGUE);
        hall = city.source("/demo/c01/hall/f01");
        posts(
            "2020-04-24",
            "hall-f01",
            "[{\"kind\":\"noon\",\"open\":\"12:00\",\"close\":\"13:00\"}]");
        posts("2020-04-24", "hall-f01b", "[]");
      }

      private void posts(String date, String site, String slots) {
        hall.tells(
            date + "T18:00",
            "hall.hours.published",
            "site_id",
            site,
            "valid_from",
            ServiceDates.format(ServiceDates.parse(date) + 1),
            "normal",
            "[]",
            "extended",
            slots);
      }

      private void opens(String date, String site) {
        for (String time : new String[] {"12:00", "13:00"}) {
          boolean on = time.equals("12:00");
          hall.tells(
              date + "T" + time,
              on ? "hall.window.opened" : "hall.window.closed",
              "site_id",
              site,
              "window_id",
              site,
              "window_kind",
              "general");
          hall.tells(
              date + "T" + time,
              on ? "hall.staff.checked_in" : "hall.staff.checked_out",
              "site_id",
              site,
              "staff_ref",
              site,
              "duty",
              "site");
        }
      }

      private void days(String from, String to, String... open) {
        for (int day = ServiceDates.parse(from); day <= ServiceDates.parse(to); day++) {
          for (String site : open) {
            opens(ServiceDates.format(day), site);
          }
          hall.vouches(ServiceDates.format(day + 1) + "T00:15");
        }
      }

      private String verdict(String date) {
        return city.level("f01", C08, 28, date).orElseThrow().verdict().name();
      }

      /** The only one that anybody got. */
      private String notice() {
        var ofC08 =
            city.run.alerts.stream().filter(each -> each.commitmentId().equals(C08)).toList();
        assertThat(ofC08).hasSize(1);
        return ofC08.get(0).textZh();
      }

      @Test
      void aHallWithoutSlotsDoesNotHideBehindItsNeighbour() {
        days("2020-04-25", "2020-05-24", "hall-f01");
        assertThat(verdict("2020-05-23")).isEqualTo("met");
        assertThat(verdict("2020-05-24")).isEqualTo("at_risk");
        assertThat(notice()).contains("18/18个时段").contains("。XX便民站近28天没有公布任何应兑现的服务时段。");

        posts(
            "2020-05-24",
            "hall-f01b",
            "[{\"kind\":\"noon\",\"open\":\"12:00\",\"close\":\"13:00\"}]");
        days("2020-05-25", "2020-05-25", "hall-f01", "hall-f01b");
        assertThat(verdict("2020-05-25")).isEqualTo("met");
      }

      @Test
      void theWarningOfADayThatWasToldLateHasItsReason() {
        days("2020-04-25", "2020-05-23", "hall-f01");
        city.arrivalReached("2020-05-26T12:00");
        assertThat(verdict("2020-05-24")).isEqualTo("no_data");

        days("2020-05-24", "2020-05-24", "hall-f01");
        assertThat(verdict("2020-05-24")).isEqualTo("at_risk");
        assertThat(notice()).contains("有站点近28天没有公布任何应兑现的服务时段。");
      }

      @Test
      void whatIsToldLateOfItsNeighbourLeavesTheWarning() {
        days("2020-04-25", "2020-05-24", "hall-f01");
        days("2020-05-25", "2020-05-25");
        assertThat(city.level("f01", C08, 1, "2020-05-25").orElseThrow().good()).isZero();

        opens("2020-05-25", "hall-f01");
        days("2020-05-26", "2020-05-26", "hall-f01");
        assertThat(city.level("f01", C08, 1, "2020-05-25").orElseThrow().good()).isOne();
        assertThat(verdict("2020-05-25")).isEqualTo("at_risk");
      }

      @Test
      void whatTheNeighbourBreaksStaysBroken() {
        days("2020-04-25", "2020-05-24");
        assertThat(verdict("2020-05-24")).isEqualTo("breached");
      }
    }
  }

  /** C19: each tracer medicine on each open day. */
  @Nested
  final class MedicineInStock {
    private static final String C19 = "C19";
    private static final String AMLODIPINE = "C08CA01";

    private final TestCity city = TestCity.demoSince("2020-04-27");
    private final TestCity.Source clinic = city.source("/demo/c01/clinic/f01");

    private void posted() {
      clinic.tells(
          "2020-04-26T18:00",
          "clinic.hours.published",
          "site_id",
          "clinic-f01",
          "valid_from",
          "2020-04-27",
          "normal",
          "[{\"day_type\":\"workday\",\"open\":\"08:00\",\"close\":\"12:00\"},"
              + "{\"day_type\":\"workday\",\"open\":\"14:00\",\"close\":\"17:30\"}]");
    }

    private void stock(String time, boolean restored, String medicine) {
      clinic.tells(
          time,
          restored ? "clinic.stock.restored" : "clinic.stock.out",
          "site_id",
          "clinic-f01",
          "medicine_code",
          medicine,
          "tracer",
          "true");
    }

    private String standing(String date) {
      return city.standing(C19, "clinic-f01/" + date);
    }

    @Test
    void everythingIsInStockUntilItIsSaidToBeOut() {
      posted();
      clinic.vouches("2020-04-29T00:00");

      assertThat(standing("2020-04-27")).isEqualTo("14/14");
    }

    @Test
    void whatIsOutStaysOutUntilItIsRestored() {
      posted();
      stock("2020-04-28T17:29", false, AMLODIPINE);
      stock("2020-04-30T08:00", true, AMLODIPINE);
      clinic.vouches("2020-05-02T00:00");

      assertThat(standing("2020-04-27")).isEqualTo("14/14");
      assertThat(standing("2020-04-28")).isEqualTo("13/14 out_of_stock");
      assertThat(standing("2020-04-29")).isEqualTo("13/14 out_of_stock");
      assertThat(standing("2020-04-30")).isEqualTo("14/14");
    }

    @Test
    void outAfterHoursAndBackBeforeIsNotMissed() {
      posted();
      stock("2020-04-28T17:30", false, AMLODIPINE);
      stock("2020-04-29T07:59", true, AMLODIPINE);
      clinic.vouches("2020-05-01T00:00");

      assertThat(standing("2020-04-28")).isEqualTo("14/14");
      assertThat(standing("2020-04-29")).isEqualTo("14/14");
    }

    @Test
    void outAndRestoredOverLunchIsNotMissed() {
      posted();
      stock("2020-04-28T12:00", false, AMLODIPINE);
      stock("2020-04-28T14:00", true, AMLODIPINE);
      clinic.vouches("2020-04-30T00:00");

      assertThat(standing("2020-04-28")).isEqualTo("14/14");
    }

    @Test
    void aMedicineThatIsNotOnTheListIsNotCounted() {
      posted();
      stock("2020-04-28T09:00", false, "Z99ZZ99");
      clinic.vouches("2020-04-30T00:00");

      assertThat(standing("2020-04-28")).isEqualTo("14/14");
    }

    @Test
    void twoOutAreTwoLost() {
      posted();
      stock("2020-04-28T09:00", false, AMLODIPINE);
      stock("2020-04-28T10:00", false, "N02BE01");
      clinic.vouches("2020-04-30T00:00");

      assertThat(standing("2020-04-28")).isEqualTo("12/14 out_of_stock");
    }

    @Test
    void closedDaysAreNotCounted() {
      posted();
      stock("2020-04-28T09:00", false, AMLODIPINE);
      clinic.vouches("2020-05-08T00:00");

      assertThat(standing("2020-05-01")).isEmpty(); // Labour Day
      assertThat(standing("2020-05-06")).isEqualTo("13/14 out_of_stock");
    }

    @Test
    void aRestorationThatIsToldLateRevisesAllTheDaysBehindIt() {
      posted();
      stock("2020-04-27T09:00", false, AMLODIPINE);
      clinic.vouches("2020-05-01T00:00");
      assertThat(standing("2020-04-29")).isEqualTo("13/14 out_of_stock");

      clinic.tellsLate(
          "2020-04-28T07:00",
          "2020-05-01T01:00",
          "clinic.stock.restored",
          "site_id",
          "clinic-f01",
          "medicine_code",
          AMLODIPINE);

      assertThat(standing("2020-04-27")).isEqualTo("13/14 out_of_stock");
      assertThat(standing("2020-04-28")).isEqualTo("14/14");
      assertThat(standing("2020-04-29")).isEqualTo("14/14");
    }

    @Test
    void aStockOutOutlivesTheCorrectionHorizon() {
      posted();
      stock("2020-04-27T09:00", false, AMLODIPINE);
      clinic.vouchesHourly("2020-04-28T00:00", "2020-06-24T00:00");
      assertThat(standing("2020-06-22")).isEqualTo("13/14 out_of_stock");

      stock("2020-06-24T07:00", true, AMLODIPINE);
      clinic.vouches("2020-06-26T00:00");

      assertThat(standing("2020-06-23")).isEqualTo("13/14 out_of_stock");
      assertThat(standing("2020-06-24")).isEqualTo("14/14");
    }
  }

  /** C21: a session on each working day in term. */
  @Nested
  final class PreschoolOpen {
    private static final String C21 = "C21";

    private final TestCity city = TestCity.demoSince("2020-04-25");
    private final TestCity.Source school = city.source("/demo/c01/school");

    private void held(String time, String date) {
      school.tells(
          time, "school.session.held", "site_id", "school-f02", "date", date, "enrolled", "9");
    }

    private String standing(String date) {
      return city.standing(C21, "school-f02/" + date);
    }

    @Test
    void aDayIsGoodIfASessionWasHeld() {
      held("2020-04-28T16:00", "2020-04-28");
      school.vouches("2020-04-30T23:59:59.999");
      assertThat(standing("2020-04-29")).isEmpty();

      school.vouches("2020-05-01T00:00"); // the end of the day and the grace

      assertThat(standing("2020-04-28")).isEqualTo("1/1");
      assertThat(standing("2020-04-29")).isEqualTo("0/1 not_held");
    }

    @Test
    void aSessionCountsForItsDateNotForTheDayItIsToldOn() {
      held("2020-04-29T08:00", "2020-04-28");
      school.vouches("2020-05-01T00:00");

      assertThat(standing("2020-04-28")).isEqualTo("1/1");
      assertThat(standing("2020-04-29")).isEqualTo("0/1 not_held");
    }

    @Test
    void aSessionThatIsToldAfterTheGraceRevisesItsDay() {
      school.vouches("2020-05-01T00:00");
      assertThat(standing("2020-04-28")).isEqualTo("0/1 not_held");

      held("2020-05-01T09:00", "2020-04-28");

      assertThat(standing("2020-04-28")).isEqualTo("1/1");
    }

    @Test
    void twoSessionsOnADayAreOneDay() {
      held("2020-04-28T12:00", "2020-04-28");
      held("2020-04-28T16:00", "2020-04-28");
      school.vouches("2020-05-01T00:00");

      assertThat(standing("2020-04-28")).isEqualTo("1/1");
    }

    @Test
    void daysOffAndHolidaysBetweenTermsAreNotOwedAndWorkedSundaysAre() {
      school.vouchesHourly("2020-04-25T01:00", "2020-07-15T00:00");

      assertThat(standing("2020-04-25")).isEmpty(); // Saturday
      assertThat(standing("2020-04-26")).isEqualTo("0/1 not_held");
      assertThat(standing("2020-05-01")).isEmpty(); // Labour Day
      assertThat(standing("2020-07-10")).isEqualTo("0/1 not_held"); // the last day of term
      assertThat(standing("2020-07-13")).isEmpty();
    }
  }
}
