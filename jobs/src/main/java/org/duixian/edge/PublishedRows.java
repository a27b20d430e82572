package org.duixian.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.duixian.alert.Alert;
import org.duixian.audit.HistoryRow;
import org.duixian.commitment.Outcome;
import org.duixian.level.ServiceLevel;

/**
 * Outcomes, levels and alerts as rows of the history, from what is published and from what is
 * stored: the same text if both say the same.
 */
public final class PublishedRows {
  static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final Rows<Outcome> OUTCOMES =
      new Rows<>(
          ClickHouseTables.OUTCOMES,
          List.of("area_id", "commitment_id", "service_date", "source", "subject"));
  private static final Rows<ServiceLevel> LEVELS =
      new Rows<>(
          ClickHouseTables.SERVICE_LEVELS,
          List.of("area_id", "commitment_id", "service_date", "window_days"));
  private static final Rows<Alert> ALERTS =
      new Rows<>(
          ClickHouseTables.ALERTS, List.of("area_id", "commitment_id", "service_date", "alert_id"));
  private static final Map<String, Rows<?>> BY_TABLE =
      Stream.of(OUTCOMES, LEVELS, ALERTS)
          .collect(Collectors.toMap(rows -> rows.table.name(), rows -> rows));

  private PublishedRows() {}

  /**
   * Which rows are asked for.
   *
   * @param from first service date
   * @param to last service date
   * @param areaIds the areas; all where there is none
   */
  public record Window(int from, int to, List<String> areaIds) implements Serializable {
    /** Of every area and day. */
    public static final Window ALL = new Window(0, ClickHouseTable.LAST_DAY, List.of());

    public boolean holds(String areaId, int serviceDate) {
      return serviceDate >= from
          && serviceDate <= to
          && (areaIds.isEmpty() || areaIds.contains(areaId));
    }

    private String condition() {
      String days =
          "service_date BETWEEN '%s' AND '%s'"
              .formatted(ClickHouseTable.dateText(from), ClickHouseTable.dateText(to));
      return areaIds.isEmpty()
          ? days
          : areaIds.stream()
              .map(ClickHouseTable::quoted)
              .collect(Collectors.joining(", ", days + " AND area_id IN (", ")"));
    }
  }

  public static HistoryRow of(Outcome outcome) {
    return OUTCOMES.of(OUTCOMES.table.values(outcome));
  }

  public static HistoryRow of(ServiceLevel level) {
    return LEVELS.of(LEVELS.table.values(level));
  }

  public static HistoryRow of(Alert alert) {
    return ALERTS.of(ALERTS.table.values(alert));
  }

  /** The rows that were stored up to an instant of the server's clock. */
  public static Source<HistoryRow, ?, ?> source(
      ClickHouseAccess access, Window window, long storedMillis) {
    return access.source(
        select(
            List.copyOf(BY_TABLE.values()),
            window,
            "stored_at <= '%s'".formatted(ClickHouseTable.instantText(storedMillis))),
        PublishedRows::read,
        TypeInformation.of(HistoryRow.class));
  }

  /** The rows that were stored, perhaps again, after an instant of the server's clock. */
  public static void storedAfter(
      ClickHouseAccess access, Window window, long storedMillis, Consumer<HistoryRow> out)
      throws SQLException {
    access.forEachOfAll(
        select(
            List.copyOf(BY_TABLE.values()),
            window,
            "stored_at > '%s'".formatted(ClickHouseTable.instantText(storedMillis))),
        row -> out.accept(read(row)));
  }

  /** Takes a row. */
  @FunctionalInterface
  interface Take {
    void row(HistoryRow row, boolean later) throws SQLException;
  }

  /** Levels and alerts, and whether each was stored after an instant of the server's clock. */
  static void levelsAndAlerts(ClickHouseAccess access, Window window, long storedMillis, Take take)
      throws SQLException {
    String instant = ClickHouseTable.instantText(storedMillis);
    for (boolean later : new boolean[] {false, true}) {
      access.forEachOfAll(
          select(
              List.of(LEVELS, ALERTS),
              window,
              "stored_at %s '%s'".formatted(later ? ">" : "<=", instant)),
          row -> take.row(read(row), later));
    }
  }

  private static String select(List<Rows<?>> tables, Window window, String stored) {
    return tables.stream()
        .map(
            rows ->
                "SELECT '%s' AS name, %s AS row FROM duixian.%s FINAL WHERE %s AND %s"
                    .formatted(
                        rows.table.name(),
                        rows.table.selectValues(),
                        rows.table.name(),
                        window.condition(),
                        stored))
        .collect(
            Collectors.joining(
                "\nUNION ALL\n",
                "SELECT name, row FROM (\n",
                ")\nSETTINGS output_format_json_quote_64bit_integers = 0,"
                    + " output_format_json_escape_forward_slashes = 0"));
  }

  private static HistoryRow read(ResultSet row) throws SQLException {
    return BY_TABLE.get(row.getString(1)).read(row.getString(2));
  }

  /**
   * The rows of a table.
   *
   * @param unit the columns of its key, without the revision
   */
  private record Rows<T>(ClickHouseTable<T> table, List<String> unit) {
    HistoryRow read(String selected) {
      try {
        return of(table.values(JSON.readTree(selected)));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("ClickHouse gives no JSON: " + selected, e);
      }
    }

    HistoryRow of(SortedMap<String, Object> values) {
      try {
        return new HistoryRow(
            table.name(),
            unit.stream()
                .map(column -> values.get(column).toString())
                .collect(Collectors.joining("|")),
            ((Long) values.get("revision")).intValue(),
            JSON.writeValueAsString(values));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a row that is no JSON: " + values, e);
      }
    }
  }
}
