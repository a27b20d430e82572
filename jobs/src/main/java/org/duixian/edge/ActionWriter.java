package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.duixian.alert.Alert;
import org.duixian.alert.AlertAction;

/** Writes what somebody did about an alert, after a look at the alert. */
public final class ActionWriter {
  private static final ByteArraySerializer BYTES = new ByteArraySerializer();
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Map<String, String> SOMEBODY_WAITS =
      Map.of("request.timeout.ms", "5000", "default.api.timeout.ms", "15000");

  private final KafkaAccess access;

  public ActionWriter(KafkaAccess access) {
    this.access = access;
  }

  /**
   * Writes an action; it is stored when this returns.
   *
   * @return the record as it was written
   * @throws ActionRefused if it is not valid, if there is no such alert, if that alert asks for
   *     nothing, or if Kafka does not take it
   */
  public String write(AlertAction action) {
    action
        .problem()
        .ifPresent(
            problem -> {
              throw new ActionRefused(problem);
            });
    try {
      refuseUnlessAsked(action);
      createTopic();
      byte[] json = new JsonRecords<>(AlertAction.class).write(action);
      var settings = access.over(over(Map.of("acks", "all", "delivery.timeout.ms", "15000")));
      try (var producer = new KafkaProducer<>(settings, BYTES, BYTES)) {
        producer
            .send(new ProducerRecord<>(ActionTopic.NAME, action.alertId().getBytes(UTF_8), json))
            .get();
      }
      return new String(json, UTF_8);
    } catch (KafkaException e) {
      throw new ActionRefused(access + " does not take the action: " + e.getMessage(), e);
    } catch (ExecutionException e) {
      String why = e.getCause().getMessage();
      throw new ActionRefused(access + " does not take the action: " + why, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ActionRefused("interrupted while Kafka was asked", e);
    }
  }

  private void refuseUnlessAsked(AlertAction action) {
    Alert alert =
        latestStep(action.alertId())
            .orElseThrow(
                () ->
                    new ActionRefused(
                        "alert '%s': is not in topic %s of %s"
                            .formatted(action.alertId(), OutputTopic.ALERTS.name(), access)));
    String problem =
        alert.state().equals("resolved")
            ? "is resolved (%s)".formatted(alert.resolution())
            : !alert.acknowledgedBy().isEmpty()
                ? "has been acknowledged by " + alert.acknowledgedBy()
                : alert.ackDueMillis() == 0 || alert.state().equals("reminded")
                    ? "does not ask to be acknowledged"
                    : action.timeMillis() < alert.atMillis()
                        ? "was judged later than the action: its time must not be before that"
                        : "";
    if (!problem.isEmpty()) {
      throw new ActionRefused("alert '%s': %s".formatted(action.alertId(), problem));
    }
  }

  /** What was published of an alert last. */
  private Optional<Alert> latestStep(String alertId) {
    var settings =
        access.over(over(Map.of("isolation.level", "read_committed", "max.poll.records", "5000")));
    var json = new JsonRecords<>(Alert.class);
    Alert latest = null;
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(OutputTopic.ALERTS.name()).stream()
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        for (var record : consumer.poll(POLL)) {
          Alert alert = json.read(record.value());
          if (alert.alertId().equals(alertId)
              && (latest == null || alert.revision() >= latest.revision())) {
            latest = alert;
          }
        }
      }
    } catch (IOException e) {
      throw new ActionRefused(
          "%s holds what is no alert: %s".formatted(OutputTopic.ALERTS.name(), e.getMessage()), e);
    }
    return Optional.ofNullable(latest);
  }

  /** It keeps everything: who judges the same days again reads the same actions. */
  private void createTopic() throws ExecutionException, InterruptedException {
    try (var admin = Admin.create(access.over(over(Map.of())))) {
      var topic =
          new NewTopic(ActionTopic.NAME, Optional.of(1), Optional.empty())
              .configs(
                  Map.of(
                      TopicConfig.RETENTION_MS_CONFIG, "-1",
                      TopicConfig.RETENTION_BYTES_CONFIG, "-1"));
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private Map<String, String> over(Map<String, String> settings) {
    var all = new HashMap<>(SOMEBODY_WAITS);
    all.put("bootstrap.servers", access.servers());
    all.putAll(settings);
    return all;
  }
}
