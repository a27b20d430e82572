package org.duixian.local;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.duixian.area.Baseline;
import org.duixian.area.Level;
import org.duixian.area.Registry;
import org.duixian.commitment.BaselineProposal;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Commitment;
import org.duixian.event.EventTypes;
import org.duixian.local.replay.ArrivalOrder;
import org.duixian.local.replay.EventFiles;
import org.duixian.local.replay.Routing;
import org.duixian.local.replay.UnusableInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proposes baselines from somebody's own files of the time before the merger. */
@Command(
    name = "baseline",
    mixinStandardHelpOptions = true,
    description =
        "Proposes, from the events of before the merger, what each former township should be held"
            + " to: a baselines.csv for review and signature. 用撤并前的数据测算基线,供审核签字。")
final class BaselineCommand implements Callable<Integer> {
  private static final long SORT_IN_MEMORY_BYTES = 64L << 20;
  private static final int ANY_PORT = 0;

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
      paramLabel = "FILE",
      description = "Where to write the proposals. Until a role has signed them they are refused.")
  private Path out;

  @Override
  public Integer call() throws Exception {
    PrintWriter told = spec.commandLine().getOut();
    Registry registry = inputs.registry();
    Catalogue catalogue = inputs.catalogue(EventTypes.load());
    catalogue.requireRulesFor(registry);
    requireSomethingToPropose(registry, catalogue);
    List<Path> files = EventFiles.find(events);
    OutPath.requireFile(out);
    try (var scratch = ScratchDirectory.create(Home.stacks())) {
      var inOrder = new ArrivalOrder(scratch.path(), SORT_IN_MEMORY_BYTES);
      EventFiles.read(files, new Routing(registry, Topics.EVENTS, Clock.systemUTC()), inOrder::add);
      try (var stack = LocalStack.startFresh(Home.dir(), StackJobs.SLOTS, ANY_PORT, told)) {
        return propose(inOrder, stack, told);
      }
    }
  }

  /** What the events can't change is said before anything is started. */
  private static void requireSomethingToPropose(Registry registry, Catalogue catalogue) {
    List<Commitment> ofSupply = catalogue.ofSupply();
    if (ofSupply.isEmpty()) {
      throw new UnusableInput(
          "--commitments: nothing to propose: no commitment has the meter baseline");
    }
    boolean possible =
        registry.areas(Level.former_township).stream()
            .anyMatch(
                area ->
                    ofSupply.stream()
                        .anyMatch(
                            each ->
                                new BaselineProposal(registry, each, area.areaId()).isPossible()));
    if (!possible) {
      throw new UnusableInput(
          ("--reference: nothing to propose: no former township has a source of %s whose since in"
                  + " sources.csv leaves a week from Monday to Sunday before its effective_on in"
                  + " areas.csv, in days of calendar.csv")
              .formatted(
                  ofSupply.stream()
                      .map(Commitment::stream)
                      .distinct()
                      .collect(Collectors.joining(" or "))));
    }
  }

  private int propose(ArrivalOrder inOrder, LocalStack stack, PrintWriter told) throws Exception {
    try (var producer = new EventProducer(stack.kafka().bootstrapServers())) {
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
    var found =
        StackJobs.bounded(stack).proposeBaselines(inputs.reference(), inputs.commitments(), out);
    told.printf(Locale.ROOT, "%,d 条基线待审核 proposals in %s%n", found.proposals(), out);
    if (found.tooFewWeeks() > 0) {
      told.printf(
          Locale.ROOT,
          "%,d 条不足%d周,不能采用 · %,d have fewer than %d comparable weeks: measure longer, or leave"
              + " them out%n",
          found.tooFewWeeks(),
          Baseline.MIN_WEEKS,
          found.tooFewWeeks(),
          Baseline.MIN_WEEKS);
    }
    if (found.rejected() > 0) {
      told.printf(
          Locale.ROOT,
          "%,d 条事件被拒收,未计入 · %,d records could not be counted: see ./duixian validate%n",
          found.rejected(),
          found.rejected());
    }
    told.flush();
    return found.rejected() == 0 ? 0 : 1;
  }
}
