package org.duixian.local;

import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.event.EventTypes;
import org.duixian.local.sim.Simulation;
import org.duixian.local.sim.SimulationSettings;
import org.duixian.local.sim.Story;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows promises kept and broken: twelve simulated weeks through the real parts, then live. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Starts everything on this machine and replays twelve simulated weeks of an invented"
            + " city, then goes on live. 在本机启动全套系统，回放一座虚构城市的十二周模拟数据。")
final class DemoCommand implements Callable<Integer> {
  private static final int FROM = ServiceDates.parse("2020-03-30");
  private static final int DAYS = 84;

  private final Consumer<LocalStack> onceTold;

  @Spec private CommandSpec spec;

  @Option(
      names = "--exit",
      description =
          "Stop after the report: 0 if the history tells what was broken, and nothing else.")
  private boolean exit;

  @Option(
      names = "--port",
      defaultValue = "8081",
      converter = Port.class,
      paramLabel = "N",
      description = "Of Flink's web page, if free (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--speed",
      defaultValue = "600",
      paramLabel = "X",
      description =
          "How much faster than real time it goes on after the twelve weeks"
              + " (default: ${DEFAULT-VALUE}, a day in 144 s).")
  private double speed;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Decides everything that chance brings (default: ${DEFAULT-VALUE}).")
  private long seed;

  DemoCommand() {
    this(stack -> {});
  }

  /** A demo in which somebody looks at the stack when all is told, before it goes on or ends. */
  DemoCommand(Consumer<LocalStack> onceTold) {
    this.onceTold = onceTold;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!(speed > 0 && speed <= 1e6)) {
      throw new ParameterException(
          spec.commandLine(), "--speed: must be above 0 and at most 1000000, not " + speed);
    }
    var clock = new DemoClock();
    PrintWriter out = spec.commandLine().getOut();
    Registry registry = Registry.load(Home.demoReference());
    Catalogue catalogue = Catalogue.load(Home.commitments(), EventTypes.load());
    List<Story> stories = Story.ofDemo(registry);
    var report = new DemoReport(registry, catalogue, stories, out);
    report.greet(FROM, DAYS);
    try (var stack = LocalStack.startFresh(Home.dir(), StackJobs.SLOTS, port, out);
        var history = HistoryTables.of(stack.clickHouse());
        var producer = new EventProducer(stack.kafka().bootstrapServers())) {
      stack.openPage(Home.dir(), out);
      Optional<URI> alertmanager = DemoNotices.start(stack, registry, catalogue, out);
      StackJobs jobs = StackJobs.endless(stack);
      var running =
          new ArrayList<>(
              List.of(
                  jobs.startServiceLevels(Home.demoReference(), Home.commitments()),
                  jobs.startHistory()));
      alertmanager.map(jobs::startNotices).ifPresent(running::add);
      var replay = new DemoReplay(producer, history, running, clock, out);
      replay.send(simulation(registry, FROM, DAYS, stories).events());
      replay.awaitHistory(FROM + DAYS, registry, catalogue);
      report.print(history, clock);
      List<String> findings = StoryCheck.findings(stories, registry, catalogue, history);
      report.conclude(findings);
      onceTold.accept(stack);
      if (exit) {
        return findings.isEmpty() ? 0 : 1;
      }
      new WhereToLook(stack, alertmanager).print(out);
      int liveDays = Math.min(366, registry.calendar().lastDate() - 2 - (FROM + DAYS));
      new DemoLive(producer, history, out, speed)
          .run(
              simulation(registry, FROM + DAYS, liveDays, stories).events(),
              replay.lastArrivalMillis());
      return 0;
    }
  }

  private Simulation simulation(Registry registry, int from, int days, List<Story> stories) {
    return Simulation.of(registry, new SimulationSettings(seed, from, days, stories));
  }
}
