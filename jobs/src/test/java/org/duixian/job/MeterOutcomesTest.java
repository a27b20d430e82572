package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.assertj.core.data.Percentage;
import org.duixian.TestCity;
import org.duixian.alert.Alert;
import org.duixian.alert.AlertActions;
import org.duixian.alert.AlertLink;
import org.duixian.area.AreaEvent;
import org.duixian.commitment.Outcome;
import org.duixian.commitment.RuleBooks;
import org.duixian.event.Event;
import org.duixian.event.Intake;
import org.duixian.level.ServiceLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two stateful operators, one after the other, stopped and restored between any two events. */
final class MeterOutcomesTest {

  enum Backend {
    HEAP,
    ROCKSDB;

    StateBackend make() {
      return this == HEAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
    }
  }

  /** Both operators of one subtask. */
  private static final class Chain implements AutoCloseable {
    private final Backend backend;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<ServiceLevel> levels = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final List<Intake> intake = new ArrayList<>();
    private KeyedOneInputStreamOperatorTestHarness<String, AreaEvent, Metered> meter;
    private KeyedOneInputStreamOperatorTestHarness<String, Metered, ServiceLevel> judge;

    Chain(Backend backend) throws Exception {
      this.backend = backend;
      open(null, null);
    }

    private void open(OperatorSubtaskState metered, OperatorSubtaskState judged) throws Exception {
      var books = RuleBooks.of(TestCity.demoRegistry(), TestCity.CATALOGUE);
      meter =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new KeyedProcessOperator<>(
                  new MeterOutcomes(books, TestCity.TYPES, MeterOutcomes.ENDLESS)),
              AreaEvent::areaId,
              Types.STRING);
      judge =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new KeyedProcessOperator<>(new JudgeLevels(books, AlertActions.NONE, AlertLink.NONE)),
              Metered::areaId,
              Types.STRING);
      meter.setStateBackend(backend.make());
      judge.setStateBackend(backend.make());
      meter.setup();
      judge.setup();
      if (metered != null) {
        meter.initializeState(metered);
        judge.initializeState(judged);
      }
      meter.open();
      judge.open();
    }

    void take(AreaEvent event) throws Exception {
      meter.processElement(event, event.event().arrivedMillis());
      drain();
    }

    void arrivalReached(long millis) throws Exception {
      meter.processWatermark(new Watermark(millis));
      drain();
    }

    private void drain() throws Exception {
      for (Object each : meter.getOutput()) {
        if (each instanceof StreamRecord<?> element) {
          judge.processElement((Metered) element.getValue(), 0);
        }
      }
      meter.getOutput().clear();
      outcomes.addAll(sideOutput(meter, ServiceLevelTopology.OUTCOMES));
      intake.addAll(sideOutput(meter, ServiceLevelTopology.INTAKE));
      alerts.addAll(sideOutput(judge, ServiceLevelTopology.ALERTS));
      judge.extractOutputValues().forEach(levels::add);
      judge.getOutput().clear();
    }

    private static <T> List<T> sideOutput(
        KeyedOneInputStreamOperatorTestHarness<?, ?, ?> harness, OutputTag<T> tag) {
      var records = harness.getSideOutput(tag);
      if (records == null) {
        return List.of();
      }
      var values = new ArrayList<T>();
      records.forEach(each -> values.add(each.getValue()));
      records.clear();
      return values;
    }

    void stopAndRestore() throws Exception {
      var metered = meter.snapshot(1, 1);
      var judged = judge.snapshot(1, 1);
      close();
      open(metered, judged);
    }

    @Override
    public void close() throws Exception {
      meter.close();
      judge.close();
    }
  }

  /** Two days of a hall: late and out of order, silent for a night, one ticket never called. */
  private static List<Event> twoDays() {
    var hall = TestCity.demo().source("/demo/c01/hall/f01");
    var events = new ArrayList<Event>();
    long start = TestCity.at("2020-04-28T00:00");
    long minute = 60_000;
    events.add(
        hall.event(
            "hours",
            start,
            start,
            "hall.hours.published",
            "site_id",
            "hall-f01",
            "valid_from",
            "2020-04-28",
            "normal",
            "[{\"day_type\":\"workday\",\"open\":\"09:00\",\"close\":\"12:00\"}]"));
    for (int day = 0; day < 3; day++) {
      long at = start + 24L * 60 * day * minute;
      long nine = at + 9 * 60 * minute;
      events.add(beat(hall, "a" + day, nine));
      events.add(
          hall.event(
              "o" + day,
              nine,
              nine,
              "hall.window.opened",
              "site_id",
              "hall-f01",
              "window_id",
              "1",
              "window_kind",
              "general"));
      events.add(
          hall.event(
              "c" + day,
              nine + 20 * minute,
              nine + 20 * minute,
              "hall.ticket.called",
              "ticket_id",
              "T" + day));
      events.add(
          hall.event(
              "i" + day,
              nine + 5 * minute,
              nine + 21 * minute,
              "hall.ticket.issued",
              "ticket_id",
              "T" + day,
              "site_id",
              "hall-f01"));
      events.add(
          hall.event(
              "n" + day,
              nine + 30 * minute,
              nine + 30 * minute,
              "hall.ticket.issued",
              "ticket_id",
              "N" + day,
              "site_id",
              "hall-f01"));
      events.add(
          hall.event(
              "e" + day,
              nine + 30 * minute,
              nine + 30 * minute,
              "hall.ticket.ended",
              "ticket_id",
              "T" + day,
              "outcome",
              day == 1 ? "turned_away" : "served"));
      events.add(beat(hall, "b" + day, nine + 90 * minute));
      events.add(beat(hall, "b" + day, nine + 91 * minute)); // sent again
      events.add(
          hall.event(
              "s" + day,
              nine,
              nine + 100 * minute,
              "hall.staff.checked_in",
              "site_id",
              "hall-f01",
              "staff_ref",
              "clerk-1",
              "duty",
              "site"));
      if (day != 1) {
        events.add(beat(hall, "d" + day, at + (24 * 60 + 16) * minute));
      }
    }
    return events;
  }

  private static Event beat(TestCity.Source source, String id, long millis) {
    return source.heartbeat(id, 0, millis, millis);
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void stoppingAfterAnyEventChangesNothing(Backend backend) throws Exception {
    var pure = TestCity.demo();
    var events = twoDays();
    try (var chain = new Chain(backend)) {
      int taken = 0;
      for (Event event : events) {
        chain.arrivalReached(event.arrivedMillis() - 1);
        pure.run.arrivalReached(event.arrivedMillis() - 1);
        for (AreaEvent each : pure.attributed(event)) {
          chain.take(each);
          pure.run.take(each);
        }
        if (backend == Backend.HEAP || ++taken % 5 == 0) {
          chain.stopAndRestore();
        }
      }
      chain.arrivalReached(TestCity.at("2020-05-03T00:00"));
      pure.run.arrivalReached(TestCity.at("2020-05-03T00:00"));

      assertThat(chain.outcomes).isNotEmpty().isEqualTo(pure.run.outcomes);
      assertThat(chain.levels).isNotEmpty().isEqualTo(pure.run.levels);
      assertThat(chain.alerts).isNotEmpty().isEqualTo(pure.run.alerts);
    }
  }

  /** On the heap: a checkpoint of RocksDB also holds what it has not compacted yet. */
  @Test
  void stateAndTimersStopGrowing() throws Exception {
    var hall = TestCity.demo().source("/demo/c01/hall/f01");
    var city = TestCity.demo();
    try (var chain = new Chain(Backend.HEAP)) {
      int timersAfterAMonth = 0;
      long bytesAfterTwoMonths = 0;
      long start = TestCity.at("2020-04-28T00:00");
      for (int hour = 0; hour < 100 * 24; hour += 6) {
        long at = start + hour * 3_600_000L;
        var issued =
            hall.event(
                "i" + hour,
                at,
                at,
                "hall.ticket.issued",
                "ticket_id",
                "T" + hour,
                "site_id",
                "hall-f01");
        for (Event each : List.of(issued, hall.heartbeat("h" + hour, 0, at, at))) {
          for (AreaEvent copy : city.attributed(each)) {
            chain.take(copy);
          }
        }
        chain.arrivalReached(at);
        if (hour == 30 * 24) {
          timersAfterAMonth = chain.meter.numEventTimeTimers();
        } else if (hour == 60 * 24) {
          bytesAfterTwoMonths = chain.meter.snapshot(1, 1).getStateSize();
        }
      }

      assertThat(chain.meter.numEventTimeTimers()).isLessThanOrEqualTo(timersAfterAMonth);
      assertThat((double) chain.meter.snapshot(2, 2).getStateSize())
          .isCloseTo((double) bytesAfterTwoMonths, Percentage.withPercentage(5));
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void theEndOfTheInputIsNoSilence(Backend backend) throws Exception {
    var city = TestCity.demo();
    try (var chain = new Chain(backend)) {
      for (Event event : twoDays().subList(0, 8)) {
        for (AreaEvent copy : city.attributed(event)) {
          chain.take(copy);
        }
      }
      int before = chain.alerts.size();
      int levels = chain.levels.size();

      chain.arrivalReached(Long.MAX_VALUE);

      assertThat(chain.alerts).hasSize(before);
      assertThat(chain.levels).hasSize(levels);
    }
  }

  @Test
  void theEndOfTheInputTellsWhatCameAfterTheLastHeartbeat() throws Exception {
    var city = TestCity.demo();
    List<Event> events = twoDays().subList(0, 10);
    try (var chain = new Chain(Backend.HEAP)) {
      for (Event event : events) {
        for (AreaEvent copy : city.attributed(event)) {
          chain.take(copy);
        }
      }
      chain.arrivalReached(Long.MAX_VALUE);

      var byHour = new HashMap<Long, Long>();
      chain.intake.forEach(
          each -> byHour.put(each.hourMillis(), each.accounted() + each.duplicate()));
      assertThat(byHour.values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(events.size());
    }
  }

  @Test
  void aSourceIsStillFoundSilentAfterAStopThatDrained() throws Exception {
    var city = TestCity.demo();
    var hall = city.source("/demo/c01/hall/f01");
    try (var chain = new Chain(Backend.HEAP)) {
      for (AreaEvent copy : city.attributed(beat(hall, "x", TestCity.at("2020-04-28T10:00")))) {
        chain.take(copy);
      }
      chain.arrivalReached(Long.MAX_VALUE); // as stop --drain does
      chain.stopAndRestore();
      for (AreaEvent copy : city.attributed(beat(hall, "y", TestCity.at("2020-04-28T11:00")))) {
        chain.take(copy);
      }
      chain.arrivalReached(TestCity.at("2020-04-30T00:00"));

      assertThat(chain.alerts).isNotEmpty();
    }
  }
}
