package org.duixian.commitment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.duixian.event.Event;
import org.duixian.event.EventType;

/**
 * What an event's fields must say: one of several alternatives, each a list of fields that must all
 * have one of the given values, or lie in one of the given ranges. Compiled once to field
 * positions.
 */
final class Condition implements Serializable {
  private static final long serialVersionUID = 1;

  /** Holds for every event. */
  static final Condition ALWAYS = new Condition(new Test[][] {{}});

  /** Holds for no event. */
  static final Condition NEVER = new Condition(new Test[][] {});

  /** Between the two numbers of a range as {@code 0..20}, both included. */
  private record Range(long from, long to) implements Serializable {}

  private record Test(int position, List<String> values, List<Range> ranges)
      implements Serializable {

    boolean holds(String value) {
      return values.contains(value)
          || value != null
              && !ranges.isEmpty()
              && ranges.stream().anyMatch(range -> holds(range, Long.parseLong(value)));
    }

    private static boolean holds(Range range, long number) {
      return range.from <= number && number <= range.to;
    }
  }

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern RANGE = Pattern.compile("(-?[0-9]{1,18})\\.\\.(-?[0-9]{1,18})");

  private final Test[][] alternatives;

  private Condition(Test[][] alternatives) {
    this.alternatives = alternatives;
  }

  /**
   * Compiles alternatives of field → allowed values; fails if the type has no such field.
   *
   * @throws IllegalArgumentException naming the type and the field
   */
  static Condition compile(EventType type, List<Map<String, List<String>>> alternatives) {
    var compiled = new ArrayList<Test[]>();
    for (var alternative : alternatives) {
      compiled.add(
          alternative.entrySet().stream()
              .map(e -> test(type, e.getKey(), e.getValue()))
              .toArray(Test[]::new));
    }
    return new Condition(compiled.toArray(Test[][]::new));
  }

  private static Test test(EventType type, String name, List<String> values) {
    var ranges = new ArrayList<Range>();
    if (type.field(name).orElseThrow().kind() == EventType.Kind.whole) {
      for (String value : values) {
        var range = RANGE.matcher(value);
        if (range.matches()) {
          ranges.add(new Range(Long.parseLong(range.group(1)), Long.parseLong(range.group(2))));
        }
      }
    }
    return new Test(type.position(name), new ArrayList<>(values), ranges);
  }

  /** Whether a value of a field with whole numbers is one, or a range of them. */
  static boolean isNumberOrRange(String value) {
    var range = RANGE.matcher(value);
    return NUMBER.matcher(value).matches()
        || range.matches() && Long.parseLong(range.group(1)) <= Long.parseLong(range.group(2));
  }

  boolean holds(Event event) {
    for (Test[] alternative : alternatives) {
      if (all(alternative, event)) {
        return true;
      }
    }
    return false;
  }

  private static boolean all(Test[] tests, Event event) {
    for (Test test : tests) {
      if (!test.holds(event.fields()[test.position])) {
        return false;
      }
    }
    return true;
  }
}
