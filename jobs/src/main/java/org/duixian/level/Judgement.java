package org.duixian.level;

import org.duixian.commitment.Commitment.Judging;

/**
 * Everything a verdict rests on. A verdict is met only if nothing speaks against it and enough
 * speaks for it: in force, vouched for, enough observations, no warning.
 *
 * @param good good observations of the 28-day window
 * @param total observations of the 28-day window
 * @param objective the promised share
 * @param cusum the CUSUM at the end of the day
 * @param minSample observations a verdict needs
 * @param inForce whether the promise is in force on the day and owes anything
 * @param vouched whether every source vouched for the day
 * @param coverage share of the window's days for which every source vouched; NaN if there are none
 * @param hardBroken whether a hard rule was broken on the day
 */
record Judgement(
    double good,
    double total,
    double objective,
    double cusum,
    int minSample,
    boolean inForce,
    boolean vouched,
    double coverage,
    boolean hardBroken) {

  /** So many observations, none of them good, are a breach whatever the minimum sample. */
  static final int OUTAGE_SAMPLE = 5;

  /** Shares are compared as decimal fractions are meant, not as they are held. */
  private static final double ROUNDING = 1e-9;

  Verdict verdict(Judging judging) {
    Verdict beforehand = beforehand();
    if (beforehand != null) {
      return beforehand;
    }
    if (slips(judging.zBreached(), judging.cusumBreached())) {
      return Verdict.breached;
    }
    if (slips(judging.zAtRisk(), judging.cusumAtRisk())) {
      return Verdict.at_risk;
    }
    return coverage < judging.minCoverage() ? Verdict.no_data : Verdict.met;
  }

  /** Where every unit is promised, one that is lost is no matter of chance. */
  private boolean slips(double z, double limit) {
    return objective == 1
        ? good < total
        : Wilson.upper(good, total, z) < objective || cusum >= limit;
  }

  /**
   * The verdict on a whole window in which at some site nothing was posted that could be kept: to
   * promise nothing is no way to keep a promise. What was posted on days that are not vouched for
   * is not known.
   */
  Verdict ofNonePosted(Judging judging) {
    Verdict verdict = verdict(judging);
    boolean nothingAgainst = verdict == Verdict.too_few || verdict == Verdict.met;
    return nothingAgainst && coverage >= judging.minCoverage() ? Verdict.at_risk : verdict;
  }

  /**
   * The verdict on supply: it is counted, so its share itself decides, and not what share a sample
   * lets expect.
   *
   * @param days how many days of the window are vouched for, of those that are compared
   * @param comparable whether it is known of every day what was supplied on such days before
   */
  Verdict ofSupply(Judging judging, int days, boolean comparable) {
    Verdict beforehand = beforehand();
    if (beforehand != null) {
      return beforehand;
    }
    if (days < judging.minDays()) {
      return Verdict.too_few;
    }
    double missing = objective - good / total - ROUNDING;
    if (missing > judging.toleranceBreached()) {
      return Verdict.breached;
    }
    if (missing > judging.toleranceAtRisk()) {
      return Verdict.at_risk;
    }
    if (!comparable) {
      return Verdict.too_few;
    }
    return coverage < judging.minCoverage() ? Verdict.no_data : Verdict.met;
  }

  /** What can be said without a look at the share, or null. */
  private Verdict beforehand() {
    if (!inForce) {
      return Verdict.not_in_force;
    }
    if (hardBroken) {
      return Verdict.breached;
    }
    if (!vouched) {
      return Verdict.no_data;
    }
    if (good == 0 && total >= OUTAGE_SAMPLE) {
      return Verdict.breached; // a sample floor must not hide a total outage
    }
    return total < minSample || Double.isNaN(coverage) ? Verdict.too_few : null;
  }

  long unitsMissing() {
    return (long) Math.ceil(Math.max(0, minSample - total));
  }
}
