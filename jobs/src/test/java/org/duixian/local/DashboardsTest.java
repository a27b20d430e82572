package org.duixian.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people can rely on in every dashboard, whatever the data. */
final class DashboardsTest {
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
  private static final Pattern ENGLISH = Pattern.compile("[A-Za-z]{3,} [A-Za-z]{2,}");

  @TempDir private static Path dir;

  @Test
  void everyPanelHasATitleADefinitionInBothLanguagesAUnitAndOneQuery() throws IOException {
    Set<String> datasources = datasources();
    assertThat(Dashboards.panels())
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              assertThat(panel.path("title").asText()).containsPattern(HAN).containsPattern("·");
              assertThat(panel.path("description").asText())
                  .hasSizeGreaterThan(40)
                  .containsPattern(HAN)
                  .containsPattern(ENGLISH);
              assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
              assertThat(panel.at("/fieldConfig/defaults/noValue").asText()).isEqualTo("没有数据");
              assertThat(panel.path("targets")).hasSize(1);
              String uid = panel.at("/datasource/uid").asText();
              assertThat(panel.at("/targets/0/datasource/uid").asText()).isEqualTo(uid);
              assertThat(datasources).contains(uid);
            });
    assertThat(Dashboards.all())
        .allSatisfy(
            dashboard ->
                assertThat(dashboard.path("description").asText())
                    .containsPattern(HAN)
                    .containsPattern(ENGLISH));
  }

  @Test
  void everyQueryLivesOnceInAFileAndReadsViewsOnly() {
    Set<String> written =
        Dashboards.sqlFiles().stream()
            .map(file -> PanelQuery.read(file).sql())
            .collect(Collectors.toSet());
    Set<String> embedded =
        Stream.concat(Dashboards.sqlPanels().map(Dashboards::sql), Dashboards.otherSql())
            .collect(Collectors.toSet());
    assertThat(embedded).isEqualTo(written);
    assertThat(written)
        .allSatisfy(
            sql ->
                assertThat(sql.replaceAll("(?m)--.*$", ""))
                    .contains("duixian.v_")
                    .doesNotContainPattern("duixian\\.(?!v_)"));
  }

  @Test
  void everyLinkLeadsToADashboardAndSaysOnlyWhatThatAsks() {
    Map<String, JsonNode> byUid = byUid();
    assertThat(byUid).hasSize(6);
    byUid.forEach(
        (uid, dashboard) ->
            urls(dashboard)
                .forEach(
                    url -> {
                      URI link = link(url);
                      assertThat(byUid).as(url).containsKey(targetOf(link));
                      assertThat(variablesOf(byUid.get(targetOf(link))))
                          .as(url)
                          .containsAll(variablesIn(link));
                    }));
  }

  @Test
  void linksKeepTheTimeRangeAndWhatWasChosen() {
    byUid()
        .forEach(
            (uid, dashboard) -> {
              assertThat(Dashboards.elements(dashboard.path("links")))
                  .isNotEmpty()
                  .allSatisfy(
                      link -> {
                        assertThat(link.path("keepTime").asBoolean()).isTrue();
                        assertThat(link.path("includeVars").asBoolean()).isTrue();
                      });
              assertThat(panelUrls(dashboard))
                  .allSatisfy(url -> assertThat(url).contains("?${__url_time_range}"));
            });
  }

  @Test
  void everyDashboardIsReachedFromTheOverviewAndLeadsBack() {
    Map<String, JsonNode> byUid = byUid();
    for (String from : byUid.keySet()) {
      var seen = new HashSet<>(Set.of(from));
      var next = new ArrayDeque<>(seen);
      while (!next.isEmpty()) {
        urls(byUid.get(next.pop()))
            .map(url -> targetOf(link(url)))
            .filter(seen::add)
            .forEach(next::add);
      }
      assertThat(seen).as("from " + from).isEqualTo(byUid.keySet());
    }
  }

  @Test
  void nothingOutsideIsAsked() {
    assertThat(Dashboards.all())
        .allSatisfy(
            dashboard ->
                assertThat(dashboard.toString()).doesNotContain("://").doesNotContain("\"//"));
    assertThat(Dashboards.panels().filter(panel -> panel.path("type").asText().equals("geomap")))
        .isNotEmpty()
        .allSatisfy(
            map -> {
              assertThat(map.at("/options/basemap/type").asText()).isEqualTo("geojson");
              assertThat(map.at("/options/basemap/config/src").asText())
                  .isEqualTo("public/maps/duixian.geojson");
            });
  }

  @Test
  void onlyMetIsGreenAndWhatIsNotKnownIsGrey() {
    Map<String, Set<String>> coloursOf = new TreeMap<>();
    Dashboards.all()
        .flatMap(dashboard -> dashboard.findParents("color").stream())
        .filter(each -> each.path("text").isTextual() && each.path("color").isTextual())
        .forEach(
            each ->
                coloursOf
                    .computeIfAbsent(each.path("text").asText(), text -> new TreeSet<>())
                    .add(each.path("color").asText()));
    assertThat(coloursOf).containsEntry("✔ 达标", Set.of("green"));
    coloursOf.forEach(
        (text, colours) -> {
          assertThat(text).as("readable without colour").isNotBlank();
          if (!text.equals("✔ 达标")) {
            assertThat(colours).as(text).noneMatch(colour -> colour.contains("green"));
          }
        });
    assertThat(coloursOf.get("？ 数据缺失")).containsExactly("#8e8e8e");
    assertThat(coloursOf.get("… 样本不足")).containsExactly("#b4b4b4");
    assertThat(Dashboards.panels())
        .allSatisfy(
            panel -> {
              JsonNode colour = panel.at("/fieldConfig/defaults/color");
              assertThat(colour.path("mode").asText()).isNotEqualTo("thresholds");
            });
  }

  /** Where Debian's package prometheus is installed, as ./verify sees to. */
  @Test
  void prometheusUnderstandsWhatItIsAsked() throws Exception {
    var rules = new StringBuilder("groups:\n- name: panels\n  rules:\n");
    long asked =
        Dashboards.panels()
            .map(panel -> panel.at("/targets/0/expr").asText())
            .filter(expression -> !expression.isEmpty())
            .peek(each -> rules.append("  - record: panel\n    expr: '").append(each).append("'\n"))
            .count();
    assertThat(asked).isEqualTo(3);
    Path file = dir.resolve("rules.yml");
    Files.writeString(file, rules);
    Process promtool =
        new ProcessBuilder("promtool", "check", "rules", "--lint=none", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
    assertThat(said).contains("3 rules found");
  }

  private static Set<String> datasources() throws IOException {
    JsonNode file =
        new YAMLMapper()
            .readTree(Home.dir().resolve("grafana/provisioning/datasources/duixian.yaml").toFile());
    return Dashboards.elements(file.path("datasources"))
        .map(each -> each.path("uid").asText())
        .collect(Collectors.toSet());
  }

  private static Map<String, JsonNode> byUid() {
    var found = new LinkedHashMap<String, JsonNode>();
    Dashboards.all().forEach(each -> found.put(each.path("uid").asText(), each));
    return found;
  }

  private static Stream<String> urls(JsonNode dashboard) {
    return dashboard.findValuesAsText("url").stream();
  }

  private static Stream<String> panelUrls(JsonNode dashboard) {
    return dashboard.path("panels").findValuesAsText("url").stream();
  }

  /** A link with everything that Grafana fills in replaced by a value. */
  private static URI link(String url) {
    return URI.create(
        url.replace("${__url_time_range}", "from=1&to=2").replaceAll("\\$\\{[^}]+}", "x"));
  }

  private static String targetOf(URI link) {
    assertThat(link.getPath()).startsWith("/d/");
    return link.getPath().substring("/d/".length());
  }

  private static Set<String> variablesIn(URI link) {
    return link.getQuery() == null
        ? Set.of()
        : Stream.of(link.getQuery().split("&"))
            .filter(each -> each.startsWith("var-"))
            .map(each -> each.substring("var-".length(), each.indexOf('=')))
            .collect(Collectors.toSet());
  }

  private static Set<String> variablesOf(JsonNode dashboard) {
    return Dashboards.elements(dashboard.at("/templating/list"))
        .map(each -> each.path("name").asText())
        .collect(Collectors.toSet());
  }
}
