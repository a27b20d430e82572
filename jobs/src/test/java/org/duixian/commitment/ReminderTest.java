package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.alert.Alert;
import org.duixian.area.AreaEvent;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;

/** On the last working day before something falls due, its site is reminded of it. */
final class ReminderTest {
  private static final String AREA = "f01";
  private static final String STATE = "hall.case.state_changed";
  private static final String SITE = "hall-f01";

  private final TestCity city = TestCity.demo();
  private final TestCity.Source hall = city.source("/demo/c01/cases");
  private int number;

  private void tells(String time, String type, String... fields) {
    var event = hall.event("e" + ++number, TestCity.at(time), TestCity.at(time), type, fields);
    city.run.take(new AreaEvent(AREA, true, event));
  }

  private void accepted(String id, String time, int days) {
    accepted(id, time, days, SITE);
  }

  private void accepted(String id, String time, int days, String site) {
    tells(
        time,
        STATE,
        "case_id",
        id,
        "site_id",
        site,
        "state",
        "accepted",
        "promised_days",
        Integer.toString(days));
  }

  private void turned(String id, String time, String state, String... more) {
    var fields = new ArrayList<>(List.of("case_id", id, "site_id", SITE, "state", state));
    fields.addAll(Arrays.asList(more));
    tells(time, STATE, fields.toArray(String[]::new));
  }

  private List<Alert> told() {
    return city.run.alerts.stream().filter(each -> each.state().equals("reminded")).toList();
  }

  /** Day, site and how many. */
  private List<String> reminders() {
    return told().stream()
        .map(
            each ->
                "%s %s %d"
                    .formatted(
                        ServiceDates.format(each.serviceDate()), each.subject(), each.total()))
        .toList();
  }

  @Test
  void aSiteIsRemindedOnceAndNobodyAboveIt() {
    accepted("K1", "2020-05-11T09:00", 3); // Monday
    hall.vouchesHourly("2020-05-11T10:00", "2020-05-12T23:00");
    assertThat(reminders()).isEmpty();

    hall.vouchesHourly("2020-05-13T00:00", "2020-05-14T23:00");

    assertThat(reminders()).containsExactly("2020-05-13 hall-f01 1");
    Alert reminder = told().get(0);
    assertThat(reminder.recipients()).containsExactly("site-lead");
    assertThat(reminder.severity()).isEqualTo("reminder");
    assertThat(reminder.ackDueMillis()).isEqualTo(TestCity.at("2020-05-14T23:59:59.999"));
    assertThat(reminder.atMillis()).isEqualTo(TestCity.at("2020-05-13T00:00"));
    assertThat(reminder.evidence()).containsExactly("/demo/c01/cases#e1");
    assertThat(reminder.alertId()).isEqualTo("REMIND-C06-f01-20200513-demo-c01-cases-hall-f01");
    assertThat(reminder.textZh())
        .contains("【提醒】原鹤望岭镇(现属")
        .endsWith(
            "“承诺时限内办结”有1件将于5月14日到期(鹤望岭便民服务站)。截至2020-05-13 00:00尚未办结。"
                + "请站点负责人按期办理。编号"
                + reminder.alertId());
    assertThat(reminder.textEn())
        .contains(
            "1 cases due on 2020-05-14",
            "Still open at 2020-05-13 00:00. site-lead: in time, please. ");
  }

  @Test
  void whatFallsDueTogetherIsOneReminderPerSite() {
    accepted("K1", "2020-05-11T09:00", 3);
    accepted("K2", "2020-05-08T09:00", 5);
    accepted("K3", "2020-05-11T09:00", 3, "hall-f02");
    accepted("K4", "2020-05-11T09:00", 4);
    hall.vouchesHourly("2020-05-11T10:00", "2020-05-15T23:00");

    assertThat(reminders())
        .containsExactly("2020-05-13 hall-f01 2", "2020-05-13 hall-f02 1", "2020-05-14 hall-f01 1");
    assertThat(told().stream().map(Alert::alertId)).doesNotHaveDuplicates();
  }

  @Test
  void overAWeekendItComesBeforeIt() {
    accepted("K1", "2020-05-13T09:00", 3); // Wednesday; due on Monday
    hall.vouchesHourly("2020-05-13T10:00", "2020-05-18T23:00");

    assertThat(reminders()).containsExactly("2020-05-15 hall-f01 1");
  }

  @Test
  void aDayOffThatIsWorkedIsAWorkingDay() {
    accepted("K1", "2020-05-06T09:00", 4); // due on Monday, 11 May; Saturday, 9 May is worked
    hall.vouchesHourly("2020-05-06T10:00", "2020-05-11T23:00");

    assertThat(reminders()).containsExactly("2020-05-09 hall-f01 1");
  }

  @Test
  void whatIsDoneWithdrawnOrPausedIsNotRemindedOf() {
    accepted("K1", "2020-05-11T09:00", 3);
    accepted("K2", "2020-05-11T09:00", 3);
    accepted("K3", "2020-05-11T09:00", 3);
    accepted("K4", "2020-05-11T09:00", 3);
    turned("K1", "2020-05-12T09:00", "closed");
    turned("K2", "2020-05-12T09:00", "withdrawn");
    turned("K3", "2020-05-12T09:00", "correction_requested", "clock", "paused");
    turned("K4", "2020-05-12T23:59:59.999", "closed");
    hall.vouchesHourly("2020-05-13T00:00", "2020-05-14T23:00");

    assertThat(reminders()).isEmpty();
  }

  @Test
  void whatIsAcceptedOnThatDayNeedsNoReminder() {
    accepted("K1", "2020-05-13T00:00", 1);
    hall.vouchesHourly("2020-05-13T00:00", "2020-05-14T23:00");

    assertThat(reminders()).isEmpty();
  }

  @Test
  void theReminderMovesWithTheDueDay() {
    accepted("paused", "2020-05-11T09:00", 3);
    turned("paused", "2020-05-12T09:00", "correction_requested", "clock", "paused");
    turned("paused", "2020-05-18T09:00", "resumed", "clock", "running");
    hall.vouchesHourly("2020-05-18T10:00", "2020-05-31T00:00");
    // Accepted on Monday the 11th, four evenings paused: two of the three days are left.
    assertThat(reminders()).containsExactly("2020-05-19 hall-f01 1");

    accepted("extended", "2020-06-01T09:00", 3); // Monday
    turned("extended", "2020-06-02T09:00", "extended", "extension_days", "2");
    hall.vouchesHourly("2020-06-02T10:00", "2020-06-30T00:00");
    assertThat(reminders()).containsExactly("2020-05-19 hall-f01 1", "2020-06-05 hall-f01 1");
  }

  @Test
  void whatIsExtendedAfterItsReminderIsRemindedOfItsNewDay() {
    accepted("K1", "2020-05-11T09:00", 3);
    hall.vouchesHourly("2020-05-11T10:00", "2020-05-13T09:00");
    turned("K1", "2020-05-13T09:30", "extended", "extension_days", "2");
    hall.vouchesHourly("2020-05-13T10:00", "2020-05-18T23:00");

    assertThat(reminders()).containsExactly("2020-05-13 hall-f01 1", "2020-05-15 hall-f01 1");
  }

  @Test
  void aRevisedCalendarMovesTheReminder() throws IOException {
    Registry revised =
        TestReference.demoWith(
            line -> line.replaceFirst("^([^,]*),2020-05-13,workday,", "$1,2020-05-13,rest_day,"),
            "calendar.csv");
    accepted("K1", "2020-05-11T09:00", 3);
    hall.vouchesHourly("2020-05-11T10:00", "2020-05-12T23:00");
    city.run.goOnWith(revised, TestCity.CATALOGUE);
    hall.vouchesHourly("2020-05-13T00:00", "2020-05-15T23:00");

    assertThat(reminders()).containsExactly("2020-05-14 hall-f01 1");
  }

  @Test
  void aSourceThatLeavesTheDayOutRemindsOfNothing() {
    accepted("K1", "2020-05-11T09:00", 3);
    hall.vouches("2020-05-12T23:00");
    hall.vouches("2020-05-14T00:00");

    assertThat(reminders()).isEmpty();
  }

  @Test
  void commitmentsThatDoNotSaySoRemindNobody() {
    var hotline = city.source("/demo/c01/12345");
    var filed =
        hotline.event(
            "r1",
            TestCity.at("2020-05-11T09:00"),
            TestCity.at("2020-05-11T09:00"),
            "feedback.request.filed",
            "request_id",
            "R1",
            "category",
            "consult");
    city.run.take(new AreaEvent(AREA, true, filed));
    hotline.vouchesHourly("2020-05-11T10:00", "2020-05-15T23:00");

    assertThat(city.outcomes("C12", "R1")).isNotEmpty();
    assertThat(reminders()).isEmpty();
  }

  @Test
  void aProxyRequestIsRemindedOfBeforeTheDayThatWasGiven() {
    tells(
        "2020-05-11T09:00",
        "hall.proxy.requested",
        "proxy_id",
        "P1",
        "site_id",
        SITE,
        "due_at",
        Long.toString(TestCity.at("2020-05-15T12:00")));
    hall.vouchesHourly("2020-05-11T10:00", "2020-05-15T23:00");

    assertThat(reminders()).containsExactly("2020-05-14 hall-f01 1");
    assertThat(told().get(0).ackDueMillis()).isEqualTo(TestCity.at("2020-05-15T12:00"));
  }
}
