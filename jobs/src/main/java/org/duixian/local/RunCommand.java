package org.duixian.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.duixian.area.Registry;
import org.duixian.commitment.Catalogue;
import org.duixian.event.EventTypes;
import org.duixian.local.replay.ArrivalOrder;
import org.duixian.local.replay.EventFiles;
import org.duixian.local.replay.Routing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the whole stack on somebody's own files and writes what it publishes to files. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Runs everything on your own files; schemas/README.md tells their formats."
            + " 用自己的数据运行，格式见 schemas/README.md。")
final class RunCommand implements Callable<Integer> {
  private static final int SHOWN_ALERT_STEPS = 40;
  private static final long SORT_IN_MEMORY_BYTES = 64L << 20;

  @Spec private CommandSpec spec;

  @Mixin private Inputs inputs;

  @Option(
      names = "--events",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description = Inputs.EVENTS)
  private List<Path> events;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "Where to write outcomes, levels, alerts, rejected and intake (.jsonl); made if need be.")
  private Path outDir;

  @Option(names = "--exit", description = "Stop when all is done, instead of at Ctrl-C.")
  private boolean exit;

  @Option(
      names = "--port",
      defaultValue = "8081",
      converter = Port.class,
      paramLabel = "N",
      description = "Of Flink's web page, if free (default: ${DEFAULT-VALUE}).")
  private int port;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Registry registry = inputs.registry();
    Catalogue catalogue = inputs.catalogue(EventTypes.load());
    catalogue.requireRulesFor(registry);
    List<Path> files = EventFiles.find(events);
    OutPath.requireDirectory(outDir);
    out.printf("兑现 Duixian · %s / %s%n", registry.nameZh(), registry.nameEn());
    if (registry.simulated()) {
      out.println("模拟数据 · simulated");
    }
    out.flush();
    try (var scratch = ScratchDirectory.create(Home.stacks())) {
      var inOrder = new ArrivalOrder(scratch.path(), SORT_IN_MEMORY_BYTES);
      EventFiles.read(files, new Routing(registry, Topics.EVENTS, Clock.systemUTC()), inOrder::add);
      out.printf(Locale.ROOT, "%,d 条事件 events from %,d files%n%n", inOrder.size(), files.size());
      out.flush();
      try (var stack = LocalStack.startFresh(Home.dir(), StackJobs.SLOTS, port, out)) {
        stack.openPage(Home.dir(), out);
        return run(inOrder, stack, catalogue, out);
      }
    }
  }

  private int run(ArrivalOrder inOrder, LocalStack stack, Catalogue catalogue, PrintWriter out)
      throws InterruptedException {
    String kafka = stack.kafka().bootstrapServers();
    try (var producer = new EventProducer(kafka)) {
      inOrder.forEach(
          event ->
              producer.send(
                  event.topic(),
                  event.key(),
                  event.arrivedMillis(),
                  event.value(),
                  ReplayOrigins.headers(event)));
      producer.flush();
    }
    StackJobs jobs = StackJobs.bounded(stack);
    StackJobs.await(
        jobs.startServiceLevels(inputs.reference(), inputs.commitments()), "service-levels");
    StackJobs.await(jobs.startHistory(), "history");
    Map<String, String> rejectedAt;
    try (var reader = new TopicReader(kafka)) {
      rejectedAt = new ResultFiles(outDir, reader).write();
    } catch (UncheckedIOException e) {
      throw OutPath.refused(outDir, e.getCause());
    }
    boolean complete;
    try (var history = HistoryTables.of(stack.clickHouse())) {
      report(history, catalogue, rejectedAt, out);
      var counts = history.counts();
      complete = counts.identityHolds() && counts.arrived() == inOrder.size();
    }
    if (!exit) {
      new WhereToLook(stack, Optional.empty()).print(out);
      new CountDownLatch(1).await();
    }
    return complete ? 0 : 1;
  }

  private void report(
      HistoryTables history, Catalogue catalogue, Map<String, String> rejectedAt, PrintWriter out) {
    var summary = new HistorySummary(history, out);
    out.println();
    summary.verdicts(catalogue);
    out.println();
    summary.events(rejectedAt);
    out.println();
    var steps = history.alertSteps();
    long alerts = steps.stream().filter(step -> step.revision() == 0).count();
    out.printf(
        "预警 %d 条,共 %d 步(不计数据更新和到期提醒) · alerts: %d, in %d steps (updates and reminders not"
            + " counted)%n",
        alerts, steps.size(), alerts, steps.size());
    steps.stream()
        .limit(SHOWN_ALERT_STEPS)
        .forEach(step -> out.println("  " + DemoReport.line(step)));
    if (steps.size() > SHOWN_ALERT_STEPS) {
      out.printf("  … %d more in alerts.jsonl%n", steps.size() - SHOWN_ALERT_STEPS);
    }
    out.println();
    out.println("结果文件 · results are in " + outDir);
    out.flush();
  }
}
