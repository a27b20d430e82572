package org.duixian.commitment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duixian.event.EventType;
import org.duixian.event.EventType.Kind;
import org.duixian.event.EventTypes;

/**
 * Looks up what one commitment's file names: event types, their fields, reasons. Collects every
 * problem, each naming the file, the key and the value.
 */
final class FieldNames {
  static final String SITE = "site_id";

  private final String fileName;
  private final CommitmentFile file;
  private final EventTypes types;
  private final List<String> problems;

  FieldNames(String fileName, CommitmentFile file, EventTypes types, List<String> problems) {
    this.fileName = fileName;
    this.file = file;
    this.types = types;
    this.problems = problems;
  }

  EventType type(String key, String name) {
    var type = name == null ? null : types.find(name).orElse(null);
    if (type == null) {
      problem(key, name, "is not an event type");
    } else if (!type.stream().equals(file.stream())) {
      problem(key, name, "is not of stream " + file.stream());
    } else {
      check(
          file.attribution() == type.attribution(),
          "attribution",
          file.attribution(),
          "is not how %s reaches areas, which is %s".formatted(name, type.attribution()));
    }
    return type;
  }

  Condition condition(
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
    for (String value : field.kind() == Kind.whole ? values : List.<String>of()) {
      check(Condition.isNumberOrRange(value), at, value, "is not a number or a range like 0..20");
    }
    for (String value : field.words().isEmpty() ? List.<String>of() : values) {
      check(field.words().contains(value), at, value, "is not one of " + field.words());
    }
  }

  int[] positions(String key, EventType type, List<String> fields) {
    return fields.stream().mapToInt(field -> position(key, type, field)).toArray();
  }

  int position(String key, EventType type, String field) {
    if (field == null) {
      return -1;
    }
    int position = type.fieldNames().indexOf(field);
    check(position >= 0, key, field, "is not a field of " + type.name());
    return position;
  }

  int position(String key, EventType type, String field, Kind kind) {
    int position = position(key, type, field);
    if (position >= 0) {
      var is = type.fields().get(position).kind();
      check(is == kind, key, field, "is a field of kind %s, not %s".formatted(is, kind));
    }
    return position;
  }

  /** The field is used of every event, so every event must have it. */
  int always(String key, EventType type, String field) {
    return required(key, type, field, position(key, type, field));
  }

  int always(String key, EventType type, String field, Kind kind) {
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

  int[] always(String key, EventType type, List<String> fields) {
    check(!fields.isEmpty(), key, "", "names no field");
    return fields.stream().mapToInt(field -> always(key, type, field)).toArray();
  }

  /** Null where the commitment heeds no notice. */
  SuspensionNotice notice(String key, CommitmentFile.Suspend suspend) {
    if (suspend == null) {
      return null;
    }
    EventType type = type(key + ".event", suspend.event());
    check(
        SuspensionNotice.EVENT.equals(suspend.event()),
        key + ".event",
        suspend.event(),
        "is not " + SuspensionNotice.EVENT);
    check(!suspend.notice().isNegative(), key + ".notice", suspend.notice(), "is not ≥ 0");
    if (type == null) {
      return null;
    }
    check("route_id".equals(suspend.route()), key + ".route", suspend.route(), "is not route_id");
    return new SuspensionNotice(
        always(key + ".route", type, suspend.route()),
        always(key + ".from", type, suspend.from(), Kind.date),
        position(key + ".to", type, suspend.to(), Kind.date),
        always(key + ".notified", type, suspend.notified(), Kind.instant),
        suspend.notice().toMillis());
  }

  /**
   * A published list of items, or null where no such event is known.
   *
   * @param beforehand whether it counts only for days that begin after it was published
   */
  ItemPublication publication(String key, CommitmentFile.ItemList items, boolean beforehand) {
    EventType type = type(key + ".event", items.event());
    if (type == null) {
      return null;
    }
    int list = always(key + ".list", type, items.list(), Kind.list);
    List<EventType.Field> fields = list < 0 ? List.of() : type.fields().get(list).items();
    entryField(key + ".item", items.item(), items.list(), fields);
    List<String> states = entryField(key + ".state", items.state(), items.list(), fields);
    check(
        !states.isEmpty(), key + ".state", items.state(), "is a field whose values are not listed");
    check(
        states.size() <= ItemLists.MAX_STATES,
        key + ".state",
        items.state(),
        "has more than " + ItemLists.MAX_STATES + " values");
    check(!items.kept().isEmpty(), key + ".kept", "", "names no state: nothing would be kept");
    for (String kept : items.kept()) {
      check(states.contains(kept), key + ".kept", kept, "is not one of " + states);
    }
    return new ItemPublication(
        type.name(),
        always(key, type, SITE),
        always(key + ".from", type, items.from(), Kind.date),
        list,
        items.item(),
        items.state(),
        new ArrayList<>(states),
        new ArrayList<>(items.kept()),
        beforehand);
  }

  /** The values that a field of each entry may have; none where they are not listed. */
  private List<String> entryField(
      String key, String name, String list, List<EventType.Field> fields) {
    for (EventType.Field each : fields) {
      if (each.name().equals(name)) {
        check(each.required(), key, name, "is optional, but is needed of every entry");
        return each.words();
      }
    }
    problem(key, name, "is not a field of the entries of " + list);
    return List.of();
  }

  void reason(String key, String reason) {
    check(
        reason != null && Set.copyOf(file.reasons().keySet()).contains(reason),
        key,
        reason,
        "is not one of the commitment's reasons");
  }

  boolean given(String key, Object value) {
    check(value != null, key, "", "is missing for meter " + file.meter());
    return value != null;
  }

  boolean allGiven(Object... keysAndValues) {
    boolean all = true;
    for (int i = 0; i < keysAndValues.length; i += 2) {
      all &= given((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return all;
  }

  /** Refuses keys that would silently be ignored: what nothing reads promises nothing. */
  void onlyIf(boolean read, String otherwise, Object... keysAndValues) {
    for (int i = 0; i < keysAndValues.length; i += 2) {
      Object value = keysAndValues[i + 1];
      boolean plain = !(value instanceof Record || value instanceof List);
      check(
          read || value == null,
          (String) keysAndValues[i],
          plain ? value : "",
          "means nothing " + otherwise);
    }
  }

  void check(boolean holds, String key, Object value, String otherwise) {
    if (!holds) {
      problem(key, value, otherwise);
    }
  }

  void problem(String key, Object value, String what) {
    String problem = "%s: %s '%s' %s".formatted(fileName, key, value, what);
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }
}
