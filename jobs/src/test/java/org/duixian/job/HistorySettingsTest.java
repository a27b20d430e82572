package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.duixian.edge.ClickHouseAccess;
import org.duixian.edge.ClickHouseSinks;
import org.duixian.edge.ClickHouseWriting;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HistorySettingsTest {
  private static final String URL = "jdbc:clickhouse:http://db:8123/duixian";

  @Test
  void defaultsAreThese() {
    assertThat(HistorySettings.of(Options.of("--kafka", "k:9092", "--clickhouse-url", URL)))
        .isEqualTo(
            new HistorySettings(
                KafkaAccess.to("k:9092"),
                List.of(
                    "events.hall",
                    "events.transport",
                    "events.clinic",
                    "events.feedback",
                    "events.care",
                    "events.school",
                    "events.fiscal",
                    "events.works",
                    "events.reform"),
                new Reading("duixian-history", Reading.From.earliest, false),
                new ClickHouseSinks(
                    new ClickHouseAccess(URL, "writer", ""),
                    new ClickHouseWriting(50_000, Duration.ofSeconds(1), 3)),
                Duration.ofSeconds(10)));
  }

  @Test
  void kafkaPropertiesPassThrough() {
    var settings =
        HistorySettings.of(
            Options.of(
                "--kafka",
                "k:9092",
                "--clickhouse-url",
                URL,
                "--kafka.security.protocol",
                "SASL_SSL"));

    assertThat(settings.kafka().client()).isEqualTo(Map.of("security.protocol", "SASL_SSL"));
  }

  @Test
  void whatIsMissingOrUnknownIsNamed() {
    assertThatThrownBy(() -> HistorySettings.of(Options.of("--kafka", "k:9092")))
        .isInstanceOf(WrongSetting.class)
        .hasMessage("setting --clickhouse-url is missing");
    assertThatThrownBy(
            () ->
                HistorySettings.of(
                    Options.of("--kafka", "k", "--clickhouse-url", URL, "--batchrows", "1")))
        .isInstanceOf(WrongSetting.class)
        .hasMessageStartingWith("setting --batchrows is unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://db:8123/duixian",
        "jdbc:clickhouse://db:8123/duixian",
        "jdbc:clickhouse:tcp://db:9000/duixian",
        "jdbc:clickhouse:http://db:port/duixian",
        "jdbc:clickhouse:http:///duixian",
        "db:8123"
      })
  void anAddressOfClickHouseThatIsNoneIsNamed(String wrong) {
    var history = Options.of("--kafka", "k:9092", "--clickhouse-url", wrong);
    var audit =
        Options.of(
            "--kafka",
            "k:9092",
            "--clickhouse-url",
            wrong,
            "--from",
            "2020-05-01",
            "--to",
            "2020-05-02");
    String said =
        "setting --clickhouse-url must be such as jdbc:clickhouse:http://host:8123/duixian, not '%s'"
            .formatted(wrong);

    assertThatThrownBy(() -> HistorySettings.of(history))
        .isInstanceOf(WrongSetting.class)
        .hasMessage(said);
    assertThatThrownBy(() -> AuditSettings.of(audit))
        .isInstanceOf(WrongSetting.class)
        .hasMessage(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:clickhouse:https://db.example:8443/duixian?ssl=true",
        "jdbc:clickhouse:http://click_house/duixian",
        "jdbc:clickhouse:http://[::1]:8123/duixian"
      })
  void everyAddressOfClickHouseIsTaken(String url) {
    var settings = HistorySettings.of(Options.of("--kafka", "k:9092", "--clickhouse-url", url));

    assertThat(settings.store().access().url()).isEqualTo(url);
  }

  @Test
  void secretsAreNotPrinted() {
    var settings =
        HistorySettings.of(
            Options.of(
                "--kafka",
                "k",
                "--clickhouse-url",
                URL,
                "--clickhouse-password",
                "sesame",
                "--kafka.sasl.jaas.config",
                "sesame"));

    assertThat(settings.toString()).doesNotContain("sesame");
  }
}
