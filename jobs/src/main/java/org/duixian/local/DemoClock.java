package org.duixian.local;

import java.util.OptionalLong;

/** How long the demo has been running, and when its first alert was seen in ClickHouse. */
final class DemoClock {
  private final long startNanos = System.nanoTime();
  private long firstAlertNanos;

  double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** Takes note that there are alerts now. */
  void alertsSeen(long alerts) {
    if (alerts > 0 && firstAlertNanos == 0) {
      firstAlertNanos = System.nanoTime() - startNanos;
    }
  }

  /** Nanoseconds from the start to the first alert, once there was one. */
  OptionalLong firstAlertNanos() {
    return firstAlertNanos == 0 ? OptionalLong.empty() : OptionalLong.of(firstAlertNanos);
  }
}
