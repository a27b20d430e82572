package org.duixian.commitment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duixian.area.Attribution;
import org.duixian.commitment.Commitment.Judging;
import org.duixian.event.EventType;
import org.duixian.event.EventType.Kind;
import org.duixian.event.EventTypes;

/**
 * Turns one YAML file into a {@link Commitment}: names become positions, conditions predicates.
 * Collects every problem it finds, each naming the file, the key and the value.
 */
final class CommitmentCompiler {
  static final String TIMETABLE = "transport.timetable.published";
  static final String OTHER = "other";

  private final String fileName;
  private final CommitmentFile file;
  private final EventTypes types;
  private final List<String> problems;

  CommitmentCompiler(
      String fileName, CommitmentFile file, EventTypes types, List<String> problems) {
    this.fileName = fileName;
    this.file = file;
    this.types = types;
    this.problems = problems;
  }

  /** The commitment, or null if there were problems. */
  Commitment compile() {
    int before = problems.size();
    check(file.id().matches("[CGD][0-9]{2}"), "id", file.id(), "is not like C05");
    check(fileName.equals(file.id() + ".yaml"), "id", file.id(), "is not the name of its file");
    check(
        file.objective() > 0 && file.objective() < 1,
        "objective",
        file.objective(),
        "is not between 0 and 1; 1 can't be judged from samples, use a hard rule");
    checkHardRule();
    check(file.minSample().days28() > 0, "min_sample.28d", file.minSample().days28(), "is not > 0");
    check(file.minSample().days7() > 0, "min_sample.7d", file.minSample().days7(), "is not > 0");
    Meter meter =
        switch (file.meter()) {
          case ratio -> ratio();
          case deadline -> deadline();
          case presence -> presence();
        };
    if (problems.size() > before) {
      return null;
    }
    var reasons = new LinkedHashMap<>(file.reasons());
    reasons.putIfAbsent(OTHER, new Commitment.Words("其他", "other"));
    return new Commitment(
        file.id(),
        file.version(),
        file.slug(),
        file.name(),
        new ArrayList<>(file.promise()),
        file.stream(),
        meter,
        file.unit(),
        file.meter() == CommitmentFile.Kind.presence ? 60 : 1,
        file.objective(),
        file.minSample().days28(),
        judging(),
        file.hard() == null ? "" : file.hard().rule(),
        file.hard() != null && file.hard().wholeDay(),
        new ArrayList<>(file.recipients().atRisk()),
        new ArrayList<>(file.recipients().breached()),
        reasons,
        (int) file.effectiveFrom().toEpochDay());
  }

  private void checkHardRule() {
    var hard = file.hard();
    if (hard == null) {
      return;
    }
    int given =
        (hard.run() == null ? 0 : 1) + (hard.wholeInterval() ? 1 : 0) + (hard.wholeDay() ? 1 : 0);
    check(given == 1, "hard", hard.rule(), "needs one of run, whole_interval and whole_day");
    boolean presence = file.meter() == CommitmentFile.Kind.presence;
    String otherMeter = "means nothing for meter " + file.meter();
    check(!hard.wholeInterval() || presence, "hard.whole_interval", true, otherMeter);
    if (hard.run() != null) {
      check(presence, "hard.run", hard.run(), otherMeter);
      boolean minutes = hard.run().toMinutes() > 0 && hard.run().toSecondsPart() == 0;
      check(minutes, "hard.run", hard.run(), "is not one or more full minutes");
    }
  }

  private Judging judging() {
    var judge = file.judge();
    var standard = Judging.DEFAULT;
    return judge == null
        ? standard
        : new Judging(
            or(judge.zAtRisk(), standard.zAtRisk()),
            or(judge.zBreached(), standard.zBreached()),
            or(judge.cusumAtRisk(), standard.cusumAtRisk()),
            or(judge.cusumBreached(), standard.cusumBreached()),
            or(judge.minCoverage(), standard.minCoverage()));
  }

  private static double or(Double value, double otherwise) {
    return value == null ? otherwise : value;
  }

  private RatioMeter ratio() {
    var compiled = new ArrayList<RatioMeter.Units>();
    if (given("units", file.units())) {
      for (int i = 0; i < file.units().size(); i++) {
        compiled.add(units("units[" + i + "]", file.units().get(i)));
      }
    }
    return new RatioMeter(compiled);
  }

  private RatioMeter.Units units(String key, CommitmentFile.Units units) {
    EventType type = type(key + ".event", units.event());
    if (type == null) {
      return null;
    }
    boolean bad = units.bad() != null;
    if (bad) {
      reason(key + ".bad", units.bad());
    }
    if (units.good() != null && units.reasonFrom() == null) {
      problem(key + ".reason_from", "", "is missing: name the field that says why it is not good");
    }
    checkReasons(key + ".reason_from", type, units);
    RatioMeter.Lag lag = null;
    if (units.lag() != null) {
      reason(key + ".lag.early", units.lag().early());
      reason(key + ".lag.late", units.lag().late());
      lag =
          new RatioMeter.Lag(
              position(key + ".lag.from", type, units.lag().from(), Kind.instant),
              position(key + ".lag.to", type, units.lag().to(), Kind.instant),
              units.lag().min().toMillis(),
              units.lag().max().toMillis(),
              units.lag().early(),
              units.lag().late());
    }
    return new RatioMeter.Units(
        units.event(),
        condition(key + ".eligible", type, units.eligible(), Condition.ALWAYS),
        condition(key + ".except", type, units.except(), Condition.NEVER),
        always(key + ".subject", type, units.subject()),
        always(key + ".date", type, units.date(), Kind.date),
        bad ? Condition.NEVER : condition(key + ".good", type, units.good(), Condition.ALWAYS),
        lag,
        position(key + ".reason_from", type, units.reasonFrom()),
        bad ? units.bad() : OTHER,
        units.timepointsOfTrip() ? position(key, type, "trip_id_scheduled") : -1,
        units.timepointsOfTrip() ? always(key, type, "route_id") : -1);
  }

  /** Each value of the field that can stand for a unit that is not good needs its wording. */
  private void checkReasons(String key, EventType type, CommitmentFile.Units units) {
    var field = type.field(units.reasonFrom()).orElse(null);
    if (field == null) {
      return;
    }
    check(!field.words().isEmpty(), key, field.name(), "is not a field whose values are listed");
    for (String value : field.words()) {
      if (canBeBad(units, field.name(), value)) {
        check(
            file.reasons().containsKey(value),
            key,
            value,
            "is not one of the commitment's reasons");
      }
    }
  }

  /** Looks only at the tests of this field: what others exclude is asked for without need. */
  private static boolean canBeBad(CommitmentFile.Units units, String field, String value) {
    boolean eligible =
        units.eligible() == null
            || units.eligible().stream()
                .anyMatch(tests -> !tests.containsKey(field) || tests.get(field).contains(value));
    boolean good =
        units.bad() == null && (units.good() == null || suffices(units.good(), field, value));
    return eligible && !suffices(units.except(), field, value) && !good;
  }

  private static boolean suffices(
      List<Map<String, List<String>>> alternatives, String field, String value) {
    return alternatives != null
        && alternatives.stream()
            .anyMatch(
                tests -> tests.keySet().equals(Set.of(field)) && tests.get(field).contains(value));
  }

  private DeadlineMeter deadline() {
    if (!allGiven("open", file.open(), "due", file.due(), "fulfil", file.fulfil())) {
      return null;
    }
    boolean timetable = file.open().timetable() != null;
    String opener = timetable ? file.open().timetable() : file.open().event();
    if (timetable) {
      check(TIMETABLE.equals(opener), "open.timetable", opener, "is not " + TIMETABLE);
    }
    EventType type = type(timetable ? "open.timetable" : "open.event", opener);
    if (type == null) {
      return null;
    }
    var subject = timetable ? List.of("route_id") : file.open().subject();
    if (!given("open.subject", subject)) {
      return null;
    }
    var opening =
        new DeadlineMeter.Opening(
            opener,
            timetable,
            condition("open.where", type, file.open().where(), Condition.ALWAYS),
            always("open.subject", type, subject),
            position("open.site", type, file.open().site()),
            position("open.due_from", type, file.open().dueFrom(), Kind.instant),
            file.due().toMillis());
    var steps = new ArrayList<DeadlineMeter.Step>();
    steps("fulfil", file.fulfil(), DeadlineMeter.Effect.fulfil, steps);
    steps("fail", file.fail(), DeadlineMeter.Effect.fail, steps);
    steps("withdraw", file.withdraw(), DeadlineMeter.Effect.withdraw, steps);
    reason("late", file.late());
    reason("missed", file.missed());
    Duration within = file.withdrawWithin();
    return new DeadlineMeter(
        opening,
        steps,
        within == null ? Long.MAX_VALUE : within.toMillis(),
        file.late(),
        file.missed());
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
      EventType type = type(at + ".event", step.event());
      if (type == null) {
        continue;
      }
      if (effect == DeadlineMeter.Effect.fail) {
        reason(at + ".reason", step.reason());
      }
      into.add(
          new DeadlineMeter.Step(
              step.event(),
              effect,
              condition(at + ".where", type, step.where(), Condition.ALWAYS),
              positions(at + ".subject", type, step.subject()),
              position(at + ".stop", type, step.stop()),
              step.stop() == null ? -1 : always(at, type, "stop_sequence", Kind.whole),
              step.stop() == null ? -1 : position(at, type, "route_id"),
              step.reason()));
    }
  }

  private PresenceMeter presence() {
    if (!allGiven("hours", file.hours(), "require", file.require())) {
      return null;
    }
    EventType hours = type("hours.event", file.hours().event());
    if (hours == null) {
      return null;
    }
    var posting =
        new PresenceMeter.Posting(
            hours.name(),
            always("hours", hours, "site_id"),
            always("hours", hours, "valid_from", Kind.date),
            always("hours.list", hours, file.hours().list(), Kind.list));
    var requirements = new ArrayList<PresenceMeter.Requirement>();
    for (int i = 0; i < file.require().size(); i++) {
      var each = file.require().get(i);
      String at = "require[" + i + "]";
      EventType on = type(at + ".on", each.on());
      EventType off = type(at + ".off", each.off());
      if (on == null || off == null) {
        continue;
      }
      reason(at + ".missing", each.missing());
      requirements.add(
          new PresenceMeter.Requirement(
              on.name(),
              off.name(),
              condition(at + ".where", on, each.where(), Condition.ALWAYS),
              always(at + ".who", on, each.who()),
              always(at + ".who", off, each.who()),
              always(at, on, "site_id"),
              always(at, off, "site_id"),
              each.missing()));
    }
    check(requirements.size() <= 8, "require", requirements.size(), "is more than 8");
    var hard = file.hard();
    boolean atOnce = hard != null && (hard.run() != null || hard.wholeInterval());
    return new PresenceMeter(
        posting,
        requirements,
        atOnce
            ? new PresenceMeter.HardRule(
                hard.rule(), hard.run() == null ? 0 : (int) hard.run().toMinutes())
            : null);
  }

  private EventType type(String key, String name) {
    var type = name == null ? null : types.find(name).orElse(null);
    if (type == null) {
      problem(key, name, "is not an event type");
    } else if (!type.stream().equals(file.stream())) {
      problem(key, name, "is not of stream " + file.stream());
    } else {
      var attribution =
          Attribution.isByRoute(type)
              ? CommitmentFile.Attribution.served
              : CommitmentFile.Attribution.site;
      check(
          file.attribution() == attribution,
          "attribution",
          file.attribution(),
          "is not how %s reaches areas, which is %s".formatted(name, attribution));
    }
    return type;
  }

  private Condition condition(
      String key,
      EventType type,
      List<Map<String, List<String>>> alternatives,
      Condition otherwise) {
    if (alternatives == null) {
      return otherwise;
    }
    int before = problems.size();
    check(!alternatives.isEmpty(), key, "", "has no alternatives");
    for (var alternative : alternatives) {
      alternative.forEach((field, values) -> test(key, type, field, values));
    }
    return problems.size() == before ? Condition.compile(type, alternatives) : otherwise;
  }

  private void test(String key, EventType type, String name, List<String> values) {
    if (position(key, type, name) < 0) {
      return;
    }
    String at = key + "." + name;
    var field = type.field(name).orElseThrow();
    check(
        field.kind() != Kind.instant && field.kind() != Kind.list,
        key,
        name,
        "is a field of kind " + field.kind() + ", which has no values to compare with");
    check(!values.isEmpty(), at, "", "has no values");
    for (String value : field.words().isEmpty() ? List.<String>of() : values) {
      check(field.words().contains(value), at, value, "is not one of " + field.words());
    }
  }

  private int[] positions(String key, EventType type, List<String> fields) {
    return fields.stream().mapToInt(field -> position(key, type, field)).toArray();
  }

  private int position(String key, EventType type, String field) {
    if (field == null) {
      return -1;
    }
    int position = type.fieldNames().indexOf(field);
    check(position >= 0, key, field, "is not a field of " + type.name());
    return position;
  }

  private int position(String key, EventType type, String field, Kind kind) {
    int position = position(key, type, field);
    if (position >= 0) {
      var is = type.fields().get(position).kind();
      check(is == kind, key, field, "is a field of kind %s, not %s".formatted(is, kind));
    }
    return position;
  }

  /** The field is used of every event, so every event must have it. */
  private int always(String key, EventType type, String field) {
    return required(key, type, field, position(key, type, field));
  }

  private int always(String key, EventType type, String field, Kind kind) {
    return required(key, type, field, position(key, type, field, kind));
  }

  private int required(String key, EventType type, String field, int position) {
    check(
        position < 0 || type.fields().get(position).required(),
        key,
        field,
        "is optional in %s, but is needed of every event".formatted(type.name()));
    return position;
  }

  private int[] always(String key, EventType type, List<String> fields) {
    check(!fields.isEmpty(), key, "", "names no field");
    return fields.stream().mapToInt(field -> always(key, type, field)).toArray();
  }

  private void reason(String key, String reason) {
    check(
        reason != null && Set.copyOf(file.reasons().keySet()).contains(reason),
        key,
        reason,
        "is not one of the commitment's reasons");
  }

  private boolean given(String key, Object value) {
    check(value != null, key, "", "is missing for meter " + file.meter());
    return value != null;
  }

  private boolean allGiven(Object... keysAndValues) {
    boolean all = true;
    for (int i = 0; i < keysAndValues.length; i += 2) {
      all &= given((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return all;
  }

  private void check(boolean holds, String key, Object value, String otherwise) {
    if (!holds) {
      problem(key, value, otherwise);
    }
  }

  private void problem(String key, Object value, String what) {
    String problem = "%s: %s '%s' %s".formatted(fileName, key, value, what);
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }
}
