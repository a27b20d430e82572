package org.duixian.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.duixian.edge.Ticks;

/** Writes events to their topics, those of one source in the order in which they are given. */
final class EventProducer implements AutoCloseable {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "acks", "all",
          "compression.type", "lz4",
          "linger.ms", "20",
          "batch.size", "262144",
          "buffer.memory", Integer.toString(64 << 20),
          "max.request.size", Integer.toString(KafkaBroker.MAX_RECORD_BYTES));

  /** Half of what the most talkative sources may be quiet for. */
  private static final long TICK_EVERY_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private long sent;
  private long tickedMillis;

  EventProducer(String bootstrapServers) {
    var properties = new Properties();
    properties.putAll(SETTINGS);
    properties.setProperty("bootstrap.servers", bootstrapServers);
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Sends one event.
   *
   * @param key the event's source, or null where it is not known
   * @param headers of the record, by name
   */
  void send(
      String topic, String key, long arrivedMillis, byte[] value, Map<String, String> headers) {
    var record =
        new ProducerRecord<>(
            topic, null, arrivedMillis, key == null ? null : key.getBytes(UTF_8), value);
    headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    var unused = producer.send(record, (stored, error) -> stored(error));
    sent++;
  }

  /**
   * The same as {@link #tick}, at most once an hour of arrival. For events sent in the order of
   * their arrival to a job that has no end.
   */
  void reach(long arrivedMillis) {
    if (arrivedMillis - tickedMillis < TICK_EVERY_MILLIS) {
      return;
    }
    tickedMillis = arrivedMillis;
    tick(arrivedMillis);
  }

  /** Tells in every event topic that nothing comes that arrived before. */
  void tick(long arrivedMillis) {
    Ticks.send(producer, Topics.EVENTS, arrivedMillis, (stored, error) -> stored(error));
  }

  private void stored(Exception error) {
    if (error != null) {
      failure.compareAndSet(null, error);
    }
  }

  /** How many events were given to it. */
  long sent() {
    return sent;
  }

  /** Returns when everything sent is stored. */
  void flush() {
    producer.flush();
    Exception error = failure.get();
    if (error != null) {
      throw new IllegalStateException("Kafka did not store an event: " + error.getMessage(), error);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
