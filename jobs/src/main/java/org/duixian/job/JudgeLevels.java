package org.duixian.job;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.duixian.alert.Alert;
import org.duixian.alert.AlertState;
import org.duixian.alert.AreaAlerts;
import org.duixian.commitment.AreaMemory.Table;
import org.duixian.level.AreaLevels;
import org.duixian.level.Ledger;
import org.duixian.level.ServiceLevel;

/**
 * Sums outcomes into levels, judges them and keeps the alerts. State per area and commitment: one
 * ledger of 68 days and what is known of its alert; one entry per silent source at home.
 */
final class JudgeLevels extends KeyedProcessFunction<String, Metered, ServiceLevel> {
  private static final long serialVersionUID = 1;

  private final AreaLevels levels;
  private final AreaAlerts alerts;
  private transient Table<String, Ledger> ledgers;
  private transient Table<String, AlertState> alertStates;

  JudgeLevels(AreaLevels levels, AreaAlerts alerts) {
    this.levels = levels;
    this.alerts = alerts;
  }

  @Override
  public void open(OpenContext context) {
    ledgers = StateTable.of(getRuntimeContext(), "ledgers", String.class, Ledger.class);
    alertStates = StateTable.of(getRuntimeContext(), "alerts", String.class, AlertState.class);
  }

  @Override
  public void processElement(Metered metered, Context context, Collector<ServiceLevel> out) {
    if (metered.change() != null) {
      levels.on(metered.change(), ledgers, level -> publish(level, context, out));
    } else if (metered.close() != null) {
      levels.on(metered.close(), ledgers, level -> publish(level, context, out));
    } else {
      alerts.on(metered.silence(), alertStates, alert -> tell(alert, context));
    }
  }

  private void publish(ServiceLevel level, Context context, Collector<ServiceLevel> out) {
    out.collect(level);
    alerts.on(level, alertStates, alert -> tell(alert, context));
  }

  private static void tell(Alert alert, KeyedProcessFunction<?, ?, ?>.Context context) {
    context.output(ServiceLevelTopology.ALERTS, alert);
  }
}
