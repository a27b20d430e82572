package org.duixian.commitment;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * One commitment as one source of one area keeps it: what a meter may read, write and say.
 *
 * @param commitment as it stands in the book of the service day that is at stake: that of the
 *     event, of the day that is counted, or of the day on which an obligation was opened
 * @param registry the reference data of that book, or of today's
 * @param books the book of every service day
 * @param today the service day that the source is in
 */
record Lane(
    String areaId,
    String source,
    Commitment commitment,
    StreamRules rules,
    Registry registry,
    Rules books,
    int today,
    SourceClock clock,
    AreaMemory memory,
    MeterOutput output) {

  /** The same by today's reference data: what is still open is reckoned by today's calendar. */
  Lane byToday() {
    var now = books.on(today).registry();
    return now == registry ? this : with(commitment, now);
  }

  /** Whether the promise holds in the area on a service day. */
  boolean isInForce(int serviceDate) {
    return serviceDate >= Math.max(commitment.effectiveFrom(), registry.effectiveOn(areaId));
  }

  /** The same, but with the commitment as it was promised when an obligation was opened. */
  Lane asOpened(Obligation obligation) {
    if (!obligation.opened()) {
      return this;
    }
    int openedOn = ServiceDates.serviceDate(obligation.openedMillis);
    Commitment then = books.find(commitment.id(), Math.min(today, openedOn)).orElse(commitment);
    boolean same =
        then.version().equals(commitment.version()) || !(then.meter() instanceof DeadlineMeter);
    return same ? this : with(then, registry);
  }

  /**
   * Does something with the meter of another service day's book, unless what is promised on that
   * day is of another kind: what is revised is revised by the book of its own day.
   */
  <M extends Meter> void onDay(int serviceDate, Class<M> kind, BiConsumer<M, Lane> action) {
    RuleBook its = books.on(serviceDate);
    var then = its.catalogue().find(commitment.id());
    if (then.isPresent() && kind.isInstance(then.get().meter())) {
      Lane lane = its.registry() == registry ? this : with(then.get(), its.registry());
      action.accept(kind.cast(then.get().meter()), lane);
    }
  }

  private Lane with(Commitment other, Registry its) {
    return new Lane(areaId, source, other, rules, its, books, today, clock, memory, output);
  }

  String key(String subject) {
    return commitment.id() + '|' + source + '|' + subject;
  }

  Seen seen() {
    return new Seen(memory, source, clock);
  }

  /** What a table has for the subjects of this lane, in the order of their names. */
  <V> SortedMap<String, V> bySubject(AreaMemory.Table<String, V> table) {
    var bySubject = new TreeMap<String, V>();
    String prefix = key("");
    table.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            bySubject.put(key.substring(prefix.length()), value);
          }
        });
    return bySubject;
  }

  /** Asks for a look at an obligation when the clock reaches the instant. */
  void wakeAt(long clockMillis, String key, Obligation obligation) {
    if (obligation.wakeMillis != clockMillis) {
      var agenda = Agenda.of(memory, source, clock);
      if (obligation.wakeMillis > clock.clockMillis) {
        agenda.remove(key, obligation.wakeMillis);
      }
      obligation.wakeMillis = clockMillis;
      agenda.add(key, clockMillis);
    }
  }

  static String reference(Event event) {
    return event.source() + '#' + event.id();
  }

  Outcome outcome(
      String subject,
      String siteId,
      int serviceDate,
      long good,
      long total,
      Map<String, Long> lost,
      String hardRule,
      long dueMillis,
      long knownMillis,
      int revision,
      List<String> evidence) {
    return new Outcome(
        areaId,
        commitment.id(),
        subject,
        source,
        siteId,
        serviceDate,
        good,
        total,
        lost,
        hardRule,
        dueMillis,
        knownMillis,
        revision,
        evidence,
        commitment.version(),
        registry.version(),
        registry.calendar().version());
  }
}
