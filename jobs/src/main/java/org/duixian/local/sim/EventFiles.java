package org.duixian.local.sim;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Writes events as JSON Lines, one compressed file per topic, in the order of arrival. */
public final class EventFiles {
  private static final int BUFFER_BYTES = 1 << 16;

  private EventFiles() {}

  /**
   * Writes {@code TOPIC.jsonl.gz} into the directory for every topic that has events, replacing
   * files of an earlier run.
   *
   * @return the number of events per topic
   */
  public static SortedMap<String, Long> write(Path dir, Iterator<SimulatedEvent> events)
      throws IOException {
    Files.createDirectories(dir);
    var files = new HashMap<String, OutputStream>();
    var counts = new TreeMap<String, Long>();
    try {
      while (events.hasNext()) {
        var event = events.next();
        var file = files.get(event.topic());
        if (file == null) {
          file = open(dir.resolve(event.topic() + ".jsonl.gz"));
          files.put(event.topic(), file);
        }
        file.write(event.value());
        file.write('\n');
        counts.merge(event.topic(), 1L, Long::sum);
      }
    } finally {
      closeAll(files);
    }
    return Collections.unmodifiableSortedMap(counts);
  }

  private static OutputStream open(Path path) throws IOException {
    var file = Files.newOutputStream(path);
    return new BufferedOutputStream(new GZIPOutputStream(file, BUFFER_BYTES), BUFFER_BYTES);
  }

  private static void closeAll(Map<String, OutputStream> files) throws IOException {
    IOException failure = null;
    for (var file : files.values()) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
