package org.duixian.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.duixian.local.sim.SimulatedEvent;

/**
 * The events that a committed savepoint was made in the middle of, kept beside it: it must be these
 * that follow, whatever the simulator makes today.
 *
 * @param before what the job had taken in when it was stopped
 * @param after what came then
 */
record SavedStream(List<SimulatedEvent> before, List<SimulatedEvent> after) {
  /** Names the commitments there were, one a line. */
  static final String COMMITMENTS = "commitments.txt";

  /** Names the sources there were, one a line. */
  static final String SOURCES = "sources.txt";

  /** Made by {@link MakeSavepoint}. */
  static final Path V1 = Path.of("src", "test", "resources", "savepoints", "v1");

  private static final String BEFORE = "before.tsv.gz";
  private static final String AFTER = "after.tsv.gz";

  static SavedStream read(Path dir) throws IOException {
    return new SavedStream(readFile(dir.resolve(BEFORE)), readFile(dir.resolve(AFTER)));
  }

  void write(Path dir) throws IOException {
    write(before, dir.resolve(BEFORE));
    write(after, dir.resolve(AFTER));
  }

  private static List<SimulatedEvent> readFile(Path file) throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
      return lines.lines().map(SavedStream::event).toList();
    }
  }

  /** Time of arrival, topic, source and CloudEvent, separated by tabs. */
  private static SimulatedEvent event(String line) {
    String[] parts = line.split("\t", 4);
    return new SimulatedEvent(
        parts[1], parts[2], Long.parseLong(parts[0]), parts[3].getBytes(UTF_8));
  }

  private static void write(List<SimulatedEvent> events, Path file) throws IOException {
    try (var lines =
        new BufferedWriter(
            new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), UTF_8))) {
      for (SimulatedEvent event : events) {
        lines.write(
            event.arrivedMillis()
                + "\t"
                + event.topic()
                + "\t"
                + event.key()
                + "\t"
                + new String(event.value(), UTF_8)
                + "\n");
      }
    }
  }
}
