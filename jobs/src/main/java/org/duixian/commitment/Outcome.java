package org.duixian.commitment;

import java.util.List;
import java.util.Map;

/**
 * What came of one promised unit. Upserted by (areaId, commitmentId, source, serviceDate, subject):
 * a later revision replaces an earlier one.
 *
 * @param areaId the former township or township it counts for
 * @param commitmentId such as C05
 * @param subject the unit: ticket, trip on a date, site on a date …
 * @param source the source whose events decided it
 * @param siteId where the service was due, or empty
 * @param serviceDate the day it counts for, days since 1970-01-01, Asia/Shanghai
 * @param good units kept, 0 ≤ good ≤ total
 * @param total units promised; 0 withdraws an earlier outcome
 * @param lostByReason units lost per reason, a stable code; those above 0 sum to total − good.
 *     Below 0 it is supply beyond what was promised, which makes up for what is lost for the same
 *     reason on other days or by other sources
 * @param hardRule the hard rule that this outcome breaks, or empty
 * @param dueMillis when the promise fell due, or 0 where there is no due instant
 * @param knownMillis the source's time at which this was known: an event's time or a heartbeat's
 * @param revision 0 at first, one more with each revision
 * @param evidence the events that decided it as source#id, at most {@value #MAX_EVIDENCE}
 * @param commitmentVersion version of the commitment's definition
 * @param referenceVersion version of the reference data
 * @param calendarVersion version of the calendar
 */
public record Outcome(
    String areaId,
    String commitmentId,
    String subject,
    String source,
    String siteId,
    int serviceDate,
    long good,
    long total,
    Map<String, Long> lostByReason,
    String hardRule,
    long dueMillis,
    long knownMillis,
    int revision,
    List<String> evidence,
    String commitmentVersion,
    String referenceVersion,
    String calendarVersion) {

  public static final int MAX_EVIDENCE = 5;
}
