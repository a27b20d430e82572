package org.duixian.commitment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duixian.event.EventType;
import org.duixian.event.EventType.Kind;

/** The {@code open}, {@code due} and steps of a commitment as a {@link DeadlineMeter}. */
final class DeadlineCompiler {
  private final CommitmentFile file;
  private final FieldNames names;

  DeadlineCompiler(CommitmentFile file, FieldNames names) {
    this.file = file;
    this.names = names;
  }

  DeadlineMeter compile() {
    if (!names.allGiven("open", file.open(), "fulfil", file.fulfil())) {
      return null;
    }
    if (file.due() == null && file.fallsDue() == null) {
      names.given("due", null);
      return null;
    }
    boolean timetable = file.open().timetable() != null;
    String opener = timetable ? file.open().timetable() : file.open().event();
    if (timetable) {
      names.check(
          CommitmentCompiler.TIMETABLE.equals(opener),
          "open.timetable",
          opener,
          "is not " + CommitmentCompiler.TIMETABLE);
    }
    EventType type = names.type(timetable ? "open.timetable" : "open.event", opener);
    if (type == null) {
      return null;
    }
    var subject = timetable ? List.of("route_id") : file.open().subject();
    if (!names.given("open.subject", subject)) {
      return null;
    }
    var opening =
        new DeadlineMeter.Opening(
            opener,
            timetable,
            names.condition("open.where", type, file.open().where(), Condition.ALWAYS),
            names.always("open.subject", type, subject),
            names.position("open.site", type, file.open().site()),
            names.position("open.due_from", type, file.open().dueFrom(), Kind.instant),
            file.due() == null ? 0 : file.due().toMillis(),
            terms(type));
    var steps = new ArrayList<DeadlineMeter.Step>();
    steps("fulfil", file.fulfil(), DeadlineMeter.Effect.fulfil, steps);
    steps("fail", file.fail(), DeadlineMeter.Effect.fail, steps);
    steps("withdraw", file.withdraw(), DeadlineMeter.Effect.withdraw, steps);
    steps("pause", file.pause(), DeadlineMeter.Effect.pause, steps);
    steps("resume", file.resume(), DeadlineMeter.Effect.resume, steps);
    steps("extend", file.extend(), DeadlineMeter.Effect.extend, steps);
    steps("confirm", file.confirm(), DeadlineMeter.Effect.confirm, steps);
    steps("revoke", file.revoke(), DeadlineMeter.Effect.revoke, steps);
    names.reason("late", file.late());
    names.reason("missed", file.missed());
    Duration within = file.withdrawWithin();
    return new DeadlineMeter(
        opening,
        steps,
        within == null ? Long.MAX_VALUE : within.toMillis(),
        file.late(),
        file.missed());
  }

  /** Null where the commitment is given a duration. */
  private Terms terms(EventType type) {
    var term = file.fallsDue();
    if (term == null) {
      onlyWithTerms("pause", file.pause());
      onlyWithTerms("resume", file.resume());
      onlyWithTerms("extend", file.extend());
      onlyWithTerms("confirm", file.confirm());
      onlyWithTerms("revoke", file.revoke());
      onlyWithTerms("withdraw_by_due", file.withdrawByDue() ? true : null);
      return null;
    }
    names.check(file.due() == null, "due", file.due(), "is given besides falls_due");
    names.check(
        file.open().timetable() == null,
        "falls_due",
        "",
        "means nothing for a timetable, whose trips fall due by a duration");
    names.check(
        file.open().dueFrom() == null,
        "open.due_from",
        file.open().dueFrom(),
        "means nothing with falls_due");
    var by = term.workdaysBy() == null ? Map.<String, Map<String, Integer>>of() : term.workdaysBy();
    var from = term.workdaysFrom() == null ? List.<String>of() : term.workdaysFrom();
    names.check(
        term.at() != null || by.size() == 1 || !from.isEmpty() || term.workdays() != null,
        "falls_due",
        "",
        "needs one of at, workdays_by, workdays_from and workdays");
    names.check(by.size() < 2, "falls_due.workdays_by", by.keySet(), "names more than one field");
    String byField = by.isEmpty() ? null : by.keySet().iterator().next();
    var byValue = new HashMap<String, Integer>();
    by.values().forEach(byValue::putAll);
    byValue.forEach((value, days) -> notNegative("falls_due.workdays_by." + value, days));
    if (byField != null) {
      names.condition(
          "falls_due.workdays_by",
          type,
          List.of(Map.of(byField, List.copyOf(byValue.keySet()))),
          null);
    }
    notNegative("falls_due.workdays", term.workdays());
    notNegative("falls_due.plus", term.plus());
    var hard = file.hard();
    boolean second = hard != null && hard.workdaysFrom() != null;
    if (second) {
      names.reason("hard.reason", hard.reason());
    }
    boolean confirmed = file.confirm() != null;
    names.check(
        confirmed == (file.confirmWorkdays() != null),
        "confirm_workdays",
        file.confirmWorkdays(),
        "must be given with confirm, and only with it");
    if (confirmed) {
      notNegative("confirm_workdays", file.confirmWorkdays());
      names.reason("unconfirmed", file.unconfirmed());
    }
    return new Terms(
        names.position("falls_due.at", type, term.at(), Kind.instant),
        term.workdays() == null ? Terms.NONE : term.workdays(),
        from.stream()
            .mapToInt(each -> names.position("falls_due.workdays_from", type, each, Kind.whole))
            .toArray(),
        names.position("falls_due.workdays_by", type, byField),
        byValue,
        term.plus(),
        second
            ? names.position("hard.workdays_from", type, hard.workdaysFrom(), Kind.whole)
            : Terms.NONE,
        second ? hard.reason() : "",
        confirmed && file.confirmWorkdays() != null ? file.confirmWorkdays() : Terms.NONE,
        file.unconfirmed(),
        file.withdrawByDue());
  }

  private void onlyWithTerms(String key, Object value) {
    names.check(value == null, key, "", "means nothing without falls_due");
  }

  private void notNegative(String key, Integer days) {
    names.check(days == null || days >= 0, key, days, "is not 0 or more working days");
  }

  private void steps(
      String key,
      List<CommitmentFile.Step> from,
      DeadlineMeter.Effect effect,
      List<DeadlineMeter.Step> into) {
    if (from == null) {
      return;
    }
    for (int i = 0; i < from.size(); i++) {
      var step = from.get(i);
      String at = key + "[" + i + "]";
      EventType type = names.type(at + ".event", step.event());
      if (type == null) {
        continue;
      }
      boolean revokes = effect == DeadlineMeter.Effect.revoke;
      if (effect == DeadlineMeter.Effect.fail || revokes) {
        names.reason(at + ".reason", step.reason());
      }
      if (revokes) {
        names.given(at + ".within", step.within());
      }
      names.check(
          effect != DeadlineMeter.Effect.extend || (step.days() == null) != (step.until() == null),
          at,
          step.event(),
          "needs one of days and until");
      into.add(
          new DeadlineMeter.Step(
              step.event(),
              effect,
              names.condition(at + ".where", type, step.where(), Condition.ALWAYS),
              names.positions(at + ".subject", type, step.subject()),
              names.position(at + ".stop", type, step.stop()),
              step.stop() == null ? -1 : names.always(at, type, "stop_sequence", Kind.whole),
              step.reason(),
              step.confirmed(),
              names.position(at + ".days", type, step.days(), Kind.whole),
              names.position(at + ".until", type, step.until(), Kind.instant),
              step.within() == null ? 0 : step.within().toMillis()));
    }
  }
}
