package org.duixian.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.duixian.alert.Steps.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.apache.flink.core.execution.JobClient;
import org.assertj.core.api.Condition;
import org.duixian.MapTable;
import org.duixian.TestCity;
import org.duixian.alert.Alert;
import org.duixian.alert.AlertActions;
import org.duixian.alert.AlertLink;
import org.duixian.alert.AreaAlerts;
import org.duixian.alert.Notice;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.RuleBooks;
import org.duixian.edge.DeliveryRecorder;
import org.duixian.edge.KafkaAccess;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.duixian.local.AlertmanagerProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NoticeJob between a real broker and real Alertmanagers, which die; and what people then get. */
final class NoticeJobIT {
  /** How long Alertmanager is away: ten rounds, which are ten minutes outside of tests. */
  private static final Duration OUTAGE =
      Duration.parse(System.getProperty("duixian.outage", "PT10S"));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOWNSHIP = "t06";
  private static final String PART = "f11";

  @TempDir private Path dir;
  private NoticeStack stack;
  private GreenMail mail;

  @BeforeEach
  void start() throws Exception {
    stack = NoticeStack.start(dir);
    mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
    mail.start();
  }

  @AfterEach
  void stop() throws Exception {
    mail.stop();
    stack.close();
  }

  @Test
  void everyRoleHearsOfAnAlertAndOnceOfItsEnd() throws Exception {
    try (var alertmanager = alertmanager("a", stack.people().address());
        var witness = Receiver.start()) {
      stack.publish(step(0, "raised", "yellow", "site-lead"));
      stack.publish(step("held", 0, "held", "yellow", "site-lead"));
      JobClient job = startJob("500ms", alertmanager.address(), witness.address());
      stack.await(() -> stack.told("firing").equals(List.of("site-lead yellow")));

      stack.publish(step(1, "escalated", "red", "county-bureau"));
      stack.await(() -> stack.told("firing").contains("county-bureau red"));
      stack.await(() -> stack.told("firing").contains("site-lead red"));
      // For fifteen rounds the end of the yellow is said again. With this news of its group, after
      // them, it is out of Alertmanager, told to nobody.
      stack.await(() -> isSilentOf("yellow", witness));
      stack.publish(step("C05-f03-20200310", 0, "raised", "yellow", "site-lead"));
      stack.await(() -> ids().contains("C05-f03-20200310"));
      stack.publish(step(2, "resolved", "red", "county-bureau"));
      stack.await(
          () -> stack.told("resolved").containsAll(List.of("county-bureau red", "site-lead red")));
      // The end of another alert is told only after whatever else there was to tell.
      stack.publish(step("C06-f01-20200310", 0, "raised", "red", "operator"));
      stack.await(() -> stack.told("firing").contains("operator red"));
      stack.publish(step("C06-f01-20200310", 1, "resolved", "red", "operator"));
      stack.await(() -> stack.told("resolved").contains("operator red"));

      assertThat(stack.told("resolved"))
          .containsExactlyInAnyOrder("county-bureau red", "site-lead red", "operator red");
      assertThat(stack.told("firing"))
          .containsOnly("site-lead yellow", "county-bureau red", "site-lead red", "operator red");
      assertThat(stack.alerts())
          .allSatisfy(
              alert -> {
                assertThat(alert.at("/labels/alert_id").asText()).isNotEqualTo("held");
                assertThat(alert.at("/labels/alertname").asText()).isEqualTo("C05");
                assertThat(alert.at("/labels/county").asText()).isEqualTo("c01");
                assertThat(alert.at("/labels/township").asText()).isEqualTo("t01");
                assertThat(alert.at("/labels/scope").asText()).isEqualTo("part");
                assertThat(alert.at("/labels/stream").asText()).isEqualTo("hall");
                assertThat(alert.at("/annotations/text_zh").asText()).contains("取号等候不超时");
                assertThat(alert.at("/annotations/good").asText()).isEqualTo("62");
                assertThat(alert.at("/annotations/link").asText())
                    .isEqualTo("http://look/" + alert.at("/labels/alert_id").asText());
              });
      assertThat(stack.notices()).allMatch(notice -> notice.result().equals("accepted"));
      assertThat(stack.notices())
          .extracting(notice -> notice.role() + ' ' + notice.severity() + ' ' + notice.state())
          .contains("site-lead yellow firing", "site-lead red firing", "site-lead red resolved");
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void whoeverDiesNobodyHearsOfAnEndThatIsNone() throws Exception {
    stack.publish(step(0, "raised", "red", "site-lead"));
    JobClient job;
    try (var alertmanager = alertmanager("a", stack.people().address())) {
      job = startJob(OUTAGE.toSeconds() / 10 + "s", alertmanager.address());
      stack.await(() -> !stack.told("firing").isEmpty());
      alertmanager.kill();
    }
    long killed = System.nanoTime();
    deleteData(dir.resolve("a/data"));
    stack.publish(step("C05-f01-20200311", 0, "raised", "red", "site-lead"));
    stack.await(() -> noticed("failed 0 C05-f01-20200311"));
    stack.flink().loseTheTaskManager();
    stack.await(
        NoticeStack.PATIENCE.plus(OUTAGE), () -> System.nanoTime() - killed > OUTAGE.toNanos());
    try (var alertmanager = alertmanager("a", stack.people().address())) {
      stack.await(
          NoticeStack.PATIENCE.plus(OUTAGE), () -> active(alertmanager.address()).size() == 2);
      stack.flink().loseTheTaskManager();
      int before = stack.people().received().size();
      stack.publish(step("C05-f01-20200312", 0, "raised", "red", "operator"));
      stack.await(() -> stack.told("firing").contains("operator red"));
      stack.await(() -> stack.people().received().size() > before);
      assertThat(active(alertmanager.address())).hasSize(3);
      assertThat(stack.told("resolved")).isEmpty();
      // Twice only what the one that lost everything had told already.
      assertThat(ids())
          .containsOnly("C05-f01-20200310", "C05-f01-20200311", "C05-f01-20200312")
          .areExactly(1, new Condition<>("C05-f01-20200312"::equals, "of the last alert"));
      assertThat(stack.people().received().get(0).toString()).doesNotContain("C05-f01-20200311");
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void eachAlertmanagerGetsEverythingWhateverBecomesOfTheOther() throws Exception {
    try (var good = Receiver.start();
        var bad = Receiver.start()) {
      bad.answer(body -> 503);
      JobClient job = startJob("1s", good.address(), bad.address());
      stack.publish(step(0, "raised", "red", "site-lead"));
      stack.publish(step("refused", 0, "raised", "red", "site-lead"));
      stack.publish(step("fine", 0, "raised", "red", "site-lead"));
      stack.await(() -> good.received().size() > 1);
      stack.await(() -> noticed("failed 503 C05-f01-20200310"));
      stack.publish(step(1, "resolved", "red", "site-lead"));
      stack.await(() -> states(good, "C05-f01-20200310").contains("over"));

      bad.answer(body -> body.toString().contains("\"refused\"") ? 400 : 200);
      stack.await(() -> noticed("accepted 200 fine", bad) && noticed("refused 400 refused", bad));
      stack.await(() -> noticed("accepted 200 C05-f01-20200310", bad));
      assertThat(states(bad, "C05-f01-20200310")).isNotEmpty().containsOnly("over");
      assertThat(states(bad, "fine")).isNotEmpty().containsOnly("firing");
      assertThat(states(good, "refused")).isNotEmpty();
      List<String> seen = states(good, "C05-f01-20200310");
      assertThat(seen.subList(seen.indexOf("over"), seen.size())).containsOnly("over");
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void ofAPairEitherTellsARedWithinAMinuteAtTheShippedPace() throws Exception {
    Path config = stack.config(stack.recipients(shipped(stack.people().address())));
    int[] ports = freePorts();
    JobClient job;
    try (var first = member("a", config, ports[0], ports[1]);
        var second = member("b", config, ports[1], ports[0])) {
      stack.await(() -> peers(first.address()) == 2 && peers(second.address()) == 2);
      job = startJob("1s", first.address(), second.address());
      stack.publish(step(0, "raised", "red", "site-lead"));
      stack.await(() -> stack.told("firing").contains("site-lead red"));
      assertThat(active(first.address())).hasSize(1);
      assertThat(active(second.address())).hasSize(1);

      first.kill();
      // Of the same group, which was told of already.
      stack.publish(step("C05-f01-20200311", 0, "raised", "red", "site-lead"));
      stack.await(() -> ids().contains("C05-f01-20200311"));
      assertThat(stack.told("resolved")).isEmpty();
      stack.await(() -> noticed("failed 0 C05-f01-20200311"));
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void aBreachOfTheWholeTownshipSilencesThoseOfItsParts() throws Exception {
    var levels =
        new AreaAlerts(
            RuleBooks.of(TestCity.demoRegistry(), TestCity.CATALOGUE),
            AlertActions.NONE,
            AlertLink.NONE);
    List<Alert> ofTownship = new ArrayList<>();
    List<Alert> ofPart = new ArrayList<>();
    levels.on(works(TOWNSHIP), "", List.of(), new MapTable<>(), ofTownship::add);
    levels.on(works(PART), "", List.of(), new MapTable<>(), ofPart::add);
    try (var alertmanager = alertmanager("a", stack.people().address())) {
      JobClient job = startJob("500ms", alertmanager.address());
      stack.publish(ofTownship.get(0));
      stack.await(() -> ids().contains(ofTownship.get(0).alertId()));
      stack.publish(ofPart.get(0));
      stack.publish(step(0, "raised", "red", "operator"));
      stack.await(() -> stack.told("firing").contains("operator red"));
      stack.await(() -> inhibited(alertmanager.address(), ofPart.get(0).alertId()));
      assertThat(ids()).doesNotContain(ofPart.get(0).alertId());
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  /** Works of an area that are not on date. */
  private static ServiceLevel works(String areaId) {
    int date = ServiceDates.parse("2020-06-10");
    return new ServiceLevel(
        areaId,
        "C23",
        28,
        date,
        10,
        20,
        10,
        20,
        0.9,
        0.5,
        0.5,
        0,
        Verdict.breached,
        "",
        0,
        28,
        28,
        0,
        null,
        null,
        Map.of(),
        List.of(),
        ServiceDates.startMillis(date + 1),
        0,
        "1",
        "demo-1",
        "2019-11-21");
  }

  private static boolean inhibited(URI alertmanager, String alertId) throws Exception {
    return alertsOf(alertmanager, "inhibited=true").stream()
        .filter(alert -> alert.at("/labels/alert_id").asText().equals(alertId))
        .anyMatch(alert -> !alert.at("/status/inhibitedBy").isEmpty());
  }

  @Test
  void peopleGetMailsThatTheyCanRead() throws Exception {
    try (var alertmanager = alertmanager("a", shipped(stack.people().address()), "5s")) {
      stack.publish(step(0, "raised", "red", "county-bureau"));
      JobClient job = startJob("500ms", alertmanager.address());
      // It waits for more, whenever the first was judged.
      stack.await(() -> active(alertmanager.address()).size() == 1);
      long due = ServiceDates.startMillis(ServiceDates.parse("2020-03-12"));
      stack.publish(step("C05-f02-20200310", 0, "raised", "red", due, "county-bureau"));
      stack.await(() -> mail.getReceivedMessages().length == 1);
      stack.publish(step(1, "resolved", "red", "county-bureau"));
      stack.await(() -> mail.getReceivedMessages().length == 2);

      MimeMessage first = mail.getReceivedMessages()[0];
      assertThat(first.getAllRecipients()[0]).hasToString("bureau@c01.demo.example");
      assertThat(first.getSubject()).isEqualTo("【黄】原砚影乡(现属鹤望岭镇):“取号等候不超时”有风险 等2项");
      var parts = (MimeMultipart) first.getContent();
      assertThat(parts.getBodyPart(0).getContent().toString())
          .contains("编号C05-f01-20200310", "编号C05-f02-20200310", "http://look/C05-f01-20200310")
          .containsOnlyOnce("上述签收期限(2020-03-11)已过。")
          .containsOnlyOnce("The day to acknowledge by (2020-03-11) has passed.");
      String html = parts.getBodyPart(1).getContent().toString();
      assertThat(html)
          .contains("2项预警", "编号C05-f02-20200310")
          .containsOnlyOnce("上述签收期限(2020-03-11)已过。")
          .doesNotContain("{{", "解除");
      Files.writeString(NoticeStack.HOME.resolve("jobs/target/mail.html"), html);
      assertThat(mail.getReceivedMessages()[1].getSubject()).contains("另1项解除");
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void aMessageForWeComFitsHoweverManyAlertsThereAre() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "s3cret");
    for (int i = 0; i < 40; i++) {
      stack.publish(step("C05-f01-" + i, 0, "raised", "red", "site-lead"));
    }
    try (var alertmanager =
        alertmanager(
            "a",
            """
            wecom: {corp_id: ww1, agent_id: "7", secret_file: '%s', api_url: '%s/'}
            recipients:
              - {role: site-lead, county: any, wecom: {user: a|b, party: "2"}}
            others: {wecom: {user: c}}
            """
                .formatted(secret, stack.people().address()),
            "300ms")) {
      JobClient job = startJob("500ms", alertmanager.address());
      // The group may be sent before the last of the forty has come, and then again.
      Predicate<JsonNode> ofAll = sent -> sent.at("/text/content").asText().contains("共40项");
      stack.await(() -> stack.people().received().stream().anyMatch(ofAll));
      JsonNode message = stack.people().received().stream().filter(ofAll).findFirst().orElseThrow();
      assertThat(message.path("touser").asText()).isEqualTo("a|b");
      assertThat(message.path("agentid").asText()).isEqualTo("7");
      String text = message.at("/text/content").asText();
      assertThat(text).contains("“取号等候不超时”有风险。编号C05-f01-");
      assertThat(text.getBytes(UTF_8)).hasSizeLessThan(2048);
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void whatIsDeliveredIsRecordedAndAFailureIsAnAlert() throws Exception {
    URI recorderAddress;
    try (var free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      recorderAddress = URI.create("http://127.0.0.1:" + free.getLocalPort());
    }
    try (var alertmanager = alertmanager("a", recorderAddress);
        var recorder =
            DeliveryRecorder.start(
                KafkaAccess.to(stack.kafka()),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), recorderAddress.getPort()),
                List.of(alertmanager.address()),
                Duration.ofMillis(500))) {
      assertThat(recorder.port()).isEqualTo(recorderAddress.getPort());
      stack.publish(step(0, "raised", "red", "county-bureau"));
      JobClient job = startJob("500ms", alertmanager.address());
      stack.await(() -> delivered("county-bureau/c01 C05-f01-20200310 firing"));
      assertThat(stack.notices())
          .filteredOn(notice -> !notice.receiver().isEmpty())
          .allMatch(
              notice ->
                  notice.peer().equals(alertmanager.address().getAuthority())
                      && notice.role().equals("county-bureau")
                      && notice.countyId().equals("c01")
                      && notice.result().equals("delivered"));

      mail.stop();
      stack.publish(step(1, "resolved", "red", "county-bureau"));
      String failure = "DELIVERY-" + alertmanager.address().getAuthority() + "-email";
      stack.await(() -> delivered("county-bureau/c01 C05-f01-20200310 resolved"));
      stack.await(() -> noticed("undelivered 0 " + failure));
      stack.await(() -> delivered("others " + failure + " firing"));
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  private boolean delivered(String what) {
    return stack.notices().stream()
        .anyMatch(
            notice ->
                what.equals(notice.receiver() + ' ' + notice.alertId() + ' ' + notice.state()));
  }

  private JobClient startJob(String every, URI... alertmanagers) throws Exception {
    return stack.startJob(
        List.of(alertmanagers),
        "--every",
        every,
        "--resolved-for",
        "30s",
        "--timeout",
        "2s",
        "--link",
        "http://look/{alert_id}",
        "--checkpoint-every",
        "500ms");
  }

  /** One that goes by the shipped recipients and templates, only faster and to these servers. */
  private AlertmanagerProcess alertmanager(String name, URI recordTo) throws Exception {
    return alertmanager(name, shipped(recordTo), "300ms");
  }

  private AlertmanagerProcess alertmanager(String name, String people, String wait)
      throws Exception {
    String pace = "\npace: {group_wait: %s, group_interval: 300ms, any_hour: true}\n";
    return stack.alertmanager(name, stack.recipients(people + pace.formatted(wait)));
  }

  /** One of a pair that talk to each other. */
  private AlertmanagerProcess member(String name, Path config, int port, int otherPort) {
    return AlertmanagerProcess.start(
        AlertmanagerProcess.find().orElseThrow(),
        dir.resolve(name),
        config,
        "--cluster.listen-address=127.0.0.1:" + port,
        "--cluster.advertise-address=127.0.0.1:" + port,
        "--cluster.peer=127.0.0.1:" + otherPort,
        "--cluster.settle-timeout=5s",
        "--cluster.peer-timeout=2s");
  }

  private static int[] freePorts() throws IOException {
    try (var one = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        var other = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }

  private static int peers(URI alertmanager) throws Exception {
    return get(alertmanager.resolve("/api/v2/status")).at("/cluster/peers").size();
  }

  /** The shipped recipients, but that mail goes to this test's server. */
  private String shipped(URI recordTo) throws IOException {
    return NoticeStack.shippedRecipients()
            .replace("localhost:25", "localhost:" + mail.getSmtp().getPort())
        + "record_to: "
        + recordTo;
  }

  /** The alerts that people were told of. */
  private List<String> ids() {
    return stack.alerts().stream().map(alert -> alert.at("/labels/alert_id").asText()).toList();
  }

  /** What an Alertmanager was told of an alert, in order. */
  private static List<String> states(Receiver alertmanager, String alertId) {
    return alertmanager.received().stream()
        .flatMap(posted -> StreamSupport.stream(posted.spliterator(), false))
        .filter(alert -> alert.at("/labels/alert_id").asText().equals(alertId))
        .map(alert -> alert.at("/annotations/step").asText().equals("resolved") ? "over" : "firing")
        .toList();
  }

  /** Whether an Alertmanager was told of no alert of this severity in its last three requests. */
  private static boolean isSilentOf(String severity, Receiver alertmanager) {
    List<JsonNode> posts = alertmanager.received();
    return posts.size() >= 3
        && posts.subList(posts.size() - 3, posts.size()).stream()
            .flatMap(post -> StreamSupport.stream(post.spliterator(), false))
            .noneMatch(alert -> alert.at("/labels/severity").asText().equals(severity));
  }

  private boolean noticed(String what) {
    return stack.notices().stream().anyMatch(notice -> line(notice).equals(what));
  }

  private boolean noticed(String what, Receiver alertmanager) {
    return stack.notices().stream()
        .filter(notice -> notice.peer().equals(alertmanager.address().getAuthority()))
        .anyMatch(notice -> line(notice).equals(what));
  }

  private static String line(Notice notice) {
    return notice.result() + ' ' + notice.status() + ' ' + notice.alertId();
  }

  private static List<JsonNode> active(URI alertmanager) throws Exception {
    return alertsOf(alertmanager, "active=true");
  }

  private static List<JsonNode> alertsOf(URI alertmanager, String which) throws Exception {
    JsonNode alerts = get(alertmanager.resolve("/api/v2/alerts?" + which));
    return StreamSupport.stream(alerts.spliterator(), false).toList();
  }

  private static JsonNode get(URI address) throws Exception {
    var answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    return JSON.readTree(answer.body());
  }

  private static void deleteData(Path data) throws Exception {
    try (var files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
