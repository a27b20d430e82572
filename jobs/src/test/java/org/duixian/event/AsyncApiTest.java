package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code asyncapi.yaml} names every message that travels, on the topics where it travels. */
final class AsyncApiTest {
  private static final String HEARTBEAT = "ops.source.heartbeat";
  private static final Set<String> OF_REFERENCE = Set.of("reference-part", "reference-manifest");
  private static final JsonNode DOCUMENT = read();

  private static JsonNode read() {
    try {
      return new YAMLMapper().readTree(Contract.SCHEMAS.resolve("asyncapi.yaml").toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void isVersion3() {
    assertThat(DOCUMENT.path("asyncapi").asText()).isEqualTo("3.0.0");
  }

  @Test
  void hasOneMessagePerEventTypeAndOutputRecordAndThoseOfReferenceData() {
    assertThat(fieldNames(DOCUMENT.at("/components/messages")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Contract.eventTypes(), Contract.recordNames(), OF_REFERENCE)
                .flatMap(Collection::stream)
                .toList());
  }

  @Test
  void everyEventMessageIsTheEnvelopeAroundTheSchemaOfItsType() {
    for (String type : Contract.eventTypes()) {
      JsonNode message = DOCUMENT.at("/components/messages/" + type);
      JsonNode parts = message.at("/payload/allOf");
      assertThat(message.path("name").asText()).isEqualTo("org.duixian." + type + ".v1");
      assertThat(message.path("title")).isEqualTo(Contract.eventSchema(type).path("title"));
      assertThat(parts.at("/0/$ref").asText()).isEqualTo("./events/envelope.schema.json");
      assertThat(parts.at("/1/properties/type/const")).isEqualTo(message.path("name"));
      assertThat(parts.at("/1/properties/data/$ref").asText())
          .isEqualTo("./events/" + type + ".schema.json");
    }
  }

  @Test
  void everyEventTopicCarriesItsStreamAndHeartbeats() {
    var carried = new LinkedHashSet<String>();
    for (JsonNode channel : DOCUMENT.path("channels")) {
      String address = channel.path("address").asText();
      Set<String> messages = fieldNames(channel.path("messages"));
      if (address.startsWith("events.")) {
        String stream = address.substring("events.".length());
        assertThat(messages)
            .as(address)
            .contains(HEARTBEAT)
            .allMatch(type -> type.equals(HEARTBEAT) || type.startsWith(stream + "."));
      }
      carried.addAll(messages);
    }
    assertThat(carried).isEqualTo(fieldNames(DOCUMENT.at("/components/messages")));
  }

  @Test
  void receivesEventsAndReferenceDataAndSendsTheRest() {
    assertThat(fieldNames(DOCUMENT.path("channels")))
        .hasSameSizeAs(fieldNames(DOCUMENT.path("operations")));
    for (JsonNode operation : DOCUMENT.path("operations")) {
      String address = resolve(operation.at("/channel/$ref").asText()).path("address").asText();
      assertThat(operation.path("action").asText())
          .as(address)
          .isEqualTo(address.matches("events\\..*|reference|alert-actions") ? "receive" : "send");
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<JsonNode> references = DOCUMENT.findValues("$ref");
    assertThat(references).hasSizeGreaterThan(100);
    for (JsonNode reference : references) {
      String target = reference.asText();
      if (target.startsWith("#")) {
        assertThat(resolve(target).isMissingNode()).as(target).isFalse();
      } else {
        Path file = Contract.SCHEMAS.resolve(target);
        assertThat(Files.isRegularFile(file)).as(target).isTrue();
      }
    }
  }

  private static JsonNode resolve(String localReference) {
    return DOCUMENT.at(localReference.substring(1));
  }

  private static Set<String> fieldNames(JsonNode node) {
    var names = new LinkedHashSet<String>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
