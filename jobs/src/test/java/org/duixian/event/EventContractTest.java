package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas and examples agree with each other and with what the decoder relies on. */
final class EventContractTest {
  private static final Set<String> KEYWORDS =
      Set.of(
          "$schema",
          "$id",
          "title",
          "description",
          "x-attribution",
          "type",
          "required",
          "properties",
          "additionalProperties",
          "enum",
          "const",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "pattern",
          "format",
          "items",
          "minItems",
          "maxItems");

  /** What a schema says; the other reasons need the bytes, the record or the reference data. */
  private static final Set<RejectReason> BY_SCHEMA =
      EnumSet.of(
          RejectReason.missing_field,
          RejectReason.unknown_field,
          RejectReason.wrong_type,
          RejectReason.not_in_enum,
          RejectReason.out_of_range,
          RejectReason.bad_format);

  private static final Set<RejectReason> BEYOND_SCHEMA =
      EnumSet.of(
          RejectReason.unknown_type,
          RejectReason.personal_data,
          RejectReason.future_time,
          RejectReason.wrong_key,
          RejectReason.wrong_topic,
          RejectReason.inconsistent);

  private static final Set<RejectReason> UNREADABLE =
      EnumSet.of(
          RejectReason.empty,
          RejectReason.invalid_utf8,
          RejectReason.malformed_json,
          RejectReason.duplicate_field);

  static List<String> schemaNames() {
    return Stream.concat(Stream.of("envelope"), Contract.eventTypes().stream()).toList();
  }

  static List<Path> validExamples() {
    return Contract.files(Contract.VALID);
  }

  static Stream<Contract.Expected> invalidBySchema() {
    return Contract.expected().stream().filter(e -> BY_SCHEMA.contains(e.reason()));
  }

  static Stream<Contract.Expected> invalidBeyondSchema() {
    return Contract.expected().stream().filter(e -> BEYOND_SCHEMA.contains(e.reason()));
  }

  static Stream<Contract.Expected> unreadable() {
    return Contract.expected().stream().filter(e -> UNREADABLE.contains(e.reason()));
  }

  @ParameterizedTest
  @MethodSource("schemaNames")
  void schemaIsValidDraft202012(String name) {
    JsonNode schema = Contract.eventSchema(name);
    assertThat(Contract.metaSchemaViolations(schema)).isEmpty();
    assertThat(schema.path("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.path("$id").asText()).isEqualTo("urn:duixian:event:" + name + ":v1");
  }

  @ParameterizedTest
  @MethodSource("schemaNames")
  void schemaKeepsToTheAgreedKeywords(String name) {
    walk(
        Contract.eventSchema(name),
        "",
        (at, schema) -> assertThat(KEYWORDS).as(at).containsAll(keys(schema)));
  }

  @ParameterizedTest
  @MethodSource("schemaNames")
  void schemaExplainsEveryField(String name) {
    JsonNode root = Contract.eventSchema(name);
    assertThat(root.path("title").asText()).matches(".*\\p{IsHan}.* · .*[a-z].*");
    walk(
        root,
        "",
        (at, schema) -> {
          if (!at.endsWith("[]")) {
            assertThat(schema.path("description").asText()).as(at).isNotBlank();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("schemaNames")
  void schemaBoundsEveryValue(String name) {
    walk(Contract.eventSchema(name), "", EventContractTest::assertBounded);
  }

  private static void assertBounded(String at, JsonNode schema) {
    switch (schema.path("type").asText()) {
      case "object" -> {
        if (!at.equals(".data")) {
          assertThat(schema.path("additionalProperties").isBoolean()).as(at).isTrue();
          assertThat(schema.path("additionalProperties").asBoolean()).as(at).isFalse();
          assertThat(keys(schema.path("properties")))
              .as(at)
              .containsAll(texts(schema.path("required")));
        }
      }
      case "array" -> assertThat(keys(schema)).as(at).contains("items", "minItems", "maxItems");
      case "integer" -> assertThat(keys(schema)).as(at).contains("minimum", "maximum");
      case "string" -> {
        if (schema.has("pattern")) {
          String pattern = schema.get("pattern").asText();
          assertThat(pattern).as(at).startsWith("^").endsWith("$").doesNotContain("*", "+", "\\");
        } else {
          assertThat(keys(schema)).as(at).containsAnyOf("enum", "const", "format", "maxLength");
        }
      }
      case "boolean" -> {}
      default -> throw new AssertionError(at + " has type " + schema.path("type"));
    }
  }

  @Test
  void everyEventTypeHasAValidExample() {
    assertThat(validExamples().stream().map(file -> Contract.knownType(Contract.json(file))))
        .containsAll(Contract.eventTypes());
  }

  @ParameterizedTest
  @MethodSource("validExamples")
  void validExampleSatisfiesItsSchemas(Path file) {
    JsonNode event = Contract.json(file);
    assertThat(Contract.knownType(event)).isNotNull();
    assertThat(file.getFileName().toString()).startsWith(Contract.knownType(event));
    assertThat(Contract.violatedFields(event)).isEmpty();
  }

  @Test
  void everyInvalidExampleIsExpectedOnce() {
    assertThat(Contract.expected().stream().map(Contract.Expected::file))
        .containsExactlyInAnyOrderElementsOf(
            Contract.files(Contract.INVALID).stream()
                .filter(file -> !file.endsWith("expected.csv"))
                .toList());
  }

  /** Except the size limit: no megabyte in the repository for that. */
  @Test
  void everyReasonOfTheDecoderHasAnExample() {
    var reasons = EnumSet.copyOf(BY_SCHEMA);
    reasons.addAll(BEYOND_SCHEMA);
    reasons.addAll(UNREADABLE);
    assertThat(Contract.expected())
        .allSatisfy(e -> assertThat(e.toString()).startsWith(e.reason() + "-"))
        .map(Contract.Expected::reason)
        .hasSameElementsAs(reasons);
  }

  @ParameterizedTest
  @MethodSource("invalidBySchema")
  void exampleBreaksItsSchemaAtTheExpectedField(Contract.Expected expected) {
    assertThat(Contract.violatedFields(Contract.json(expected.file()))).contains(expected.field());
  }

  @ParameterizedTest
  @MethodSource("invalidBeyondSchema")
  void exampleSatisfiesItsSchemasAndIsWrongAllTheSame(Contract.Expected expected) {
    JsonNode event = Contract.json(expected.file());
    assertThat(Contract.violatedFields(event)).isEmpty();
    if (expected.reason() == RejectReason.unknown_type) {
      assertThat(Contract.knownType(event)).isNull();
    } else {
      assertThat(Contract.knownType(event)).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void exampleIsNotOneJsonObject(Contract.Expected expected) throws IOException {
    byte[] bytes = Files.readAllBytes(expected.file());
    switch (expected.reason()) {
      case empty -> assertThat(bytes).isEmpty();
      case invalid_utf8 ->
          assertThatThrownBy(
                  () -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)))
              .isInstanceOf(CharacterCodingException.class);
      case duplicate_field ->
          assertThatThrownBy(() -> Contract.parse(bytes)).hasMessageContaining("Duplicate field");
      default -> assertThat(isObject(bytes)).isFalse();
    }
  }

  private static boolean isObject(byte[] bytes) throws IOException {
    try {
      return Contract.parse(bytes).isObject();
    } catch (JsonProcessingException malformed) {
      return false;
    }
  }

  /**
   * Visits a schema and the schemas within it; {@code at} is {@code .field}, {@code []} an item.
   */
  private static void walk(JsonNode schema, String at, BiConsumer<String, JsonNode> visit) {
    visit.accept(at, schema);
    schema
        .path("properties")
        .properties()
        .forEach(property -> walk(property.getValue(), at + "." + property.getKey(), visit));
    if (schema.has("items")) {
      walk(schema.get("items"), at + "[]", visit);
    }
  }

  private static Set<String> keys(JsonNode node) {
    var keys = new LinkedHashSet<String>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
