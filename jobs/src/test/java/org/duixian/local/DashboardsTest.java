package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Commitment;
import org.duixian.event.EventTypes;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.Test;

/** What people can rely on in every dashboard, whatever the data. */
final class DashboardsTest {

  @Test
  void everyPanelHasATitleADefinitionAUnitAndOneQuery() {
    assertThat(Dashboards.panels())
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              assertThat(panel.path("title").asText()).isNotBlank();
              assertThat(panel.path("description").asText()).isNotBlank();
              assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
              assertThat(panel.at("/fieldConfig/defaults/noValue").asText()).isNotBlank();
              assertThat(panel.path("targets")).hasSize(1);
              assertThat(panel.at("/datasource/uid").asText()).isEqualTo("duixian");
              assertThat(panel.at("/targets/0/datasource/uid").asText()).isEqualTo("duixian");
            });
  }

  @Test
  void noDashboardLinksOutsideOrToWhatDoesNotExist() {
    assertThat(Dashboards.all())
        .allSatisfy(
            dashboard -> {
              assertThat(dashboard.toString()).doesNotContain("://").doesNotContain("\"url\"");
              assertThat(dashboard.path("links")).isEmpty();
            });
  }

  @Test
  void everyVerdictIsSaidInTextAndOnlyMetIsGreen() {
    JsonNode said = Dashboards.mappings(Dashboards.panelWith("判定"), "判定");
    var colours = new TreeMap<String, String>();
    said.properties()
        .forEach(
            verdict -> {
              assertThat(verdict.getValue().path("text").asText()).isNotBlank();
              colours.put(verdict.getKey(), verdict.getValue().path("color").asText());
            });
    assertThat(colours.keySet())
        .isEqualTo(Arrays.stream(Verdict.values()).map(Verdict::name).collect(Collectors.toSet()));
    assertThat(colours.values().stream().filter(colour -> colour.contains("green"))).hasSize(1);
    assertThat(colours).containsEntry("met", "green").doesNotContainValue("");
  }

  @Test
  void namesAndUnitsAreThoseOfTheCommitments() {
    Map<String, Commitment> commitments =
        Catalogue.load(Home.commitments(), EventTypes.load()).all().stream()
            .collect(Collectors.toMap(Commitment::id, Function.identity()));
    JsonNode levels = Dashboards.panelWith("判定");
    JsonNode names = Dashboards.mappings(levels, "承诺");
    JsonNode units = Dashboards.mappings(levels, "单位");
    JsonNode inAlerts = Dashboards.mappings(Dashboards.panelWith("通知"), "承诺");
    assertThat(fieldNames(names)).isEqualTo(commitments.keySet());
    assertThat(fieldNames(units)).isEqualTo(commitments.keySet());
    commitments.forEach(
        (id, commitment) -> {
          assertThat(names.path(id).path("text").asText()).isEqualTo(commitment.name().zh());
          assertThat(inAlerts.path(id)).isEqualTo(names.path(id));
          assertThat(units.path(id).path("text").asText()).isEqualTo(commitment.unit().zh());
        });
  }

  private static Set<String> fieldNames(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }
}
