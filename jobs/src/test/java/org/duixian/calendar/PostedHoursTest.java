package org.duixian.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostedHoursTest {
  private static final PostedHours HOURS =
      PostedHours.parse(
          """
          [{"day_type": "workday", "open": "14:00", "close": "17:30"},
           {"day_type": "workday", "open": "08:30", "close": "12:00"},
           {"day_type": "rest_day", "open": "09:00", "close": "12:00"},
           {"day_type": "market_day", "open": "07:00", "close": "13:00"}]
          """);

  @Test
  void aWorkdayHasItsHoursInOrder() {
    assertThat(HOURS.intervals(DayType.workday, false))
        .containsExactly(new MinuteInterval(510, 720), new MinuteInterval(840, 1050));
  }

  @Test
  void aMakeupWorkdayIsAWorkday() {
    assertThat(HOURS.intervals(DayType.makeup_workday, false))
        .isEqualTo(HOURS.intervals(DayType.workday, false));
  }

  @Test
  void marketHoursAreAddedToThoseOfTheDay() {
    assertThat(HOURS.intervals(DayType.workday, true))
        .containsExactly(new MinuteInterval(420, 780), new MinuteInterval(840, 1050));
    assertThat(HOURS.intervals(DayType.rest_day, true))
        .containsExactly(new MinuteInterval(420, 780));
    assertThat(HOURS.intervals(DayType.statutory_holiday, true))
        .containsExactly(new MinuteInterval(420, 780));
  }

  @Test
  void aDayWithoutHoursIsClosed() {
    assertThat(HOURS.intervals(DayType.statutory_holiday, false)).isEmpty();
    assertThat(PostedHours.parse("[]").intervals(DayType.workday, true)).isEmpty();
    assertThat(PostedHours.parse(null).intervals(DayType.workday, true)).isEmpty();
  }

  @Test
  void extendedHoursArePostedByKind() {
    var hours =
        PostedHours.parse(
            """
            [{"kind": "early", "open": "08:00", "close": "08:30"},
             {"kind": "noon", "open": "12:00", "close": "13:00"},
             {"kind": "late", "open": "17:00", "close": "18:00"},
             {"kind": "weekend", "open": "09:00", "close": "12:00"},
             {"kind": "holiday", "open": "10:00", "close": "11:00"},
             {"kind": "market_day", "open": "07:00", "close": "07:30"}]
            """);
    assertThat(hours.intervals(DayType.makeup_workday, true))
        .containsExactly(
            new MinuteInterval(420, 450),
            new MinuteInterval(480, 510),
            new MinuteInterval(720, 780),
            new MinuteInterval(1020, 1080));
    assertThat(hours.intervals(DayType.rest_day, false))
        .containsExactly(new MinuteInterval(540, 720));
    assertThat(hours.intervals(DayType.statutory_holiday, false))
        .containsExactly(new MinuteInterval(600, 660));
  }

  @Test
  void hoursMayBeGivenByDayType() {
    var hours =
        PostedHours.of(
            Map.of(
                "workday", List.of("09:00-12:00", "13:00-17:00"),
                "market_day", List.of("07:00-08:00")));
    assertThat(hours.intervals(DayType.workday, false))
        .containsExactly(new MinuteInterval(540, 720), new MinuteInterval(780, 1020));
    assertThat(hours.intervals(DayType.rest_day, true))
        .containsExactly(new MinuteInterval(420, 480));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PostedHours.of(Map.of("sunday", List.of("09:00-12:00"))))
        .withMessage("posted hours: unknown day type: sunday 09:00-12:00");
  }

  @Test
  void touchingAndNestedHoursBecomeOne() {
    var hours =
        PostedHours.parse(
            """
            [{"day_type": "workday", "open": "00:00", "close": "12:00"},
             {"day_type": "workday", "open": "12:00", "close": "24:00"},
             {"day_type": "workday", "open": "13:00", "close": "14:00"}]
            """);
    assertThat(hours.intervals(DayType.workday, false))
        .containsExactly(new MinuteInterval(0, 1440));
  }

  @Test
  void anIntervalDoesNotHoldItsLastMinute() {
    assertThat(new MinuteInterval(510, 720).minutes()).isEqualTo(210);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "not JSON",
        "[1]",
        "[{\"day_type\": \"workday\", \"open\": \"08:30\"}]",
        "[{\"day_type\": \"workday\", \"open\": \"08:30\", \"close\": \"08:30\"}]",
        "[{\"day_type\": \"workday\", \"open\": \"12:00\", \"close\": \"08:30\"}]",
        "[{\"day_type\": \"workday\", \"open\": \"8:30\", \"close\": \"12:00\"}]",
        "[{\"day_type\": \"workday\", \"open\": \"08:60\", \"close\": \"12:00\"}]",
        "[{\"day_type\": \"workday\", \"open\": \"08:00\", \"close\": \"24:01\"}]",
        "[{\"day_type\": \"holiday\", \"open\": \"08:00\", \"close\": \"12:00\"}]",
        "[{\"day_type\": \"workday\", \"open\": null, \"close\": \"12:00\"}]",
        "[{\"day_type\": \"workday\", \"open\": \"08:00\", \"close\": \"12:00\", \"x\": 1}]",
        "[{\"kind\": \"workday\", \"open\": \"08:00\", \"close\": \"12:00\"}]",
        "[] []"
      })
  void refusesHoursThatMakeNoSense(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PostedHours.parse(json))
        .withMessageStartingWith("posted hours: ");
  }
}
