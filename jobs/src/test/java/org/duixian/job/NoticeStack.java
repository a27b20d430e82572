package org.duixian.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.duixian.alert.Steps.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
import org.duixian.edge.JsonRecords;
import org.duixian.edge.OutputTopic;
import org.duixian.local.AlertmanagerProcess;
import org.duixian.local.KafkaBroker;
import org.duixian.local.alerting.AlertmanagerConfig;
import org.duixian.local.alerting.Recipients;

/** NoticeJob on a real broker and a real cluster, Alertmanagers for it, and those who are told. */
final class NoticeStack implements AutoCloseable {
  static final Path HOME = Path.of(System.getProperty("duixian.home"));
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path dir;
  private final KafkaBroker kafka;
  private final SmallCluster flink;
  private final Receiver people;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<Notice> notices = new ArrayList<>();

  private NoticeStack(Path dir, KafkaBroker kafka, SmallCluster flink, Receiver people) {
    this.dir = dir;
    this.kafka = kafka;
    this.flink = flink;
    this.people = people;
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

  static NoticeStack start(Path dir) throws Exception {
    var kafka = KafkaBroker.start(dir.resolve("kafka"));
    kafka.createTopics(
        List.of(new NewTopic("alerts", 2, (short) 1), new NewTopic("notices", 1, (short) 1)));
    return new NoticeStack(dir, kafka, SmallCluster.start(dir, 1), Receiver.start());
  }

  @Override
  public void close() throws Exception {
    consumer.close();
    producer.close(Duration.ZERO);
    flink.close();
    people.close();
    kafka.close();
  }

  String kafka() {
    return kafka.bootstrapServers();
  }

  SmallCluster flink() {
    return flink;
  }

  /** Whom Alertmanager tells, where it is told to. */
  Receiver people() {
    return people;
  }

  JobClient startJob(List<URI> alertmanagers, String... more) throws Exception {
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

  AlertmanagerProcess alertmanager(String name, Recipients recipients) throws Exception {
    return AlertmanagerProcess.start(
        AlertmanagerProcess.find().orElseThrow(), dir.resolve(name), config(recipients));
  }

  static String shippedRecipients() throws IOException {
    return Files.readString(HOME.resolve("alerting/recipients.yaml"));
  }

  /** Recipients for the roles, counties and streams of the demo. */
  Recipients recipients(String text) throws IOException {
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

  Path config(Recipients recipients) throws IOException {
    String templates = HOME.resolve("alerting/templates/*.tmpl").toString();
    return Files.writeString(
        dir.resolve("alertmanager.yml"), new AlertmanagerConfig(recipients, templates).yaml());
  }

  void publish(Alert step) throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                "alerts",
                step.areaId().getBytes(UTF_8),
                new JsonRecords<>(Alert.class).write(step)))
        .get();
  }

  /** What is noted so far of who was told. */
  List<Notice> notices() {
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
    return notices;
  }

  /** Role and severity of each alert that people were told of in this state, as often as told. */
  List<String> told(String state) {
    return alerts().stream()
        .filter(alert -> alert.path("status").asText().equals(state))
        .map(
            alert ->
                alert.at("/labels/role").asText() + ' ' + alert.at("/labels/severity").asText())
        .toList();
  }

  /** The alerts that people were told of, as often as told. */
  List<JsonNode> alerts() {
    return people.received().stream()
        .flatMap(message -> StreamSupport.stream(message.path("alerts").spliterator(), false))
        .toList();
  }

  void await(Callable<Boolean> condition) throws Exception {
    await(PATIENCE, condition);
  }

  void await(Duration patience, Callable<Boolean> condition) throws Exception {
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
