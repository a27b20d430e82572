package org.duixian.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceDatesTest {
  private static final long START_OF_1992 = 694_195_200_000L;
  private static final long START_OF_2100 = 4_102_444_800_000L;

  @ParameterizedTest
  @CsvSource({
    "2020-04-26T15:59:59.999Z, 2020-04-26",
    "2020-04-26T16:00:00Z, 2020-04-27",
    "2020-04-27T15:59:59.999Z, 2020-04-27",
    "1969-12-31T15:59:59.999Z, 1969-12-31"
  })
  void aDateStartsAtMidnightInShanghai(Instant instant, String date) {
    assertThat(ServiceDates.format(ServiceDates.serviceDate(instant.toEpochMilli())))
        .isEqualTo(date);
  }

  @Property
  void agreesWithTheTimeZoneDatabase(
      @ForAll @LongRange(min = START_OF_1992, max = START_OF_2100) long millis) {
    var date = Instant.ofEpochMilli(millis).atZone(ZoneId.of(ServiceDates.ZONE)).toLocalDate();
    var serviceDate = ServiceDates.serviceDate(millis);
    assertThat(serviceDate).isEqualTo((int) date.toEpochDay());
    assertThat(ServiceDates.startMillis(serviceDate))
        .isEqualTo(date.atStartOfDay(ZoneId.of(ServiceDates.ZONE)).toInstant().toEpochMilli());
    assertThat(ServiceDates.parse(ServiceDates.format(serviceDate))).isEqualTo(serviceDate);
  }

  @Test
  void aNightTripRunsPastMidnight() {
    var date = ServiceDates.parse("2020-04-27");
    assertThat(ServiceDates.at(date, 25 * 3600))
        .isEqualTo(ServiceDates.startMillis(date + 1) + 3_600_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2020-02-30",
        "2020-13-01",
        "2020-00-01",
        "2020-4-27",
        "20200427",
        "2020/04/27",
        "-020-04-27",
        "2020-+4-27",
        "２０２０-04-27",
        "",
        "2020-04-27T00:00"
      })
  void refusesWhatIsNotADate(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ServiceDates.parse(text));
  }
}
