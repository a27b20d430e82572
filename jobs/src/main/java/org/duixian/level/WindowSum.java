package org.duixian.level;

import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What the books have for a window.
 *
 * @param lost units lost per reason; they sum to total − good
 */
record WindowSum(long good, long total, Map<String, Long> lost) {

  static WindowSum of(Ledger ledger, int from, int through, IntPredicate counts) {
    long good = 0;
    long total = 0;
    for (int date = from; date <= through; date++) {
      good += counts.test(date) ? ledger.good(date) : 0;
      total += counts.test(date) ? ledger.total(date) : 0;
    }
    var lost = good == total ? Map.<String, Long>of() : ledger.lost(from, through, counts);
    return new WindowSum(good, total, lost);
  }

  /**
   * Supply of days of one type makes up for other days of that type, so what is lost is known only
   * of the window as a whole. A day that not every source has vouched for is left out: what one of
   * them supplied is held against what all of them owe together.
   */
  static WindowSum ofSupply(Ledger ledger, int from, int through, IntPredicate counts) {
    IntPredicate known = date -> ledger.vouched(date) && counts.test(date);
    long total = 0;
    for (int date = from; date <= through; date++) {
      total += known.test(date) ? ledger.total(date) : 0;
    }
    var lost = ledger.lost(from, through, known);
    lost.values().removeIf(n -> n <= 0);
    long missing = lost.values().stream().mapToLong(Long::longValue).sum();
    return new WindowSum(total - missing, total, lost);
  }
}
