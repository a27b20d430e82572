package org.duixian.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.duixian.audit.Link;
import org.duixian.edge.AlertDossier.Table;

/** The evidence of one alert as files: evidence.json, a CSV per table, a page, and their hashes. */
final class EvidencePack {
  static final String PAGE = "index.html";
  static final String SUMS = "SHA256SUMS";
  private static final String DATA = "evidence.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String alertId;
  private final Map<String, Table> tables;
  private final Map<String, Map<String, String>> words;
  private final Instant at;

  EvidencePack(
      String alertId,
      Map<String, Table> tables,
      Map<String, Map<String, String>> words,
      Instant at) {
    this.alertId = alertId;
    this.tables = tables;
    this.words = words;
    this.at = at;
  }

  /** Writes into a directory, which must be there. */
  void write(Path dir) throws IOException {
    var sums = new TreeMap<String, String>();
    put(dir, DATA, json(), sums);
    for (var table : tables.entrySet()) {
      put(dir, table.getKey() + ".csv", csv(table.getValue()), sums);
    }
    put(dir, PAGE, new EvidencePage(alertId, tables, words, at, sums).html(), sums);
    var lines = new StringBuilder();
    sums.forEach((file, sum) -> lines.append(sum).append("  ").append(file).append('\n'));
    Files.writeString(dir.resolve(SUMS), lines);
  }

  private static void put(Path dir, String file, String text, Map<String, String> sums)
      throws IOException {
    Files.write(dir.resolve(file), text.getBytes(UTF_8));
    sums.put(file, Link.sha256(text));
  }

  private String json() throws IOException {
    ObjectNode all = JSON.createObjectNode();
    all.put("alert_id", alertId).put("exported_at", at.toString());
    tables.forEach(
        (name, table) -> {
          var rows = all.putArray(name);
          for (JsonNode values : table.rows()) {
            ObjectNode row = rows.addObject();
            for (int i = 0; i < table.columns().size(); i++) {
              row.set(table.columns().get(i), values.get(i));
            }
          }
        });
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
  }

  private static String csv(Table table) throws IOException {
    var text = new StringBuilder("\uFEFF"); // or spreadsheets take it for another encoding
    var format =
        CSVFormat.RFC4180.builder().setHeader(table.columns().toArray(String[]::new)).get();
    try (var csv = new CSVPrinter(text, format)) {
      for (JsonNode row : table.rows()) {
        for (JsonNode value : row) {
          csv.print(cell(value));
        }
        csv.println();
      }
    }
    return text.toString();
  }

  /** A text that a spreadsheet would take for a formula is told to be text. */
  private static String cell(JsonNode value) {
    if (value.isTextual() && !value.textValue().isEmpty()) {
      return "=+-@".indexOf(value.textValue().charAt(0)) < 0
          ? value.textValue()
          : "'" + value.textValue();
    }
    return text(value);
  }

  /** A value as people read it. */
  static String text(JsonNode value) {
    if (value.isNull()) {
      return "";
    }
    return value.isContainerNode() ? value.toString() : value.asText();
  }
}
