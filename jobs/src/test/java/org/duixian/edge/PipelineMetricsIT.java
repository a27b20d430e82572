package org.duixian.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.duixian.local.ClickHouseProcess;
import org.duixian.local.LibChdb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What Prometheus is told by ClickHouse, asked as deploy/prometheus/prometheus.yml asks it. */
final class PipelineMetricsIT {
  private static final Path HOME = Path.of(System.getProperty("duixian.home"));

  @TempDir private Path dir;

  @Test
  void theBooksBalanceOrPrometheusIsTold() throws Exception {
    try (var server = ClickHouseProcess.start(dir, LibChdb.find(HOME))) {
      ClickHouseSchema.apply(server.access());
      assertThat(metrics(server)).containsExactlyInAnyOrderEntriesOf(told(0, 0));

      for (int time = 0; time < 2; time++) { // redelivery changes nothing
        arrived(server, "/a", "INTERVAL 5 DAY", 0, 3);
        accounted(server, "/a", "INTERVAL 5 DAY", 2);
        server.execute(
            "INSERT INTO duixian.rejected_events (source, arrived_at, topic, partition, offset)"
                + " SELECT '/a', arrived_at, topic, partition, offset FROM duixian.events"
                + " WHERE source = '/a' ORDER BY offset LIMIT 1");
        arrived(server, "/new", "INTERVAL 1 HOUR", 10, 2);
      }
      assertThat(metrics(server)).containsExactlyInAnyOrderEntriesOf(told(0, 0));

      arrived(server, "/lost", "INTERVAL 6 DAY", 20, 2);
      arrived(server, "/twice", "INTERVAL 6 DAY", 30, 1);
      accounted(server, "/twice", "INTERVAL 6 DAY", 2);
      noticed(server, "accepted", "INTERVAL 1 MINUTE");
      noticed(server, "failed", "INTERVAL 1 MINUTE");
      noticed(server, "undelivered", "INTERVAL 2 HOUR");
      assertThat(metrics(server))
          .as("one that is counted too often does not make up for one that is lost")
          .containsExactlyInAnyOrderEntriesOf(told(3, 1));
    }
  }

  private static void arrived(
      ClickHouseProcess server, String source, String ago, int fromOffset, int count) {
    server.execute(
        "INSERT INTO duixian.events (source, arrived_at, topic, partition, offset) SELECT '%s',"
                .formatted(source)
            + " toStartOfHour(now('UTC')) - %s, 'events.hall', 0, %d + number FROM numbers(%d)"
                .formatted(ago, fromOffset, count));
  }

  private static void accounted(ClickHouseProcess server, String source, String ago, int count) {
    server.execute(
        "INSERT INTO duixian.intake (source, hour, area_id, accounted) SELECT '%s',"
                .formatted(source)
            + " toStartOfHour(now('UTC')) - %s, 'f1', %d".formatted(ago, count));
  }

  private static void noticed(ClickHouseProcess server, String result, String ago) {
    server.execute(
        "INSERT INTO duixian.notices (alert_id, role, at, result) SELECT 'a', 'r', now('UTC') - %s,"
                .formatted(ago)
            + " '%s'".formatted(result));
  }

  private static Map<String, Double> told(double unaccounted, double failed) {
    return Map.of("duixian_intake_unaccounted", unaccounted, "duixian_notices_failed", failed);
  }

  /** As the scrape of the job "books": its path, its query, its user. */
  private static Map<String, Double> metrics(ClickHouseProcess server) throws Exception {
    JsonNode books = books();
    String query = books.at("/params/query/0").asText();
    String user = books.at("/basic_auth/username").asText();
    assertThat(user).isEqualTo(server.dashboard().user());
    String login = user + ':' + server.dashboard().password();
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d%s?query=%s"
                        .formatted(
                            server.httpPort(),
                            books.path("metrics_path").asText(),
                            URLEncoder.encode(query, StandardCharsets.UTF_8))))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    var metrics = new TreeMap<String, Double>();
    answer
        .body()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" "))
        .forEach(metric -> metrics.put(metric[0], Double.valueOf(metric[1])));
    return metrics;
  }

  private static JsonNode books() throws Exception {
    Object config =
        new Yaml().load(Files.readString(HOME.resolve("deploy/prometheus/prometheus.yml")));
    for (JsonNode scrape : new ObjectMapper().valueToTree(config).path("scrape_configs")) {
      if (scrape.path("job_name").asText().equals("books")) {
        return scrape;
      }
    }
    throw new AssertionError("nobody asks for the books");
  }
}
