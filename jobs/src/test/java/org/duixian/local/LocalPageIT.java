package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.duixian.edge.ClickHouseSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page's questions may be asked with; that it shows the answers is for DemoCommandIT. */
final class LocalPageIT {
  private static final String TIMES = "from=1590336000&to=1592755199";

  @TempDir private static Path dir;
  private static ClickHouseProcess server;
  private static LocalPage page;

  @BeforeAll
  static void start() throws Exception {
    server = ClickHouseProcess.start(dir, LibChdb.find(Home.dir()));
    ClickHouseSchema.apply(server.access());
    page = LocalPage.start(server, Home.dir());
  }

  @AfterAll
  static void stop() {
    page.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "-1", "1.5", "2020-05-11", "4294967296", "99999999999", "NaN"})
  void aTimeThatIsNoneIsNamed(String wrong) throws Exception {
    for (String name : new String[] {"from", "to"}) {
      String good = TIMES.replaceFirst(name + "=\\d+", "");
      var answer =
          get("api/panels/area_promises?area=f07&%s&%s=%s".formatted(good, name, encoded(wrong)));
      assertThat(answer.body())
          .isEqualTo(
              name + ": must be seconds since 1970-01-01, 0 to 4294967295, not '" + wrong + "'");
      assertThat(answer.statusCode()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"from", "to", "area"})
  void whatIsMissingIsNamed(String name) throws Exception {
    String without = (TIMES + "&area=f07").replaceFirst(name + "=\\w+", "");
    var answer = get("api/panels/area_promises?" + without);
    assertThat(answer.body()).isEqualTo(name + ": is missing");
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void anAlertIsAskedForByItsIdAlone() throws Exception {
    assertThat(get("api/panels/evidence_alert").body()).isEqualTo("alert: is missing");
    assertThat(get("api/panels/evidence_alert?alert=C05-f07-20200511").statusCode()).isEqualTo(200);
  }

  @Test
  void aUnitOfWhichNobodyToldHasNoEventAndNoTime() throws Exception {
    server.execute(
        """
        INSERT INTO duixian.alerts (alert_id, area_id, commitment_id, state, service_date, at)
        VALUES ('unseen', 'f09', 'C05', 'raised', '2020-05-11', '2020-05-11 16:15:00')""");
    server.execute(
        """
        INSERT INTO duixian.service_levels (area_id, commitment_id, window_days, service_date, verdict)
        VALUES ('f09', 'C05', 28, '2020-05-11', 'breached')""");
    server.execute(
        """
        INSERT INTO duixian.outcomes (area_id, commitment_id, service_date, subject, total, known_at,
            evidence)
        VALUES ('f09', 'C05', '2020-05-11', 'a', 1, '2020-05-11 02:00:00', []),
               ('f09', 'C05', '2020-05-11', 'b', 1, '2020-05-11 02:00:00', ['/hall/f09#gone'])""");
    JsonNode units =
        new ObjectMapper()
            .readTree(get("api/panels/evidence_alert?alert=unseen").body())
            .path("data");
    assertThat(units).hasSize(2);
    assertThat(units)
        .allSatisfy(
            unit -> {
              assertThat(unit.path("得知时间").asText()).startsWith("2020-05-11 02:00");
              assertThat(List.of("期限", "发生时间", "到达时间", "Kafka位置"))
                  .allSatisfy(name -> assertThat(unit.path(name).isNull()).as(name).isTrue());
            });
  }

  @Test
  void aRuleThatHeldFromTheStartIsSaidToAndALaterOneFromItsDay() throws Exception {
    server.execute(
        """
        INSERT INTO duixian.reference (version, applies_from, file, line, fields) VALUES
            ('v1', '1970-01-01', 'commitments/C98.yaml', 1, {'id': 'C98'}),
            ('v2', '2020-05-11', 'commitments/C99.yaml', 1, {'id': 'C99'})""");
    assertThat(appliesFrom("C98")).isEqualTo("自始");
    assertThat(appliesFrom("C99")).isEqualTo("2020-05-11");
  }

  private static String appliesFrom(String commitment) throws Exception {
    String body =
        get("api/panels/promise_rule?%s&commitment=%s".formatted(TIMES, commitment)).body();
    return new ObjectMapper().readTree(body).at("/data/0/适用自").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"f07", "", "f'0\"7\\", "\t\n\u0000", "兑现", "f07&max_rows_to_read=1"})
  void anyTextMayBeAskedForAndFindsWhatThereIs(String area) throws Exception {
    var answer = get("api/panels/area_promises?%s&area=%s".formatted(TIMES, encoded(area)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"rows\":0");
  }

  @Test
  void whatNoPanelAsksForIsLeftOut() throws Exception {
    var answer =
        get(
            "api/panels/area_promises?%s&area=f07&%s=1&y=%s"
                .formatted(TIMES, encoded("x&no_such_setting"), encoded("\\")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void aPanelThatThereIsNotIsNotFound() throws Exception {
    assertThat(get("api/panels/none?" + TIMES).statusCode()).isEqualTo(404);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    URI address = page.address().resolve(path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }
}
