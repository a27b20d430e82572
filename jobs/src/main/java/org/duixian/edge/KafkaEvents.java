package org.duixian.edge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.duixian.event.RawRecord;

/**
 * The event topics as a Flink source of raw records.
 *
 * <p>Decoding is a step of its own behind the source: a source has no side outputs, so a record
 * that cannot be decoded here could only be dropped or fail the job for ever, while an operator can
 * send it to {@code rejected} with its origin. What is read here therefore never throws, whatever
 * the bytes. The two are chained, so the step costs a method call, not a copy.
 */
public final class KafkaEvents {

  private KafkaEvents() {}

  /** All records of the topics, each partition in its order. */
  public static KafkaSource<RawRecord> source(
      KafkaAccess access, List<String> topics, Reading reading) {
    return source(access, builder -> builder.setTopics(topics), reading);
  }

  /** The records of the reference topic, which need not be there yet. */
  public static KafkaSource<RawRecord> reference(KafkaAccess access, Reading reading) {
    return source(
        access,
        // Unlike a name, a pattern may match nothing; it is looked for again every ten seconds.
        builder ->
            builder
                .setTopicPattern(Pattern.compile(ReferenceTopic.NAME))
                .setProperty("partition.discovery.interval.ms", "10000"),
        reading);
  }

  private static KafkaSource<RawRecord> source(
      KafkaAccess access, UnaryOperator<KafkaSourceBuilder<RawRecord>> topics, Reading reading) {
    var builder =
        topics
            .apply(KafkaSource.builder())
            .setBootstrapServers(access.servers())
            .setGroupId(reading.groupId())
            .setStartingOffsets(reading.startingOffsets())
            .setDeserializer(new AsTheyArrive())
            .setProperties(access.over(CONSUMER));
    if (reading.bounded()) {
      builder.setBounded(OffsetsInitializer.latest());
    }
    return builder.build();
  }

  /**
   * The latest time of arrival in the topics, epoch milliseconds; negative while they are empty.
   *
   * @throws TopicUnusable if Kafka does not say
   */
  public static long latestArrivalMillis(KafkaAccess access, List<String> topics) {
    long latestMillis = -1;
    try (var admin = Admin.create(access.over(Map.of("bootstrap.servers", access.servers())))) {
      var described = admin.describeTopics(topics).topicNameValues();
      for (String topic : topics) {
        latestMillis =
            Math.max(latestMillis, latestArrivalMillis(access, admin, topic, described.get(topic)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Kafka was asked", e);
    }
    return latestMillis;
  }

  private static long latestArrivalMillis(
      KafkaAccess access, Admin admin, String topic, KafkaFuture<TopicDescription> described)
      throws InterruptedException {
    try {
      var asked = new HashMap<TopicPartition, OffsetSpec>();
      for (var partition : described.get().partitions()) {
        asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.maxTimestamp());
      }
      return admin.listOffsets(asked).all().get().values().stream()
          .mapToLong(ListOffsetsResultInfo::timestamp)
          .max()
          .orElse(-1);
    } catch (ExecutionException e) {
      throw new TopicUnusable(
          e.getCause() instanceof UnknownTopicOrPartitionException
              ? "%s has no topic %s".formatted(access, topic)
              : "%s does not tell the latest arrival in topic %s: %s"
                  .formatted(access, topic, e.getCause().getMessage()),
          e);
    }
  }

  /**
   * Event time is the time of arrival: it only fires timers and frees state, while what happened
   * when is decided by the events themselves. It never goes back within a partition, so no delay is
   * needed; {@link Ticks} carry it through a partition in which nothing happens. No partition is
   * ever taken to be idle: one that is read late would be too, and its sources would seem silent.
   */
  public static WatermarkStrategy<RawRecord> byArrival() {
    return WatermarkStrategy.<RawRecord>forMonotonousTimestamps()
        .withTimestampAssigner((raw, kafkaTimestamp) -> raw.arrivedMillis());
  }

  /**
   * A source system's aborted transaction is no event. Small fetches, so that each partition of a
   * backlog has its turn: the time of arrival is that of the one that is furthest behind.
   */
  static final Map<String, String> CONSUMER =
      Map.of(
          "isolation.level", "read_committed",
          "max.poll.records", "5000",
          "max.partition.fetch.bytes", "65536");

  /** The record as it arrived. */
  public static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
    return new RawRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value());
  }

  private static final class AsTheyArrive implements KafkaRecordDeserializationSchema<RawRecord> {
    private static final long serialVersionUID = 1;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
      out.collect(raw(record));
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
      return TypeInformation.of(RawRecord.class);
    }
  }
}
