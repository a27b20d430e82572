package org.duixian.commitment;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.duixian.commitment.AreaMemory.Table;

/**
 * Which obligations of one source must be looked at when, so that a heartbeat need not look at all
 * of them. Their keys lie in quarters of an hour of the source's clock; one whose time has changed
 * since is passed over, so nothing need be struck out.
 */
record Agenda(Table<String, String[]> quarters, String source, SourceClock clock) {
  private static final long QUARTER_MILLIS = AreaMeters.HOUR_MILLIS / 4;

  /** Whether what has come up must stay for later in its quarter. */
  interface Visitor {
    boolean staysAfter(String key);
  }

  static Agenda of(AreaMemory memory, String source, SourceClock clock) {
    return new Agenda(memory.agenda(), source, clock);
  }

  /** The obligation must be looked at when the clock reaches the instant. */
  void add(String key, long atMillis) {
    long when = Math.max(atMillis, clock.clockMillis);
    String quarter = quarter(when / QUARTER_MILLIS);
    String[] keys = quarters.get(quarter);
    String[] more = keys == null ? new String[1] : Arrays.copyOf(keys, keys.length + 1);
    more[more.length - 1] = key;
    quarters.put(quarter, more);
    clock.nextDueMillis = Math.min(clock.nextDueMillis, when);
  }

  /** Shows everything up to the quarter that the clock is in, each key once. */
  void visit(Visitor visitor) {
    long through = clock.clockMillis / QUARTER_MILLIS;
    for (long each = clock.nextDueMillis / QUARTER_MILLIS; each < through; each++) {
      visit(quarter(each), visitor);
    }
    boolean someStay = visit(quarter(through), visitor);
    clock.nextDueMillis = someStay ? clock.clockMillis : (through + 1) * QUARTER_MILLIS;
  }

  /** Whether something must stay for later in the quarter. */
  private boolean visit(String quarter, Visitor visitor) {
    String[] keys = quarters.get(quarter);
    if (keys == null) {
      return false;
    }
    Set<String> rest = new LinkedHashSet<>(Arrays.asList(keys));
    rest.removeIf(key -> !visitor.staysAfter(key));
    if (rest.isEmpty()) {
      quarters.remove(quarter);
    } else if (rest.size() < keys.length) {
      quarters.put(quarter, rest.toArray(String[]::new));
    }
    return !rest.isEmpty();
  }

  void forget() {
    quarters.removeIf((quarter, keys) -> quarter.startsWith(source + '|'));
  }

  /** Whether two instants lie in one quarter. */
  static boolean isSameQuarter(long oneMillis, long otherMillis) {
    return oneMillis / QUARTER_MILLIS == otherMillis / QUARTER_MILLIS;
  }

  private String quarter(long number) {
    return source + '|' + number;
  }
}
