package org.duixian.commitment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.duixian.calendar.MinuteInterval;

/**
 * For which minutes of a day the required states held, by the marks of a log. A minute counts only
 * if a state held for the whole of it.
 */
record HeldMinutes(List<RequiredState> requirements) implements Serializable {
  private static final int MINUTE_MILLIS = 60_000;
  private static final long DAY_MILLIS = (long) MinuteInterval.DAY_MINUTES * MINUTE_MILLIS;

  /**
   * @param held per requirement, the minutes for the whole of which it held; once for each of those
   *     of whom it must hold, else once
   * @param announced the minutes for any part of which it was announced that nothing is promised
   */
  record OfDay(List<BitSet[]> held, BitSet announced) {}

  OfDay of(PresenceLog log, PresenceLog.Day day) {
    long[] changes = Marks.changes(day.marks);
    List<String> names = List.of("");
    for (RequiredState each : requirements) {
      names = each.forEach().isEmpty() ? names : each.forEach();
    }
    var held = new ArrayList<BitSet[]>();
    for (String name : names) {
      var states = new BitSet[requirements.size()];
      for (int i = 0; i < states.length; i++) {
        boolean oneOnly = !requirements.get(i).forEach().isEmpty();
        states[i] =
            oneOnly ? minutesHeld(log, day, changes, i, name) : minutesHeld(log, changes, i);
      }
      held.add(states);
    }
    return new OfDay(held, announced(log, day, changes));
  }

  /** The minutes for the whole of which the requirement held of enough at once. */
  private BitSet minutesHeld(PresenceLog log, long[] changes, int requirement) {
    int atLeast = requirements.get(requirement).atLeast();
    var minutes = new BitSet(MinuteInterval.DAY_MINUTES);
    var present = new BitSet();
    long since = -1;
    for (long change : changes) {
      if (log.requirement(Marks.who(change)) == requirement) {
        present.set(Marks.who(change), Marks.on(change));
        since = heldSince(since, present.cardinality() >= atLeast, change, minutes);
      }
    }
    setWholeMinutes(minutes, since, DAY_MILLIS);
    return minutes;
  }

  /** The minutes for the whole of which it held of the one who is named. */
  private BitSet minutesHeld(
      PresenceLog log, PresenceLog.Day day, long[] changes, int requirement, String name) {
    int position = log.find(requirement, name);
    boolean outset =
        requirements.get(requirement).carriesOver()
            && (position < 0 || !log.endedBefore(day.serviceDate).get(position));
    var minutes = new BitSet(MinuteInterval.DAY_MINUTES);
    long since = outset ? 0 : -1;
    for (long change : changes) {
      if (Marks.who(change) == position) {
        since = heldSince(since, Marks.on(change), change, minutes);
      }
    }
    setWholeMinutes(minutes, since, DAY_MILLIS);
    return minutes;
  }

  private BitSet announced(PresenceLog log, PresenceLog.Day day, long[] changes) {
    var announced = new BitSet(MinuteInterval.DAY_MINUTES);
    for (int i = 0; i < requirements.size(); i++) {
      if (requirements.get(i).isAnnounced()) {
        announced.set(0, MinuteInterval.DAY_MINUTES);
        announced.andNot(minutesHeld(log, day, changes, i, RequiredState.PROMISED));
      }
    }
    return announced;
  }

  /** Since when it holds after a change, or −1. */
  private static long heldSince(long since, boolean holds, long change, BitSet minutes) {
    if (holds) {
      return since < 0 ? Marks.millisOfDay(change) : since;
    }
    setWholeMinutes(minutes, since, Marks.millisOfDay(change));
    return -1;
  }

  private static void setWholeMinutes(BitSet minutes, long fromMillis, long toMillis) {
    int from = (int) ((fromMillis + MINUTE_MILLIS - 1) / MINUTE_MILLIS);
    int to = (int) (toMillis / MINUTE_MILLIS);
    if (fromMillis >= 0 && from < to) {
      minutes.set(from, to);
    }
  }
}
