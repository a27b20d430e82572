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
  /** What names a trip; routes may call their trips by the same names. */
  private static final List<String> TRIP = List.of("service_date", "route_id", "trip_id_scheduled");

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
    names.onlyIf(
        !timetable,
        "for a timetable",
        "open.event",
        file.open().event(),
        "open.where",
        file.open().where(),
        "open.subject",
        file.open().subject(),
        "open.site",
        file.open().site(),
        "open.due_from",
        file.open().dueFrom());
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
    checkDurations();
    names.onlyIf(
        file.withdraw() != null,
        "without withdraw",
        "withdraw_within",
        file.withdrawWithin(),
        "withdraw_by_due",
        file.withdrawByDue() ? true : null);
    names.onlyIf(file.pause() != null, "without pause", "resume", file.resume());
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

  private void checkDurations() {
    names.check(
        file.due() == null || file.due().compareTo(Duration.ZERO) > 0,
        "due",
        file.due(),
        "is not > 0");
    names.check(
        file.withdrawWithin() == null || !file.withdrawWithin().isNegative(),
        "withdraw_within",
        file.withdrawWithin(),
        "is not ≥ 0");
  }

  /** Null where the commitment is given a duration. */
  private Terms terms(EventType type) {
    var term = file.fallsDue();
    if (term == null) {
      names.onlyIf(
          false,
          "without falls_due",
          "pause",
          file.pause(),
          "resume",
          file.resume(),
          "extend",
          file.extend(),
          "confirm",
          file.confirm(),
          "confirm_workdays",
          file.confirmWorkdays(),
          "unconfirmed",
          file.unconfirmed(),
          "revoke",
          file.revoke(),
          "withdraw_by_due",
          file.withdrawByDue() ? true : null);
      return null;
    }
    names.check(file.due() == null, "due", file.due(), "is given besides falls_due");
    names.check(
        file.open().timetable() == null,
        "falls_due",
        "",
        "means nothing for a timetable, whose trips fall due by a duration");
    names.onlyIf(false, "with falls_due", "open.due_from", file.open().dueFrom());
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
    names.onlyIf(confirmed, "without confirm", "unconfirmed", file.unconfirmed());
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
    names.check(!from.isEmpty(), key, "", "names no event");
    for (int i = 0; i < from.size(); i++) {
      var step = from.get(i);
      String at = key + "[" + i + "]";
      EventType type = names.type(at + ".event", step.event());
      if (type == null) {
        continue;
      }
      checkKeys(key, at, effect, step);
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

  private void checkKeys(
      String key, String at, DeadlineMeter.Effect effect, CommitmentFile.Step step) {
    boolean fulfils = effect == DeadlineMeter.Effect.fulfil;
    boolean extended = effect == DeadlineMeter.Effect.extend;
    boolean revokes = effect == DeadlineMeter.Effect.revoke;
    boolean reasoned = revokes || effect == DeadlineMeter.Effect.fail;
    boolean timetable = file.open().timetable() != null;
    String here = "for " + key;
    if (reasoned) {
      names.reason(at + ".reason", step.reason());
    }
    names.onlyIf(reasoned, here, at + ".reason", step.reason());
    if (revokes && names.given(at + ".within", step.within())) {
      boolean positive = step.within().compareTo(Duration.ZERO) > 0;
      names.check(positive, at + ".within", step.within(), "is not > 0");
    }
    names.onlyIf(revokes, here, at + ".within", step.within());
    names.check(
        !extended || (step.days() == null) != (step.until() == null),
        at,
        step.event(),
        "needs one of days and until");
    names.onlyIf(extended, here, at + ".days", step.days(), at + ".until", step.until());
    names.onlyIf(
        fulfils && file.confirm() != null,
        fulfils ? "without confirm" : here,
        at + ".confirmed",
        step.confirmed() ? true : null);
    names.onlyIf(
        fulfils && timetable, fulfils ? "without a timetable" : here, at + ".stop", step.stop());
    if (timetable) {
      names.check(
          TRIP.equals(step.subject()),
          at + ".subject",
          step.subject(),
          "does not name a trip, as this does: " + TRIP);
      names.check(
          !fulfils || "stop_id".equals(step.stop()),
          at + ".stop",
          step.stop() == null ? "" : step.stop(),
          "is not stop_id, of which every one must be visited");
    }
  }
}
