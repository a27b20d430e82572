package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.duixian.area.AreaEvent;
import org.duixian.event.Event;

final class AreaEventSerializerTest {

  @Provide
  Arbitrary<List<AreaEvent>> events() {
    var texts = Arbitraries.strings().ofMaxLength(300);
    var names = Arbitraries.of("f01", "f02", "/demo/c01/大厅", "");
    var numbers = Arbitraries.longs();
    return Combinators.combine(
            names, names, names, names, texts, numbers, numbers, texts.injectNull(0.3).list())
        .as(
            (area, source, topic, type, id, time, offset, fields) ->
                new AreaEvent(
                    area,
                    time % 2 == 0,
                    new Event(
                        source,
                        id,
                        type,
                        "subject",
                        time,
                        offset,
                        -time,
                        "site",
                        "village",
                        topic,
                        offset.intValue(),
                        offset,
                        fields.toArray(String[]::new))))
        .list()
        .ofMinSize(1);
  }

  @Property(tries = 300)
  void whatIsReadIsWhatTheMetersAskFor(@ForAll("events") List<AreaEvent> events)
      throws IOException {
    var serializer = new AreaEventSerializer();
    assertThat(readBack(events, serializer)).isEqualTo(events);
  }

  /** More than are remembered, so that some clash. */
  @Example
  void namesThatClashAreReadAnew() throws IOException {
    var events =
        IntStream.range(0, 50_000)
            .mapToObj(i -> new AreaEvent("f" + i, true, event("/demo/" + i, "type" + i)))
            .toList();
    var serializer = new AreaEventSerializer();
    assertThat(readBack(events, serializer)).isEqualTo(events);
    assertThat(readBack(events, serializer)).isEqualTo(events);
  }

  @Example
  void namesThatComeAgainAreTheSameText() throws IOException {
    var one = new AreaEvent("f01", true, event("/demo/c01/hall/f01", "hall.ticket.issued"));
    var other = new AreaEvent("f01", true, event("/demo/c01/bus", "hall.ticket.issued"));
    var read = readBack(List.of(one, one, other), new AreaEventSerializer());

    assertThat(read.get(0).areaId()).isSameAs(read.get(2).areaId());
    assertThat(read.get(0).event().source()).isSameAs(read.get(1).event().source());
    assertThat(read.get(0).event().type()).isSameAs(read.get(2).event().type());
  }

  private static Event event(String source, String type) {
    return new Event(source, "1", type, null, 1, 1, 2, null, null, "events.hall", 0, 3, fields());
  }

  private static String[] fields() {
    return new String[] {"a", null};
  }

  private static List<AreaEvent> readBack(List<AreaEvent> events, AreaEventSerializer serializer)
      throws IOException {
    var out = new DataOutputSerializer(64);
    for (AreaEvent each : events) {
      serializer.serialize(each, out);
    }
    var in = new DataInputDeserializer(out.getCopyOfBuffer());
    var read = new ArrayList<AreaEvent>();
    for (int i = 0; i < events.size(); i++) {
      read.add(serializer.deserialize(in));
    }
    assertThat(in.available()).isZero();
    return read;
  }
}
