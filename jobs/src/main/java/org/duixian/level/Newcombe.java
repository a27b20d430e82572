package org.duixian.level;

/**
 * Bounds of the difference of two independent shares from their Wilson bounds: method 10 of R. G.
 * Newcombe, Statistics in Medicine 17 (1998) 873–890.
 */
final class Newcombe {
  private Newcombe() {}

  /**
   * The upper bound of the first share less the second.
   *
   * @param z normal quantile of the one-sided confidence, such as 1.282 for 90 %
   */
  static double upper(double good1, double total1, double good2, double total2, double z) {
    double share1 = good1 / total1;
    double share2 = good2 / total2;
    double above1 = Wilson.upper(good1, total1, z) - share1;
    double below2 = share2 - Wilson.lower(good2, total2, z);
    return share1 - share2 + Math.hypot(above1, below2);
  }

  /** The lower bound of the first share less the second. */
  static double lower(double good1, double total1, double good2, double total2, double z) {
    return -upper(good2, total2, good1, total1, z);
  }
}
