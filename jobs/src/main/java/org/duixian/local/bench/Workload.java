package org.duixian.local.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
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
import org.duixian.local.sim.Story;
import org.duixian.local.sim.SyntheticCity;

/**
 * The events of an invented city of a given size, written to Kafka before anything is measured, by
 * a process of its own: a simulated day of a large city takes more memory than the job that reads
 * it.
 */
final class Workload {
  private static final String HEAP = "8g";

  /** Which days are lived. */
  enum Days {
    /** As many events as in real life. */
    busy,
    /** The same, but of every thirty halls one only advises, so that there are alerts. */
    withAdviceOnlyHalls,
    /** As few as fill all state; see {@link ThinDays}. */
    thin
  }

  private static final long SEED = 1;

  private Workload() {}

  /** Writes the reference data of a city in which everything is in force from the first day. */
  static void city(Path directory, Path calendar, int areas, int from) throws IOException {
    SyntheticCity.write(directory, calendar, areas, from, from);
  }

  /** Sends the events of some days and returns how many there were. */
  static long send(String servers, Path reference, int from, int days, Days kind)
      throws IOException {
    var process =
        ChildJvm.start(
            Workload.class, HEAP, servers, reference.toString(), from + "", days + "", kind + "");
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String sent = out.readLine();
      if (sent == null) {
        throw new IOException(
            "the events were not made; the process with " + HEAP + " that makes them ended");
      }
      return Long.parseLong(sent);
    } finally {
      process.destroy();
    }
  }

  /** The child: sends the events and prints how many there were. */
  public static void main(String[] arguments) {
    var registry = Registry.load(Path.of(arguments[1]));
    int from = Integer.parseInt(arguments[2]);
    int days = Integer.parseInt(arguments[3]);
    var events =
        switch (Days.valueOf(arguments[4])) {
          case busy -> simulated(registry, from, days, List.of());
          case withAdviceOnlyHalls ->
              simulated(registry, from, days, Story.ofSyntheticCity(registry));
          case thin -> ThinDays.of(registry, from, days);
        };
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(send(arguments[0], events));
  }

  private static Iterator<SimulatedEvent> simulated(
      Registry registry, int from, int days, List<Story> stories) {
    return Simulation.of(registry, new SimulationSettings(SEED, from, days, stories)).events();
  }

  private static long send(String servers, Iterator<SimulatedEvent> events) {
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
