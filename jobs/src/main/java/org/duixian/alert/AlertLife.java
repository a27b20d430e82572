package org.duixian.alert;

import java.util.Optional;
import org.duixian.calendar.ServiceDates;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;

/**
 * The life of an alert: raised yellow or red, escalated from yellow to red, resolved after three
 * good service days, when the promise is no longer in force, when it is another one, or when all
 * days of the window are excepted. Missing data and small samples neither raise nor resolve.
 */
final class AlertLife {
  static final String YELLOW = "yellow";
  static final String RED = "red";
  static final String RAISED = "raised";
  static final String ESCALATED = "escalated";
  static final String RESOLVED = "resolved";
  static final String RECOVERED = "recovered";
  static final String NOT_IN_FORCE = "not_in_force";
  static final String RULE_CHANGED = "rule_changed";
  static final String EXCLUDED = "excluded";
  private static final int GOOD_DAYS_TO_RECOVER = 3;

  private AlertLife() {}

  /**
   * A step in the life of an alert.
   *
   * @param state raised, escalated or resolved
   * @param resolution why it was resolved, or empty
   * @param alertId the alert
   * @param severity yellow or red
   * @param sinceDate first service date of the slip
   * @param number 0 when raised, one more with each step
   */
  record Step(
      String state,
      String resolution,
      String alertId,
      String severity,
      int sinceDate,
      int number) {}

  /** The step that a judged level causes, if any. */
  static Optional<Step> on(ServiceLevel level, AlertState state) {
    if (level.verdict() == null || level.serviceDate() < state.lastDate) {
      return Optional.empty();
    }
    if (level.verdict() == Verdict.no_data || level.verdict() == Verdict.too_few) {
      return Optional.empty(); // and does not close the book on what a backlog may still show
    }
    boolean newDay = level.serviceDate() > state.lastDate;
    state.lastDate = level.serviceDate();
    return switch (level.verdict()) {
      case breached -> slipping(level, RED, state);
      case at_risk -> slipping(level, YELLOW, state);
      case met -> good(newDay, state);
      case not_in_force -> resolve(NOT_IN_FORCE, state);
      case too_few, no_data -> Optional.empty();
    };
  }

  /** The step that a level by another version of the commitment causes before it is looked at. */
  static Optional<Step> ruleChanged(ServiceLevel level, AlertState state) {
    if (level.serviceDate() < state.lastDate) {
      return Optional.empty();
    }
    state.lastDate = level.serviceDate();
    return resolve(RULE_CHANGED, state);
  }

  /**
   * An excepted day says nothing of the promise: it neither raises nor counts as good. Where only
   * excepted days are left in the window, nothing speaks for the alert any more.
   */
  static Optional<Step> onExceptedDay(ServiceLevel level, AlertState state) {
    return level.daysExpected() > 0 || level.serviceDate() < state.lastDate
        ? Optional.empty()
        : resolve(EXCLUDED, state);
  }

  private static Optional<Step> slipping(ServiceLevel level, String severity, AlertState state) {
    state.goodDays = 0;
    if (!state.open()) {
      state.alertId =
          "%s-%s-%s"
              .formatted(
                  level.commitmentId(),
                  level.areaId(),
                  ServiceDates.format(level.serviceDate()).replace("-", ""));
      state.severity = severity;
      state.commitmentVersion = level.commitmentVersion();
      state.sinceDate = level.serviceDate();
      state.steps = 0;
      return Optional.of(step(RAISED, "", state));
    }
    if (severity.equals(RED) && state.severity.equals(YELLOW)) {
      state.severity = RED;
      return Optional.of(step(ESCALATED, "", state));
    }
    return Optional.empty();
  }

  private static Optional<Step> good(boolean newDay, AlertState state) {
    if (!state.open()) {
      return Optional.empty();
    }
    state.goodDays += newDay || state.goodDays == 0 ? 1 : 0;
    return state.goodDays < GOOD_DAYS_TO_RECOVER ? Optional.empty() : resolve(RECOVERED, state);
  }

  private static Optional<Step> resolve(String resolution, AlertState state) {
    if (!state.open()) {
      return Optional.empty();
    }
    var step = step(RESOLVED, resolution, state);
    state.alertId = "";
    state.goodDays = 0;
    return Optional.of(step);
  }

  private static Step step(String name, String resolution, AlertState state) {
    return new Step(
        name, resolution, state.alertId, state.severity, state.sinceDate, state.steps++);
  }

  /** Whether a level can move an alert on at all. */
  static boolean concerns(ServiceLevel level) {
    return level.verdict() != null
        && (level.windowDays() == 28 || level.verdict() == Verdict.breached);
  }
}
