package org.duixian.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duixian.alert.Alert;
import org.duixian.alert.Notice;
import org.duixian.audit.Difference;
import org.duixian.audit.Link;
import org.duixian.commitment.Outcome;
import org.duixian.event.ArchivedEvent;
import org.duixian.event.Heartbeat;
import org.duixian.event.Intake;
import org.duixian.event.Rejected;
import org.duixian.level.ServiceLevel;
import org.junit.jupiter.api.Test;

/** The scripts, the INSERTs and the records name the same things. */
final class ClickHouseTablesTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("duixian.home"), "schemas", "clickhouse");
  private static final Pattern TABLE =
      Pattern.compile(
          "CREATE TABLE IF NOT EXISTS duixian\\.(\\w+)\\s*\\((.*)\\)\\s*ENGINE = (.*)",
          Pattern.DOTALL);
  private static final Pattern COLUMN = Pattern.compile("(?m)^ {4}(\\w+) +(.*?),?$");

  private static final Map<String, Class<? extends Record>> RECORDS =
      Map.ofEntries(
          Map.entry("events", ArchivedEvent.class),
          Map.entry("rejected_events", Rejected.class),
          Map.entry("heartbeats", Heartbeat.class),
          Map.entry("outcomes", Outcome.class),
          Map.entry("service_levels", ServiceLevel.class),
          Map.entry("alerts", Alert.class),
          Map.entry("intake", Intake.class),
          Map.entry("notices", Notice.class),
          Map.entry("restatements", Difference.class),
          Map.entry("chain", Link.class),
          Map.entry("reference", ReferenceRow.class));

  @Test
  void everyScriptIsApplied() throws IOException {
    try (var files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(n -> n.endsWith(".sql")))
          .containsExactlyInAnyOrderElementsOf(ClickHouseSchema.SCRIPTS);
    }
    assertThat(ClickHouseSchema.SCRIPTS).isSorted();
  }

  @Test
  void everyStatementCanBeRepeated() {
    for (String script : ClickHouseSchema.SCRIPTS) {
      assertThat(SqlStatements.of(ClickHouseSchema.read(script)))
          .allMatch(
              sql ->
                  sql.matches(
                      "(?s)(CREATE (OR REPLACE VIEW|[A-Z ]+ IF NOT EXISTS)|ALTER TABLE \\S+\\s+"
                          + "(MODIFY|ADD (INDEX|COLUMN) IF NOT EXISTS)) .*"));
    }
  }

  @Test
  void anInsertFillsEveryColumnThatTheServerDoesNotFill() {
    var filled = new LinkedHashMap<String, List<String>>();
    for (var table : ClickHouseTables.ALL) {
      filled.put(table.name(), table.columns());
    }
    var expected = new LinkedHashMap<String, List<String>>();
    tables()
        .forEach(
            (name, columns) ->
                expected.put(
                    name,
                    columns.entrySet().stream()
                        .filter(
                            column -> !column.getValue().matches(".* (DEFAULT|MATERIALIZED) .*"))
                        .map(Map.Entry::getKey)
                        .toList()));

    assertThat(filled).isEqualTo(expected);
  }

  @Test
  void everyComponentOfARecordIsKept() {
    tables()
        .forEach(
            (name, columns) ->
                assertThat(columns.keySet())
                    .as(name)
                    .containsAll(
                        Arrays.stream(RECORDS.get(name).getRecordComponents())
                            .map(RecordComponent::getName)
                            .map(ClickHouseTablesTest::column)
                            .toList()));
  }

  @Test
  void everyColumnAndTableSaysWhatItMeans() {
    for (String sql : SqlStatements.of(ClickHouseSchema.read("001_tables.sql"))) {
      if (sql.startsWith("CREATE TABLE")) {
        assertThat(sql).containsPattern("\nCOMMENT '[^']{20,}'$");
      }
    }
    tables()
        .forEach(
            (name, columns) ->
                columns.forEach(
                    (column, definition) ->
                        assertThat(definition).as(name + "." + column).contains(" COMMENT '")));
  }

  @Test
  void thePartitionFollowsFromTheKeySoThatTwinsMeet() {
    for (String sql : SqlStatements.of(ClickHouseSchema.read("001_tables.sql"))) {
      Matcher table = TABLE.matcher(sql);
      if (table.find() && !table.group(1).equals("chain")) { // has one partition
        String engine = table.group(3);
        String month = engine.replaceAll("(?s).*PARTITION BY toYYYYMM\\((\\w+)\\).*", "$1");
        String key = engine.replaceAll("(?s).*ORDER BY \\(([^)]+)\\).*", "$1");
        assertThat(List.of(key.split(", "))).as(table.group(1)).contains(month);
      }
    }
  }

  /** Column definitions per table and column, as the script gives them. */
  private static Map<String, Map<String, String>> tables() {
    var tables = new LinkedHashMap<String, Map<String, String>>();
    for (String sql : SqlStatements.of(ClickHouseSchema.read("001_tables.sql"))) {
      Matcher table = TABLE.matcher(sql);
      if (table.find() && !table.group(1).equals("arrivals")) { // the server fills it
        var columns = new LinkedHashMap<String, String>();
        COLUMN
            .matcher(table.group(2))
            .results()
            .filter(column -> !column.group(1).equals("INDEX"))
            .forEach(column -> columns.put(column.group(1), column.group(2)));
        tables.put(table.group(1), columns);
      }
    }
    assertThat(tables).hasSize(RECORDS.size());
    return tables;
  }

  /** Column names are the components' ones, except that an instant ends in at. */
  static String column(String component) {
    String name = SnakeCaseStrategy.INSTANCE.translate(component);
    return switch (name) {
      case "at_millis" -> "at";
      case "time_millis" -> "time";
      case "hour_millis" -> "hour";
      case "period_start_millis" -> "period_start";
      case "period_end_millis" -> "period_end";
      default -> name.replaceAll("_millis$", "_at");
    };
  }
}
