package org.duixian.local;

import java.io.PrintWriter;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.duixian.audit.Link;
import org.duixian.calendar.ServiceDates;
import org.duixian.edge.Chain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Seals what was published since the last time. */
@Command(
    name = "seal",
    mixinStandardHelpOptions = true,
    description =
        "Adds what was published since the last time to the hash chain of each county and prints the"
            + " heads, to be kept where no administrator of the history can change them. Once a day."
            + " 每日封存新发布的结果,打印各县链头,请另行留存。")
final class SealCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private HistoryOption history;

  @Mixin private KafkaOption kafka;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<Link> links = new Chain(history.access()).seal(kafka.access());
    var heads = new TreeMap<String, Link>();
    links.forEach(link -> heads.put(link.countyId(), link));
    long rows = links.stream().mapToLong(link -> link.lines().size()).sum();
    out.printf(
        "封存 %d 行,新增 %d 个环节 · sealed: %d rows in %d links%n",
        rows, links.size(), rows, links.size());
    heads.values().forEach(link -> out.println(line(link)));
    out.flush();
    return 0;
  }

  /** As {@code ./duixian audit --chain --head} takes it. */
  static String line(Link head) {
    return "%s:%d:%s  %s"
        .formatted(head.countyId(), head.number(), head.head(), ServiceDates.format(head.date()));
  }
}
