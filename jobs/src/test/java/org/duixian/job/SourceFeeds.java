package org.duixian.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.duixian.local.sim.SimulatedEvent;

/** The same events, each source in its own order, as chance may bring them. */
final class SourceFeeds {
  private static final long HOUR_MILLIS = 3_600_000;

  private final Collection<List<SimulatedEvent>> feeds;

  private SourceFeeds(Collection<List<SimulatedEvent>> feeds) {
    this.feeds = feeds;
  }

  static SourceFeeds of(List<SimulatedEvent> events) {
    Map<String, List<SimulatedEvent>> feeds = new LinkedHashMap<>();
    for (SimulatedEvent event : events) {
      feeds.computeIfAbsent(event.key(), source -> new ArrayList<>()).add(event);
    }
    return new SourceFeeds(feeds.values());
  }

  /**
   * Has every source send a share of its events a second time, up to a hundred events later; the
   * second copy arrives together with the event that it follows.
   */
  SourceFeeds withDuplicates(double share, Random random) {
    return new SourceFeeds(
        feeds.stream().map(feed -> withDuplicates(feed, share, random)).toList());
  }

  private static List<SimulatedEvent> withDuplicates(
      List<SimulatedEvent> feed, double share, Random random) {
    var copiesAfter = new HashMap<Integer, List<SimulatedEvent>>();
    for (int i = 0; i < feed.size(); i++) {
      if (random.nextDouble() < share) {
        int after = Math.min(feed.size() - 1, i + random.nextInt(100));
        copiesAfter.computeIfAbsent(after, a -> new ArrayList<>()).add(feed.get(i));
      }
    }
    var all = new ArrayList<SimulatedEvent>();
    for (int i = 0; i < feed.size(); i++) {
      all.add(feed.get(i));
      for (SimulatedEvent copy : copiesAfter.getOrDefault(i, List.of())) {
        long arrived = feed.get(i).arrivedMillis();
        all.add(new SimulatedEvent(copy.topic(), copy.key(), arrived, copy.value()));
      }
    }
    return all;
  }

  /**
   * One order of all events in which each source lags by up to the given time, ever differently.
   */
  List<SimulatedEvent> interleaved(long mostMillis, Random random) {
    record Turn(long atMillis, SimulatedEvent event) {}
    var turns = new ArrayList<Turn>();
    for (List<SimulatedEvent> feed : feeds) {
      var lags = new HashMap<Long, Long>();
      long last = 0;
      for (SimulatedEvent event : feed) {
        long lag =
            lags.computeIfAbsent(
                event.arrivedMillis() / HOUR_MILLIS, hour -> random.nextLong(mostMillis));
        last = Math.max(last, event.arrivedMillis() + lag);
        turns.add(new Turn(last, event));
      }
    }
    turns.sort(Comparator.comparingLong(Turn::atMillis)); // stable: a source keeps its order
    return turns.stream().map(Turn::event).toList();
  }
}
