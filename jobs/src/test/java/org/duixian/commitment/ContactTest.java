package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import org.duixian.TestCity;
import org.duixian.area.AreaEvent;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;

/** C10: a contact is answered within 30 seconds or called back within an hour. */
final class ContactTest {
  private static final String C10 = "C10";

  private final TestCity city = TestCity.demo();
  private final TestCity.Source hotline = city.source("/demo/c01/12345");
  private int number;

  private void tells(String time, String verb, String... more) {
    String[] fields = new String[more.length + 2];
    fields[0] = "contact_id";
    fields[1] = "T1";
    System.arraycopy(more, 0, fields, 2, more.length);
    long at = TestCity.at(time);
    var event = hotline.event("e" + ++number, at, at, "feedback.contact." + verb, fields);
    city.run.take(new AreaEvent("f01", true, event));
  }

  private void offered(String time) {
    tells(time, "offered", "channel", "hotline_12345");
  }

  @Test
  void aContactAnsweredAfterExactlyThirtySecondsIsKept() {
    offered("2020-04-28T09:00:00");
    tells("2020-04-28T09:00:30", "answered");

    assertThat(city.standing(C10, "T1")).isEqualTo("1/1");
  }

  @Test
  void oneAnsweredAMillisecondLaterIsNotKeptOnceItsHourIsOver() {
    offered("2020-04-28T09:00:00");
    tells("2020-04-28T09:00:30.001", "answered", "callback", "false");
    hotline.vouches("2020-04-28T10:59:59.999");
    assertThat(city.outcomes(C10, "T1")).isEmpty();

    hotline.vouches("2020-04-28T11:00");

    assertThat(city.standing(C10, "T1")).isEqualTo("0/1 answered_late");
  }

  @Test
  void aCallBackAfterExactlyAnHourKeepsWhatWasAnsweredLate() {
    offered("2020-04-28T09:00:00");
    tells("2020-04-28T09:05:00", "answered");
    tells("2020-04-28T10:00:00", "answered", "callback", "true");

    assertThat(city.standing(C10, "T1")).isEqualTo("1/1");
  }

  @Test
  void aCallBackAMillisecondLaterDoesNot() {
    offered("2020-04-28T09:00:00");
    tells("2020-04-28T10:00:00.001", "answered", "callback", "true");
    hotline.vouches("2020-04-28T12:00");

    assertThat(city.standing(C10, "T1")).isEqualTo("0/1 answered_late");
  }

  @Test
  void whoHangsUpIsStillOwedACallBack() {
    offered("2020-04-28T09:00:00");
    tells("2020-04-28T09:00:20", "abandoned");
    hotline.vouches("2020-04-28T11:00");
    assertThat(city.standing(C10, "T1")).isEqualTo("0/1 not_answered");

    tells("2020-04-28T09:30:00", "answered", "callback", "true"); // told late

    assertThat(city.standing(C10, "T1")).isEqualTo("1/1");
  }

  @Test
  void anAnswerToldBeforeTheContactIsHeldToItsLimitAllTheSame() {
    tells("2020-04-28T09:00:31", "answered");
    offered("2020-04-28T09:00:00");
    hotline.vouches("2020-04-28T11:00");
    assertThat(city.standing(C10, "T1")).isEqualTo("0/1 answered_late");

    tells("2020-04-28T09:00:29", "answered");

    assertThat(city.standing(C10, "T1")).isEqualTo("1/1");
  }

  @Test
  void aContactBeforeMidnightCountsForTheDayOnWhichItsHourEnds() {
    offered("2020-04-28T23:30:00");
    tells("2020-04-28T23:30:10", "answered");

    assertThat(city.outcomes(C10, "T1").get(0).serviceDate())
        .isEqualTo(ServiceDates.parse("2020-04-29"));
  }

  @Test
  void whatMayHaveBeenAnsweredUnseenIsNotJudged() {
    offered("2020-04-28T09:00:00");
    hotline.vouches("2020-04-28T09:10");
    long from = TestCity.at("2020-04-28T09:50");
    long to = TestCity.at("2020-04-28T13:00");
    city.take(hotline.heartbeat("gap", from, to, to));

    assertThat(city.outcomes(C10, "T1")).isEmpty();
  }
}
