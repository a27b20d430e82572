package org.duixian.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.SoftAssertions;
import org.duixian.area.Registry;
import org.duixian.edge.JsonRecords;
import org.duixian.edge.OutputTopic;
import org.duixian.event.BrokenInputs;
import org.duixian.event.BrokenInputs.Broken;
import org.duixian.event.Intake;
import org.duixian.event.RawRecord;
import org.duixian.event.Rejected;
import org.duixian.job.Options;
import org.duixian.job.ServiceLevelJob;
import org.duixian.local.replay.EventFiles;
import org.duixian.local.replay.Routing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every way we could think of in which a record can be broken, through a real broker and the real
 * job, with sound events among them.
 */
final class BrokenInputIT {
  private static final Path CITY = Path.of("..", "schemas", "examples", "small-city");
  private static final int SOUND_EVENTS = 36;

  /** A topic that Kafka cannot have, and one that the job itself writes. */
  private static final Set<String> NO_INPUT = Set.of("", "alerts");

  @TempDir private Path dir;

  private record Origin(String topic, int partition, long offset) {}

  @Test
  void eachEndsInRejectedWithReasonAndOriginAndTheJobNeverRestarts() throws Exception {
    List<Broken> broken =
        BrokenInputs.all().stream()
            .filter(each -> !NO_INPUT.contains(each.record().topic()))
            .toList();
    assertThat(broken).hasSizeGreaterThan(1_000);
    List<RawRecord> sound = soundEvents();
    var inputTopics = new LinkedHashSet<>(Topics.EVENTS);
    broken.forEach(each -> inputTopics.add(each.record().topic()));

    try (var kafka = KafkaBroker.start(dir.resolve("kafka"));
        var flink = FlinkCluster.start(dir.resolve("flink"), 2)) {
      kafka.createTopics(Topics.all());
      kafka.createTopics(
          inputTopics.stream()
              .map(
                  name ->
                      new NewTopic(name, 2, (short) 1)
                          .configs(
                              Map.of(
                                  "retention.ms",
                                  "-1",
                                  "max.message.bytes",
                                  Integer.toString(KafkaBroker.MAX_RECORD_BYTES))))
              .toList());
      Map<Origin, Broken> origins = send(broken, sound, kafka.bootstrapServers());

      StackJobs.publish(
          CITY.resolve("reference"),
          Path.of("..", "schemas", "commitments"),
          kafka.bootstrapServers());
      var settings = new Configuration();
      // Then a job that has finished has not restarted.
      settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
      var env = flink.environment(settings).setParallelism(2);
      ServiceLevelJob.define(
          env,
          Options.of(
              "--kafka",
              kafka.bootstrapServers(),
              "--event-topics",
              String.join(",", inputTopics),
              "--bounded",
              "true",
              "--checkpoint-every",
              "1s"));
      StackJobs.await(env.executeAsync("broken-input"), "service-levels");

      try (var reader = new TopicReader(kafka.bootstrapServers())) {
        assertRejected(read(reader, OutputTopic.REJECTED), origins);
        assertThat(counted(read(reader, OutputTopic.INTAKE))).isEqualTo(SOUND_EVENTS);
      }
    }
  }

  private static void assertRejected(List<Rejected> rejected, Map<Origin, Broken> origins) {
    var softly = new SoftAssertions();
    var seen = new HashMap<Origin, Rejected>();
    for (Rejected each : rejected) {
      var origin = new Origin(each.topic(), each.partition(), each.offset());
      softly.assertThat(seen.put(origin, each)).as("rejected twice: %s", each).isNull();
    }
    softly.assertThat(seen.keySet()).isEqualTo(origins.keySet());
    origins.forEach(
        (origin, broken) -> {
          Rejected each = seen.get(origin);
          if (each != null) {
            softly
                .assertThat(each.reason())
                .as("%s: %s", broken.kind(), each.detail())
                .isEqualTo(broken.reason().name());
            softly.assertThat(each.arrivedMillis()).isEqualTo(broken.record().arrivedMillis());
          }
        });
    softly.assertAll();
  }

  /** Sends a sound event after every few broken ones. */
  private static Map<Origin, Broken> send(
      List<Broken> broken, List<RawRecord> sound, String servers) throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            servers,
            "max.request.size",
            KafkaBroker.MAX_RECORD_BYTES,
            "linger.ms",
            20);
    var origins = new HashMap<Origin, Broken>();
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      var sent = new ArrayList<Future<RecordMetadata>>();
      int everySoMany = broken.size() / sound.size();
      int next = 0;
      for (int i = 0; i < broken.size(); i++) {
        if (i % everySoMany == 0 && next < sound.size()) {
          producer.send(record(sound.get(next++))).get();
        }
        sent.add(producer.send(record(broken.get(i).record())));
      }
      assertThat(next).isEqualTo(sound.size());
      for (int i = 0; i < broken.size(); i++) {
        RecordMetadata at = sent.get(i).get();
        origins.put(new Origin(at.topic(), at.partition(), at.offset()), broken.get(i));
      }
    }
    return origins;
  }

  private static ProducerRecord<byte[], byte[]> record(RawRecord raw) {
    return new ProducerRecord<>(raw.topic(), null, raw.arrivedMillis(), raw.key(), raw.value());
  }

  private static List<RawRecord> soundEvents() {
    var events = new ArrayList<RawRecord>();
    EventFiles.read(
        List.of(CITY.resolve("events.jsonl")),
        new Routing(Registry.load(CITY.resolve("reference")), Topics.EVENTS, Clock.systemUTC()),
        line ->
            events.add(
                new RawRecord(
                    line.topic(),
                    0,
                    line.line(),
                    line.arrivedMillis(),
                    line.key().getBytes(UTF_8),
                    line.value())));
    assertThat(events).hasSize(SOUND_EVENTS);
    return events;
  }

  private static long counted(List<Intake> rows) {
    // Counts of an hour only grow: the largest of each source, area and hour is current.
    var largest = new HashMap<String, Long>();
    for (Intake row : rows) {
      largest.merge(
          row.source() + ' ' + row.areaId() + ' ' + row.hourMillis(),
          row.accounted() + row.irrelevant(),
          Math::max);
    }
    return largest.values().stream().mapToLong(Long::longValue).sum();
  }

  private static <T> List<T> read(TopicReader reader, OutputTopic<T> topic) {
    var json = new JsonRecords<>(topic.type());
    var records = new ArrayList<T>();
    reader.readAll(
        topic.name(),
        record -> {
          try {
            records.add(json.read(record.value()));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
    return records;
  }
}
