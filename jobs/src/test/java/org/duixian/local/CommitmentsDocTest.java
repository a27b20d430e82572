package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.duixian.TestCity;
import org.duixian.local.CommitmentsCommand.Promise;
import org.duixian.local.replay.UnusableInput;
import org.junit.jupiter.api.Test;

final class CommitmentsDocTest {
  private static final Path PROMISES = Path.of("../schemas/promises.yaml");
  private static final Map<String, CommitmentsCommand.Growth> GROWTH =
      CommitmentsCommand.growth(Path.of("../schemas/growth.yaml"));

  @Test
  void theDocumentIsWhatTheFilesSay() throws IOException {
    assertThat(Files.readAllLines(Path.of("../docs/commitments.md")))
        .as("run ./duixian commitments >docs/commitments.md")
        .isEqualTo(
            CommitmentsCommand.markdown(
                CommitmentsCommand.promises(PROMISES), TestCity.CATALOGUE, GROWTH));
  }

  @Test
  void everyPromiseOfTheReportIsThere() {
    var ids = new ArrayList<String>();
    for (int i = 1; i <= 41; i++) {
      ids.add("P" + i);
    }
    assertThat(CommitmentsCommand.promises(PROMISES).keySet()).containsExactlyElementsOf(ids);
  }

  @Test
  void aPromiseThatThereIsNotIsAMistake() {
    var promises = new LinkedHashMap<>(CommitmentsCommand.promises(PROMISES));
    promises.remove("P12");
    assertThatThrownBy(() -> CommitmentsCommand.markdown(promises, TestCity.CATALOGUE, GROWTH))
        .isInstanceOf(UnusableInput.class)
        .hasMessageContaining("promise 'P12' does not exist");
  }

  @Test
  void aPromiseIsMeasuredOrAnsweredOtherwiseNotBoth() {
    Map<String, Promise> promises = CommitmentsCommand.promises(PROMISES);
    promises.put("P12", new Promise("甲", "A", promises.get("P6").instead()));
    assertThatThrownBy(() -> CommitmentsCommand.markdown(promises, TestCity.CATALOGUE, GROWTH))
        .isInstanceOf(UnusableInput.class)
        .hasMessageContaining("P12 is measured by");
  }

  @Test
  void everyGrowthMeasureIsOneThatTheViewHas() throws IOException {
    String view = Files.readString(Path.of("../schemas/clickhouse/003_growth.sql"));
    var named =
        Pattern.compile("\\('(G[1-6]-[a-z-]+)', 'C[0-9]{2}'")
            .matcher(view)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(GROWTH.keySet()).containsExactly("G1", "G2", "G3", "G4", "G5", "G6");
    assertThat(GROWTH.values().stream().flatMap(each -> each.measures().keySet().stream()).toList())
        .containsExactlyElementsOf(named);
    GROWTH.forEach(
        (id, each) -> {
          assertThat(each.measures().keySet()).allMatch(name -> name.startsWith(id + "-"));
          assertThat(each.measures()).as(id).isNotEmpty();
        });
  }

  @Test
  void aGrowthMeasureOfAPromiseThatThereIsNotIsAMistake() {
    var promises = new LinkedHashMap<>(CommitmentsCommand.promises(PROMISES));
    promises.remove("P26");
    assertThatThrownBy(() -> CommitmentsCommand.markdown(promises, TestCity.CATALOGUE, GROWTH))
        .isInstanceOf(UnusableInput.class)
        .hasMessageContaining("growth.yaml: G2: promise 'P26' does not exist");
  }

  @Test
  void everyCommitmentIsAnSloOfOneOfTheServices() throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    try (var read =
        new YAMLMapper()
            .readerFor(JsonNode.class)
            .<JsonNode>readValues(OpenSloCommand.document(TestCity.CATALOGUE))) {
      read.forEachRemaining(objects::add);
    }
    var services = names(objects, "Service");
    assertThat(names(objects, "SLO"))
        .contains("c05-queue-wait")
        .hasSameSizeAs(
            TestCity.CATALOGUE.all().stream()
                .filter(each -> each.objective() < 1 && !each.isStanding())
                .toList())
        .allMatch(name -> name.matches("[a-z0-9][a-z0-9-]{0,62}"));
    for (JsonNode object : objects) {
      assertThat(object.path("apiVersion").asText()).isEqualTo("openslo/v1");
      if (object.path("kind").asText().equals("SLO")) {
        assertThat(services).contains(object.at("/spec/service").asText());
        assertThat(object.at("/spec/objectives/0/target").asDouble()).isBetween(0.5, 0.999);
        assertThat(object.at("/spec/timeWindow/0/duration").asText()).isEqualTo("28d");
        assertThat(
                object.at("/spec/indicator/spec/ratioMetric/good/metricSource/spec/query").asText())
            .startsWith("SELECT area_id, service_date, good FROM duixian.v_levels");
      }
    }
  }

  private static List<String> names(List<JsonNode> objects, String kind) {
    return objects.stream()
        .filter(each -> each.path("kind").asText().equals(kind))
        .map(each -> each.at("/metadata/name").asText())
        .toList();
  }
}
