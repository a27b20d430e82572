package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.duixian.audit.Link;
import org.duixian.calendar.ServiceDates;
import org.duixian.local.ClickHouseProcess;
import org.duixian.local.KafkaBroker;
import org.duixian.local.LibChdb;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Seals that are at work at the same time, on a real broker and a real server. */
final class ChainIT {
  private static final long MAY_31 = 1_590_900_000_000L;
  private static final long DAY = 86_400_000L;

  @TempDir private Path dir;
  private KafkaBroker broker;
  private ClickHouseProcess server;
  private KafkaAccess kafka;
  private Chain chain;

  @BeforeEach
  void start() throws Exception {
    server =
        ClickHouseProcess.start(
            dir.resolve("clickhouse"), LibChdb.find(Path.of(System.getProperty("duixian.home"))));
    broker = KafkaBroker.start(dir.resolve("kafka"));
    ClickHouseSchema.apply(server.access());
    broker.createTopics(
        List.of(new NewTopic("alerts", 1, (short) 1), new NewTopic("levels", 1, (short) 1)));
    kafka = KafkaAccess.to(broker.bootstrapServers());
    Path schemas = Path.of("..", "schemas");
    new ReferencePublisher(kafka, Clock.systemUTC())
        .publish(schemas.resolve("reference/demo"), schemas.resolve("commitments"), 0, true);
    chain = new Chain(server.access());
  }

  @AfterEach
  void stop() {
    broker.close();
    server.close();
  }

  private void publish(String countyId, int revision, long atMillis) throws Exception {
    String alert =
        Files.readString(Path.of("..", "schemas", "examples", "records", "alert.json"))
            .replace("\"county_id\": \"c01\"", "\"county_id\": \"" + countyId + '"')
            .replace("\"at_millis\": 1589386500000", "\"at_millis\": " + atMillis)
            .replace("\"revision\": 0", "\"revision\": " + revision);
    var settings = Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>("alerts", new byte[] {1}, alert.getBytes(UTF_8))).get();
    }
  }

  private List<String> sealedLines() {
    return server
        .execute("SELECT arrayJoin(lines) FROM duixian.chain FINAL ORDER BY county_id, number")
        .lines()
        .toList();
  }

  private void holds(int rows) throws Exception {
    assertThat(sealedLines()).hasSize(rows).doesNotHaveDuplicates();
    // The history is empty, as no HistoryJob ran: every line is that of a row which is not there.
    assertThat(chain.check(Map.of()).breaks())
        .hasSize(rows)
        .allMatch(each -> each.what().name().equals("row_deleted"));
  }

  @Test
  void theSlowerOfTwoIsRefusedThoughItsLinkIsAnotherCountysOfAnotherMonth() throws Exception {
    publish("c02", 0, MAY_31 + DAY);
    var slower = chain.unstored(kafka);
    publish("c01", 1, MAY_31);
    publish("c02", 2, MAY_31 + DAY);
    var faster = chain.unstored(kafka);
    assertThat(slower.links()).extracting(Link::countyId).containsExactly("c02");

    assertThat(chain.store(faster)).hasSize(2);
    assertThatThrownBy(() -> chain.store(slower))
        .isInstanceOf(SealRefused.class)
        .hasMessageStartingWith("county 'c02', link 1: the chains are not what they were");

    holds(3);
    assertThat(chain.seal(kafka)).isEmpty();
  }

  @Test
  void oneThatIsOvertakenInTheMiddleStopsThereAndWhatItSealedStays() throws Exception {
    publish("c01", 0, MAY_31);
    var first = chain.unstored(kafka);
    publish("c02", 1, MAY_31);
    var overtaken = chain.unstored(kafka);
    chain.store(
        new Chain.Unstored(first.after(), first.links(), first.readMillis(), Map.of())); // cut off
    publish("c02", 2, MAY_31);
    List<Link> next = chain.seal(kafka);
    assertThat(next).extracting(Link::countyId).containsExactly("c02");

    assertThatThrownBy(() -> chain.store(overtaken)).isInstanceOf(SealRefused.class);

    holds(3);
    assertThat(chain.seal(kafka)).isEmpty();
  }

  /** Of the same area and day: once in time, and once more when two other days had been told. */
  @Test
  void whatIsSealedAfterTheDigestOfItsDayIsToldInTheNextOne() throws Exception {
    long may13ClosedMillis = 1_589_386_500_000L;
    int may13 = ServiceDates.parse("2020-05-13");
    server.execute(
        """
        INSERT INTO duixian.alerts (alert_id, revision, area_id, county_id, commitment_id, severity,
            state, service_date, at) VALUES
          ('f07-C04-2020-05-11', 0, 'f07', 'c01', 'C04', 'yellow', 'raised', '2020-05-13',
              '2020-05-13 16:15:00'),
          ('f07-C04-2020-05-11', 1, 'f07', 'c01', 'C04', 'red', 'escalated', '2020-05-13',
              '2020-05-13 16:15:00')""");
    publish("c01", 0, may13ClosedMillis);
    chain.seal(kafka);
    publish("c01", 1, may13ClosedMillis);
    publish("c02", 2, may13ClosedMillis + 2 * DAY);
    chain.seal(kafka);

    assertThat(DigestPart.LATE.rows(server.access(), may13)).isEmpty();
    assertThat(DigestPart.LATE.rows(server.access(), may13 + 2))
        .containsOnlyKeys("c01")
        .extractingByKey("c01", list(List.class))
        .singleElement(list(String.class))
        .startsWith("升级 escalated", "红 red")
        .endsWith("f07-C04-2020-05-11", "2020-05-13");
    assertThat(DigestPart.whyLateIsUnknown(server.access(), may13 - 1)).startsWith("未知");
    assertThat(DigestPart.whyLateIsUnknown(server.access(), may13 + 2)).isEmpty();
    assertThat(DigestPart.whyLateIsUnknown(server.access(), may13 + 3)).startsWith("当日尚未封存");
  }

  @Test
  @Timeout(300)
  void ofManyAtOnceNoneBreaksTheChain() throws Exception {
    var barrier = new CyclicBarrier(4);
    var pool = Executors.newFixedThreadPool(4);
    int rows = 0;
    int done = 0;
    try {
      for (int round = 0; round < 4; round++) {
        for (int day = 0; day < 5; day++) {
          publish("c0" + (1 + day % 2), rows++, MAY_31 + day * DAY);
        }
        int revision = rows++;
        var seals = new ArrayList<Callable<List<Link>>>();
        for (int i = 0; i < 4; i++) {
          boolean publishes = i == 0;
          seals.add(
              () -> {
                barrier.await();
                if (publishes) {
                  publish("c02", revision, MAY_31 + 3 * DAY);
                }
                return chain.seal(kafka);
              });
        }
        for (var seal : pool.invokeAll(seals)) {
          try {
            seal.get();
            done++;
          } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(SealRefused.class);
          }
        }
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(done).isPositive();

    chain.seal(kafka);
    holds(rows);
  }
}
