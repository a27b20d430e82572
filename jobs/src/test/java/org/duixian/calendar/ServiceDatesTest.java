package org.duixian.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceDatesTest {
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

  @Test
  void aNightTripRunsPastMidnight() {
    var date = ServiceDates.parse("2020-04-27");
    assertThat(ServiceDates.at(date, 25 * 3600))
        .isEqualTo(ServiceDates.startMillis(date + 1) + 3_600_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2020-02-30", "2020-4-27", "20200427", "", "2020-04-27T00:00"})
  void refusesWhatIsNotADate(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ServiceDates.parse(text));
  }
}
