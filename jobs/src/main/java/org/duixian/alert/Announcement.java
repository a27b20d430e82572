package org.duixian.alert;

/**
 * What those who deliver alerts are told: that an alert concerns a role, or does so no more. Alert,
 * role and severity are its identity.
 *
 * @param alert the latest step of the alert
 * @param role who is to be told
 * @param severity yellow, red or reminder, as this role was told
 * @param toldMillis when it was said first; the same however often it is said
 * @param over whether it no longer holds
 */
public record Announcement(
    Alert alert, String role, String severity, long toldMillis, boolean over) {}
