package org.duixian.commitment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.duixian.event.Event;
import org.duixian.event.EventType;

/**
 * What an event's fields must say: one of several alternatives, each a list of fields that must all
 * have one of the given values. Compiled once to field positions.
 */
final class Condition implements Serializable {
  private static final long serialVersionUID = 1;

  /** Holds for every event. */
  static final Condition ALWAYS = new Condition(new Test[][] {{}});

  /** Holds for no event. */
  static final Condition NEVER = new Condition(new Test[][] {});

  private record Test(int position, List<String> values) implements Serializable {}

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
              .map(e -> new Test(type.position(e.getKey()), new ArrayList<>(e.getValue())))
              .toArray(Test[]::new));
    }
    return new Condition(compiled.toArray(Test[][]::new));
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
      if (!test.values.contains(event.fields()[test.position])) {
        return false;
      }
    }
    return true;
  }
}
