package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Every query of the dashboards, asked of the demo's history as Grafana asks: as dashboard. */
final class DashboardChecks {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_SERIES = 20;

  /** What may be read where there is nothing: the ends of a few parts … */
  private static final long FEW_ROWS = 10_000;

  /** … and all reference data as often as a panel needs names, places or rules. */
  private static final long TIMES_ITS_REFERENCE = 6;

  private static final Range NOTHING =
      new Range("a year before", "2019-03-01T00:00:00+08:00", "2019-03-29T00:00:00+08:00");
  private static final List<Range> RANGES =
      List.of(
          new Range("within a day", "2020-05-10T08:00:00+08:00", "2020-05-10T20:00:00+08:00"),
          new Range("28 days", "2020-05-25T00:00:00+08:00", "2020-06-21T23:59:59+08:00"),
          new Range("across the merger", "2020-04-13T00:00:00+08:00", "2020-05-10T23:59:59+08:00"),
          NOTHING);

  private final ClickHouseProcess server;
  private final Map<String, String> chosen;

  /**
   * @param chosen the value of each variable
   */
  DashboardChecks(ClickHouseProcess server, Map<String, String> chosen) {
    this.server = server;
    this.chosen = chosen;
  }

  /** A time range as somebody chooses it. */
  record Range(String name, String from, String to) {
    long fromSeconds() {
      return OffsetDateTime.parse(from).toEpochSecond();
    }

    long toSeconds() {
      return OffsetDateTime.parse(to).toEpochSecond();
    }
  }

  /** Each panel at each time range has the shape that it needs. */
  Stream<DynamicTest> panels() {
    return Dashboards.sqlPanels()
        .flatMap(
            panel ->
                RANGES.stream()
                    .map(
                        range ->
                            dynamicTest(
                                panel.path("title").asText() + ", " + range.name(),
                                () -> check(panel, range))));
  }

  /** Each variable offers something, and annotations are times with text. */
  Stream<DynamicTest> variablesAndAnnotations() {
    return Dashboards.otherSql()
        .map(
            sql ->
                dynamicTest(
                    sql.lines().findFirst().orElseThrow(),
                    () -> {
                      JsonNode answer = ask(sql, RANGES.get(2));
                      assertThat(columns(answer))
                          .isIn(List.of("value", "label"), List.of("time", "text"));
                      assertThat(answer.path("data")).isNotEmpty();
                      assertThat(answer.path("data")).hasSizeLessThanOrEqualTo(100);
                    }));
  }

  private void check(JsonNode panel, Range range) {
    String sql = Dashboards.sql(panel);
    JsonNode answer = ask(sql, range);
    assertThat(columns(answer)).doesNotHaveDuplicates();
    assertThat(columns(answer)).containsAll(Dashboards.namedColumns(panel).toList());
    switch (panel.path("type").asText()) {
      case "timeseries", "state-timeline" -> checkSeries(answer);
      case "stat" -> assertThat(answer.path("data")).hasSize(1);
      case "geomap" -> checkPlaces(answer);
      default -> assertThat(columns(answer)).isNotEmpty();
    }
    if (range.equals(NOTHING) && sql.contains("$__")) {
      assertThat(answer.at("/statistics/rows_read").asLong())
          .as("rows read where there is nothing: " + panel.path("title").asText())
          .isLessThan(FEW_ROWS + TIMES_ITS_REFERENCE * referenceRows());
    }
  }

  private long referenceRows() {
    return Long.parseLong(server.execute("SELECT count() FROM duixian.reference"));
  }

  private static void checkSeries(JsonNode answer) {
    var times = new ArrayList<String>();
    var labels = new ArrayList<String>();
    var numbers = new ArrayList<String>();
    for (JsonNode column : answer.path("meta")) {
      String type = column.path("type").asText();
      String name = column.path("name").asText();
      if (type.contains("DateTime")) {
        times.add(name);
      } else if (type.contains("String")) {
        labels.add(name);
      } else {
        numbers.add(name);
      }
    }
    assertThat(times).containsExactly("time");
    assertThat(numbers).isNotEmpty();
    var instants = new ArrayList<String>();
    var series = new HashSet<String>();
    for (JsonNode row : answer.path("data")) {
      instants.add(row.path("time").asText());
      series.add(labels.stream().map(label -> row.path(label).asText()).toList().toString());
    }
    assertThat(instants).isSorted();
    assertThat(series.size() * numbers.size()).isLessThanOrEqualTo(MOST_SERIES);
  }

  /** The demo city lies here. */
  private static void checkPlaces(JsonNode answer) {
    assertThat(answer.path("data"))
        .allSatisfy(
            row -> {
              assertThat(row.path("lat").asDouble()).isBetween(35.5, 36.5);
              assertThat(row.path("lon").asDouble()).isBetween(90.5, 92.5);
            });
  }

  /** What sql/NAME.sql answers at the end of the demo's weeks. */
  List<JsonNode> rows(String name, Range range) {
    var panel = PanelQuery.read(Home.dir().resolve("grafana/sql/" + name + ".sql"));
    return Dashboards.elements(ask(panel.sql(), range).path("data")).toList();
  }

  private JsonNode ask(String sql, Range range) {
    String expanded =
        sql.replace("$__fromTime", "toDateTime(" + range.fromSeconds() + ")")
            .replace("$__toTime", "toDateTime(" + range.toSeconds() + ")");
    for (var each : chosen.entrySet()) {
      expanded =
          expanded.replace("${" + each.getKey() + ":singlequote}", "'" + each.getValue() + "'");
    }
    assertThat(expanded).as("every macro is expanded").doesNotContain("$");
    try {
      return JSON.readTree(server.execute(expanded + "\nFORMAT JSON", server.dashboard()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> columns(JsonNode answer) {
    return Dashboards.elements(answer.path("meta"))
        .map(column -> column.path("name").asText())
        .toList();
  }
}
