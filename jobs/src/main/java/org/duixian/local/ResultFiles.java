package org.duixian.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duixian.edge.OutputTopic;

/** The output topics as JSON Lines files; a rejected record also names its file and line. */
final class ResultFiles {
  private static final List<OutputTopic<?>> AS_THEY_ARE =
      List.of(OutputTopic.OUTCOMES, OutputTopic.LEVELS, OutputTopic.ALERTS, OutputTopic.INTAKE);

  private final Path directory;
  private final TopicReader reader;
  private final ObjectMapper json = new ObjectMapper();

  ResultFiles(Path directory, TopicReader reader) {
    this.directory = directory;
    this.reader = reader;
  }

  /**
   * Writes a file for each topic, replacing those of an earlier run.
   *
   * @return the first line of the input that was rejected for each reason
   */
  Map<String, String> write() {
    for (OutputTopic<?> topic : AS_THEY_ARE) {
      try (OutputStream file = open(topic)) {
        reader.readAll(topic.name(), record -> writeLine(file, record.value()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return writeRejected();
  }

  private Map<String, String> writeRejected() {
    var origins = new ReplayOrigins();
    reader.readAll(
        OutputTopic.REJECTED.name(),
        record -> {
          ObjectNode rejected = parse(record.value());
          origins.want(topic(rejected), partition(rejected), offset(rejected));
        });
    origins.readAll(reader);
    var first = new LinkedHashMap<String, String>();
    try (OutputStream file = open(OutputTopic.REJECTED)) {
      reader.readAll(
          OutputTopic.REJECTED.name(),
          record -> {
            ObjectNode rejected = parse(record.value());
            origins
                .find(topic(rejected), partition(rejected), offset(rejected))
                .ifPresent(
                    origin -> {
                      rejected.put("file", origin.file()).put("line", origin.line());
                      first.putIfAbsent(rejected.path("reason").asText(), origin.toString());
                    });
            writeLine(file, bytes(rejected));
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return first;
  }

  private OutputStream open(OutputTopic<?> topic) throws IOException {
    Path file = directory.resolve(topic.name() + ".jsonl");
    return new BufferedOutputStream(Files.newOutputStream(file));
  }

  private static void writeLine(OutputStream file, byte[] line) {
    try {
      file.write(line);
      file.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode parse(byte[] value) {
    try {
      return (ObjectNode) json.readTree(value);
    } catch (IOException e) {
      throw new IllegalStateException("a rejected record that is no JSON object", e);
    }
  }

  private byte[] bytes(ObjectNode node) {
    try {
      return json.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new IllegalStateException("a rejected record that is no JSON object", e);
    }
  }

  private static String topic(ObjectNode rejected) {
    return rejected.path("topic").asText();
  }

  private static int partition(ObjectNode rejected) {
    return rejected.path("partition").asInt();
  }

  private static long offset(ObjectNode rejected) {
    return rejected.path("offset").asLong();
  }
}
