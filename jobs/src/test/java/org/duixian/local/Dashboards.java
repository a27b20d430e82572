package org.duixian.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The dashboards in {@code grafana/dashboards}, as the tests look at them. */
final class Dashboards {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern COLUMN_IN_LINK =
      Pattern.compile("\\$\\{__data\\.fields\\[\\\\?\"([^\"\\\\]+)\\\\?\"]}");

  private Dashboards() {}

  static Stream<JsonNode> all() {
    return files(Home.dir().resolve("grafana/dashboards")).map(Dashboards::read);
  }

  static Stream<JsonNode> panels() {
    return all().flatMap(dashboard -> elements(dashboard.path("panels")));
  }

  /** Panels whose query is SQL; the others ask Prometheus. */
  static Stream<JsonNode> sqlPanels() {
    return panels().filter(panel -> !sql(panel).isEmpty());
  }

  static String sql(JsonNode panel) {
    return panel.at("/targets/0/rawSql").asText();
  }

  /** The queries of variables and annotations. */
  static Stream<String> otherSql() {
    return Stream.concat(
            all()
                .flatMap(each -> elements(each.at("/templating/list")))
                .map(each -> each.at("/query/rawSql")),
            all()
                .flatMap(each -> elements(each.at("/annotations/list")))
                .map(each -> each.at("/target/rawSql")))
        .map(JsonNode::asText)
        .distinct();
  }

  /** The files of {@code grafana/sql}, in order. */
  static List<Path> sqlFiles() {
    return files(Home.dir().resolve("grafana/sql")).toList();
  }

  /** The columns that a panel names: in overrides, links, coordinates and axes. */
  static Stream<String> namedColumns(JsonNode panel) {
    Stream<String> matched =
        panel.findParents("options").stream()
            .filter(matcher -> matcher.path("id").asText().equals("byName"))
            .map(matcher -> matcher.path("options").asText());
    Stream<String> inLinks =
        COLUMN_IN_LINK.matcher(panel.toString()).results().map(found -> found.group(1));
    Stream<String> onMaps =
        Stream.of("latitude", "longitude", "field")
            .flatMap(name -> panel.path("options").findValuesAsText(name).stream());
    return Stream.of(matched, inLinks, onMaps).flatMap(each -> each).distinct();
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Stream<Path> files(Path dir) {
    try (var files = Files.list(dir)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
