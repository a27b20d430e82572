package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.duixian.alert.Notice;

/**
 * The topic {@code notices}, written at least once: each record is a fact of its own, and two of
 * the same say no more than one. May be used by several threads.
 */
public final class NoticeLog implements AutoCloseable {
  private static final Map<String, String> PRODUCER =
      Map.of(
          "acks", "all",
          "compression.type", "lz4",
          "max.block.ms", "10000",
          "delivery.timeout.ms", "30000",
          "request.timeout.ms", "10000");

  private final JsonRecords<Notice> json = new JsonRecords<>(Notice.class);
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final KafkaProducer<byte[], byte[]> producer;

  public NoticeLog(KafkaAccess kafka) {
    var properties = kafka.over(PRODUCER);
    properties.put("bootstrap.servers", kafka.servers());
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends them on their way. */
  public void write(List<Notice> notices) {
    for (Notice notice : notices) {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  OutputTopic.NOTICES.name(),
                  OutputTopic.NOTICES.key().of(notice).getBytes(UTF_8),
                  json.write(notice)),
              (sent, failed) -> failure.compareAndSet(null, failed));
    }
  }

  /**
   * Returns when all of them are stored.
   *
   * @throws IOException if one could not be stored since the last call
   */
  public void flush() throws IOException {
    producer.flush();
    Exception failed = failure.getAndSet(null);
    if (failed != null) {
      throw new IOException("a notice could not be recorded in Kafka", failed);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
