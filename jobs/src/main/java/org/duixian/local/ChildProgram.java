package org.duixian.local;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program in a child process. It ends with this JVM, however that ends. */
public final class ChildProgram implements AutoCloseable {
  /** Ends it when this JVM closes the input, or dies and thereby does. */
  private static final String WATCH =
      "exec 3<&0; \"$@\" </dev/null 3<&- & child=$!;"
          + " { cat <&3 >/dev/null; kill $child 2>/dev/null; } & wait $child";

  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final Process shell;

  private ChildProgram(Process shell) {
    this.shell = shell;
  }

  /**
   * Starts it.
   *
   * @param command the program and its arguments
   * @param environment what is set beside this JVM's own environment
   * @param log what it prints is appended there
   */
  public static ChildProgram start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    var watched = new ArrayList<>(List.of("sh", "-c", WATCH, "sh"));
    watched.addAll(command);
    var builder =
        new ProcessBuilder(watched)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new ChildProgram(builder.start());
  }

  /** Whether it has ended, or does within that time. */
  public boolean endsWithin(Duration time) throws InterruptedException {
    return shell.waitFor(time.toMillis(), MILLISECONDS);
  }

  /** Ends it at once, as a crash would. */
  public void kill() {
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    close();
  }

  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
      if (!endsWithin(STOP_WITHIN)) {
        destroy();
      }
    } catch (IOException e) {
      destroy();
    } catch (InterruptedException e) {
      destroy();
      Thread.currentThread().interrupt();
    }
  }

  private void destroy() {
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
  }
}
