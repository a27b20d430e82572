package org.duixian.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

final class ArrivalOrderTest {
  private Path scratch;

  @BeforeProperty
  void makeScratch() throws IOException {
    scratch = Files.createTempDirectory("arrival-order");
  }

  @AfterProperty
  void deleteScratch() throws IOException {
    try (var files = Files.list(scratch)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(scratch);
  }

  @Property(tries = 100)
  void isAStableSortHoweverLittleMemoryItHas(
      @ForAll("arrivals") List<Long> arrivals, @ForAll("memory") long maxRunBytes) {
    List<ReplayEvent> events =
        IntStream.range(0, arrivals.size()).mapToObj(i -> event(arrivals.get(i), i)).toList();
    var order = new ArrivalOrder(scratch, maxRunBytes);
    events.forEach(order::add);
    var sorted = new ArrayList<ReplayEvent>();
    order.forEach(sorted::add);
    assertThat(order.size()).isEqualTo(events.size());
    assertThat(sorted)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(
            events.stream().sorted(Comparator.comparing(ReplayEvent::arrivedMillis)).toList());
  }

  @Provide
  Arbitrary<List<Long>> arrivals() {
    return Arbitraries.longs().between(0, 20).list().ofMaxSize(200);
  }

  @Provide
  Arbitrary<Long> memory() {
    return Arbitraries.longs().between(1, 10_000);
  }

  private static ReplayEvent event(long arrivedMillis, int line) {
    String key = line % 3 == 0 ? null : "/源/" + line % 5;
    return new ReplayEvent("events.hall", key, arrivedMillis, new byte[line % 50], "文件", line);
  }
}
