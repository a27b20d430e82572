package org.duixian.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import kafka.tools.StorageTool;
import net.jpountz.lz4.LZ4Factory;
import org.apache.commons.compress.archivers.ArchiveException;
import org.apache.commons.io.IOUtils;
import org.apache.commons.lang3.StringUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.duixian.local.ChildProgram;
import org.xerial.snappy.Snappy;

/**
 * Services of docker-compose.yml as processes of this machine: the programs that are in their
 * images, with the commands, settings and mounted files that compose gives them. What differs:
 *
 * <ul>
 *   <li>The names of the services are those of this host, by the JVM's hosts file, so their ports
 *       are free ones: Kafka's, ZooKeeper's, ClickHouse's, Alertmanager's, and of each cluster
 *       {@code rest.port}, {@code taskmanager.rpc.port} and the metrics reporter's.
 *   <li>{@code /state}, Kafka's directory and {@code /opt/flink} are directories of the test;
 *       {@code high-availability.storageDir}, {@code dataDir} of zoo.cfg and {@code java.io.tmpdir}
 *       follow.
 *   <li>Flink's scripts are not to be had from Maven: {@code standalone-job.sh} and {@code
 *       taskmanager.sh} are written here, two lines each.
 *   <li>A shell starts them again, in place of Docker's {@code unless-stopped}.
 *   <li>What a test gives a job beside that: see {@link #startJobManager}.
 * </ul>
 */
final class ComposeProcesses implements AutoCloseable {
  private static final Path HOME = ComposeFile.HOME;
  private static final Path FLINK_CONFIG = HOME.resolve("deploy/flink");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As {@code restart: unless-stopped}; the pid of what runs is in the file that is $0. */
  private static final String RESTART =
      "trap 'kill -9 $!; exit' TERM; while :; do \"$@\" & echo $! >\"$0\"; wait $!; done";

  private static final String LOCALHOST = "127.0.0.1";

  private final ComposeFile compose;
  private final Path dir;
  private final Map<String, Integer> ports = new HashMap<>();
  private final Map<String, ChildProgram> running = new TreeMap<>();
  private final Path hosts;
  private final String libraries;
  private final Map<String, String> addresses;

  /**
   * @param clickHousePort where the test runs the one service
   * @param alertmanagerPort and the other, which have classes of their own
   */
  ComposeProcesses(ComposeFile compose, Path dir, int clickHousePort, int alertmanagerPort)
      throws IOException {
    this.compose = compose;
    this.dir = dir;
    this.hosts = Files.writeString(dir.resolve("hosts"), hosts(compose));
    this.libraries =
        String.join(
            File.pathSeparator,
            Files.readString(HOME.resolve("jobs/target/classpath.txt")).strip(),
            // Flink has these too; they are not in that list because the job's jar brings its own.
            jarOf(StringUtils.class).toString(),
            jarOf(IOUtils.class).toString(),
            jarOf(LZ4Factory.class).toString(),
            jarOf(ArchiveException.class).toString(),
            jarOf(Snappy.class).toString());
    this.addresses =
        Map.of(
            "kafka:19092", "kafka:" + port("kafka internal"),
            "clickhouse:8123", "clickhouse:" + clickHousePort,
            "alertmanager:9093", "alertmanager:" + alertmanagerPort);
    installFlink();
  }

  private static String hosts(ComposeFile compose) throws IOException {
    return LOCALHOST
        + " localhost "
        + InetAddress.getLocalHost().getHostName()
        + ' '
        + String.join(" ", compose.services().keySet())
        + '\n';
  }

  /** The part of Flink's distribution that the mounted files and the commands refer to. */
  private void installFlink() throws IOException {
    script("standalone-job.sh", StandaloneApplicationClusterEntryPoint.class);
    script("taskmanager.sh", TaskManagerRunner.class);
    link("usrlib/duixian.jar", HOME.resolve("jobs/target/duixian.jar"));
    link("plugins/metrics-prometheus/reporter.jar", jarOf(PrometheusReporterFactory.class));
    Files.createDirectories(dir.resolve("flink/lib"));
    Files.createDirectories(dir.resolve("tmp"));
  }

  private void script(String name, Class<?> main) throws IOException {
    Path script = dir.resolve("flink/bin").resolve(name);
    Files.createDirectories(script.getParent());
    Files.writeString(
        script,
        """
        #!/bin/sh
        shift # start-foreground
        exec $JVM %s --configDir "$FLINK_CONF_DIR" $SIZES $DIFFERENT "$@"
        """
            .formatted(main.getName()));
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  private void link(String name, Path target) throws IOException {
    Path link = dir.resolve("flink").resolve(name);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, target);
  }

  private static Path jarOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /** The same at every start of a service. */
  int port(String name) {
    return ports.computeIfAbsent(
        name,
        n -> {
          try (var free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Where this JVM reaches the broker: by the listener that compose has for the host. */
  String kafkaServers() {
    return LOCALHOST + ':' + port("kafka host");
  }

  /** The image makes a broker's settings of its environment. */
  void startKafka() throws IOException {
    var settings = new Properties();
    compose
        .service("kafka")
        .path("environment")
        .properties()
        .forEach(
            variable -> {
              if (variable.getKey().startsWith("KAFKA_") && !heap(variable.getKey())) {
                String name = variable.getKey().substring("KAFKA_".length());
                settings.setProperty(
                    name.toLowerCase(Locale.ROOT).replace('_', '.'),
                    kafkaHere(variable.getValue().asText()));
              }
            });
    settings.setProperty("log.dirs", dir.resolve("kafka").toString());
    Path file = dir.resolve("kafka.properties");
    try (var out = Files.newOutputStream(file)) {
      settings.store(out, null);
    }
    var said = new ByteArrayOutputStream();
    String[] format = {
      "format",
      "--ignore-formatted",
      "--config",
      file.toString(),
      "--cluster-id",
      Uuid.METADATA_TOPIC_ID.toString()
    };
    assertThat(StorageTool.execute(format, new PrintStream(said, true, UTF_8)))
        .as(() -> said.toString(UTF_8))
        .isZero();
    String classPath = HOME.resolve("jobs/target/duixian.jar") + File.pathSeparator + libraries;
    var command = java(List.of("-Xmx512m"), classPath);
    command.addAll(List.of("kafka.Kafka", file.toString()));
    start("kafka", command, Map.of());
  }

  /** Returns when the broker answers. */
  void awaitKafka() throws Exception {
    String patience = Long.toString(ClusterIT.PATIENCE.toMillis());
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafkaServers(), "default.api.timeout.ms", patience);
    try (var admin = Admin.create(settings)) {
      admin.describeCluster().nodes().get(ClusterIT.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static boolean heap(String variable) {
    return variable.equals("KAFKA_HEAP_OPTS");
  }

  private String kafkaHere(String value) {
    return value
        .replace(":19092", ":" + port("kafka internal"))
        .replace(":9092", ":" + port("kafka host"))
        .replace(":9093", ":" + port("kafka controller"));
  }

  void startZooKeeper() throws IOException {
    Path config = dir.resolve("zoo.cfg");
    Files.writeString(
        config,
        Files.readString(FLINK_CONFIG.resolve("zoo.cfg"))
            .replace("dataDir=/state/", "dataDir=" + state() + '/')
            .replace("clientPort=2181", "clientPort=" + port("zookeeper")));
    List<String> given = ComposeFile.texts(compose.service("zookeeper").path("command"));
    var command = flinkJava(List.of("-Xmx128m"));
    command.addAll(
        List.of(
            FlinkZooKeeperQuorumPeer.class.getName(),
            "--zkConfigFile",
            config.toString(),
            "--peerId",
            given.get(given.size() - 1)));
    start("zookeeper", command, Map.of());
  }

  /**
   * Starts the JobManager of a job by the command that compose gives it.
   *
   * @param more what the job is given beside that; the same key given by compose gives way
   */
  void startJobManager(String job, String... more) throws IOException {
    List<String> command = commandHere(job);
    for (int i = 0; i < more.length; i += 2) {
      int given = command.indexOf(more[i]);
      if (given >= 0) {
        command.subList(given, given + 2).clear();
      }
      command.addAll(List.of(more[i], more[i + 1]));
    }
    Configuration settings = settings(command);
    var spec = JobManagerProcessUtils.processSpecFromConfig(settings);
    startFlink(
        job,
        command,
        JobManagerProcessUtils.generateJvmParametersStr(spec, settings),
        JobManagerProcessUtils.generateDynamicConfigsStr(spec),
        "-Drest.port=" + port(job + " rest"));
  }

  void startTaskManager(String service) throws IOException {
    List<String> command = commandHere(service);
    var spec = TaskExecutorProcessUtils.processSpecFromConfig(settings(command));
    startFlink(
        service,
        command,
        ProcessMemoryUtils.generateJvmParametersStr(spec),
        TaskExecutorProcessUtils.generateDynamicConfigsStr(spec),
        "-Dtaskmanager.rpc.port=" + port(service + " rpc"));
  }

  private List<String> commandHere(String service) {
    var command = new ArrayList<String>();
    for (String each : ComposeFile.texts(compose.service(service).path("command"))) {
      String here =
          each.replace("/opt/duixian/flink", FLINK_CONFIG.toString())
              .replace("/opt/flink", dir.resolve("flink").toString());
      for (var address : addresses.entrySet()) {
        here = here.replace(address.getKey(), address.getValue());
      }
      command.add(here);
    }
    return command;
  }

  /** The shipped file, and what a command sets on top of it. */
  private static Configuration settings(List<String> command) {
    var dynamic = new Configuration();
    for (String each : command) {
      if (each.startsWith("-D")) {
        String[] parts = each.substring(2).split("=", 2);
        dynamic.setString(parts[0], parts[1]);
      }
    }
    return GlobalConfiguration.loadConfiguration(FLINK_CONFIG.toString(), dynamic);
  }

  private void startFlink(
      String service, List<String> command, String memory, String sizes, String port)
      throws IOException {
    String different =
        String.join(
            " ",
            port,
            "-Dmetrics.reporter.prometheus.port=" + port(service + " metrics"),
            "-Dhigh-availability.zookeeper.quorum=zookeeper:" + port("zookeeper"),
            "-Dhigh-availability.storageDir=file://" + state().resolve("ha"));
    start(
        service,
        command,
        Map.of(
            "FLINK_HOME", dir.resolve("flink").toString(),
            "FLINK_CONF_DIR", FLINK_CONFIG.toString(),
            "FLINK_LIB_DIR", dir.resolve("flink/lib").toString(),
            "FLINK_PLUGINS_DIR", dir.resolve("flink/plugins").toString(),
            "DUIXIAN_STATE", state().toString(),
            "JVM", String.join(" ", flinkJava(List.of(memory.split(" ")))),
            "SIZES", sizes,
            "DIFFERENT", different));
  }

  private Path state() {
    return dir.resolve("state");
  }

  private List<String> flinkJava(List<String> memory) {
    var options = new ArrayList<>(memory);
    options.addAll(List.of(settings(List.of()).get(CoreOptions.FLINK_JVM_OPTIONS).split("\\s+")));
    options.add("-Dlog4j.configurationFile=" + FLINK_CONFIG.resolve("log4j-console.properties"));
    String classPath =
        jarOf(StandaloneApplicationClusterEntryPoint.class) + File.pathSeparator + libraries;
    return java(options, classPath);
  }

  private List<String> java(List<String> options, String classPath) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Djdk.net.hosts.file=" + hosts);
    command.add("-Djava.io.tmpdir=" + dir.resolve("tmp"));
    command.add("-cp");
    command.add(classPath);
    return command;
  }

  private void start(String service, List<String> command, Map<String, String> environment)
      throws IOException {
    var restarted = new ArrayList<>(List.of("sh", "-c", RESTART, pidFile(service).toString()));
    restarted.addAll(command);
    running.put(service, ChildProgram.start(restarted, environment, log(service)));
  }

  private Path pidFile(String service) {
    return dir.resolve(service + ".pid");
  }

  /** The process that now runs the service. */
  private ProcessHandle process(String service) throws IOException {
    return ProcessHandle.of(Long.parseLong(Files.readString(pidFile(service)).strip()))
        .orElseThrow();
  }

  Path log(String service) {
    return dir.resolve(service + ".log");
  }

  /** Ends it with SIGKILL; it starts again at once. */
  void kill(String service) throws Exception {
    var process = process(service);
    assertThat(process.destroyForcibly()).isTrue();
    process.onExit().get(ClusterIT.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Stops a job with a savepoint, after which its JobManager ends by itself and starts again. */
  void stopWithSavepoint(String job) throws Exception {
    var process = process(job);
    String id = rest(job, "/jobs/overview", null).at("/jobs/0/jid").asText();
    rest(job, "/jobs/" + id + "/stop", "{}");
    process.onExit().get(ClusterIT.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private JsonNode rest(String job, String path, String body) throws Exception {
    var address = URI.create("http://" + LOCALHOST + ':' + port(job + " rest") + "/v1" + path);
    var request = HttpRequest.newBuilder(address);
    if (body != null) {
      request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }
    var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
    return JSON.readTree(answer.body());
  }

  /** What a Flink process tells Prometheus, one line per metric and labels. */
  List<String> metrics(String service) throws Exception {
    var address = URI.create("http://" + LOCALHOST + ':' + port(service + " metrics") + "/metrics");
    var answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    return answer.body().lines().filter(line -> !line.startsWith("#")).toList();
  }

  /** The last lines of every log. */
  String logs() {
    return running.keySet().stream().map(this::end).collect(joining("\n"));
  }

  private String end(String service) {
    try {
      List<String> lines = Files.readAllLines(log(service));
      return lines.subList(Math.max(0, lines.size() - 20), lines.size()).stream()
          .map(line -> service + ": " + line)
          .collect(joining("\n"));
    } catch (IOException e) {
      return service + ": " + e;
    }
  }

  @Override
  public void close() {
    running.values().forEach(ChildProgram::close);
  }
}
