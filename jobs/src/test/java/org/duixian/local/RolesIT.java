package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.duixian.edge.ClickHouseSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What readers of the history try and may not, on the real server with the users that ship. */
final class RolesIT {
  @TempDir private static Path dir;
  private static ClickHouseProcess server;

  @BeforeAll
  static void startServer() throws Exception {
    server = ClickHouseProcess.start(dir, LibChdb.find(Home.dir()));
    ClickHouseSchema.apply(server.access());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO duixian.intake (source) VALUES ('/x')",
        "ALTER TABLE duixian.outcomes DELETE WHERE 1",
        "ALTER TABLE duixian.events MODIFY COLUMN payload REMOVE TTL",
        "TRUNCATE TABLE duixian.alerts",
        "DROP TABLE duixian.events",
        "CREATE TABLE duixian.mine (id UInt8) ENGINE = MergeTree ORDER BY id",
        "CREATE OR REPLACE VIEW duixian.v_levels AS SELECT 1",
        "CREATE TEMPORARY TABLE mine (id UInt8)",
        "OPTIMIZE TABLE duixian.events",
        "GRANT SELECT ON *.* TO dashboard",
        "KILL QUERY WHERE 1",
        "SELECT * FROM system.users",
        "SELECT * FROM system.processes",
        "SELECT * FROM file('/etc/passwd', LineAsString)",
        "SELECT * FROM url('http://127.0.0.1:1/', LineAsString)",
        "SELECT * FROM s3('http://bucket.s3.amazonaws.com/x', CSV)",
        "SELECT * FROM remote('127.0.0.1', duixian.events)",
        "SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')",
        "SELECT * FROM executable('x', TSV, 'a String')",
        "INSERT INTO FUNCTION file('x.csv') SELECT 1"
      })
  void isNotGranted(String sql) {
    refused(sql, 497);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SET readonly = 0", "SELECT 1 SETTINGS readonly = 1"})
  void isForWritersOnly(String sql) {
    refused(sql, 164);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET max_execution_time = 0",
        "SET max_execution_time = 21601",
        "SELECT 1 SETTINGS max_memory_usage = 0",
        "SELECT 1 SETTINGS max_memory_usage = 4000000001",
        "SELECT 1 SETTINGS max_rows_to_read = 0",
        "SELECT 1 SETTINGS max_result_rows = 0",
        "SELECT 1 SETTINGS max_result_rows = 5000000001",
        "SELECT 1 SETTINGS timeout_overflow_mode = 'break'",
        "SELECT 1 SETTINGS allow_introspection_functions = 1"
      })
  void isBoundedForEverybodyWhoReads(String sql) {
    refused(sql, 452);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT count() FROM numbers(100000000000)"})
  void isTooMuchToRead(String sql) {
    refused(sql, 158);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT number FROM numbers(1000001) FORMAT Null"})
  void isTooMuchToTell(String sql) {
    refused(sql, 396);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT number FROM numbers(1000001) SETTINGS max_result_rows = 5000000000 FORMAT Null",
        "SELECT 1 SETTINGS max_execution_time = 21600 FORMAT Null"
      })
  void isAskedForByAnAuditAndByNobodyElse(String sql) {
    assertThat(server.execute(sql, server.auditor())).isEmpty();
    assertThatThrownBy(() -> server.execute(sql, server.dashboard()))
        .hasMessageContaining("Code: 452.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count() FROM numbers(100000) AS a, numbers(100000) AS b"
            + " SETTINGS max_execution_time = 1"
      })
  void takesTooLong(String sql) {
    refused(sql, 159);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count() FROM duixian.events",
        "SELECT count() FROM duixian.v_intake_identity",
        "SELECT count() FROM duixian.v_alert_evidence(alert = 'none')"
      })
  void isWhatTheyAreFor(String sql) {
    for (Login who : new Login[] {server.auditor(), server.dashboard()}) {
      assertThat(server.execute(sql, who)).as(who.user()).isEqualTo("0");
    }
  }

  private static void refused(String sql, int code) {
    for (Login who : new Login[] {server.auditor(), server.dashboard()}) {
      assertThatThrownBy(() -> server.execute(sql, who))
          .as(who.user())
          .hasMessageContaining("Code: " + code + ".");
    }
  }
}
