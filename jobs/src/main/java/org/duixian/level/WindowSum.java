package org.duixian.level;

import java.util.Map;
import java.util.TreeMap;
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
    var lost = new TreeMap<String, Long>();
    long total = 0;
    for (int date = from; date <= through; date++) {
      if (ledger.vouched(date) && counts.test(date)) {
        total += ledger.total(date);
        ledger.lost(date, date, counts).forEach((dayType, n) -> lost.merge(dayType, n, Long::sum));
      }
    }
    lost.values().removeIf(n -> n <= 0);
    long missing = lost.values().stream().mapToLong(Long::longValue).sum();
    return new WindowSum(total - missing, total, lost);
  }
}
