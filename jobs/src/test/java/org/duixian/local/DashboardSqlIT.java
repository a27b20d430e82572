package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.duixian.edge.ClickHouseSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every panel's SQL gives what the panel shows, asked as Grafana asks: by the dashboard role. */
final class DashboardSqlIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long FROM_SECONDS = Instant.parse("2020-03-02T00:00:00Z").getEpochSecond();
  private static final long TO_SECONDS = Instant.parse("2020-03-30T00:00:00Z").getEpochSecond();
  private static final Set<String> NUMBERS =
      Set.of("UInt8", "UInt16", "UInt32", "UInt64", "Int64", "Float64");

  @TempDir private static Path dir;
  private static ClickHouseProcess server;

  @BeforeAll
  static void startServer() throws Exception {
    server = ClickHouseProcess.start(dir, LibChdb.find(Home.dir()));
    ClickHouseSchema.apply(server.access());
    insertLevels();
    insertAlerts();
    insertIntake();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyPanelShowsColumnsThatItsQueryReturns() {
    return Dashboards.panels()
        .map(
            panel ->
                dynamicTest(
                    panel.path("title").asText(),
                    () -> {
                      JsonNode answer = ask(panel);
                      assertThat(answer.path("data")).as("rows").isNotEmpty();
                      assertThat(columns(answer)).containsAll(Dashboards.namedColumns(panel));
                      if (panel.path("type").asText().equals("stat")) {
                        assertThat(answer.path("data")).as("a stat's rows").hasSize(1);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyQueryReadsViewsOnly() {
    return Dashboards.panels()
        .map(
            panel ->
                dynamicTest(
                    panel.path("title").asText(),
                    () ->
                        assertThat(Dashboards.sql(panel))
                            .containsPattern("FROM duixian\\.v_")
                            .doesNotContainPattern("(FROM|JOIN) (?!duixian\\.v_)")));
  }

  @Test
  void theWorstAreFirstAndEachWithItsSampleSize() throws Exception {
    JsonNode answer = ask(Dashboards.panelWith("判定"));
    int sampleSize = columns(answer).indexOf("n");
    assertThat(column(answer, "判定"))
        .containsExactly("breached", "breached", "at_risk", "no_data", "too_few", "met");
    assertThat(column(answer, "原乡镇")).startsWith("f02", "f01");
    assertThat(column(answer, "n")).containsExactly("200", "200", "300", "0", "7", "400");
    assertThat(NUMBERS).contains(answer.at("/meta/" + sampleSize + "/type").asText());
    assertThat(column(answer, "实际")).contains("null", Double.toString(0.5));
  }

  @Test
  void onlyTheNewestServiceDateAndItsLastRevisionCount() throws Exception {
    JsonNode answer = ask(Dashboards.panelWith("未兑现"));
    assertThat(column(answer, "未兑现")).containsExactly("2");
    assertThat(column(answer, "有风险")).containsExactly("1");
    assertThat(column(answer, "不能判定")).containsExactly("2");
    assertThat(column(answer, "达标")).containsExactly("1");
    assertThat(column(ask(Dashboards.panelWith("最新服务日")), "最新服务日")).containsExactly("2020-03-29");
  }

  @Test
  void openAlertsAreShownRedFirstAndResolvedOnesAreNot() throws Exception {
    JsonNode answer = ask(Dashboards.panelWith("通知"));
    assertThat(column(answer, "级别")).containsExactly("red", "yellow");
    assertThat(column(answer, "通知")).containsExactly("红的通知", "黄的通知");
  }

  @Test
  void intakeThatDoesNotAddUpIsFirstAndOtherTimesAreLeftOut() throws Exception {
    JsonNode answer = ask(Dashboards.panelWith("核对"));
    assertThat(column(answer, "数据源")).containsExactly("/lost", "/whole");
    assertThat(column(answer, "核对")).containsExactly("open", "balanced");
    assertThat(column(answer, "收到")).containsExactly("2", "2");
    assertThat(column(answer, "差额")).containsExactly("1", "0");
  }

  private static JsonNode ask(JsonNode panel) throws Exception {
    String sql =
        Dashboards.sql(panel)
            .replaceAll(
                "\\$__timeFilter\\((\\w+)\\)",
                "$1 >= toDateTime(%d) AND $1 <= toDateTime(%d)"
                    .formatted(FROM_SECONDS, TO_SECONDS));
    assertThat(sql).as("every macro is expanded").doesNotContain("$");
    return JSON.readTree(server.execute(sql + "\nFORMAT JSONCompact", server.dashboard()));
  }

  private static List<String> columns(JsonNode answer) {
    var names = new ArrayList<String>();
    answer.path("meta").forEach(column -> names.add(column.path("name").asText()));
    return names;
  }

  private static List<String> column(JsonNode answer, String name) {
    int index = columns(answer).indexOf(name);
    var values = new ArrayList<String>();
    answer.path("data").forEach(row -> values.add(row.path(index).asText()));
    return values;
  }

  private static void insertLevels() {
    server.execute(
        """
        INSERT INTO duixian.service_levels (area_id, commitment_id, window_days, service_date,
            revision, good, total, objective, verdict, units_missing, days_vouched, days_expected)
        VALUES
            ('f01', 'C05', 28, '2020-03-28', 0, 200, 200, 0.9, 'met', 0, 28, 28),
            ('f01', 'C05', 28, '2020-03-29', 0, 190, 200, 0.9, 'met', 0, 28, 28),
            ('f01', 'C05', 28, '2020-03-29', 1, 150, 200, 0.9, 'breached', 0, 28, 28),
            ('f02', 'C05', 28, '2020-03-29', 0, 100, 200, 0.9, 'breached', 0, 28, 28),
            ('f03', 'C05', 28, '2020-03-29', 0, 280, 300, 0.9, 'at_risk', 0, 28, 28),
            ('f04', 'C05', 28, '2020-03-29', 0, 7, 7, 0.9, 'too_few', 93, 28, 28),
            ('f05', 'C05', 28, '2020-03-29', 0, 0, 0, 0.9, 'no_data', 100, 0, 28),
            ('f06', 'C05', 28, '2020-03-29', 0, 399, 400, 0.9, 'met', 0, 28, 28),
            ('f07', 'C05', 28, '2020-03-29', 0, 0, 0, 0.9, 'not_in_force', 0, 0, 0),
            ('f06', 'C05', 7, '2020-03-29', 0, 0, 9, 0.9, 'breached', 0, 7, 7)""");
  }

  private static void insertAlerts() {
    server.execute(
        """
        INSERT INTO duixian.alerts (area_id, commitment_id, alert_id, revision, severity, state,
            since_date, service_date, at, text_zh)
        VALUES
            ('f03', 'C05', 'a', 0, 'yellow', 'raised', '2020-03-29', '2020-03-29',
                '2020-03-30 01:00:00', '黄的通知'),
            ('f02', 'C05', 'b', 0, 'yellow', 'raised', '2020-03-20', '2020-03-20',
                '2020-03-21 01:00:00', '还是黄的'),
            ('f02', 'C05', 'b', 1, 'red', 'escalated', '2020-03-20', '2020-03-25',
                '2020-03-26 01:00:00', '红的通知'),
            ('f06', 'C05', 'c', 0, 'red', 'raised', '2020-03-05', '2020-03-05',
                '2020-03-06 01:00:00', '过去的通知'),
            ('f06', 'C05', 'c', 1, 'red', 'resolved', '2020-03-05', '2020-03-12',
                '2020-03-13 01:00:00', '解除的通知')""");
  }

  private static void insertIntake() {
    server.execute(
        """
        INSERT INTO duixian.events (topic, partition, offset, arrived_at, source)
        VALUES
            ('events.hall', 0, 0, '2020-03-10 01:10:00', '/whole'),
            ('events.hall', 0, 1, '2020-03-10 01:20:00', '/whole'),
            ('events.hall', 0, 2, '2020-03-10 01:30:00', '/lost'),
            ('events.hall', 0, 3, '2020-03-10 01:40:00', '/lost'),
            ('events.hall', 0, 4, '2020-06-01 01:40:00', '/later')""");
    server.execute(
        """
        INSERT INTO duixian.rejected_events (topic, partition, offset, arrived_at, source, reason)
        VALUES ('events.hall', 0, 1, '2020-03-10 01:20:00', '/whole', 'unknown_type')""");
    server.execute(
        """
        INSERT INTO duixian.intake (source, hour, area_id, accounted)
        VALUES ('/whole', '2020-03-10 01:00:00', 'f01', 1),
            ('/lost', '2020-03-10 01:00:00', 'f01', 1)""");
  }
}
