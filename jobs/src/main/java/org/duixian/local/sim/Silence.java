package org.duixian.local.sim;

/**
 * When nothing of a source arrives. What it wanted to send then is delivered right afterwards, in
 * its order, within some minutes.
 */
record Silence(long fromMillis, long untilMillis) {
  static final Silence NEVER = new Silence(Long.MAX_VALUE, Long.MAX_VALUE);

  private static final long CATCH_UP_MILLIS = 5 * Timestamps.MINUTE_MILLIS;

  boolean covers(long millis) {
    return fromMillis <= millis && millis < untilMillis;
  }

  /** When a message that was ready at the instant is really sent; keeps the order of instants. */
  long sentMillis(long readyMillis) {
    if (!covers(readyMillis)) {
      return readyMillis;
    }
    var share = (double) (readyMillis - fromMillis) / (untilMillis - fromMillis);
    return untilMillis + (long) (share * CATCH_UP_MILLIS);
  }
}
