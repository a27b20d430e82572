package org.duixian.edge;

import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table of the history and how a record becomes one of its rows: one column after the other, so
 * that the INSERT and what is bound to it cannot disagree.
 *
 * @param <T> what a row tells
 */
final class ClickHouseTable<T> implements Serializable {
  private static final long serialVersionUID = 1;

  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
  private static final int SECOND_CHARS = "yyyy-MM-dd HH:mm:ss".length();
  private static final long FIRST_MILLIS = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST_MILLIS = Instant.parse("2299-12-31T23:59:59.999Z").toEpochMilli();
  private static final int LAST_DAY = (1 << 16) - 1;

  private final String name;
  private final ArrayList<String> columns = new ArrayList<>();
  private final ArrayList<Bind<T>> binds = new ArrayList<>();

  ClickHouseTable(String name) {
    this.name = name;
  }

  /** Sets one parameter of an INSERT. */
  @FunctionalInterface
  private interface Bind<T> extends Serializable {
    void set(PreparedStatement row, int position, T record) throws SQLException;
  }

  /** Takes a value out of a record. */
  @FunctionalInterface
  interface Get<T, V> extends Serializable {
    V of(T record);
  }

  String name() {
    return name;
  }

  List<String> columns() {
    return Collections.unmodifiableList(columns);
  }

  ClickHouseTable<T> text(String column, Get<T, String> get) {
    return with(
        column,
        (row, position, record) -> {
          String text = get.of(record);
          row.setString(position, text == null ? "" : text);
        });
  }

  ClickHouseTable<T> whole(String column, Get<T, ? extends Number> get) {
    return with(
        column, (row, position, record) -> row.setLong(position, get.of(record).longValue()));
  }

  ClickHouseTable<T> flag(String column, Get<T, Boolean> get) {
    return with(column, (row, position, record) -> row.setLong(position, get.of(record) ? 1 : 0));
  }

  /** A share or score; NaN becomes NULL. */
  ClickHouseTable<T> number(String column, Get<T, Double> get) {
    return with(
        column,
        (row, position, record) -> {
          double number = get.of(record);
          if (Double.isNaN(number)) {
            row.setNull(position, Types.DOUBLE);
          } else {
            row.setDouble(position, number);
          }
        });
  }

  /** A service date, from days since 1970-01-01. */
  ClickHouseTable<T> date(String column, Get<T, Integer> get) {
    return with(
        column, (row, position, record) -> row.setString(position, dateText(get.of(record))));
  }

  /** An instant, from epoch milliseconds. */
  ClickHouseTable<T> instant(String column, Get<T, Long> get) {
    return with(
        column, (row, position, record) -> row.setString(position, instantText(get.of(record))));
  }

  /** An instant of a full second, from epoch milliseconds. */
  ClickHouseTable<T> second(String column, Get<T, Long> get) {
    return with(
        column,
        (row, position, record) ->
            row.setString(position, instantText(get.of(record)).substring(0, SECOND_CHARS)));
  }

  /** An instant, from epoch milliseconds; NULL where {@code present} says there is none. */
  ClickHouseTable<T> instantIf(Get<T, Boolean> present, String column, Get<T, Long> get) {
    return with(
        column,
        (row, position, record) -> {
          if (present.of(record)) {
            row.setString(position, instantText(get.of(record)));
          } else {
            row.setNull(position, Types.TIMESTAMP);
          }
        });
  }

  ClickHouseTable<T> texts(String column, Get<T, List<String>> get) {
    return with(
        column,
        (row, position, record) -> {
          List<String> texts = get.of(record);
          row.setObject(position, texts == null ? List.of() : texts);
        });
  }

  ClickHouseTable<T> counts(String column, Get<T, Map<String, Long>> get) {
    return with(
        column,
        (row, position, record) -> {
          Map<String, Long> counts = get.of(record);
          row.setObject(position, counts == null ? Map.of() : counts);
        });
  }

  ClickHouseTable<T> named(String column, Get<T, Map<String, String>> get) {
    return with(column, (row, position, record) -> row.setObject(position, get.of(record)));
  }

  String insert() {
    return "INSERT INTO duixian.%s (%s) VALUES (%s)"
        .formatted(
            name,
            String.join(", ", columns),
            columns.stream().map(column -> "?").collect(Collectors.joining(", ")));
  }

  void bind(PreparedStatement row, T record) throws SQLException {
    for (int i = 0; i < binds.size(); i++) {
      binds.get(i).set(row, i + 1, record);
    }
  }

  private ClickHouseTable<T> with(String column, Bind<T> bind) {
    columns.add(column);
    binds.add(bind);
    return this;
  }

  /**
   * The one form of an instant that arrives exactly: no time zone on the way shifts it, and unlike
   * a number of seconds it is not read as a float. What the column cannot hold becomes its limit; a
   * producer can put any timestamp on a record, and none may stop the history.
   */
  static String instantText(long millis) {
    return TEXT.format(Instant.ofEpochMilli(Math.max(FIRST_MILLIS, Math.min(LAST_MILLIS, millis))));
  }

  /** The same for the days of a Date column. */
  static String dateText(int epochDay) {
    return LocalDate.ofEpochDay(Math.max(0, Math.min(LAST_DAY, epochDay))).toString();
  }
}
