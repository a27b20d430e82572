package org.duixian.job;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.duixian.audit.Comparison;
import org.duixian.audit.HistoryRow;
import org.duixian.commitment.AreaMemory.Table;
import org.duixian.job.AuditTopology.Finding;

/**
 * Sets what was published against what the events give. State per unit: the rows that have not met
 * their like; what is left of them when both sides have ended are the differences.
 */
final class CompareWithPublished
    extends KeyedCoProcessFunction<String, HistoryRow, HistoryRow, Finding> {
  private static final long serialVersionUID = 1;

  private transient Table<Integer, HistoryRow> said;
  private transient Table<Integer, HistoryRow> known;

  @Override
  public void open(OpenContext context) {
    said = StateTable.of(getRuntimeContext(), "said", Integer.class, HistoryRow.class);
    known = StateTable.of(getRuntimeContext(), "known", Integer.class, HistoryRow.class);
  }

  @Override
  public void processElement1(HistoryRow row, Context context, Collector<Finding> out) {
    meet(row, said, known, context);
  }

  @Override
  public void processElement2(HistoryRow row, Context context, Collector<Finding> out) {
    meet(row, known, said, context);
  }

  private static void meet(
      HistoryRow row,
      Table<Integer, HistoryRow> own,
      Table<Integer, HistoryRow> others,
      Context context) {
    if (row.equals(others.get(row.revision()))) {
      others.remove(row.revision());
    } else {
      own.put(row.revision(), row);
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }
  }

  @Override
  public void onTimer(long end, OnTimerContext context, Collector<Finding> out) {
    var first = new HistoryRow[1];
    Map<Integer, String> was = left(said, first);
    Map<Integer, String> is = left(known, first);
    if (first[0] != null) {
      Comparison.of(first[0].table(), first[0].unit(), was, is)
          .forEach(difference -> out.collect(Finding.of(difference)));
    }
  }

  private static Map<Integer, String> left(Table<Integer, HistoryRow> rows, HistoryRow[] any) {
    var left = new HashMap<Integer, String>();
    rows.forEach(
        (revision, row) -> {
          left.put(revision, row.json());
          any[0] = row;
        });
    return left;
  }
}
