package org.duixian.job;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.duixian.alert.Alert;
import org.duixian.alert.Announced;
import org.duixian.alert.Announcement;
import org.duixian.alert.Announcing;

/**
 * Says of each alert to whom it matters, again and again by the wall clock, until it is over and
 * that has been said for long enough. Keeps one entry per alert until then, and one timer.
 */
final class AnnounceAlerts extends KeyedProcessFunction<String, Alert, Announcement> {
  private static final long serialVersionUID = 1;

  private final Announcing announcing;
  private transient ValueState<Announced> announced;

  AnnounceAlerts(Announcing announcing) {
    this.announcing = announcing;
  }

  @Override
  public void open(OpenContext context) {
    announced =
        getRuntimeContext().getState(new ValueStateDescriptor<>("announced", Announced.class));
  }

  @Override
  public void processElement(Alert step, Context context, Collector<Announcement> out)
      throws Exception {
    Announced state = announced.value();
    if (state == null) {
      state = new Announced();
    } else {
      context.timerService().deleteProcessingTimeTimer(state.nextMillis);
    }
    long now = context.timerService().currentProcessingTime();
    announcing.on(step, state, now);
    sayNow(state, now, context, out);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Announcement> out)
      throws Exception {
    sayNow(announced.value(), context.timerService().currentProcessingTime(), context, out);
  }

  private void sayNow(Announced state, long now, Context context, Collector<Announcement> out)
      throws Exception {
    if (!announcing.forget(state, now)) {
      announced.clear();
      return;
    }
    announcing.announcements(state).forEach(out::collect);
    state.nextMillis = announcing.nextMillis(state, now);
    context.timerService().registerProcessingTimeTimer(state.nextMillis);
    announced.update(state);
  }
}
