package org.duixian.local.sim;

import java.nio.charset.StandardCharsets;
import org.duixian.PureRun;
import org.duixian.TestCity;
import org.duixian.event.RawRecord;

/** What the rules make of the demo's twelve weeks; judged once, for all tests that look at it. */
public final class JudgedDemo {
  private static PureRun judged;

  private JudgedDemo() {}

  public static synchronized PureRun run() {
    if (judged == null) {
      judged = judge();
    }
    return judged;
  }

  private static PureRun judge() {
    var run = new PureRun(TestCity.TYPES, Told.DEMO, TestCity.CATALOGUE);
    var arrivedMillis = new long[1];
    Told.demo(1, Told.DAYS)
        .events()
        .forEachRemaining(
            event -> {
              if (event.arrivedMillis() > arrivedMillis[0] + Timestamps.HOUR_MILLIS) {
                arrivedMillis[0] = event.arrivedMillis();
                run.arrivalReached(arrivedMillis[0]);
              }
              run.take(
                  new RawRecord(
                      event.topic(),
                      0,
                      0,
                      event.arrivedMillis(),
                      event.key().getBytes(StandardCharsets.UTF_8),
                      event.value()));
            });
    run.inputEnded();
    return run;
  }
}
