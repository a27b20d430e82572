package org.duixian.commitment;

import java.util.Comparator;

/**
 * Something that happened to an obligation and whose effect depends on what else happened before
 * it; kept until the obligation is forgotten, because what is told late changes what came after.
 *
 * @param atMillis when it happened
 * @param value working days or the new due instant of an extension; for a revocation, how long
 *     after the fulfilment it counts; for a fulfilment, how long after the promise began to run, or
 *     0; for a count, the count
 * @param reason why it is revoked, or lost where the count is above the limit; for a fulfilment,
 *     the kinds of obligation for which it counts, separated by blanks, or empty for all
 */
public record Turn(Kind kind, long atMillis, long value, String reason) {

  /** What happened; of several at one instant the later of this list has the last word. */
  public enum Kind {
    pause,
    resume,
    extendDays,
    extendUntil,
    confirm,
    revoke,
    fulfil,
    count
  }

  static final Comparator<Turn> ORDER =
      Comparator.comparingLong(Turn::atMillis)
          .thenComparing(Turn::kind)
          .thenComparingLong(Turn::value)
          .thenComparing(Turn::reason);
}
