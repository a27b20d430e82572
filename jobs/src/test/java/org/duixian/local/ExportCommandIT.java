package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
              commitment_id, stream, severity, state, since_date, service_date, at, good, total,
              recipients, evidence, text_zh, text_en, reference_version)
          VALUES
          ('C04-f07-20200511', 0, 'f07', ['t01'], 'c01', 'C04', 'hall', 'yellow', 'raised',
              '2020-05-11', '2020-05-11', '2020-05-11 16:15:00', 8, 20, ['site-lead'],
              ['/hall/f07#e1'], '近28天<仅>8件办结', '8 of 20', 'v1'),
          ('C04-f07-20200511', 1, 'f07', ['t01'], 'c01', 'C04', 'hall', 'red', 'escalated',
              '2020-05-11', '2020-05-12', '2020-05-12 16:15:00', 8, 21, ['site-lead'],
              ['/hall/f07#e1'], '近28天<仅>8件办结', '8 of 21', 'v1')""",
          """
          INSERT INTO duixian.service_levels (area_id, commitment_id, window_days, service_date,
              revision, good, total, verdict, judged_at, reference_version)
          VALUES ('f07', 'C04', 28, '2020-05-11', 0, 8, 20, 'at_risk', '2020-05-11 16:15:00', 'v1')""",
          """
          INSERT INTO duixian.outcomes (area_id, commitment_id, service_date, source, subject,
              revision, good, total, lost_by_reason, known_at, evidence, reference_version)
          VALUES ('f07', 'C04', '2020-05-11', '/hall/f07', 'A001', 0, 0, 1, {'advised': 1},
              '2020-05-11 02:00:00', ['/hall/f07#e1'], 'v1')""",
          """
          INSERT INTO duixian.events (topic, partition, offset, arrived_at, source, id, type, time,
              decoded, payload)
          VALUES ('events.hall', 1, 42, '2020-05-11 02:00:00', '/hall/f07', 'e1',
              'hall.ticket.ended', '2020-05-11 02:00:00', 1, '{"id":"e1"}')""",
          """
          INSERT INTO duixian.reference (version, applies_from, published_at, file, line, fields)
          VALUES
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'commitments/C04.yaml', 1,
              {'id': 'C04', 'objective': '0.90', 'name.zh': '=当场办成'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'commitments/C05.yaml', 1, {'id': 'C05'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'reference/areas.csv', 2,
              {'area_id': 'f07', 'level': 'former_township', 'name_zh': '松魄乡'})""",
          """
          INSERT INTO duixian.notices (alert_id, revision, role, severity, state, receiver, result, at)
          VALUES ('C04-f07-20200511', 0, 'site-lead', 'yellow', 'firing', '', 'accepted',
              '2020-05-12 00:00:00')""");

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
    assertThat(all.path("steps")).hasSize(2);
    assertThat(all.path("steps").get(1).path("state").asText()).isEqualTo("escalated");
    assertThat(all.path("levels").get(0).path("verdict").asText()).isEqualTo("at_risk");
    JsonNode lost = all.path("evidence").get(0);
    assertThat(lost.path("topic").asText()).isEqualTo("events.hall");
    assertThat(lost.path("partition").asInt()).isEqualTo(1);
    assertThat(lost.path("offset").asInt()).isEqualTo(42);
    assertThat(lost.path("payload").asText()).isEqualTo("{\"id\":\"e1\"}");
    assertThat(all.path("rules")).hasSize(1);
    assertThat(all.path("rules").get(0).path("fields").path("objective").asText())
        .isEqualTo("0.90");
    assertThat(all.path("told").get(0).path("role").asText()).isEqualTo("site-lead");

    String page = Files.readString(pack.resolve("index.html"));
    assertThat(page)
        .contains("近28天&lt;仅&gt;8件办结", "松魄乡(f07)", "events.hall", "=当场办成")
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
  void anAlertThatNobodyRaisedIsRefusedInOneLine() {
    assertThat(export("C04-nowhere", dir.resolve("none")))
        .isEqualTo("duixian: --alert: the history has no alert C04-nowhere\n");
    assertThat(dir.resolve("none")).doesNotExist();
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
