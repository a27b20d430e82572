package org.duixian.local;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Alertmanager in a child process, on the loopback interface only. It ends with this JVM,
 * however that ends.
 */
public final class AlertmanagerProcess implements AutoCloseable {
  private static final List<String> NAMES = List.of("prometheus-alertmanager", "alertmanager");
  private static final Duration READY_WITHIN = Duration.ofSeconds(30);

  /** Ends it when this JVM closes the input, or dies and thereby does. */
  private static final String WATCH =
      "exec 3<&0; \"$@\" </dev/null 3<&- & child=$!;"
          + " { cat <&3 >/dev/null; kill $child; } & wait $child";

  private static final int STOP_WITHIN_SECONDS = 10;
  private static final int LOOK_AGAIN_MILLIS = 50;

  private final Process shell;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();

  private AlertmanagerProcess(Process shell, URI address) {
    this.shell = shell;
    this.address = address;
  }

  /** Where the program is, if it is installed. */
  public static Optional<Path> find() {
    return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
        .flatMap(dir -> NAMES.stream().map(name -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it and returns when it is ready.
   *
   * @param program as {@link #find} gives it
   * @param dir where it keeps its data and its log, and, if it was here before, finds its port
   * @param config its configuration
   */
  public static AlertmanagerProcess start(Path program, Path dir, Path config) {
    try {
      Files.createDirectories(dir);
      int port = LoopbackPorts.choose(dir, "http").get("http");
      URI address = URI.create("http://127.0.0.1:" + port);
      Path log = dir.resolve("log");
      Process shell =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  WATCH,
                  "sh",
                  program.toString(),
                  "--config.file=" + config,
                  "--storage.path=" + dir.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port,
                  "--web.external-url=" + address,
                  "--cluster.listen-address=")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      var process = new AlertmanagerProcess(shell, address);
      try {
        process.awaitReady(log);
      } catch (RuntimeException | IOException e) {
        process.close();
        throw e;
      }
      return process;
    } catch (IOException e) {
      throw new CannotStart("Alertmanager cannot start in " + dir + ": " + e.getMessage(), e);
    }
  }

  public URI address() {
    return address;
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
      if (!shell.waitFor(STOP_WITHIN_SECONDS, SECONDS)) {
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

  private void awaitReady(Path log) throws IOException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    try {
      while (!isReady()) {
        boolean ended = shell.waitFor(LOOK_AGAIN_MILLIS, MILLISECONDS);
        if (ended || System.nanoTime() > deadline) {
          throw new CannotStart("Alertmanager did not start; it said: " + Files.readString(log));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("interrupted while Alertmanager started", e);
    }
  }

  private boolean isReady() throws InterruptedException {
    var ready = HttpRequest.newBuilder(address.resolve("/-/ready")).timeout(READY_WITHIN).build();
    try {
      return http.send(ready, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
