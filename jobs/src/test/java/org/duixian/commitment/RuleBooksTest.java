package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;

final class RuleBooksTest {
  private static final int DAY = ServiceDates.parse("2020-05-06");

  private static RuleBook book(String version, int appliesFrom) throws IOException {
    var registry =
        TestReference.demoWith(
            line -> line.replace("version: demo-1", "version: " + version), "reference.yaml");
    return new RuleBook(registry, TestCity.CATALOGUE, appliesFrom);
  }

  @Test
  void eachBookHoldsUntilTheNextOneAndTheFirstAlsoBeforeItsDay() throws IOException {
    var books = RuleBooks.of(List.of(book("b", DAY), book("a", DAY - 30)));

    assertThat(books.on(0).version()).isEqualTo("a");
    assertThat(books.on(DAY - 1).version()).isEqualTo("a");
    assertThat(books.on(DAY).version()).isEqualTo("b");
    assertThat(books.on(DAY + 1000).version()).isEqualTo("b");
    assertThat(books.until(0)).isEqualTo(DAY);
    assertThat(books.until(DAY)).isEqualTo(Integer.MAX_VALUE);
    assertThat(books.through(DAY - 1)).containsExactly("a from 2020-04-06");
    assertThat(books.through(DAY)).containsExactly("a from 2020-04-06", "b from 2020-05-06");
  }

  @Test
  void ofTwoForTheSameDayTheLaterOneHolds() throws IOException {
    var books = RuleBooks.of(List.of(book("a", DAY), book("b", DAY + 1), book("c", DAY + 1)));

    assertThat(books.on(DAY + 1).version()).isEqualTo("c");
    assertThat(books.through(DAY + 1)).hasSize(2);
  }

  @Test
  void aFormerTownshipNeverVanishes() throws IOException {
    var without =
        TestReference.demoWith(
            line -> line.matches(".*\\bf30\\b.*") ? null : line,
            "areas.csv",
            "base_transfers.csv",
            "populations.csv",
            "successors.csv",
            "codes.csv",
            "sites.csv",
            "routes.csv",
            "segments.csv",
            "baselines.csv",
            "baseline_items.csv",
            "care_places.csv",
            "landmarks.csv",
            "village_stops.csv",
            "sources.csv",
            "market_days.csv");
    var books = List.of(book("a", DAY), new RuleBook(without, TestCity.CATALOGUE, DAY + 1));

    assertThatThrownBy(() -> RuleBooks.of(books))
        .hasMessage("areas.csv: version demo-1 lacks former township 'f30', which version a has");
  }

  @Test
  void withoutAnyThereIsNothingToGoBy() {
    assertThatThrownBy(() -> RuleBooks.of(List.of())).hasMessage("there is no rule book");
  }
}
