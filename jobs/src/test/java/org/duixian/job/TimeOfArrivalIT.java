package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.duixian.commitment.RuleBooks;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.KafkaEvents;
import org.duixian.edge.TickSink;
import org.duixian.local.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ticks carry the time of arrival: to where nothing else arrives, and nowhere else. */
final class TimeOfArrivalIT {
  private static final long LONG_AFTER_MILLIS = TimeUnit.HOURS.toMillis(30);
  private static final String GROUP = "arrival";

  @TempDir private Path dir;

  @Test
  @Timeout(180)
  void whoFellSilentIsFoundByTicksAloneThoughMostPartitionsNeverHadAnEvent() throws Exception {
    var events = DemoDays.events(2, false);
    long lastMillis = events.get(events.size() - 1).arrivedMillis();
    var run = DemoDays.pureRun();
    DemoDays.takeWithoutTime(events, run);
    var before = Published.by(run);
    run.arrivalReached(lastMillis + LONG_AFTER_MILLIS - 1);
    var after = Published.by(run);
    assertThat(after.alertCount()).as("with silences").isGreaterThan(before.alertCount() + 5);
    try (var topics = CityTopics.start(dir.resolve("kafka"), 24);
        var cluster = SmallCluster.start(dir.resolve("flink"), 2)) {
      var env = cluster.environment(2, new Configuration());
      ServiceLevelJob.define(env, topics.settings("500ms", "--group", GROUP));
      var job = env.executeAsync("arrival");
      topics.send(events);
      while (topics.eventsRead(GROUP) < events.size()) {
        assertThat(job.getJobStatus().get()).matches(each -> !each.isGloballyTerminalState());
      }
      topics.committed().assertSameAs(before);

      topics.tick(lastMillis + LONG_AFTER_MILLIS);
      while (topics.committed().count() < after.count()) {
        assertThat(job.getJobStatus().get()).matches(each -> !each.isGloballyTerminalState());
      }

      topics.committed().assertSameAs(after);
    }
  }

  @Test
  @Timeout(120)
  void theJobTellsTheTimeInEachPartitionWhereTheBrokerStampsItAndInNoOther() throws Exception {
    try (var broker = KafkaBroker.start(dir.resolve("kafka"));
        var cluster = SmallCluster.start(dir.resolve("flink"), 1)) {
      broker.createTopics(List.of(topic("stamped", "LogAppendTime"), topic("told", "CreateTime")));
      var env = cluster.environment(1, new Configuration());
      TellTime.in(
          env,
          new TickSink(KafkaAccess.to(broker.bootstrapServers()), List.of("stamped", "told")),
          Duration.ofMillis(200),
          RuleBooks.of(DemoDays.REGISTRY, DemoDays.CATALOGUE));
      long startMillis = System.currentTimeMillis();
      var job = env.executeAsync("time");

      var ticks = new HashMap<TopicPartition, Integer>();
      try (var consumer = consumer(broker)) {
        while (ticks.size() < 3 || ticks.values().stream().anyMatch(count -> count < 2)) {
          assertThat(job.getJobStatus().get()).matches(each -> !each.isGloballyTerminalState());
          for (var record : consumer.poll(Duration.ofMillis(200))) {
            assertThat(KafkaEvents.raw(record).isTick()).isTrue();
            assertThat(record.timestamp()).isGreaterThanOrEqualTo(startMillis);
            ticks.merge(new TopicPartition(record.topic(), record.partition()), 1, Integer::sum);
          }
        }
      }
      assertThat(ticks.keySet()).extracting(TopicPartition::topic).containsOnly("stamped");
    }
  }

  private static NewTopic topic(String name, String timestamps) {
    return new NewTopic(name, 3, (short) 1).configs(Map.of("message.timestamp.type", timestamps));
  }

  private static KafkaConsumer<byte[], byte[]> consumer(KafkaBroker broker) {
    var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    var all =
        IntStream.range(0, 3)
            .boxed()
            .flatMap(
                i ->
                    List.of(new TopicPartition("stamped", i), new TopicPartition("told", i))
                        .stream())
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
    return consumer;
  }
}
