package org.duixian.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compiles the subset of JSON Schema 2020-12 in which the events are described, and refuses
 * everything else: a keyword that were read over would be a promise not kept. Every text, number
 * and list must be bounded, every object closed.
 */
final class SchemaCompiler {
  /** An annotation of our own: an {@link AttributionRule}; site where it is left out. */
  static final String ATTRIBUTION = "x-attribution";

  private static final Set<String> ANNOTATIONS =
      Set.of("$schema", "$id", "title", "description", ATTRIBUTION);

  private final String file;

  /**
   * @param file named in complaints
   */
  SchemaCompiler(String file) {
    this.file = file;
  }

  /** Compiles a schema of an object with known fields. */
  Schema.Fields compileFields(JsonNode schema) {
    if (compile(schema, "") instanceof Schema.Fields fields) {
      return fields;
    }
    throw refused("", "must describe an object with properties");
  }

  private Schema compile(JsonNode schema, String path) {
    String type = schema.path("type").asText();
    return switch (type) {
      case "string" -> string(schema, path);
      case "integer" -> whole(schema, path);
      case "boolean" -> {
        allow(schema, path, Set.of());
        yield new Schema.Truth();
      }
      case "array" -> {
        allow(schema, path, Set.of("items", "minItems", "maxItems"));
        int maxItems = (int) bound(schema, path, "maxItems");
        yield new Schema.Items(
            schema.path("minItems").asInt(0), maxItems, compile(schema.path("items"), path + "[]"));
      }
      case "object" -> object(schema, path);
      default -> throw refused(path, "has the type \"" + type + "\"");
    };
  }

  private Schema string(JsonNode schema, String path) {
    if (schema.has("const")) {
      allow(schema, path, Set.of("const"));
      return new Schema.Choice(new String[] {text(schema.get("const"), path)});
    }
    if (schema.has("enum")) {
      allow(schema, path, Set.of("enum"));
      List<String> values = new ArrayList<>();
      schema.get("enum").forEach(value -> values.add(text(value, path)));
      return new Schema.Choice(values.toArray(String[]::new));
    }
    if (schema.has("format")) {
      allow(schema, path, Set.of("format"));
      return switch (schema.get("format").asText()) {
        case "date-time" -> new Schema.DateTime();
        case "date" -> new Schema.Date();
        default -> throw refused(path, "has an unknown format");
      };
    }
    allow(schema, path, Set.of("minLength", "maxLength", "pattern"));
    if (!schema.has("pattern")) {
      bound(schema, path, "maxLength");
    }
    return new Schema.Text(
        schema.path("minLength").asInt(0),
        schema.path("maxLength").asInt(Integer.MAX_VALUE),
        schema.has("pattern") ? new TextPattern(text(schema.get("pattern"), path)) : null);
  }

  private Schema whole(JsonNode schema, String path) {
    allow(schema, path, Set.of("minimum", "maximum"));
    return new Schema.Whole(bound(schema, path, "minimum"), bound(schema, path, "maximum"));
  }

  private Schema object(JsonNode schema, String path) {
    if (!schema.has("properties")) {
      allow(schema, path, Set.of());
      return new Schema.AnyObject();
    }
    allow(schema, path, Set.of("properties", "required", "additionalProperties"));
    if (schema.path("additionalProperties").asBoolean(true)) {
      throw refused(path, "must have additionalProperties: false");
    }
    List<String> names = new ArrayList<>();
    List<Schema> schemas = new ArrayList<>();
    Map<String, Integer> positions = new HashMap<>();
    schema
        .get("properties")
        .properties()
        .forEach(
            property -> {
              positions.put(property.getKey(), names.size());
              names.add(property.getKey());
              schemas.add(compile(property.getValue(), path + "/" + property.getKey()));
            });
    if (names.size() > Schema.Fields.MAX_FIELDS) {
      throw refused(path, "has more than " + Schema.Fields.MAX_FIELDS + " properties");
    }
    long required = 0;
    for (JsonNode name : schema.path("required")) {
      Integer position = positions.get(name.asText());
      if (position == null) {
        throw refused(path, "requires " + name + ", which is not among its properties");
      }
      required |= 1L << position;
    }
    return new Schema.Fields(
        names.toArray(String[]::new), schemas.toArray(Schema[]::new), positions, required);
  }

  private void allow(JsonNode schema, String path, Set<String> keywords) {
    schema
        .fieldNames()
        .forEachRemaining(
            keyword -> {
              if (!keyword.equals("type")
                  && !keywords.contains(keyword)
                  && !ANNOTATIONS.contains(keyword)) {
                throw refused(path, "has the keyword " + keyword);
              }
            });
  }

  private long bound(JsonNode schema, String path, String keyword) {
    JsonNode bound = schema.path(keyword);
    if (!bound.canConvertToLong() || !bound.isIntegralNumber()) {
      throw refused(path, "needs a whole number as " + keyword);
    }
    return bound.asLong();
  }

  private String text(JsonNode value, String path) {
    if (!value.isTextual()) {
      throw refused(path, "has " + value + " where only strings are supported");
    }
    return value.asText();
  }

  private IllegalArgumentException refused(String path, String why) {
    return new IllegalArgumentException(file + ": " + (path.isEmpty() ? "/" : path) + " " + why);
  }
}
