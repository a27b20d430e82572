package org.duixian.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.duixian.local.replay.ReplayEvent;

/** From which line of which file replayed records came: their headers tell. */
final class ReplayOrigins {
  private static final String FILE = "file";
  private static final String LINE = "line";

  private final Map<TopicPartition, TreeMap<Long, Optional<Origin>>> wanted = new HashMap<>();

  /** A line of a file as it was given. */
  record Origin(String file, long line) {
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  /** The headers under which an event is replayed. */
  static Map<String, String> headers(ReplayEvent event) {
    return Map.of(FILE, event.file(), LINE, Long.toString(event.line()));
  }

  /** Asks for the origin of a record; {@link #readAll} finds all that were asked for. */
  void want(String topic, int partition, long offset) {
    wanted
        .computeIfAbsent(new TopicPartition(topic, partition), p -> new TreeMap<>())
        .put(offset, Optional.empty());
  }

  void readAll(TopicReader reader) {
    wanted.forEach(
        (partition, offsets) ->
            reader.read(
                partition,
                offsets.firstKey(),
                offsets.lastKey(),
                record -> offsets.computeIfPresent(record.offset(), (o, none) -> origin(record))));
  }

  /** The origin of a record that was asked for; empty if it was not replayed from a file. */
  Optional<Origin> find(String topic, int partition, long offset) {
    return wanted.get(new TopicPartition(topic, partition)).get(offset);
  }

  private static Optional<Origin> origin(ConsumerRecord<byte[], byte[]> record) {
    Header file = record.headers().lastHeader(FILE);
    Header line = record.headers().lastHeader(LINE);
    return file == null || line == null
        ? Optional.empty()
        : Optional.of(
            new Origin(
                new String(file.value(), UTF_8), Long.parseLong(new String(line.value(), UTF_8))));
  }
}
