package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import org.duixian.TestCity;
import org.duixian.area.AreaEvent;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;

/** What is still owed at the end of a service day, as the level of the day tells it. */
final class OpenUnitsTest {
  private static final String AREA = "f01";
  private static final String STATE = "hall.case.state_changed";

  private final TestCity city = TestCity.demoSince("2020-04-27");
  private final TestCity.Source office = city.source("/demo/c01/cases");
  private int number;

  private void turned(String caseId, String time, String state) {
    tells(office, time, STATE, "case_id", caseId, "state", state, "promised_days", "3");
  }

  private void tells(TestCity.Source source, String time, String type, String... fields) {
    long millis = TestCity.at(time);
    var event = source.event("e" + ++number, millis, millis, type, fields);
    city.run.take(new AreaEvent(AREA, true, event));
  }

  /** Open and overdue units, of the level that was published first. */
  private String owed(int windowDays, String date) {
    return owed("C06", windowDays, date);
  }

  private String owed(String commitmentId, int windowDays, String date) {
    return city.run.levels.stream()
        .filter(each -> each.areaId().equals(AREA) && each.commitmentId().equals(commitmentId))
        .filter(each -> each.windowDays() == windowDays)
        .filter(each -> each.serviceDate() == ServiceDates.parse(date))
        .map(each -> each.openUnits() + "/" + each.overdueUnits())
        .toList()
        .toString();
  }

  @Test
  void aCaseIsOpenFromItsDayUntilItIsDecided() {
    turned("K1", "2020-04-27T09:00", "accepted"); // due at the end of Thursday
    office.vouchesHourly("2020-04-27T10:00", "2020-04-28T12:00");
    turned("K2", "2020-04-28T13:00", "accepted");
    office.vouchesHourly("2020-04-28T14:00", "2020-04-29T08:00");
    turned("K1", "2020-04-29T09:00", "closed");
    office.vouchesHourly("2020-04-29T10:00", "2020-05-10T00:00");

    assertThat(owed(1, "2020-04-27")).isEqualTo("[1/0]");
    assertThat(owed(1, "2020-04-28")).isEqualTo("[2/0]");
    assertThat(owed(1, "2020-04-29")).isEqualTo("[1/0]");
    assertThat(owed(1, "2020-05-08")).isEqualTo("[0/0]");
    assertThat(owed(28, "2020-04-28")).isEqualTo("[null/null]");
  }

  @Test
  void whatIsOpenedAfterMidnightIsNotOfTheDayBefore() {
    turned("K1", "2020-04-28T00:05", "accepted");
    office.vouchesHourly("2020-04-28T01:00", "2020-04-29T01:00");

    assertThat(owed(1, "2020-04-27")).isEqualTo("[0/0]");
    assertThat(owed(1, "2020-04-28")).isEqualTo("[1/0]");
  }

  @Test
  void ofASilentSourceNobodyKnowsWhetherWhatFellDueWasDone() {
    turned("K1", "2020-04-27T09:00", "accepted");
    office.vouchesHourly("2020-04-27T10:00", "2020-04-28T12:00");
    for (int day = ServiceDates.parse("2020-04-28");
        day < ServiceDates.parse("2020-05-09");
        day++) {
      city.arrivalReached(ServiceDates.format(day) + "T12:00");
    }

    assertThat(owed(1, "2020-04-29")).isEqualTo("[1/0]");
    assertThat(owed(1, "2020-05-07")).isEqualTo("[1/1]");

    office.vouches("2020-05-10T00:00"); // and what was said of those days stays
    office.vouchesHourly("2020-05-10T01:00", "2020-05-11T01:00");

    assertThat(owed(1, "2020-05-07")).isEqualTo("[1/1, null/null]");
    assertThat(owed(1, "2020-05-10")).isEqualTo("[0/0]");
  }

  /** However the time of arrival reaches the days: one by one, or all in a leap. */
  @Test
  void ofASilentSourceEachDayIsToldWheneverTimersCome() {
    turned("K1", "2020-04-27T09:00", "accepted");
    office.vouchesHourly("2020-04-27T10:00", "2020-04-28T12:00");
    city.arrivalReached("2020-05-06T12:00");

    assertThat(owed(1, "2020-04-29")).isEqualTo("[1/0]");
    assertThat(owed(1, "2020-05-05")).isEqualTo("[1/1]");
  }

  @Test
  void ofDaysThatAreVouchedForAtOnceOnlyTheLastIsTold() {
    turned("K1", "2020-04-27T09:00", "accepted");
    office.vouchesLate("2020-04-30T01:00", "2020-04-27T10:00");

    assertThat(owed(1, "2020-04-27")).isEqualTo("[null/null]");
    assertThat(owed(1, "2020-04-28")).isEqualTo("[null/null]");
    assertThat(owed(1, "2020-04-29")).isEqualTo("[1/0]");
  }

  @Test
  void whatIsDoneInTimeAndNotConfirmedYetIsOpenButNotOverdue() {
    var hotline = city.source("/demo/c01/12345");
    String filed = "feedback.request.filed";
    String closed = "feedback.request.closed";
    tells(hotline, "2020-04-27T09:00", filed, "request_id", "R1", "category", "consult");
    tells(hotline, "2020-04-30T16:00", closed, "request_id", "R1", "outcome", "resolved");
    hotline.vouchesHourly("2020-04-30T17:00", "2020-05-07T00:00");

    assertThat(owed("C12", 1, "2020-05-04")).isEqualTo("[1/0]");
  }
}
