package org.duixian.commitment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.duixian.event.EventType;
import org.duixian.event.EventType.Kind;

/** The {@code open}, {@code due} and steps of a commitment as a {@link DeadlineMeter}. */
final class DeadlineCompiler {
  /** What names a trip; routes may call their trips by the same names. */
  private static final List<String> TRIP = List.of("service_date", "route_id", "trip_id_scheduled");

  /** What is promised has been done as the obligation is opened, and counts for that day. */
  private static final Terms AS_IT_OPENS =
      new Terms(-1, 0, new int[0], -1, Map.of(), 0, -1, "", Terms.NONE, null, false);

  private final CommitmentFile file;
  private final FieldNames names;

  DeadlineCompiler(CommitmentFile file, FieldNames names) {
    this.file = file;
    this.names = names;
  }

  DeadlineMeter compile() {
    if (!names.given("open", file.open())) {
      return null;
    }
    boolean counted = file.atMost() != null;
    if (counted) {
      checkCounted();
    } else if (!names.given("fulfil", file.fulfil())) {
      return null;
    }
    if (!counted && file.due() == null && file.fallsDue() == null) {
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
        "open.kind",
        file.open().kind(),
        "open.due_from",
        file.open().dueFrom());
    names.onlyIf(timetable, "without a timetable", "open.suspend", file.open().suspend());
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
            names.notice("open.suspend", file.open().suspend()),
            names.condition("open.where", type, file.open().where(), Condition.ALWAYS),
            names.always("open.subject", type, subject),
            names.position("open.site", type, file.open().site()),
            names.position("open.kind", type, file.open().kind()),
            names.position("open.due_from", type, file.open().dueFrom(), Kind.instant),
            file.due() == null ? 0 : file.due().toMillis(),
            counted ? limit(type) : null,
            counted ? AS_IT_OPENS : terms(type));
    var steps = new ArrayList<DeadlineMeter.Step>();
    if (counted) {
      count(steps);
    } else {
      checkKinds(type);
      names.reason("late", file.late());
      names.reason("missed", file.missed());
    }
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
    Duration within = file.withdrawWithin();
    return new DeadlineMeter(
        opening,
        steps,
        within == null ? Long.MAX_VALUE : within.toMillis(),
        file.late(),
        file.missed());
  }

  /** Besides at_most nothing is promised but that what withdraws it did not happen before. */
  private void checkCounted() {
    names.check(file.open().timetable() == null, "at_most", "", "means nothing for a timetable");
    names.onlyIf(
        false,
        "with at_most",
        "due",
        file.due(),
        "falls_due",
        file.fallsDue(),
        "fulfil",
        file.fulfil(),
        "fail",
        file.fail(),
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
        "late",
        file.late(),
        "missed",
        file.missed(),
        "withdraw_within",
        file.withdrawWithin(),
        "withdraw_by_due",
        file.withdrawByDue() ? true : null,
        "open.kind",
        file.open().kind(),
        "open.due_from",
        file.open().dueFrom());
  }

  private DeadlineMeter.Limit limit(EventType type) {
    var atMost = file.atMost();
    notNegative("at_most.limit", atMost.limit(), "times");
    var by = atMost.limitBy() == null ? Map.<String, Map<String, Integer>>of() : atMost.limitBy();
    names.check(by.size() < 2, "at_most.limit_by", by.keySet(), "names more than one field");
    String field = by.isEmpty() ? null : by.keySet().iterator().next();
    var byValue = new HashMap<String, Integer>();
    by.values().forEach(byValue::putAll);
    byValue.forEach((value, limit) -> notNegative("at_most.limit_by." + value, limit, "times"));
    if (field != null) {
      names.condition(
          "at_most.limit_by", type, List.of(Map.of(field, List.copyOf(byValue.keySet()))), null);
    }
    return new DeadlineMeter.Limit(
        names.position("at_most.limit_by", type, field), byValue, atMost.limit());
  }

  private void count(List<DeadlineMeter.Step> into) {
    var atMost = file.atMost();
    EventType type = names.type("at_most.event", atMost.event());
    names.reason("at_most.reason", atMost.reason());
    if (type != null) {
      into.add(
          new DeadlineMeter.Step(
              atMost.event(),
              DeadlineMeter.Effect.count,
              Condition.ALWAYS,
              names.always("at_most.subject", type, atMost.subject()),
              -1,
              -1,
              atMost.reason(),
              false,
              names.always("at_most.number", type, atMost.number(), Kind.whole),
              -1,
              -1,
              0,
              ""));
    }
  }

  /** Each kind of obligation that can be opened must be one that can be fulfilled. */
  private void checkKinds(EventType type) {
    String kind = file.open().kind();
    boolean byKind = file.fulfil().stream().anyMatch(step -> step.kinds() != null);
    names.check(kind == null || byKind, "open.kind", kind, "is asked for by no fulfil step's for");
    var field = kind == null ? null : type.field(kind).orElse(null);
    if (field == null) {
      return;
    }
    names.check(
        !field.words().isEmpty(), "open.kind", kind, "is not a field whose values are listed");
    var fulfilled = new HashSet<String>();
    for (int i = 0; i < file.fulfil().size(); i++) {
      var kinds = file.fulfil().get(i).kinds();
      for (String each : kinds == null ? List.<String>of() : kinds) {
        names.check(
            field.words().contains(each),
            "fulfil[" + i + "].for",
            each,
            "is not one of " + field.words());
      }
      fulfilled.addAll(kinds == null ? field.words() : kinds);
    }
    for (String each : field.words()) {
      names.check(fulfilled.contains(each), "open.kind", each, "is fulfilled by no step");
    }
    names.check(
        field.required() || file.fulfil().stream().anyMatch(step -> step.kinds() == null),
        "open.kind",
        kind,
        "is optional in " + type.name() + ", and without it no step without for fulfils anything");
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
    byValue.forEach(
        (value, days) -> notNegative("falls_due.workdays_by." + value, days, "working days"));
    if (byField != null) {
      names.condition(
          "falls_due.workdays_by",
          type,
          List.of(Map.of(byField, List.copyOf(byValue.keySet()))),
          null);
    }
    notNegative("falls_due.workdays", term.workdays(), "working days");
    notNegative("falls_due.plus", term.plus(), "working days");
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
      notNegative("confirm_workdays", file.confirmWorkdays(), "working days");
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

  private void notNegative(String key, Integer number, String what) {
    names.check(number == null || number >= 0, key, number, "is not 0 or more " + what);
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
              -1,
              names.position(at + ".days", type, step.days(), Kind.whole),
              names.position(at + ".until", type, step.until(), Kind.instant),
              step.within() == null ? 0 : step.within().toMillis(),
              step.kinds() == null ? "" : String.join(" ", step.kinds())));
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
    boolean limited = fulfils && !timetable && file.fallsDue() == null;
    if (revokes) {
      names.given(at + ".within", step.within());
    }
    names.onlyIf(
        revokes || limited,
        timetable ? "for a timetable" : fulfils ? "with falls_due" : here,
        at + ".within",
        step.within());
    if (step.within() != null) {
      boolean positive = step.within().compareTo(Duration.ZERO) > 0;
      names.check(positive, at + ".within", step.within(), "is not > 0");
      names.check(
          !limited || file.due() == null || step.within().compareTo(file.due()) < 0,
          at + ".within",
          step.within(),
          "is not less than due, which limits it anyway: " + file.due());
    }
    names.onlyIf(
        fulfils && file.open().kind() != null,
        fulfils ? "without open.kind" : here,
        at + ".for",
        step.kinds());
    names.check(step.kinds() == null || !step.kinds().isEmpty(), at + ".for", "", "names no kind");
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
