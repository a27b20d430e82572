package org.duixian.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class ServiceDatePropertyTest {
  private static final long START_OF_1992 = 694_195_200_000L;
  private static final long START_OF_2100 = 4_102_444_800_000L;

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
}
