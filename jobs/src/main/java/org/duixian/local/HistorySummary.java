package org.duixian.local;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Commitment;
import org.duixian.level.Verdict;

/** What the history says in a few tables, read back from ClickHouse. */
final class HistorySummary {
  private static final Map<Verdict, String> VERDICTS_ZH =
      Map.of(
          Verdict.met, "达标",
          Verdict.at_risk, "有风险",
          Verdict.breached, "未兑现",
          Verdict.too_few, "样本不足",
          Verdict.no_data, "数据缺失",
          Verdict.not_in_force, "未生效");

  private final HistoryTables history;
  private final PrintWriter out;

  HistorySummary(HistoryTables history, PrintWriter out) {
    this.history = history;
    this.out = out;
  }

  /** In how many areas each commitment has which verdict. */
  void verdicts(Catalogue catalogue) {
    out.println("近 28 个服务日的结论，地区数 · Verdicts on the latest 28 service days, areas");
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
              var cells = new ArrayList<String>();
              cells.add(id + " " + commitment.name().zh());
              cells.add(commitment.name().en());
              for (Verdict verdict : Verdict.values()) {
                cells.add(Long.toString(areas.getOrDefault(verdict.name(), 0L)));
              }
              table.row(cells.toArray(String[]::new));
            });
    table.print(out);
  }

  /**
   * What became of every event, and whether that sums up.
   *
   * @param examples where a record was rejected, per reason; may lack some
   */
  void events(Map<String, String> examples) {
    HistoryTables.Counts counts = history.counts();
    var table = new TextTable(1, "事件去向 · What became of the events", "");
    table.row("到达 arrived", number(counts.arrived()));
    table.row("计入 accounted", number(counts.accounted()));
    table.row("重复 duplicate", number(counts.duplicate()));
    table.row("过迟 too_late", number(counts.tooLate()));
    table.row("无关 irrelevant", number(counts.irrelevant()));
    table.row("拒收 rejected", number(counts.rejected()));
    table.print(out);
    history
        .rejectedByReason()
        .forEach(
            (reason, count) ->
                out.printf(
                    "  %s  %s%s%n",
                    number(count),
                    reason,
                    examples.containsKey(reason) ? "  (" + examples.get(reason) + ")" : ""));
    out.println(
        counts.identityHolds()
            ? "每一条都有去向 · arrived = accounted + duplicate + too_late + irrelevant + rejected"
            : "去向与到达不符 · the parts do not sum up to what arrived, "
                + counts.openSources()
                + " sources are open");
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
