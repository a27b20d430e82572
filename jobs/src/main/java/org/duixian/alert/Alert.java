package org.duixian.alert;

import java.util.List;
import java.util.Map;

/**
 * One step in the life of an alert; at most one alert is open per area and commitment. A reminder
 * has no life: it is one step, of severity reminder and state reminded, with an id of its own.
 *
 * @param alertId stable through the life of the alert
 * @param areaId the former township or township, or the home area of a silent source
 * @param townshipIds the successors of the area on the day, or the township itself
 * @param countyId the county
 * @param commitmentId such as C05, or DATA for a silent source
 * @param stream the commitment's stream, such as hall; ops for DATA; empty for a gap, which nobody
 *     reports
 * @param subject the silent source for DATA, the site for a reminder, else empty
 * @param severity yellow (at risk, data), red (breached) or reminder
 * @param state what this step is: raised; updated (the same with newer figures, no news to
 *     anybody); escalated (red now, or told to more roles); acknowledged; held (its source is
 *     silent: nobody is told anything until it is released); released; resolved; reminded
 * @param resolution why it was resolved: recovered, expired, not_in_force, rule_changed, excluded,
 *     restated; empty while open
 * @param heldBy the silent source for which it is held, else empty
 * @param ackDueMillis until when it is to be acknowledged, or, of a reminder, until when what it
 *     reminds of is due; 0 where nothing is asked
 * @param acknowledgedBy the role that acknowledged it, else empty
 * @param note in the step acknowledged what that role said, else empty
 * @param sinceDate first service date of the slip, days since 1970-01-01
 * @param serviceDate service date on which this step was judged
 * @param atMillis when this step was judged, from the sources' time
 * @param good units kept in the judged window
 * @param total units promised in the judged window; of a reminder those that are still open
 * @param objective the promised share
 * @param hardRule the hard rule that was broken, or empty
 * @param lostByReason units lost per reason
 * @param evidence up to five events, as source#id; of a reminder what opened what is to be done
 * @param recipients roles that have been told by this step; none leaves
 * @param textZh the notice in Chinese
 * @param textEn the notice in English
 * @param revision 0 when raised, one more with each step
 * @param commitmentVersion version of the commitment's definition
 * @param referenceVersion version of the reference data
 * @param calendarVersion version of the calendar
 */
public record Alert(
    String alertId,
    String areaId,
    List<String> townshipIds,
    String countyId,
    String commitmentId,
    String stream,
    String subject,
    String severity,
    String state,
    String resolution,
    String heldBy,
    long ackDueMillis,
    String acknowledgedBy,
    String note,
    int sinceDate,
    int serviceDate,
    long atMillis,
    long good,
    long total,
    double objective,
    String hardRule,
    Map<String, Long> lostByReason,
    List<String> evidence,
    List<String> recipients,
    String textZh,
    String textEn,
    int revision,
    String commitmentVersion,
    String referenceVersion,
    String calendarVersion) {

  /** Whether what its text asks for by an instant has fallen due since. */
  public boolean fellDue(long nowMillis) {
    boolean held = heldBy != null && !heldBy.isEmpty();
    return !held
        && !state.equals(AlertLife.REMINDED)
        && atMillis < ackDueMillis
        && ackDueMillis <= nowMillis;
  }
}
