package org.duixian.edge;

import java.sql.SQLException;
import java.util.List;
import org.duixian.audit.Difference;

/** Keeps what an audit found. */
public final class Restatements {
  private static final int ROWS_AT_ONCE = 10_000;

  private Restatements() {}

  /**
   * A difference and when it was found.
   *
   * @param auditedMillis the audit, epoch milliseconds
   */
  record Restated(long auditedMillis, Difference difference) {}

  /**
   * Says before an audit whether what it finds can be kept.
   *
   * @throws HistoryUnusable if not
   */
  public static void requireWritable(ClickHouseAccess access) throws SQLException {
    ClickHouseTables.RESTATEMENTS.requireInsertable(access);
  }

  /** Adds what one audit found. */
  public static void write(
      ClickHouseAccess access, List<Difference> differences, long auditedMillis)
      throws SQLException {
    ClickHouseTables.RESTATEMENTS.insertAll(
        access,
        differences.stream().map(each -> new Restated(auditedMillis, each)).toList(),
        ROWS_AT_ONCE);
  }
}
