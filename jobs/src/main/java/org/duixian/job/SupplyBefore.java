package org.duixian.job;

import java.util.HashMap;
import java.util.Map;
import org.duixian.commitment.Change;

/**
 * What was supplied in one area for one commitment, day by day. Mutable: state of a bounded job.
 */
public final class SupplyBefore {
  /** Units by service day. */
  public Map<Integer, Long> supplied = new HashMap<>();

  /** By service day, how many sources vouched for it. */
  public Map<Integer, Integer> vouched = new HashMap<>();

  void take(Change change) {
    long now = units(change.outcome().total(), change.outcome().lostByReason());
    long before = units(change.previousTotal(), change.previousLost());
    supplied.merge(change.outcome().serviceDate(), now - before, Long::sum);
  }

  /** What is lost is what was promised less what was supplied, also where that is negative. */
  private static long units(long total, Map<String, Long> lost) {
    return total - lost.values().stream().mapToLong(Long::longValue).sum();
  }

  void vouchedFor(int serviceDate) {
    vouched.merge(serviceDate, 1, Integer::sum);
  }
}
