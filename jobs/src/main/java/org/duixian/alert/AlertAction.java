package org.duixian.alert;

import java.util.Optional;
import org.duixian.event.PersonalNumbers;

/**
 * What somebody did about an alert.
 *
 * @param alertId the alert
 * @param action acknowledged
 * @param role who did it: a role, no name
 * @param note what they say of it, on one line, at most 300 characters, no personal number; or
 *     empty
 * @param timeMillis when they did it
 */
public record AlertAction(
    String alertId, String action, String role, String note, long timeMillis) {
  public static final String ACKNOWLEDGED = "acknowledged";
  static final int MAX_NOTE_CHARS = 300;

  /** What is wrong with it, naming the field, if anything is. */
  public Optional<String> problem() {
    if (alertId == null || alertId.isEmpty()) {
      return Optional.of("alert_id: is missing");
    }
    if (!ACKNOWLEDGED.equals(action)) {
      return Optional.of("action '%s': is not %s".formatted(action, ACKNOWLEDGED));
    }
    if (role == null || !Roles.mayAct().contains(role)) {
      return Optional.of("role '%s': is none of %s".formatted(role, Roles.mayAct()));
    }
    if (note == null || note.length() > MAX_NOTE_CHARS) {
      return Optional.of("note: is missing or longer than %d characters".formatted(MAX_NOTE_CHARS));
    }
    if (note.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("note: has line breaks or other control characters");
    }
    if (PersonalNumbers.in(note)) {
      return Optional.of("note: looks like it holds an identity or telephone number");
    }
    return timeMillis > 0 ? Optional.empty() : Optional.of("time_millis: is missing");
  }
}
