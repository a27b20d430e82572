package org.duixian.alert;

/**
 * What somebody did about an alert.
 *
 * @param alertId the alert
 * @param action acknowledged
 * @param role who did it, as a role: no names
 * @param note what they say of it, at most 300 characters, or empty
 * @param timeMillis when they did it
 */
public record AlertAction(
    String alertId, String action, String role, String note, long timeMillis) {
  public static final String ACKNOWLEDGED = "acknowledged";
}
