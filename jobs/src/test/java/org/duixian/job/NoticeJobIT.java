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
import java.io.UncheckedIOException;
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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.duixian.alert.Alert;
import org.duixian.alert.Notice;
import org.duixian.edge.DeliveryRecorder;
import org.duixian.edge.JsonRecords;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.OutputTopic;
import org.duixian.local.AlertmanagerProcess;
import org.duixian.local.KafkaBroker;
import org.duixian.local.alerting.AlertmanagerConfig;
import org.duixian.local.alerting.Recipients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NoticeJob between a real broker and real Alertmanagers, which die. */
final class NoticeJobIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Path HOME = Path.of(System.getProperty("duixian.home"));
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path dir;
  private KafkaBroker kafka;
  private SmallCluster flink;
  private Receiver people;
  private GreenMail mail;
  private KafkaProducer<byte[], byte[]> producer;
  private KafkaConsumer<byte[], byte[]> consumer;
  private final List<Notice> notices = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    kafka = KafkaBroker.start(dir.resolve("kafka"));
    kafka.createTopics(
        List.of(new NewTopic("alerts", 2, (short) 1), new NewTopic("notices", 1, (short) 1)));
    flink = SmallCluster.start(dir, 1);
    people = Receiver.start();
    mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
    mail.start();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "group.id", "test",
                "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of("notices"));
  }

  @AfterEach
  void stop() throws Exception {
    consumer.close();
    producer.close(Duration.ZERO);
    flink.close();
    mail.stop();
    people.close();
    kafka.close();
  }

  @Test
  void everyRoleHearsOfAnAlertAndOnceOfItsEnd() throws Exception {
    try (var alertmanager = alertmanager("a", people.address())) {
      publish(step(0, "raised", "yellow", "site-lead"));
      publish(step("held", 0, "held", "yellow", "site-lead"));
      JobClient job = startJob("500ms", alertmanager.address());
      await(() -> told("firing").equals(List.of("site-lead yellow")));

      publish(step(1, "escalated", "red", "county-bureau"));
      await(() -> told("firing").contains("county-bureau red"));
      await(() -> told("firing").contains("site-lead red"));
      // With this news of its group the end of the yellow is out of Alertmanager, told to nobody.
      publish(step("C05-f03-20200310", 0, "raised", "yellow", "site-lead"));
      await(
          () ->
              alerts().stream()
                  .anyMatch(
                      alert -> alert.at("/labels/alert_id").asText().equals("C05-f03-20200310")));
      publish(step(2, "resolved", "red", "county-bureau"));
      await(() -> told("resolved").containsAll(List.of("county-bureau red", "site-lead red")));
      // The end of another alert is told only after whatever else there was to tell.
      publish(step("C06-f01-20200310", 0, "raised", "red", "operator"));
      await(() -> told("firing").contains("operator red"));
      publish(step("C06-f01-20200310", 1, "resolved", "red", "operator"));
      await(() -> told("resolved").contains("operator red"));

      assertThat(told("resolved"))
          .containsExactlyInAnyOrder("county-bureau red", "site-lead red", "operator red");
      assertThat(told("firing"))
          .containsOnly("site-lead yellow", "county-bureau red", "site-lead red", "operator red");
      assertThat(alerts())
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
      readNotices();
      assertThat(notices).allMatch(notice -> notice.result().equals("accepted"));
      assertThat(notices)
          .extracting(notice -> notice.role() + ' ' + notice.severity() + ' ' + notice.state())
          .contains("site-lead yellow firing", "site-lead red firing", "site-lead red resolved");
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void whoeverDiesNobodyHearsOfAnEndThatIsNone() throws Exception {
    publish(step(0, "raised", "red", "site-lead"));
    JobClient job;
    try (var alertmanager = alertmanager("a", people.address())) {
      job = startJob("2s", alertmanager.address());
      await(() -> !told("firing").isEmpty());
      alertmanager.kill();
    }
    deleteData(dir.resolve("a/data"));
    publish(step("C05-f01-20200311", 0, "raised", "red", "site-lead"));
    try (var alertmanager = alertmanager("a", people.address())) {
      await(() -> active(alertmanager.address()).size() == 2);
      assertThat(active(alertmanager.address()))
          .allMatch(alert -> alert.path("startsAt").asText().startsWith("2020-03-10T17:00:00"));

      flink.loseTheTaskManager();
      int before = people.received().size();
      publish(step("C05-f01-20200312", 0, "raised", "red", "operator"));
      await(() -> told("firing").contains("operator red"));
      await(() -> people.received().size() > before);
      assertThat(active(alertmanager.address())).hasSize(3);
      assertThat(told("resolved")).isEmpty();
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void eachAlertmanagerGetsEverythingWhateverBecomesOfTheOther() throws Exception {
    try (var good = Receiver.start();
        var bad = Receiver.start()) {
      bad.answer(body -> 503);
      JobClient job = startJob("1s", good.address(), bad.address());
      publish(step(0, "raised", "red", "site-lead"));
      publish(step("refused", 0, "raised", "red", "site-lead"));
      publish(step("fine", 0, "raised", "red", "site-lead"));
      await(() -> good.received().size() > 1);
      await(() -> noticed("failed 503 C05-f01-20200310"));
      publish(step(1, "resolved", "red", "site-lead"));
      await(() -> states(good, "C05-f01-20200310").contains("over"));

      bad.answer(body -> body.toString().contains("\"refused\"") ? 400 : 200);
      await(() -> noticed("accepted 200 fine", bad) && noticed("refused 400 refused", bad));
      await(() -> noticed("accepted 200 C05-f01-20200310", bad));
      assertThat(states(bad, "C05-f01-20200310")).isNotEmpty().containsOnly("over");
      assertThat(states(bad, "fine")).isNotEmpty().containsOnly("firing");
      assertThat(states(good, "refused")).isNotEmpty();
      List<String> seen = states(good, "C05-f01-20200310");
      assertThat(seen.subList(seen.indexOf("over"), seen.size())).containsOnly("over");
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void peopleGetMailsThatTheyCanRead() throws Exception {
    try (var alertmanager = alertmanager("a", people.address())) {
      publish(step(0, "raised", "red", "county-bureau"));
      publish(step("C05-f02-20200310", 0, "raised", "red", "county-bureau"));
      JobClient job = startJob("500ms", alertmanager.address());
      await(() -> mail.getReceivedMessages().length == 1);
      publish(step(1, "resolved", "red", "county-bureau"));
      await(() -> mail.getReceivedMessages().length == 2);

      MimeMessage first = mail.getReceivedMessages()[0];
      assertThat(first.getAllRecipients()[0]).hasToString("bureau@c01.demo.example");
      assertThat(first.getSubject()).isEqualTo("【黄】原砚影乡(现属鹤望岭镇):“取号等候不超时”有风险 等2项");
      var parts = (MimeMultipart) first.getContent();
      assertThat(parts.getBodyPart(0).getContent().toString())
          .contains("编号C05-f01-20200310", "编号C05-f02-20200310", "http://look/C05-f01-20200310");
      String html = parts.getBodyPart(1).getContent().toString();
      assertThat(html).contains("2项预警", "编号C05-f02-20200310").doesNotContain("{{", "解除");
      Files.writeString(HOME.resolve("jobs/target/mail.html"), html);
      assertThat(mail.getReceivedMessages()[1].getSubject()).contains("另1项解除");
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void aMessageForWeComFitsHoweverManyAlertsThereAre() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "s3cret");
    for (int i = 0; i < 40; i++) {
      publish(step("C05-f01-" + i, 0, "raised", "red", "site-lead"));
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
                .formatted(secret, people.address()))) {
      JobClient job = startJob("500ms", alertmanager.address());
      // The group may be sent before the last of the forty has come, and then again.
      Predicate<JsonNode> ofAll = sent -> sent.at("/text/content").asText().contains("共40项");
      await(() -> people.received().stream().anyMatch(ofAll));
      JsonNode message = people.received().stream().filter(ofAll).findFirst().orElseThrow();
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
                KafkaAccess.to(kafka.bootstrapServers()),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), recorderAddress.getPort()),
                List.of(alertmanager.address()),
                Duration.ofMillis(500))) {
      assertThat(recorder.port()).isEqualTo(recorderAddress.getPort());
      publish(step(0, "raised", "red", "county-bureau"));
      JobClient job = startJob("500ms", alertmanager.address());
      await(() -> delivered("county-bureau/c01 C05-f01-20200310 firing"));
      assertThat(notices)
          .filteredOn(notice -> !notice.receiver().isEmpty())
          .allMatch(
              notice ->
                  notice.peer().equals(alertmanager.address().getAuthority())
                      && notice.role().equals("county-bureau")
                      && notice.countyId().equals("c01")
                      && notice.result().equals("delivered"));

      mail.stop();
      publish(step(1, "resolved", "red", "county-bureau"));
      String failure = "DELIVERY-" + alertmanager.address().getAuthority() + "-email";
      await(() -> delivered("county-bureau/c01 C05-f01-20200310 resolved"));
      await(() -> noticed("undelivered 0 " + failure));
      await(() -> delivered("others " + failure + " firing"));
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  private boolean delivered(String what) {
    readNotices();
    return notices.stream()
        .anyMatch(
            notice ->
                what.equals(notice.receiver() + ' ' + notice.alertId() + ' ' + notice.state()));
  }

  private JobClient startJob(String every, URI... alertmanagers) throws Exception {
    var env = flink.environment(1, new Configuration());
    NoticeJob.define(
        env,
        Options.of(
            "--kafka", kafka.bootstrapServers(),
            "--alertmanagers",
                String.join(",", List.of(alertmanagers).stream().map(URI::toString).toList()),
            "--every", every,
            "--resolved-for", "30s",
            "--timeout", "2s",
            "--link", "http://look/{alert_id}",
            "--checkpoint-every", "500ms"));
    return env.executeAsync("notices");
  }

  /** One that goes by the shipped recipients and templates, only faster and to these servers. */
  private AlertmanagerProcess alertmanager(String name, URI recordTo) throws Exception {
    return alertmanager(
        name,
        Files.readString(HOME.resolve("alerting/recipients.yaml"))
                .replace("localhost:25", "localhost:" + mail.getSmtp().getPort())
            + "record_to: "
            + recordTo);
  }

  private AlertmanagerProcess alertmanager(String name, String people) throws Exception {
    Path recipients = dir.resolve("recipients.yaml");
    Files.writeString(
        recipients,
        people + "\npace: {group_wait: 300ms, group_interval: 300ms, any_hour: true}\n");
    Path config = dir.resolve("alertmanager.yml");
    var read =
        Recipients.read(
            recipients,
            Set.of(
                "site-lead",
                "resident-officer",
                "township-lead",
                "county-bureau",
                "operator",
                "reform-supervisor",
                "data-owner",
                "auditor"),
            Set.of("c01", "c02", "c03"),
            Set.of("hall", "transport", "fiscal"));
    Files.writeString(
        config,
        new AlertmanagerConfig(read, HOME.resolve("alerting/templates/*.tmpl").toString()).yaml());
    return AlertmanagerProcess.start(
        AlertmanagerProcess.find().orElseThrow(), dir.resolve(name), config);
  }

  private void publish(Alert step) throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                "alerts",
                step.areaId().getBytes(UTF_8),
                new JsonRecords<>(Alert.class).write(step)))
        .get();
  }

  /** Role and severity of each alert that people were told of in this state, as often as told. */
  private List<String> told(String state) {
    return alerts().stream()
        .filter(alert -> alert.path("status").asText().equals(state))
        .map(
            alert ->
                alert.at("/labels/role").asText() + ' ' + alert.at("/labels/severity").asText())
        .toList();
  }

  private List<JsonNode> alerts() {
    return people.received().stream()
        .flatMap(message -> StreamSupport.stream(message.path("alerts").spliterator(), false))
        .toList();
  }

  /** What an Alertmanager was told of an alert, in order. */
  private static List<String> states(Receiver alertmanager, String alertId) {
    return alertmanager.received().stream()
        .flatMap(posted -> StreamSupport.stream(posted.spliterator(), false))
        .filter(alert -> alert.at("/labels/alert_id").asText().equals(alertId))
        .map(alert -> alert.at("/annotations/step").asText().equals("resolved") ? "over" : "firing")
        .toList();
  }

  private boolean noticed(String what) {
    readNotices();
    return notices.stream().anyMatch(notice -> line(notice).equals(what));
  }

  private boolean noticed(String what, Receiver alertmanager) {
    readNotices();
    return notices.stream()
        .filter(notice -> notice.peer().equals(alertmanager.address().getAuthority()))
        .anyMatch(notice -> line(notice).equals(what));
  }

  private static String line(Notice notice) {
    return notice.result() + ' ' + notice.status() + ' ' + notice.alertId();
  }

  private void readNotices() {
    var json = new JsonRecords<>(OutputTopic.NOTICES.type());
    consumer
        .poll(Duration.ofMillis(200))
        .forEach(
            record -> {
              try {
                notices.add(json.read(record.value()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static List<JsonNode> active(URI alertmanager) throws Exception {
    var request =
        HttpRequest.newBuilder(alertmanager.resolve("/api/v2/alerts?active=true")).build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    return StreamSupport.stream(JSON.readTree(answer.body()).spliterator(), false).toList();
  }

  private static void deleteData(Path data) throws Exception {
    try (var files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var never = new CountDownLatch(1);
    while (!condition.call()) {
      assertThat(System.nanoTime() < deadline)
          .as(() -> "in time; told: " + told("firing") + ", that it is over: " + told("resolved"))
          .isTrue();
      assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
    }
  }
}
