package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.duixian.alert.AlertAction;
import org.duixian.local.KafkaBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is written about alerts, what is refused, and what the job reads of it, on a real broker.
 */
final class ActionWriterIT {
  private static final long ASKED = 1_589_386_500_000L; // of the example
  private static final long NOON = ASKED + 12 * 3_600_000L;

  @TempDir private static Path dir;
  private static KafkaBroker broker;
  private static KafkaAccess access;

  @BeforeAll
  static void start() throws Exception {
    broker = KafkaBroker.start(dir.resolve("kafka"));
    broker.createTopics(List.of(new NewTopic("alerts", 2, (short) 1)));
    access = KafkaAccess.to(broker.bootstrapServers());
    publish("alerts", "open", "raised", 0, "");
    publish("alerts", "late", "raised", 0, "");
    publish("alerts", "taken", "raised", 0, "");
    publish("alerts", "taken", "acknowledged", 1, "operator");
    publish("alerts", "over", "raised", 0, "");
    publish("alerts", "over", "resolved", 1, "");
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static void publish(
      String topic, String alertId, String state, int revision, String acknowledgedBy)
      throws Exception {
    String example =
        Files.readString(Path.of("..", "schemas", "examples", "records", "alert.json"))
            .replaceAll("\"alert_id\": \"[^\"]*\"", "\"alert_id\": \"" + alertId + '"')
            .replace("\"raised\"", '"' + state + '"')
            .replace("\"acknowledged_by\": \"\"", "\"acknowledged_by\": \"" + acknowledgedBy + '"')
            .replace("\"revision\": 0", "\"revision\": " + revision);
    send(topic, example);
  }

  private static void send(String topic, String json) throws Exception {
    var settings = Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, new byte[] {1}, json.getBytes(UTF_8))).get();
    }
  }

  private static AlertAction acknowledged(String alertId, long millis) {
    return new AlertAction(alertId, "acknowledged", "site-lead", "整改中", millis);
  }

  private static void refused(AlertAction action, String why) {
    assertThatThrownBy(() -> new ActionWriter(access).write(action))
        .isInstanceOf(ActionRefused.class)
        .hasMessageStartingWith(why);
  }

  @Test
  void whatIsWrittenIsReadByAJudgementOfItsTimeOrLater() throws Exception {
    var actions = new PublishedActions(access);
    actions.open();
    assertThat(actions.acknowledgement("open", ASKED, NOON - 1)).isEmpty();
    var action = acknowledged("open", NOON);

    assertThat(new ActionWriter(access).write(action))
        .isEqualTo(
            "{\"alert_id\":\"open\",\"action\":\"acknowledged\",\"role\":\"site-lead\","
                + "\"note\":\"整改中\",\"time_millis\":%d}".formatted(NOON));
    new ActionWriter(access).write(acknowledged("open", NOON + 1));
    for (String broken : List.of("hello", "{}", "{\"alert_id\":\"open\",\"role\":\"boss\"}")) {
      send("alert-actions", broken); // has no effect
    }

    assertThat(actions.acknowledgement("open", ASKED, NOON - 1)).isEmpty();
    assertThat(actions.acknowledgement("open", ASKED, NOON + 5)).contains(action);
    assertThat(actions.acknowledgement("open", NOON + 1, NOON + 5))
        .contains(acknowledged("open", NOON + 1));
    assertThat(actions.acknowledgement("late", ASKED, NOON + 5)).isEmpty();
    actions.close();
  }

  @Test
  void whatCannotBeAcknowledgedIsRefused() {
    refused(acknowledged("unknown", NOON), "alert 'unknown': is not in topic alerts of Kafka at ");
    refused(acknowledged("over", NOON), "alert 'over': is resolved ()");
    refused(acknowledged("taken", NOON), "alert 'taken': has been acknowledged by operator");
    refused(acknowledged("late", ASKED - 1), "alert 'late': was judged later than the action");
    refused(new AlertAction("open", "acknowledged", "boss", "", NOON), "role 'boss': is none of");
  }

  @Test
  void withoutAnybodyWhoAnswersItSaysSo() {
    var nobody =
        new KafkaAccess(
            "127.0.0.1:1", Map.of("default.api.timeout.ms", "500", "request.timeout.ms", "400"));
    assertThatThrownBy(() -> new ActionWriter(nobody).write(acknowledged("open", NOON)))
        .isInstanceOf(ActionRefused.class)
        .hasMessageStartingWith("Kafka at 127.0.0.1:1 does not take the action: ");
  }
}
