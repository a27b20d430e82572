package org.duixian.job;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.duixian.area.AreaEvent;
import org.duixian.commitment.AreaMeters;
import org.duixian.commitment.Change;
import org.duixian.commitment.DayClose;
import org.duixian.commitment.MeterOutput;
import org.duixian.commitment.Reminder;
import org.duixian.commitment.Rules;
import org.duixian.commitment.SourceSilence;
import org.duixian.event.EventTypes;
import org.duixian.event.Intake;
import org.duixian.event.Origin;

/**
 * Runs the meters of each area. State per area: open obligations, settled ones for 40 days after
 * anything can change them, opening logs and fingerprints of 40 days, a few milestones, one clock
 * per source. Timers are in the time of arrival and only tell that a source is silent.
 */
final class MeterOutcomes extends KeyedProcessFunction<String, AreaEvent, Metered> {
  private static final long serialVersionUID = 1;

  /** Instead of the latest arrival: there will always be more. */
  static final long ENDLESS = Long.MAX_VALUE;

  private final Rules books;
  private final AreaMeters meters;
  private final long latestArrivalMillis;
  private transient AreaState state;

  /**
   * @param latestArrivalMillis the latest arrival in a bounded input, from whatever area, or {@link
   *     #ENDLESS}
   */
  MeterOutcomes(Rules books, EventTypes types, long latestArrivalMillis) {
    this.books = books;
    this.meters = new AreaMeters(books, types);
    this.latestArrivalMillis = latestArrivalMillis;
  }

  @Override
  public void open(OpenContext context) {
    books.open();
    state = AreaState.of(getRuntimeContext());
  }

  @Override
  public void close() {
    books.close();
  }

  @Override
  public void processElement(AreaEvent event, Context context, Collector<Metered> out) {
    meters.on(event, state, new Output(context, out));
  }

  @Override
  public void onTimer(long arrivalMillis, OnTimerContext context, Collector<Metered> out) {
    long watermark = context.timerService().currentWatermark();
    long reachedMillis = watermark == Long.MAX_VALUE ? lastKnownMillis() : watermark;
    var output = new Output(context, out);
    if (arrivalMillis > reachedMillis) {
      meters.inputEnded(context.getCurrentKey(), state, output);
    } else {
      meters.arrivalReached(context.getCurrentKey(), reachedMillis, state, output);
    }
  }

  /**
   * How far the time of arrival had come. The watermark can't tell: the last one before the end
   * depends on when it was sent and on which partition ended first.
   */
  private long lastKnownMillis() {
    return latestArrivalMillis == ENDLESS
        ? AreaMeters.lastArrivalMillis(state)
        : latestArrivalMillis;
  }

  private record Output(
      KeyedProcessFunction<String, AreaEvent, Metered>.Context context, Collector<Metered> out)
      implements MeterOutput {

    @Override
    public void change(Change change) {
      context.output(ServiceLevelTopology.OUTCOMES, change.outcome());
      out.collect(Metered.of(change));
    }

    @Override
    public void dayClosed(DayClose close) {
      out.collect(Metered.of(close));
    }

    @Override
    public void silence(SourceSilence silence) {
      out.collect(Metered.of(silence));
    }

    @Override
    public void reminder(Reminder reminder) {
      out.collect(Metered.of(reminder));
    }

    @Override
    public void intake(Intake intake) {
      context.output(ServiceLevelTopology.INTAKE, intake);
    }

    @Override
    public void tooLate(Origin event) {
      context.output(ServiceLevelTopology.TOO_LATE, event);
    }

    @Override
    public void wakeAtArrival(long arrivalMillis) {
      context.timerService().registerEventTimeTimer(arrivalMillis);
    }
  }
}
