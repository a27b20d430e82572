package org.duixian.alert;

import java.util.ArrayList;
import java.util.List;
import org.duixian.calendar.ServiceDates;
import org.duixian.calendar.WorkCalendar;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;

/**
 * The life of an alert: a pure state machine that is moved on by judgements alone, so by the
 * sources' time and never by a clock.
 *
 * <pre>
 *          raised ─► updated · escalated · acknowledged · held ─► released ─► resolved
 * </pre>
 *
 * <p>It is raised yellow or red and becomes red, never yellow again. Nobody acknowledged it by the
 * end of the next working day: a yellow one is told to one more role. Red for ten working days: the
 * auditor is told. While a source is silent it is held. It is resolved after three good service
 * days (recovered); when what was told late takes back every day that slipped (restated); when
 * there was too little to judge for 28 judged days, or nobody reports any more (expired); when the
 * promise is no longer in force, is another one, or all days of the window are excepted.
 */
final class AlertLife {
  static final String YELLOW = "yellow";
  static final String RED = "red";
  static final String REMINDER = "reminder";
  static final String RAISED = "raised";
  static final String UPDATED = "updated";
  static final String ESCALATED = "escalated";
  static final String ACKNOWLEDGED = "acknowledged";
  static final String HELD = "held";
  static final String RELEASED = "released";
  static final String RESOLVED = "resolved";
  static final String REMINDED = "reminded";
  static final String RECOVERED = "recovered";
  static final String EXPIRED = "expired";
  static final String NOT_IN_FORCE = "not_in_force";
  static final String RULE_CHANGED = "rule_changed";
  static final String EXCLUDED = "excluded";
  static final String RESTATED = "restated";

  /** No due instant is known: the calendar ends before it. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int GOOD_DAYS_TO_RECOVER = 3;
  private static final int FEW_DAYS_TO_EXPIRE = 28;
  private static final int WORKDAYS_TO_ACKNOWLEDGE = 1;
  private static final int WORKDAYS_TO_AUDIT = 10;
  private static final int LONG_AGO = 63;

  /**
   * A level as its alert sees it.
   *
   * @param ruleChanged whether the promise is another one than that of an open alert, or none
   * @param excepted whether an announced exception holds on the day
   * @param reported whether anybody reports about the promise here
   * @param silentSource where a day is judged: a source that was silent on it, or empty; null where
   *     nothing is said of silence
   */
  record Judged(
      ServiceLevel level,
      boolean ruleChanged,
      boolean excepted,
      boolean reported,
      String silentSource) {}

  /**
   * A step in the life of an alert.
   *
   * @param state raised, updated, escalated, acknowledged, held, released or resolved
   * @param resolution why it was resolved, or empty
   * @param alertId the alert
   * @param severity yellow or red
   * @param sinceDate first service date of the slip
   * @param number 0 when raised, one more with each step
   * @param atMillis when it was taken
   * @param ackDueMillis until when it is to be acknowledged, or 0
   * @param acknowledgedBy the role that acknowledged it, or empty
   * @param note what that role said, in that step
   * @param heldBy the silent source for which it is held, or empty
   * @param overdue whether more roles were told because nobody acknowledged it
   * @param audited whether the auditor was told
   */
  record Step(
      String state,
      String resolution,
      String alertId,
      String severity,
      int sinceDate,
      int number,
      long atMillis,
      long ackDueMillis,
      String acknowledgedBy,
      String note,
      String heldBy,
      boolean overdue,
      boolean audited) {}

  private final ServiceLevel level;
  private final WorkCalendar calendar;
  private final AlertState state;
  private final List<Step> steps = new ArrayList<>();

  private AlertLife(ServiceLevel level, WorkCalendar calendar, AlertState state) {
    this.level = level;
    this.calendar = calendar;
    this.state = state;
  }

  /** Whether a level can move an alert on at all. */
  static boolean concerns(ServiceLevel level) {
    return level.verdict() != null
        && (level.windowDays() == 28 || level.verdict() == Verdict.breached);
  }

  /** The steps that a judged level causes, in their order. */
  static List<Step> on(
      Judged judged, AlertActions actions, WorkCalendar calendar, AlertState state) {
    var life = new AlertLife(judged.level(), calendar, state);
    life.completeOldState();
    if (judged.level().serviceDate() < state.lastDate) {
      life.revised(judged.excepted());
    } else {
      life.acknowledge(actions);
      life.judged(judged);
    }
    return life.steps;
  }

  /** An alert that an earlier version raised does not know when it was, nor which days slipped. */
  private void completeOldState() {
    if (state.open() && state.slipDays == 0) {
      state.slipDays = 1L << LONG_AGO;
    }
    if (state.open() && state.askedMillis == 0) {
      long closesAfter =
          Math.max(0, level.judgedMillis() - ServiceDates.startMillis(level.serviceDate() + 1));
      state.askedMillis = ServiceDates.startMillis(state.sinceDate + 1) + closesAfter;
    }
  }

  private void judged(Judged judged) {
    int date = level.serviceDate();
    if (judged.ruleChanged()) {
      resolve(RULE_CHANGED);
      state.lastDate = date;
    }
    if (judged.excepted()) {
      // It neither raises nor counts as good; but nothing else is left that speaks for the alert.
      if (level.daysExpected() == 0) {
        resolve(EXCLUDED);
      }
      return;
    }
    switch (level.verdict()) {
      // These two do not close the book on what a backlog may still show.
      case no_data -> noData(judged);
      case too_few -> tooFew();
      case breached -> slipping(RED);
      case at_risk -> slipping(YELLOW);
      case met -> good();
      case not_in_force -> {
        moveTo(date);
        resolve(NOT_IN_FORCE);
      }
    }
  }

  private void noData(Judged judged) {
    if (!judged.reported()) {
      resolve(EXPIRED);
    } else if (judged.silentSource() != null && judged.silentSource().isEmpty()) {
      release();
    } else if (judged.silentSource() != null && state.open() && !state.held()) {
      state.heldBy = judged.silentSource();
      step(HELD, "");
    }
  }

  private void tooFew() {
    int date = level.serviceDate();
    release();
    if (date == state.lastDate) {
      takeBack(date);
    } else if (state.open() && date > state.fewDate) {
      state.fewDate = date;
      state.fewDays++;
      if (state.fewDays >= FEW_DAYS_TO_EXPIRE) {
        resolve(EXPIRED);
      } else {
        tellMore();
      }
    }
  }

  private void slipping(String severity) {
    release();
    boolean newDay = moveTo(level.serviceDate());
    state.goodDays = 0;
    state.fewDays = 0;
    if (!state.open()) {
      raise(severity);
      return;
    }
    state.slipDays |= 1;
    if (severity.equals(RED) && state.severity.equals(YELLOW)) {
      state.severity = RED;
      ask();
      step(ESCALATED, "");
    } else if (newDay && !tellMore()) {
      step(UPDATED, "");
    }
  }

  private void raise(String severity) {
    state.alertId =
        "%s-%s-%s"
            .formatted(
                level.commitmentId(),
                level.areaId(),
                ServiceDates.format(level.serviceDate()).replace("-", ""));
    state.severity = severity;
    state.commitmentVersion = level.commitmentVersion();
    state.sinceDate = level.serviceDate();
    // Closed and raised on one and the same day, it is the same alert, and goes on counting.
    state.steps = state.alertId.equals(state.closedId) ? state.steps : 0;
    state.atMillis = 0;
    state.overdue = false;
    state.audited = false;
    state.heldBy = "";
    state.slipDays = 1;
    ask();
    step(RAISED, "");
  }

  private void ask() {
    state.askedMillis = Math.max(state.atMillis, level.judgedMillis());
    state.acknowledgedBy = "";
  }

  private void good() {
    release();
    boolean newDay = moveTo(level.serviceDate());
    state.fewDays = 0;
    if (!newDay && takeBack(level.serviceDate())) {
      return;
    }
    if (state.open()) {
      state.goodDays += newDay || state.goodDays == 0 ? 1 : 0;
      if (state.goodDays >= GOOD_DAYS_TO_RECOVER) {
        resolve(RECOVERED);
      }
    }
  }

  /** What was told late changes what an earlier day was, but raises nothing any more. */
  private void revised(boolean excepted) {
    int date = level.serviceDate();
    if (!state.open() || level.windowDays() != 28 || excepted || date < state.sinceDate) {
      return;
    }
    switch (level.verdict()) {
      case breached, at_risk -> {
        state.slipDays |= bit(date);
        state.goodDays = Math.min(state.goodDays, state.lastDate - date);
      }
      case met, too_few, not_in_force -> takeBack(date);
      case no_data -> {} // it slipped, as far as anybody knows
    }
  }

  /** A day does not slip any more; true if it was the last one, so that the alert is closed. */
  private boolean takeBack(int date) {
    boolean last = state.open() && state.slipDays == bit(date) && bit(date) > 0;
    state.slipDays &= bit(date) > 0 ? ~bit(date) : -1L;
    if (last) {
      resolve(RESTATED);
    }
    return last;
  }

  /** The bit of a day; negative if it is too long ago. */
  private long bit(int date) {
    return 1L << Math.min(LONG_AGO, state.lastDate - date);
  }

  /** Goes on to a day; false if it is there already. */
  private boolean moveTo(int date) {
    if (date == state.lastDate) {
      return false;
    }
    if (state.open()) {
      int days = date - state.lastDate;
      boolean longAgo =
          days >= LONG_AGO ? state.slipDays != 0 : state.slipDays >>> (LONG_AGO - days) != 0;
      state.slipDays = days >= LONG_AGO ? 0 : state.slipDays << days;
      state.slipDays = longAgo ? state.slipDays | 1L << LONG_AGO : state.slipDays;
    }
    state.lastDate = date;
    return true;
  }

  private void acknowledge(AlertActions actions) {
    if (state.open() && !state.acknowledged() && level.windowDays() == 28) {
      actions
          .acknowledgement(state.alertId, state.askedMillis, level.judgedMillis())
          .ifPresent(
              action -> {
                state.acknowledgedBy = action.role();
                step(ACKNOWLEDGED, "", action.timeMillis(), action.note());
              });
    }
  }

  /** It was told and nothing happened: more roles are told. False if there is no reason to. */
  private boolean tellMore() {
    boolean red = state.severity.equals(RED);
    if (red && !state.audited && passed(WORKDAYS_TO_AUDIT)) {
      state.audited = true;
    } else if (!red && !state.overdue && !state.acknowledged() && passed(WORKDAYS_TO_ACKNOWLEDGE)) {
      state.overdue = true;
    } else {
      return false;
    }
    step(ESCALATED, "");
    return true;
  }

  private boolean passed(int workdays) {
    return level.judgedMillis() >= endOfWorkday(state.askedMillis, workdays, calendar);
  }

  /**
   * The end of the n-th working day after the day of an instant, or {@link #NEVER} where the
   * calendar ends before it.
   */
  static long endOfWorkday(long sinceMillis, int n, WorkCalendar calendar) {
    int date = ServiceDates.serviceDate(sinceMillis);
    for (int left = n; left > 0; ) {
      date++;
      if (!calendar.covers(date)) {
        return NEVER;
      }
      left -= calendar.isWorkday(date) ? 1 : 0;
    }
    return ServiceDates.startMillis(date + 1);
  }

  private void release() {
    if (state.open() && state.held()) {
      state.heldBy = "";
      step(RELEASED, "");
    }
  }

  private void resolve(String resolution) {
    if (state.open()) {
      state.heldBy = "";
      step(RESOLVED, resolution);
      state.closedId = state.alertId;
      state.alertId = "";
      state.goodDays = 0;
      state.fewDays = 0;
      state.slipDays = 0;
    }
  }

  private void step(String name, String resolution) {
    step(name, resolution, level.judgedMillis(), "");
  }

  private void step(String name, String resolution, long atMillis, String note) {
    state.atMillis = Math.max(state.atMillis, atMillis);
    boolean asks = resolution.isEmpty() && !state.acknowledged();
    long due = asks ? endOfWorkday(state.askedMillis, WORKDAYS_TO_ACKNOWLEDGE, calendar) : 0;
    steps.add(
        new Step(
            name,
            resolution,
            state.alertId,
            state.severity,
            state.sinceDate,
            state.steps++,
            state.atMillis,
            due == NEVER ? 0 : due,
            state.acknowledged() ? state.acknowledgedBy : "",
            note,
            state.held() ? state.heldBy : "",
            state.overdue,
            state.audited));
  }
}
