package org.duixian.local.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.duixian.area.Registry;
import org.duixian.local.sim.SimulatedEvent;
import org.duixian.local.sim.Simulation;
import org.duixian.local.sim.SimulationSettings;
import org.duixian.local.sim.SyntheticCity;

/** The events of an invented city of a given size, written to Kafka before anything is measured. */
final class Workload {
  private static final long SEED = 1;

  private Workload() {}

  /** Writes the reference data of a city in which everything is in force from the first day. */
  static Registry city(Path directory, Path calendar, int areas, int from) throws IOException {
    SyntheticCity.write(directory, calendar, areas, from);
    return Registry.load(directory);
  }

  /** The busy days of a city, until there are enough events. */
  static Iterator<SimulatedEvent> busy(Registry registry, int from, int days) {
    return Simulation.of(registry, new SimulationSettings(SEED, from, days, List.of())).events();
  }

  /** Sends the events and returns how many there were. */
  static long send(String servers, Iterator<SimulatedEvent> events) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", servers,
            "linger.ms", "20",
            "batch.size", "262144",
            "buffer.memory", "134217728",
            "compression.type", "lz4");
    long sent = 0;
    var failure = new AtomicReference<Exception>();
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      while (events.hasNext()) {
        var event = events.next();
        var unused =
            producer.send(
                new ProducerRecord<>(
                    event.topic(),
                    null,
                    event.arrivedMillis(),
                    event.key().getBytes(StandardCharsets.UTF_8),
                    event.value()),
                (metadata, failed) -> failure.compareAndSet(null, failed));
        sent++;
      }
    }
    if (failure.get() != null) {
      throw new IllegalStateException("an event was not stored", failure.get());
    }
    return sent;
  }
}
