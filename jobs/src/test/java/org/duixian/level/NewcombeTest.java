package org.duixian.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewcombeTest {
  private static final double TWO_SIDED_95 = 1.959964;

  /** Table II of the paper, method 10: examples (a) to (h). */
  @ParameterizedTest
  @CsvSource({
    "56, 70, 48, 80, 0.0524, 0.3339",
    " 9, 10,  3, 10, 0.1705, 0.8090",
    " 6,  7,  2,  7, 0.0582, 0.8062",
    " 5, 56,  0, 29, -0.0381, 0.1926",
    " 0, 10,  0, 20, -0.1611, 0.2775",
    " 0, 10,  0, 10, -0.2775, 0.2775",
    "10, 10,  0, 20, 0.6791, 1.0000",
    "10, 10,  0, 10, 0.6075, 1.0000"
  })
  void agreesWithThePublishedBounds(
      int good1, int total1, int good2, int total2, double lower, double upper) {
    assertThat(Newcombe.lower(good1, total1, good2, total2, TWO_SIDED_95))
        .isCloseTo(lower, within(0.00005));
    assertThat(Newcombe.upper(good1, total1, good2, total2, TWO_SIDED_95))
        .isCloseTo(upper, within(0.00005));
  }
}
