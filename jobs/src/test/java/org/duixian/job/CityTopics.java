package org.duixian.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.duixian.edge.ClickHouseAccess;
import org.duixian.edge.JsonRecords;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.OutputTopic;
import org.duixian.edge.ReferencePublisher;
import org.duixian.edge.Ticks;
import org.duixian.local.KafkaBroker;
import org.duixian.local.sim.SimulatedEvent;

/** Empty topics on a broker: events go in, what was committed comes out. */
final class CityTopics implements AutoCloseable {
  static final List<String> EVENTS =
      List.of(
          "events.hall",
          "events.transport",
          "events.clinic",
          "events.feedback",
          "events.care",
          "events.reform");
  private static final Map<String, String> NOTHING_EXPIRES = Map.of("retention.ms", "-1");

  private final String servers;
  private final Runnable stop;
  private final Admin admin;
  private final int partitions;
  private final Map<String, Integer> partitionOfSource = new HashMap<>();
  private final Map<String, Integer> sourcesOfTopic = new HashMap<>();

  private CityTopics(String servers, Runnable stop, int partitions) {
    this.servers = servers;
    this.stop = stop;
    this.admin = Admin.create(client());
    this.partitions = partitions;
    KafkaBroker.createTopics(
        servers,
        Stream.concat(EVENTS.stream(), OutputTopic.ALL.stream().map(OutputTopic::name))
            .map(name -> new NewTopic(name, partitions, (short) 1).configs(NOTHING_EXPIRES))
            .toList());
  }

  /**
   * On a broker of their own, with a version of reference data and commitments that holds for every
   * day.
   */
  static CityTopics start(Path dir, int partitions) {
    return withoutRules(dir, partitions).withRules();
  }

  static CityTopics withoutRules(Path dir, int partitions) {
    var broker = KafkaBroker.start(dir);
    return new CityTopics(broker.bootstrapServers(), broker::close, partitions);
  }

  /** The same as {@link #start} on a broker that runs already, and goes on when this is closed. */
  static CityTopics on(String servers, int partitions) {
    return new CityTopics(servers, () -> {}, partitions).withRules();
  }

  private CityTopics withRules() {
    publish(DemoDays.REFERENCE, DemoDays.COMMITMENTS, 0);
    return this;
  }

  /** Publishes a version, whatever days have begun. */
  void publish(Path reference, Path commitments, int appliesFrom) {
    new ReferencePublisher(access(), Clock.systemUTC())
        .publish(reference, commitments, appliesFrom, true);
  }

  KafkaAccess access() {
    return KafkaAccess.to(servers);
  }

  /** The settings of a ServiceLevelJob that works on these topics. */
  Options settings(String checkpointEvery, String... more) {
    var given =
        Stream.concat(
            Stream.of(
                "--kafka",
                servers,
                "--checkpoint-every",
                checkpointEvery,
                "--event-topics",
                String.join(",", EVENTS)), // all have events, or time of arrival would stand still
            Stream.of(more));
    return Options.of(given.toArray(String[]::new));
  }

  /** The settings of a HistoryJob that keeps what is in these topics. */
  Options history(ClickHouseAccess server, String... more) {
    var given =
        Stream.concat(
            Stream.of(
                "--kafka",
                servers,
                "--event-topics",
                String.join(",", EVENTS),
                "--clickhouse-url",
                server.url(),
                "--clickhouse-password",
                server.password()),
            Stream.of(more));
    return Options.of(given.toArray(String[]::new));
  }

  /** The settings of an AuditJob of all that was kept by a HistoryJob. */
  Options audit(ClickHouseAccess server) {
    return Options.of(
        "--kafka",
        servers,
        "--event-topics",
        String.join(",", EVENTS),
        "--clickhouse-url",
        server.url(),
        "--clickhouse-password",
        server.password(),
        "--from",
        "2020-01-01",
        "--to",
        "2020-12-31");
  }

  /** Appends events; each partition has them in the order of the list. */
  void send(List<SimulatedEvent> events) {
    try (var producer = producer()) {
      var sent = new ArrayList<Future<RecordMetadata>>();
      for (SimulatedEvent event : events) {
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    event.topic(),
                    partition(event),
                    event.arrivedMillis(),
                    event.key().getBytes(UTF_8),
                    event.value())));
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("the broker does not take the events", e);
    }
  }

  /** Tells every partition that nothing comes any more that arrived before. */
  void tick(long arrivedMillis) {
    try (var producer = producer()) {
      Ticks.send(
          producer, EVENTS, arrivedMillis, (stored, failure) -> assertThat(failure).isNull());
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> settings = new HashMap<>(client());
    settings.put("linger.ms", 20);
    settings.put("compression.type", "lz4");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** In turn, so that no partition stays empty and holds back the time of arrival. */
  private int partition(SimulatedEvent event) {
    return partitionOfSource.computeIfAbsent(
        event.key(), source -> sourcesOfTopic.merge(event.topic(), 1, Integer::sum) % partitions);
  }

  /** What has been committed so far. */
  Published committed() {
    return published("read_committed");
  }

  /** What has been written so far, also what is not committed yet or was given up. */
  Published written() {
    return published("read_uncommitted");
  }

  /** How far the answers have been written, also what is not committed yet. */
  long writtenTo() {
    var ends = new HashMap<TopicPartition, OffsetSpec>();
    for (OutputTopic<?> topic : List.of(OutputTopic.OUTCOMES, OutputTopic.LEVELS)) {
      for (int partition = 0; partition < partitions; partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    try (var admin = Admin.create(client())) {
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(end -> end.offset())
          .sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("the broker does not answer", e);
    }
  }

  private Published published(String isolation) {
    return new Published(
        read(OutputTopic.OUTCOMES, isolation),
        read(OutputTopic.LEVELS, isolation),
        read(OutputTopic.ALERTS, isolation));
  }

  /** How many events the job has read, as of its last checkpoint. */
  long eventsRead(String group) {
    try {
      return admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(offset -> offset.offset())
          .sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("the broker does not answer", e);
    }
  }

  @Override
  public void close() {
    admin.close();
    stop.run();
  }

  private Map<String, Object> client() {
    return Map.of("bootstrap.servers", servers);
  }

  /**
   * Reads up to what is there for such a reader when it begins; for read_committed, a transaction
   * that is open, or committed but not yet marked, comes with a later call.
   */
  private <T> List<T> read(OutputTopic<T> topic, String isolation) {
    var json = new JsonRecords<>(topic.type());
    var records = new ArrayList<T>();
    var parts =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic.name(), p)).toList();
    Map<String, Object> settings = new HashMap<>(client());
    settings.put("isolation.level", isolation);
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(parts);
      consumer.seekToBeginning(parts);
      var ends = consumer.endOffsets(parts);
      while (parts.stream().anyMatch(part -> consumer.position(part) < ends.get(part))) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          records.add(json.read(record.value()));
        }
      }
    } catch (IOException e) {
      throw new AssertionError("an unreadable record in " + topic.name(), e);
    }
    return records;
  }
}
