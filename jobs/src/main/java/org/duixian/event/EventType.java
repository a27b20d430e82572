package org.duixian.event;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * One kind of event, and where its fields stand in {@link Event#fields()}.
 *
 * @param name the bare type, such as {@code hall.ticket.issued}
 * @param stream the first word of the name; the type's events arrive in the topic {@code events.} +
 *     stream
 * @param attribution by which rule it finds the area it counts for
 * @param fields the fields of {@code data} in the order of the type's JSON Schema
 */
public record EventType(String name, String stream, AttributionRule attribution, List<Field> fields)
    implements Serializable {

  /** The field that names an area. */
  public static final String AREA = "area_id";

  /** What a field holds. */
  public enum Kind {
    text,
    whole,
    date,
    instant,
    list
  }

  /**
   * A field of {@code data}.
   *
   * @param required whether every event of the type has it
   * @param words the only values it may have, or none where they are not listed; a boolean has true
   *     and false
   * @param items the fields of each entry of a list of objects, else none
   */
  public record Field(
      String name, Kind kind, boolean required, List<String> words, List<Field> items)
      implements Serializable {
    public Field {
      words = List.copyOf(words);
      items = List.copyOf(items);
    }
  }

  public EventType {
    fields = List.copyOf(fields);
  }

  public List<String> fieldNames() {
    return fields.stream().map(Field::name).toList();
  }

  public Optional<Field> field(String name) {
    return fields.stream().filter(field -> field.name.equals(name)).findFirst();
  }

  /** Whether its {@code area_id} names the area it counts for. */
  public boolean namesArea() {
    boolean named = attribution == AttributionRule.seat || attribution == AttributionRule.served;
    return named && field(AREA).isPresent();
  }

  /**
   * Where a field stands in {@link Event#fields()}.
   *
   * @throws IllegalArgumentException if the type has no such field
   */
  public int position(String field) {
    int position = fieldNames().indexOf(field);
    if (position < 0) {
      throw new IllegalArgumentException("event type " + name + " has no field " + field);
    }
    return position;
  }
}
