package org.duixian.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.duixian.audit.HistoryRow;
import org.duixian.edge.PublishedRows.Window;
import org.duixian.local.ClickHouseProcess;
import org.duixian.local.LibChdb;
import org.duixian.local.Login;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An audit reads a history of more rows than a question may have, as the user who ships. */
@Timeout(300)
final class ClickHouseAccessIT {
  private static final int ROWS = 1_100_000;

  @TempDir private static Path dir;
  private static ClickHouseProcess server;
  private static ClickHouseAccess auditor;

  @BeforeAll
  static void startServer() throws Exception {
    server =
        ClickHouseProcess.start(dir, LibChdb.find(Path.of(System.getProperty("duixian.home"))));
    ClickHouseSchema.apply(server.access());
    server.execute(
        """
        INSERT INTO duixian.service_levels
            (area_id, commitment_id, window_days, service_date, verdict)
        SELECT toString(number), 'C05', 28, '2020-05-11', 'met' FROM numbers(%d)"""
            .formatted(ROWS));
    Login login = server.auditor();
    auditor = new ClickHouseAccess(server.jdbcUrl(), login.user(), login.password());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void aQuestionIsToldAMillionRowsAtMost() {
    // So little to tell that nothing has been sent when it becomes too much.
    assertThatThrownBy(() -> auditor.forEach("SELECT 1 FROM duixian.service_levels", row -> {}))
        .hasMessageContaining("code 396: ");
  }

  @Test
  void theChainIsHeldAgainstEveryRow() throws Exception {
    var rows = new int[1];
    PublishedRows.levelsAndAlerts(
        auditor, Window.ALL, auditor.nowMillis(), (row, later) -> rows[0]++);
    assertThat(rows[0]).isEqualTo(ROWS);
  }

  @Test
  void anAuditComparesEveryRow() throws Exception {
    var env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(1);
    int rows = 0;
    try (var found =
        env.fromSource(
                PublishedRows.source(auditor, Window.ALL, auditor.nowMillis()),
                WatermarkStrategy.noWatermarks(),
                "rows")
            .map(HistoryRow::revision)
            .executeAndCollect()) {
      for (; found.hasNext(); found.next()) {
        rows++;
      }
    }
    assertThat(rows).isEqualTo(ROWS);
  }
}
