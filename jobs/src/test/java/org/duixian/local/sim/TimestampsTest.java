package org.duixian.local.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;

class TimestampsTest {
  @Property
  void anInstantIsWrittenInFullAndReadBackTheSame(
      @ForAll @LongRange(min = 946_656_000_000L, max = 4_102_416_000_000L) long millis) {
    var text = Timestamps.rfc3339(millis);
    var read = OffsetDateTime.parse(text);
    assertThat(read.toInstant().toEpochMilli()).isEqualTo(millis);
    assertThat(read.getOffset()).isEqualTo(ZoneOffset.ofHours(8));
    assertThat(text).hasSize(29);
  }

  @Test
  void timesOfTripsMayExceedADay() {
    assertThat(Timestamps.clock(6 * 3600 + 5 * 60 + 9)).isEqualTo("06:05:09");
    assertThat(Timestamps.clock(25 * 3600 + 90)).isEqualTo("25:01:30");
  }

  @Test
  void aCompactDateHasNoSeparators() {
    assertThat(Timestamps.compact(ServiceDates.parse("2020-03-02"))).isEqualTo("20200302");
  }
}
