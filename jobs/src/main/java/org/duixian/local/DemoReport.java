package org.duixian.local;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.local.HistoryTables.AlertStep;
import org.duixian.local.sim.Story;

/** What the demo tells people: everything in it was read back from ClickHouse. */
final class DemoReport {
  private final Registry registry;
  private final Catalogue catalogue;
  private final List<Story> stories;
  private final PrintWriter out;

  DemoReport(Registry registry, Catalogue catalogue, List<Story> stories, PrintWriter out) {
    this.registry = registry;
    this.catalogue = catalogue;
    this.stories = stories;
    this.out = out;
  }

  void greet(int from, int days) {
    out.printf("兑现 Duixian · %s / %s%n", registry.nameZh(), registry.nameEn());
    out.println("地名、事件全部为虚构模拟 · every place and every event is simulated");
    out.printf(
        "%s 至 %s 的 %d 个服务日 · %d service days%n",
        ServiceDates.format(from), ServiceDates.format(from + days - 1), days, days);
    out.println();
    out.flush();
  }

  void print(HistoryTables history, DemoClock clock) {
    out.println();
    new HistorySummary(history, out).verdicts(catalogue);
    alerts(history);
    tellStories(history);
    counts(history);
    out.println();
    clock
        .firstAlertNanos()
        .ifPresent(
            nanos ->
                out.printf(
                    Locale.ROOT,
                    "用时 · first alert after %.1f s, everything after %.1f s%n",
                    nanos / 1e9,
                    clock.seconds()));
    out.flush();
  }

  void conclude(List<String> findings) {
    if (findings.isEmpty()) {
      out.println(
          "核对通过 · each story was found, nothing else is breached, every event is accounted for");
    } else {
      out.println("核对未通过 · not as it should be:");
      findings.forEach(finding -> out.println("  " + finding));
    }
    out.flush();
  }

  /** One step of an alert on one line: the first two sentences of its notice. */
  static String line(AlertStep step) {
    String notice = step.textZh().replace("〔模拟数据〕", "");
    int first = notice.indexOf('。') + 1;
    int second = notice.indexOf('。', first) + 1;
    return "%s  %-12s %-6s %-4s %s"
        .formatted(
            ServiceDates.format(ServiceDates.serviceDate(step.atMillis())),
            step.state(),
            step.severity(),
            step.commitmentId(),
            second > 0 ? notice.substring(0, second) : notice.substring(0, first));
  }

  private void alerts(HistoryTables history) {
    out.println();
    out.println("预警，按时间先后（模拟数据） · Alerts in order (simulated)");
    history.alertSteps().forEach(step -> out.println("  " + line(step)));
  }

  private void tellStories(HistoryTables history) {
    out.println();
    out.println("九个故事，两次事先公告或报备的停办 · Nine stories, and two closures announced in time");
    for (Story story : stories) {
      new StoryTold(story, registry, catalogue, history)
          .lines()
          .forEach(line -> out.println("  " + line));
    }
  }

  private void counts(HistoryTables history) {
    var counts = history.counts();
    out.println();
    out.printf(
        Locale.ROOT,
        "事件 · Events: arrived %,d = accounted %,d + duplicate %,d + rejected %,d + too late %,d"
            + " + irrelevant %,d%s%n",
        counts.arrived(),
        counts.accounted(),
        counts.duplicate(),
        counts.rejected(),
        counts.tooLate(),
        counts.irrelevant(),
        counts.identityHolds() ? "" : "  (does not hold)");
  }
}
