package org.duixian.commitment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duixian.event.EventType;
import org.duixian.event.EventType.Kind;

/** The {@code units} of a commitment as a {@link RatioMeter}. */
final class RatioCompiler {
  private final CommitmentFile file;
  private final FieldNames names;

  RatioCompiler(CommitmentFile file, FieldNames names) {
    this.file = file;
    this.names = names;
  }

  RatioMeter compile() {
    var compiled = new ArrayList<RatioMeter.Units>();
    if (names.given("units", file.units())) {
      names.check(!file.units().isEmpty(), "units", "", "names no event");
      for (int i = 0; i < file.units().size(); i++) {
        compiled.add(units("units[" + i + "]", file.units().get(i)));
      }
    }
    return new RatioMeter(compiled);
  }

  private RatioMeter.Units units(String key, CommitmentFile.Units units) {
    EventType type = names.type(key + ".event", units.event());
    if (type == null) {
      return null;
    }
    boolean bad = units.bad() != null;
    if (bad) {
      names.reason(key + ".bad", units.bad());
    }
    if (units.good() != null && units.reasonFrom() == null) {
      names.problem(
          key + ".reason_from", "", "is missing: name the field that says why it is not good");
    }
    names.onlyIf(!bad, "with bad", key + ".good", units.good(), key + ".lag", units.lag());
    names.onlyIf(
        bad || units.good() != null,
        "without good or bad",
        key + ".reason_from",
        units.reasonFrom());
    names.onlyIf(
        units.timepointsOfTrip(), "without timepoints_of_trip", key + ".suspend", units.suspend());
    checkReasons(key + ".reason_from", type, units);
    RatioMeter.Lag lag = null;
    if (units.lag() != null) {
      names.reason(key + ".lag.early", units.lag().early());
      names.reason(key + ".lag.late", units.lag().late());
      names.check(
          units.lag().min().compareTo(units.lag().max()) <= 0,
          key + ".lag.min",
          units.lag().min(),
          "is more than max, which is " + units.lag().max());
      lag =
          new RatioMeter.Lag(
              names.position(key + ".lag.from", type, units.lag().from(), Kind.instant),
              names.position(key + ".lag.to", type, units.lag().to(), Kind.instant),
              units.lag().min().toMillis(),
              units.lag().max().toMillis(),
              units.lag().early(),
              units.lag().late());
    }
    return new RatioMeter.Units(
        units.event(),
        names.condition(key + ".eligible", type, units.eligible(), Condition.ALWAYS),
        names.condition(key + ".except", type, units.except(), Condition.NEVER),
        names.positions(key + ".subject", type, units.subject()),
        substitutes(key, type, units),
        names.always(key + ".date", type, units.date(), Kind.date),
        bad
            ? Condition.NEVER
            : names.condition(key + ".good", type, units.good(), Condition.ALWAYS),
        lag,
        names.position(key + ".reason_from", type, units.reasonFrom()),
        bad ? units.bad() : CommitmentCompiler.OTHER,
        units.timepointsOfTrip() ? names.always(key, type, "trip_id_scheduled") : -1,
        units.timepointsOfTrip() ? names.always(key, type, "route_id") : -1,
        names.notice(key + ".suspend", units.suspend()),
        listed(key + ".listed", units));
  }

  /** Null where it does not matter what a unit is about. */
  private RatioMeter.Listed listed(String key, CommitmentFile.Units units) {
    var listed = units.listed();
    names.onlyIf(
        !units.timepointsOfTrip() && units.date() == null && units.subjectElse() == null,
        "with timepoints_of_trip, date or subject_else",
        key,
        listed);
    EventType type = listed == null ? null : names.type(key + ".event", listed.event());
    if (type == null) {
      return null;
    }
    names.check(
        !listed.event().equals(units.event()), key + ".event", listed.event(), "is the unit's own");
    names.check(
        listed.subject().size() == units.subject().size(),
        key + ".subject",
        listed.subject(),
        "does not name the unit as " + units.subject());
    return new RatioMeter.Listed(
        type.name(),
        names.always(key + ".subject", type, listed.subject()),
        names.always(key, type, FieldNames.SITE),
        names.always(key + ".item", type, listed.item()),
        names.publication(key + ".in", listed.in(), true));
  }

  /** An optional field names a unit only if another stands in for it. */
  private int[] substitutes(String key, EventType type, CommitmentFile.Units units) {
    var others = units.subjectElse() == null ? Map.<String, String>of() : units.subjectElse();
    for (String field : others.keySet()) {
      names.check(
          units.subject().contains(field),
          key + ".subject_else",
          field,
          "is not a field of the subject");
    }
    names.check(!units.subject().isEmpty(), key + ".subject", "", "names no field");
    return units.subject().stream()
        .mapToInt(
            field -> {
              if (others.containsKey(field)) {
                return names.always(key + ".subject_else", type, others.get(field));
              }
              names.always(key + ".subject", type, field);
              return -1;
            })
        .toArray();
  }

  /** Each value of the field that can stand for a unit that is not good needs its wording. */
  private void checkReasons(String key, EventType type, CommitmentFile.Units units) {
    var field = type.field(units.reasonFrom()).orElse(null);
    if (field == null) {
      return;
    }
    names.check(
        !field.words().isEmpty(), key, field.name(), "is not a field whose values are listed");
    for (String value : field.words()) {
      if (canBeBad(units, field.name(), value)) {
        names.check(
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
}
