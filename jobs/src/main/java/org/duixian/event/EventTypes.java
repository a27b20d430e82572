package org.duixian.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The event types that exist: one for each JSON Schema listed in {@code schemas/events/index.txt}.
 */
public final class EventTypes implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String DIRECTORY = "schemas/events/";
  private static final String PREFIX = "org.duixian.";
  private static final String SUFFIX = ".v1";

  /** Begins the name of the topic of a stream. */
  static final String TOPIC_PREFIX = "events.";

  private final Schema.Fields envelope;
  private final HashMap<String, Known> byCloudEventsType;
  private final ArrayList<String> streams;

  /** A type and what its data must be. */
  record Known(EventType type, Schema.Fields data) implements Serializable {}

  private EventTypes(
      Schema.Fields envelope, HashMap<String, Known> byCloudEventsType, ArrayList<String> streams) {
    this.envelope = envelope;
    this.byCloudEventsType = byCloudEventsType;
    this.streams = streams;
  }

  /**
   * Reads the schemas from the class path.
   *
   * @throws IllegalArgumentException if a schema leaves the supported subset of JSON Schema
   * @throws IllegalStateException if a schema is missing
   */
  public static EventTypes load() {
    Map<String, JsonNode> schemas = new LinkedHashMap<>();
    new String(read("index.txt"), StandardCharsets.UTF_8)
        .lines()
        .filter(name -> !name.isBlank())
        .forEach(name -> schemas.put(name, schema(name)));
    return of(schema("envelope"), schemas);
  }

  /** Compiles the schemas of the envelope and of each type's data, by bare type. */
  static EventTypes of(JsonNode envelope, Map<String, JsonNode> schemas) {
    HashMap<String, Known> known = new HashMap<>();
    LinkedHashSet<String> streams = new LinkedHashSet<>();
    schemas.forEach(
        (name, schema) -> {
          Schema.Fields data = new SchemaCompiler(name).compileFields(schema);
          String stream = name.substring(0, name.indexOf('.'));
          EventType type = new EventType(name, stream, attribution(name, schema), fields(data));
          known.put(PREFIX + name + SUFFIX, new Known(type, data));
          if (!name.equals(Heartbeat.TYPE)) {
            streams.add(stream);
          }
        });
    return new EventTypes(
        new SchemaCompiler("envelope").compileFields(envelope), known, new ArrayList<>(streams));
  }

  private static AttributionRule attribution(String name, JsonNode schema) {
    String rule = schema.path(SchemaCompiler.ATTRIBUTION).asText(AttributionRule.site.name());
    try {
      return AttributionRule.valueOf(rule);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          name + ": " + SchemaCompiler.ATTRIBUTION + " '" + rule + "' is no rule", e);
    }
  }

  private static List<EventType.Field> fields(Schema.Fields data) {
    List<EventType.Field> fields = new ArrayList<>();
    for (int i = 0; i < data.names().length; i++) {
      boolean required = (data.required() >> i & 1) != 0;
      Schema schema = data.schemas()[i];
      List<EventType.Field> items =
          schema instanceof Schema.Items list && list.item() instanceof Schema.Fields each
              ? fields(each)
              : List.of();
      fields.add(
          new EventType.Field(data.names()[i], schema.kind(), required, schema.words(), items));
    }
    return fields;
  }

  /** The type of this bare name, if there is one. */
  public Optional<EventType> find(String name) {
    return Optional.ofNullable(byCloudEventsType.get(PREFIX + name + SUFFIX)).map(Known::type);
  }

  /**
   * The type of this bare name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public EventType get(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("there is no event type " + name));
  }

  /** All types, in alphabetical order. */
  public List<EventType> all() {
    return byCloudEventsType.values().stream()
        .map(Known::type)
        .sorted(Comparator.comparing(EventType::name))
        .toList();
  }

  /**
   * The streams in which sources report, in the order of {@code index.txt}. Heartbeats have none of
   * their own: they travel in that of their source.
   */
  public List<String> streams() {
    return List.copyOf(streams);
  }

  /** The Kafka topics in which the events arrive: one for each stream. */
  public List<String> topics() {
    return streams.stream().map(TOPIC_PREFIX::concat).toList();
  }

  Schema.Fields envelope() {
    return envelope;
  }

  /** The type with this value of the envelope's {@code type}, or null. */
  Known known(String cloudEventsType) {
    return byCloudEventsType.get(cloudEventsType);
  }

  private static JsonNode schema(String name) {
    try {
      return new ObjectMapper().readTree(read(name + ".schema.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(name + ".schema.json is not JSON", e);
    }
  }

  private static byte[] read(String file) {
    try (InputStream in = EventTypes.class.getClassLoader().getResourceAsStream(DIRECTORY + file)) {
      if (in == null) {
        throw new IllegalStateException(DIRECTORY + file + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + DIRECTORY + file, e);
    }
  }
}
