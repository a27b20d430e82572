package org.duixian.local.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.EventDecoder;
import org.duixian.event.EventTypes;
import org.duixian.event.RawRecord;
import org.junit.jupiter.api.Test;

class AcceptedEventsTest {
  @Test
  void everyEventIsAcceptedAndEveryTypeIsUsed() {
    var types = EventTypes.load();
    var decoder = new EventDecoder(types);
    var seen = new HashSet<String>();
    // Over the merger, and long enough for the rare types.
    var from = ServiceDates.parse("2020-04-26");
    Told.demo(1, from, 6, Story.ofDemo(Told.DEMO))
        .events()
        .forEachRemaining(
            event ->
                decoder.decode(
                    record(event),
                    accepted -> {
                      seen.add(accepted.type());
                      assertThat(accepted.recordedMillis()).isEqualTo(event.arrivedMillis());
                    },
                    rejected -> assertThat(rejected).isNull()));
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            types.all().stream().map(type -> type.name()).toList());
  }

  private static RawRecord record(SimulatedEvent event) {
    var key = event.key().getBytes(StandardCharsets.UTF_8);
    return new RawRecord(event.topic(), 0, 0, event.arrivedMillis(), key, event.value());
  }
}
