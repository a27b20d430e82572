package org.duixian.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The dashboards in {@code grafana/dashboards}, as the tests look at them. */
final class Dashboards {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Dashboards() {}

  static Stream<JsonNode> all() {
    try (var files = Files.list(Home.dir().resolve("grafana/dashboards"))) {
      return files.sorted().map(Dashboards::read).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<JsonNode> panels() {
    return all().flatMap(dashboard -> elements(dashboard.path("panels")));
  }

  /** The first panel whose query returns a column of this name. */
  static JsonNode panelWith(String column) {
    return panels()
        .filter(panel -> sql(panel).contains(" AS `" + column + "`"))
        .findFirst()
        .orElseThrow();
  }

  static String sql(JsonNode panel) {
    return panel.at("/targets/0/rawSql").asText();
  }

  static Stream<JsonNode> overrides(JsonNode panel) {
    return elements(panel.at("/fieldConfig/overrides"));
  }

  /** The columns that overrides of a panel are for. */
  static List<String> namedColumns(JsonNode panel) {
    return overrides(panel).map(override -> override.at("/matcher/options").asText()).toList();
  }

  /** The value mappings of one column: value → {text, color}. */
  static JsonNode mappings(JsonNode panel, String column) {
    return overrides(panel)
        .filter(override -> override.at("/matcher/options").asText().equals(column))
        .flatMap(override -> elements(override.path("properties")))
        .filter(property -> property.path("id").asText().equals("mappings"))
        .map(property -> property.at("/value/0/options"))
        .findFirst()
        .orElseThrow();
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
