package org.duixian.local.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the CPU time of this process goes while it is open, by samples of Java's flight recorder.
 */
final class Profile implements AutoCloseable {
  private static final String SAMPLE = "jdk.ExecutionSample";
  private static final Duration EVERY = Duration.ofMillis(20);
  private static final int LINES = 15;

  private final Recording recording = new Recording();
  private final Path file;

  /**
   * @param directory for the record of it; who made it removes it
   */
  Profile(Path directory) throws IOException {
    file = Files.createTempFile(directory, "profile", ".jfr");
    recording.enable(SAMPLE).withPeriod(EVERY);
    recording.start();
  }

  @Override
  public void close() throws IOException {
    recording.stop();
    recording.dump(file);
    recording.close();
  }

  /** The threads and the methods, libraries of Java left out, that were seen most; once closed. */
  void print(PrintWriter out) throws IOException {
    var samples =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals(SAMPLE))
            .toList();
    out.println("where its CPU goes, in samples: threads");
    print(samples, Profile::thread, out);
    out.println("where its CPU goes, in samples: methods");
    print(samples, Profile::method, out);
  }

  private static void print(
      Iterable<RecordedEvent> samples, Function<RecordedEvent, String> of, PrintWriter out) {
    Map<String, Long> counts = new TreeMap<>();
    samples.forEach(sample -> counts.merge(of.apply(sample), 1L, Long::sum));
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(LINES)
        .forEach(
            each ->
                out.printf(
                    Locale.ROOT, "%5.1f %%  %s%n", 100.0 * each.getValue() / all, each.getKey()));
  }

  /** Without the number of the subtask. */
  private static String thread(RecordedEvent sample) {
    var thread = sample.getThread("sampledThread");
    String name = thread == null || thread.getJavaName() == null ? "?" : thread.getJavaName();
    return name.replaceAll("[ -]*[(\\[]?\\d.*", "");
  }

  private static String method(RecordedEvent sample) {
    return sample.getStackTrace().getFrames().stream()
        .map(RecordedFrame::getMethod)
        .map(method -> method.getType().getName() + "." + method.getName())
        .filter(name -> !name.matches("(java|javax|jdk|sun)\\..*"))
        .findFirst()
        .orElse("Java itself");
  }
}
