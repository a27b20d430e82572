package org.duixian.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duixian.alert.Resolution;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Commitment;
import org.duixian.commitment.Role;
import org.duixian.edge.AlertDossier.Table;

/** The evidence of one alert as a page that needs nothing else, also on a telephone. */
final class EvidencePage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));
  private static final List<String> KEYS = Catalogue.keys();

  private static final Map<String, String> STEPS =
      named(
          "revision", "步",
          "at", "时间(北京时间)",
          "state", "状态",
          "severity", "级别",
          "resolution", "解除原因",
          "service_date", "服务日",
          "good", "兑现",
          "total", "应兑现",
          "recipients", "已告知角色",
          "acknowledged_by", "签收",
          "note", "说明");
  private static final Map<String, String> LEVELS =
      named(
          "service_date", "服务日",
          "revision", "第几次",
          "judged_at", "评定时间(北京时间)",
          "verdict", "结论",
          "good", "兑现",
          "total", "应兑现",
          "objective", "目标",
          "upper_share", "上限",
          "lost_by_reason", "未兑现原因",
          "is_current", "现行");
  private static final Map<String, String> EVIDENCE =
      named(
          "service_date", "服务日",
          "subject", "事项",
          "good", "兑现",
          "total", "应兑现",
          "lost_by_reason", "原因",
          "due_at", "期限(北京时间)",
          "type", "事件",
          "time", "发生(北京时间)",
          "arrived_at", "到达(北京时间)",
          "offset", "Kafka位置(主题-分区@位点)");
  private static final Map<String, String> TOLD =
      named(
          "role", "角色",
          "severity", "级别",
          "state", "状态",
          "accepted_at", "受理(北京时间)",
          "delivered_at", "送达(北京时间)",
          "receivers", "接收方",
          "failures", "失败次数");

  private static final String STYLE =
      """
      body{font:16px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;
        margin:0 auto;padding:1rem;max-width:70rem;color:#1a1a1a;background:#fff}
      h1{font-size:1.4rem;line-height:1.3}h2{font-size:1.1rem;margin:2rem 0 .5rem}
      .say{border-left:.3rem solid #b3261e;padding:.2rem .8rem;white-space:pre-wrap}
      .scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem}
      th,td{border:1px solid #bbb;padding:.2rem .5rem;text-align:left;vertical-align:top}
      th{background:#f0f0f0}code{overflow-wrap:anywhere}
      p.en{color:#555}""";

  private final String alertId;
  private final Map<String, Table> tables;
  private final Map<String, Map<String, String>> words;
  private final Instant at;
  private final Map<String, String> sums;
  private final StringBuilder html = new StringBuilder();

  EvidencePage(
      String alertId,
      Map<String, Table> tables,
      Map<String, Map<String, String>> words,
      Instant at,
      Map<String, String> sums) {
    this.alertId = alertId;
    this.tables = tables;
    this.words = words;
    this.at = at;
    this.sums = sums;
  }

  String html() {
    Table steps = tables.get("steps");
    int last = steps.rows().size() - 1;
    html.append("<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
        .append("<title>预警证据 ")
        .append(escaped(alertId))
        .append("</title>\n<style>")
        .append(STYLE)
        .append("</style></head><body>\n<h1>预警证据包 ")
        .append(escaped(alertId))
        .append("</h1>\n<p>")
        .append(escaped(place(steps, last)))
        .append("。导出时间 ")
        .append(TIME.format(at))
        .append("。本页时间均为北京时间,同目录的JSON、CSV文件中为协调世界时(UTC)。</p>\n<div class=\"say\">")
        .append(escaped(steps.value(last, "text_zh").asText()))
        .append("</div>\n<p class=\"en\">")
        .append(escaped(steps.value(last, "text_en").asText()))
        .append("</p>\n");
    table("经过 · every step", "steps", STEPS);
    table("各步当日近28天水平及修订 · levels of 28 days, every revision", "levels", LEVELS);
    table("未兑现事项与原始事件 · units lost and raw events", "evidence", EVIDENCE);
    rules();
    table("告知情况 · who was told", "told", TOLD);
    files();
    return html.append("</body></html>\n").toString();
  }

  private String place(Table steps, int last) {
    Table names = tables.get("names");
    var text = new StringBuilder();
    for (int i = 0; i < names.rows().size(); i++) {
      text.append(i == 0 ? "" : "、")
          .append(names.value(i, "name_zh").asText())
          .append('(')
          .append(names.value(i, "area_id").asText())
          .append(')');
    }
    String commitment = steps.value(last, "commitment_id").asText();
    return text + ",承诺 " + commitment + " " + commitmentName(commitment);
  }

  /** As the rule by which it was judged last calls it; DATA has none. */
  private String commitmentName(String commitment) {
    Table rules = tables.get("rules");
    return rules.rows().isEmpty()
        ? word("commitment", commitment)
        : rules.value(rules.rows().size() - 1, "fields").path("name.zh").asText();
  }

  private void table(String title, String name, Map<String, String> columns) {
    Table table = tables.get(name);
    heading(title);
    if (table.rows().isEmpty()) {
      html.append("<p>无 · none</p>\n");
      return;
    }
    html.append("<div class=\"scroll\"><table><tr>");
    columns.values().forEach(each -> html.append("<th>").append(each).append("</th>"));
    html.append("</tr>\n");
    for (int row = 0; row < table.rows().size(); row++) {
      html.append("<tr>");
      for (String column : columns.keySet()) {
        html.append("<td>").append(escaped(said(name, row, column))).append("</td>");
      }
      html.append("</tr>\n");
    }
    html.append("</table></div>\n");
  }

  /** A value as officials read it. */
  private String said(String name, int row, String column) {
    Table table = tables.get(name);
    JsonNode value = table.value(row, column);
    return switch (column) {
      case "at", "judged_at", "due_at", "time", "arrived_at", "accepted_at", "delivered_at" ->
          instant(value);
      case "offset" -> kafka(table, row);
      case "severity", "verdict" -> word(column, value.asText());
      case "state" -> word(name.equals("told") ? "notice" : column, value.asText());
      case "resolution" -> resolution(value.asText(), table.value(row, "commitment_id").asText());
      case "role", "acknowledged_by" -> role(value.asText());
      case "recipients" -> joined(value, each -> role(each.asText()));
      case "receivers" -> joined(value, JsonNode::asText);
      case "lost_by_reason" -> reasons(value);
      case "objective", "upper_share" -> percent(value);
      case "is_current" -> value.asInt() == 1 ? "是" : "";
      default -> EvidencePack.text(value);
    };
  }

  private String word(String kind, String code) {
    return words.getOrDefault(kind, Map.of()).getOrDefault(code, code);
  }

  private static String instant(JsonNode utc) {
    return utc.isNull() ? "" : TIME.format(Instant.parse(utc.asText().replace(' ', 'T') + "Z"));
  }

  /** A unit of which nobody told anything has no event. */
  private static String kafka(Table table, int row) {
    String topic = table.value(row, "topic").asText();
    return topic.isEmpty()
        ? ""
        : "%s-%s@%s"
            .formatted(
                topic, table.value(row, "partition").asText(), table.value(row, "offset").asText());
  }

  private static String resolution(String code, String commitment) {
    return Resolution.find(code)
        .map(why -> commitment.equals("DATA") ? why.zhOfSource() : why.zh())
        .orElse(code);
  }

  private static String role(String code) {
    return Role.find(code).map(Role::zh).orElse(code);
  }

  private String reasons(JsonNode lost) {
    var texts = new ArrayList<String>();
    lost.properties()
        .forEach(each -> texts.add(reason(each.getKey()) + " " + each.getValue().asText()));
    return String.join("、", texts);
  }

  /** As the rule words it; of a comparison with the seat what was lost are commitments. */
  private String reason(String code) {
    Table rules = tables.get("rules");
    for (int i = rules.rows().size() - 1; i >= 0; i--) {
      JsonNode said = rules.value(i, "fields").path("reasons." + code + ".zh");
      if (!said.isMissingNode()) {
        return said.asText();
      }
    }
    return code.equals(Commitment.OTHER.en()) ? Commitment.OTHER.zh() : word("commitment", code);
  }

  /** Rounded down, as notices do. */
  private static String percent(JsonNode share) {
    return share.isNull() ? "" : percent(share.decimalValue());
  }

  private static String percent(BigDecimal share) {
    return share.movePointRight(2).setScale(1, RoundingMode.FLOOR) + "%";
  }

  private static String joined(JsonNode values, Function<JsonNode, String> said) {
    var texts = new ArrayList<String>();
    values.forEach(each -> texts.add(said.apply(each)));
    return String.join("、", texts);
  }

  /** In short, then word for word, with the versions. */
  private void rules() {
    Table rules = tables.get("rules");
    heading("所依规则 · the rule");
    if (rules.rows().isEmpty()) {
      html.append("<p>无 · none</p>\n");
    }
    for (int i = 0; i < rules.rows().size(); i++) {
      JsonNode fields = rules.value(i, "fields");
      html.append("<p>")
          .append(escaped(inShort(fields)))
          .append("</p>\n<p>定义原文逐项如下,供审计。版本 ")
          .append(escaped(rules.value(i, "version").asText()))
          .append(since(rules.value(i, "applies_from").asText()))
          .append(',')
          .append(escaped(rules.value(i, "file").asText()))
          .append("</p>\n<div class=\"scroll\"><table>");
      fields.properties().stream()
          .sorted(Comparator.comparing(field -> inOrder(field.getKey())))
          .forEach(
              field ->
                  html.append("<tr><th>")
                      .append(escaped(field.getKey()))
                      .append("</th><td>")
                      .append(escaped(field.getValue().asText()))
                      .append("</td></tr>\n"));
      html.append("</table></div>\n");
    }
  }

  private static String since(String date) {
    return date.equals("1970-01-01") ? ",自始适用" : ",自 %s 起适用".formatted(date);
  }

  private static String inShort(JsonNode fields) {
    boolean compared = fields.path("meter").asText().equals("gap");
    return "%s:单位为%s,%s。有风险时请%s签收,未兑现时请%s签收。"
        .formatted(
            fields.path("name.zh").asText(),
            fields.path("unit.zh").asText(),
            compared
                ? "与现属乡镇驻地相比"
                : "目标" + percent(new BigDecimal(fields.path("objective").asText())),
            roles(fields, "recipients.at_risk."),
            roles(fields, "recipients.breached."));
  }

  private static String roles(JsonNode fields, String path) {
    return IntStream.iterate(0, i -> fields.has(path + i), i -> i + 1)
        .mapToObj(i -> role(fields.get(path + i).asText()))
        .collect(Collectors.joining("、"));
  }

  /** What sorts as the keys of a definition stand in its file: Chinese first, lists by number. */
  private static String inOrder(String path) {
    String[] keys = path.split("[.]");
    var order = new StringBuilder("%03d".formatted(KEYS.indexOf(keys[0])));
    for (int i = 1; i < keys.length; i++) {
      order
          .append('.')
          .append(
              keys[i].matches("[0-9]+")
                  ? "%05d".formatted(Integer.parseInt(keys[i]))
                  : keys[i].equals("zh") ? "" : keys[i]);
    }
    return order.toString();
  }

  private void files() {
    heading("文件与校验值(SHA-256) · files and hashes");
    html.append("<ul>\n");
    sums.forEach(
        (file, sum) ->
            html.append("<li>").append(file).append("<br><code>").append(sum).append("</code>\n"));
    html.append("</ul>\n<p>核对:在本目录运行 <code>sha256sum -c ")
        .append(EvidencePack.SUMS)
        .append("</code></p>\n");
  }

  private void heading(String title) {
    html.append("<h2>").append(title).append("</h2>\n");
  }

  private static Map<String, String> named(String... columnsAndNames) {
    var named = new LinkedHashMap<String, String>();
    for (int i = 0; i < columnsAndNames.length; i += 2) {
      named.put(columnsAndNames[i], columnsAndNames[i + 1]);
    }
    return named;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
