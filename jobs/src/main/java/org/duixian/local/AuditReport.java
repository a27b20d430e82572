package org.duixian.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.duixian.audit.Difference;
import org.duixian.audit.Why;
import org.duixian.calendar.ServiceDates;
import org.duixian.job.AuditJob;

/** What an audit found, for people. */
final class AuditReport {
  private static final int SHOWN = 60;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TABLES = List.of("outcomes", "service_levels", "alerts");
  private static final Map<String, String> ZH =
      Map.of("outcomes", "单项结果", "service_levels", "兑现水平", "alerts", "预警");

  /** Of a level or alert first what people ask for. */
  private static final List<String> FIRST = List.of("verdict", "state", "good", "total");

  private static final int COLUMNS_SHOWN = 4;

  private final AuditJob.Found found;
  private final PrintWriter out;

  AuditReport(AuditJob.Found found, PrintWriter out) {
    this.found = found;
    this.out = out;
  }

  void print(String from, String to) {
    out.printf("审计 %s 至 %s · audit of service days%n", from, to);
    out.printf(
        Locale.ROOT,
        "重新评定存档事件 %,d 条,其中过迟 %,d 条 · judged again: %,d archived events, of which %,d had come"
            + " too late%n",
        found.events(),
        found.late(),
        found.events(),
        found.late());
    out.println();
    if (found.differences().isEmpty()) {
      out.println("一致:每一行都与存档事件所得相同 · equal: every row is what the events give");
    } else {
      counts();
      lines();
    }
    out.flush();
  }

  private void counts() {
    out.printf(
        Locale.ROOT,
        "不一致 %,d 行%s · %,d rows differ%s%n",
        found.differences().size(),
        found.complete() ? "" : "以上",
        found.differences().size(),
        found.complete() ? "" : ", and more");
    var table =
        new TextTable(
            2,
            "原因",
            "why",
            ZH.get("outcomes") + " outcomes",
            ZH.get("service_levels") + " levels",
            ZH.get("alerts") + " alerts");
    for (Why why : Why.values()) {
      long[] counts = TABLES.stream().mapToLong(each -> count(why, each)).toArray();
      if (Arrays.stream(counts).sum() > 0) {
        table.row(
            why.zh(),
            why.en(),
            Long.toString(counts[0]),
            Long.toString(counts[1]),
            Long.toString(counts[2]));
      }
    }
    table.print(out);
    out.println();
  }

  private long count(Why why, String table) {
    return found.differences().stream()
        .filter(each -> each.why() == why && each.ofTable().equals(table))
        .count();
  }

  /** What is gravest first. */
  private void lines() {
    var levels =
        found.differences().stream()
            .sorted((one, other) -> other.why().compareTo(one.why()))
            .limit(SHOWN)
            .toList();
    levels.forEach(each -> out.println("  " + line(each)));
    if (found.differences().size() > levels.size()) {
      out.printf(
          "  … 其余 %d 行见 duixian.restatements(--keep) · the rest is kept with --keep%n",
          found.differences().size() - levels.size());
    }
  }

  private static String line(Difference each) {
    return "%s  %s %s %s %s 第%d次  %s"
        .formatted(
            each.why().zh(),
            ZH.get(each.ofTable()),
            ServiceDates.format(each.serviceDate()),
            each.areaId(),
            rest(each),
            each.revision(),
            change(each));
  }

  /** The unit without what the line says anyway. */
  private static String rest(Difference each) {
    String[] parts = each.unit().split("\\|", 4);
    return each.commitmentId()
        + (each.ofTable().equals("service_levels") ? " " + parts[3] + "天" : " " + parts[3]);
  }

  private static String change(Difference each) {
    if (each.said().isEmpty() || each.known().isEmpty()) {
      return each.said().isEmpty() ? "应有 · is due: " + said(each.known()) : said(each.said());
    }
    JsonNode said = row(each.said());
    JsonNode known = row(each.known());
    return each.differing().stream()
        .sorted((one, other) -> Boolean.compare(!FIRST.contains(one), !FIRST.contains(other)))
        .limit(COLUMNS_SHOWN)
        .map(column -> column + " " + said.path(column) + " → " + known.path(column))
        .collect(Collectors.joining(", "));
  }

  private static String said(String json) {
    JsonNode row = row(json);
    return FIRST.stream()
        .filter(row::has)
        .map(column -> column + " " + row.path(column).asText())
        .collect(Collectors.joining(", "));
  }

  private static JsonNode row(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a row that is no JSON: " + json, e);
    }
  }
}
