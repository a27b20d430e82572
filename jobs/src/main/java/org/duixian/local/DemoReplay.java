package org.duixian.local;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.duixian.area.Area;
import org.duixian.area.Level;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.AreaMeters;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Commitment;
import org.duixian.local.sim.SimulatedEvent;

/** Sends the simulated weeks as fast as it can, and knows when their history is complete. */
final class DemoReplay {
  private static final int LOOK_EVERY_EVENTS = 2_000;
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long GIVE_UP_AFTER_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final EventProducer producer;
  private final HistoryTables history;
  private final List<JobClient> jobs;
  private final DemoClock clock;
  private final PrintWriter out;
  private long lastArrivalMillis;
  private long lookedNanos;
  private long toldNanos;
  private long movedNanos = System.nanoTime();
  private List<Long> seen = List.of();

  DemoReplay(
      EventProducer producer,
      HistoryTables history,
      List<JobClient> jobs,
      DemoClock clock,
      PrintWriter out) {
    this.producer = producer;
    this.history = history;
    this.jobs = jobs;
    this.clock = clock;
    this.out = out;
  }

  /** Sends all events and returns when Kafka has them. */
  void send(Iterator<SimulatedEvent> events) {
    while (events.hasNext()) {
      SimulatedEvent event = events.next();
      producer.reach(event.arrivedMillis());
      producer.send(event.topic(), event.key(), event.arrivedMillis(), event.value(), Map.of());
      lastArrivalMillis = event.arrivedMillis();
      if (producer.sent() % LOOK_EVERY_EVENTS == 0) {
        look();
      }
    }
    producer.tick(lastArrivalMillis);
    producer.flush();
  }

  /** When the latest event arrived, in simulated time. */
  long lastArrivalMillis() {
    return lastArrivalMillis;
  }

  /**
   * Returns when every event is accounted for in ClickHouse and the last days are judged.
   *
   * @param until first service date that was not sent
   * @throws IllegalStateException if nothing moves any more
   */
  void awaitHistory(int until, Registry registry, Catalogue catalogue) throws InterruptedException {
    while (!isComplete(until, registry, catalogue)) {
      look();
      if (System.nanoTime() - movedNanos > GIVE_UP_AFTER_NANOS) {
        throw new IllegalStateException(stuck(until, registry, catalogue));
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY_NANOS);
    }
    look();
    tell();
  }

  private boolean isComplete(int until, Registry registry, Catalogue catalogue) {
    return history.arrived() >= producer.sent()
        && history.counts().identityHolds()
        && unjudged(until, registry, catalogue).isEmpty();
  }

  /** Per commitment, in how many areas the last day that can be closed is not judged yet. */
  private Map<String, Long> unjudged(int until, Registry registry, Catalogue catalogue) {
    var missing = new TreeMap<String, Long>();
    for (Commitment commitment : catalogue.all()) {
      if (commitment.isGap()) {
        continue; // nobody reports it
      }
      var rules = catalogue.rules(commitment.stream());
      // The sources' last heartbeats vouch for well over an hour behind the last day.
      int last = until;
      while (AreaMeters.closeMillis(last, rules) > ServiceDates.startMillis(until) + HOUR_MILLIS) {
        last--;
      }
      long expected =
          Stream.of(Level.former_township, Level.township)
              .flatMap(level -> registry.areas(level).stream())
              .map(Area::areaId)
              .filter(
                  areaId ->
                      !registry
                          .sourcesOf(areaId, commitment.stream(), commitment.scope())
                          .isEmpty())
              .count();
      long judged = history.judgedAreas(last).getOrDefault(commitment.id(), 0L);
      if (judged < expected) {
        missing.put(commitment.id(), expected - judged);
      }
    }
    return missing;
  }

  private void look() {
    long now = System.nanoTime();
    if (now - lookedNanos < LOOK_EVERY_NANOS) {
      return;
    }
    lookedNanos = now;
    List<Long> rows = history.sizes();
    if (!rows.equals(seen)) {
      seen = rows;
      movedNanos = now;
    }
    clock.alertsSeen(history.alerts());
    if (now - toldNanos > TELL_EVERY_NANOS) {
      toldNanos = now;
      tell();
    }
  }

  private void tell() {
    out.printf(
        Locale.ROOT,
        "%5.1f s  模拟日 simulated %s  已发 sent %,d  已入库 stored %,d  预警 alerts %,d%n",
        clock.seconds(),
        ServiceDates.format(ServiceDates.serviceDate(lastArrivalMillis)),
        producer.sent(),
        history.arrived(),
        history.alerts());
    out.flush();
  }

  private String stuck(int until, Registry registry, Catalogue catalogue) {
    return String.format(
        Locale.ROOT,
        "nothing has moved for %d s: %,d events sent, %s; not judged yet: %s; jobs: %s",
        TimeUnit.NANOSECONDS.toSeconds(GIVE_UP_AFTER_NANOS),
        producer.sent(),
        history.counts(),
        unjudged(until, registry, catalogue),
        jobs.stream().map(DemoReplay::status).toList());
  }

  private static String status(JobClient job) {
    return job.getJobStatus().handle((status, error) -> String.valueOf(status)).join();
  }
}
