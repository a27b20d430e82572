package org.duixian.local;

import java.io.PrintWriter;
import java.util.List;
import org.duixian.audit.ChainCheck;
import org.duixian.audit.ChainCheck.Break;
import org.duixian.calendar.ServiceDates;

/** Whether the chains hold, for people. */
final class ChainReport {
  private static final int SHOWN = 60;

  private final ChainCheck check;
  private final PrintWriter out;

  ChainReport(ChainCheck check, PrintWriter out) {
    this.check = check;
    this.out = out;
  }

  /** Prints it and gives the exit status: 0 if all holds. */
  int print() {
    out.println("各县链头 · heads of the counties' chains");
    check.heads().values().forEach(head -> out.println("  " + SealCommand.line(head)));
    if (check.unsealed() > 0) {
      out.printf("尚未封存 %d 行 · %d rows are not sealed yet%n", check.unsealed(), check.unsealed());
    }
    List<Break> breaks = check.breaks();
    if (check.heads().isEmpty()) {
      out.println("尚无链 · nothing has been sealed: ./duixian seal");
    } else if (breaks.isEmpty()) {
      out.println("链完整,历史与链一致 · the chains hold, and the history is what they sealed");
    } else {
      out.printf("链断 %d 处 · broken in %d places%n", breaks.size(), breaks.size());
      breaks.stream().limit(SHOWN).forEach(each -> out.println("  " + line(each)));
    }
    out.flush();
    return breaks.isEmpty() && !check.heads().isEmpty() ? 0 : 1;
  }

  private static String line(Break each) {
    String where =
        each.number() == 0
            ? ""
            : "%s 第%d环 %s  "
                .formatted(
                    each.countyId(),
                    each.number(),
                    each.date() < 0 ? "" : ServiceDates.format(each.date()));
    return where + each.what().zh() + " · " + each.what().en() + "  " + each.subject();
  }
}
