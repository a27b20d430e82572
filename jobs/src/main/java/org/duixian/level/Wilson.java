package org.duixian.level;

/**
 * Wilson's score bounds of a share (E. B. Wilson, JASA 22 (1927) 209–212): usable at small numbers
 * and at shares near 1, where the normal approximation is not.
 */
final class Wilson {
  private Wilson() {}

  /**
   * @param good good observations, may be a fraction where units are minutes
   * @param total observations; NaN is returned for 0
   * @param z normal quantile of the one-sided confidence, such as 1.282 for 90 %
   */
  static double upper(double good, double total, double z) {
    return bound(good, total, z, 1);
  }

  static double lower(double good, double total, double z) {
    return bound(good, total, z, -1);
  }

  private static double bound(double good, double total, double z, int side) {
    if (total <= 0) {
      return Double.NaN;
    }
    double share = good / total;
    double z2 = z * z;
    double spread = z * Math.sqrt(share * (1 - share) / total + z2 / (4 * total * total));
    double bound = (share + z2 / (2 * total) + side * spread) / (1 + z2 / total);
    return Math.min(1, Math.max(0, bound));
  }
}
