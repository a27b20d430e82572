package org.duixian.commitment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.duixian.TestCity;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.RawRecord;
import org.duixian.local.sim.Simulation;
import org.duixian.local.sim.SimulationSettings;
import org.junit.jupiter.api.Test;

/** How the days of a site are remembered, and in how many bytes. */
final class PresenceLogTest {
  private static final int MANY = 5_000;
  private static final Set<String> SOURCES =
      Set.of(
          "/demo/c01/hall/f01",
          "/demo/c01/hall/f02",
          "/demo/c01/clinic/f01",
          "/demo/c01/clinic/f02");

  @Test
  void marksComeBackAsTheyWereInTheOrderOfTime() {
    byte[] packed = {};
    long[] marks = {
      Marks.of(86_399_999, 2047, false),
      Marks.of(0, 0, true),
      Marks.of(32_400_000, 3, true),
      Marks.of(32_400_000, 3, false),
      Marks.of(32_400_000, 70, true)
    };
    for (long mark : marks) {
      packed = Marks.with(packed, mark);
    }

    assertThat(Marks.unpacked(packed))
        .containsExactly(marks[1], marks[2], marks[3], marks[4], marks[0]);
    assertThat(Marks.changes(packed)).containsExactly(marks[1], marks[4], marks[0]);
    assertThat(Marks.millisOfDay(marks[0])).isEqualTo(86_399_999);
    assertThat(Marks.who(marks[0])).isEqualTo(2047);
    assertThat(Marks.on(marks[0])).isFalse();
  }

  @Test
  void whoeverIsMarkedKeepsTheirPlaceAndOthersTakeThoseThatAreFree() {
    var log = PresenceLog.of("C01", "/demo/c01/hall/f01", "hall-f01");
    int marked = log.position(1, "marked");
    log.day(1).marks = Marks.with(new byte[0], Marks.of(0, marked, true));
    for (int i = 0; i < MANY; i++) {
      log.position(0, "passing-" + i);
    }

    assertThat(log.position(1, "marked")).isEqualTo(marked);
    assertThat(log.requirement(marked)).isEqualTo(1);
    assertThat(log.who).hasSizeLessThan(100);
  }

  @Test
  void tooManyToBeToldApartShareOnePlaceForEachRequirement() {
    var log = PresenceLog.of("C01", "/demo/c01/hall/f01", "hall-f01");
    var places = new HashSet<Integer>();
    for (int i = 0; i < MANY; i++) {
      int place = log.position(i % 2, "p-" + i);
      assertThat(log.requirement(place)).isEqualTo(i % 2);
      log.day(1).marks = Marks.with(log.day(1).marks, Marks.of(i, place, true));
      places.add(place);
    }

    assertThat(places).hasSize(Marks.MAX_WHO - PresenceLog.MAX_REQUIREMENTS + 2);
  }

  @Test
  void fortyOneOrdinaryDaysTakeFewBytes() throws IOException {
    var settings =
        new SimulationSettings(
            1, ServiceDates.parse("2020-03-02"), AreaMeters.HORIZON_DAYS + 3, List.of());
    var city = TestCity.demoSince("2020-03-02");
    var events = Simulation.of(TestCity.demoRegistry(), settings).events();
    while (events.hasNext()) {
      var event = events.next();
      if (SOURCES.contains(event.key())) {
        byte[] key = event.key().getBytes(UTF_8);
        city.run.take(
            new RawRecord(event.topic(), 0, 0, event.arrivedMillis(), key, event.value()));
      }
    }
    Map<String, int[]> bytes = new TreeMap<>();
    var days = new HashMap<String, Integer>();
    var serializer =
        TypeInformation.of(PresenceLog.class).createSerializer(new SerializerConfigImpl());
    for (PresenceLog log : city.run.presenceLogs()) {
      var out = new DataOutputSerializer(1_000);
      serializer.serialize(log, out);
      int[] sum = bytes.computeIfAbsent(log.commitmentId, any -> new int[2]);
      sum[0] += out.length();
      sum[1]++;
      days.merge(log.commitmentId, log.days.size(), Math::max);
    }

    assertThat(days.values()).allMatch(most -> most >= AreaMeters.HORIZON_DAYS);
    assertThat(bytes).containsOnlyKeys("C01", "C02", "C08", "C17", "C19");
    bytes.forEach(
        (id, sum) -> assertThat(sum[0] / sum[1]).as("bytes a site of %s", id).isLessThan(6_000));
  }
}
