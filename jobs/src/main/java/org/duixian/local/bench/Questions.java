package org.duixian.local.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.duixian.calendar.ServiceDates;
import org.duixian.local.ClickHouseProcess;
import org.duixian.local.Login;
import org.duixian.local.PanelQuery;

/**
 * How soon the questions of docs/auditing.md and of the dashboards are answered, each as the role
 * that asks it: the first time, and in the middle of five times after that.
 */
final class Questions {
  private static final Pattern SQL =
      Pattern.compile("\n## (.*?)\n.*?```sql\n(.*?);\n```", Pattern.DOTALL);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double AUDITOR_MILLIS = 1000;
  private static final double DASHBOARD_MILLIS = 300;
  private static final int TIMES = 5;
  private static final int DAYS_SHOWN = 28;

  /** Whoever waits so long once need not wait five times more. */
  private static final double LONG_MILLIS = 20_000;

  private final ClickHouseProcess server;
  private final Year year;
  private final List<String> above = new ArrayList<>();

  Questions(ClickHouseProcess server, Year year) {
    this.server = server;
    this.year = year;
  }

  void print(PrintWriter out) throws IOException {
    String[] chosen =
        server
            .execute(
                """
                SELECT county_id, area_id, commitment_id, alert_id FROM duixian.alerts
                WHERE commitment_id = 'C04' AND severity = 'red'
                ORDER BY at DESC, alert_id LIMIT 1""")
            .split("\t");
    out.printf("%nauditor, of %s: docs/auditing.md%n", year);
    heading(out);
    var questions = SQL.matcher(Files.readString(Path.of("docs/auditing.md"))).results().toList();
    for (var question : questions) {
      // The only place of the demo that has another name in a larger city.
      String sql = question.group(2).replace("'f07'", "'" + chosen[1] + "'");
      ask(question.group(1), sql, server.auditor(), Map.of(), AUDITOR_MILLIS, out);
    }
    for (int days : new int[] {DAYS_SHOWN, year.lastDay() - year.firstDay() + 1}) {
      out.printf("%ndashboard, the last %d days: grafana/sql%n", days);
      heading(out);
      var parameters =
          Map.of(
              "from", seconds(year.lastDay() + 1 - days),
              "to", seconds(year.lastDay() + 1),
              "county", chosen[0],
              "area", chosen[1],
              "commitment", chosen[2],
              "alert", chosen[3]);
      try (var files = Files.list(Path.of("grafana/sql"))) {
        for (Path file : files.sorted().toList()) {
          String sql = PanelQuery.read(file).parameterized();
          String name = file.getFileName().toString();
          ask(name, sql, server.dashboard(), parameters, DASHBOARD_MILLIS, out);
        }
      }
    }
    out.printf("%nabove the aim (auditor 1 s, dashboard 300 ms, warm): %d%n", above.size());
    above.forEach(out::println);
    out.flush();
  }

  private static void heading(PrintWriter out) {
    out.println("  first ms    warm ms      rows read       rows");
  }

  private void ask(
      String name,
      String sql,
      Login who,
      Map<String, String> parameters,
      double aimMillis,
      PrintWriter out)
      throws IOException {
    String line;
    boolean reached;
    try {
      var first = Answer.to(server, sql, who, parameters);
      var warm = new double[first.millis() > LONG_MILLIS ? 1 : TIMES];
      for (int i = 0; i < warm.length; i++) {
        warm[i] = Answer.to(server, sql, who, parameters).millis();
      }
      Arrays.sort(warm);
      double middle = warm[warm.length / 2];
      reached = middle < aimMillis;
      line =
          String.format(
              Locale.ROOT,
              "%,10.0f %,10.0f %,14d %,10d  %s %s",
              first.millis(),
              middle,
              first.rowsRead(),
              first.rows(),
              reached ? " " : "!",
              name);
    } catch (IllegalStateException refused) {
      reached = false;
      String said = refused.getMessage();
      line = "%48s ! %s: %s".formatted("", name, said.substring(0, Math.min(140, said.length())));
    }
    out.println(line);
    out.flush();
    if (!reached) {
      above.add(line);
    }
  }

  /** How long an answer took, seen from outside, and how many rows the server read for it. */
  private record Answer(double millis, long rowsRead, long rows) {
    static Answer to(
        ClickHouseProcess server, String sql, Login who, Map<String, String> parameters)
        throws IOException {
      long start = System.nanoTime();
      String answer = server.execute(sql + "\nFORMAT JSONCompact", who, parameters);
      double millis = (System.nanoTime() - start) / 1e6;
      var said = JSON.readTree(answer);
      return new Answer(
          millis, said.at("/statistics/rows_read").asLong(), said.path("rows").asLong());
    }
  }

  private static String seconds(int serviceDate) {
    return Long.toString(ServiceDates.startMillis(serviceDate) / 1000);
  }
}
