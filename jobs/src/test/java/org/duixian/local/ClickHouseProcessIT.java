package org.duixian.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClickHouseProcessIT {
  private static final Path LIBRARY = LibChdb.find(Path.of(System.getProperty("duixian.home")));

  @TempDir private Path dir;

  @Test
  void rowsAndAddressOutliveARestart() {
    int port;
    try (var server = ClickHouseProcess.start(dir, LIBRARY)) {
      port = server.httpPort();
      server.execute(
          "CREATE TABLE duixian.kept (id UInt32, name String) ENGINE = MergeTree ORDER BY id");
      server.execute("INSERT INTO duixian.kept VALUES (1, '兑现'), (2, 'kept')");
    }
    try (var server = ClickHouseProcess.start(dir, LIBRARY)) {
      assertThat(server.httpPort()).isEqualTo(port);
      assertThat(server.execute("SELECT name FROM duixian.kept ORDER BY id")).isEqualTo("兑现\nkept");
    }
  }

  @Test
  void acknowledgedRowsOutliveAKill() {
    try (var server = ClickHouseProcess.start(dir, LIBRARY)) {
      server.execute("CREATE TABLE duixian.kept (id UInt32) ENGINE = MergeTree ORDER BY id");
      server.execute("INSERT INTO duixian.kept SELECT number FROM numbers(1000)");
      server.kill();
    }
    try (var server = ClickHouseProcess.start(dir, LIBRARY)) {
      assertThat(server.execute("SELECT count() FROM duixian.kept")).isEqualTo("1000");
    }
  }

  @Test
  void theDashboardReadsAndNothingElse() throws Exception {
    try (var server = ClickHouseProcess.start(dir, LIBRARY)) {
      server.execute("CREATE TABLE duixian.shown (id UInt32) ENGINE = MergeTree ORDER BY id");
      server.execute("INSERT INTO duixian.shown VALUES (7)");

      Login dashboard = server.dashboard();
      try (var connection =
              DriverManager.getConnection(
                  server.jdbcUrl(), dashboard.user(), dashboard.password());
          var rows = connection.createStatement().executeQuery("SELECT id FROM shown")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(7);
      }
      for (String forbidden :
          new String[] {
            "INSERT INTO duixian.shown VALUES (8)",
            "DROP TABLE duixian.shown",
            "CREATE TABLE duixian.mine (id UInt32) ENGINE = MergeTree ORDER BY id",
            "SELECT * FROM system.users",
            "SELECT * FROM file('/etc/passwd', LineAsString)",
            "SELECT * FROM url('http://127.0.0.1:1/', LineAsString)"
          }) {
        assertThatThrownBy(() -> server.execute(forbidden, dashboard))
            .as(forbidden)
            .hasMessageContaining("Not enough privileges");
      }
    }
  }

  @Test
  void withoutAPasswordNobodyReadsAnything() {
    try (var server = ClickHouseProcess.start(dir, LIBRARY)) {
      for (String user : new String[] {"writer", "auditor", "dashboard"}) {
        assertThatThrownBy(() -> server.execute("SELECT 1", new Login(user, "")))
            .as(user)
            .hasMessageContaining("Authentication failed");
      }
      server.execute("CREATE TABLE duixian.own (id UInt32) ENGINE = MergeTree ORDER BY id");
      var engineItself = new Login("default", "");
      for (String forbidden :
          new String[] {
            "SELECT * FROM duixian.own",
            "SELECT * FROM file('/etc/passwd', LineAsString)",
            "CREATE TABLE duixian.mine (id UInt32) ENGINE = MergeTree ORDER BY id"
          }) {
        assertThatThrownBy(() -> server.execute(forbidden, engineItself))
            .as(forbidden)
            .hasMessageContaining("Not enough privileges");
      }
    }
  }

  @Test
  void theServerEndsWhenItsParentIsGone() throws Exception {
    var server = ClickHouseProcess.start(dir, LIBRARY);
    ProcessHandle child = server.handle();
    assertThat(child.isAlive()).isTrue();
    server.closeInput();
    child.onExit().get(20, SECONDS);
    assertThat(child.isAlive()).isFalse();
  }
}
