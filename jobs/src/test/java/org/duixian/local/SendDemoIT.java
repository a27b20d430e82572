package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.NewTopic;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's weeks sent to a broker whose topics are those of docker-compose.yml. */
final class SendDemoIT {
  private static final Path SCHEMAS = Path.of(System.getProperty("duixian.home"), "schemas");
  private static final int DAYS = 2;
  private static final int PARTITIONS = 4;

  @TempDir private Path dir;

  @Test
  void theWeeksArriveWhenTheySayAndOnlyOnce() throws Exception {
    try (var broker = KafkaBroker.start(dir)) {
      var asInCompose =
          Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "7776000000");
      broker.createTopics(
          Topics.EVENTS.stream()
              .map(name -> new NewTopic(name, PARTITIONS, (short) 1).configs(asInCompose))
              .toList());

      long sent = SendDemo.send(broker.bootstrapServers(), SCHEMAS, DAYS);
      assertThat(SendDemo.send(broker.bootstrapServers(), SCHEMAS, DAYS)).as("again").isZero();

      var arrived = new AtomicLong();
      var lastArrivalMillis = new AtomicLong();
      var ticks = new AtomicLong();
      var lastTickMillis = new HashMap<String, Long>();
      try (var reader = new TopicReader(broker.bootstrapServers())) {
        for (String topic : Topics.EVENTS) {
          reader.readAll(
              topic,
              record -> {
                if (record.value() == null) {
                  ticks.incrementAndGet();
                  lastTickMillis.merge(
                      topic + '-' + record.partition(), record.timestamp(), Math::max);
                } else {
                  arrived.incrementAndGet();
                  lastArrivalMillis.accumulateAndGet(record.timestamp(), Math::max);
                }
                assertThat(ServiceDates.serviceDate(record.timestamp()))
                    .isBetween(
                        ServiceDates.parse("2020-03-30"), ServiceDates.parse("2020-04-02") + DAYS);
              });
        }
        var published = new AtomicLong();
        reader.readAll("reference", record -> published.incrementAndGet());
        assertThat(published).hasPositiveValue();
      }
      assertThat(sent).isPositive().isEqualTo(arrived.get());
      assertThat(ticks)
          .as("one an hour in each partition")
          .hasValueGreaterThanOrEqualTo(DAYS * 24L * Topics.EVENTS.size() * PARTITIONS);
      assertThat(lastTickMillis).hasSize(Topics.EVENTS.size() * PARTITIONS);
      assertThat(lastTickMillis.values())
          .as("time goes on to the last event")
          .containsOnly(lastArrivalMillis.get());
    }
  }
}
