package org.duixian.job;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is deployed to Kubernetes is what its schemas permit, and otherwise what compose deploys.
 */
final class KubernetesTest {
  private static final Path DOCKERFILE = ComposeFile.HOME.resolve("deploy/kubernetes/Dockerfile");

  /** Of the jobs' own image, which whoever deploys it builds from the Dockerfile. */
  private static final String OWN_IMAGE = "registry.example/duixian:0.1.0";

  /** The newest that the newest operator's schema to be had here knows. */
  private static final String NEWEST_PUBLISHED = "v1_20";

  /** What is said to compose's Flink only: for a host, or where Kubernetes has a field for it. */
  private static final Set<String> OF_COMPOSE =
      Set.of(
          "jobmanager.bind-host",
          "jobmanager.memory.process.size",
          "taskmanager.bind-host",
          "taskmanager.rpc.port",
          "taskmanager.memory.process.size",
          "rest.bind-address",
          "parallelism.default",
          "high-availability.type",
          "high-availability.zookeeper.quorum",
          "high-availability.zookeeper.client.session-timeout");

  private static final Set<String> OF_KUBERNETES =
      Set.of(
          "high-availability.type",
          "execution.checkpointing.dir",
          "execution.checkpointing.savepoint-dir");

  /** What a job is told of addresses, which differ from compose's. */
  private static final Set<String> ADDRESSES =
      Set.of("--kafka", "--link-base", "--link", "--alertmanagers", "--clickhouse-url");

  private static final Pattern HOST = Pattern.compile("<host(?:name)?>([^<]+)</host(?:name)?>");

  private KubernetesFiles files;
  private KubernetesSchemas schemas;
  private ComposeFile compose;

  @BeforeEach
  void read() throws IOException {
    files = KubernetesFiles.read();
    schemas = KubernetesSchemas.read();
    compose = ComposeFile.with(DeploymentTest.VARIABLES);
  }

  @Test
  void everyResourceIsAsItsPublishedSchemaSays() throws IOException {
    assertThat(files.resources()).hasSizeGreaterThan(10);
    String flink = "v" + flinkImage().replaceFirst("flink:(\\d+)\\.(\\d+)\\..*", "$1_$2");
    files
        .all("FlinkDeployment")
        .forEach(
            job -> {
              ObjectNode spec = (ObjectNode) job.path("spec");
              assertThat(spec.path("flinkVersion").asText()).isEqualTo(flink);
              assertThat(schemas.faults(job))
                  .singleElement()
                  .asString()
                  .startsWith("$.spec.flinkVersion: does not have a value in the enumeration")
                  .contains(NEWEST_PUBLISHED);
              spec.put("flinkVersion", NEWEST_PUBLISHED);
            });
    files
        .resources()
        .forEach(resource -> assertThat(schemas.faults(resource)).as(name(resource)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FlinkDeployment | history | /spec/job | upgradMode | "savepoint" | $.spec.job: property 'upgradMode' is not defined
          FlinkDeployment | history | /spec/job | upgradeMode | "save" | $.spec.job.upgradeMode: does not have a value in the enumeration
          FlinkDeployment | history | /spec/flinkConfiguration | heartbeat.interval | 5 | $.spec.flinkConfiguration.heartbeat.interval: integer found, string expected
          FlinkDeployment | notices | /spec/jobManager/resource | cpu | "1" | $.spec.jobManager.resource.cpu: string found, number expected
          FlinkDeployment | notices | /spec/podTemplate/spec/containers/0 | volumeMount | [] | $.spec.podTemplate.spec.containers[0]: property 'volumeMount' is not defined
          FlinkDeployment | history | /metadata | nam | "x" | $.metadata: property 'nam' is not defined
          StatefulSet | clickhouse | /spec | replica | 2 | $.spec: property 'replica' is not defined
          StatefulSet | clickhouse | /spec/template/spec/containers/0/env/0 | value | 36 | $.spec.template.spec.containers[0].env[0].value: integer found, string expected
          StatefulSet | keeper | /spec/template/spec/containers/0/readinessProbe/httpGet | port | 1.5 | $.spec.template.spec.containers[0].readinessProbe.httpGet.port: number found
          PodDisruptionBudget | keeper | /spec | maxUnavailable | true | $.spec.maxUnavailable: boolean found
          NetworkPolicy | keeper | /spec | podselector | {} | $.spec: property 'podselector' is not defined
          """)
  void aMisspeltFieldAndAWrongTypeAreFound(
      String kind, String name, String where, String field, String value, String fault)
      throws IOException {
    JsonNode resource = files.resource(kind, name);
    ((ObjectNode) resource.at(where)).set(field, new ObjectMapper().readTree(value));
    assertThat(schemas.faults(resource)).anyMatch(found -> found.startsWith(fault));
  }

  @Test
  void anOutdatedVersionOfAKindIsFound() {
    ObjectNode budget = (ObjectNode) files.resource("PodDisruptionBudget", "keeper");
    budget.put("apiVersion", "policy/v2");
    assertThatThrownBy(() -> schemas.faults(budget))
        .hasMessage("no schema of policy/v2 PodDisruptionBudget");
  }

  @Test
  void everyImageIsComposesOrMadeFromComposes() throws IOException {
    assertThat(imagesThatComposeLacks()).containsExactly(OWN_IMAGE);
    assertThat(flinkImage()).isEqualTo(compose.service("history").path("image").asText());

    ((ObjectNode) files.resource("StatefulSet", "keeper").at("/spec/template/spec/containers/0"))
        .put("image", "clickhouse/clickhouse-server:26.4");
    assertThat(imagesThatComposeLacks())
        .containsExactly("clickhouse/clickhouse-server:26.4", OWN_IMAGE);
  }

  private Set<String> imagesThatComposeLacks() {
    var images = new TreeSet<String>();
    files.resources().forEach(resource -> images.addAll(resource.findValuesAsText("image")));
    compose.services().values().forEach(service -> images.remove(service.path("image").asText()));
    return images;
  }

  private static String flinkImage() throws IOException {
    return Pattern.compile("(?m)^FROM (\\S+)$")
        .matcher(Files.readString(DOCKERFILE))
        .results()
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachJobIsGivenWhatComposeGivesItButForAddresses() {
    assertThat(files.all("FlinkDeployment").map(job -> job.at("/metadata/name").asText()))
        .containsExactly("service-levels", "history", "notices");
    files
        .all("FlinkDeployment")
        .forEach(
            job -> {
              String name = job.at("/metadata/name").asText();
              List<String> command = ComposeFile.texts(compose.service(name).path("command"));
              assertThat(job.at("/spec/job/entryClass").asText())
                  .isEqualTo(command.get(command.indexOf("--job-classname") + 1));
              List<String> given = ComposeFile.texts(job.at("/spec/job/args"));
              assertThat(withoutAddresses(given))
                  .as(name)
                  .isEqualTo(withoutAddresses(compose.jobArguments(name)));
            });
    assertThat(HistorySettings.of(options("history")).store().access().url())
        .isEqualTo("jdbc:clickhouse:http://clickhouse:8123/duixian");
    assertThat(files.resource("Service", "clickhouse").at("/spec/ports/0/port").asInt())
        .isEqualTo(8123);
    assertThat(NoticeSettings.of(options("notices")).telling().link())
        .isEqualTo(ServiceLevelSettings.of(options("service-levels")).link().base() + "{alert_id}");
  }

  private static List<String> withoutAddresses(List<String> arguments) {
    return IntStream.range(0, arguments.size())
        .mapToObj(i -> i > 0 && ADDRESSES.contains(arguments.get(i - 1)) ? "…" : arguments.get(i))
        .toList();
  }

  private Options options(String job) {
    JsonNode arguments = files.resource("FlinkDeployment", job).at("/spec/job/args");
    return Options.of(ComposeFile.texts(arguments).toArray(String[]::new));
  }

  @Test
  void theRecorderAndTheJobsKnowTheSameKafkaAndAlertmanager() {
    List<String> recorder =
        ComposeFile.texts(
            files
                .resource("Deployment", "delivery-recorder")
                .at("/spec/template/spec/containers/0/command"));
    var notices = NoticeSettings.of(options("notices"));
    assertThat(recorder)
        .contains(RecordDeliveries.class.getName())
        .containsSequence("--kafka", notices.kafka().servers());
    assertThat(notices.alertmanagers())
        .containsExactly(URI.create(recorder.get(recorder.indexOf("--alertmanagers") + 1)));
    assertThat(HistorySettings.of(options("history")).kafka()).isEqualTo(notices.kafka());
    assertThat(ServiceLevelSettings.of(options("service-levels")).kafka().servers())
        .isEqualTo(notices.kafka().servers());
  }

  @Test
  void flinkIsSetAsInComposeButForWhatAClusterGives() {
    Map<String, String> ofCompose =
        GlobalConfiguration.loadConfiguration(ComposeFile.HOME.resolve("deploy/flink").toString())
            .toMap();
    assertThat(ofCompose.keySet()).containsAll(OF_COMPOSE);
    files
        .all("FlinkDeployment")
        .forEach(
            job -> {
              String name = job.at("/metadata/name").asText();
              var set = new TreeMap<String, String>();
              job.at("/spec/flinkConfiguration")
                  .properties()
                  .forEach(entry -> set.put(entry.getKey(), entry.getValue().asText()));
              assertThat(without(OF_KUBERNETES, set))
                  .as(name)
                  .isEqualTo(without(OF_COMPOSE, ofCompose));

              Configuration flink = Configuration.fromMap(set);
              assertThat(flink.get(HighAvailabilityOptions.HA_MODE)).isEqualTo("kubernetes");
              String mounted =
                  "file://"
                      + job.at("/spec/podTemplate/spec/containers/0/volumeMounts/0/mountPath")
                          .asText();
              assertThat(set)
                  .containsEntry("execution.checkpointing.dir", mounted + "/checkpoints/" + name)
                  .containsEntry(
                      "execution.checkpointing.savepoint-dir", mounted + "/savepoints/" + name)
                  .containsEntry("high-availability.storageDir", mounted + "/ha");
              assertThat(job.at("/spec/job/parallelism").asInt())
                  .isEqualTo(Integer.parseInt(ofCompose.get(CoreOptions.DEFAULT_PARALLELISM.key())))
                  .isLessThanOrEqualTo(flink.get(TaskManagerOptions.NUM_TASK_SLOTS));
            });
  }

  private static Map<String, String> without(Set<String> keys, Map<String, String> all) {
    return all.entrySet().stream()
        .filter(entry -> !keys.contains(entry.getKey()))
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Test
  void clickHouseMountsWhatComposeMountsAndWhatMakesItAReplica() throws IOException {
    var mounts = new TreeMap<>(files.mounts("clickhouse"));
    assertThat(mounts.remove("/etc/clickhouse-server/config.d/replicas.xml"))
        .isEqualTo(ComposeFile.HOME.resolve("deploy/kubernetes/replicas.xml"));
    assertThat(mounts).isEqualTo(compose.mounts("clickhouse"));
    try (var scripts = Files.list(ComposeFile.HOME.resolve("schemas/clickhouse"))) {
      assertThat(files.configMaps().get("clickhouse-schema").values())
          .containsExactlyInAnyOrderElementsOf(
              scripts.filter(file -> file.toString().endsWith(".sql")).toList());
    }
    files
        .configMaps()
        .values()
        .forEach(content -> content.values().forEach(file -> assertThat(file).exists()));
  }

  @Test
  void clickHouseIsSetAsInComposeAndReplicates() {
    var set = new TreeMap<String, String>();
    var kept = new TreeSet<String>();
    for (JsonNode variable :
        files.resource("StatefulSet", "clickhouse").at("/spec/template/spec/containers/0/env")) {
      String name = variable.path("name").asText();
      if (variable.has("value")) {
        set.put(name, variable.path("value").asText());
      } else if (variable.at("/valueFrom/secretKeyRef").isObject()) {
        kept.add(name);
      }
    }
    assertThat(set.remove("DUIXIAN_REPLICATED")).isEqualTo("Replicated");
    JsonNode ofCompose = compose.service("clickhouse").path("environment");
    assertThat(kept)
        .isEqualTo(
            DeploymentTest.VARIABLES.keySet().stream().filter(ofCompose::has).collect(toSet()));
    set.forEach((name, value) -> assertThat(ofCompose.path(name).asText()).isEqualTo(value));
    assertThat(set.size() + kept.size()).isEqualTo(ofCompose.size());
  }

  @Test
  void everySecretIsOneOfThoseThatComposeAsksFor() {
    List<JsonNode> secrets =
        files.resources().stream()
            .flatMap(resource -> resource.findValues("secretKeyRef").stream())
            .toList();
    assertThat(secrets).hasSize(4);
    assertThat(secrets)
        .allSatisfy(
            secret -> {
              assertThat(secret.path("name").asText()).isEqualTo("duixian");
              assertThat(compose.variables()).containsKey(secret.path("key").asText());
            });
  }

  @Test
  void everyKeeperIsKnownToTheOthersAndToTheServers() throws IOException {
    JsonNode keeper = files.resource("StatefulSet", "keeper").path("spec");
    List<String> pods =
        IntStream.range(0, keeper.path("replicas").asInt())
            .mapToObj(i -> "keeper-" + i + '.' + keeper.path("serviceName").asText())
            .toList();
    assertThat(pods).hasSize(3);
    for (String file : List.of("keeper.xml", "replicas.xml")) {
      String text = Files.readString(ComposeFile.HOME.resolve("deploy/kubernetes/" + file));
      assertThat(HOST.matcher(text).results().map((MatchResult host) -> host.group(1)))
          .as(file)
          .isEqualTo(pods);
    }
  }

  @Test
  void everyContainerHasBoundsAndProbesAndEverySetSurvivesADrainedHost() {
    List<JsonNode> sets = Stream.concat(files.all("StatefulSet"), files.all("Deployment")).toList();
    assertThat(sets).hasSize(3);
    for (JsonNode set : sets) {
      JsonNode pod = set.at("/spec/template/spec");
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).as(name(set)).isTrue();
      for (JsonNode container : pod.path("containers")) {
        var lacking = new ArrayList<String>();
        for (String field :
            List.of(
                "/resources/requests/memory",
                "/resources/limits/memory",
                "/readinessProbe",
                "/livenessProbe")) {
          if (container.at(field).isMissingNode()) {
            lacking.add(field);
          }
        }
        assertThat(lacking).as(name(set)).isEmpty();
      }
    }
    files
        .all("StatefulSet")
        .forEach(
            set -> {
              JsonNode budget =
                  files.resource("PodDisruptionBudget", set.at("/metadata/name").asText());
              assertThat(budget.at("/spec/selector")).isEqualTo(set.at("/spec/selector"));
              assertThat(set.at("/spec/template/metadata/labels"))
                  .isEqualTo(set.at("/spec/selector/matchLabels"));
            });
  }

  private static String name(JsonNode resource) {
    return resource.path("kind").asText() + ' ' + resource.at("/metadata/name").asText();
  }
}
