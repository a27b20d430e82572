package org.duixian.commitment;

import java.util.List;
import java.util.stream.Stream;
import org.duixian.calendar.ServiceDates;

/**
 * What one site has still to fulfil by the day on which it falls due, told on the last working day
 * before it.
 *
 * @param areaId the area for which it counts
 * @param commitmentId such as C06
 * @param source the source that reports it
 * @param siteId the site, or empty
 * @param serviceDate the day on which it is told, days since 1970-01-01
 * @param dueMillis when the first of it falls due
 * @param units how much of it there is, at least 1
 * @param evidence the events that opened it as source#id, at most {@value Outcome#MAX_EVIDENCE}
 * @param atMillis up to when the source had vouched for its events
 */
public record Reminder(
    String areaId,
    String commitmentId,
    String source,
    String siteId,
    int serviceDate,
    long dueMillis,
    int units,
    List<String> evidence,
    long atMillis) {

  /** Of one obligation. */
  static Reminder of(Obligation obligation, Lane lane) {
    long atMillis = lane.clock().clockMillis;
    return new Reminder(
        lane.areaId(),
        obligation.commitmentId,
        obligation.source,
        obligation.siteId,
        ServiceDates.serviceDate(atMillis),
        obligation.dueMillis,
        1,
        obligation.evidence.stream().limit(1).toList(),
        atMillis);
  }

  /** Of both, which are of one commitment and site. */
  Reminder and(Reminder other) {
    return new Reminder(
        areaId,
        commitmentId,
        source,
        siteId,
        serviceDate,
        Math.min(dueMillis, other.dueMillis),
        units + other.units,
        Stream.concat(evidence.stream(), other.evidence.stream())
            .limit(Outcome.MAX_EVIDENCE)
            .toList(),
        atMillis);
  }
}
