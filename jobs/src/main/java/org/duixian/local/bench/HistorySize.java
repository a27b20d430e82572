package org.duixian.local.bench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.duixian.local.ClickHouseProcess;

/** How many rows the history has and what they take on disk. */
final class HistorySize {
  private static final int RESTFUL_SECONDS = 5;

  /** CPU time per second of a server that merges nothing. */
  private static final Duration AT_REST = Duration.ofMillis(100);

  private final ClickHouseProcess clickHouse;

  HistorySize(ClickHouseProcess clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** Rows that the jobs wrote; one that was stored twice may count twice for a while. */
  long rows() {
    return Long.parseLong(
        clickHouse.execute(
            "SELECT sum(total_rows) FROM system.tables"
                + " WHERE database = 'duixian' AND name != 'arrivals'")); // the server fills it
  }

  /** Throws away every row. */
  void empty() {
    tables().forEach(table -> clickHouse.execute("TRUNCATE TABLE duixian." + table));
  }

  /** Merges every month but the last to one part, as the server does once it is a day old. */
  void mergeMonths() {
    for (String table : tables().toList()) {
      clickHouse
          .execute(
              "SELECT DISTINCT _partition_id AS month FROM duixian.%s ORDER BY month"
                  .formatted(table))
          .lines()
          .sorted(Comparator.reverseOrder())
          .skip(1)
          .forEach(
              month ->
                  clickHouse.execute(
                      "OPTIMIZE TABLE duixian.%s PARTITION ID '%s' FINAL".formatted(table, month)));
    }
  }

  /** One line per table, and the columns that take most, once the server has merged and rests. */
  void print(PrintWriter out) throws InterruptedException {
    awaitRest();
    out.println("table                      rows     parts           MB  bytes/event  bytes/row");
    clickHouse
        .execute(
            """
            SELECT
                name, total_rows, active_parts, total_bytes,
                total_bytes / (SELECT total_rows FROM system.tables
                               WHERE database = 'duixian' AND name = 'events'),
                total_bytes / total_rows
            FROM system.tables
            WHERE database = 'duixian' AND total_rows > 0
            ORDER BY total_bytes DESC""")
        .lines()
        .map(line -> line.split("\t"))
        .forEach(
            cell ->
                out.printf(
                    Locale.ROOT,
                    "%-18s %,12d %9s %,12.1f %12.1f %10.1f%n",
                    cell[0],
                    Long.parseLong(cell[1]),
                    cell[2],
                    Long.parseLong(cell[3]) / 1e6,
                    Double.parseDouble(cell[4]),
                    Double.parseDouble(cell[5])));
    out.println(
        "most of it: "
            + clickHouse.execute(
                """
                SELECT arrayStringConcat(groupArray(said), ', ')
                FROM
                (
                    SELECT concat(table, '.', name, ' ', toString(round(data_compressed_bytes / 1e6)), ' MB') AS said
                    FROM system.columns
                    WHERE database = 'duixian'
                    ORDER BY data_compressed_bytes DESC LIMIT 8
                )"""));
    out.flush();
  }

  private Stream<String> tables() {
    return clickHouse
        .execute("SELECT name FROM system.tables WHERE database = 'duixian' AND total_rows > 0")
        .lines();
  }

  /** Which merges run is not for the writer to see, but what the server does is. */
  private void awaitRest() throws InterruptedException {
    var server = clickHouse.handle().info();
    int restful = 0;
    while (restful < RESTFUL_SECONDS) {
      Duration before = server.totalCpuDuration().orElseThrow();
      TimeUnit.SECONDS.sleep(1);
      server = clickHouse.handle().info();
      Duration worked = server.totalCpuDuration().orElseThrow().minus(before);
      restful = worked.compareTo(AT_REST) < 0 ? restful + 1 : 0;
    }
  }
}
