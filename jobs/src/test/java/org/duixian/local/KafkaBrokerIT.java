package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KafkaBrokerIT {
  private static final TopicPartition PROMISES = new TopicPartition("promises", 0);

  @TempDir private Path dir;

  @Test
  void committedRecordsAndTheAddressOutliveARestartAndAbortedOnesAreNotRead() throws Exception {
    String address;
    try (var broker = KafkaBroker.start(dir)) {
      address = broker.bootstrapServers();
      broker.createTopics(List.of(new NewTopic(PROMISES.topic(), 1, (short) 1)));
      try (var producer = producer(broker, "writer-1")) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(PROMISES.topic(), "kept", "committed")).get();
        producer.commitTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(PROMISES.topic(), "broken", "aborted")).get();
        producer.flush();
        producer.abortTransaction();
      }
    }
    try (var broker = KafkaBroker.start(dir)) {
      assertThat(broker.bootstrapServers()).isEqualTo(address);
      broker.createTopics(List.of(new NewTopic(PROMISES.topic(), 1, (short) 1)));
      assertThat(committedValues(broker)).containsExactly("committed");
    }
  }

  @Test
  void aTenMegabyteRecordGetsIn() throws Exception {
    try (var broker = KafkaBroker.start(dir)) {
      broker.createTopics(List.of(new NewTopic(PROMISES.topic(), 1, (short) 1)));
      String large = "x".repeat(10 * 1024 * 1024);
      try (var producer = producer(broker, "writer-1")) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(PROMISES.topic(), large)).get();
        producer.commitTransaction();
      }
      assertThat(committedValues(broker)).containsExactly(large);
    }
  }

  private static KafkaProducer<String, String> producer(KafkaBroker broker, String id) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "transactional.id",
            id,
            "max.request.size",
            KafkaBroker.MAX_RECORD_BYTES),
        new StringSerializer(),
        new StringSerializer());
  }

  /**
   * Reads up to the high watermark. The end as a read_committed consumer sees it would not do: it
   * moves only when the commit marker is written, which can be after commitTransaction returned.
   */
  private static List<String> committedValues(KafkaBroker broker) throws Exception {
    var values = new ArrayList<String>();
    Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
    Map<String, Object> committedOnly = new HashMap<>(settings);
    committedOnly.put("isolation.level", "read_committed");
    try (var admin = Admin.create(settings);
        var consumer =
            new KafkaConsumer<>(
                committedOnly, new StringDeserializer(), new StringDeserializer())) {
      long end =
          admin
              .listOffsets(Map.of(PROMISES, OffsetSpec.latest()))
              .partitionResult(PROMISES)
              .get()
              .offset();
      consumer.assign(List.of(PROMISES));
      consumer.seekToBeginning(List.of(PROMISES));
      while (consumer.position(PROMISES) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
