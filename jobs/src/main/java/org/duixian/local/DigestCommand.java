package org.duixian.local;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.duixian.calendar.ServiceDates;
import org.duixian.edge.ClickHouseAccess;
import org.duixian.edge.DigestPart;
import org.duixian.local.replay.UnusableInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells one service day, county by county, to whoever supervises or audits. */
@Command(
    name = "digest",
    mixinStandardHelpOptions = true,
    description =
        "Prints what happened on one service day, county by county, with the heads of the hash"
            + " chains: to be mailed or printed, and kept where no administrator of the history can"
            + " change it. Once a day, after seal. 每日简报,请另行留存。")
final class DigestCommand implements Callable<Integer> {
  /** Figures are aligned to the right; they come last. */
  private static final Map<DigestPart, Integer> NUMERIC_FROM =
      Map.of(
          DigestPart.ALERTS, 0,
          DigestPart.RED, 6,
          DigestPart.MISSING, 2,
          DigestPart.OWED, 2,
          DigestPart.INTAKE, 1);

  @Spec private CommandSpec spec;

  @Mixin private HistoryOption history;

  @Option(
      names = "--date",
      paramLabel = "DATE",
      description = "The service date; if not given the newest that has been judged.")
  private String date;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    ClickHouseAccess access = history.access();
    int day = day(access);
    Map<String, String> counties = DigestPart.counties(access, day);
    if (counties.isEmpty()) {
      throw new UnusableInput(
          "--clickhouse: the history does not hold yet the reference data by which %s was judged"
              .formatted(ServiceDates.format(day)));
    }
    var rows = new EnumMap<DigestPart, Map<String, List<List<String>>>>(DigestPart.class);
    for (DigestPart part : DigestPart.values()) {
      rows.put(part, part.rows(access, day));
    }
    String lateUnknown = DigestPart.whyLateIsUnknown(access, day);
    out.printf(
        "%s 每日简报 %s · daily digest%n", DigestPart.city(access, day), ServiceDates.format(day));
    counties.forEach(
        (id, name) -> {
          out.printf("%n==== %s %s ====%n", name, id);
          rows.forEach((part, byCounty) -> print(part, byCounty.get(id), lateUnknown, out));
        });
    rows.forEach(
        (part, byCounty) ->
            byCounty.forEach(
                (id, ofPart) -> {
                  if (!counties.containsKey(id)) {
                    out.printf("%n==== %s ====%n", ("不属任何县 of no county " + id).strip());
                    print(part, ofPart, lateUnknown, out);
                  }
                }));
    out.flush();
    return 0;
  }

  private int day(ClickHouseAccess access) throws SQLException {
    List<Integer> judged = DigestPart.judged(access);
    if (judged.isEmpty()) {
      throw new UnusableInput("--clickhouse: the history has no judged service day");
    }
    if (date == null) {
      return judged.get(0);
    }
    int day;
    try {
      day = ServiceDates.parse(date);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--date: " + e.getMessage(), e);
    }
    if (!judged.contains(day)) {
      throw new UnusableInput(
          "--date: %s has not been judged; the newest judged service day is %s"
              .formatted(date, ServiceDates.format(judged.get(0))));
    }
    return day;
  }

  private static void print(
      DigestPart part, List<List<String>> rows, String lateUnknown, PrintWriter out) {
    out.printf("%n%s · %s", part.zh(), part.en());
    if (rows == null) {
      out.println(
          part == DigestPart.HEAD
              ? ": 尚未封存 nothing has been sealed"
              : part == DigestPart.LATE && !lateUnknown.isEmpty()
                  ? ": " + lateUnknown
                  : ": 无 none");
      return;
    }
    out.println();
    List<String> columns = part.columns();
    var table =
        new TextTable(
            NUMERIC_FROM.getOrDefault(part, columns.size()), columns.toArray(String[]::new));
    rows.forEach(row -> table.row(row.toArray(String[]::new)));
    table.print(out);
  }
}
