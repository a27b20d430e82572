package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.duixian.edge.ArchivedRecord;
import org.duixian.event.RawRecord;
import org.junit.jupiter.api.Test;

final class PutInPlaceTest {
  private static final byte[] TEXT = {'{', '}'};

  private static ArchivedRecord record(String source, long offset, long time, long arrived) {
    return new ArchivedRecord("events.hall", 0, offset, arrived, source, time, TEXT);
  }

  private static List<RawRecord> put(List<ArchivedRecord> late, ArchivedRecord... archive)
      throws Exception {
    try (var harness = ProcessFunctionTestHarnesses.forProcessFunction(new PutInPlace(late))) {
      for (ArchivedRecord each : archive) {
        harness.processElement(each, 0);
      }
      return harness.extractOutputValues();
    }
  }

  @Test
  void withoutLateEventsAllStaysAsItIs() throws Exception {
    assertThat(put(List.of(), record("/a", 0, 10, 11), record("/b", 1, 9, 12)))
        .extracting(RawRecord::offset, RawRecord::arrivedMillis)
        .containsExactly(tuple(0L, 11L), tuple(1L, 12L));
  }

  @Test
  void aLateEventComesBeforeTheFirstOfItsSourceThatTellsOfSomethingLater() throws Exception {
    var late = record("/a", 9, 15, 900);
    assertThat(
            put(
                List.of(late),
                record("/a", 0, 10, 11),
                record("/b", 1, 20, 21), // of another source
                record("/a", 2, 15, 22), // not later
                record("/a", 3, 16, 23),
                late,
                record("/a", 10, 17, 901)))
        .extracting(RawRecord::offset, RawRecord::arrivedMillis)
        .containsExactly(
            tuple(0L, 11L),
            tuple(1L, 21L),
            tuple(2L, 22L),
            tuple(9L, 23L),
            tuple(3L, 23L),
            tuple(10L, 901L));
  }

  @Test
  void lateEventsKeepTheOrderOfTheirTime() throws Exception {
    var one = record("/a", 8, 12, 900);
    var other = record("/a", 9, 11, 901);
    assertThat(put(List.of(one, other), record("/a", 0, 20, 21), one, other))
        .extracting(RawRecord::offset)
        .containsExactly(9L, 8L, 0L);
  }
}
