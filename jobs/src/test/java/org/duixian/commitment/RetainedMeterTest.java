package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * C03 at the hall of f01, which offered A, B and D; D is dropped with approval from 30 April on.
 */
final class RetainedMeterTest {
  private static final String C03 = "C03";
  private static final String HEADER =
      "site_id,item_code,document_ref,dropped_on,drop_document_ref\n";
  private static final String BASELINE =
      HEADER + "hall-f01,A,doc-1,,\nhall-f01,B,doc-1,,\nhall-f01,D,doc-1,2020-04-30,doc-2\n";

  private TestCity city;
  private TestCity.Source hall;
  private String vouched = "2020-04-27T00:00";

  @BeforeEach
  void aHall() throws IOException {
    hallWith(BASELINE, "");
  }

  private void hallWith(String baseline, String moreSites) throws IOException {
    Path reference = TestReference.demoSince("2020-04-27");
    Files.writeString(reference.resolve("baseline_items.csv"), baseline);
    Path sites = reference.resolve("sites.csv");
    Files.writeString(sites, Files.readString(sites) + moreSites);
    city = new TestCity(Registry.load(reference), TestCity.CATALOGUE);
    hall = city.source("/demo/c01/hall/f01");
  }

  /** Publishes a list of entries like {@code A handle}. */
  private void tells(String time, String arrives, String from, String... entries) {
    tellsOf("hall-f01", time, arrives, from, entries);
  }

  private void tellsOf(String siteId, String time, String arrives, String from, String... entries) {
    String items =
        Arrays.stream(entries)
            .map(each -> each.split(" "))
            .map("{\"item_code\":\"%s\",\"mode\":\"%s\"}"::formatted)
            .collect(Collectors.joining(",", "[", "]"));
    vouchesUntil(arrives.substring(0, 13) + ":00");
    hall.tellsLate(
        time,
        arrives,
        "hall.catalogue.published",
        "site_id",
        siteId,
        "version",
        "v",
        "effective_from",
        from,
        "items",
        items);
  }

  private void publishes(String time, String from, String... entries) {
    tells(time, time, from, entries);
  }

  private void vouchesUntil(String time) {
    hall.vouchesHourly(vouched, time);
    vouched = time;
  }

  private void closes(String day) {
    vouchesUntil(ServiceDates.format(ServiceDates.parse(day) + 1) + "T01:00");
  }

  private String standing(String day) {
    return city.standing(C03, "hall-f01/" + day);
  }

  private ServiceLevel level(String date) {
    return city.level("f01", C03, 28, date).orElseThrow();
  }

  @Test
  void allOfItIsKeptWhetherHandledOrForwarded() {
    publishes("2020-04-27T08:00", "2020-04-27", "A handle", "B accept_and_forward", "D handle");
    closes("2020-04-28");

    assertThat(standing("2020-04-28")).isEqualTo("3/3");
    assertThat(city.outcomes(C03, "hall-f01/2020-04-28").get(0).evidence()).isEmpty();
    assertThat(level("2020-04-28").verdict()).isEqualTo(Verdict.met);
    assertThat(level("2020-04-28").total()).isEqualTo(6);
  }

  @Test
  void whatElseIsOfferedMakesUpForNothing() {
    publishes("2020-04-27T08:00", "2020-04-27", "A handle", "D handle", "E handle", "F handle");
    closes("2020-04-27");

    assertThat(standing("2020-04-27")).isEqualTo("2/3 removed");
  }

  @Test
  void oneTurnedToAdviceOnlyIsABreachAtOnce() {
    publishes("2020-04-27T08:00", "2020-04-27", "A handle", "B handle", "D handle");
    publishes("2020-04-28T10:00", "2020-04-28", "A handle", "B consult_only", "D handle");
    closes("2020-04-28");

    assertThat(standing("2020-04-27")).isEqualTo("3/3");
    assertThat(standing("2020-04-28")).isEqualTo("2/3 consult_only");
    Outcome lost = city.outcomes(C03, "hall-f01/2020-04-28").get(0);
    assertThat(lost.hardRule()).isEqualTo("item_lost");
    assertThat(lost.evidence()).hasSize(1);
    assertThat(level("2020-04-28").verdict()).isEqualTo(Verdict.breached);
    assertThat(city.run.alerts)
        .filteredOn(each -> each.commitmentId().equals(C03))
        .singleElement()
        .satisfies(each -> assertThat(each.textZh()).contains("改为只咨询(1事项·日)"));
  }

  @Test
  void removedOrMissingFromTheListIsLost() {
    publishes("2020-04-27T08:00", "2020-04-27", "A handle", "B removed");
    closes("2020-04-27");

    assertThat(standing("2020-04-27")).isEqualTo("1/3 removed");
    assertThat(city.outcomes(C03, "hall-f01/2020-04-27").get(0).lostByReason())
        .containsExactly(Map.entry("removed", 2L));
  }

  @Test
  void anEmptyListOffersNothing() {
    publishes("2020-04-27T08:00", "2020-04-27");
    closes("2020-04-27");

    assertThat(standing("2020-04-27")).isEqualTo("0/3 removed");
  }

  @Test
  void oneDroppedWithApprovalIsOwedUpToItsDate() {
    publishes("2020-04-29T08:00", "2020-04-29", "A handle", "B handle", "D removed");
    closes("2020-04-30");

    assertThat(standing("2020-04-29")).isEqualTo("2/3 removed");
    assertThat(standing("2020-04-30")).isEqualTo("2/2");
  }

  @Test
  void aListCountsFromItsFirstDay() {
    publishes("2020-04-27T08:00", "2020-04-27", "A handle", "B handle", "D handle");
    publishes("2020-04-27T09:00", "2020-04-29", "A consult_only", "B handle", "D handle");
    closes("2020-04-29");

    assertThat(standing("2020-04-28")).isEqualTo("3/3");
    assertThat(standing("2020-04-29")).isEqualTo("2/3 consult_only");
  }

  @Test
  void aListThatIsOnlyOfDaysToComeIsNoData() {
    publishes("2020-04-27T08:00", "2020-04-29", "A handle", "B handle", "D handle");
    closes("2020-04-29");

    assertThat(standing("2020-04-28")).isEmpty();
    assertThat(level("2020-04-28").verdict()).isEqualTo(Verdict.no_data);
    assertThat(standing("2020-04-29")).isEqualTo("3/3");
  }

  @Test
  void nobodyMendsADayThatIsOverByAListOfAnEarlierDay() {
    publishes("2020-04-27T08:00", "2020-04-27", "A handle", "B consult_only", "D handle");
    closes("2020-04-28");
    publishes("2020-04-29T10:00", "2020-04-20", "A handle", "B handle", "D handle");
    closes("2020-04-29");

    assertThat(standing("2020-04-28")).isEqualTo("2/3 consult_only");
    assertThat(standing("2020-04-29")).isEqualTo("3/3");
  }

  @Test
  void aListThatIsToldLateCountsFromTheDayOnWhichItIsTold() {
    publishes("2020-04-27T08:00", "2020-04-27", "A handle", "B handle", "D handle");
    tells("2020-04-28T10:00", "2020-04-29T10:00", "2020-04-28", "A handle", "D handle");
    closes("2020-04-29");

    assertThat(city.outcomes(C03, "hall-f01/2020-04-28")).hasSize(1);
    assertThat(standing("2020-04-28")).isEqualTo("3/3");
    assertThat(standing("2020-04-29")).isEqualTo("2/3 removed");
  }

  @Test
  void ofTwoListsOfADayTheLaterCountsInWhateverOrderTheyAreTold() {
    publishes("2020-04-27T09:00", "2020-04-27", "A handle", "B consult_only", "D handle");
    tells("2020-04-27T08:58", "2020-04-27T09:10", "2020-04-27", "A handle", "B handle", "D handle");
    closes("2020-04-27");

    assertThat(standing("2020-04-27")).isEqualTo("2/3 consult_only");
  }

  @Test
  void aHallThatNeverPublishedItsListIsNoData() {
    closes("2020-04-28");

    assertThat(standing("2020-04-28")).isEmpty();
    assertThat(level("2020-04-28").verdict()).isEqualTo(Verdict.no_data);
  }

  @Test
  void withoutABaselineThereIsTooLittleToJudge() throws IOException {
    hallWith("", "");
    publishes("2020-04-27T08:00", "2020-04-27", "A handle");
    closes("2020-04-28");

    assertThat(standing("2020-04-28")).isEmpty();
    assertThat(level("2020-04-28").verdict()).isEqualTo(Verdict.too_few);
  }

  @Test
  void aHallWithoutABaselineDoesNotHideBehindItsNeighbour() throws IOException {
    hallWith(BASELINE, "hall-f01-2,hall,分站,f01,,,/demo/c01/hall/f01\n");
    publishes("2020-04-27T08:00", "2020-04-27", "A handle", "B handle", "D handle");
    tellsOf("hall-f01-2", "2020-04-27T08:30", "2020-04-27T08:30", "2020-04-27", "A handle");
    closes("2020-04-28");

    assertThat(standing("2020-04-28")).isEqualTo("3/3");
    assertThat(level("2020-04-28").verdict()).isEqualTo(Verdict.no_data);
  }

  @Test
  void onlyWorkingDaysCountMakeUpOnesToo() {
    publishes("2020-04-27T08:00", "2020-04-27", "A handle", "B handle", "D handle");
    closes("2020-05-11");

    assertThat(standing("2020-05-01")).as("a holiday").isEmpty();
    assertThat(standing("2020-05-09")).as("a Saturday that is worked").isEqualTo("2/2");
    assertThat(standing("2020-05-10")).as("a Sunday").isEmpty();
    assertThat(standing("2020-05-11")).isEqualTo("2/2");
    assertThat(level("2020-05-10").verdict()).isEqualTo(Verdict.met);
  }

  @Test
  void ofAGapNothingIsKnown() {
    publishes("2020-04-27T08:00", "2020-04-27", "A handle", "B handle", "D handle");
    closes("2020-04-27");
    long from = TestCity.at("2020-04-28T12:00");
    long to = TestCity.at("2020-04-30T01:00");
    city.take(hall.heartbeat("gap", from, to, to));

    assertThat(standing("2020-04-28")).isEmpty();
    assertThat(standing("2020-04-29")).isEqualTo("3/3");
  }

  @Test
  void onlyTheListsThatStillCountAreKept() {
    var lists = new ItemLists();
    for (int date = 100; date < 140; date++) {
      lists.publish(new ItemLists.Version(date, date, new long[0], ""), date - 1);
    }

    assertThat(lists.versions).extracting(ItemLists.Version::countsFrom).containsExactly(138, 139);
  }
}
