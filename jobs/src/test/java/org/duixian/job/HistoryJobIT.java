package org.duixian.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.duixian.edge.ClickHouseSchema;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.OutputTopic;
import org.duixian.edge.ReferencePublisher;
import org.duixian.event.EventTypes;
import org.duixian.local.ClickHouseProcess;
import org.duixian.local.KafkaBroker;
import org.duixian.local.LibChdb;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** HistoryJob between a real broker and a real server, which dies. */
final class HistoryJobIT {
  private static final Path HOME = Path.of(System.getProperty("duixian.home"));
  private static final Path EXAMPLES = HOME.resolve("schemas/examples");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> EVENT_TOPICS = EventTypes.load().topics();
  private static final List<String> VIEWS =
      List.of(
          "v_outcomes",
          "v_levels",
          "v_alerts",
          "v_intake_hourly",
          "v_intake_identity",
          "v_notices");

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir private Path dir;
  private KafkaBroker kafka;
  private ClickHouseProcess clickHouse;
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeEach
  void start() throws Exception {
    kafka = KafkaBroker.start(dir.resolve("kafka"));
    var topics = new ArrayList<NewTopic>();
    EVENT_TOPICS.forEach(topic -> topics.add(new NewTopic(topic, 2, (short) 1)));
    OutputTopic.ALL.forEach(topic -> topics.add(new NewTopic(topic.name(), 2, (short) 1)));
    kafka.createTopics(topics);
    clickHouse = startClickHouse();
    ClickHouseSchema.apply(clickHouse.access());
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "test"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
  }

  @AfterEach
  void stop() {
    producer.close(Duration.ZERO);
    clickHouse.close();
    kafka.close();
  }

  @Test
  void everythingIsKeptOnceHoweverOftenItIsDelivered() throws Exception {
    producer.beginTransaction();
    int valid = sendValidExamples();
    int invalid = sendInvalidExamples();
    sendPublished();
    producer.commitTransaction();
    new ReferencePublisher(KafkaAccess.to(kafka.bootstrapServers()), Clock.systemUTC())
        .publish(
            EXAMPLES.resolve("small-city/reference"), HOME.resolve("schemas/commitments"), 0, true);
    producer.beginTransaction();
    sendValidExamples();
    producer.flush();
    producer.abortTransaction();

    environment("--bounded", "true").execute();

    assertThat(query("SELECT count(), sum(decoded) FROM duixian.events"))
        .isEqualTo(valid + invalid + "\t" + valid);
    assertThat(query("SELECT count() FROM duixian.heartbeats"))
        .isEqualTo(
            query(
                "SELECT uniqExact(source, id) FROM duixian.events"
                    + " WHERE type = 'ops.source.heartbeat'"));
    assertThat(query("SELECT count() FROM duixian.heartbeats")).isNotEqualTo("0");
    assertThat(
            query(
                "SELECT count() FROM duixian.events WHERE match(payload,"
                    + " '11010519491231002X|13800138000')"))
        .isEqualTo("0");
    assertThat(query("SELECT count() FROM duixian.outcomes")).isEqualTo("4");
    assertThat(
            query(
                "SELECT subject, revision, good, total, isNull(due_at), lost_by_reason"
                    + " FROM duixian.v_outcomes ORDER BY subject"))
        .isEqualTo("A1\t1\t0\t1\t0\t{'late':1}\nbeyond\t0\t0\t0\t0\t{'workday':-3}");
    assertThat(query("SELECT verdict, lower_share FROM duixian.v_levels")).isEqualTo("met\t\\N");
    assertThat(query("SELECT state, text_zh FROM duixian.v_alerts")).isEqualTo("resolved\t已恢复");
    assertThat(query("SELECT reason, offset FROM duixian.rejected_events"))
        .isEqualTo("unknown_site\t7");
    assertThat(query("SELECT accounted FROM duixian.v_intake_identity WHERE source = '/s'"))
        .isEqualTo("9");
    assertThat(
            query(
                "SELECT version, applies_from, line, fields['name_zh'] FROM duixian.reference"
                    + " WHERE file = 'reference/areas.csv' AND fields['area_id'] = 'f1'"))
        .isEqualTo("sample-1\t1970-01-01\t4\t甲样乡");
    assertThat(
            query(
                "SELECT fields['name.zh'], fields['open.event'] FROM duixian.reference"
                    + " WHERE file = 'commitments/C05.yaml'"))
        .isEqualTo("取号等候不超时\thall.ticket.issued");
    assertThat(
            query(
                "SELECT role, accepted_at, delivered_at, receivers, failures"
                    + " FROM duixian.v_notices"))
        .isEqualTo(
            "site-lead\t2020-03-02 16:00:01.000\t2020-03-02 16:00:30.000\t['site-lead/any']\t1");
    String before = views();

    environment("--bounded", "true", "--group", "again").execute();

    assertThat(views()).isEqualTo(before);
    assertThat(query("SELECT count(), sum(decoded) FROM duixian.events FINAL"))
        .isEqualTo(valid + invalid + "\t" + valid);
  }

  @Test
  void aServerThatIsKilledDelaysButLosesNothing() throws Exception {
    int rounds = 20;
    int sent = 0;
    producer.beginTransaction();
    for (int round = 0; round < rounds; round++) {
      sent += sendValidExamples();
    }
    producer.commitTransaction();
    JobClient job =
        environment("--batch-rows", "100", "--checkpoint-every", "300ms", "--retries", "1")
            .executeAsync();
    int first = sent;
    await(() -> storedEvents() == first);

    clickHouse.kill();
    producer.beginTransaction();
    for (int round = 0; round < rounds; round++) {
      sent += sendValidExamples();
    }
    sendPublished();
    producer.commitTransaction();
    await(() -> status(job) == JobStatus.RESTARTING);
    clickHouse.close();
    clickHouse = startClickHouse();

    int all = sent;
    await(() -> storedEvents() == all);
    await(() -> query("SELECT count() FROM duixian.v_alerts").equals("1"));
    assertThat(status(job)).isIn(JobStatus.RUNNING, JobStatus.RESTARTING);
    assertThat(query("SELECT uniqExact(topic, partition, offset) FROM duixian.events"))
        .isEqualTo(Integer.toString(all));
    job.cancel().get(1, TimeUnit.MINUTES);
  }

  private StreamExecutionEnvironment environment(String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "--kafka", kafka.bootstrapServers(),
                "--clickhouse-url", clickHouse.jdbcUrl(),
                "--clickhouse-user", clickHouse.writer().user(),
                "--clickhouse-password", clickHouse.writer().password()));
    arguments.addAll(List.of(more));
    var env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.configure(
        new Configuration()
            .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
            .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE)
            .set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(500)));
    env.setParallelism(2);
    HistoryJob.define(env, Options.of(arguments.toArray(String[]::new)));
    return env;
  }

  /** Sends each valid example once, as its source would; returns how many. */
  private int sendValidExamples() throws IOException {
    try (var files = Files.list(EXAMPLES.resolve("valid"))) {
      List<Path> examples = files.toList();
      for (Path example : examples) {
        byte[] json = Files.readAllBytes(example);
        JsonNode event = JSON.readTree(json);
        String stream = event.get("type").asText().split("\\.")[2];
        // A heartbeat has no topic of its own.
        send(
            "events." + (stream.equals("ops") ? "hall" : stream),
            event.get("source").asText(),
            json);
      }
      return examples.size();
    }
  }

  /** Sends each invalid example once, where and when it is expected to be rejected. */
  private int sendInvalidExamples() throws IOException {
    Path folder = EXAMPLES.resolve("invalid");
    var table = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (var reader = Files.newBufferedReader(folder.resolve("expected.csv"));
        var rows = table.parse(reader)) {
      int count = 0;
      for (CSVRecord row : rows) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    row.get("topic"),
                    null,
                    OffsetDateTime.parse(row.get("arrived_at")).toInstant().toEpochMilli(),
                    row.get("key").isEmpty() ? null : row.get("key").getBytes(UTF_8),
                    Files.readAllBytes(folder.resolve(row.get("file")))));
        count++;
      }
      return count;
    }
  }

  /** What ServiceLevelJob might publish: several revisions and steps of one thing each. */
  private void sendPublished() {
    send("outcomes", "f01", outcome("A1", 0, 1));
    send("outcomes", "f01", outcome("A1", 1, 1));
    send("outcomes", "f01", outcome("A2", 0, 0));
    send("outcomes", "f01", outcome("beyond", 0, 0).replace("'late':0", "'workday':-3"));
    send("levels", "f01", level(0, "too_few"));
    send("levels", "f01", level(1, "met"));
    send("alerts", "f01", alert(0, "raised", "变慢"));
    send("alerts", "f01", alert(1, "resolved", "已恢复"));
    send(
        "rejected",
        "/s",
        "{'reason':'unknown_site','detail':'','source':'/s','topic':'events.hall','partition':0,"
            + "'offset':7,'arrived_millis':1583110800123,'payload':'{}'}");
    send("notices", "f01-C05-1", notice("", "failed", 503, 1583164800000L));
    send("notices", "f01-C05-1", notice("", "accepted", 200, 1583164801000L));
    send("notices", "f01-C05-1", notice("", "accepted", 200, 1583164809000L));
    send("notices", "f01-C05-1", notice("site-lead/any", "delivered", 0, 1583164830000L));
    for (int accounted : new int[] {4, 9}) {
      send(
          "intake",
          "/s",
          "{'source':'/s','area_id':'f01','hour_millis':1583110800000,'accounted':%d,"
                  .formatted(accounted)
              + "'duplicate':0,'too_late':0,'irrelevant':0}");
    }
  }

  private static String outcome(String subject, int revision, int total) {
    return ("{'area_id':'f01','commitment_id':'C05','subject':'%s','source':'/s','site_id':'h',"
            + "'service_date':'2020-03-02','good':0,'total':%d,'lost_by_reason':{'late':%d},"
            + "'hard_rule':'','due_millis':1583110800000,'known_millis':1583110800000,"
            + "'revision':%d,'evidence':['e1'],'commitment_version':'1',"
            + "'reference_version':'1','calendar_version':'1'}")
        .formatted(subject, total, total, revision);
  }

  private static String level(int revision, String verdict) {
    return ("{'area_id':'f01','commitment_id':'C05','window_days':28,'service_date':'2020-03-02',"
            + "'good':0,'total':0,'objective':0.9,'lower_share':null,'upper_share':null,"
            + "'cusum':0.0,'verdict':'%s','hard_rule':'','units_missing':0,'days_vouched':28,"
            + "'days_expected':28,'lost_by_reason':{},'evidence':[],"
            + "'judged_millis':1583164800000,'revision':%d,'commitment_version':'1',"
            + "'reference_version':'1','calendar_version':'1'}")
        .formatted(verdict, revision);
  }

  private static String notice(String receiver, String result, int status, long atMillis) {
    return ("{'alert_id':'f01-C05-1','revision':0,'role':'site-lead','severity':'red',"
            + "'state':'firing','commitment_id':'C05','area_id':'f01','county_id':'c01',"
            + "'peer':'a:9093','receiver':'%s','result':'%s','status':%d,'detail':'',"
            + "'at_millis':%d}")
        .formatted(receiver, result, status, atMillis);
  }

  private static String alert(int revision, String state, String text) {
    return ("{'alert_id':'f01-C05-1','area_id':'f01','township_ids':['t01'],'county_id':'c01',"
            + "'commitment_id':'C05','subject':'','severity':'red','state':'%s','resolution':'',"
            + "'since_date':'2020-03-02','service_date':'2020-03-03','at_millis':1583164800000,"
            + "'good':0,'total':1,'objective':0.9,'hard_rule':'','lost_by_reason':{'late':1},"
            + "'evidence':['e1'],'recipients':['site-lead'],'text_zh':'%s','text_en':'',"
            + "'revision':%d,'commitment_version':'1','reference_version':'1',"
            + "'calendar_version':'1'}")
        .formatted(state, text, revision);
  }

  private void send(String topic, String key, String json) {
    send(topic, key, json.replace('\'', '"').getBytes(UTF_8));
  }

  private void send(String topic, String key, byte[] value) {
    // A record that cannot be sent fails the commit.
    var unused = producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value));
  }

  private ClickHouseProcess startClickHouse() {
    return ClickHouseProcess.start(dir.resolve("clickhouse"), LibChdb.find(HOME));
  }

  private int storedEvents() {
    return Integer.parseInt(query("SELECT count() FROM duixian.events FINAL"));
  }

  private String views() {
    var all = new StringBuilder();
    for (String view : VIEWS) {
      all.append(query("SELECT * FROM duixian." + view + " ORDER BY ALL FORMAT JSONEachRow"))
          .append('\n');
    }
    return all.toString();
  }

  private String query(String sql) {
    return clickHouse.execute(sql);
  }

  private static JobStatus status(JobClient job) {
    return job.getJobStatus().join();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
      new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
    }
  }
}
