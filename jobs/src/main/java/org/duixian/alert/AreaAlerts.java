package org.duixian.alert;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.AreaMemory.Table;
import org.duixian.commitment.Commitment;
import org.duixian.commitment.Reminder;
import org.duixian.commitment.Rules;
import org.duixian.commitment.SourceSilence;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;

/** The alerts of one area: at most one open per commitment, and one per silent source at home. */
public final class AreaAlerts implements Serializable {
  private static final long serialVersionUID = 1;

  /** Stands for the commitment where a source's silence is the matter. */
  public static final String DATA = "DATA";

  /** Its stream. */
  private static final String OPS = "ops";

  private final Rules books;
  private final AlertActions actions;
  private final AlertLink link;

  /**
   * @param actions what people did about alerts
   * @param link where the evidence of an alert is shown
   */
  public AreaAlerts(Rules books, AlertActions actions, AlertLink link) {
    this.books = books;
    this.actions = actions;
    this.link = link;
  }

  /**
   * Takes in a published level.
   *
   * @param silentSource see {@link org.duixian.level.LevelOutput}
   * @param noneDueAt see there, too
   */
  public void on(
      ServiceLevel level,
      String silentSource,
      List<String> noneDueAt,
      Table<String, AlertState> states,
      Consumer<Alert> alerts) {
    if (!AlertLife.concerns(level)) {
      return;
    }
    AlertState state = state(level.commitmentId(), states);
    var judged =
        new AlertLife.Judged(
            level, ruleChanged(level, state), isExcepted(level), isReported(level), silentSource);
    var calendar = books.on(level.serviceDate()).registry().calendar();
    for (AlertLife.Step step : AlertLife.on(judged, actions, calendar, state)) {
      alerts.accept(alert(step, level, noneDueAt));
    }
    states.put(level.commitmentId(), state);
  }

  private boolean isExcepted(ServiceLevel level) {
    return level.verdict() != Verdict.not_in_force
        && books
            .on(level.serviceDate())
            .registry()
            .isExcepted(level.areaId(), level.commitmentId(), level.serviceDate());
  }

  /** Whether the promise is no longer the one that an open alert is about. */
  private boolean ruleChanged(ServiceLevel level, AlertState state) {
    boolean dropped = books.find(level.commitmentId(), level.serviceDate()).isEmpty();
    return state.open() && (dropped || !state.commitmentVersion.equals(level.commitmentVersion()));
  }

  private boolean isReported(ServiceLevel level) {
    var book = books.on(level.serviceDate());
    return book.catalogue()
        .find(level.commitmentId())
        .filter(commitment -> !commitment.isGap())
        .map(
            commitment ->
                book.registry().sourcesOf(level.areaId(), commitment.stream(), commitment.scope()))
        .map(sources -> !sources.isEmpty())
        .orElse(true);
  }

  /** Takes in that a source fell silent or speaks again. */
  public void on(SourceSilence silence, Table<String, AlertState> states, Consumer<Alert> alerts) {
    String key = DATA + '|' + silence.source();
    AlertState state = state(key, states);
    if (silence.silent() == state.open()) {
      return;
    }
    int date = ServiceDates.serviceDate(silence.atMillis());
    if (silence.silent()) {
      state.alertId = DATA + silence.source().replace('/', '-') + '-' + silence.atMillis() / 60_000;
      state.severity = AlertLife.YELLOW;
      state.sinceDate = ServiceDates.serviceDate(silence.clockMillis());
      state.steps = 0;
    }
    var step =
        new AlertLife.Step(
            silence.silent() ? AlertLife.RAISED : AlertLife.RESOLVED,
            silence.silent() ? "" : resolution(silence, date),
            state.alertId,
            state.severity,
            state.sinceDate,
            state.steps++,
            silence.atMillis(),
            0,
            "",
            "",
            "",
            false,
            false);
    alerts.accept(dataAlert(step, silence, date, books.on(date).registry()));
    if (!silence.silent()) {
      state.alertId = "";
    }
    states.put(key, state);
  }

  /**
   * Who is to do something by the next working day; no alert is opened, moved on or closed by it.
   */
  public Alert remind(Reminder reminder) {
    var book = books.on(reminder.serviceDate());
    Registry registry = book.registry();
    Commitment commitment = commitment(reminder.commitmentId(), reminder.serviceDate());
    var wording = new AlertWording(registry, link);
    String who = reminder.source() + (reminder.siteId().isEmpty() ? "" : '/' + reminder.siteId());
    String id =
        "REMIND-%s-%s-%s%s"
            .formatted(
                reminder.commitmentId(),
                reminder.areaId(),
                ServiceDates.format(reminder.serviceDate()).replace("-", ""),
                who.replace('/', '-'));
    return new Alert(
        id,
        reminder.areaId(),
        registry.townshipsOf(reminder.areaId(), reminder.serviceDate()),
        registry.countyOf(reminder.areaId()),
        reminder.commitmentId(),
        commitment.stream(),
        reminder.siteId(),
        AlertLife.REMINDER,
        AlertLife.REMINDED,
        "",
        "",
        reminder.dueMillis(),
        "",
        "",
        reminder.serviceDate(),
        reminder.serviceDate(),
        reminder.atMillis(),
        0,
        reminder.units(),
        commitment.objective(),
        "",
        Map.of(),
        reminder.evidence(),
        commitment.recipientsReminded(),
        wording.reminderZh(id, reminder, commitment),
        wording.reminderEn(id, reminder, commitment),
        0,
        commitment.version(),
        registry.version(),
        registry.calendar().version());
  }

  /** A source that no longer reports about its home has not recovered. */
  private String resolution(SourceSilence silence, int date) {
    var areas = books.on(date).registry().areasOfSource(silence.source());
    return areas.contains(silence.areaId()) ? AlertLife.RECOVERED : AlertLife.RULE_CHANGED;
  }

  private static AlertState state(String key, Table<String, AlertState> states) {
    AlertState state = states.get(key);
    return state != null ? state : new AlertState();
  }

  private Alert alert(AlertLife.Step step, ServiceLevel level, List<String> noneDueAt) {
    Registry registry = books.on(level.serviceDate()).registry();
    Commitment commitment = commitment(level.commitmentId(), level.serviceDate());
    var wording = new AlertWording(registry, link);
    return new Alert(
        step.alertId(),
        level.areaId(),
        registry.townshipsOf(level.areaId(), level.serviceDate()),
        registry.countyOf(level.areaId()),
        level.commitmentId(),
        commitment.isGap() ? "" : commitment.stream(),
        "",
        step.severity(),
        step.state(),
        step.resolution(),
        step.heldBy(),
        step.ackDueMillis(),
        step.acknowledgedBy(),
        step.note(),
        step.sinceDate(),
        level.serviceDate(),
        step.atMillis(),
        level.good(),
        level.total(),
        level.objective(),
        level.hardRule(),
        level.lostByReason(),
        level.evidence(),
        Roles.told(step, commitment),
        wording.zh(step, level, commitment, noneDueAt),
        wording.en(step, level, commitment, noneDueAt),
        step.number(),
        level.commitmentVersion(),
        level.referenceVersion(),
        level.calendarVersion());
  }

  /** A commitment that was dropped is that of the day before. */
  private Commitment commitment(String id, int serviceDate) {
    return books
        .find(id, serviceDate)
        .orElseGet(() -> books.on(serviceDate - 1).catalogue().get(id));
  }

  private Alert dataAlert(AlertLife.Step step, SourceSilence silence, int date, Registry registry) {
    var wording = new AlertWording(registry, link);
    return new Alert(
        step.alertId(),
        silence.homeAreaId(),
        List.of(),
        registry.countyOf(silence.homeAreaId()),
        DATA,
        OPS,
        silence.source(),
        step.severity(),
        step.state(),
        step.resolution(),
        "",
        0,
        "",
        "",
        step.sinceDate(),
        date,
        step.atMillis(),
        0,
        0,
        1,
        "",
        Map.of(),
        List.of(),
        List.of(Roles.DATA_OWNER),
        wording.silenceZh(step, silence),
        wording.silenceEn(step, silence),
        step.number(),
        "",
        registry.version(),
        registry.calendar().version());
  }
}
