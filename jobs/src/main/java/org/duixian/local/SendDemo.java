package org.duixian.local;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.ReferencePublisher;
import org.duixian.local.sim.SimulatedEvent;
import org.duixian.local.sim.Simulation;
import org.duixian.local.sim.SimulationSettings;
import org.duixian.local.sim.Story;

/**
 * Sends the demo's simulated weeks to a Kafka that has never had an event, and from then on is for
 * nothing else: the profile {@code demo} of docker-compose.yml. The weeks are those of 2020, so the
 * event topics are told to believe the times of arrival that they are given, and to keep them.
 */
public final class SendDemo {
  private static final int FROM = ServiceDates.parse("2020-03-30");

  private SendDemo() {}

  /** Arguments: the servers, the directory {@code schemas}, how many days. */
  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    long sent = send(arguments[0], Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    System.out.printf(Locale.ROOT, "%,d simulated events sent%n", sent);
  }

  /** Returns how many events were sent, or 0 if some had been sent before. */
  static long send(String servers, Path schemas, int days)
      throws InterruptedException, ExecutionException {
    Path reference = schemas.resolve("reference/demo");
    var registry = Registry.load(reference);
    try (var admin = Admin.create(Map.of("bootstrap.servers", servers));
        var producer = new EventProducer(servers)) {
      if (events(admin) > 0) {
        return 0;
      }
      believeTimesOfArrival(admin);
      new ReferencePublisher(KafkaAccess.to(servers), Clock.systemUTC())
          .publish(reference, schemas.resolve("commitments"), ServiceDates.serviceDate(0), true);
      Iterator<SimulatedEvent> events =
          Simulation.of(registry, new SimulationSettings(1, FROM, days, Story.ofDemo(registry)))
              .events();
      long lastArrivalMillis = 0;
      while (events.hasNext()) {
        SimulatedEvent event = events.next();
        producer.reach(event.arrivedMillis());
        producer.send(event.topic(), event.key(), event.arrivedMillis(), event.value(), Map.of());
        lastArrivalMillis = event.arrivedMillis();
      }
      producer.tick(lastArrivalMillis);
      producer.flush();
      return producer.sent();
    }
  }

  private static long events(Admin admin) throws InterruptedException, ExecutionException {
    var ends = new HashMap<TopicPartition, OffsetSpec>();
    for (var topic : admin.describeTopics(Topics.EVENTS).allTopicNames().get().values()) {
      topic
          .partitions()
          .forEach(
              each ->
                  ends.put(
                      new TopicPartition(topic.name(), each.partition()), OffsetSpec.latest()));
    }
    return admin.listOffsets(ends).all().get().values().stream()
        .mapToLong(end -> end.offset())
        .sum();
  }

  private static void believeTimesOfArrival(Admin admin)
      throws InterruptedException, ExecutionException {
    var set =
        List.of(
            set(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime"),
            set(TopicConfig.RETENTION_MS_CONFIG, "-1"));
    var all = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
    Topics.EVENTS.forEach(
        topic -> all.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), set));
    admin.incrementalAlterConfigs(all).all().get();
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }
}
