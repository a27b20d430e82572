package org.duixian.commitment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.duixian.area.AreaEvent;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;
import org.duixian.event.EventTypes;

/**
 * All meters of one area. What an event says is taken by the rule book of the event's own service
 * day; a service day is opened, counted and closed by its own book; what is still open is looked at
 * by the book of the day that the source is in. Each source has its own clock and its events come
 * in its own order, so what is found does not depend on how the sources are interleaved: every
 * decision is taken either by an event, or by the clock of the source that the event came from, or
 * — only for a source that vouches for nothing — by the time of arrival.
 */
public final class AreaMeters implements Serializable {
  private static final long serialVersionUID = 1;
  static final long HOUR_MILLIS = 3_600_000L;
  static final long MINUTE_MILLIS = 60_000L;

  /** Events older than their source's clock by more than this are too late to revise outcomes. */
  public static final int HORIZON_DAYS = 40;

  static final long HORIZON_MILLIS = HORIZON_DAYS * 24 * HOUR_MILLIS;

  private final Rules books;
  private final SourceVisit.Fields fields;

  public AreaMeters(Rules books, EventTypes types) {
    this.books = books;
    this.fields = SourceVisit.Fields.of(types);
  }

  /** Takes in one event; the events of one source come in the order in which it sent them. */
  public void on(AreaEvent areaEvent, AreaMemory memory, MeterOutput output) {
    Event event = areaEvent.event();
    SourceClock clock = memory.clocks().get(event.source());
    int date = ServiceDates.serviceDate(event.timeMillis());
    int today = clock == null ? date : Math.max(date, clock.today(date));
    var visit =
        visit(areaEvent.areaId(), event.source(), clock, books.on(today), today, memory, output);
    visit.arrived(event.arrivedMillis());
    visit.take(areaEvent);
    memory.clocks().put(event.source(), visit.clock);
  }

  /**
   * Everything that arrived up to the instant has been taken in: a source that has vouched for
   * nothing for too long is silent. Asked for by {@link MeterOutput#wakeAtArrival}; the later the
   * instant, the more days are closed at once. Only full minutes count, as for the timers: else it
   * would depend on whose timer it was who else is found silent.
   */
  public void arrivalReached(
      String areaId, long reachedMillis, AreaMemory memory, MeterOutput output) {
    long arrivalMillis = reachedMillis - reachedMillis % MINUTE_MILLIS;
    int arrivalDate = ServiceDates.serviceDate(arrivalMillis);
    for (SourceVisit visit : visits(areaId, arrivalDate, memory, output)) {
      if (reports(visit.source, areaId, books.on(arrivalDate))) {
        visit.woken(arrivalMillis);
      } else {
        visit.left(arrivalDate);
      }
      memory.clocks().put(visit.source, visit.clock);
    }
  }

  /** One for each source of which an area has heard, in the order of their names. */
  private List<SourceVisit> visits(
      String areaId, int latestDate, AreaMemory memory, MeterOutput output) {
    var clocks = new TreeMap<String, SourceClock>();
    memory.clocks().forEach(clocks::put);
    var visits = new ArrayList<SourceVisit>();
    clocks.forEach(
        (source, clock) -> {
          // A source can be expected from a day before it was first published, and can have left.
          int lastOpen = Math.min(clock.closedThrough + 1, latestDate);
          for (int date : new int[] {clock.today(latestDate), latestDate, lastOpen}) {
            RuleBook book = books.on(date);
            if (book.registry().findSource(source).isPresent()) {
              visits.add(visit(areaId, source, clock, book, date, memory, output));
              return;
            }
          }
        });
    return visits;
  }

  private SourceVisit visit(
      String areaId,
      String source,
      SourceClock clock,
      RuleBook book,
      int today,
      AreaMemory memory,
      MeterOutput output) {
    var reporter = clock == null ? null : clock.reporter;
    if (reporter == null || reporter.book() != book) {
      reporter = Reporter.of(source, areaId, book);
      if (clock != null) {
        clock.reporter = reporter;
      }
    }
    return new SourceVisit(areaId, reporter, clock, books, today, fields, memory, output);
  }

  /** Whether a source is heard in an area: because it serves it, or because it is at home there. */
  static boolean reports(String source, String areaId, RuleBook book) {
    return book.registry().areasOfSource(source).contains(areaId);
  }

  /** Nothing will arrive any more: that is no silence, but what was counted last is told. */
  public void inputEnded(String areaId, AreaMemory memory, MeterOutput output) {
    int latestDate = ServiceDates.serviceDate(lastArrivalMillis(memory));
    for (SourceVisit visit : visits(areaId, latestDate, memory, output)) {
      visit.tellIntake();
      visit.clock.timerMillis = 0; // the timers that were pending are gone
      memory.clocks().put(visit.source, visit.clock);
    }
  }

  /** The latest arrival from any source of the area. */
  public static long lastArrivalMillis(AreaMemory memory) {
    var last = new long[] {0};
    memory.clocks().forEach((source, clock) -> last[0] = Math.max(last[0], clock.arrivedMillis));
    return last[0];
  }

  /** When a service day is closed: at its end and the stream's grace, by the source's clock. */
  public static long closeMillis(int serviceDate, StreamRules rules) {
    return ServiceDates.startMillis(serviceDate + 1) + rules.graceMillis();
  }
}
