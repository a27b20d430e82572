package org.duixian.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.duixian.edge.ClickHouseAccess;

/**
 * A real ClickHouse server in a child process, HTTP on the loopback interface only.
 *
 * <p>Its users are those of {@code schemas/clickhouse/users.xml}, as on any other server; their
 * passwords are new at every start, unless the environment gives them. Everything it keeps is below
 * one directory. It ends when this JVM ends, however that happens.
 */
public final class ClickHouseProcess implements AutoCloseable {
  /** The database that every table of Duixian is in. */
  public static final String DATABASE = "duixian";

  private static final String USERS = "/schemas/clickhouse/users.xml";
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final long LOOK_AGAIN_MILLIS = 20;
  private static final long STOP_WITHIN_SECONDS = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int httpPort;
  private final Login writer;
  private final Login auditor;
  private final Login dashboard;

  private ClickHouseProcess(
      Process process, int httpPort, Login writer, Login auditor, Login dashboard) {
    this.process = process;
    this.httpPort = httpPort;
    this.writer = writer;
    this.auditor = auditor;
    this.dashboard = dashboard;
  }

  /**
   * Starts on {@code dataDir}, which is created if needed, and returns when the server answers.
   *
   * @param library the engine, see {@link LibChdb}
   */
  public static ClickHouseProcess start(Path dataDir, Path library) {
    Path dir = dataDir.toAbsolutePath();
    Login writer = login("writer", "DUIXIAN_WRITER_PASSWORD");
    Login auditor = login("auditor", "DUIXIAN_AUDITOR_PASSWORD");
    Login dashboard = login("dashboard", "DUIXIAN_DASHBOARD_PASSWORD");
    try {
      Files.createDirectories(dir.resolve("store"));
      int port = LoopbackPorts.choose(dir, "http").get("http");
      writeConfiguration(dir, port);
      var server =
          new ClickHouseProcess(
              launch(dir, library, writer, auditor, dashboard), port, writer, auditor, dashboard);
      try {
        server.awaitReady(dir.resolve("server.log"));
        server.execute("CREATE DATABASE IF NOT EXISTS " + DATABASE);
      } catch (RuntimeException | IOException e) {
        server.close();
        throw e;
      }
      return server;
    } catch (IOException e) {
      throw new CannotStart("ClickHouse cannot start on " + dataDir + ": " + e.getMessage(), e);
    }
  }

  /** The port of the HTTP interface on 127.0.0.1. */
  public int httpPort() {
    return httpPort;
  }

  /** For {@code DriverManager}; who connects is said by a {@link Login}. */
  public String jdbcUrl() {
    return "jdbc:clickhouse:http://127.0.0.1:" + httpPort + "/" + DATABASE;
  }

  /** How the jobs reach it: as the writer. */
  public ClickHouseAccess access() {
    return new ClickHouseAccess(jdbcUrl(), writer.user(), writer.password());
  }

  /** May create, write and read everything in the database. */
  public Login writer() {
    return writer;
  }

  /** May read everything in the database, up to a quota. */
  public Login auditor() {
    return auditor;
  }

  /** May read everything in the database, a little at a time. */
  public Login dashboard() {
    return dashboard;
  }

  /**
   * Runs one statement as the writer and returns what the server answers, tab-separated.
   *
   * @throws IllegalStateException with the server's own words if it refuses
   */
  public String execute(String sql) {
    return execute(sql, writer);
  }

  /** Runs one statement as {@code who}. */
  String execute(String sql, Login who) {
    return execute(sql, who, Map.of());
  }

  /** Runs one statement as {@code who}; where it says {@code {x:Type}}, parameter x is bound. */
  public String execute(String sql, Login who, Map<String, String> parameters) {
    String bound =
        parameters.entrySet().stream()
            .map(each -> "param_" + each.getKey() + "=" + escaped(each.getValue()))
            .collect(Collectors.joining("&", "/?", ""));
    HttpRequest request =
        HttpRequest.newBuilder(address(bound))
            .header("X-ClickHouse-User", who.user())
            .header("X-ClickHouse-Key", who.password())
            .POST(BodyPublishers.ofString(sql))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("ClickHouse refuses: " + response.body().strip());
      }
      return response.body().stripTrailing();
    } catch (IOException e) {
      throw new IllegalStateException("ClickHouse does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ClickHouse worked", e);
    }
  }

  /** Ends it at once, as a crash would. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** As the server reads a parameter: tab-separated text, percent-encoded. */
  private static String escaped(String value) {
    String text = value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    return URLEncoder.encode(text, UTF_8);
  }

  /** Stops the server and waits for it; every row it acknowledged stays on disk. */
  @Override
  public void close() {
    try {
      closeInput();
      if (!process.waitFor(STOP_WITHIN_SECONDS, SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** What the server sees when this JVM dies. */
  void closeInput() throws IOException {
    process.getOutputStream().close();
  }

  /** The process that is the server. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  private void awaitReady(Path log) throws IOException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    try {
      while (!answersPing()) {
        boolean ended = process.waitFor(LOOK_AGAIN_MILLIS, MILLISECONDS);
        if (ended || System.nanoTime() > deadline) {
          throw new CannotStart("ClickHouse did not start; it said: " + firstLine(log));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("interrupted while ClickHouse started", e);
    }
  }

  private boolean answersPing() throws InterruptedException {
    try {
      return http.send(HttpRequest.newBuilder(address("/ping")).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + httpPort + path);
  }

  private static Process launch(
      Path dir, Path library, Login writer, Login auditor, Login dashboard) throws IOException {
    var command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            placeOf(ClickHouseChild.class)
                + System.getProperty("path.separator")
                + placeOf(Native.class),
            ClickHouseChild.class.getName(),
            library.toString(),
            dir.resolve("config.xml").toString(),
            dir.resolve("store").toString());
    command.environment().put("DUIXIAN_WRITER_PASSWORD", writer.password());
    command.environment().put("DUIXIAN_AUDITOR_PASSWORD", auditor.password());
    command.environment().put("DUIXIAN_DASHBOARD_PASSWORD", dashboard.password());
    // It works in its directory, so that whatever the engine leaves behind is there.
    command.directory(dir.toFile());
    command.redirectErrorStream(true).redirectOutput(dir.resolve("server.log").toFile());
    return command.start();
  }

  /** The jar or directory a class was loaded from. */
  private static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new CannotStart("cannot find the jar of " + type.getName(), e);
    }
  }

  private static void writeConfiguration(Path dir, int port) throws IOException {
    Files.writeString(
        dir.resolve("config.xml"),
        """
        <clickhouse>
            <listen_host>127.0.0.1</listen_host>
            <http_port>%d</http_port>
            <timezone>UTC</timezone>
            <users_config>users.xml</users_config>
            <mark_cache_size>67108864</mark_cache_size>
        </clickhouse>
        """
            .formatted(port));
    // In place of a real server's own users.xml: the engine's session, which can only listen.
    Files.writeString(
        dir.resolve("users.xml"),
        """
        <clickhouse>
            <profiles><default/></profiles>
            <quotas><default/></quotas>
            <users>
                <default>
                    <no_password/>
                    <networks><ip>127.0.0.1</ip></networks>
                    <grants>
                        <query>GRANT SYSTEM LISTEN ON *.*</query>
                        <query>GRANT SELECT ON system.numbers</query>
                    </grants>
                </default>
            </users>
        </clickhouse>
        """);
    try (InputStream users = ClickHouseProcess.class.getResourceAsStream(USERS)) {
      Files.createDirectories(dir.resolve("users.d"));
      Files.writeString(
          dir.resolve("users.d/duixian.xml"), new String(users.readAllBytes(), UTF_8));
    }
  }

  private static Login login(String user, String variable) {
    String given = System.getenv(variable);
    return new Login(user, given == null || given.isEmpty() ? newPassword() : given);
  }

  private static String newPassword() {
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String firstLine(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("nothing");
  }
}
