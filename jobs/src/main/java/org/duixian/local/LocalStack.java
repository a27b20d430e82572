package org.duixian.local;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.duixian.edge.ClickHouseSchema;

/**
 * Kafka with its topics, ClickHouse with its tables, and a Flink cluster, on one machine.
 *
 * <p>All data is below one directory; unless it was started fresh, it is there again at the next
 * start. Whatever ends this JVM ends the stack: a signal closes it in order, and after a kill
 * ClickHouse notices.
 */
public final class LocalStack implements AutoCloseable {
  private static final String FLINK = "flink";

  private final Deque<Runnable> toClose = new ArrayDeque<>();
  private final Thread onSignal;
  private KafkaBroker kafka;
  private ClickHouseProcess clickHouse;
  private FlinkCluster flink;
  private LocalPage page;

  private LocalStack(PrintWriter progress) {
    onSignal =
        new Thread(
            () -> {
              progress.println("正在停止，约需半分钟 · stopping, which takes about half a minute");
              progress.flush();
              closeAll();
            },
            "close-local-stack");
  }

  /**
   * Starts everything and returns when all of it serves.
   *
   * @param home the directory that holds {@code .duixian} with the ClickHouse engine
   * @param dir where the stack keeps its data
   * @param slots of the Flink cluster: the sum of what its jobs need
   * @param progress is told what has started, one line each
   */
  public static LocalStack start(Path home, Path dir, int slots, PrintWriter progress) {
    return start(
        home,
        stack -> {
          stack.closeLater(StateDirectory.lock(dir)::close);
          return dir;
        },
        slots,
        progress);
  }

  /**
   * Starts everything on new, empty data, which goes when the stack is closed.
   *
   * @param home the directory that holds {@code .duixian}
   * @param slots of the Flink cluster: the sum of what its jobs need
   * @param webPort for Flink's web page if it is free, else another one is taken
   * @param progress is told what has started, one line each
   */
  public static LocalStack startFresh(Path home, int slots, int webPort, PrintWriter progress) {
    return start(
        home,
        stack -> {
          var scratch = ScratchDirectory.create(Home.stacks(home));
          stack.closeLater(scratch::close);
          FlinkCluster.preferPort(scratch.path().resolve(FLINK), webPort);
          return scratch.path();
        },
        slots,
        progress);
  }

  private static LocalStack start(
      Path home, Function<LocalStack, Path> data, int slots, PrintWriter progress) {
    Path library = LibChdb.find(home);
    var stack = new LocalStack(progress);
    Runtime.getRuntime().addShutdownHook(stack.onSignal);
    try {
      Path dir = data.apply(stack);
      stack.kafka =
          timed(
              "Kafka",
              progress,
              () -> stack.startKafka(dir.resolve("kafka")),
              KafkaBroker::bootstrapServers);
      stack.clickHouse =
          timed(
              "ClickHouse",
              progress,
              () -> stack.startClickHouse(dir.resolve("clickhouse"), library),
              server -> "http://127.0.0.1:" + server.httpPort());
      stack.flink =
          timed(
              "Flink",
              progress,
              () -> stack.startFlink(dir.resolve(FLINK), slots),
              cluster -> cluster.webPage().toString());
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  public KafkaBroker kafka() {
    return kafka;
  }

  public ClickHouseProcess clickHouse() {
    return clickHouse;
  }

  public FlinkCluster flink() {
    return flink;
  }

  /** Shows what is in ClickHouse on a page, for as long as the stack is there. */
  void openPage(Path home, PrintWriter progress) {
    page =
        timed(
            "Page",
            progress,
            () -> LocalPage.start(clickHouse, home),
            started -> started.address().toString());
    closeLater(page::close);
  }

  /** Where the page is, once it is open. */
  URI page() {
    return page.address();
  }

  /** Stops the jobs first, then what they write to. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException shuttingDown) {
      // The hook is running: it and this call share the work, each part is closed once.
    }
    closeAll();
  }

  /** Has something closed before what the stack has started so far. */
  synchronized void closeLater(Runnable close) {
    toClose.push(close);
  }

  private synchronized void closeAll() {
    RuntimeException first = null;
    while (!toClose.isEmpty()) {
      try {
        toClose.pop().run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private KafkaBroker startKafka(Path dir) {
    KafkaBroker broker = KafkaBroker.start(dir);
    closeLater(broker::close);
    broker.createTopics(Topics.all());
    return broker;
  }

  private ClickHouseProcess startClickHouse(Path dir, Path library) {
    ClickHouseProcess server = ClickHouseProcess.start(dir, library);
    closeLater(server::close);
    try {
      ClickHouseSchema.apply(server.access());
    } catch (SQLException e) {
      throw new CannotStart("ClickHouse refuses the tables: " + e.getMessage(), e);
    }
    return server;
  }

  private FlinkCluster startFlink(Path dir, int slots) {
    FlinkCluster cluster = FlinkCluster.start(dir, slots);
    closeLater(cluster::close);
    return cluster;
  }

  private static <T> T timed(
      String what, PrintWriter progress, Supplier<T> start, Function<T, String> address) {
    long began = System.nanoTime();
    T started = start.get();
    double seconds = (System.nanoTime() - began) / 1e9;
    progress.printf(Locale.ROOT, "%-11s %-28s %4.1f s%n", what, address.apply(started), seconds);
    progress.flush();
    return started;
  }
}
