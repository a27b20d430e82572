package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.duixian.commitment.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventTypesTest {
  private final EventTypes types = EventTypes.load();

  @Test
  void indexNamesEverySchema() {
    assertThat(types.all())
        .extracting(EventType::name)
        .containsExactlyInAnyOrderElementsOf(Contract.eventTypes());
  }

  @Test
  void everyStreamHasATopicButHeartbeatsTravelWithTheirSource() {
    assertThat(types.streams())
        .containsExactly(
            "hall",
            "transport",
            "clinic",
            "feedback",
            "care",
            "school",
            "fiscal",
            "works",
            "reform");
    assertThat(types.topics()).hasSize(9).startsWith("events.hall").doesNotContain("events.ops");
  }

  @Test
  void everyStreamHasTimeRules() {
    assertThat(Catalogue.load(Contract.SCHEMAS.resolve("commitments"), types).streams())
        .containsExactlyInAnyOrderElementsOf(types.streams());
  }

  @Test
  void fieldsStandInTheOrderOfTheSchema() {
    EventType type = types.get("hall.ticket.called");

    assertThat(type.stream()).isEqualTo("hall");
    assertThat(type.fieldNames())
        .containsExactlyElementsOf(
            () -> Contract.eventSchema("hall.ticket.called").get("properties").fieldNames());
    assertThat(type.position("ticket_id")).isZero();
  }

  @Test
  void fieldsKnowWhetherTheyAreRequiredAndWhichWordsTheyMayHold() {
    for (EventType type : types.all()) {
      var schema = Contract.eventSchema(type.name());
      var required = new ArrayList<String>();
      schema.get("required").forEach(name -> required.add(name.asText()));
      for (EventType.Field field : type.fields()) {
        var is = schema.get("properties").get(field.name());
        var words = new ArrayList<String>();
        is.path("enum").forEach(word -> words.add(word.asText()));
        if (is.get("type").asText().equals("boolean")) {
          words.addAll(List.of("true", "false"));
        }
        String name = type.name() + " " + field.name();
        assertThat(field.required()).as(name).isEqualTo(required.contains(field.name()));
        assertThat(field.words()).as(name).isEqualTo(words);
        assertThat(field.kind()).as(name).isEqualTo(kind(is));
      }
    }
  }

  private static EventType.Kind kind(JsonNode schema) {
    return switch (schema.path("format").asText(schema.get("type").asText())) {
      case "array" -> EventType.Kind.list;
      case "date" -> EventType.Kind.date;
      case "date-time" -> EventType.Kind.instant;
      case "integer" -> EventType.Kind.whole;
      default -> EventType.Kind.text;
    };
  }

  @Test
  void complaintsNameTypeAndField() {
    assertThat(types.find("hall.ticket.lost")).isEmpty();
    assertThatThrownBy(() -> types.get("hall.ticket.lost"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hall.ticket.lost");
    assertThatThrownBy(() -> types.get("hall.ticket.called").position("colour"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hall.ticket.called")
        .hasMessageContaining("colour");
  }

  @Test
  void typesSurviveSerialization() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(types);
    EventTypes copy =
        (EventTypes)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertThat(copy.all()).isEqualTo(types.all());
    assertThat(new EventDecoder(copy)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type': 'number', 'minimum': 0, 'maximum': 1}",
        "{'type': 'integer', 'minimum': 0}",
        "{'type': 'integer', 'minimum': 0, 'maximum': 1, 'multipleOf': 2}",
        "{'type': 'string'}",
        "{'type': 'string', 'format': 'email'}",
        "{'type': 'string', 'format': 'date', 'pattern': '^2'}",
        "{'type': 'string', 'enum': [1]}",
        "{'type': 'array', 'items': {'type': 'boolean'}}",
        "{'type': 'object', 'properties': {}}",
        "{'oneOf': []}",
        "{'$ref': '#'}",
        "{}"
      })
  void schemasOutsideTheSubsetAreRefusedByName(String field) throws IOException {
    String schema =
        "{'type': 'object', 'additionalProperties': false, 'properties': {'odd': " + field + "}}";
    var compiler = new SchemaCompiler("some.type");
    var json = new ObjectMapper().readTree(schema.replace('\'', '"'));

    assertThatThrownBy(() -> compiler.compileFields(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("some.type: /odd");
  }

  @Test
  void requiredFieldsMustExist() throws IOException {
    String schema =
        """
        {"type": "object", "additionalProperties": false, "properties": {}, "required": ["x"]}\
        """;
    var envelope = Contract.eventSchema("envelope");
    var json = new ObjectMapper().readTree(schema);

    assertThatThrownBy(() -> EventTypes.of(envelope, Map.of("a.b", json)))
        .hasMessageContaining("a.b")
        .hasMessageContaining("x");
  }
}
