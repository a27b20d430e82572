package org.duixian.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** The event contract as it lies in the repository, read with a reference JSON Schema validator. */
final class Contract {
  static final Path SCHEMAS = Path.of("..", "schemas");
  static final Path EVENTS = SCHEMAS.resolve("events");
  static final Path RECORDS = SCHEMAS.resolve("records");
  static final Path VALID = SCHEMAS.resolve("examples/valid");
  static final Path INVALID = SCHEMAS.resolve("examples/invalid");

  private static final String SUFFIX = ".schema.json";
  private static final String TYPE_PREFIX = "org.duixian.";
  private static final String TYPE_VERSION = ".v1";

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  /**
   * Formats are asserted. Patterns, which are all anchored, match the whole string: Java's $ alone
   * would let a final line break pass, which JSON Schema's (ECMA-262) does not.
   */
  private static final SchemaValidatorsConfig STRICTLY =
      SchemaValidatorsConfig.builder()
          .formatAssertionsEnabled(true)
          .regularExpressionFactory(regex -> Pattern.compile(regex).asMatchPredicate()::test)
          .build();

  private static final List<String> EVENT_TYPES =
      names(EVENTS).stream().filter(name -> !name.equals("envelope")).toList();
  private static final Map<String, JsonNode> EVENT_SCHEMAS = new ConcurrentHashMap<>();

  private Contract() {}

  /** One line of {@code expected.csv}: what must become of an invalid example. */
  record Expected(
      Path file, RejectReason reason, String field, String topic, String key, String arrivedAt) {
    @Override
    public String toString() {
      return file.getFileName().toString();
    }
  }

  static List<String> eventTypes() {
    return EVENT_TYPES;
  }

  static List<String> recordNames() {
    return names(RECORDS);
  }

  private static List<String> names(Path directory) {
    return files(directory).stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> name.endsWith(SUFFIX))
        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
        .toList();
  }

  static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Expected> expected() {
    var format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (var parser = format.parse(Files.newBufferedReader(INVALID.resolve("expected.csv")))) {
      return parser.stream().map(Contract::expected).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Expected expected(CSVRecord row) {
    return new Expected(
        INVALID.resolve(row.get("file")),
        RejectReason.valueOf(row.get("reason")),
        row.get("field"),
        row.get("topic"),
        row.get("key"),
        row.get("arrived_at"));
  }

  /** The schema document of an event type, or of {@code envelope}. */
  static JsonNode eventSchema(String name) {
    return EVENT_SCHEMAS.computeIfAbsent(name, n -> json(EVENTS.resolve(n + SUFFIX)));
  }

  /** The schema document of an output record. */
  static JsonNode recordSchema(String name) {
    return json(RECORDS.resolve(name + SUFFIX));
  }

  static JsonNode json(Path file) {
    try {
      return parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** Parses as RFC 8259 demands and refuses duplicate names. */
  static JsonNode parse(byte[] json) throws IOException {
    return STRICT.readTree(json);
  }

  /** The bare type of an event if it has a schema, else null. */
  static String knownType(JsonNode event) {
    String type = event.path("type").asText();
    if (!type.startsWith(TYPE_PREFIX) || !type.endsWith(TYPE_VERSION)) {
      return null;
    }
    String bare = type.substring(TYPE_PREFIX.length(), type.length() - TYPE_VERSION.length());
    return eventTypes().contains(bare) ? bare : null;
  }

  static Set<ValidationMessage> metaSchemaViolations(JsonNode schema) {
    return FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012), STRICTLY).validate(schema);
  }

  static Set<ValidationMessage> violations(JsonNode schema, JsonNode document) {
    return validator(schema).validate(document);
  }

  /** A compiled schema, for validating many documents. */
  static JsonSchema validator(JsonNode schema) {
    return FACTORY.getSchema(schema, STRICTLY);
  }

  /**
   * The fields of an event that break the envelope's or, where the type is known, the type's
   * schema: dotted paths without array positions, such as {@code data.normal.open}.
   */
  static Set<String> violatedFields(JsonNode event) {
    var fields = new LinkedHashSet<String>();
    violations(eventSchema("envelope"), event).forEach(v -> fields.add(field("", v)));
    String type = knownType(event);
    if (type != null && event.path("data").isObject()) {
      violations(eventSchema(type), event.get("data")).forEach(v -> fields.add(field("data", v)));
    }
    return fields;
  }

  private static String field(String parent, ValidationMessage violation) {
    var path = new StringBuilder(parent);
    var location = violation.getInstanceLocation();
    for (int i = 0; i < location.getNameCount(); i++) {
      if (location.getElement(i) instanceof String name) {
        path.append('.').append(name);
      }
    }
    if (violation.getProperty() != null) {
      path.append('.').append(violation.getProperty());
    }
    return path.charAt(0) == '.' ? path.substring(1) : path.toString();
  }
}
