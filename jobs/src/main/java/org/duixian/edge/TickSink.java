package org.duixian.edge;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  public SinkWriter<Long> createWriter(WriterInitContext context) {
    return new Writer(kafka, topics);
  }

  private static final class Writer implements SinkWriter<Long> {
    private static final Logger LOG = LoggerFactory.getLogger(TickSink.class);
    private static final int PATIENCE_MILLIS = 5_000;

    /** One may be lost or come twice; what a producer must not do is to refuse all further ones. */
    private static final Map<String, String> OF_TICKS =
        Map.of(
            "enable.idempotence", "false",
            "max.block.ms", Integer.toString(PATIENCE_MILLIS),
            "request.timeout.ms", Integer.toString(PATIENCE_MILLIS),
            "delivery.timeout.ms", Integer.toString(2 * PATIENCE_MILLIS));

    private final Clock clock = Clock.systemUTC();
    private final List<ConfigResource> topics;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private Set<String> leftOut = Set.of();

    Writer(KafkaAccess kafka, List<String> topics) {
      this.topics =
          topics.stream()
              .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
              .toList();
      Properties settings = kafka.over(Map.of("bootstrap.servers", kafka.servers()));
      admin = Admin.create(settings);
      settings.putAll(OF_TICKS);
      producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void write(Long tick, Context context) throws InterruptedException {
      try {
        Ticks.send(
            producer, stampedByBroker(), clock.millis(), (stored, failure) -> missed(failure));
      } catch (KafkaException | ExecutionException | TimeoutException e) {
        missed(e);
      }
    }

    /** Asked each time: who replays something may have changed it. */
    private Set<String> stampedByBroker()
        throws InterruptedException, ExecutionException, TimeoutException {
      var stamped = new TreeSet<String>();
      var others = new TreeSet<String>();
      admin
          .describeConfigs(topics)
          .all()
          .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
          .forEach(
              (topic, config) -> {
                var stamps = config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
                boolean byBroker = stamps != null && "LogAppendTime".equals(stamps.value());
                (byBroker ? stamped : others).add(topic.name());
              });
      if (!others.equals(leftOut)) {
        leftOut = others;
        LOG.info("Senders stamp the time of arrival, and put the ticks, in {}", others);
      }
      return stamped;
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
      admin.close();
    }
  }
}
