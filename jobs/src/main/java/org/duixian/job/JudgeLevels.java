package org.duixian.job;

import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.duixian.alert.Alert;
import org.duixian.alert.AlertActions;
import org.duixian.alert.AlertLink;
import org.duixian.alert.AlertState;
import org.duixian.alert.AreaAlerts;
import org.duixian.commitment.AreaMemory.Table;
import org.duixian.commitment.Rules;
import org.duixian.level.AreaLevels;
import org.duixian.level.Ledger;
import org.duixian.level.SeatGaps;
import org.duixian.level.ServiceLevel;

/**
 * Sums outcomes into levels, judges them and keeps the alerts. State per area and commitment: one
 * ledger of 68 days and what is known of its alert; one entry per silent source at home. Per
 * subtask: through which day was judged by which books, so that no day is judged half by one and
 * half by another, not even where the job starts again in between.
 */
final class JudgeLevels extends KeyedProcessFunction<String, Metered, ServiceLevel>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1;

  private final Rules books;
  private final AlertActions actions;
  private final AreaLevels levels;
  private final AreaAlerts alerts;
  private final SeatGaps gaps;
  private transient ListState<Rules.Judged> judged;
  private transient Table<String, Ledger> ledgers;
  private transient Table<String, AlertState> alertStates;

  JudgeLevels(Rules books, AlertActions actions, AlertLink link) {
    this.books = books;
    this.actions = actions;
    this.levels = new AreaLevels(books);
    this.alerts = new AreaAlerts(books, actions, link);
    this.gaps = new SeatGaps(books);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    judged =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("judged", TypeInformation.of(Rules.Judged.class)));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    judged.update(List.of(books.judged()));
  }

  @Override
  public void open(OpenContext context) throws Exception {
    books.open();
    actions.open();
    for (Rules.Judged each : judged.get()) {
      books.goOnAfter(each);
    }
    ledgers = StateTable.of(getRuntimeContext(), "ledgers", String.class, Ledger.class);
    alertStates = StateTable.of(getRuntimeContext(), "alerts", String.class, AlertState.class);
  }

  @Override
  public void close() {
    actions.close();
    books.close();
  }

  @Override
  public void processElement(Metered metered, Context context, Collector<ServiceLevel> out) {
    if (metered.change() != null) {
      levels.on(
          metered.change(),
          ledgers,
          (level, silent, noneDueAt) -> publish(level, silent, noneDueAt, context, out));
    } else if (metered.close() != null) {
      levels.on(
          metered.close(),
          ledgers,
          (level, silent, noneDueAt) -> publish(level, silent, noneDueAt, context, out));
    } else if (metered.silence() != null) {
      alerts.on(metered.silence(), alertStates, alert -> tell(alert, context));
    } else {
      tell(alerts.remind(metered.reminder()), context);
    }
  }

  private void publish(
      ServiceLevel level,
      String silentSource,
      List<String> noneDueAt,
      Context context,
      Collector<ServiceLevel> out) {
    out.collect(level);
    gaps.send(level, compared -> context.output(ServiceLevelTopology.COMPARED, compared));
    alerts.on(level, silentSource, noneDueAt, alertStates, alert -> tell(alert, context));
  }

  private static void tell(Alert alert, KeyedProcessFunction<?, ?, ?>.Context context) {
    context.output(ServiceLevelTopology.ALERTS, alert);
  }
}
