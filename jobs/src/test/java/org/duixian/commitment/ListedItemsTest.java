package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.area.Registry;
import org.duixian.level.ServiceLevel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * C04 at the hall of f01, which offered A and B before the merger; B is dropped with approval from
 * 30 April on.
 */
final class ListedItemsTest {
  private static final String C04 = "C04";
  private static final String BASELINE =
      """
      site_id,item_code,document_ref,dropped_on,drop_document_ref
      hall-f01,A,doc-1,,
      hall-f01,B,doc-1,2020-04-30,doc-2
      """;

  private TestCity city;
  private TestCity.Source hall;

  @BeforeEach
  void aHall() throws IOException {
    Path reference = TestReference.demoSince("2020-04-27");
    Files.writeString(reference.resolve("baseline_items.csv"), BASELINE);
    city = new TestCity(Registry.load(reference), TestCity.CATALOGUE);
    hall = city.source("/demo/c01/hall/f01");
  }

  /** Publishes a list of entries like {@code A handle}. */
  private void publishes(String time, String from, String... entries) {
    String items =
        Arrays.stream(entries)
            .map(each -> each.split(" "))
            .map("{\"item_code\":\"%s\",\"mode\":\"%s\"}"::formatted)
            .collect(Collectors.joining(",", "[", "]"));
    hall.tells(
        time,
        "hall.catalogue.published",
        "site_id",
        "hall-f01",
        "version",
        "v",
        "effective_from",
        from,
        "items",
        items);
  }

  private void issued(String time, String ticket, String item) {
    issuedLate(time, time, ticket, item);
  }

  private void issuedLate(String time, String arrives, String ticket, String item) {
    hall.tellsLate(
        time,
        arrives,
        "hall.ticket.issued",
        "ticket_id",
        ticket,
        "site_id",
        "hall-f01",
        "item_code",
        item,
        "channel",
        "walk_in");
  }

  private void ended(String time, String ticket, String outcome) {
    hall.tells(time, "hall.ticket.ended", "ticket_id", ticket, "outcome", outcome);
  }

  /** Issues a ticket for an item, with the item as its number, and turns the visitor away. */
  private void turnsAway(String date, String... items) {
    for (String item : items) {
      issued(date + "T10:00", item, item);
      ended(date + "T10:20", item, "turned_away");
    }
  }

  private String standing(String ticket) {
    return city.standing(C04, ticket);
  }

  private ServiceLevel level(String date) {
    return city.level("f01", C04, 28, date).orElseThrow();
  }

  @Test
  void whatTheListDoesNotOfferIsNotTheStationsPromise() {
    publishes("2020-04-27T18:00", "2020-04-28", "E handle", "F accept_and_forward", "G removed");
    turnsAway("2020-04-28", "E", "F", "G", "H");
    hall.vouches("2020-04-29T01:00");

    assertThat(standing("E")).isEqualTo("0/1 turned_away");
    assertThat(standing("F")).isEqualTo("0/1 turned_away");
    assertThat(standing("G")).isEqualTo("0/0");
    assertThat(standing("H")).isEqualTo("0/0");
    assertThat(level("2020-04-28").total()).isEqualTo(2);
  }

  @Test
  void whatIsLeftOutShowsWhichTicketItWasAndByWhichList() {
    publishes("2020-04-27T18:00", "2020-04-28", "E handle");
    turnsAway("2020-04-28", "H");

    assertThat(city.outcomes(C04, "H")).hasSize(1);
    assertThat(city.outcomes(C04, "H").get(0).evidence())
        .containsExactly("/demo/c01/hall/f01#2", "/demo/c01/hall/f01#1");
    assertThat(city.outcomes(C04, "H").get(0).siteId()).isEqualTo("hall-f01");
  }

  @Test
  void noListHidesWhatWasHandledBeforeTheMerger() {
    publishes("2020-04-27T18:00", "2020-04-28");
    turnsAway("2020-04-29", "A", "B");
    assertThat(standing("A")).isEqualTo("0/1 turned_away");
    assertThat(standing("B")).isEqualTo("0/1 turned_away");

    turnsAway("2020-04-30", "B"); // dropped with approval
    assertThat(standing("B")).isEqualTo("0/0");
  }

  @Test
  void withoutAListOrAnItemEveryTicketCounts() {
    turnsAway("2020-04-28", "H");
    assertThat(standing("H")).isEqualTo("0/1 turned_away");

    publishes("2020-04-28T18:00", "2020-04-29", "E handle");
    ended("2020-04-29T10:00", "nobody-knows", "turned_away");
    assertThat(standing("nobody-knows")).isEqualTo("0/1 turned_away");
  }

  @Test
  void aTicketIsHeldToTheListsOfItsDay() {
    publishes("2020-04-27T18:00", "2020-04-27", "E handle");
    publishes("2020-04-28T09:00", "2020-04-28", "F handle");
    turnsAway("2020-04-28", "E", "F", "G");
    assertThat(standing("E")).isEqualTo("0/1 turned_away");
    assertThat(standing("F")).isEqualTo("0/1 turned_away");
    assertThat(standing("G")).isEqualTo("0/0");

    turnsAway("2020-04-29", "E", "F");
    assertThat(standing("E")).isEqualTo("0/0");
    assertThat(standing("F")).isEqualTo("0/1 turned_away");
  }

  @Test
  void aShortListAtMidnightHidesNothing() {
    publishes("2020-04-27T18:00", "2020-04-27", "E handle");
    publishes("2020-04-28T08:00", "2020-04-28", "E handle", "F handle");
    turnsAway("2020-04-28", "F");
    publishes("2020-04-28T23:59", "2020-04-28", "E handle");
    publishes("2020-04-29T08:00", "2020-04-29", "E handle", "F handle");
    turnsAway("2020-04-29", "F");
    assertThat(city.outcomes(C04, "F")).hasSize(2).allMatch(outcome -> outcome.total() == 1);
  }

  @Test
  void withoutABaselineNoListLeavesAnythingOut() throws IOException {
    Path reference = TestReference.demoSince("2020-04-27");
    Files.writeString(reference.resolve("baseline_items.csv"), BASELINE.split("\n")[0] + '\n');
    city = new TestCity(Registry.load(reference), TestCity.CATALOGUE);
    hall = city.source("/demo/c01/hall/f01");
    publishes("2020-04-27T18:00", "2020-04-28", "E handle");
    turnsAway("2020-04-28", "H");
    assertThat(standing("H")).isEqualTo("0/1 turned_away");
  }

  @Test
  void aListForLaterDaysCountsOnlyThen() {
    publishes("2020-04-27T10:00", "2020-04-27", "E handle");
    publishes("2020-04-27T18:00", "2020-04-29", "F handle");
    turnsAway("2020-04-28", "E", "F");
    assertThat(standing("E") + ", " + standing("F")).isEqualTo("0/1 turned_away, 0/0");

    turnsAway("2020-04-29", "E", "F");
    assertThat(standing("E") + ", " + standing("F")).isEqualTo("0/0, 0/1 turned_away");
  }

  @Test
  void aListToldLateMovesNothingThatWasCounted() {
    publishes("2020-04-27T18:00", "2020-04-28", "E handle", "F handle");
    hall.vouches("2020-04-29T01:00");
    hall.tellsLate(
        "2020-04-27T19:00",
        "2020-04-29T02:00",
        "hall.catalogue.published",
        "site_id",
        "hall-f01",
        "version",
        "v",
        "effective_from",
        "2020-04-28",
        "items",
        "[{\"item_code\":\"E\",\"mode\":\"handle\"}]");
    turnsAway("2020-04-29", "F");
    assertThat(standing("F")).isEqualTo("0/1 turned_away");
    turnsAway("2020-04-30", "F");
    assertThat(standing("F")).isEqualTo("0/0");
  }

  @Test
  void aTicketThatIsToldLateIsTakenBackOnTheSameDay() {
    publishes("2020-04-27T18:00", "2020-04-28", "E handle");
    ended("2020-04-28T10:20", "bad", "turned_away");
    ended("2020-04-28T10:20", "good", "served");
    ended("2020-04-28T10:20", "kept", "served");
    issuedLate("2020-04-28T10:00", "2020-04-28T10:30", "bad", "H");
    issuedLate("2020-04-28T10:00", "2020-04-28T10:30", "good", "H");
    issuedLate("2020-04-28T10:00", "2020-04-28T10:30", "kept", "E");
    hall.vouches("2020-04-29T01:00");

    assertThat(standing("bad")).isEqualTo("0/0");
    assertThat(standing("good")).isEqualTo("0/0");
    assertThat(city.outcomes(C04, "good").get(1).revision()).isEqualTo(1);
    assertThat(level("2020-04-28").good()).isEqualTo(1);
    assertThat(level("2020-04-28").total()).isEqualTo(1);
    assertThat(level("2020-04-28").lostByReason()).isEmpty();
  }

  @Test
  void nothingIsTakenBackOnceTheDayIsVouchedFor() {
    publishes("2020-04-27T18:00", "2020-04-28", "E handle");
    ended("2020-04-28T10:20", "H", "turned_away");
    hall.vouches("2020-04-29T01:00");
    issuedLate("2020-04-28T10:00", "2020-04-29T02:00", "H", "H");
    assertThat(standing("H")).isEqualTo("0/1 turned_away");
  }

  @Test
  void whatIsToldTwiceIsTakenBackOnce() {
    publishes("2020-04-27T18:00", "2020-04-28", "E handle");
    ended("2020-04-28T10:20", "H", "served");
    issued("2020-04-28T10:30", "H", "H");
    issued("2020-04-28T10:31", "H", "H");
    ended("2020-04-28T10:40", "H", "turned_away");
    hall.vouches("2020-04-29T01:00");

    assertThat(city.outcomes(C04, "H")).hasSize(2);
    assertThat(standing("H")).isEqualTo("0/0");
    assertThat(level("2020-04-28").total()).isZero();
  }

  @Test
  void whatIsSaidFirstOfATicketDecides() {
    publishes("2020-04-27T18:00", "2020-04-28", "E handle");
    turnsAway("2020-04-28", "E");
    issued("2020-04-28T17:30", "E", "H");
    assertThat(standing("E")).isEqualTo("0/1 turned_away");

    issued("2020-04-28T10:00", "H", "H");
    issued("2020-04-28T10:01", "H", "E");
    ended("2020-04-28T10:20", "H", "turned_away");
    assertThat(standing("H")).isEqualTo("0/0");
  }

  @Test
  void theSameNumberOnAnotherDayIsAnotherTicket() {
    publishes("2020-04-27T18:00", "2020-04-28", "E handle");
    issued("2020-04-28T10:00", "A001", "H");
    issued("2020-04-29T10:00", "A001", "E");
    ended("2020-04-29T10:20", "A001", "turned_away");
    assertThat(standing("A001")).isEqualTo("0/1 turned_away");
  }
}
