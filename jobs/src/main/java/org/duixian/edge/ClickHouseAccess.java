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

  /** A server that hangs must not hold up the cancelling of a job for ever. */
  static final Map<String, String> LIMITS =
      Map.of("connection_timeout", "5000", "socket_timeout", "60000");

  Connection connect() throws SQLException {
    var properties = new Properties();
    properties.putAll(LIMITS);
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
