package org.duixian.commitment;

import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import org.duixian.calendar.MinuteInterval;

/**
 * What breaks the promise at once.
 *
 * @param name its published name
 * @param runMinutes so many posted minutes in a row without service; 0: a whole posted interval, or
 *     a whole day
 * @param wholeDay whether it takes a whole day
 * @param requirement the only requirement that it asks for, or −1: all
 */
record HardRule(String name, int runMinutes, boolean wholeDay, int requirement)
    implements Serializable {
  /** A minute that no day has: the rule is not broken. */
  static final int NEVER = Integer.MAX_VALUE;

  /** Whether it asks for a requirement, by its number. */
  boolean asksFor(int one) {
    return requirement < 0 || requirement == one;
  }

  /**
   * By which minute of a day it is broken if nothing else is told, or {@link #NEVER}.
   *
   * @param posted the posted intervals
   * @param good the minutes with all that it asks for
   * @param runBefore posted minutes in a row without service up to the beginning of the day
   */
  int brokenAt(List<MinuteInterval> posted, BitSet good, int runBefore) {
    if (wholeDay) {
      boolean none = !posted.isEmpty() && good.isEmpty();
      return none ? posted.get(posted.size() - 1).toMinute() : NEVER;
    }
    return runBrokenAt(posted, good, runBefore);
  }

  /** A run of posted minutes without service goes on over a break between posted intervals. */
  private int runBrokenAt(List<MinuteInterval> posted, BitSet good, int runBefore) {
    int run = runBefore;
    for (MinuteInterval interval : posted) {
      int from = interval.fromMinute();
      int to = interval.toMinute();
      if (runMinutes == 0) {
        int firstGood = good.nextSetBit(from);
        if (firstGood < 0 || firstGood >= to) {
          return to;
        }
        continue;
      }
      for (int minute = from; minute < to; ) {
        int nextGood = good.nextSetBit(minute);
        int end = nextGood < 0 ? to : Math.min(nextGood, to);
        if (run + end - minute >= runMinutes) {
          return minute + Math.max(1, runMinutes - run);
        }
        run += end - minute;
        if (end < to) {
          run = 0;
          minute = good.nextClearBit(end);
        } else {
          minute = to;
        }
      }
    }
    return NEVER;
  }
}
