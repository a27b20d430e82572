package org.duixian.job;

import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.duixian.alert.AlertActions;
import org.duixian.alert.AlertLink;
import org.duixian.alert.AlertState;
import org.duixian.alert.AreaAlerts;
import org.duixian.commitment.AreaMemory.Table;
import org.duixian.commitment.Rules;
import org.duixian.level.SeatGap;
import org.duixian.level.SeatGap.Compared;
import org.duixian.level.SeatGaps;
import org.duixian.level.ServiceLevel;

/**
 * Sets the levels of each former township against those at the seat of its successor. State per
 * former township: the days on which something has not been judged yet, and the alerts.
 */
final class CompareWithSeat extends KeyedProcessFunction<String, Compared, ServiceLevel> {
  private static final long serialVersionUID = 1;

  private final Rules books;
  private final AlertActions actions;
  private final SeatGaps gaps;
  private final AreaAlerts alerts;
  private transient Table<String, SeatGap> states;
  private transient Table<String, AlertState> alertStates;

  CompareWithSeat(Rules books, AlertActions actions, AlertLink link) {
    this.books = books;
    this.actions = actions;
    this.gaps = new SeatGaps(books);
    this.alerts = new AreaAlerts(books, actions, link);
  }

  @Override
  public void open(OpenContext context) {
    books.open();
    actions.open();
    states = StateTable.of(getRuntimeContext(), "gaps", String.class, SeatGap.class);
    alertStates = StateTable.of(getRuntimeContext(), "alerts", String.class, AlertState.class);
  }

  @Override
  public void close() {
    actions.close();
    books.close();
  }

  @Override
  public void processElement(Compared compared, Context context, Collector<ServiceLevel> out) {
    gaps.on(
        compared,
        states,
        level -> {
          out.collect(level);
          alerts.on(
              level,
              null,
              List.of(),
              alertStates,
              alert -> context.output(ServiceLevelTopology.ALERTS, alert));
        });
  }
}
