package org.duixian.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table of the history and how a record becomes one of its rows: one column after the other, so
 * that the INSERT and what is bound to it cannot disagree.
 *
 * @param <T> what a row tells
 */
final class ClickHouseTable<T> implements Serializable {
  private static final long serialVersionUID = 1;

  private static final long DAY_MILLIS = 86_400_000;
  private static final int INSTANT_CHARS = "yyyy-MM-dd HH:mm:ss.SSS".length();
  private static final int SECOND_CHARS = "yyyy-MM-dd HH:mm:ss".length();
  private static final long FIRST_MILLIS = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST_MILLIS = Instant.parse("2299-12-31T23:59:59.999Z").toEpochMilli();
  static final int LAST_DAY = (1 << 16) - 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final ArrayList<Column<T>> columns = new ArrayList<>();

  ClickHouseTable(String name) {
    this.name = name;
  }

  /** Takes a value out of a record. */
  @FunctionalInterface
  interface Get<T, V> extends Serializable {
    V of(T record);
  }

  /**
   * One column.
   *
   * @param type as JDBC calls it
   * @param value a text, whole number, share, list or map; null becomes NULL
   * @param sparse whether rows of before lack it
   */
  private record Column<T>(String name, int type, Get<T, ?> value, boolean sparse)
      implements Serializable {
    void put(Object its, Map<String, Object> row) {
      if (its != null || !sparse) {
        row.put(name, its);
      }
    }
  }

  String name() {
    return name;
  }

  List<String> columns() {
    return columns.stream().map(Column::name).toList();
  }

  ClickHouseTable<T> text(String column, Get<T, String> get) {
    return with(column, Types.VARCHAR, record -> orElse(get.of(record), ""));
  }

  ClickHouseTable<T> whole(String column, Get<T, ? extends Number> get) {
    return with(column, Types.BIGINT, record -> get.of(record).longValue());
  }

  /**
   * A whole number; null becomes NULL, and is left out of {@link #values}: the row is then what it
   * was before there was such a column, and what was sealed before agrees.
   */
  ClickHouseTable<T> wholeOrNone(String column, Get<T, Integer> get) {
    columns.add(
        new Column<>(
            column,
            Types.BIGINT,
            record -> get.of(record) == null ? null : (Object) get.of(record).longValue(),
            true));
    return this;
  }

  ClickHouseTable<T> flag(String column, Get<T, Boolean> get) {
    return with(column, Types.BIGINT, record -> get.of(record) ? 1L : 0L);
  }

  /** A share or score; NaN becomes NULL. */
  ClickHouseTable<T> number(String column, Get<T, Double> get) {
    return with(
        column, Types.DOUBLE, record -> Double.isNaN(get.of(record)) ? null : get.of(record));
  }

  /** A service date, from days since 1970-01-01. */
  ClickHouseTable<T> date(String column, Get<T, Integer> get) {
    return with(column, Types.VARCHAR, record -> dateText(get.of(record)));
  }

  /** An instant, from epoch milliseconds. */
  ClickHouseTable<T> instant(String column, Get<T, Long> get) {
    return with(column, Types.TIMESTAMP, record -> instantText(get.of(record)));
  }

  /** An instant of a full second, from epoch milliseconds. */
  ClickHouseTable<T> second(String column, Get<T, Long> get) {
    return with(
        column, Types.TIMESTAMP, record -> instantText(get.of(record)).substring(0, SECOND_CHARS));
  }

  /** An instant, from epoch milliseconds; NULL where {@code present} says there is none. */
  ClickHouseTable<T> instantIf(Get<T, Boolean> present, String column, Get<T, Long> get) {
    return with(
        column, Types.TIMESTAMP, record -> present.of(record) ? instantText(get.of(record)) : null);
  }

  ClickHouseTable<T> texts(String column, Get<T, List<String>> get) {
    return with(column, Types.ARRAY, record -> orElse(get.of(record), List.of()));
  }

  ClickHouseTable<T> counts(String column, Get<T, Map<String, Long>> get) {
    return with(column, Types.JAVA_OBJECT, record -> orElse(get.of(record), Map.of()));
  }

  ClickHouseTable<T> named(String column, Get<T, Map<String, String>> get) {
    return with(column, Types.JAVA_OBJECT, get);
  }

  String insert() {
    return "INSERT INTO duixian.%s (%s) VALUES (%s)"
        .formatted(
            name,
            String.join(", ", columns()),
            columns.stream().map(column -> "?").collect(Collectors.joining(", ")));
  }

  void bind(PreparedStatement row, T record) throws SQLException {
    // Or the driver seeks JDBC's {d '…'} in the text of each batch, for a fifth of the job's time.
    row.setEscapeProcessing(false);
    for (int i = 0; i < columns.size(); i++) {
      Object value = columns.get(i).value.of(record);
      if (value == null) {
        row.setNull(i + 1, columns.get(i).type);
      } else {
        row.setObject(i + 1, value);
      }
    }
  }

  /**
   * Inserts no row, to learn before long work whether rows may be inserted after it.
   *
   * @throws HistoryUnusable if not
   */
  void requireInsertable(ClickHouseAccess access) throws SQLException {
    String all = String.join(", ", columns());
    access.use(
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute(
                "INSERT INTO duixian.%s (%s) SELECT %s FROM duixian.%s WHERE 0"
                    .formatted(name, all, all, name));
          }
        });
  }

  /** Inserts rows without Flink, so many at once. */
  void insertAll(ClickHouseAccess access, List<T> records, int rowsAtOnce) throws SQLException {
    access.use(
        connection -> {
          try (var insert = connection.prepareStatement(insert())) {
            for (int from = 0; from < records.size(); from += rowsAtOnce) {
              for (T record : records.subList(from, Math.min(records.size(), from + rowsAtOnce))) {
                bind(insert, record);
                insert.addBatch();
              }
              insert.executeBatch();
            }
          }
        });
  }

  /**
   * Inserts a row, unless one was inserted with the same token: the server drops it then, silently.
   * The table says of how many rows it remembers the tokens.
   */
  void insertOnce(ClickHouseAccess access, T record, String token) throws SQLException {
    var settings =
        Map.of(
            "clickhouse_setting_async_insert", "0",
            "clickhouse_setting_insert_deduplicate", "1",
            "clickhouse_setting_insert_deduplication_token", "after " + token);
    access.use(
        settings,
        connection -> {
          try (var insert = connection.prepareStatement(insert())) {
            bind(insert, record);
            insert.executeUpdate();
          }
        });
  }

  /** What a record's row holds, by column. */
  SortedMap<String, Object> values(T record) {
    var row = new TreeMap<String, Object>();
    columns.forEach(column -> column.put(column.value.of(record), row));
    return row;
  }

  /** What to select of a row for {@link #values(JsonNode)}. */
  String selectValues() {
    return "toJSONString(tuple(%s))".formatted(String.join(", ", columns()));
  }

  /** What a stored row holds, the same as of the record that it was stored from. */
  SortedMap<String, Object> values(JsonNode selected) {
    var row = new TreeMap<String, Object>();
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).put(value(selected.get(i), columns.get(i).type), row);
    }
    return row;
  }

  private static Object value(JsonNode value, int type) {
    if (value.isNull()) {
      return null;
    }
    return switch (type) {
      case Types.DOUBLE -> value.doubleValue(); // 1.0 is written as 1
      case Types.BIGINT -> value.longValue();
      case Types.ARRAY, Types.JAVA_OBJECT -> JSON.convertValue(value, Object.class);
      default -> value.textValue();
    };
  }

  private static <V> V orElse(V value, V otherwise) {
    return value == null ? otherwise : value;
  }

  private ClickHouseTable<T> with(String column, int type, Get<T, ?> value) {
    columns.add(new Column<>(column, type, value, false));
    return this;
  }

  /**
   * The one form of an instant that arrives exactly: no time zone on the way shifts it, and unlike
   * a number of seconds it is not read as a float. What the column cannot hold becomes its limit; a
   * producer can put any timestamp on a record, and none may stop the history.
   */
  static String instantText(long millis) {
    long held = Math.max(FIRST_MILLIS, Math.min(LAST_MILLIS, millis));
    long day = Math.floorDiv(held, DAY_MILLIS);
    int ofDay = (int) Math.floorMod(held, DAY_MILLIS);
    var text = new StringBuilder(INSTANT_CHARS).append(LocalDate.ofEpochDay(day)).append(' ');
    twoDigits(text, ofDay / 3_600_000).append(':');
    twoDigits(text, ofDay / 60_000 % 60).append(':');
    int millisOfMinute = ofDay % 60_000;
    twoDigits(text, millisOfMinute / 1000)
        .append('.')
        .append((char) ('0' + millisOfMinute / 100 % 10));
    return twoDigits(text, millisOfMinute % 100).toString();
  }

  private static StringBuilder twoDigits(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /** The same for the days of a Date column. */
  static String dateText(int epochDay) {
    return LocalDate.ofEpochDay(Math.max(0, Math.min(LAST_DAY, epochDay))).toString();
  }

  /** A text as it stands in a statement. */
  static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
