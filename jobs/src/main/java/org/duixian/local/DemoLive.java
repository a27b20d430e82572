package org.duixian.local;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.duixian.calendar.ServiceDates;
import org.duixian.local.HistoryTables.AlertStep;
import org.duixian.local.sim.SimulatedEvent;

/** Goes on with the simulated city at a steady pace and tells of every step of an alert. */
final class DemoLive {
  private static final long TICK_MILLIS = 200;
  private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final EventProducer producer;
  private final HistoryTables history;
  private final PrintWriter out;
  private final double speed;
  private int stepsTold;
  private int dateTold;

  DemoLive(EventProducer producer, HistoryTables history, PrintWriter out, double speed) {
    this.producer = producer;
    this.history = history;
    this.out = out;
    this.speed = speed;
    this.stepsTold = history.alertSteps().size();
  }

  /**
   * Sends the events when their time has come, then waits until somebody ends the process.
   *
   * @param fromMillis the simulated instant at which it begins; nothing arrives before it
   */
  void run(Iterator<SimulatedEvent> events, long fromMillis) throws InterruptedException {
    long startNanos = System.nanoTime();
    long lookedNanos = startNanos;
    dateTold = ServiceDates.serviceDate(fromMillis);
    SimulatedEvent next = events.hasNext() ? events.next() : null;
    while (true) {
      double realMillis = (System.nanoTime() - startNanos) / 1e6;
      long nowMillis = fromMillis + (long) (realMillis * speed);
      while (next != null && next.arrivedMillis() <= nowMillis) {
        long arrivedMillis = Math.max(fromMillis, next.arrivedMillis());
        producer.send(next.topic(), next.key(), arrivedMillis, next.value(), Map.of());
        next = events.hasNext() ? events.next() : null;
        if (next == null) {
          out.println("模拟日历已到尽头 · the simulated calendar ends here; Ctrl-C to stop");
        }
      }
      if (next != null) {
        producer.reach(nowMillis);
      }
      if (System.nanoTime() - lookedNanos > LOOK_EVERY_NANOS) {
        lookedNanos = System.nanoTime();
        tellNews(nowMillis, next != null);
      }
      TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
    }
  }

  private void tellNews(long nowMillis, boolean goesOn) {
    int date = ServiceDates.serviceDate(nowMillis);
    if (goesOn && date > dateTold) {
      dateTold = date;
      out.printf("模拟日 simulated day %s%n", ServiceDates.format(date));
    }
    var steps = history.alertSteps();
    for (AlertStep step : steps.subList(Math.min(stepsTold, steps.size()), steps.size())) {
      out.println("预警 alert  " + DemoReport.line(step));
    }
    stepsTold = steps.size();
    out.flush();
  }
}
