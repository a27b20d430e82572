package org.duixian.event;

import java.io.Serializable;
import java.util.List;

/**
 * One kind of event, and where its fields stand in {@link Event#fields()}.
 *
 * @param name the bare type, such as {@code hall.ticket.issued}
 * @param stream the first word of the name; the type's events arrive in the topic {@code events.} +
 *     stream
 * @param fieldNames the fields of {@code data} in the order of the type's JSON Schema
 */
public record EventType(String name, String stream, List<String> fieldNames)
    implements Serializable {

  public EventType {
    fieldNames = List.copyOf(fieldNames);
  }

  /**
   * Where a field stands in {@link Event#fields()}.
   *
   * @throws IllegalArgumentException if the type has no such field
   */
  public int position(String field) {
    int position = fieldNames.indexOf(field);
    if (position < 0) {
      throw new IllegalArgumentException("event type " + name + " has no field " + field);
    }
    return position;
  }
}
