package org.duixian.edge;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.jdbc.core.datastream.source.JdbcSource;
import org.apache.flink.connector.jdbc.core.datastream.source.reader.extractor.ResultExtractor;

/**
 * How to reach ClickHouse.
 *
 * @param url JDBC address with the database, such as {@code
 *     jdbc:clickhouse:http://host:8123/duixian}
 * @param user who asks: the writer, or somebody who only reads
 * @param password its password
 */
public record ClickHouseAccess(String url, String user, String password) implements Serializable {

  /**
   * A server that hangs must not hold up the cancelling of a job for ever, and a batch of many
   * months (a backlog, a source with a wrong clock) must not be refused for ever.
   */
  static final Map<String, String> PROPERTIES =
      Map.of(
          "connection_timeout", "5000",
          "socket_timeout", "60000",
          "clickhouse_setting_throw_on_max_partitions_per_insert_block", "0");

  /**
   * For an answer that may be the whole of a history: as much as users.xml lets the auditor ask
   * for. Sorting comes before the first row, so the server may be silent for long.
   */
  private static final Map<String, String> WITHOUT_END =
      Map.of(
          "socket_timeout", "3600000",
          "clickhouse_setting_max_result_rows", "5000000000",
          "clickhouse_setting_max_execution_time", "21600");

  static final String DRIVER = "com.clickhouse.jdbc.Driver";

  /** Where the environment has a user's password. */
  public static String passwordVariable(String user) {
    return "DUIXIAN_" + user.toUpperCase(Locale.ROOT) + "_PASSWORD";
  }

  /** The server's, as people write it. */
  String address() {
    return url.replaceFirst("^jdbc:clickhouse:(https?://[^/?]+).*", "$1");
  }

  private Connection connect(Map<String, String> more) throws SQLException {
    var properties = new Properties();
    properties.putAll(PROPERTIES);
    properties.putAll(more);
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return DriverManager.getConnection(url, properties);
  }

  /** Does something with a connection. */
  @FunctionalInterface
  interface Use {
    void of(Connection connection) throws SQLException;
  }

  /**
   * Connects for one use.
   *
   * @throws HistoryUnusable if ClickHouse can't be reached or refuses
   */
  void use(Use use) throws SQLException {
    use(Map.of(), use);
  }

  /** The same with more properties than the usual ones. */
  void use(Map<String, String> more, Use use) throws SQLException {
    try (var connection = connect(more)) {
      use.of(connection);
    } catch (SQLException e) {
      throw HistoryUnusable.of(this, e);
    }
  }

  /** Reads one row. */
  @FunctionalInterface
  interface Read {
    void row(ResultSet row) throws SQLException;
  }

  /** Asks, and reads one row after the other. */
  void forEach(String sql, Read read) throws SQLException {
    forEach(sql, Map.of(), read);
  }

  /** The same where the answer may be the whole of a history. */
  void forEachOfAll(String sql, Read read) throws SQLException {
    forEach(sql, WITHOUT_END, read);
  }

  private void forEach(String sql, Map<String, String> more, Read read) throws SQLException {
    use(
        more,
        connection -> {
          try (var statement = connection.createStatement();
              var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
              read.row(rows);
            }
          }
        });
  }

  /** The server's clock, epoch milliseconds. */
  long nowMillis() throws SQLException {
    var now = new long[1];
    forEach("SELECT toUnixTimestamp64Milli(now64(3))", row -> now[0] = row.getLong(1));
    return now[0];
  }

  /**
   * The answer to a question, which may be the whole of a history, as a bounded source of one
   * reader, in the order of the answer.
   */
  <T> Source<T, ?, ?> source(String sql, ResultExtractor<T> read, TypeInformation<T> type) {
    var source =
        JdbcSource.<T>builder()
            .setDBUrl(url)
            .setDriverName(DRIVER)
            .setUsername(user)
            .setPassword(password)
            .setSql(sql)
            .setResultExtractor(read)
            .setTypeInformation(type);
    PROPERTIES.forEach(source::setConnectionProperty);
    WITHOUT_END.forEach(source::setConnectionProperty);
    return source.build();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user + " at " + url;
  }
}
