package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import org.duixian.TestCity;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.Test;

/** C16: the segments on the way from a former seat to the new one, all day and every day. */
final class RoadTest {
  private static final String C16 = "C16";
  private static final String SEGMENT = "seg-f02-t01";

  private final TestCity city = TestCity.demo();
  private final TestCity.Source roads = city.source("/demo/c01/roads");

  private void closed(String time, String... more) {
    told(time, time, "closed", more);
  }

  private void told(String time, String arrived, String what, String... more) {
    var fields = new String[more.length + 8];
    String[] always = {
      "segment_id", SEGMENT, "cause", "LANDSLIDE", "effect", "NO_SERVICE", "planned", "false"
    };
    System.arraycopy(always, 0, fields, 0, always.length);
    System.arraycopy(more, 0, fields, always.length, more.length);
    roads.tellsLate(time, arrived, "transport.road." + what, fields);
  }

  private void reopened(String time) {
    reopenedLate(time, time);
  }

  private void reopenedLate(String time, String arrived) {
    roads.tellsLate(time, arrived, "transport.road.reopened", "segment_id", SEGMENT);
  }

  private String on(String date) {
    return city.standing(C16, SEGMENT + "/" + date);
  }

  private Outcome outcome(String date) {
    var revisions = city.outcomes(C16, SEGMENT + "/" + date);
    return revisions.get(revisions.size() - 1);
  }

  private void vouchesThrough(String day) {
    roads.vouchesHourly("2020-04-28T01:00", day + "T01:00");
  }

  @Test
  void whatNobodyHasClosedIsOpenAtEveryHourOfEveryDay() {
    vouchesThrough("2020-05-03");

    assertThat(on("2020-04-28")).isEqualTo("1440/1440");
    assertThat(on("2020-05-01")).isEqualTo("1440/1440"); // a holiday
    assertThat(on("2020-05-02")).isEqualTo("1440/1440");
    assertThat(city.level("f02", C16, 28, "2020-05-02").map(ServiceLevel::total)).contains(7200L);
  }

  @Test
  void aClosureIsLostToTheMinute() {
    closed("2020-04-28T10:00");
    reopened("2020-04-28T11:00");
    closed("2020-04-28T12:00:00.001");
    reopened("2020-04-28T12:59:59.999");
    vouchesThrough("2020-04-29");

    assertThat(on("2020-04-28")).isEqualTo("1320/1440 impassable");
  }

  @Test
  void itLastsOverMidnightUntilItIsReopened() {
    closed("2020-04-28T23:00");
    roads.vouches("2020-04-29T00:30");
    reopened("2020-04-29T01:00");
    vouchesThrough("2020-05-01");

    assertThat(on("2020-04-28")).isEqualTo("1380/1440 impassable");
    assertThat(on("2020-04-29")).isEqualTo("1380/1440 impassable");
    assertThat(on("2020-04-30")).isEqualTo("1440/1440");
  }

  @Test
  void aDetourOfTwentyMinutesIsAWay() {
    closed("2020-04-28T10:00", "effect", "DETOUR", "detour_min", "20");
    told("2020-04-29T10:00", "2020-04-29T10:00", "closed", "effect", "DETOUR", "detour_min", "21");
    told(
        "2020-04-29T11:00",
        "2020-04-29T11:00",
        "restricted",
        "effect",
        "DETOUR",
        "detour_min",
        "5");
    told("2020-04-29T12:00", "2020-04-29T12:00", "restricted", "effect", "REDUCED_SERVICE");
    told("2020-04-29T12:30", "2020-04-29T12:30", "closed", "effect", "DETOUR");
    reopened("2020-04-29T13:00");
    roads.vouches("2020-04-30T00:10");

    assertThat(on("2020-04-28")).isEqualTo("1440/1440");
    assertThat(on("2020-04-29")).isEqualTo("1320/1440 impassable");
  }

  @Test
  void shutForOverADayBreaksTheHardRuleAcrossMidnight() {
    closed("2020-04-28T10:00");
    roads.vouchesHourly("2020-04-28T11:00", "2020-04-29T10:00");
    assertThat(city.run.levels).extracting(ServiceLevel::hardRule).containsOnly("");

    roads.vouchesHourly("2020-04-29T11:00", "2020-04-30T01:00");
    assertThat(outcome("2020-04-28").hardRule()).isEmpty();
    assertThat(outcome("2020-04-29").hardRule()).isEqualTo("shut_over_24h");
    assertThat(outcome("2020-04-29").evidence()).containsExactly("/demo/c01/roads#1");
    assertThat(city.level("f02", C16, 28, "2020-04-29").orElseThrow().verdict())
        .isEqualTo(Verdict.breached);

    reopened("2020-04-30T02:00");
    roads.vouchesHourly("2020-04-30T03:00", "2020-05-02T01:00");
    assertThat(outcome("2020-04-30").hardRule()).isEqualTo("shut_over_24h");
    assertThat(outcome("2020-05-01").hardRule()).isEmpty();
  }

  @Test
  void exactlyADayDoesNot() {
    closed("2020-04-28T10:00:30");
    roads.vouches("2020-04-29T10:00");
    reopened("2020-04-29T10:00:30");
    roads.vouchesHourly("2020-04-29T11:00", "2020-05-01T01:00");

    assertThat(outcome("2020-04-28").hardRule()).isEmpty();
    assertThat(outcome("2020-04-29").hardRule()).isEmpty();
  }

  @Test
  void aReopeningThatIsToldLateTakesTheHardRuleBack() {
    closed("2020-04-28T10:00");
    vouchesThrough("2020-05-01");
    assertThat(outcome("2020-04-30").hardRule()).isEqualTo("shut_over_24h");

    reopenedLate("2020-04-28T12:00", "2020-05-01T09:00");

    assertThat(on("2020-04-28")).isEqualTo("1320/1440 impassable");
    assertThat(on("2020-04-30")).isEqualTo("1440/1440");
    assertThat(outcome("2020-04-30").hardRule()).isEmpty();
  }

  @Test
  void worksAnnouncedThreeDaysBeforeAreNotPromised() {
    String[] works = {
      "planned", "true",
      "announced_at", TestCity.at("2020-04-25T09:00") + "",
      "expected_reopen_at", TestCity.at("2020-04-29T12:00") + ""
    };
    closed("2020-04-28T09:00", works);
    roads.vouches("2020-04-29T11:00");
    reopened("2020-04-29T12:30");
    vouchesThrough("2020-04-30");

    assertThat(on("2020-04-28")).isEqualTo("540/540");
    assertThat(outcome("2020-04-28").evidence()).containsExactly("/demo/c01/roads#1");
    // Half an hour longer than announced.
    assertThat(on("2020-04-29")).isEqualTo("690/720 impassable");
    assertThat(outcome("2020-04-29").hardRule()).isEmpty();
  }

  @Test
  void aWholeDayOfAnnouncedWorksStaysVisible() {
    closed(
        "2020-04-28T00:00",
        "planned",
        "true",
        "announced_at",
        TestCity.at("2020-04-20T09:00") + "");
    vouchesThrough("2020-05-01");

    assertThat(on("2020-04-28")).isEqualTo("0/0");
    assertThat(on("2020-04-30")).isEqualTo("0/0");
    assertThat(outcome("2020-04-30").evidence()).containsExactly("/demo/c01/roads#1");
    assertThat(outcome("2020-04-30").hardRule()).isEmpty();
  }

  @Test
  void whatWasAnnouncedTooLateOrIsNoWorksIsPromised() {
    closed(
        "2020-04-28T09:00",
        "planned",
        "true",
        "announced_at",
        TestCity.at("2020-04-25T09:00:00.001") + "");
    reopened("2020-04-28T10:00");
    closed("2020-04-28T11:00", "announced_at", TestCity.at("2020-04-20T09:00") + "");
    reopened("2020-04-28T12:00");
    closed("2020-04-28T13:00", "planned", "true");
    reopened("2020-04-28T14:00");
    vouchesThrough("2020-04-29");

    assertThat(on("2020-04-28")).isEqualTo("1260/1440 impassable");
  }

  @Test
  void aSegmentOnTheWayOfTwoCountsForBoth() {
    var bridge = city.source("/demo/c03/roads");
    bridge.tells(
        "2020-04-30T10:00",
        "transport.road.closed",
        "segment_id",
        "seg-t13-bridge",
        "cause",
        "FLOOD",
        "effect",
        "NO_SERVICE",
        "planned",
        "false");
    bridge.vouchesHourly("2020-04-28T01:00", "2020-05-01T01:00");

    for (String area : new String[] {"f27", "f28"}) {
      var level = city.level(area, C16, 1, "2020-04-30").orElseThrow();
      assertThat(level.total()).isEqualTo(2880);
      assertThat(level.good()).isEqualTo(2880 - 14 * 60);
    }
  }

  @Test
  void busesAndRoadsAreJudgedEachByTheirOwnSource() {
    vouchesThrough("2020-04-29");

    assertThat(city.level("f02", C16, 28, "2020-04-28")).isPresent();
    assertThat(city.level("f02", "C13", 28, "2020-04-28")).isEmpty();
    assertThat(city.level("f01", C16, 28, "2020-04-28")).isEmpty();
  }
}
