package org.duixian.local.sim;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.duixian.area.Level;
import org.duixian.area.Registry;

/**
 * A city whose service halls, clinics, preschool points, buses, case offices, hotlines, care
 * registers, roads, finance bureaus, works and reform offices report what happens, day by day.
 *
 * <p>Everything is decided by the seed. Promises are kept, with the small failures of real life,
 * except where a {@link Story} breaks them. Memory holds about one service day per source, and the
 * cases that are under way.
 */
public final class Simulation {
  private final Registry registry;
  private final SimulationSettings settings;

  private Simulation(Registry registry, SimulationSettings settings) {
    this.registry = registry;
    this.settings = settings;
  }

  /**
   * A simulation of the registry's places.
   *
   * @throws IllegalArgumentException naming what does not fit: a date that the calendar does not
   *     know, a story of a place that the registry does not know, or real places
   */
  public static Simulation of(Registry registry, SimulationSettings settings) {
    if (!registry.simulated()) {
      throw new IllegalArgumentException(
          "reference data of real places: a simulation would tell invented failures of them");
    }
    for (var date = settings.from(); date < settings.until(); date++) {
      registry.calendar().dayType(date);
    }
    for (var story : settings.stories()) {
      var known =
          switch (story.kind()) {
            case SILENT_FEED -> registry.findSource(story.place()).isPresent();
            case UNSOLVED_REQUESTS, CUT_TIMETABLE ->
                isArea(story.place(), Level.former_township, registry);
            case OVERDUE_BODIES, SHORT_MONEY -> isArea(story.place(), Level.township, registry);
            case ADVICE_ONLY_HALL, SLOW_CLINIC, SHRUNKEN_LIST, ABSENT_OFFICER, ANNOUNCED_REPAIRS ->
                registry.findSite(story.place()).isPresent();
            case NOTIFIED_SUSPENSION -> registry.findRoute(story.place()).isPresent();
          };
      if (!known) {
        throw new IllegalArgumentException("story of an unknown place: " + story);
      }
    }
    return new Simulation(registry, settings);
  }

  private static boolean isArea(String place, Level level, Registry registry) {
    return registry.areas(level).stream().anyMatch(area -> area.areaId().equals(place));
  }

  /** The events from the first on, in the order in which they arrive. */
  public Iterator<SimulatedEvent> events() {
    return new Merge(feeds());
  }

  private List<Feed> feeds() {
    var places = new Places(registry, settings);
    return registry.sources().stream()
        .map(
            source ->
                new Feed(source, places.diaries(source), places.silence(source.source()), settings))
        .toList();
  }

  /** Takes from many feeds in the order of arrival; at the same instant in the order of feeds. */
  private static final class Merge implements Iterator<SimulatedEvent> {
    private record Turn(long arrivalMillis, int index, Feed feed) {}

    private final PriorityQueue<Turn> turns =
        new PriorityQueue<>(
            Comparator.comparingLong(Turn::arrivalMillis).thenComparingInt(Turn::index));

    Merge(List<Feed> feeds) {
      for (var i = 0; i < feeds.size(); i++) {
        enqueue(i, feeds.get(i));
      }
    }

    @Override
    public boolean hasNext() {
      return !turns.isEmpty();
    }

    @Override
    public SimulatedEvent next() {
      if (turns.isEmpty()) {
        throw new NoSuchElementException("the simulation is over");
      }
      var turn = turns.poll();
      var event = turn.feed().next();
      enqueue(turn.index(), turn.feed());
      return event;
    }

    private void enqueue(int index, Feed feed) {
      if (!feed.isEmpty()) {
        turns.add(new Turn(feed.nextArrivalMillis(), index, feed));
      }
    }
  }
}
