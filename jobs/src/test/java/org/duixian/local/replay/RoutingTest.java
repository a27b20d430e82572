package org.duixian.local.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.duixian.area.Registry;
import org.junit.jupiter.api.Test;

final class RoutingTest {
  private static final String HALL = "/sample/c1/hall/f1";
  private static final String BUS = "/sample/c1/bus/operator";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Routing routing =
      new Routing(
          Registry.load(Path.of("..", "schemas", "examples", "small-city", "reference")),
          List.of("events.hall", "events.transport", "events.clinic"),
          Clock.fixed(NOW, ZoneOffset.UTC));
  private long number;

  @Test
  void anEventGoesToTheTopicOfItsStreamUnderItsSource() {
    var event = route(BUS, "transport.trip.departed", "\"time\":\"2020-03-02T09:33:00+08:00\"");
    assertThat(event.topic()).isEqualTo("events.transport");
    assertThat(event.key()).isEqualTo(BUS);
    assertThat(event.arrivedMillis()).isEqualTo(millis("2020-03-02T01:33:00Z"));
  }

  @Test
  void aHeartbeatGoesToTheTopicOfItsSourcesStream() {
    var event = route(BUS, "ops.source.heartbeat", "\"time\":\"2020-03-02T10:00:20+08:00\"");
    assertThat(event.topic()).isEqualTo("events.transport");
  }

  @Test
  void whatIsNoEventGoesToTheFirstTopicWithoutKey() {
    for (String line : List.of("not json", "[]", "{\"source\":7}", "{\"specversion\":")) {
      var event = route(line);
      assertThat(event.topic()).as(line).isEqualTo("events.hall");
      assertThat(event.key()).as(line).isNull();
      assertThat(new String(event.value(), UTF_8)).isEqualTo(line);
    }
  }

  @Test
  void anUnknownTypeGoesWhereItsSourceReports() {
    assertThat(route(BUS, "tram.trip.departed", "\"time\":0").topic())
        .isEqualTo("events.transport");
    assertThat(route("/nobody", "ops.source.heartbeat", "\"time\":0").topic())
        .isEqualTo("events.hall");
  }

  @Test
  void ofABrokenLineWhatStandsBeforeTheFaultIsUsed() {
    var event = route("{\"source\":\"" + HALL + "\",\"time\":\"2020-03-02T01:00:00Z\",\"data\":{");
    assertThat(event.key()).isEqualTo(HALL);
    assertThat(event.arrivedMillis()).isEqualTo(millis("2020-03-02T01:00:00Z"));
  }

  @Test
  void itArrivedWhenItWasRecordedAndNeverBeforeTheLineOfItsSourceBefore() {
    var manual =
        route(
            HALL,
            "hall.staff.checked_out",
            "\"time\":\"2020-03-02T03:05:00Z\",\"recordedtime\":\"2020-03-02T03:30:00Z\"");
    assertThat(manual.arrivedMillis()).isEqualTo(millis("2020-03-02T03:30:00Z"));
    var backDated = route(HALL, "hall.window.closed", "\"time\":\"2020-03-02T02:40:00Z\"");
    assertThat(backDated.arrivedMillis()).isEqualTo(millis("2020-03-02T03:30:00Z"));
    var ofAnother = route(BUS, "transport.trip.departed", "\"time\":\"2020-03-02T02:40:00Z\"");
    assertThat(ofAnother.arrivedMillis()).isEqualTo(millis("2020-03-02T02:40:00Z"));
  }

  @Test
  void itArrivedNotLaterThanNowAndNotBefore1970() {
    assertThat(route(HALL, "hall.ticket.issued", "\"time\":\"1900-01-01T00:00:00Z\""))
        .returns(0L, ReplayEvent::arrivedMillis);
    assertThat(route(HALL, "hall.ticket.issued", "\"time\":\"9999-01-01T00:00:00Z\""))
        .returns(NOW.toEpochMilli(), ReplayEvent::arrivedMillis);
  }

  @Test
  void aLineWithoutTimeArrivedWithTheLineBeforeIt() {
    route(HALL, "hall.ticket.issued", "\"time\":\"2020-03-02T01:00:00Z\"");
    assertThat(route("not json").arrivedMillis()).isEqualTo(millis("2020-03-02T01:00:00Z"));
  }

  private ReplayEvent route(String source, String type, String times) {
    return route(
        "{\"source\":\"%s\",\"type\":\"org.duixian.%s.v1\",%s}".formatted(source, type, times));
  }

  private ReplayEvent route(String line) {
    return routing.route(line.getBytes(UTF_8), "events.jsonl", ++number);
  }

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
