package org.duixian.local;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  private static final int LOOK_AGAIN_MILLIS = 50;

  private final ChildProgram program;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();

  private AlertmanagerProcess(ChildProgram program, URI address) {
    this.program = program;
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
   * @param group how it finds the others of its group; nothing if it is alone
   */
  public static AlertmanagerProcess start(Path program, Path dir, Path config, String... group) {
    try {
      Files.createDirectories(dir);
      int port = LoopbackPorts.choose(dir, "http").get("http");
      URI address = URI.create("http://127.0.0.1:" + port);
      Path log = dir.resolve("log");
      var command =
          new ArrayList<>(
              List.of(
                  program.toString(),
                  "--config.file=" + config,
                  "--storage.path=" + dir.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port,
                  "--web.external-url=" + address));
      command.addAll(group.length == 0 ? List.of("--cluster.listen-address=") : List.of(group));
      var process = new AlertmanagerProcess(ChildProgram.start(command, Map.of(), log), address);
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
    program.kill();
  }

  @Override
  public void close() {
    program.close();
  }

  private void awaitReady(Path log) throws IOException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    try {
      while (!isReady()) {
        boolean ended = program.endsWithin(Duration.ofMillis(LOOK_AGAIN_MILLIS));
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
