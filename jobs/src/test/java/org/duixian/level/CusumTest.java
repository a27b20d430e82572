package org.duixian.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class CusumTest {
  private static final double LIMIT = 4;

  @Test
  void aLostUnitAddsTheLogarithmOfTwoWhenTheFailureRateDoubles() {
    assertThat(Cusum.next(0, 0, 1, 0.9, LIMIT)).isCloseTo(Math.log(2), within(1e-12));
  }

  @Test
  void aKeptUnitTakesAway() {
    assertThat(Cusum.next(1, 1, 0, 0.9, LIMIT)).isCloseTo(1 + Math.log(0.8 / 0.9), within(1e-12));
  }

  @Test
  void sixLostUnitsInARowBreachAndFiveDoNot() {
    assertThat(Cusum.next(0, 0, 5, 0.9, LIMIT)).isLessThan(LIMIT);
    assertThat(Cusum.next(0, 0, 6, 0.9, LIMIT)).isGreaterThan(LIMIT);
  }

  @Test
  void aDayWithoutUnitsChangesNothing() {
    assertThat(Cusum.next(2.5, 0, 0, 0.9, LIMIT)).isEqualTo(2.5);
  }

  @Property(tries = 500)
  void itStaysBetweenNoughtAndItsCap(
      @ForAll @DoubleRange(min = 0, max = 6) double before,
      @ForAll @IntRange(max = 10_000) int good,
      @ForAll @IntRange(max = 10_000) int bad,
      @ForAll @DoubleRange(min = 0.02, max = 0.99) double objective) {
    assertThat(Cusum.next(before, good, bad, objective, LIMIT)).isBetween(0.0, 1.5 * LIMIT);
  }

  @Property(tries = 200)
  void moreLostUnitsNeverLowerIt(
      @ForAll @IntRange(max = 100) int good,
      @ForAll @IntRange(max = 100) int bad,
      @ForAll @DoubleRange(min = 0.5, max = 0.99) double objective) {
    assertThat(Cusum.next(1, good, bad + 1, objective, LIMIT))
        .isGreaterThanOrEqualTo(Cusum.next(1, good, bad, objective, LIMIT));
  }
}
