package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.duixian.calendar.ServiceDates;

/** Every line of every complete version in the topic {@value ReferenceTopic#NAME}. */
public final class ReferenceRows implements AutoCloseable {
  private static final CSVFormat CSV =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final ReferenceTopic topic;
  private final Set<String> told = new HashSet<>();

  /** Reads nothing yet. */
  public ReferenceRows(KafkaAccess access) {
    topic = new ReferenceTopic(access);
  }

  /** Tells the lines of what has been published since the last time. */
  public void readToEnd(Consumer<ReferenceRow> out) {
    topic.readToEnd();
    for (var version : topic.versions()) {
      if (told.add(version.manifest().version())) {
        tell(version.manifest(), version.files(), out);
      }
    }
  }

  private static void tell(
      ReferenceManifest manifest, ReferenceFiles files, Consumer<ReferenceRow> out) {
    files
        .byPath()
        .forEach(
            (path, bytes) -> {
              Row row =
                  (line, fields) ->
                      out.accept(
                          new ReferenceRow(
                              manifest.version(),
                              ServiceDates.parse(manifest.appliesFrom()),
                              Instant.parse(manifest.publishedAt()).toEpochMilli(),
                              path,
                              line,
                              fields));
              try {
                if (path.endsWith(".csv")) {
                  table(new String(bytes, UTF_8), row);
                } else {
                  var fields = new LinkedHashMap<String, String>();
                  flatten("", YAML.readTree(bytes), fields);
                  row.take(1, fields);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(path + " of " + manifest.version(), e);
              }
            });
  }

  private static void table(String text, Row row) throws IOException {
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try (var parser = CSV.parse(new StringReader(withoutMark))) {
      long line = parser.getCurrentLineNumber() + 1;
      for (CSVRecord each : parser) {
        row.take((int) line, each.toMap());
        line = parser.getCurrentLineNumber() + 1;
      }
    }
  }

  private static void flatten(String path, JsonNode node, Map<String, String> fields) {
    if (node.isValueNode()) {
      fields.put(path, node.asText());
      return;
    }
    String prefix = path.isEmpty() ? "" : path + '.';
    node.properties().forEach(each -> flatten(prefix + each.getKey(), each.getValue(), fields));
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(prefix + i, node.get(i), fields);
      }
    }
  }

  @Override
  public void close() {
    topic.close();
  }

  /** Takes one line. */
  @FunctionalInterface
  private interface Row {
    void take(int line, Map<String, String> fields);
  }
}
