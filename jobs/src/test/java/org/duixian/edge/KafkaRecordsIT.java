package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.duixian.local.KafkaBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What one job publishes, the next one reads, through a real broker. */
final class KafkaRecordsIT {
  private static final Reading ALL = new Reading("test", Reading.From.earliest, true);
  private static final int RECORDS = 200;

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir private Path dir;
  private KafkaBroker broker;
  private KafkaAccess kafka;

  @BeforeEach
  void start() {
    broker = KafkaBroker.start(dir);
    broker.createTopics(
        OutputTopic.ALL.stream().map(t -> new NewTopic(t.name(), 2, (short) 1)).toList());
    kafka = KafkaAccess.to(broker.bootstrapServers());
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void everyRecordIsReadAsItWasPublished() throws Exception {
    publishedAndRead(OutputTopic.OUTCOMES, PublishedRecords.outcomes());
    publishedAndRead(OutputTopic.LEVELS, PublishedRecords.levels());
    publishedAndRead(OutputTopic.ALERTS, PublishedRecords.alerts());
    publishedAndRead(OutputTopic.REJECTED, PublishedRecords.rejections());
    publishedAndRead(OutputTopic.INTAKE, PublishedRecords.intakes());
    publishedAndRead(OutputTopic.NOTICES, PublishedRecords.notices());
  }

  @Test
  void recordsOfOneKeyShareAPartitionAndAreStampedWhenWritten() throws Exception {
    long before = System.currentTimeMillis();
    var published = PublishedRecords.outcomes().list().ofSize(RECORDS).sample();
    publish(OutputTopic.OUTCOMES, published);

    var partitions = new HashMap<String, Integer>();
    var json = new JsonRecords<>(OutputTopic.OUTCOMES.type());
    for (ConsumerRecord<String, String> record : committed("outcomes")) {
      assertThat(record.key()).isEqualTo(json.read(record.value().getBytes(UTF_8)).areaId());
      assertThat(partitions.merge(record.key(), record.partition(), (a, b) -> a))
          .isEqualTo(record.partition());
      assertThat(record.timestamp()).isGreaterThanOrEqualTo(before);
    }
  }

  @Test
  void aForeignRecordFailsTheJobAndIsNamed() throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>("alerts", 1, "key", "hello")).get();
    }

    assertThatThrownBy(() -> read(OutputTopic.ALERTS))
        .satisfies(
            failure ->
                assertThat(ExceptionUtils.stringifyException(failure))
                    .contains("alerts-1@0 is not a Alert; only Duixian may write"));
  }

  private <T> void publishedAndRead(OutputTopic<T> topic, Arbitrary<T> records) throws Exception {
    List<T> published = records.list().ofSize(RECORDS).sample();
    publish(topic, published);
    assertThat(read(topic)).containsExactlyInAnyOrderElementsOf(published);
  }

  private <T> void publish(OutputTopic<T> topic, List<T> records) throws Exception {
    var env = environment();
    env.fromData(TypeInformation.of(topic.type()), records.toArray(size -> array(topic, size)))
        .rebalance()
        .sinkTo(KafkaRecords.sink(kafka, topic, "test-" + topic.name()));
    env.execute();
  }

  @SuppressWarnings("unchecked")
  private static <T> T[] array(OutputTopic<T> topic, int size) {
    return (T[]) Array.newInstance(topic.type(), size);
  }

  private <T> List<T> read(OutputTopic<T> topic) throws Exception {
    var records = new ArrayList<T>();
    try (var read =
        environment()
            .fromSource(
                KafkaRecords.source(kafka, topic, ALL), WatermarkStrategy.noWatermarks(), "read")
            .executeAndCollect()) {
      read.forEachRemaining(records::add);
    }
    return records;
  }

  private static StreamExecutionEnvironment environment() {
    var env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            new Configuration()
                .set(PipelineOptions.GENERIC_TYPES, false)
                .set(RestartStrategyOptions.RESTART_STRATEGY, "disable"));
    env.setParallelism(2);
    env.enableCheckpointing(500);
    return env;
  }

  private List<ConsumerRecord<String, String>> committed(String topic) {
    var records = new ArrayList<ConsumerRecord<String, String>>();
    var partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}
