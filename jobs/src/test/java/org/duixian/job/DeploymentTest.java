package org.duixian.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.NewTopic;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.OutputTopic;
import org.duixian.local.SendDemo;
import org.duixian.local.Topics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docker-compose.yml and what it mounts fit the jobs, the topics and each other. */
final class DeploymentTest {
  /** What .env would say. */
  static final Map<String, String> VARIABLES =
      Map.of(
          "DUIXIAN_WRITER_PASSWORD", "of-the-writer",
          "DUIXIAN_AUDITOR_PASSWORD", "of-the-auditor",
          "DUIXIAN_DASHBOARD_PASSWORD", "of-the-dashboard",
          "DUIXIAN_GRAFANA_PASSWORD", "of-grafana",
          "DUIXIAN_GRAFANA_URL", "http://grafana.example:3000");

  private static final Path PROMETHEUS = ComposeFile.HOME.resolve("deploy/prometheus");

  /** Who asks cannot be asked; that blackbox is missing shows in what it does not answer for. */
  private static final Set<String> NOT_ASKED = Set.of("prometheus", "blackbox");

  private static final Set<String> RUN_ONCE = Set.of("topics", "flink-state", "simulator");
  private static final Pattern ACCESS = Pattern.compile("--add-opens=\\S+");

  @TempDir private Path folder;
  private ComposeFile compose;

  @BeforeEach
  void readFile() throws IOException {
    compose = ComposeFile.with(VARIABLES);
  }

  @Test
  void serviceLevelJobTakesItsArguments() {
    var settings = ServiceLevelSettings.of(Options.of(arguments("service-levels")));
    assertThat(settings.eventTopics()).isEqualTo(Topics.EVENTS);
    assertThat(settings.kafka())
        .isEqualTo(new KafkaAccess("kafka:19092", Map.of("transaction.timeout.ms", "86400000")));
    assertThat(settings.reading().bounded()).isFalse();

    var env = StreamExecutionEnvironment.getExecutionEnvironment();
    ServiceLevelJob.define(env, Options.of(arguments("service-levels")));
    assertThat(env.getStreamGraph().getStreamNodes()).isNotEmpty();
  }

  @Test
  void historyJobTakesItsArgumentsAndThePasswordFromItsEnvironment() {
    List<String> given = compose.jobArguments("history");
    JsonNode environment = compose.service("history").path("environment");
    assertThat(environment.path("DUIXIAN_WRITER_PASSWORD").asText()).isEqualTo("of-the-writer");
    assertThat(environment.path("FLINK_CONF_DIR").asText()).isEqualTo("/opt/duixian/flink");
    assertThat(given).as("arguments are in logs").doesNotContain("of-the-writer");

    var settings = HistorySettings.of(Options.of(given.toArray(String[]::new)));
    assertThat(settings.eventTopics()).isEqualTo(Topics.EVENTS);
    assertThat(settings.kafka()).isEqualTo(KafkaAccess.to("kafka:19092"));
    assertThat(settings.store().access().url())
        .isEqualTo("jdbc:clickhouse:http://clickhouse:8123/duixian");
    assertThat(settings.store().access().user()).isEqualTo("writer");
    assertThat(settings.reading().bounded()).isFalse();
  }

  @Test
  void alertsAndNoticesLeadToTheirEvidenceInGrafana() {
    String evidence = "http://grafana.example:3000/d/duixian-evidence?var-alert=";
    assertThat(compose.service("grafana").at("/environment/GF_SERVER_ROOT_URL").asText())
        .isEqualTo("http://grafana.example:3000");
    assertThat(ServiceLevelSettings.of(Options.of(arguments("service-levels"))).link().base())
        .isEqualTo(evidence);
    assertThat(NoticeSettings.of(Options.of(arguments("notices"))).telling().link())
        .isEqualTo(evidence + "{alert_id}");
  }

  @Test
  void noticesGoToTheAlertmanagerWhoseDeliveriesAreRecorded() {
    var settings = NoticeSettings.of(Options.of(arguments("notices")));
    assertThat(settings.kafka()).isEqualTo(KafkaAccess.to("kafka:19092"));
    assertThat(settings.alertmanagers()).containsExactly(URI.create("http://alertmanager:9093"));
    List<String> recorder =
        ComposeFile.texts(compose.service("delivery-recorder").path("entrypoint"));
    assertThat(recorder)
        .contains(RecordDeliveries.class.getName())
        .containsSequence("--alertmanagers", "http://alertmanager:9093");
    assertThat(compose.mounts("alertmanager"))
        .containsEntry("/etc/alertmanager", ComposeFile.HOME.resolve("alerting"));
  }

  @Test
  void theSimulatorIsInTheDemoOnly() {
    compose
        .services()
        .forEach(
            (name, service) ->
                assertThat(ComposeFile.texts(service.path("profiles")))
                    .as(name)
                    .isEqualTo(name.equals("simulator") ? List.of("demo") : List.of()));
    assertThat(ComposeFile.texts(compose.service("simulator").path("entrypoint")))
        .containsSequence(SendDemo.class.getName(), "kafka:19092", "/opt/duixian/schemas");
    assertThat(compose.mounts("simulator"))
        .containsEntry("/opt/duixian/schemas", ComposeFile.HOME.resolve("schemas"));
  }

  @Test
  void eachClusterStartsItsJobFromTheMountedJarUnderItsOwnName() {
    assertThat(compose.service("service-levels").path("command").toString())
        .contains('"' + ServiceLevelJob.class.getName() + '"');
    assertThat(compose.service("history").path("command").toString())
        .contains('"' + HistoryJob.class.getName() + '"');
    assertThat(compose.service("notices").path("command").toString())
        .contains('"' + NoticeJob.class.getName() + '"');
    for (String job : List.of("service-levels", "history", "notices")) {
      assertThat(ComposeFile.texts(compose.service(job).path("command")))
          .startsWith("/opt/duixian/flink/start-job.sh", job);
      assertThat(ComposeFile.texts(compose.service(job + "-worker").path("command")))
          .contains("-Dhigh-availability.cluster-id=/" + job);
      for (String service : List.of(job, job + "-worker")) {
        assertThat(compose.mounts(service))
            .containsEntry(
                "/opt/flink/usrlib/duixian.jar",
                ComposeFile.HOME.resolve("jobs/target/duixian.jar"));
      }
    }
  }

  @Test
  void theTopicsAreThoseOfTheJobsStampedByTheBroker() throws IOException {
    JsonNode given = compose.service("topics").path("environment");
    assertThat(given.path("EVENT_TOPICS").asText().split(","))
        .containsExactlyElementsOf(Topics.EVENTS);
    assertThat(given.path("OUTPUT_TOPICS").asText().split(","))
        .containsExactlyElementsOf(OutputTopic.ALL.stream().map(OutputTopic::name).toList());
    String most = given.path("MAX_MESSAGE_BYTES").asText();
    assertThat(Topics.all())
        .extracting(NewTopic::configs)
        .allSatisfy(configs -> assertThat(configs).containsEntry("max.message.bytes", most));

    JsonNode broker = compose.service("kafka").path("environment");
    assertThat(broker.path("KAFKA_MESSAGE_MAX_BYTES").asText()).isEqualTo(most);
    assertThat(broker.path("KAFKA_AUTO_CREATE_TOPICS_ENABLE").asText()).isEqualTo("false");
    assertThat(compose.jobArguments("service-levels"))
        .containsSequence(
            "--kafka.transaction.timeout.ms",
            broker.path("KAFKA_TRANSACTION_MAX_TIMEOUT_MS").asText());
    assertThat(Files.readString(ComposeFile.HOME.resolve("deploy/kafka/create-topics.sh")))
        .contains("message.timestamp.type=LogAppendTime")
        .contains("max.message.bytes=$MAX_MESSAGE_BYTES");
  }

  @Test
  void everythingIsPinnedChecksItsHealthAndComesBack() throws IOException {
    String grafana = Files.readString(ComposeFile.HOME.resolve("grafana/Dockerfile"));
    assertThat(grafana).containsPattern("(?m)^FROM \\S+:\\d+\\.\\d+\\.\\d+$");
    compose
        .services()
        .forEach(
            (name, service) -> {
              if (!name.equals("grafana")) {
                assertThat(service.path("image").asText())
                    .as(name)
                    .matches("\\S+:v?\\d+\\.\\d\\S*");
              }
              boolean once = RUN_ONCE.contains(name);
              assertThat(service.path("restart").asText())
                  .as(name)
                  .isEqualTo(once ? "no" : "unless-stopped");
              assertThat(service.has("healthcheck")).as(name).isNotEqualTo(once);
              assertThat(service.has("mem_limit") && service.has("cpus")).as(name).isTrue();
            });
  }

  @Test
  void theServerAppliesTheTablesAsTheyAreTestedAndWithOnesOwnChoices() throws Exception {
    String asTested = applied("", "36");
    assertThat(asTested).contains("ENGINE = ReplacingMergeTree(").doesNotContain("${");
    String own = applied("Replicated", "60");
    assertThat(own)
        .isEqualTo(
            asTested
                .replaceAll("ENGINE = (Repl|Aggr)", "ENGINE = Replicated$1")
                .replace("INTERVAL 36 MONTH", "INTERVAL 60 MONTH"))
        .isNotEqualTo(asTested);
    assertThat(applied("x", "36")).isEqualTo("DUIXIAN_REPLICATED 'x': must be empty or Replicated");
    assertThat(applied("", "0")).isEqualTo("DUIXIAN_PAYLOAD_MONTHS '0': must be 1 to 9999");
  }

  /** What the script gives to the client, or says against it. */
  private static String applied(String replicated, String months) throws Exception {
    var command =
        new ProcessBuilder(
            "bash",
            ComposeFile.HOME.resolve("deploy/clickhouse/apply.sh").toString(),
            ComposeFile.HOME.resolve("schemas/clickhouse").toString());
    command
        .environment()
        .putAll(
            Map.of(
                "CLICKHOUSE_CLIENT", "cat",
                "DUIXIAN_REPLICATED", replicated,
                "DUIXIAN_PAYLOAD_MONTHS", months));
    Process process = command.redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
  }

  @Test
  void onlyGrafanaIsReachedFromOutsideThisHostAndWhatIsMountedExists() {
    compose
        .services()
        .forEach(
            (name, service) -> {
              assertThat(ComposeFile.texts(service.path("ports")))
                  .allMatch(port -> port.startsWith("127.0.0.1:") || name.equals("grafana"));
              compose.mounts(name).values().stream()
                  .filter(path -> !path.endsWith("duixian.jar"))
                  .forEach(path -> assertThat(path).exists());
            });
  }

  @Test
  void nothingStartsWithoutPasswordsOfOnesOwn() throws IOException {
    Map<String, String> example =
        Files.readAllLines(ComposeFile.HOME.resolve(".env.example")).stream()
            .filter(line -> line.contains("=") && !line.startsWith("#"))
            .collect(toMap(line -> line.split("=")[0], line -> line.replaceFirst("^[^=]+=", "")));
    assertThat(compose.variables().keySet()).isEqualTo(example.keySet());
    compose
        .variables()
        .forEach(
            (name, otherwise) ->
                assertThat(otherwise).as(name).allMatch(rule -> rule.startsWith(":?")));
    example.forEach(
        (name, value) -> {
          if (name.endsWith("PASSWORD")) {
            assertThat(value).as(name).isEmpty();
          }
        });
  }

  @Test
  void aRestartedClusterFindsItsCheckpointOnTheSharedVolume() {
    Configuration flink = flink();
    assertThat(flink.get(HighAvailabilityOptions.HA_MODE)).isEqualTo("zookeeper");
    assertThat(flink.get(HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM)).isEqualTo("zookeeper:2181");
    assertThat(flink.get(HighAvailabilityOptions.HA_STORAGE_PATH)).startsWith("file:///state/");
    assertThat(flink.get(CheckpointingOptions.CHECKPOINT_STORAGE)).isEqualTo("filesystem");
    assertThat(flink.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION))
        .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    assertThat(flink.get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS)).isTrue();
    assertThat(flink.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
    assertThat(flink.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("exponential-delay");
    assertThat(flink.get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF))
        .isEqualTo(Duration.ofMinutes(2));
    assertThat(flink.get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS))
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(flink.get(WebOptions.SUBMIT_ENABLE)).isFalse();
    assertThat(flink.get(TaskManagerOptions.NUM_TASK_SLOTS))
        .isGreaterThanOrEqualTo(flink.get(CoreOptions.DEFAULT_PARALLELISM));
    for (String service :
        List.of("service-levels", "history", "history-worker", "notices", "zookeeper")) {
      assertThat(ComposeFile.texts(compose.service(service).path("volumes")))
          .contains("flink-state:/state");
    }
  }

  @Test
  void aJobGoesOnFromTheNewestOfItsOwnCheckpointsAndSavepoints() throws Exception {
    assertThat(started("levels")).noneMatch(argument -> argument.contains("state-recovery"));
    Path older = metadata("checkpoints/levels/abc/chk-7", 1_000);
    metadata("checkpoints/history/abc/chk-9", 9_000);
    assertThat(started("levels")).contains(goesOnFrom(older.getParent()));
    Path newer = metadata("savepoints/levels/savepoint-1", 2_000);
    assertThat(started("levels"))
        .contains(goesOnFrom(newer.getParent()))
        .containsSequence(
            "-Djobmanager.rpc.address=levels",
            "-Dhigh-availability.cluster-id=/levels",
            "-Dexecution.checkpointing.dir=file://" + folder.resolve("checkpoints/levels"),
            "-Dexecution.checkpointing.savepoint-dir=file://" + folder.resolve("savepoints/levels"))
        .endsWith("--job-classname", "x.Job");
  }

  private static String goesOnFrom(Path state) {
    return "-Dexecution.state-recovery.path=file://" + state;
  }

  private Path metadata(String where, long modifiedMillis) throws IOException {
    Path file = folder.resolve(where).resolve("_metadata");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    Files.setLastModifiedTime(file, FileTime.fromMillis(modifiedMillis));
    return file;
  }

  /** What deploy/flink/start-job.sh starts, in place of Flink's script. */
  private List<String> started(String job) throws Exception {
    Path flink = folder.resolve("bin/standalone-job.sh");
    Files.createDirectories(flink.getParent());
    Files.writeString(flink, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertThat(flink.toFile().setExecutable(true)).isTrue();
    var command =
        new ProcessBuilder(
            ComposeFile.HOME.resolve("deploy/flink/start-job.sh").toString(),
            job,
            "--job-classname",
            "x.Job");
    command
        .environment()
        .putAll(Map.of("FLINK_HOME", folder.toString(), "DUIXIAN_STATE", folder.toString()));
    Process process = command.redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
  }

  @Test
  void prometheusAsksEveryServiceAndForMetricsThatThereAre() throws IOException {
    String config = Files.readString(PROMETHEUS.resolve("prometheus.yml"));
    String rules = Files.readString(PROMETHEUS.resolve("rules.yml"));
    compose.services().keySet().stream()
        .filter(name -> !RUN_ONCE.contains(name))
        .filter(name -> !NOT_ASKED.contains(name))
        .forEach(name -> assertThat(config).containsPattern("[\"/]" + name + ":\\d+"));
    assertThat(rules).contains('_' + AttributeToArea.REJECTED_RECORDS).contains("_failedNotices");
  }

  @Test
  void flinkMayReachIntoWhateverTheTestsMay() throws IOException {
    List<String> ofTheTests = opens(Files.readString(ComposeFile.HOME.resolve("jobs/pom.xml")));
    assertThat(ofTheTests).isNotEmpty();
    assertThat(opens(flink().get(CoreOptions.FLINK_JVM_OPTIONS))).containsAll(ofTheTests);
  }

  private String[] arguments(String service) {
    return compose.jobArguments(service).toArray(String[]::new);
  }

  private static Configuration flink() {
    return GlobalConfiguration.loadConfiguration(
        ComposeFile.HOME.resolve("deploy/flink").toString());
  }

  private static List<String> opens(String text) {
    return ACCESS
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .map(option -> option.replaceFirst("<.*", ""))
        .toList();
  }
}
