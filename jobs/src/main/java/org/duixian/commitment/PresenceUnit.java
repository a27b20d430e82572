package org.duixian.commitment;

import java.util.BitSet;
import java.util.List;
import org.duixian.calendar.MinuteInterval;

/** What a presence meter counts; the names are those of the YAML files. */
enum PresenceUnit {
  /** A posted minute. */
  minute,
  /** A posted interval. */
  interval,
  /** A day with posted hours. */
  day;

  /**
   * Counts the units of a day that are over by a minute, and those that were lost, per requirement.
   *
   * @param posted the posted intervals
   * @param announced the minutes of which it was announced that nothing is promised
   * @param held per requirement, the minutes for the whole of which it held
   * @param lost per requirement, to be added to
   * @return how many there are
   */
  int count(
      List<MinuteInterval> posted, BitSet announced, BitSet[] held, int untilMinute, int[] lost) {
    return this == minute
        ? countMinutes(posted, announced, held, untilMinute, lost)
        : countWhole(posted, held, untilMinute, lost);
  }

  /** Each minute is lost to the first that is missing in it. */
  private static int countMinutes(
      List<MinuteInterval> posted, BitSet announced, BitSet[] held, int untilMinute, int[] lost) {
    BitSet open = MinuteInterval.minutesOf(posted);
    open.andNot(announced);
    open.clear(untilMinute, MinuteInterval.DAY_MINUTES);
    int total = open.cardinality();
    for (int i = 0; i < held.length; i++) {
      int before = open.cardinality();
      open.and(held[i]);
      lost[i] += before - open.cardinality();
    }
    return total;
  }

  /** Each interval or day is lost to the first that is ever missing in it. */
  private int countWhole(List<MinuteInterval> posted, BitSet[] held, int untilMinute, int[] lost) {
    int total = 0;
    for (List<MinuteInterval> each : wholes(posted)) {
      if (each.get(each.size() - 1).toMinute() > untilMinute) {
        break;
      }
      total++;
      BitSet open = MinuteInterval.minutesOf(each);
      for (int i = 0; i < held.length; i++) {
        var missing = (BitSet) open.clone();
        missing.andNot(held[i]);
        if (!missing.isEmpty()) {
          lost[i]++;
          break;
        }
      }
    }
    return total;
  }

  private List<List<MinuteInterval>> wholes(List<MinuteInterval> posted) {
    if (this == interval) {
      return posted.stream().map(List::of).toList();
    }
    return posted.isEmpty() ? List.of() : List.of(posted);
  }
}
