package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.duixian.audit.Link;
import org.duixian.edge.ClickHouseSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An evidence pack says all that the history knows of an alert, and needs nothing else. */
final class ExportCommandIT {
  private static final List<String> HISTORY =
      List.of(
          """
          INSERT INTO duixian.alerts (alert_id, revision, area_id, township_ids, county_id,
              commitment_id, stream, subject, severity, state, resolution, acknowledged_by, since_date,
              service_date, at, good, total, recipients, evidence, text_zh, text_en,
              reference_version)
          VALUES
          ('C04-f07-20200511', 0, 'f07', ['t01'], 'c01', 'C04', 'hall', '', 'yellow', 'raised', '', '',
              '2020-05-11', '2020-05-11', '2020-05-11 16:15:00', 8, 20, ['site-lead'],
              ['/hall/f07#e1'], '近28天<仅>8件办结', '8 of 20', 'v1'),
          ('C04-f07-20200511', 1, 'f07', ['t01'], 'c01', 'C04', 'hall', '', 'red', 'escalated', '', '',
              '2020-05-11', '2020-05-12', '2020-05-12 16:15:00', 8, 21, ['site-lead', 'auditor'],
              ['/hall/f07#e1'], '近28天<仅>8件办结', '8 of 21', 'v1'),
          ('C04-f07-20200511', 2, 'f07', ['t01'], 'c01', 'C04', 'hall', '', 'red', 'acknowledged', '',
              'township-lead', '2020-05-11', '2020-05-13', '2020-05-13 02:00:00', 8, 21,
              ['site-lead', 'auditor'], [], '已签收', 'acknowledged', 'v1'),
          ('C04-f07-20200511', 3, 'f07', ['t01'], 'c01', 'C04', 'hall', '', 'red', 'resolved',
              'restated', 'township-lead', '2020-05-11', '2020-05-13', '2020-05-13 16:15:00', 21, 21,
              ['site-lead', 'auditor'], [], '近28天<仅>8件办结', 'site-lead: resolved', 'v1'),
          ('DATA-hall-f07-1', 0, 'f07', [], 'c01', 'DATA', 'ops', '/hall/f07', 'yellow', 'raised', '',
              '', '2020-05-20', '2020-05-20', '2020-05-20 02:00:00', 0, 0, ['data-owner'], [], '断',
              'silent', 'v1'),
          ('DATA-hall-f07-1', 1, 'f07', [], 'c01', 'DATA', 'ops', '/hall/f07', 'yellow', 'resolved',
              'recovered', '', '2020-05-20', '2020-05-21', '2020-05-21 02:00:00', 0, 0,
              ['data-owner'], [], '通', 'speaks', 'v1')""",
          """
          INSERT INTO duixian.service_levels (area_id, commitment_id, window_days, service_date,
              revision, good, total, verdict, judged_at, reference_version)
          VALUES ('f07', 'C04', 28, '2020-05-11', 0, 8, 20, 'at_risk', '2020-05-11 16:15:00', 'v1')""",
          """
          INSERT INTO duixian.outcomes (area_id, commitment_id, service_date, source, subject,
              revision, good, total, lost_by_reason, known_at, evidence, reference_version)
          VALUES
          ('f07', 'C04', '2020-05-11', '/hall/f07', 'A001', 0, 0, 1, {'advised': 1},
              '2020-05-11 02:00:00', ['/hall/f07#e1'], 'v1'),
          ('f07', 'C04', '2020-05-11', '/hall/f07', 'A002', 0, 0, 1, {'other': 1},
              '2020-05-11 03:00:00', [], 'v1')""",
          """
          INSERT INTO duixian.events (topic, partition, offset, arrived_at, source, id, type, time,
              decoded, payload)
          VALUES ('events.hall', 1, 42, '2020-05-11 02:00:00', '/hall/f07', 'e1',
              'hall.ticket.ended', '2020-05-11 02:00:00', 1, '{"id":"e1"}')""",
          """
          INSERT INTO duixian.reference (version, applies_from, published_at, file, line, fields)
          VALUES
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'commitments/C04.yaml', 1,
              {'reasons.advised.zh': '只咨询未受理', 'recipients.breached.0': 'township-lead',
               'objective': '0.90', 'units.10.event': 'k', 'units.9.event': 'j',
               'name.en': 'Handled', 'recipients.at_risk.0': 'site-lead', 'unit.zh': '件',
               'name.zh': '=当场办成', 'id': 'C04'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'commitments/C05.yaml', 1, {'id': 'C05'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'reference/areas.csv', 2,
              {'area_id': 'f07', 'level': 'former_township', 'name_zh': '松魄乡'})""",
          """
          INSERT INTO duixian.notices (alert_id, revision, role, severity, state, receiver, result, at)
          VALUES
          ('C04-f07-20200511', 0, 'site-lead', 'yellow', 'firing', '', 'accepted',
              '2020-05-12 00:00:00'),
          ('C04-f07-20200511', 0, 'site-lead', 'yellow', 'firing', 'leads/any', 'delivered',
              '2020-05-12 00:30:00')""");

  @TempDir private Path dir;
  private ClickHouseProcess server;

  @BeforeEach
  void start() throws Exception {
    server = ClickHouseProcess.start(dir.resolve("clickhouse"), LibChdb.find(Home.dir()));
    ClickHouseSchema.apply(server.access());
    HISTORY.forEach(server::execute);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void thePackSaysAllAndItsHashesFit() throws Exception {
    Path pack = dir.resolve("pack");

    assertThat(export("C04-f07-20200511", pack)).isEmpty();

    JsonNode all = new ObjectMapper().readTree(pack.resolve("evidence.json").toFile());
    assertThat(all.path("steps")).hasSize(4);
    assertThat(all.path("steps").get(1).path("state").asText()).isEqualTo("escalated");
    assertThat(all.path("levels").get(0).path("verdict").asText()).isEqualTo("at_risk");
    JsonNode lost = all.path("evidence").get(0);
    assertThat(lost.path("topic").asText()).isEqualTo("events.hall");
    assertThat(lost.path("partition").asInt()).isEqualTo(1);
    assertThat(lost.path("offset").asInt()).isEqualTo(42);
    assertThat(lost.path("payload").asText()).isEqualTo("{\"id\":\"e1\"}");
    JsonNode unseen = all.path("evidence").get(1);
    assertThat(unseen.path("subject").asText()).isEqualTo("A002");
    assertThat(List.of("time", "arrived_at", "partition", "offset"))
        .allSatisfy(name -> assertThat(unseen.path(name).isNull()).as(name).isTrue());
    assertThat(all.path("rules")).hasSize(1);
    assertThat(all.path("rules").get(0).path("fields").path("objective").asText())
        .isEqualTo("0.90");
    assertThat(all.path("told").get(0).path("role").asText()).isEqualTo("site-lead");

    String page = Files.readString(pack.resolve("index.html"));
    assertThat(page)
        .contains("近28天&lt;仅&gt;8件办结", "松魄乡(f07)", "=当场办成", "CSV文件中为协调世界时(UTC)")
        .doesNotContain("<仅>", "http", "src=", "<script");

    List<String> sums = Files.readAllLines(pack.resolve("SHA256SUMS"));
    assertThat(sums).hasSize(8);
    for (String line : sums) {
      String[] sumAndFile = line.split("  ");
      assertThat(Link.sha256(Files.readString(pack.resolve(sumAndFile[1]))))
          .isEqualTo(sumAndFile[0]);
      assertThat(page.contains(sumAndFile[0])).isEqualTo(!sumAndFile[1].equals("index.html"));
    }
    assertThat(Files.readString(pack.resolve("steps.csv"))).contains("近28天<仅>8件办结");
  }

  @Test
  void thePageIsInChineseAndInBeijingTime() throws Exception {
    Path pack = dir.resolve("pack");
    assertThat(export("C04-f07-20200511", pack)).isEmpty();

    String page = Files.readString(pack.resolve("index.html"));
    assertThat(page.split("UTC", -1)).as("said once, of the other files").hasSize(2);
    assertThat(cells(page, "步"))
        .containsExactly(
            List.of(
                "0",
                "2020-05-12 00:15:00",
                "已发出",
                "▲ 黄",
                "",
                "2020-05-11",
                "8",
                "20",
                "站点负责人",
                "",
                ""),
            List.of(
                "1",
                "2020-05-13 00:15:00",
                "已升级",
                "✖ 红",
                "",
                "2020-05-12",
                "8",
                "21",
                "站点负责人、审计",
                "",
                ""),
            List.of(
                "2",
                "2020-05-13 10:00:00",
                "已签收",
                "✖ 红",
                "",
                "2020-05-13",
                "8",
                "21",
                "站点负责人、审计",
                "新设乡镇分管领导",
                ""),
            List.of(
                "3",
                "2020-05-14 00:15:00",
                "已解除",
                "✖ 红",
                "迟到数据表明当时已兑现,结果已更正",
                "2020-05-13",
                "21",
                "21",
                "站点负责人、审计",
                "新设乡镇分管领导",
                ""));
    assertThat(cells(page, "服务日").get(0))
        .containsSubsequence("2020-05-11", "2020-05-12 00:15:00", "▲ 有风险", "8", "20", "是");
    assertThat(cells(page, "服务日").subList(1, 3))
        .containsExactly(
            List.of(
                "2020-05-11",
                "A001",
                "0",
                "1",
                "只咨询未受理 1",
                "",
                "hall.ticket.ended",
                "2020-05-11 10:00:00",
                "2020-05-11 10:00:00",
                "events.hall-1@42"),
            List.of("2020-05-11", "A002", "0", "1", "其他 1", "", "", "", "", ""));
    assertThat(cells(page, "角色"))
        .containsExactly(
            List.of(
                "站点负责人",
                "▲ 黄",
                "预警",
                "2020-05-12 08:00:00",
                "2020-05-12 08:30:00",
                "leads/any",
                "0"));

    assertThat(page).contains("=当场办成:单位为件,目标90.0%。有风险时请站点负责人签收,未兑现时请新设乡镇分管领导签收。");
    assertThat(page.lines().filter(line -> line.contains("<tr><th>")).toList())
        .extracting(line -> line.replaceAll(".*<tr><th>([a-z_.0-9]+)</th>.*", "$1"))
        .filteredOn(key -> !key.contains("<"))
        .containsExactly(
            "id",
            "name.zh",
            "name.en",
            "unit.zh",
            "units.9.event",
            "units.10.event",
            "objective",
            "recipients.at_risk.0",
            "recipients.breached.0",
            "reasons.advised.zh");
    assertThat(Files.readString(pack.resolve("steps.csv")))
        .contains("2020-05-12 16:15:00.000,escalated,red");
  }

  @Test
  void aSourceHasRecoveredAndNotKeptAPromise() throws Exception {
    Path pack = dir.resolve("pack");
    assertThat(export("DATA-hall-f07-1", pack)).isEmpty();

    String page = Files.readString(pack.resolve("index.html"));
    assertThat(page).contains("承诺 DATA 数据源中断", "所依规则 · the rule</h2>\n<p>无 · none");
    assertThat(cells(page, "步").get(1))
        .containsSubsequence("已解除", "▲ 黄", "已恢复,积压数据补算后结果自动更正", "数据源责任人");
  }

  @Test
  void anAlertThatNobodyRaisedIsRefusedInOneLine() {
    assertThat(export("C04-nowhere", dir.resolve("none")))
        .isEqualTo("duixian: --alert: the history has no alert C04-nowhere\n");
    assertThat(dir.resolve("none")).doesNotExist();
  }

  @Test
  void whereThereIsAFileNoPackIsWritten() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "kept");
    assertThat(export("C04-f07-20200511", file))
        .isEqualTo(
            "duixian: --out: cannot write to %s: it is a file, not a directory%n".formatted(file));
    assertThat(file).hasContent("kept");
  }

  /** The cells of every row of the tables whose first column has this head. */
  private static List<List<String>> cells(String page, String firstHead) {
    return Pattern.compile(
            "<table><tr><th>" + firstHead + "</th>.*?</tr>(.*?)</table>", Pattern.DOTALL)
        .matcher(page)
        .results()
        .flatMap(table -> table.group(1).strip().lines())
        .map(
            row ->
                Pattern.compile("<td>(.*?)</td>")
                    .matcher(row)
                    .results()
                    .map(cell -> cell.group(1))
                    .toList())
        .toList();
  }

  private String export(String alertId, Path out) {
    var err = new StringWriter();
    Main.commandLine()
        .setOut(new PrintWriter(new StringWriter(), true))
        .setErr(new PrintWriter(err, true))
        .execute(
            "export",
            "--alert",
            alertId,
            "--out",
            out.toString(),
            "--clickhouse",
            "http://127.0.0.1:" + server.httpPort(),
            "--clickhouse-password",
            server.auditor().password());
    return err.toString();
  }
}
