package org.duixian.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import org.junit.jupiter.api.Test;

final class WilsonTest {
  private static final double Z_95_TWO_SIDED = 1.959964;

  /**
   * The score intervals (method 3) that R. G. Newcombe gives in his table I, Statistics in Medicine
   * 17 (1998) 857–872: 81/263, 15/148, 0/20 and 1/29.
   */
  @Test
  void agreesWithTheIntervalsThatNewcombePublished() {
    assertInterval(81, 263, 0.2553, 0.3662);
    assertInterval(15, 148, 0.0624, 0.1605);
    assertInterval(0, 20, 0.0000, 0.1611);
    assertInterval(1, 29, 0.0061, 0.1718);
  }

  private static void assertInterval(int good, int total, double lower, double upper) {
    assertThat(Wilson.lower(good, total, Z_95_TWO_SIDED)).isCloseTo(lower, within(0.00005));
    assertThat(Wilson.upper(good, total, Z_95_TWO_SIDED)).isCloseTo(upper, within(0.00005));
  }

  @Property(tries = 500)
  void agreesWithCommonsMath(
      @ForAll @IntRange(min = 1, max = 5000) int total,
      @ForAll @IntRange(min = 0, max = 5000) int lost,
      @ForAll @IntRange(min = 50, max = 99) int percent) {
    int good = Math.max(0, total - lost);
    double confidence = percent / 100.0;
    double z = new NormalDistribution().inverseCumulativeProbability((1 + confidence) / 2);
    var reference = new WilsonScoreInterval().createInterval(total, good, confidence);

    assertThat(Wilson.lower(good, total, z))
        .isCloseTo(Math.max(0, reference.getLowerBound()), within(1e-9));
    assertThat(Wilson.upper(good, total, z))
        .isCloseTo(Math.min(1, reference.getUpperBound()), within(1e-9));
  }

  @Property(tries = 300)
  void boundsLieOnEitherSideOfTheShareAndWithinNoughtAndOne(
      @ForAll @IntRange(min = 1, max = 100_000) int total,
      @ForAll @IntRange(min = 0, max = 100_000) int lost) {
    int good = Math.max(0, total - lost);
    double share = (double) good / total;

    assertThat(Wilson.lower(good, total, 2.326)).isBetween(0.0, share + 1e-12);
    assertThat(Wilson.upper(good, total, 2.326)).isBetween(share - 1e-12, 1.0);
  }

  @Test
  void nothingIsKnownOfAShareOfNothing() {
    assertThat(Wilson.upper(0, 0, 1.282)).isNaN();
    assertThat(Wilson.lower(0, 0, 1.282)).isNaN();
  }
}
