package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.duixian.TestCity;
import org.duixian.area.AreaEvent;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C07: a closed case took the person no more visits than its item allows. */
final class OneVisitTest {
  private static final String C07 = "C07";

  private final TestCity city = TestCity.demo();
  private final TestCity.Source cases = city.source("/demo/c01/cases");
  private int number;

  private void tells(String time, String type, String... fields) {
    long at = TestCity.at(time);
    var event = cases.event("e" + ++number, at, at, type, fields);
    city.run.take(new AreaEvent("f01", true, event));
  }

  private void visited(String time, int visit) {
    tells(time, "hall.case.visited", "case_id", "K1", "visit_no", visit + "", "purpose", "other");
  }

  private void turned(String time, String state) {
    String type = "hall.case.state_changed";
    tells(time, type, "case_id", "K1", "item_code", "RS-YL-02", "state", state);
  }

  @Test
  void aCaseClosedAfterOneVisitIsKeptOnTheDayOfItsClosing() {
    visited("2020-04-28T09:00", 1);
    turned("2020-04-29T23:59:59.999", "closed");

    assertThat(city.standing(C07, "K1")).isEqualTo("1/1");
    assertThat(city.outcomes(C07, "K1").get(0).serviceDate())
        .isEqualTo(ServiceDates.parse("2020-04-29"));
  }

  @Test
  void aCaseWithoutAnyVisitIsKept() {
    turned("2020-04-29T10:00", "closed");

    assertThat(city.standing(C07, "K1")).isEqualTo("1/1");
  }

  @Test
  void aSecondVisitCountsOnceTheCaseIsClosed() {
    visited("2020-04-28T09:00", 1);
    visited("2020-04-29T09:00", 2);
    cases.vouches("2020-05-20T00:00");
    assertThat(city.outcomes(C07, "K1")).isEmpty();

    turned("2020-05-20T10:00", "closed");

    assertThat(city.standing(C07, "K1")).isEqualTo("0/1 more_visits");
  }

  @Test
  void aSecondVisitIsNotForgottenThoughTheCaseTakesMonths() {
    visited("2020-04-28T09:00", 2);
    cases.vouches("2020-06-20T00:00");
    cases.vouches("2020-09-20T00:00");
    turned("2020-09-20T10:00", "closed");

    assertThat(city.standing(C07, "K1")).isEqualTo("0/1 more_visits");
  }

  @Test
  void aVisitAfterTheClosingOrToldLateRevises() {
    turned("2020-04-29T10:00", "closed");
    cases.vouches("2020-05-04T00:00");
    visited("2020-04-28T09:00", 2);

    assertThat(city.standing(C07, "K1")).isEqualTo("0/1 more_visits");
    assertThat(city.outcomes(C07, "K1")).extracting(Outcome::revision).containsExactly(0, 1);
  }

  @Test
  void whoFetchesTheResultAgainHasComeTwiceToo() {
    visited("2020-04-28T09:00", 1);
    turned("2020-04-29T10:00", "closed");
    visited("2020-05-06T09:00", 2);

    assertThat(city.standing(C07, "K1")).isEqualTo("0/1 more_visits");
  }

  @Test
  void aRefusedOrWithdrawnCaseIsNotCounted() {
    visited("2020-04-28T09:00", 2);
    turned("2020-04-28T10:00", "withdrawn");
    turned("2020-04-29T10:00", "closed");

    assertThat(city.standing(C07, "K1")).isEqualTo("0/0");
  }

  @Test
  void aCaseClosedAgainCountsOnce() {
    turned("2020-04-28T10:00", "closed");
    turned("2020-04-29T10:00", "reopened");
    visited("2020-04-29T11:00", 2);
    turned("2020-04-30T10:00", "closed");

    assertThat(city.standing(C07, "K1")).isEqualTo("0/1 more_visits");
    assertThat(city.outcomes(C07, "K1"))
        .extracting(Outcome::serviceDate)
        .containsOnly(ServiceDates.parse("2020-04-28"));
  }

  @Test
  void anItemCanHaveALimitOfItsOwn(@TempDir Path own) throws IOException {
    try (var files = Files.list(Path.of("..", "schemas", "commitments"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        Files.writeString(
            own.resolve(file.getFileName().toString()),
            text.replace("  limit: 1\n", "  limit: 1\n  limit_by: {item_code: {RS-YL-02: 2}}\n"));
      }
    }
    city.run.goOnWith(TestCity.demoRegistry(), Catalogue.load(own, TestCity.TYPES));
    visited("2020-04-28T09:00", 2);
    turned("2020-04-29T10:00", "closed");
    assertThat(city.standing(C07, "K1")).isEqualTo("1/1");

    visited("2020-04-29T11:00", 3);

    assertThat(city.standing(C07, "K1")).isEqualTo("0/1 more_visits");
  }
}
