package org.duixian.local.bench;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.ReferencePublisher;
import org.duixian.event.EventTypes;
import org.duixian.job.Options;
import org.duixian.job.ServiceLevelJob;
import org.duixian.local.FlinkCluster;
import org.duixian.local.bench.Workload.Days;
import org.duixian.local.sim.SimulationSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures ServiceLevelJob on real Kafka beside a bare Flink job and a plain consumer loop, all in
 * one warm JVM over the same events. Meant for an otherwise idle machine.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = HistoryBenchCommand.class,
    description = "Measures events/s and CPU per event, beside a bare job and a plain loop.")
public final class BenchCommand implements Callable<Integer> {
  private static final int PARALLELISM = 2;
  private static final int EVENTS_PER_AREA_AND_DAY = 200;
  private static final int WINDOW_DAYS = 28;
  static final Path CALENDAR = Path.of("schemas/reference/guangyuan/calendar.csv");
  static final Path COMMITMENTS = Path.of("schemas/commitments");
  static final Path HOME = Path.of(".duixian");
  private static final int FROM = ServiceDates.parse("2019-03-04");

  @Spec private CommandSpec spec;

  @Option(
      names = "--events",
      defaultValue = "3000000",
      description =
          "About how many events per size of city, of a year at most (default: ${DEFAULT-VALUE}).")
  private long events;

  @Option(
      names = "--areas",
      split = ",",
      defaultValue = "30,1000,38000",
      description = "Sizes of city, in former townships; 0: none (default: ${DEFAULT-VALUE}).")
  private List<Integer> areas;

  @Option(
      names = "--rounds",
      defaultValue = "6",
      description =
          "How often each is measured; the first rounds warm the JVM (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--state",
      defaultValue = "hashmap",
      description = "Where Flink keeps state, hashmap or rocksdb (default: ${DEFAULT-VALUE}).")
  private String state;

  @Option(
      names = "--window-areas",
      defaultValue = "38000",
      description =
          "Size of the city whose 28-day window is filled to see what it takes; 0: not"
              + " (default: ${DEFAULT-VALUE}).")
  private int windowAreas;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%,d MiB heap, state in %s, %d cores, parallelism %d; CPU is this process's, the broker has"
            + " its own%n",
        Runtime.getRuntime().maxMemory() >> 20,
        state,
        Runtime.getRuntime().availableProcessors(),
        PARALLELISM);
    Path directory = Files.createTempDirectory(Files.createDirectories(HOME), "bench");
    try {
      for (int size : areas) {
        if (size > 0) {
          measure(size, directory.resolve("areas-" + size), out);
        }
      }
      if (windowAreas > 0) {
        fillWindow(windowAreas, directory.resolve("window"), out);
      }
    } finally {
      FileUtils.deleteDirectory(directory.toFile());
    }
    return 0;
  }

  private void measure(int size, Path directory, PrintWriter out) throws Exception {
    long lived = events / ((long) EVENTS_PER_AREA_AND_DAY * size);
    int days = (int) Math.max(1, Math.min(lived, SimulationSettings.MAX_DAYS));
    Path reference = directory.resolve("reference");
    Workload.city(reference, CALENDAR, size, FROM);
    try (var broker = BrokerProcess.start(directory.resolve("kafka"))) {
      publish(broker.servers(), reference, COMMITMENTS, FROM);
      long sent = Workload.send(broker.servers(), reference, FROM, days, Days.busy);
      out.printf(Locale.ROOT, "%n%,d areas, %d days, %,d events%n", size, days, sent);
      out.println("                     events/s   CPU µs/event   CPU of bare");
      out.flush();
      try (var flink = FlinkCluster.start(directory.resolve("flink"), PARALLELISM)) {
        for (int round = 1; round <= rounds; round++) {
          round(round, sent, broker.servers(), flink, out);
        }
      }
    }
  }

  /**
   * Ends only if the heap suffices. Sources vouch once a day here, so they may be silent for
   * longer.
   */
  private void fillWindow(int size, Path directory, PrintWriter out) throws Exception {
    Path reference = directory.resolve("reference");
    Workload.city(reference, CALENDAR, size, FROM);
    Path commitments = directory.resolve("commitments");
    Files.createDirectories(commitments);
    try (var files = Files.list(COMMITMENTS)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, commitments.resolve(file.getFileName()));
      }
    }
    Path streams = commitments.resolve("streams.yaml");
    Files.writeString(
        streams,
        Files.readString(streams).replaceAll("silent_after: \\w+", "silent_after: PT48H"),
        StandardOpenOption.TRUNCATE_EXISTING);
    try (var broker = BrokerProcess.start(directory.resolve("kafka"))) {
      publish(broker.servers(), reference, commitments, FROM);
      long sent = Workload.send(broker.servers(), reference, FROM, WINDOW_DAYS, Days.thin);
      out.printf(
          Locale.ROOT,
          "%n%,d areas, window of %d days full, %,d events%n",
          size,
          WINDOW_DAYS,
          sent);
      out.flush();
      try (var flink = FlinkCluster.start(directory.resolve("flink"), PARALLELISM);
          var heap = new HeapAfterCollection()) {
        var job = new AtomicReference<JobID>();
        var run =
            Measured.of(
                sent, () -> job.set(serviceLevels(environment(flink), broker.servers(), "window")));
        out.printf(
            Locale.ROOT,
            "%,.0f events/s, %.2f CPU µs/event; heap in use after collections at most %,d MiB of"
                + " %,d%n",
            run.eventsPerSecond(),
            run.cpuMicrosPerEvent(),
            heap.mostBytes() >> 20,
            Runtime.getRuntime().maxMemory() >> 20);
        var last = flink.lastCheckpoint(job.get());
        out.printf(
            Locale.ROOT,
            "last checkpoint %,d MiB in %,d ms: %,d bytes per area and commitment%n",
            last.stateBytes() >> 20,
            last.took().toMillis(),
            last.stateBytes() / size / Catalogue.load(commitments, EventTypes.load()).all().size());
        out.flush();
      }
    }
  }

  static void publish(String servers, Path reference, Path commitments, int appliesFrom) {
    new ReferencePublisher(KafkaAccess.to(servers), Clock.systemUTC())
        .publish(reference, commitments, appliesFrom, true);
  }

  static JobID serviceLevels(StreamExecutionEnvironment env, String servers, String transactions)
      throws Exception {
    ServiceLevelJob.define(
        env, Options.of("--kafka", servers, "--bounded", "true", "--transactions", transactions));
    return env.execute("service-levels").getJobID();
  }

  private void round(int round, long sent, String servers, FlinkCluster flink, PrintWriter out)
      throws Exception {
    var kafka = KafkaAccess.to(servers);
    var loop = Measured.of(sent, () -> ConsumerLoop.run(servers));
    var bare =
        Measured.of(
            sent,
            () -> {
              var env = environment(flink);
              BareJob.define(env, kafka, "bare-" + round);
              env.execute("bare");
            });
    var job = Measured.of(sent, () -> serviceLevels(environment(flink), servers, "bench-" + round));
    print(out, round, "plain loop", loop, bare);
    print(out, round, "bare job", bare, bare);
    print(out, round, "ServiceLevelJob", job, bare);
    out.flush();
  }

  private StreamExecutionEnvironment environment(FlinkCluster flink) {
    var settings = new Configuration();
    settings.set(StateBackendOptions.STATE_BACKEND, state);
    settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, state.equals("rocksdb"));
    var env = flink.environment(settings);
    env.setParallelism(PARALLELISM);
    return env;
  }

  private static void print(PrintWriter out, int round, String name, Measured run, Measured bare) {
    out.printf(
        Locale.ROOT,
        "%d  %-15s %,11.0f %14.2f %13.2f%n",
        round,
        name,
        run.eventsPerSecond(),
        run.cpuMicrosPerEvent(),
        run.cpuMicrosPerEvent() / bare.cpuMicrosPerEvent());
  }
}
