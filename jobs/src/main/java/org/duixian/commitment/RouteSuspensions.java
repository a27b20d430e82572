package org.duixian.commitment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When a route is not served, as its operator has notified.
 *
 * @param suspensions by their first day, at most {@value #MAX_SUSPENSIONS}: the ones that begin
 *     soonest
 */
public record RouteSuspensions(List<Suspension> suspensions) {
  static final int MAX_SUSPENSIONS = 8;

  /** The last day of a suspension for good. */
  static final int FOR_GOOD = Integer.MAX_VALUE;

  /**
   * @param from first service day, days since 1970-01-01
   * @param through last service day
   * @param notifiedMillis when it counts as notified
   */
  public record Suspension(int from, int through, long notifiedMillis) {

    /** Whether the other says nothing that this one did not say, and as early. */
    private boolean covers(Suspension other) {
      return from <= other.from
          && through >= other.through
          && notifiedMillis <= other.notifiedMillis;
    }
  }

  static RouteSuspensions none() {
    return new RouteSuspensions(List.of());
  }

  /**
   * With one added. Those that ended before the given day leave, and if there are still too many
   * the farthest ahead.
   */
  RouteSuspensions with(Suspension added, int oldestDate) {
    var kept = new ArrayList<Suspension>();
    if (suspensions.stream().anyMatch(each -> each.covers(added))) {
      kept.addAll(suspensions);
    } else {
      suspensions.stream().filter(each -> !added.covers(each)).forEach(kept::add);
      kept.add(added);
    }
    kept.removeIf(each -> each.through < oldestDate);
    kept.sort(
        Comparator.comparingInt(Suspension::from)
            .thenComparingInt(Suspension::through)
            .thenComparingLong(Suspension::notifiedMillis));
    while (kept.size() > MAX_SUSPENSIONS) {
      kept.remove(kept.size() - 1);
    }
    return new RouteSuspensions(kept);
  }
}
