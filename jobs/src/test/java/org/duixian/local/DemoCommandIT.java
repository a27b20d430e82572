package org.duixian.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duixian.level.Verdict;
import org.duixian.local.DashboardChecks.Range;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demo as people start it. It takes its time: the whole of it runs once. */
final class DemoCommandIT {
  private static final Path HOME = Path.of(System.getProperty("duixian.home"));

  private static final Range LAST_WEEKS =
      new Range("28 days", "2020-05-25T00:00:00+08:00", "2020-06-21T23:59:59+08:00");
  private static final Range SILENT_WEEK =
      new Range("a week", "2020-05-11T00:00:00+08:00", "2020-05-17T23:59:59+08:00");
  private static final Range ALL_WEEKS =
      new Range("all", "2020-03-30T00:00:00+08:00", "2020-06-30T23:59:59+08:00");

  private static final StringWriter OUT = new StringWriter();
  private static final StringWriter ERR = new StringWriter();
  private static final CompletableFuture<LocalStack> TOLD = new CompletableFuture<>();
  private static final CountDownLatch LOOKED = new CountDownLatch(1);

  private static Set<Path> stacksBefore;
  private static CompletableFuture<Integer> status;
  private static LocalStack stack;

  /** The whole of it runs once; it waits with its end until everything has been looked at. */
  @BeforeAll
  @Timeout(900)
  static void runTheDemo() throws Exception {
    stacksBefore = stacks();
    var demo =
        new DemoCommand(
            running -> {
              TOLD.complete(running);
              await(LOOKED);
            });
    status =
        CompletableFuture.supplyAsync(
            () ->
                new CommandLine(demo)
                    .setOut(new PrintWriter(OUT, true))
                    .setErr(new PrintWriter(ERR, true))
                    .execute("--exit", "--port", "0"));
    CompletableFuture.anyOf(TOLD, status).get();
    assertThat(ERR.toString()).isEmpty();
    stack = TOLD.getNow(null);
    assertThat(stack).as(OUT.toString()).isNotNull();
  }

  @AfterAll
  @Timeout(300)
  static void itEndsWellAndLeavesNothingBehind() throws Exception {
    LOOKED.countDown();
    assertThat(status.get()).isZero();
    assertThat(ERR.toString()).isEmpty();
    assertThat(stacksBefore).containsAll(stacks());
  }

  @Test
  void everyStoryIsFoundAndNothingElseIsBreached() {
    assertThat(OUT.toString())
        .contains("（模拟）")
        .contains("核对通过")
        .contains("① 松魄乡")
        .contains("② 桐笛乡")
        .contains("③ 霜篁县农村客运")
        .contains("⑨ 鹤铃坳镇")
        .contains("⑪ 絮语乡");
  }

  @TestFactory
  Stream<DynamicTest> everyPanelOfTheDashboardsHasItsShape() {
    return checks("c02", "f12", "C18", "C18-f12-20200517").panels();
  }

  @TestFactory
  Stream<DynamicTest> everyVariableAndAnnotationHasItsShape() {
    return checks("c01", "f07", "C04", "").variablesAndAnnotations();
  }

  /** With -Dduixian.auditing.write=true the documents are written instead; then review them. */
  @TestFactory
  Stream<DynamicTest> theAuditorsQuestionsAreAnsweredAsDocumented() throws IOException {
    if (Boolean.getBoolean("duixian.auditing.write")) {
      for (AuditingDoc doc : AuditingDoc.values()) {
        doc.write(stack.clickHouse());
      }
    }
    return Arrays.stream(AuditingDoc.values())
        .flatMap(
            doc ->
                doc.questions().stream()
                    .map(
                        each ->
                            DynamicTest.dynamicTest(
                                each.heading(),
                                () ->
                                    assertThat(AuditingDoc.comparable(each.answer()))
                                        .isEqualTo(
                                            AuditingDoc.comparable(
                                                doc.answer(stack.clickHouse(), each.sql()))))));
  }

  /**
   * No quarter is whole, so nothing is said of growth, but of what is only reported; what it would
   * be said of is there.
   */
  @Test
  void whatGrowthIsMadeOfIsInTheHistory() {
    assertThat(
            stack
                .clickHouse()
                .execute(
                    """
                    SELECT w.measure, uniqExact(w.area_id), round(min(r.minutes)), round(max(r.minutes))
                    FROM duixian.v_growth_ways AS w
                    INNER JOIN
                    (
                        SELECT version, from_area, to_landmark, to_area, median(minutes) AS minutes
                        FROM duixian.v_growth_rides
                        GROUP BY version, from_area, to_landmark, to_area
                    ) AS r USING (version, from_area, to_landmark, to_area)
                    GROUP BY w.measure
                    ORDER BY w.measure"""))
        .isEqualTo("G5-hospital\t30\t7\t23\nG5-new-seat\t16\t15\t15");
    assertThat(
            stack
                .clickHouse()
                .execute(
                    """
                    SELECT uniqExact(area_id), min(amount), max(amount), min(is_known)
                    FROM duixian.v_growth_quarters
                    WHERE measure = 'G2-functions' AND n > 0"""))
        .isEqualTo("30\t4\t4\t0");
    assertThat(
            stack
                .clickHouse()
                .execute(
                    "SELECT countIf(is_served), countIf(is_known), count() FROM duixian.v_growth_villages"))
        .isEqualTo("32\t91\t91");
    assertThat(
            stack
                .clickHouse()
                .execute(
                    """
                    SELECT measure, count(), sum(n), round(sum(value * greatest(n, 1)))
                    FROM duixian.v_growth
                    WHERE measure IN ('G4-care-points', 'G4-beds') AND quarter = '2020-01-01'
                        AND verdict = 'too_few'
                    GROUP BY measure
                    ORDER BY measure"""))
        .as(
            "care_places.csv: at the end of March 7 homes with 336 beds, points in 31 of 91 villages")
        .isEqualTo("G4-beds\t30\t7\t336\nG4-care-points\t30\t91\t31");
  }

  /** All twelve weeks, as the auditor asks for it. */
  @Test
  @Timeout(600)
  void anAuditOfAllWeeksFindsEveryRowEqual() {
    var said = new StringWriter();
    int exit =
        new CommandLine(new AuditCommand())
            .setOut(new PrintWriter(said, true))
            .setErr(new PrintWriter(said, true))
            .execute(
                "--from=2020-03-30",
                "--to=2020-06-21",
                "--kafka=" + stack.kafka().bootstrapServers(),
                "--clickhouse=http://127.0.0.1:" + stack.clickHouse().httpPort(),
                "--clickhouse-password=" + stack.clickHouse().auditor().password());
    long events =
        Long.parseLong(stack.clickHouse().execute("SELECT count() FROM duixian.events FINAL"));
    assertThat(events).isGreaterThan(600_000);
    assertThat(said.toString())
        .contains(String.format(Locale.ROOT, "judged again: %,d archived events", events), "一致");
    assertThat(exit).isZero();
  }

  /** Counted again by when a step was taken: the demo's days are closed soon after midnight. */
  @Test
  void theDigestOfADayCountsWhatTheHistorySays() {
    for (String day : List.of("2020-04-30", "2020-05-11", "2020-05-16", "2020-06-21")) {
      assertThat(alertCounts(digest("--date=" + day)))
          .as(day)
          .isNotEmpty()
          .isEqualTo(
              ask(
                  """
                  SELECT concat(county, ' ', arrayStringConcat([sum(raised), sum(escalated),
                      sum(resolved), countIf(last_state != 'resolved' AND last_severity = 'red'),
                      countIf(last_state != 'resolved' AND last_severity = 'yellow')], ' '))
                  FROM
                  (
                      SELECT
                          any(county_id) AS county,
                          max(state = 'raised' AND at >= morning) AS raised,
                          max(state = 'escalated' AND at >= morning) AS escalated,
                          max(state = 'resolved' AND at >= morning) AS resolved,
                          argMax(state, revision) AS last_state,
                          argMax(severity, revision) AS last_severity
                      FROM duixian.alerts FINAL
                      WHERE at < morning + INTERVAL 1 DAY AND commitment_id != 'DATA'
                          AND state != 'reminded'
                      GROUP BY alert_id
                  )
                  GROUP BY county
                  ORDER BY county"""
                      .replace("morning", "toDateTime('" + day + " 02:00:00', 'Asia/Shanghai')")));
    }
    assertThat(digest("--date=2020-04-30").lines())
        .anyMatch(line -> line.startsWith("发出 raised") && line.endsWith("C04-f07-20200430"));
    String newest = digest();
    assertThat(newest).startsWith("岚笛市（模拟） 每日简报 2020-06-21").contains("尚未封存").doesNotContain("未平");
    // The auditor is told of an alert once it has been red for ten working days.
    assertThat(longRed(newest))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            ask(
                """
                SELECT alert_id FROM duixian.v_alerts
                WHERE state NOT IN ('resolved', 'reminded') AND has(recipients, 'auditor')"""));
    assertThat(digest("--date=2020-05-13").lines())
        .anyMatch(line -> line.startsWith("/demo/c02/") && line.endsWith("仍中断 still silent"));
  }

  /** What a digest says of alerts, a line per county. */
  private static List<String> alertCounts(String digest) {
    var counts = new ArrayList<String>();
    String county = "";
    for (var lines = digest.lines().iterator(); lines.hasNext(); ) {
      String line = lines.next();
      if (line.startsWith("==== ")) {
        county = line.split(" ")[2];
      } else if (line.equals("预警 · alerts")) {
        lines.next();
        counts.add(county + " " + String.join(" ", lines.next().strip().split(" +")));
      }
    }
    return counts;
  }

  /** The alerts that a digest names as red for long. */
  private static List<String> longRed(String digest) {
    return Arrays.stream(digest.split("\n\n"))
        .filter(part -> part.startsWith("未解除的红色预警"))
        .flatMap(part -> part.lines().skip(2))
        .filter(line -> line.contains("满10个工作日"))
        .map(line -> line.split(" +"))
        .map(cells -> cells[cells.length - 2])
        .toList();
  }

  private static List<String> ask(String sql) {
    return stack.clickHouse().execute(sql).lines().toList();
  }

  private static String digest(String... arguments) {
    var said = new StringWriter();
    var all =
        new ArrayList<>(
            List.of(
                "--clickhouse=http://127.0.0.1:" + stack.clickHouse().httpPort(),
                "--clickhouse-password=" + stack.clickHouse().auditor().password()));
    all.addAll(List.of(arguments));
    new CommandLine(new DigestCommand())
        .setOut(new PrintWriter(said, true))
        .setErr(new PrintWriter(said, true))
        .execute(all.toArray(String[]::new));
    return said.toString();
  }

  @Test
  @Timeout(300)
  void ctrlCInTheMiddleLeavesNothingBehind() throws Exception {
    Set<Path> before = stacks();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Xmx"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Dduixian.home=" + HOME,
            "-Dlog4j2.configurationFile=log4j2-local.xml", // as the launcher says
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "demo",
            "--port",
            "0"));
    Process demo = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new ArrayList<String>();
    try (var lines = demo.inputReader(UTF_8)) {
      String line;
      do {
        line = lines.readLine();
        assertThat(line).as("the demo goes on after %s", said).isNotNull();
        said.add(line);
      } while (!line.contains("stored"));
      List<ProcessHandle> children = demo.children().toList();
      assertThat(children).as("the ClickHouse server and Alertmanager").hasSize(2);

      demo.toHandle().destroy(); // unlike Process.destroy it lets us hear its last words

      assertThat(lines.lines().toList()).noneMatch(each -> each.contains("Exception"));
      assertThat(demo.waitFor(60, SECONDS)).isTrue();
      for (ProcessHandle child : children) {
        child.onExit().get(30, SECONDS);
      }
    } finally {
      demo.destroyForcibly();
    }
    assertThat(before).containsAll(stacks());
  }

  /**
   * Story ①. Of the tickets that hall-f07 ended in the 28 days to 21 June 239 were served and 34
   * passed on by proxy; 153 were turned away, one was sent elsewhere, one left uncalled. Its
   * no-shows, withdrawals and papers that were missing with notice do not count. Of 428 5 % may be
   * lost: 21.
   */
  @Test
  void aStationThatOnlyAdvisesIsWorstInItsPlace() {
    JsonNode row = checks("c01", "f07", "C04", "").rows("area_promises", LAST_WEEKS).get(0);
    assertThat(row.path("承诺").asText()).isEqualTo("到站能办成");
    assertThat(row.path("结论").asText()).isEqualTo("✖ 未兑现");
    assertThat(row.path("n").asLong()).isEqualTo(239 + 34 + 153 + 1 + 1);
    assertThat(row.path("实际").asDouble()).isEqualTo(273 / 428.0);
    assertThat(row.path("目标").asDouble()).isEqualTo(0.95);
    assertThat(row.path("剩余误差额度").asLong()).isEqualTo(21 - 155);
    assertThat(row.path("主要原因").asText()).isEqualTo("只咨询不办理");
    assertThat(row.path("有效天数").asText()).isEqualTo("28/28");
    assertThat(row.path("服务日").asText()).isEqualTo("2020-06-21");
  }

  /** Story ②. 89 of 126 patients were seen in time; of 126 10 % may be lost: 12. */
  @Test
  void theSplitTownshipsClinicShowsAndItsPeersInTheFunnelDoNot() {
    var checks = checks("c02", "f12", "C18", "");
    JsonNode row = checks.rows("area_promises", LAST_WEEKS).get(0);
    assertThat(row.path("承诺").asText()).isEqualTo("候诊不超时");
    assertThat(row.path("n").asLong()).isEqualTo(126);
    assertThat(row.path("实际").asDouble()).isEqualTo(89 / 126.0);
    assertThat(row.path("剩余误差额度").asLong()).isEqualTo(12 - 37);
    assertThat(checks.rows("county_funnel", LAST_WEEKS))
        .filteredOn(
            each ->
                Math.max(each.path("本县").asDouble(), each.path("其他县区").asDouble())
                    < each.path("99.8% 下限").asDouble())
        .extracting(each -> each.path("原乡镇").asText())
        .containsExactly("桐笛乡");
    assertThat(checks.rows("area_numbers", LAST_WEEKS).get(0).path("现属乡镇").asText())
        .isEqualTo("荻灯镇、雪艾镇");
  }

  /** Story ③. The feed died at midnight: it never vouched for the end of the 12th either. */
  @Test
  void theDeadFeedsDaysWereMissingAndAreRestatedAndItsAlertIsClosed() {
    var checks = checks("c02", "f11", "C13", "");
    assertThat(checks.rows("area_sources", SILENT_WEEK))
        .filteredOn(row -> row.path("数据").asText().equals("客运与道路"))
        .filteredOn(row -> row.path("状态").asInt() != 2)
        .extracting(
            row -> row.path("time").asText().substring(0, 10), row -> row.path("状态").asInt())
        .containsExactly(tuple("2020-05-12", 1), tuple("2020-05-13", 1), tuple("2020-05-14", 1));
    assertThat(checks.rows("evidence_revisions", SILENT_WEEK))
        .extracting(
            row -> row.path("服务日").asText(),
            row -> row.path("修订").asInt(),
            row -> row.path("结论").asText())
        .containsExactly(
            tuple("2020-05-14", 1, "✔ 达标"),
            tuple("2020-05-14", 0, "？ 数据缺失"),
            tuple("2020-05-13", 1, "✔ 达标"),
            tuple("2020-05-13", 0, "？ 数据缺失"),
            tuple("2020-05-12", 1, "✔ 达标"),
            tuple("2020-05-12", 0, "？ 数据缺失"));
    assertThat(checks("c02", "c02", "DATA", "").rows("area_alerts", SILENT_WEEK))
        .extracting(row -> row.path("承诺").asText(), row -> row.path("状态").asText())
        .containsExactly(tuple("数据源中断", "已解除"));
  }

  @Test
  void theOverviewCountsWhatTheStoriesBrokeWorstFirst() {
    var checks = checks("c01", "f07", "C04", "");
    assertThat(checks.rows("overview_worst", LAST_WEEKS))
        .filteredOn(row -> row.path("结论").asText().equals("✖ 未兑现"))
        .extracting(row -> row.path("area_id").asText() + " " + row.path("commitment_id").asText())
        .containsExactly(
            "f04 C01", "f28 C12", "f07 C04", "f02 C14", "f12 C18", "t08 C25", "t10 C22", "f30 C03",
            "f04 C24", "f12 C24", "f28 C24");
    assertThat(checks.rows("overview_numbers", LAST_WEEKS).get(0).path("未兑现").asText())
        .isEqualTo("11 项 · 8 个地区");
    var trend = checks.rows("overview_trend", LAST_WEEKS);
    assertThat(trend).hasSize(28);
    assertThat(trend.get(27).path("✖ 未兑现").asLong()).isEqualTo(11);
    assertThat(checks.rows("operations_numbers", ALL_WEEKS).get(0).path("差额").asLong()).isZero();
  }

  @Test
  void theWordsOfTheVerdictsAreThoseThatHaveColours() {
    String words =
        stack
            .clickHouse()
            .execute("SELECT verdict, said FROM duixian.v_verdicts ORDER BY badness DESC");
    assertThat(words.lines().map(line -> line.substring(0, line.indexOf('\t'))))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Verdict.values()).map(Verdict::name).toList());
    assertThat(Dashboards.panels().map(JsonNode::toString))
        .anySatisfy(
            panel ->
                assertThat(panel)
                    .contains(
                        words
                            .lines()
                            .map(line -> line.substring(line.indexOf('\t') + 1))
                            .map(said -> "\"" + said + "\":{\"text\":\"" + said + "\"")
                            .toList()));
  }

  /** In a real browser, by keyboard: from the worst place to the raw event behind its alert. */
  @Test
  @Timeout(900)
  void thePageLeadsFromTheWorstPlaceToTheRawEvent(@TempDir Path pictures) throws Exception {
    Process walk =
        new ProcessBuilder(
                "node",
                HOME.resolve("local/browser/walk.mjs").toString(),
                stack.page().toString(),
                pictures.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(walk.getInputStream().readAllBytes(), UTF_8);
    assertThat(walk.waitFor()).as(said).isZero();
    assertThat(pictures.resolve("page-evidence.png")).isNotEmptyFile();
  }

  /** Whoever comes by another name, as a page elsewhere could make a browser do, gets nothing. */
  @Test
  void thePageAnswersToItsOwnNameOnlyAndBindsWhatItIsGiven() throws Exception {
    assertThat(statusFor("evil.example")).isEqualTo("HTTP/1.1 403 Forbidden");
    assertThat(statusFor("127.0.0.1:" + stack.page().getPort())).isEqualTo("HTTP/1.1 200 OK");
    URI asked =
        stack
            .page()
            .resolve("api/panels/area_promises?from=1590336000&to=1592755199&area=f07'+OR+1=1--");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(asked).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(answer.body()).path("data")).isEmpty();
  }

  /** The first line that the page answers to a request for a host of this name. */
  private static String statusFor(String host) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), stack.page().getPort())) {
      String request = "GET /api/city HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8)
          .lines()
          .findFirst()
          .orElse("");
    }
  }

  private static DashboardChecks checks(
      String county, String area, String commitment, String alert) {
    return new DashboardChecks(
        stack.clickHouse(),
        Map.of("county", county, "area", area, "commitment", commitment, "alert", alert));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Set<Path> stacks() throws IOException {
    if (!Files.isDirectory(Home.stacks())) {
      return Set.of();
    }
    try (var found = Files.list(Home.stacks())) {
      return found
          .filter(path -> path.getFileName().toString().startsWith("stack-"))
          .collect(Collectors.toSet());
    }
  }
}
