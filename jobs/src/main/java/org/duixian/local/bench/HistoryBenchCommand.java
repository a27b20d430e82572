package org.duixian.local.bench;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.duixian.calendar.ServiceDates;
import org.duixian.edge.ClickHouseSchema;
import org.duixian.job.HistoryJob;
import org.duixian.job.Options;
import org.duixian.local.ClickHouseProcess;
import org.duixian.local.FlinkCluster;
import org.duixian.local.LibChdb;
import org.duixian.local.bench.Workload.Days;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures the history of a city of a year on a real ClickHouse: how fast HistoryJob writes, what
 * an event takes on disk, and how soon auditors and dashboards have their answers. What is written
 * is what the jobs made of simulated events; the rest of the year is multiplied from it.
 */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description =
        "Measures the history of a year: rows/s written, bytes per event, time of every question.")
final class HistoryBenchCommand implements Callable<Integer> {
  private static final int PARALLELISM = 2;
  private static final int ROUNDS = 3;
  private static final int DAYS_OF_YEAR = 364;
  private static final int DAYS_OF_WEEK = 7;

  /** The day of the demo's merger, so that the days in docs/auditing.md are days of this year. */
  private static final int FROM = ServiceDates.parse("2020-04-27");

  @Spec private CommandSpec spec;

  @Option(
      names = "--events",
      defaultValue = "180000000",
      description = "About how many events the year shall have (default: ${DEFAULT-VALUE}).")
  private long events;

  @Option(
      names = "--areas",
      defaultValue = "142",
      description = "Size of the city, in former townships (default: ${DEFAULT-VALUE}).")
  private int areas;

  @Option(
      names = "--weeks",
      defaultValue = "13",
      description =
          "How many weeks are lived and written by the jobs, of 52 (default: ${DEFAULT-VALUE}).")
  private int weeks;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Path directory = Files.createTempDirectory(Files.createDirectories(BenchCommand.HOME), "bench");
    try {
      measure(directory, out);
    } finally {
      FileUtils.deleteDirectory(directory.toFile());
    }
    return 0;
  }

  private void measure(Path directory, PrintWriter out) throws Exception {
    Path store = directory.resolve("clickhouse");
    var year = new Year(FROM, weeks * DAYS_OF_WEEK, DAYS_OF_YEAR / (weeks * DAYS_OF_WEEK));
    try (var clickHouse = ClickHouseProcess.start(store, LibChdb.find(Path.of("")))) {
      ClickHouseSchema.apply(clickHouse.access());
      write(directory, clickHouse, out);
      var size = new HistorySize(clickHouse);
      out.printf("%nas written, when the server has merged%n");
      size.print(out);

      long start = System.nanoTime();
      year.multiply(clickHouse, events);
      size.mergeMonths();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      out.printf(
          "%na year, multiplied from the above in %d s: events and their outcomes %d times over the"
              + " year, everything else %d times%n",
          took.toSeconds(), year.copies(), year.spans());
      size.print(out);
    }
    // Started anew, it has nothing in its own caches; those of the operating system stay.
    try (var clickHouse = ClickHouseProcess.start(store, LibChdb.find(Path.of("")))) {
      new Questions(clickHouse, year).print(out);
    }
  }

  /**
   * The events of the lived weeks through both jobs. Only the second is measured, at first while
   * the JVM warms; in the end once more to see where its time goes, for a profile takes time.
   */
  private void write(Path directory, ClickHouseProcess clickHouse, PrintWriter out)
      throws Exception {
    Path reference = directory.resolve("reference");
    Workload.city(reference, BenchCommand.CALENDAR, areas, FROM);
    try (var broker = BrokerProcess.start(directory.resolve("kafka"))) {
      BenchCommand.publish(broker.servers(), reference, BenchCommand.COMMITMENTS, FROM);
      long sent =
          Workload.send(
              broker.servers(), reference, FROM, weeks * DAYS_OF_WEEK, Days.withAdviceOnlyHalls);
      out.printf(Locale.ROOT, "%,d areas, %d weeks lived, %,d events%n", areas, weeks, sent);
      out.flush();
      try (var flink = FlinkCluster.start(directory.resolve("flink"), PARALLELISM)) {
        var env = flink.environment(new Configuration()).setParallelism(PARALLELISM);
        BenchCommand.serviceLevels(env, broker.servers(), "history");
        for (int round = 1; round <= ROUNDS; round++) {
          new HistorySize(clickHouse).empty();
          round(round, flink, broker, clickHouse, out);
        }
        new HistorySize(clickHouse).empty();
        var profile = new Profile(directory);
        try (profile) {
          history(flink, broker, clickHouse).execute("history");
        }
        profile.print(out);
        out.flush();
      }
    }
  }

  private static void round(
      int round,
      FlinkCluster flink,
      BrokerProcess broker,
      ClickHouseProcess clickHouse,
      PrintWriter out)
      throws Exception {
    double server = cpuSeconds(clickHouse.handle());
    double kafka = cpuSeconds(broker.handle());
    var run = Measured.of(0, () -> history(flink, broker, clickHouse).execute("history"));
    long rows = new HistorySize(clickHouse).rows();
    out.printf(
        Locale.ROOT,
        "%nround %d: HistoryJob wrote %,d rows, %,.0f rows/s; CPU µs per row: %.1f the job, %.1f"
            + " ClickHouse, %.1f Kafka%n",
        round,
        rows,
        rows / run.seconds(),
        run.cpuSeconds() * 1e6 / rows,
        (cpuSeconds(clickHouse.handle()) - server) * 1e6 / rows,
        (cpuSeconds(broker.handle()) - kafka) * 1e6 / rows);
    out.flush();
  }

  private static StreamExecutionEnvironment history(
      FlinkCluster flink, BrokerProcess broker, ClickHouseProcess clickHouse) {
    var access = clickHouse.access();
    var env = flink.environment(new Configuration()).setParallelism(PARALLELISM);
    HistoryJob.define(
        env,
        Options.of(
            "--kafka", broker.servers(),
            "--bounded", "true",
            "--clickhouse-url", access.url(),
            "--clickhouse-user", access.user(),
            "--clickhouse-password", access.password()));
    return env;
  }

  private static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }
}
