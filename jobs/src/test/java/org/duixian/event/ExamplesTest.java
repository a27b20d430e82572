package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the published examples become. */
final class ExamplesTest {
  private static final long ARRIVED_MILLIS = millis("2020-05-24T23:00:00+08:00");

  private static final EventTypes TYPES = EventTypes.load();

  private final Decoding decoding = new Decoding(TYPES);

  static List<Path> validExamples() {
    return Contract.files(Contract.VALID);
  }

  static List<Contract.Expected> invalidExamples() {
    return Contract.expected();
  }

  @ParameterizedTest
  @MethodSource("validExamples")
  void validExamplesAreAcceptedWithTheirValues(Path example) throws IOException {
    JsonNode json = Contract.json(example);
    String source = json.get("source").asText();
    String stream = json.get("type").asText().split("\\.")[2];
    byte[] value = Files.readAllBytes(example);
    RawRecord record =
        new RawRecord("events." + stream, 3, 42, ARRIVED_MILLIS, utf8(source), value);

    Event event = decoding.accepted(record);

    assertThat(event.source()).isEqualTo(source);
    assertThat(event.id()).isEqualTo(json.get("id").asText());
    assertThat("org.duixian." + event.type() + ".v1").isEqualTo(json.get("type").asText());
    assertThat(event.subject()).isEqualTo(json.path("subject").asText(null));
    assertThat(event.siteCode()).isEqualTo(json.path("sitecode").asText(null));
    assertThat(event.villageCode()).isEqualTo(json.path("villagecode").asText(null));
    assertThat(event.timeMillis()).isEqualTo(millis(json.get("time").asText()));
    assertThat(event.recordedMillis())
        .isEqualTo(millis(json.path("recordedtime").asText(json.get("time").asText())));
    assertThat(event.arrivedMillis()).isEqualTo(ARRIVED_MILLIS);
    assertThat(event.topic()).isEqualTo("events." + stream);
    assertThat(event.partition()).isEqualTo(3);
    assertThat(event.offset()).isEqualTo(42);
    assertThat(ExpectedFields.comparable(event))
        .isEqualTo(ExpectedFields.of(event.type(), json.get("data")));
  }

  @ParameterizedTest
  @MethodSource("invalidExamples")
  void invalidExamplesAreRejectedForTheExpectedReason(Contract.Expected expected)
      throws IOException {
    RawRecord record =
        new RawRecord(
            expected.topic(),
            0,
            7,
            millis(expected.arrivedAt()),
            expected.key().isEmpty() ? null : utf8(expected.key()),
            Files.readAllBytes(expected.file()));

    Rejected rejected = decoding.rejected(record);

    assertThat(rejected.reason()).isEqualTo(expected.reason().name());
    String field = rejected.detail().split(": ", 2)[0].replaceAll("\\[\\d+]", "");
    assertThat(expected.field())
        .satisfiesAnyOf(
            wanted -> assertThat(wanted).isEmpty(), wanted -> assertThat(field).isEqualTo(wanted));
    assertThat(rejected.offset()).isEqualTo(7);
  }

  @Test
  void dataMayPrecedeTheType() {
    String event =
        """
        {"data": {"window_id": "w1", "ticket_id": "A1", "call_no": 1.0}, "specversion": "1.0",
         "id": "1", "source": "/demo/s", "type": "org.duixian.hall.ticket.called.v1",
         "time": "2020-03-02T09:05:00.5Z"}\
        """;

    Event accepted =
        decoding.accepted(
            new RawRecord("events.hall", 0, 0, ARRIVED_MILLIS, utf8("/demo/s"), utf8(event)));

    EventType type = TYPES.get("hall.ticket.called");
    assertThat(accepted.fields()[type.position("ticket_id")]).isEqualTo("A1");
    assertThat(accepted.fields()[type.position("call_no")]).isEqualTo("1");
    assertThat(accepted.timeMillis()).isEqualTo(millis("2020-03-02T09:05:00.5Z"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static long millis(String dateTime) {
    return OffsetDateTime.parse(dateTime).toInstant().toEpochMilli();
  }
}
