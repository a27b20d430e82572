package org.duixian.level;

/**
 * Bernoulli CUSUM for a failure rate that doubles (M. R. Reynolds and Z. G. Stoumbos, J. Quality
 * Technology 31 (1999) 87–108): each observation adds its log-likelihood ratio of q₁ = 2 q₀ against
 * q₀ = 1 − objective, never below 0, and never above 1.5 times the limit, so that recovery shows.
 */
final class Cusum {
  private static final double CAP = 1.5;

  private Cusum() {}

  /** The sum after one more day; 0 where every unit is promised, which leaves no rate to double. */
  static double next(double before, double good, double bad, double objective, double limit) {
    if (objective == 1) {
      return 0;
    }
    double q0 = 1 - objective;
    double q1 = Math.min(2 * q0, 0.99);
    double step = good * Math.log((1 - q1) / (1 - q0)) + bad * Math.log(q1 / q0);
    return Math.min(CAP * limit, Math.max(0, before + step));
  }
}
