package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The output topics, written exactly once and read as committed.
 *
 * <p>A record becomes visible with the checkpoint that covers it. An open transaction dies after
 * {@code transaction.timeout.ms}: 15 minutes here, the most that a broker allows as it comes. A job
 * that may be down for longer between a checkpoint and its restart needs a larger {@code
 * transaction.max.timeout.ms} on the brokers and the same number in the client properties, or what
 * that checkpoint had written is lost.
 */
public final class KafkaRecords {

  private KafkaRecords() {}

  /**
   * Writes records to their topic exactly once.
   *
   * @param transactionalIdPrefix unique per job and topic; two jobs with the same one fence each
   *     other off
   */
  public static <T> KafkaSink<T> sink(
      KafkaAccess access, OutputTopic<T> topic, String transactionalIdPrefix) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(access.servers())
        .setRecordSerializer(new Write<>(topic))
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(transactionalIdPrefix)
        .setKafkaProducerConfig(access.over(PRODUCER))
        .build();
  }

  /** Reads the committed records of a topic; one that is not of its type fails the job. */
  public static <T> KafkaSource<T> source(
      KafkaAccess access, OutputTopic<T> topic, Reading reading) {
    var builder =
        KafkaSource.<T>builder()
            .setBootstrapServers(access.servers())
            .setTopics(topic.name())
            .setGroupId(reading.groupId())
            .setStartingOffsets(reading.startingOffsets())
            .setDeserializer(new Read<>(topic))
            .setProperties(access.over(KafkaEvents.CONSUMER));
    if (reading.bounded()) {
      builder.setBounded(OffsetsInitializer.latest());
    }
    return builder.build();
  }

  /** Nothing is seen before its checkpoint, so large batches delay nobody. */
  private static final Map<String, String> PRODUCER =
      Map.of(
          "transaction.timeout.ms", "900000",
          "compression.type", "lz4",
          "linger.ms", "200",
          "batch.size", "262144");

  private static final class Write<T> implements KafkaRecordSerializationSchema<T> {
    private static final long serialVersionUID = 1;

    private final OutputTopic<T> topic;
    private transient JsonRecords<T> json;

    Write(OutputTopic<T> topic) {
      this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(T record, KafkaSinkContext context, Long time) {
      if (json == null) {
        json = new JsonRecords<>(topic.type());
      }
      // No timestamp: with the event's one, retention would delete replayed history at once.
      return new ProducerRecord<>(
          topic.name(), topic.key().of(record).getBytes(UTF_8), json.write(record));
    }
  }

  private static final class Read<T> implements KafkaRecordDeserializationSchema<T> {
    private static final long serialVersionUID = 1;

    private final OutputTopic<T> topic;
    private transient JsonRecords<T> json;

    Read(OutputTopic<T> topic) {
      this.topic = topic;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<T> out)
        throws IOException {
      if (json == null) {
        json = new JsonRecords<>(topic.type());
      }
      try {
        out.collect(json.read(record.value()));
      } catch (IOException e) {
        throw new IOException(
            "%s-%d@%d is not a %s; only Duixian may write to this topic"
                .formatted(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    topic.type().getSimpleName()),
            e);
      }
    }

    @Override
    public TypeInformation<T> getProducedType() {
      return TypeInformation.of(topic.type());
    }
  }
}
