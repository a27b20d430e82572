package org.duixian.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

  private static String row(int revision, int good, String version) {
    return """
        {"area_id":"f07","commitment_id":"C05","commitment_version":"%s","good":%d,"revision":%d,"service_date":"2020-05-01"}"""
        .formatted(version, good, revision);
  }

  private static List<Difference> differences(
      Map<Integer, String> said, Map<Integer, String> known) {
    return Comparison.of("service_levels", "f07|C05|2020-05-01|28", said, known);
  }

  @Test
  void equalRowsAreNoDifference() {
    assertThat(differences(Map.of(0, row(0, 1, "1")), Map.of(0, row(0, 1, "1")))).isEmpty();
  }

  @Test
  void anAlteredRowNamesItsColumns() {
    assertThat(differences(Map.of(0, row(0, 2, "1")), Map.of(0, row(0, 1, "1"))))
        .extracting(
            Difference::why,
            Difference::differing,
            Difference::areaId,
            Difference::commitmentId,
            Difference::serviceDate)
        .containsExactly(
            tuple(
                Why.altered_row, List.of("good"), "f07", "C05", ServiceDates.parse("2020-05-01")));
  }

  @Test
  void aRowOnOneSideIsMissingOrInserted() {
    assertThat(differences(Map.of(1, row(1, 1, "1")), Map.of(0, row(0, 5, "1"))))
        .extracting(Difference::revision, Difference::why)
        .containsExactly(tuple(0, Why.missing_row), tuple(1, Why.inserted_row));
  }

  @Test
  void otherRulesExplainWhateverElseDiffers() {
    assertThat(differences(Map.of(0, row(0, 2, "2")), Map.of(0, row(0, 1, "1"))))
        .extracting(Difference::why)
        .containsExactly(Why.rule_version);
  }

  @Test
  void whatWasOnlySaidUnderAnotherNumberIsNotInserted() {
    assertThat(differences(Map.of(1, row(1, 4, "1"), 2, row(2, 3, "1")), Map.of(1, row(1, 3, "1"))))
        .extracting(Difference::revision, Difference::why)
        .containsExactly(tuple(2, Why.revision), tuple(1, Why.inserted_row));
  }
}
