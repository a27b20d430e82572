package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WholeNumberTest {
  private static final BigDecimal LIMIT = BigDecimal.TEN.pow(18);

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "-0.0, 0",
    "0e99999999999999999999, 0",
    "1, 1",
    "-17, -17",
    "1.0, 1",
    "1e2, 100",
    "1.20E+1, 12",
    "1200e-2, 12",
    "0.5e1, 5",
    "999999999999999999, 999999999999999999",
    "1000.000, 1000",
    "-10.50e1, -105"
  })
  void whateverHasNoFractionIsWhole(String number, long value) {
    assertThat(WholeNumber.parse(number)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5",
    "1e-1",
    "-1.0000000000000000000000000000001",
    "1e-99999999999999999999",
    "12.345e2"
  })
  void fractionsAreTold(String number) {
    assertThat(WholeNumber.parse(number)).isEqualTo(WholeNumber.FRACTION);
  }

  @ParameterizedTest
  @CsvSource({"1000000000000000000", "-1e18", "1e99999999999999999999", "0.1e20"})
  void numbersBeyondEighteenDigitsAreTold(String number) {
    assertThat(WholeNumber.parse(number)).isEqualTo(WholeNumber.TOO_LARGE);
  }

  @Test
  void enormousNumbersTakeLinearTime() {
    String zeros = "0".repeat(200_000);
    assertThat(WholeNumber.parse("1" + zeros)).isEqualTo(WholeNumber.TOO_LARGE);
    assertThat(WholeNumber.parse("1" + zeros + "e-200000")).isEqualTo(1);
    assertThat(WholeNumber.parse("0." + zeros + "7e200001")).isEqualTo(7);
    assertThat(WholeNumber.parse("9".repeat(200_000) + "." + zeros))
        .isEqualTo(WholeNumber.TOO_LARGE);
  }

  @Property(tries = 5_000)
  void valuesAgreeWithBigDecimal(
      @ForAll long unscaled, @ForAll @IntRange(min = -25, max = 25) int exponent) {
    String number = unscaled / 1_000 + "." + Math.abs(unscaled % 1_000) + "e" + exponent;
    BigDecimal value = new BigDecimal(number);
    boolean whole = value.setScale(0, RoundingMode.DOWN).compareTo(value) == 0;

    assertThat(WholeNumber.parse(number))
        .isEqualTo(
            !whole
                ? WholeNumber.FRACTION
                : value.abs().compareTo(LIMIT) >= 0
                    ? WholeNumber.TOO_LARGE
                    : value.longValueExact());
  }
}
