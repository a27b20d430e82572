package org.duixian.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.duixian.area.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkCalendarTest {
  private static final Path DEMO = Path.of("..", "schemas", "reference", "demo");
  private static final WorkCalendar CALENDAR = Registry.load(DEMO).calendar();

  @ParameterizedTest
  @CsvSource({
    "2020-01-19, makeup_workday, makeup_workday",
    "2020-01-23, workday, workday",
    "2020-01-24, statutory_holiday, statutory_holiday",
    "2020-01-30, statutory_holiday, statutory_holiday",
    "2020-01-31, workday, statutory_holiday",
    "2020-02-01, makeup_workday, statutory_holiday",
    "2020-02-02, rest_day, statutory_holiday",
    "2020-02-03, workday, workday",
    "2020-05-05, statutory_holiday, statutory_holiday",
    "2020-05-09, makeup_workday, makeup_workday"
  })
  void theSpringFestivalWasExtendedWhileItRan(String date, DayType asPlanned, DayType asExtended)
      throws IOException {
    var planned = EarlierCalendars.knownOn("2020-01-26", DEMO);
    assertThat(planned.version()).isEqualTo("2019-11-21");
    assertThat(planned.dayType(ServiceDates.parse(date))).isEqualTo(asPlanned);
    assertThat(CALENDAR.version()).isEqualTo("2020-01-27");
    assertThat(CALENDAR.dayType(ServiceDates.parse(date))).isEqualTo(asExtended);
  }

  @Test
  void aMakeupWorkdayIsAWorkingDay() {
    assertThat(CALENDAR.isWorkday(ServiceDates.parse("2020-01-19"))).isTrue();
    assertThat(CALENDAR.isWorkday(ServiceDates.parse("2020-01-31"))).isFalse();
    assertThat(CALENDAR.isWorkday(ServiceDates.parse("2020-02-08"))).isFalse();
  }

  @Test
  void saysWhichDatesItDoesNotKnow() {
    assertThat(CALENDAR.covers(ServiceDates.parse("2019-10-01"))).isTrue();
    assertThat(CALENDAR.covers(ServiceDates.parse("2020-12-31"))).isTrue();
    assertThat(CALENDAR.covers(ServiceDates.parse("2021-01-01"))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CALENDAR.dayType(ServiceDates.parse("2021-01-01")))
        .withMessage(
            "calendar 2020-01-27 (2019-10-01 to 2020-12-31) does not say what kind of day"
                + " 2021-01-01 is");
  }

  @Test
  void aDateThatNobodySpokeOfStaysUnknown() {
    var calendar =
        WorkCalendar.of(
            List.of(
                new PublishedDay(0, 10, DayType.workday, ""),
                new PublishedDay(0, 12, DayType.rest_day, "")));
    assertThat(calendar.covers(11)).isFalse();
    assertThat(calendar.covers(9)).isFalse();
    assertThat(calendar.covers(13)).isFalse();
  }
}
