package org.duixian.edge;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/**
 * How to reach ClickHouse.
 *
 * @param url JDBC address with the database, such as {@code
 *     jdbc:clickhouse:http://host:8123/duixian}
 * @param user a user with the writer's rights
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

  Connection connect() throws SQLException {
    var properties = new Properties();
    properties.putAll(PROPERTIES);
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return DriverManager.getConnection(url, properties);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user + " at " + url;
  }
}
