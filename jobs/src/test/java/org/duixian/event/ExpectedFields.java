package org.duixian.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The fields that a valid event must have, by the reference's parser and java.time. */
final class ExpectedFields {
  private ExpectedFields() {}

  /** As {@link Event#fields()} describes them; nested documents as compact JSON. */
  static String[] of(String type, JsonNode data) {
    List<String> fields = new ArrayList<>();
    Contract.eventSchema(type)
        .get("properties")
        .properties()
        .forEach(property -> fields.add(field(property.getValue(), data.get(property.getKey()))));
    return fields.toArray(String[]::new);
  }

  private static String field(JsonNode schema, JsonNode value) {
    if (value == null) {
      return null;
    }
    return switch (schema.get("type").asText()) {
      case "array" -> value.toString();
      case "integer" -> value.decimalValue().toBigIntegerExact().toString();
      default ->
          schema.path("format").asText().equals("date-time")
              ? Long.toString(millis(value.asText()))
              : value.asText();
    };
  }

  /** The same with nested documents of an event made compact, so that the two can be compared. */
  static String[] comparable(Event event) {
    String[] fields = event.fields().clone();
    for (int i = 0; i < fields.length; i++) {
      if (fields[i] != null && fields[i].startsWith("[")) {
        fields[i] = compact(fields[i]);
      }
    }
    return fields;
  }

  private static String compact(String json) {
    try {
      return Contract.parse(json.getBytes(StandardCharsets.UTF_8)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  static long millis(String dateTime) {
    return OffsetDateTime.parse(
            dateTime.toUpperCase(Locale.ROOT).replace(' ', 'T'),
            DateTimeFormatter.ISO_OFFSET_DATE_TIME)
        .toInstant()
        .toEpochMilli();
  }
}
