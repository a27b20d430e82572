package org.duixian.local;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Commitment;
import org.duixian.level.Verdict;
import org.duixian.local.HistoryTables.AlertStep;
import org.duixian.local.sim.Story;

/** What the demo tells people: everything in it was read back from ClickHouse. */
final class DemoReport {
  private static final Map<Verdict, String> VERDICTS_ZH =
      Map.of(
          Verdict.met, "达标",
          Verdict.at_risk, "预警",
          Verdict.breached, "失守",
          Verdict.too_few, "样本少",
          Verdict.no_data, "无数据",
          Verdict.not_in_force, "未生效");

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
    verdicts(history);
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

  void whereToLook(LocalStack stack) {
    String address = "http://127.0.0.1:" + stack.clickHouse().httpPort();
    Login login = stack.clickHouse().dashboard();
    out.println();
    out.println("继续看 · Where to look further (Ctrl-C 停止并清除 / stops and cleans up)");
    out.println("  Flink       " + stack.flink().webPage());
    out.println(
        "  ClickHouse  "
            + address
            + "/play  user "
            + login.user()
            + "  password "
            + login.password());
    out.println("  Kafka       " + stack.kafka().bootstrapServers());
    out.printf(
        "  curl -s '%s/?user=%s&password=%s' -d \"SELECT * FROM duixian.v_alerts WHERE state !="
            + " 'resolved' FORMAT Vertical\"%n",
        address, login.user(), login.password());
    out.println();
    out.flush();
  }

  /** One step of an alert on one line: the first two sentences of its notice. */
  static String line(AlertStep step) {
    String notice = step.textZh().replace("〔模拟数据〕", "");
    int first = notice.indexOf('。') + 1;
    int second = notice.indexOf('。', first) + 1;
    return "%s  %-9s %-6s %-4s %s"
        .formatted(
            ServiceDates.format(ServiceDates.serviceDate(step.atMillis())),
            step.state(),
            step.severity(),
            step.commitmentId(),
            second > 0 ? notice.substring(0, second) : notice.substring(0, first));
  }

  private void verdicts(HistoryTables history) {
    out.println();
    out.println("近 28 个服务日的结论（原乡镇数） · Verdicts on the latest 28 service days, former townships");
    var headings = new ArrayList<>(List.of("承诺", "commitment"));
    for (Verdict verdict : Verdict.values()) {
      headings.add(VERDICTS_ZH.get(verdict) + " " + verdict);
    }
    var table = new TextTable(2, headings.toArray(String[]::new));
    history
        .latestVerdicts()
        .forEach(
            (id, areas) -> {
              Commitment commitment = catalogue.get(id);
              var cells =
                  new ArrayList<>(
                      List.of(id + " " + commitment.name().zh(), commitment.name().en()));
              for (Verdict verdict : Verdict.values()) {
                cells.add(Long.toString(areas.getOrDefault(verdict.name(), 0L)));
              }
              table.row(cells.toArray(String[]::new));
            });
    table.print(out);
  }

  private void alerts(HistoryTables history) {
    out.println();
    out.println("预警，按时间先后（模拟数据） · Alerts in order (simulated)");
    history.alertSteps().forEach(step -> out.println("  " + line(step)));
  }

  private void tellStories(HistoryTables history) {
    out.println();
    out.println("三个故事 · Three stories");
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
