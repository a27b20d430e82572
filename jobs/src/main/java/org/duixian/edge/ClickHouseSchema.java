package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;

/** The tables and views in {@code schemas/clickhouse}; applying them again changes nothing. */
public final class ClickHouseSchema {
  static final List<String> SCRIPTS =
      List.of(
          "001_tables.sql",
          "002_views.sql",
          "003_growth.sql",
          "004_auditing.sql",
          "005_dashboards.sql",
          "006_operating.sql",
          "007_care.sql");

  /** What deploy/clickhouse/apply.sh says, too, unless it is told otherwise. */
  private static final String PAYLOAD_MONTHS = "36";

  private static final String FOLDER = "/schemas/clickhouse/";

  private ClickHouseSchema() {}

  /** Creates what does not exist yet and brings the views to this version. */
  public static void apply(ClickHouseAccess access) throws SQLException {
    access.use(
        connection -> {
          try (var statement = connection.createStatement()) {
            for (String script : SCRIPTS) {
              for (String sql : SqlStatements.of(read(script))) {
                statement.execute(sql);
              }
            }
          }
        });
  }

  static String read(String script) {
    try (var in = ClickHouseSchema.class.getResourceAsStream(FOLDER + script)) {
      if (in == null) {
        throw new IllegalStateException(FOLDER + script + " is not on the class path");
      }
      return new String(in.readAllBytes(), UTF_8)
          .replace("${REPLICATED}", "")
          .replace("${PAYLOAD_MONTHS}", PAYLOAD_MONTHS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
