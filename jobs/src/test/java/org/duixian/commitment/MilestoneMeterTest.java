package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** C25 in t01, which began work on 2020-04-27; the county's office is asked from then on. */
final class MilestoneMeterTest {
  private static final String C25 = "C25";
  private static final String BODIES = "dispatched_bodies";

  private TestCity city;
  private TestCity.Source office;
  private int night = ServiceDates.parse("2020-04-28");

  @BeforeEach
  void aReformOffice() throws IOException {
    city = new TestCity(Registry.load(reference("2020-04-27")), TestCity.CATALOGUE);
    office = city.source("/demo/c01/reform");
  }

  private static Path reference(String since) throws IOException {
    Path reference = TestReference.demoSince(since);
    Path sources = reference.resolve("sources.csv");
    String others = Files.readString(sources).replaceAll("(?m)^/demo/c0[0-9]/reform,.*\n", "");
    String line = "/demo/c01/reform,reform,改革专班,c01,yes," + since;
    Files.writeString(sources, others + line + "\n");
    return reference;
  }

  private void planned(String time, String arrived, String kind, String dueOn) {
    vouchesThrough(ServiceDates.parse(arrived.substring(0, 10)));
    office.tellsLate(
        time,
        arrived,
        "reform.milestone.planned",
        dueOn == null
            ? new String[] {"kind", kind, "area_id", "t01"}
            : new String[] {"kind", kind, "area_id", "t01", "due_on", dueOn});
  }

  private void planned(String time, String dueOn) {
    planned(time, time, BODIES, dueOn);
  }

  private void reached(String time, String arrived, String kind) {
    vouchesThrough(ServiceDates.parse(arrived.substring(0, 10)));
    office.tellsLate(
        time,
        arrived,
        "reform.milestone.reached",
        "kind",
        kind,
        "area_id",
        "t01",
        "evidence_ref",
        "doc-1");
  }

  private void reached(String time) {
    reached(time, time, BODIES);
  }

  /** Vouches every night until the day is over and the stream's grace of three days. */
  private void closes(String day) {
    vouchesThrough(ServiceDates.parse(day) + 4);
  }

  private void vouchesThrough(int date) {
    for (; night <= date; night++) {
      office.vouches(ServiceDates.format(night) + "T00:00");
    }
  }

  /** How the milestone stands day by day from a date on: 1 kept, 0 lost, - nothing owed. */
  private String days(String kind, String from, int days) {
    var text = new StringBuilder();
    int first = ServiceDates.parse(from);
    for (int date = first; date < first + days; date++) {
      int day = date;
      text.append(
          city.run.outcomes.stream()
              .filter(each -> each.commitmentId().equals(C25) && each.subject().equals(kind))
              .filter(each -> each.areaId().equals("t01") && each.serviceDate() == day)
              .reduce((earlier, later) -> later)
              .map(each -> each.good() + "")
              .orElse("-"));
    }
    return text.toString();
  }

  private String bodies() {
    return days(BODIES, "2020-05-01", 8);
  }

  private ServiceLevel level(String date) {
    return city.level("t01", C25, 28, date).orElseThrow();
  }

  @Test
  void reachedByItsDateItIsKeptFromThenOn() {
    planned("2020-04-28T10:00", "2020-05-03");
    reached("2020-05-03T23:59:59.999");
    closes("2020-05-08");

    assertThat(bodies()).isEqualTo("--111111");
    assertThat(level("2020-05-02").verdict()).isEqualTo(Verdict.not_in_force);
    assertThat(level("2020-05-03").verdict()).isEqualTo(Verdict.met);
    assertThat(level("2020-05-08").total()).isEqualTo(6);
    assertThat(city.run.alerts).isEmpty();
  }

  @Test
  void oneMillisecondAfterItsDateItHasBeenOverdue() {
    planned("2020-04-28T10:00", "2020-05-03");
    reached("2020-05-04T00:00");
    closes("2020-05-08");

    assertThat(bodies()).isEqualTo("--011111");
    assertThat(city.outcomes(C25, BODIES).get(0).hardRule()).isEqualTo("overdue");
    assertThat(city.outcomes(C25, BODIES).get(0).dueMillis())
        .isEqualTo(TestCity.at("2020-05-03T23:59:59.999"));
    assertThat(level("2020-05-08").verdict()).isEqualTo(Verdict.breached);
    assertThat(level("2020-05-08").hardRule()).isEmpty();
  }

  @Test
  void anOverdueOneStaysVisibleUntilItIsReachedAndForItsWindow() {
    planned("2020-04-28T10:00", "2020-05-03");
    closes("2020-05-12");
    reached("2020-05-17T09:00");
    closes("2020-06-20");

    assertThat(city.run.alerts)
        .extracting(each -> each.state())
        .filteredOn(each -> !each.equals("updated"))
        .containsExactly("raised", "escalated", "resolved");
    assertThat(city.run.alerts.get(0).textZh())
        .contains("鹤望岭镇:“改革节点按时”未兑现。5月3日有改革节点逾期未完成。")
        .contains("派驻机构逾期未设置(1节点·日)");
    assertThat(days(BODIES, "2020-05-14", 6)).isEqualTo("000111");
    assertThat(level("2020-05-12").lostByReason()).containsEntry(BODIES, 10L);
    assertThat(level("2020-06-12").verdict()).isEqualTo(Verdict.breached);
    assertThat(level("2020-06-13").verdict()).isEqualTo(Verdict.met);
  }

  @Test
  void theDayOfItsDateIsJudgedOnceItsSourceHasVouchedForItAndTheGrace() {
    planned("2020-04-28T10:00", "2020-05-03");
    office.vouches("2020-05-06T23:59:59.999");

    assertThat(bodies()).isEqualTo("--------");

    office.vouches("2020-05-07T00:00");
    assertThat(bodies()).isEqualTo("--0-----");
  }

  @Test
  void whatIsToldLateMakesGoodTheDaysThatAreOver() {
    planned("2020-04-28T10:00", "2020-05-03");
    closes("2020-05-06");
    reached("2020-05-05T09:00", "2020-05-11T09:00", BODIES);
    closes("2020-05-08");

    assertThat(bodies()).isEqualTo("--001111");
    var revised = city.outcomes(C25, BODIES).stream().filter(each -> each.revision() == 1).toList();
    assertThat(revised).hasSize(3);
    assertThat(level("2020-05-08").good()).isEqualTo(4);
    assertThat(level("2020-05-08").hardRule()).isEmpty();
  }

  @Test
  void toldAgainEarlierOrLaterTheEarliestCounts() {
    planned("2020-04-28T10:00", "2020-05-03");
    reached("2020-05-06T09:00");
    closes("2020-05-06");
    reached("2020-05-04T09:00", "2020-05-11T09:00", BODIES);
    reached("2020-05-08T09:00", "2020-05-11T09:30", BODIES);
    closes("2020-05-08");

    assertThat(bodies()).isEqualTo("--011111");
  }

  @Test
  void whatWasReachedLongAgoIsNotTooLateToCount() {
    planned("2020-04-28T10:00", "2020-05-03");
    closes("2020-06-20");
    reached("2020-05-03T09:00", "2020-06-25T09:00", BODIES);
    closes("2020-06-22");

    assertThat(bodies()).isEqualTo("--000000");
    assertThat(days(BODIES, "2020-05-10", 4)).isEqualTo("0011");
    assertThat(days(BODIES, "2020-06-20", 3)).isEqualTo("111");
  }

  @Test
  void aDateMayBeMovedUntilItsDayIsOver() {
    planned("2020-04-28T10:00", "2020-05-03");
    planned("2020-05-03T23:59", "2020-05-06");
    planned("2020-05-07T00:00", "2020-05-20");
    closes("2020-05-08");

    assertThat(bodies()).isEqualTo("-----000");
  }

  @Test
  void nobodyMovesADateBackThatWasToldTooLate() {
    planned("2020-04-28T10:00", "2020-05-03");
    closes("2020-05-04");
    planned("2020-05-02T10:00", "2020-05-09T10:00", BODIES, "2020-05-20");
    closes("2020-05-08");

    assertThat(bodies()).isEqualTo("--000000");
  }

  @Test
  void aDateThatIsToldAfterItPassedIsOwedFromThenOn() {
    closes("2020-05-02");
    planned("2020-04-29T10:00", "2020-05-07T10:00", BODIES, "2020-05-01");
    closes("2020-05-08");

    assertThat(bodies()).isEqualTo("---00000");
  }

  @Test
  void withoutADateNothingIsOwed() {
    planned("2020-04-28T10:00", null);
    closes("2020-05-08");

    assertThat(bodies()).isEqualTo("--------");
    assertThat(level("2020-05-08").verdict()).isEqualTo(Verdict.not_in_force);
    assertThat(city.run.alerts).isEmpty();
  }

  @Test
  void aPlanWithoutADateTakesNoDateBack() {
    planned("2020-04-28T10:00", "2020-05-03");
    planned("2020-04-29T10:00", null);
    closes("2020-05-08");

    assertThat(bodies()).isEqualTo("--000000");
  }

  @Test
  void aSilentOfficeIsNoData() {
    planned("2020-04-28T10:00", "2020-05-03");
    reached("2020-05-03T09:00");
    closes("2020-05-04");
    city.arrivalReached("2020-05-12T02:00");

    assertThat(level("2020-05-04").verdict()).isEqualTo(Verdict.met);
    assertThat(level("2020-05-05").verdict()).isEqualTo(Verdict.no_data);
    assertThat(bodies()).isEqualTo("--11----");
  }

  @Test
  void ofAGapNothingIsKnown() {
    planned("2020-04-28T10:00", "2020-05-03");
    office.vouches("2020-05-05T12:00");
    long from = TestCity.at("2020-05-06T12:00");
    long to = TestCity.at("2020-05-12T00:00");
    city.take(office.heartbeat("gap", from, to, to));

    assertThat(bodies()).isEqualTo("--00--00");
    assertThat(level("2020-05-05").verdict()).isEqualTo(Verdict.no_data);
  }

  @Test
  void aDateOfThePromiseMeansNothingWhereItHadPassedBeforeTheTownshipWas() {
    closes("2020-05-08");
    assertThat(days("congress_elected", "2020-04-28", 8)).isEqualTo("--------");

    planned("2020-05-13T10:00", "2020-05-13T10:00", "congress_elected", "2020-05-15");
    closes("2020-05-16");
    assertThat(days("congress_elected", "2020-05-14", 3)).isEqualTo("-00");
  }

  @Test
  void aDateOfThePromiseIsOwedWithoutBeingPlannedAndIsNotMoved() throws IOException {
    Path reference = reference("2020-01-20");
    for (String file : new String[] {"areas.csv", "successors.csv"}) {
      Path path = reference.resolve(file);
      Files.writeString(path, Files.readString(path).replace("2020-04-27", "2019-12-31"));
    }
    Files.delete(reference.resolve("baselines.csv")); // measured after that
    Files.delete(reference.resolve("base_transfers.csv")); // December is not over before
    night = ServiceDates.parse("2020-01-21");
    city = new TestCity(Registry.load(reference), TestCity.CATALOGUE);
    office = city.source("/demo/c01/reform");
    planned("2020-01-20T10:00", "2020-01-20T10:00", "congress_elected", "2020-03-31");
    reached("2020-01-26T10:00", "2020-01-26T10:00", "congress_elected");
    closes("2020-01-27");

    assertThat(days("congress_elected", "2020-01-23", 5)).isEqualTo("-0011");
    assertThat(city.outcomes(C25, "congress_elected").get(0).evidence()).isEmpty();
    // Nobody has said when t02 should elect its congress, either.
    assertThat(city.level("t02", C25, 28, "2020-01-24").orElseThrow().verdict())
        .isEqualTo(Verdict.breached);
  }

  @Test
  void noFormerTownshipAndNoCountyOwesAMilestone() {
    planned("2020-04-28T10:00", "2020-05-03");
    closes("2020-05-08");

    assertThat(city.run.outcomes).extracting(Outcome::areaId).containsOnly("t01");
    assertThat(city.run.levels)
        .filteredOn(each -> each.commitmentId().equals(C25))
        .extracting(ServiceLevel::areaId)
        .containsOnly("t01", "t02", "t03", "t04", "t05");
  }
}
