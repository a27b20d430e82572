package org.duixian.edge;

import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends {@link Ticks} for each element it is given, to the event topics whose broker stamps the
 * time of arrival. Into the others only their sender may put ticks, which alone knows what time it
 * is in what it sends. A tick that can't be stored holds time back until the next one, and no more.
 *
 * @param kafka where the topics are
 * @param topics the event topics
 */
public record TickSink(KafkaAccess kafka, List<String> topics) implements Sink<Long> {

  @Override
  public SinkWriter<Long> createWriter(WriterInitContext context) throws IOException {
    return new Writer(kafka, stampedByBroker());
  }

  private List<String> stampedByBroker() throws IOException {
    try (var admin = Admin.create(kafka.over(Map.of("bootstrap.servers", kafka.servers())))) {
      var asked =
          topics.stream()
              .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
              .toList();
      return admin.describeConfigs(asked).all().get(30, TimeUnit.SECONDS).entrySet().stream()
          .filter(
              topic ->
                  "LogAppendTime"
                      .equals(
                          topic.getValue().get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value()))
          .map(topic -> topic.getKey().name())
          .sorted()
          .toList();
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new IOException(kafka + " does not tell who stamps the event topics", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while Kafka was asked", e);
    }
  }

  private static final class Writer implements SinkWriter<Long> {
    private static final Logger LOG = LoggerFactory.getLogger(TickSink.class);
    private static final Map<String, String> PRODUCER =
        Map.of(
            "acks", "all",
            "max.block.ms", "5000",
            "delivery.timeout.ms", "10000",
            "request.timeout.ms", "5000");

    private final Clock clock = Clock.systemUTC();
    private final List<String> topics;
    private final KafkaProducer<byte[], byte[]> producer;

    Writer(KafkaAccess kafka, List<String> topics) {
      this.topics = topics;
      var settings = new HashMap<String, Object>();
      kafka.over(PRODUCER).forEach((name, value) -> settings.put(name.toString(), value));
      settings.put("bootstrap.servers", kafka.servers());
      producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void write(Long tick, Context context) {
      try {
        Ticks.send(producer, topics, clock.millis(), (stored, failure) -> missed(failure));
      } catch (KafkaException e) {
        missed(e);
      }
    }

    private static void missed(Exception failure) {
      if (failure != null) {
        LOG.warn("A tick was not stored: {}", failure.toString());
      }
    }

    @Override
    public void flush(boolean endOfInput) {
      // What is under way comes in time or is repeated by the next tick.
    }

    @Override
    public void close() {
      producer.close();
    }
  }
}
