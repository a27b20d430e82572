package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.duixian.alert.Alert;
import org.duixian.alert.AlertAction;
import org.duixian.alert.Notice;
import org.duixian.commitment.Outcome;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas of the output records describe the Java records, component by component. */
final class RecordContractTest {
  private static final Map<String, Class<? extends Record>> RECORDS =
      Map.of(
          "outcome", Outcome.class,
          "service-level", ServiceLevel.class,
          "alert", Alert.class,
          "alert-action", AlertAction.class,
          "rejected", Rejected.class,
          "intake", Intake.class,
          "notice", Notice.class);

  static List<String> recordNames() {
    return Contract.recordNames();
  }

  static List<Path> examples() {
    return Contract.files(Contract.SCHEMAS.resolve("examples/records"));
  }

  @Test
  void everyOutputRecordHasASchema() {
    assertThat(recordNames()).containsExactlyInAnyOrderElementsOf(RECORDS.keySet());
  }

  @ParameterizedTest
  @MethodSource("recordNames")
  void schemaHasTheComponentsInOrder(String name) {
    JsonNode schema = Contract.recordSchema(name);
    assertThat(Contract.metaSchemaViolations(schema)).isEmpty();
    assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
    List<String> components = components(name).map(c -> snakeCase(c.getName())).toList();
    var properties = new LinkedHashSet<String>();
    schema.path("properties").fieldNames().forEachRemaining(properties::add);
    assertThat(properties).containsExactlyElementsOf(components);
    assertThat(schema.path("required").valueStream().map(JsonNode::asText))
        .containsExactlyElementsOf(components);
  }

  @ParameterizedTest
  @MethodSource("recordNames")
  void schemaHasTheTypesOfTheComponents(String name) {
    JsonNode properties = Contract.recordSchema(name).path("properties");
    components(name)
        .forEach(
            component -> {
              JsonNode property = properties.path(snakeCase(component.getName()));
              assertThat(types(property)).as(component.toString()).startsWith(jsonType(component));
              assertThat(property.path("description").asText()).isNotBlank();
            });
  }

  @Test
  void enumerationsAreTheJavaOnes() {
    assertThat(enumeration("rejected", "reason")).containsExactly(names(RejectReason.values()));
    assertThat(enumeration("service-level", "verdict"))
        .containsExactly(
            Stream.concat(Stream.of(names(Verdict.values())), Stream.of("null"))
                .toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleSatisfiesItsSchema(Path file) {
    String name = file.getFileName().toString().replaceFirst("(-of-.*)?\\.json$", "");
    assertThat(Contract.violations(Contract.recordSchema(name), Contract.json(file))).isEmpty();
  }

  private static Stream<RecordComponent> components(String name) {
    return Arrays.stream(RECORDS.get(name).getRecordComponents());
  }

  private static String snakeCase(String component) {
    return new SnakeCaseStrategy().translate(component);
  }

  private static List<String> types(JsonNode property) {
    JsonNode type = property.path("type");
    return type.isArray()
        ? type.valueStream().map(JsonNode::asText).toList()
        : List.of(type.asText());
  }

  /** Service dates are days since 1970 in Java and ISO dates in JSON. */
  private static String jsonType(RecordComponent component) {
    Class<?> type = component.getType();
    if (component.getName().endsWith("Date") || type == String.class || type.isEnum()) {
      return "string";
    }
    if (type == double.class) {
      return "number";
    }
    if (type == Map.class) {
      return "object";
    }
    return type == List.class ? "array" : "integer";
  }

  private static Stream<String> enumeration(String name, String property) {
    return Contract.recordSchema(name)
        .at("/properties/" + property + "/enum")
        .valueStream()
        .map(JsonNode::asText);
  }

  private static String[] names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
  }
}
