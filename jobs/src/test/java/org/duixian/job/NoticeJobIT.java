package org.duixian.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.duixian.alert.Steps.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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
import org.duixian.edge.JsonRecords;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.OutputTopic;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.duixian.local.AlertmanagerProcess;
import org.duixian.local.KafkaBroker;
import org.duixian.local.alerting.AlertmanagerConfig;
import org.duixian.local.alerting.Messages;
import org.duixian.local.alerting.Messages.Message;
import org.duixian.local.alerting.Messages.News;
import org.duixian.local.alerting.Recipients;
import org.duixian.local.sim.JudgedDemo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** NoticeJob between a real broker and real Alertmanagers, which die. */
final class NoticeJobIT {
  /** How long Alertmanager is away: ten rounds, which are ten minutes outside of tests. */
  private static final Duration OUTAGE =
      Duration.parse(System.getProperty("duixian.outage", "PT10S"));

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Path HOME = Path.of(System.getProperty("duixian.home"));
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Four weeks in which most of the demo's stories go wrong; an hour of them lasts 100 ms. */
  private static final int MONTH = ServiceDates.parse("2020-05-11");

  private static final int MONTH_DAYS = 28;
  private static final int TEMPO = 36_000;
  private static final long DAY_MILLIS = 86_400_000 / TEMPO;
  private static final String TOWNSHIP = "t06";
  private static final String PART = "f11";

  @TempDir private Path dir;
  private KafkaBroker kafka;
  private SmallCluster flink;
  private Receiver people;
  private GreenMail mail;
  private KafkaProducer<byte[], byte[]> producer;
  private KafkaConsumer<byte[], byte[]> consumer;
  private final List<Notice> notices = new ArrayList<>();
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();

  /** A message that came, and when. */
  private record Received(long atMillis, JsonNode message) {
    String receiver() {
      return message.path("receiver").asText();
    }

    Stream<String> news() {
      return StreamSupport.stream(message.path("alerts").spliterator(), false)
          .map(
              alert ->
                  NoticeJobIT.news(
                      receiver(),
                      alert.at("/labels/alert_id").asText(),
                      alert.at("/labels/severity").asText(),
                      alert.path("status").asText().equals("resolved")));
    }
  }

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
      // For fifteen rounds the end of the yellow is said again. With this news of its group, after
      // them, it is out of Alertmanager, told to nobody.
      long escalated = System.nanoTime();
      await(() -> System.nanoTime() - escalated > Duration.ofMillis(8_500).toNanos());
      publish(step("C05-f03-20200310", 0, "raised", "yellow", "site-lead"));
      await(() -> ids().contains("C05-f03-20200310"));
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
      job = startJob(OUTAGE.toSeconds() / 10 + "s", alertmanager.address());
      await(() -> !told("firing").isEmpty());
      alertmanager.kill();
    }
    long killed = System.nanoTime();
    deleteData(dir.resolve("a/data"));
    publish(step("C05-f01-20200311", 0, "raised", "red", "site-lead"));
    await(() -> noticed("failed 0 C05-f01-20200311"));
    flink.loseTheTaskManager();
    await(PATIENCE.plus(OUTAGE), () -> System.nanoTime() - killed > OUTAGE.toNanos());
    try (var alertmanager = alertmanager("a", people.address())) {
      await(PATIENCE.plus(OUTAGE), () -> active(alertmanager.address()).size() == 2);
      assertThat(active(alertmanager.address()))
          .allMatch(alert -> alert.path("startsAt").asText().startsWith("2020-03-10T17:00:00"));

      flink.loseTheTaskManager();
      int before = people.received().size();
      publish(step("C05-f01-20200312", 0, "raised", "red", "operator"));
      await(() -> told("firing").contains("operator red"));
      await(() -> people.received().size() > before);
      assertThat(active(alertmanager.address())).hasSize(3);
      assertThat(told("resolved")).isEmpty();
      // Twice only what the one that lost everything had told already.
      assertThat(ids())
          .containsOnly("C05-f01-20200310", "C05-f01-20200311", "C05-f01-20200312")
          .areExactly(1, new Condition<>("C05-f01-20200312"::equals, "of the last alert"));
      assertThat(people.received().get(0).toString()).doesNotContain("C05-f01-20200311");
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
  void ofAPairEitherTellsARedWithinAMinuteAtTheShippedPace() throws Exception {
    Path config = config(recipients(shipped(people.address())));
    int[] ports = freePorts();
    JobClient job;
    try (var first = member("a", config, ports[0], ports[1]);
        var second = member("b", config, ports[1], ports[0])) {
      await(() -> peers(first.address()) == 2 && peers(second.address()) == 2);
      job = startJob("1s", first.address(), second.address());
      publish(step(0, "raised", "red", "site-lead"));
      await(() -> told("firing").contains("site-lead red"));
      assertThat(active(first.address())).hasSize(1);
      assertThat(active(second.address())).hasSize(1);

      first.kill();
      // Of the same group, which was told of already.
      publish(step("C05-f01-20200311", 0, "raised", "red", "site-lead"));
      await(() -> ids().contains("C05-f01-20200311"));
      assertThat(told("resolved")).isEmpty();
      await(() -> noticed("failed 0 C05-f01-20200311"));
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void theRedOfEachStoryIsToldWithinAMinuteAtTheShippedPace() throws Exception {
    Recipients recipients = onlyRecorded("");
    Set<String> reds = new HashSet<>();
    List<Alert> untilRed =
        JudgedDemo.run().alerts.stream()
            .filter(step -> !reds.contains(step.alertId()))
            .filter(step -> !step.severity().equals("red") || reds.add(step.alertId()))
            .toList();
    assertThat(reds).hasSize(11);
    try (var alertmanager = alertmanager("a", recipients)) {
      JobClient job = start(List.of(alertmanager.address()));
      // Those of the second round find the groups told already.
      for (String round : List.of("", "-again")) {
        List<Alert> published = new ArrayList<>();
        for (Alert step : untilRed) {
          if (reds.contains(step.alertId())) {
            Alert now = judgedAt(System.currentTimeMillis(), step, round);
            published.add(now);
            publish(now);
          }
        }
        Map<String, Long> expected = new HashMap<>();
        long inAnHour = System.currentTimeMillis() + 3_600_000;
        for (Message message : Messages.of(published, recipients, inAnHour)) {
          message.news().stream()
              .filter(each -> each.severity().equals("red"))
              .forEach(each -> expected.put(news(message, each), each.sinceMillis()));
        }
        await(() -> firstTold().keySet().containsAll(expected.keySet()));
        assertThat(expected).hasSizeGreaterThanOrEqualTo(reds.size());
        Map<String, Long> told = firstTold();
        expected.forEach(
            (news, publishedMillis) ->
                assertThat(told.get(news) - publishedMillis).as(news).isLessThanOrEqualTo(60_000));
      }
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  /**
   * The model knows of each step when Alertmanager took it. It is not held to the moment: each of
   * Alertmanager's ticks, of which there are three a day here and thousands outside, comes a little
   * later than the one before, so that what is near to the end of a day slips into the next, and
   * alerts that come just when it ticks are one message or two. It goes by the clock, so it is run
   * by itself, by name and with -Dduixian.month=true.
   */
  @Test
  @EnabledIfSystemProperty(named = "duixian.month", matches = "true")
  void aMonthOfTheDemoIsToldAsOftenAsIsReckoned() throws Exception {
    // Of what the shipped pace is at the tempo, the waits are longer, because it takes a while to
    // reach Alertmanager; and again is said half a tick before the third and the fourth day.
    Recipients recipients =
        onlyRecorded(
            """
            pace:
              group_wait: 800ms
              group_interval: 800ms
              repeat_red: 6800ms
              repeat_yellow: 9200ms
              any_hour: true
            """);
    long monthStarts = ServiceDates.startMillis(MONTH);
    List<Alert> steps =
        JudgedDemo.run().alerts.stream()
            .filter(step -> step.atMillis() >= monthStarts)
            .filter(step -> step.atMillis() < ServiceDates.startMillis(MONTH + MONTH_DAYS))
            .sorted(Comparator.comparingLong(Alert::atMillis))
            .toList();
    try (var alertmanager = alertmanager("a", recipients)) {
      JobClient job =
          start(List.of(alertmanager.address()), "--every", "500ms", "--resolved-for", "6500ms");
      // The first takes its time. Of the demo's alerts none is for the others.
      publish(step(0, "reminded", "reminder", "operator"));
      await(() -> !received.isEmpty());

      long starts = System.currentTimeMillis();
      for (Alert step : steps) {
        long due = starts + (step.atMillis() - monthStarts) / TEMPO;
        await(() -> System.currentTimeMillis() >= due);
        publish(judgedAt(System.currentTimeMillis(), step, ""));
      }
      long ends = starts + MONTH_DAYS * DAY_MILLIS;
      await(() -> System.currentTimeMillis() >= ends);
      List<Received> sent =
          received.stream()
              .filter(each -> each.atMillis() < ends && !each.receiver().equals("others"))
              .toList();
      List<Message> reckoned = Messages.of(asHeard(steps), recipients, ends - 1);
      job.cancel().get(1, TimeUnit.MINUTES);

      assertThat(sent.stream().flatMap(Received::news).distinct())
          .containsExactlyInAnyOrderElementsOf(
              reckoned.stream()
                  .flatMap(each -> each.news().stream().map(news -> news(each, news)))
                  .collect(toSet()));
      Map<String, int[]> sentPerDay = new TreeMap<>();
      sent.forEach(each -> count(each.receiver(), each.atMillis() - starts, sentPerDay));
      Map<String, int[]> reckonedPerDay = new TreeMap<>();
      reckoned.forEach(each -> count(each.receiver(), each.atMillis() - starts, reckonedPerDay));
      assertThat(sentPerDay).containsOnlyKeys(reckonedPerDay.keySet());
      reckonedPerDay.forEach(
          (receiver, expected) -> {
            int[] counted = sentPerDay.get(receiver);
            String said =
                "%s: sent %s, reckoned %s"
                    .formatted(receiver, Arrays.toString(counted), Arrays.toString(expected));
            int total = IntStream.of(expected).sum();
            assertThat(IntStream.of(counted).sum())
                .as(said)
                .isCloseTo(total, within(Math.max(2, total / 10)));
            Arrays.sort(counted);
            Arrays.sort(expected);
            assertThat(counted[MONTH_DAYS / 2])
                .as(said)
                .isCloseTo(expected[MONTH_DAYS / 2], within(1));
            assertThat(counted[MONTH_DAYS - 1])
                .as(said)
                .isCloseTo(expected[MONTH_DAYS - 1], within(1));
          });
    }
  }

  /** The steps of which Alertmanager was told, each as if it had been judged then. */
  private List<Alert> asHeard(List<Alert> steps) throws Exception {
    Map<String, Long> heardMillis = new HashMap<>();
    Alert last = steps.get(steps.size() - 1);
    await(
        () -> {
          readNotices();
          notices.stream()
              .filter(notice -> notice.result().equals("accepted"))
              .forEach(
                  notice ->
                      heardMillis.merge(
                          notice.alertId() + ' ' + notice.revision(),
                          notice.atMillis(),
                          Math::min));
          return heardMillis.containsKey(last.alertId() + ' ' + last.revision());
        });
    List<Alert> heard = new ArrayList<>();
    for (Alert step : steps) {
      Long millis = heardMillis.get(step.alertId() + ' ' + step.revision());
      if (millis != null) {
        heard.add(judgedAt(millis, step, ""));
      }
    }
    return heard;
  }

  private static void count(String receiver, long millis, Map<String, int[]> perDay) {
    perDay.computeIfAbsent(receiver, to -> new int[MONTH_DAYS])[(int) (millis / DAY_MILLIS)]++;
  }

  /** The shipped recipients, of whom none is told, but only recorded that they would be. */
  private Recipients onlyRecorded(String pace) throws IOException {
    people.answer(
        message -> {
          received.add(new Received(System.currentTimeMillis(), message));
          return 200;
        });
    return recipients(Files.readString(HOME.resolve("alerting/recipients.yaml")) + pace)
        .recordedOnly(people.address().toString());
  }

  private Map<String, Long> firstTold() {
    Map<String, Long> told = new HashMap<>();
    received.forEach(each -> each.news().forEach(news -> told.putIfAbsent(news, each.atMillis())));
    return told;
  }

  private static String news(Message message, News news) {
    return news(message.receiver(), news.alertId(), news.severity(), news.over());
  }

  private static String news(String receiver, String alertId, String severity, boolean over) {
    return String.join(" ", receiver, alertId, severity, over ? "resolved" : "firing");
  }

  /** The step as if it had been judged then, of the alert of this name. */
  private static Alert judgedAt(long millis, Alert step, String suffix) throws IOException {
    var json = new JsonRecords<>(Alert.class);
    var fields = (ObjectNode) JSON.readTree(json.write(step));
    fields.put("at_millis", millis).put("alert_id", step.alertId() + suffix);
    return json.read(JSON.writeValueAsBytes(fields));
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
    levels.on(works(TOWNSHIP), "", new MapTable<>(), ofTownship::add);
    levels.on(works(PART), "", new MapTable<>(), ofPart::add);
    try (var alertmanager = alertmanager("a", people.address())) {
      JobClient job = startJob("500ms", alertmanager.address());
      publish(ofTownship.get(0));
      await(() -> ids().contains(ofTownship.get(0).alertId()));
      publish(ofPart.get(0));
      publish(step(0, "raised", "red", "operator"));
      await(() -> told("firing").contains("operator red"));
      await(() -> inhibited(alertmanager.address(), ofPart.get(0).alertId()));
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
    return start(
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

  private JobClient start(List<URI> alertmanagers, String... more) throws Exception {
    var options =
        new ArrayList<>(
            List.of(
                "--kafka",
                kafka.bootstrapServers(),
                "--alertmanagers",
                String.join(",", alertmanagers.stream().map(URI::toString).toList())));
    options.addAll(List.of(more));
    var env = flink.environment(1, new Configuration());
    NoticeJob.define(env, Options.of(options.toArray(String[]::new)));
    return env.executeAsync("notices");
  }

  /** One that goes by the shipped recipients and templates, only faster and to these servers. */
  private AlertmanagerProcess alertmanager(String name, URI recordTo) throws Exception {
    return alertmanager(name, shipped(recordTo));
  }

  private AlertmanagerProcess alertmanager(String name, String people) throws Exception {
    String pace = "\npace: {group_wait: 300ms, group_interval: 300ms, any_hour: true}\n";
    return alertmanager(name, recipients(people + pace));
  }

  private AlertmanagerProcess alertmanager(String name, Recipients recipients) throws Exception {
    return AlertmanagerProcess.start(
        AlertmanagerProcess.find().orElseThrow(), dir.resolve(name), config(recipients));
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
    return Files.readString(HOME.resolve("alerting/recipients.yaml"))
            .replace("localhost:25", "localhost:" + mail.getSmtp().getPort())
        + "record_to: "
        + recordTo;
  }

  private Recipients recipients(String text) throws IOException {
    return Recipients.read(
        Files.writeString(dir.resolve("recipients.yaml"), text),
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
  }

  private Path config(Recipients recipients) throws IOException {
    String templates = HOME.resolve("alerting/templates/*.tmpl").toString();
    return Files.writeString(
        dir.resolve("alertmanager.yml"), new AlertmanagerConfig(recipients, templates).yaml());
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

  /** The alerts that people were told of. */
  private List<String> ids() {
    return alerts().stream().map(alert -> alert.at("/labels/alert_id").asText()).toList();
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

  private void await(Callable<Boolean> condition) throws Exception {
    await(PATIENCE, condition);
  }

  private void await(Duration patience, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    var never = new CountDownLatch(1);
    while (!condition.call()) {
      assertThat(System.nanoTime() < deadline)
          .as(() -> "in time; told: " + told("firing") + ", that it is over: " + told("resolved"))
          .isTrue();
      assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
    }
  }
}
