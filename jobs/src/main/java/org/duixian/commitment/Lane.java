package org.duixian.commitment;

import java.util.List;
import java.util.Map;
import org.duixian.area.Registry;
import org.duixian.event.Event;

/** One commitment as one source of one area keeps it: what a meter may read, write and say. */
record Lane(
    String areaId,
    String source,
    Commitment commitment,
    StreamRules rules,
    Registry registry,
    SourceClock clock,
    AreaMemory memory,
    MeterOutput output) {

  String key(String subject) {
    return commitment.id() + '|' + source + '|' + subject;
  }

  Seen seen() {
    return new Seen(memory, source, clock);
  }

  /** Asks to be woken when the clock reaches the instant. */
  void wakeAt(long clockMillis) {
    clock.nextDueMillis = Math.min(clock.nextDueMillis, clockMillis);
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
