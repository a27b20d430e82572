package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.duixian.TestCity;
import org.duixian.area.Baseline;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;

/** What is proposed for f02 from 2020-03-02, a Monday; its market days end in 2, 5 and 8. */
final class BaselineProposalTest {
  private static final int MONDAY = ServiceDates.parse("2020-03-02");
  private static final int EIGHT_WEEKS = 56;

  private static Map<Integer, Long> days(int from, int count, IntUnaryOperator units) {
    var days = new TreeMap<Integer, Long>();
    for (int date = from; date < from + count; date++) {
      days.put(date, (long) units.applyAsInt(date));
    }
    return days;
  }

  private static Map<String, Baseline> proposed(Map<Integer, Long> days) {
    return proposed("C14", days);
  }

  private static Map<String, Baseline> proposed(String commitmentId, Map<Integer, Long> days) {
    var byType = new TreeMap<String, Baseline>();
    new BaselineProposal(TestCity.demoRegistry(), TestCity.CATALOGUE.get(commitmentId), "f02")
        .of(days)
        .forEach(each -> byType.put(each.dayType(), each));
    return byType;
  }

  private static String type(int date) {
    return TestCity.demoRegistry().dayTypes().find("f02", date).orElseThrow();
  }

  @Test
  void eachTypeOfDayHasItsOwnMedian() {
    var proposed =
        proposed(days(MONDAY, EIGHT_WEEKS, date -> type(date).equals("market_day") ? 8 : 6));
    assertThat(proposed.keySet())
        .containsExactly("market_day", "rest_day", "statutory_holiday", "workday");
    assertThat(proposed.get("market_day").hundredths()).isEqualTo(800);
    assertThat(proposed.get("workday").hundredths()).isEqualTo(600);
    assertThat(proposed.values())
        .allSatisfy(
            each -> {
              assertThat(each.from()).isEqualTo(MONDAY);
              assertThat(each.to()).isEqualTo(MONDAY + EIGHT_WEEKS - 1);
              assertThat(each.weeks()).isEqualTo(8);
              assertThat(each.unit()).isEqualTo("trips");
              assertThat(each.signedBy()).isEmpty();
              assertThat(each.hasTooFewWeeks()).isFalse();
            });
  }

  @Test
  void aBusEverySecondDayHasHalfATripADay() {
    var workdays = new int[1];
    var proposed =
        proposed(
            days(
                MONDAY,
                EIGHT_WEEKS,
                date -> type(date).equals("workday") && workdays[0]++ % 2 == 0 ? 1 : 0));
    assertThat(proposed.get("workday").hundredths()).isBetween(45, 55);
  }

  @Test
  void oneWeekOfOutagesDoesNotLowerTheMedian() {
    var proposed = proposed(days(MONDAY, EIGHT_WEEKS, date -> date < MONDAY + 7 ? 0 : 6));
    assertThat(proposed.get("workday").hundredths()).isEqualTo(600);
  }

  @Test
  void aWeekWithADayThatNobodyVouchedForIsLeftOut() {
    var days = days(MONDAY, EIGHT_WEEKS, date -> 6);
    days.remove(MONDAY + 10);
    var workday = proposed(days).get("workday");
    assertThat(workday.weeks()).isEqualTo(7);
    assertThat(workday.hasTooFewWeeks()).isTrue();
  }

  @Test
  void weeksThatAreAllSpringFestivalAreNotComparable() {
    var proposed = proposed(days(ServiceDates.parse("2020-01-13"), EIGHT_WEEKS, date -> 6));
    assertThat(proposed.get("workday").weeks()).isEqualTo(5);
    assertThat(proposed.get("workday").hasTooFewWeeks()).isTrue();
    assertThat(proposed.get("spring_festival+0").hundredths()).isEqualTo(600);
  }

  @Test
  void partsOfWeeksAreLeftOut() {
    var workday = proposed(days(MONDAY + 1, EIGHT_WEEKS, date -> 6)).get("workday");
    assertThat(workday.weeks()).isEqualTo(7);
    assertThat(workday.from()).isEqualTo(MONDAY + 7);
  }

  @Test
  void daysAroundTheSpringFestivalAreProposedOneByOne() {
    int newYear = ServiceDates.parse("2020-01-25");
    var proposed = proposed(days(newYear - 3, 5, date -> date - newYear + 10));
    assertThat(proposed.keySet())
        .containsExactlyInAnyOrder(
            "spring_festival-3",
            "spring_festival-2",
            "spring_festival-1",
            "spring_festival+0",
            "spring_festival+1");
    assertThat(proposed.get("spring_festival-3").hundredths()).isEqualTo(700);
    assertThat(proposed.get("spring_festival+0").from()).isEqualTo(newYear);
    assertThat(proposed.get("spring_festival+0").to()).isEqualTo(newYear);
    assertThat(proposed.get("spring_festival+0").weeks()).isEqualTo(1);
  }

  @Test
  void onlySchoolDaysSayHowManyPointsMet() {
    var calendar = TestCity.demoRegistry().calendar();
    int term = ServiceDates.parse("2020-02-17");
    var proposed =
        proposed(
            "C21P",
            days(
                term - 14,
                14 + EIGHT_WEEKS,
                date -> date >= term && calendar.dayType(date).isWorkday() ? 3 : 0));
    assertThat(proposed.keySet()).containsExactly("market_day", "workday");
    assertThat(proposed.values())
        .allSatisfy(
            each -> {
              assertThat(each.hundredths()).isEqualTo(300);
              assertThat(each.from()).isEqualTo(term);
              assertThat(each.weeks()).isEqualTo(8);
              assertThat(each.unit()).isEqualTo("sessions");
            });
  }

  @Test
  void nothingIsProposedFromNothing() {
    assertThat(proposed(Map.of())).isEmpty();
  }
}
