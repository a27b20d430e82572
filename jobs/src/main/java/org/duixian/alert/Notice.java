package org.duixian.alert;

/**
 * One delivery of an alert to one role, or the failure of one: who was told, and what is known of
 * it.
 *
 * @param alertId the alert
 * @param revision the step of it that was told
 * @param role who was to be told
 * @param severity yellow, red or reminder, as told
 * @param state firing or resolved
 * @param commitmentId such as C05, or DATA
 * @param areaId the area
 * @param countyId the county
 * @param peer the Alertmanager, as host:port
 * @param receiver the receiver to whom it passed the alert on; empty where it was given to it
 * @param result accepted, refused or failed by the Alertmanager; delivered or undelivered by it
 * @param status its HTTP status, 0 where it gave no answer
 * @param detail what it answered, or why there was no answer; at most 500 characters
 * @param atMillis when, by the clock of whoever records it
 */
public record Notice(
    String alertId,
    int revision,
    String role,
    String severity,
    String state,
    String commitmentId,
    String areaId,
    String countyId,
    String peer,
    String receiver,
    String result,
    int status,
    String detail,
    long atMillis) {}
