package org.duixian.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.duixian.PureRun;
import org.duixian.TestReference;
import org.duixian.area.Area;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.event.EventTypes;
import org.duixian.event.RawRecord;
import org.duixian.local.sim.SimulatedEvent;
import org.duixian.local.sim.Simulation;
import org.duixian.local.sim.SimulationSettings;
import org.duixian.local.sim.Story;
import org.duixian.local.sim.Story.Kind;

/**
 * Some days of the demo city around its merger, and what the rules make of them: a hall that only
 * advises, a slow clinic and, if wanted, a bus operator that falls silent for two days.
 */
final class DemoDays {
  private static final int FROM = ServiceDates.parse("2020-04-26");

  static final Path REFERENCE = TestReference.demoSince(ServiceDates.format(FROM));
  static final Path COMMITMENTS = Path.of("..", "schemas", "commitments");
  static final EventTypes TYPES = EventTypes.load();
  static final Registry REGISTRY = Registry.load(REFERENCE);
  static final Catalogue CATALOGUE = Catalogue.load(COMMITMENTS, TYPES);

  private static final int MERGER = ServiceDates.parse("2020-04-27");

  private DemoDays() {}

  /** The events of the topics that the tests have, in the order in which they arrive. */
  static List<SimulatedEvent> events(int days, boolean withSilence) {
    var stories = new ArrayList<Story>();
    stories.add(new Story(Kind.ADVICE_ONLY_HALL, "hall-f07", MERGER, Area.NO_DATE));
    stories.add(new Story(Kind.SLOW_CLINIC, "clinic-f12", MERGER, Area.NO_DATE));
    if (withSilence) {
      String operator = "/demo/c02/bus/operator";
      stories.add(new Story(Kind.SILENT_FEED, operator, MERGER + 1, MERGER + 3));
    }
    var events = new ArrayList<SimulatedEvent>();
    Simulation.of(REGISTRY, new SimulationSettings(7, FROM, days, stories))
        .events()
        .forEachRemaining(
            event -> {
              if (CityTopics.EVENTS.contains(event.topic())) {
                events.add(event);
              }
            });
    return events;
  }

  /** The rules without Flink. */
  static PureRun pureRun() {
    return new PureRun(TYPES, REGISTRY, CATALOGUE);
  }

  /** Has the run take in events in the order in which they arrive. */
  static void take(List<SimulatedEvent> events, PureRun run) {
    for (SimulatedEvent event : events) {
      run.arrivalReached(event.arrivedMillis() - 1);
      run.take(raw(event));
    }
  }

  /** The same while nothing tells that time has passed. */
  static void takeWithoutTime(List<SimulatedEvent> events, PureRun run) {
    events.forEach(event -> run.take(raw(event)));
  }

  private static RawRecord raw(SimulatedEvent event) {
    return new RawRecord(
        event.topic(), 0, 0, event.arrivedMillis(), event.key().getBytes(UTF_8), event.value());
  }

  /** What the rules make of events, the sources in the order in which they arrive. */
  static Published expected(List<SimulatedEvent> events) {
    var run = pureRun();
    take(events, run);
    run.arrivalReached(events.get(events.size() - 1).arrivedMillis());
    return Published.by(run);
  }
}
