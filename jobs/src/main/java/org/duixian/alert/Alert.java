package org.duixian.alert;

import java.util.List;
import java.util.Map;

/**
 * One step in the life of an alert; at most one alert is open per area and commitment.
 *
 * @param alertId stable through the life of the alert
 * @param areaId the former township or township, or the home area of a silent source
 * @param townshipIds the successors of the area on the day, or the township itself
 * @param countyId the county
 * @param commitmentId such as C05, or DATA for a silent source
 * @param subject the silent source for DATA, else empty
 * @param severity yellow (at risk, data) or red (breached)
 * @param state raised, escalated or resolved
 * @param resolution why it was resolved: recovered, not_in_force, rule_changed, excluded; empty
 *     while open
 * @param sinceDate first service date of the slip, days since 1970-01-01
 * @param serviceDate service date on which this step was judged
 * @param atMillis when this step was judged, from the sources' time
 * @param good units kept in the judged window
 * @param total units promised in the judged window
 * @param objective the promised share
 * @param hardRule the hard rule that was broken, or empty
 * @param lostByReason units lost per reason
 * @param evidence up to five events, as source#id
 * @param recipients roles that are told
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
    String subject,
    String severity,
    String state,
    String resolution,
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
    String calendarVersion) {}
