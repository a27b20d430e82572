package org.duixian.local;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.duixian.edge.Chain;
import org.duixian.edge.ClickHouseAccess;
import org.duixian.edge.KafkaAccess;
import org.duixian.job.AuditJob;
import org.duixian.job.Options;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Judges again from the archive what was judged, and tells what differs. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:all is equal", "1:something differs", "2:it could not be told"},
    exitCodeOnExecutionException = CommandLine.ExitCode.USAGE,
    description =
        "Judges every archived event again, by the rules as published, and compares outcomes, levels"
            + " and alerts with the history. 用存档事件重新评定,与已发布的结果逐行核对。")
final class AuditCommand implements Callable<Integer> {
  private static final int PARALLELISM = 2;

  @Spec private CommandSpec spec;

  @Mixin private HistoryOption history;

  /** Not needed for the chain. */
  @ArgGroup(exclusive = false)
  private KafkaOption kafka;

  @Option(
      names = "--event-topics",
      paramLabel = "TOPIC,…",
      description = "As ServiceLevelJob has them: they tell how late it is.")
  private String eventTopics = String.join(",", Topics.EVENTS);

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description =
          "First service date to compare. All that is archived is judged again, whatever the dates.")
  private String from;

  @Option(names = "--to", paramLabel = "DATE", description = "Last service date to compare.")
  private String to;

  @Option(
      names = "--area",
      arity = "1..*",
      paramLabel = "ID",
      description = "Only these areas, such as f07.")
  private List<String> areas = List.of();

  @Option(
      names = "--link-base",
      paramLabel = "URL",
      description = "As ServiceLevelJob has it: it is part of what an alert says.")
  private String linkBase = "";

  @Option(
      names = "--chain",
      description =
          "Instead: whether the hash chains hold and the history is what they sealed (./duixian"
              + " seal).")
  private boolean chain;

  @Option(
      names = "--head",
      arity = "1..*",
      paramLabel = "COUNTY:NUMBER:HEAD",
      description = "With --chain: heads as seal printed them, noted elsewhere.")
  private List<String> noted = List.of();

  @Option(
      names = "--keep",
      description =
          "Write what differs to duixian.restatements; needs a user who may, such as writer.")
  private boolean keep;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (chain) {
      return new ChainReport(new Chain(history.access()).check(heads()), out).print();
    }
    if (kafka == null || from == null || to == null) {
      throw new ParameterException(
          spec.commandLine(), "--kafka, --from and --to are needed, unless it is --chain");
    }
    Options options = options();
    AuditJob.Found found;
    try (var scratch = ScratchDirectory.create(Home.stacks());
        var cluster = FlinkCluster.start(scratch.path().resolve("flink"), PARALLELISM)) {
      var settings = new Configuration();
      settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
      found =
          AuditJob.run(() -> cluster.environment(settings).setParallelism(PARALLELISM), options);
    }
    new AuditReport(found, out).print(from, to);
    return found.differences().isEmpty() ? 0 : 1;
  }

  private Map<String, String> heads() {
    var heads = new TreeMap<String, String>();
    for (String each : noted) {
      if (!each.matches("[^:]+:[0-9]+:[0-9a-f]{64}")) {
        throw new ParameterException(
            spec.commandLine(), "--head: must be COUNTY:NUMBER:HEAD as printed, not " + each);
      }
      int colon = each.lastIndexOf(':');
      heads.put(each.substring(0, colon), each.substring(colon + 1));
    }
    return heads;
  }

  private Options options() {
    ClickHouseAccess access = history.access();
    KafkaAccess broker = kafka.access();
    var all =
        new ArrayList<>(
            List.of(
                "--kafka", broker.servers(),
                "--event-topics", eventTopics,
                "--clickhouse-url", access.url(),
                "--clickhouse-user", access.user(),
                "--clickhouse-password", access.password(),
                "--from", from,
                "--to", to,
                "--areas", String.join(",", areas),
                "--link-base", linkBase,
                "--keep", Boolean.toString(keep)));
    broker.client().forEach((name, value) -> all.addAll(List.of("--kafka." + name, value)));
    return Options.of(all.toArray(String[]::new));
  }
}
