package org.duixian.commitment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.duixian.commitment.AreaMemory.Table;

/**
 * Which obligations of one source must be looked at when, so that a heartbeat need not look at all
 * of them. Their keys lie in quarters of an hour of the source's clock, and the clock knows in
 * which ones; that of an obligation which is no more is passed over.
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
    int[] filled = filled();
    int number = number(Math.max(atMillis, clock.clockMillis));
    String quarter = quarter(number);
    String[] keys = quarters.get(quarter);
    String[] more = keys == null ? new String[1] : Arrays.copyOf(keys, keys.length + 1);
    more[more.length - 1] = key;
    quarters.put(quarter, more);
    if (keys == null) {
      clock.filledQuarters = with(number, filled);
    }
  }

  /**
   * It need not be looked at then any more.
   *
   * @param atMillis when it was to be, ahead of the clock
   */
  void remove(String key, long atMillis) {
    int number = number(atMillis);
    String quarter = quarter(number);
    String[] keys = quarters.get(quarter);
    if (keys == null) {
      return;
    }
    var rest = new ArrayList<>(List.of(keys));
    rest.remove(key);
    if (rest.isEmpty()) {
      quarters.remove(quarter);
      clock.filledQuarters = IntStream.of(filled()).filter(each -> each != number).toArray();
    } else {
      quarters.put(quarter, rest.toArray(String[]::new));
    }
  }

  private static int[] with(int number, int[] filled) {
    int at = -1 - Arrays.binarySearch(filled, number);
    int[] with = Arrays.copyOf(filled, filled.length + 1);
    System.arraycopy(filled, at, with, at + 1, filled.length - at);
    with[at] = number;
    return with;
  }

  /** Whether anything lies before the end of the quarter that the clock is in. */
  boolean isAnythingDue() {
    int[] filled = filled();
    return filled.length > 0 && filled[0] <= number(clock.clockMillis);
  }

  /** Shows everything up to the quarter that the clock is in, each key once. */
  void visit(Visitor visitor) {
    int now = number(clock.clockMillis);
    int[] filled = filled();
    int gone = 0;
    for (; gone < filled.length && filled[gone] < now; gone++) {
      visit(filled[gone], visitor);
      quarters.remove(quarter(filled[gone])); // what stays lies in its own quarter, too
    }
    if (gone < filled.length && filled[gone] == now && !visit(now, visitor)) {
      gone++;
    }
    clock.filledQuarters = Arrays.copyOfRange(filled, gone, filled.length);
  }

  /** Whether something must stay for later in the quarter. */
  private boolean visit(int number, Visitor visitor) {
    String quarter = quarter(number);
    String[] keys = quarters.get(quarter);
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
    clock.filledQuarters = new int[0];
  }

  /** Whether two instants lie in one quarter. */
  static boolean isSameQuarter(long oneMillis, long otherMillis) {
    return number(oneMillis) == number(otherMillis);
  }

  private int[] filled() {
    if (clock.filledQuarters == null) { // the state is of a version that did not keep them
      var found = IntStream.builder();
      String prefix = source + '|';
      quarters.forEach(
          (quarter, keys) -> {
            if (quarter.startsWith(prefix)) {
              found.add(Integer.parseInt(quarter.substring(prefix.length())));
            }
          });
      clock.filledQuarters = found.build().sorted().toArray();
    }
    return clock.filledQuarters;
  }

  private static int number(long millis) {
    return Math.toIntExact(Math.floorDiv(millis, QUARTER_MILLIS));
  }

  private String quarter(int number) {
    return source + '|' + number;
  }
}
