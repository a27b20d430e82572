package org.duixian.local.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.duixian.PureRun;
import org.duixian.TestCity;
import org.duixian.alert.Alert;
import org.duixian.alert.AreaAlerts;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Outcome;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.duixian.local.alerting.Messages;
import org.duixian.local.alerting.Messages.Message;
import org.duixian.local.alerting.Recipients;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo's twelve weeks as the rules judge them. */
class JudgedDemoIT {
  private static final Set<String> TROUBLED =
      Set.of(
          "C04 f07", "C18 f12", "C24 f12", "C12 f28", "C24 f28", "C25 t08", "C14 f02", "C03 f30",
          "C01 f04", "C24 f04", "C22 t10");
  private static final Set<String> OF_PEOPLE =
      Set.of("C06", "C07", "C09", "C10", "C11", "C12", "C20");

  private static PureRun run;

  @BeforeAll
  static void judge() {
    run = JudgedDemo.run();
  }

  @Test
  void everyEventIsAccountedFor() {
    assertThat(run.rejected).isEmpty();
  }

  @Test
  void onlyTheStoriesAreBreached() {
    assertThat(judged(Verdict.breached)).isEqualTo(TROUBLED);
    assertThat(
            run.alerts.stream()
                .filter(alert -> alert.severity().equals("red"))
                .map(alert -> alert.commitmentId() + " " + alert.areaId())
                .collect(Collectors.toSet()))
        .isEqualTo(TROUBLED);
  }

  @Test
  void onlyTheSilentFeedIsMissed() {
    assertThat(run.alerts)
        .filteredOn(alert -> alert.commitmentId().equals(AreaAlerts.DATA))
        .extracting(alert -> alert.subject())
        .containsOnly("/demo/c02/bus/operator");
  }

  @Test
  void whatOfficesPromisePeopleIsNeverAtRiskElsewhere() {
    assertThat(judged(Verdict.at_risk))
        .filteredOn(each -> OF_PEOPLE.contains(each.substring(0, 3)) && !TROUBLED.contains(each))
        .isEmpty();
    var last = new HashMap<String, ServiceLevel>();
    run.levels.stream()
        .filter(level -> level.windowDays() == 28 && OF_PEOPLE.contains(level.commitmentId()))
        .forEach(
            level ->
                last.merge(
                    level.commitmentId() + " " + level.areaId(),
                    level,
                    (one, other) -> other.serviceDate() >= one.serviceDate() ? other : one));
    assertThat(last).hasSize(OF_PEOPLE.size() * 30);
    last.forEach(
        (promise, level) -> {
          if (!TROUBLED.contains(promise)) {
            assertThat(level.verdict()).as(promise).isIn(Verdict.met, Verdict.too_few);
          }
        });
  }

  @Test
  void whatOfficesPromisePeopleIsKeptWithTheSmallFailuresOfRealLife() {
    var latest = new HashMap<String, Outcome>();
    for (var outcome : run.outcomes) {
      latest.put(
          outcome.commitmentId() + " " + outcome.subject() + " " + outcome.serviceDate(), outcome);
    }
    for (var commitmentId : OF_PEOPLE) {
      var outcomes =
          latest.values().stream()
              .filter(outcome -> outcome.commitmentId().equals(commitmentId))
              .filter(outcome -> !TROUBLED.contains(commitmentId + " " + outcome.areaId()))
              .toList();
      var good = outcomes.stream().mapToLong(Outcome::good).sum();
      var total = outcomes.stream().mapToLong(Outcome::total).sum();
      var objective = TestCity.CATALOGUE.get(commitmentId).objective();
      assertThat(total).as(commitmentId).isGreaterThan(30 * 20);
      assertThat((double) good / total).as(commitmentId).isBetween((1 + objective) / 2, 0.9985);
    }
  }

  @ParameterizedTest
  @CsvSource({"C03,29", "C06,30", "C20,30", "C21,14", "C21P,14", "C22,13", "C23,44", "C23F,14"})
  void whereNoStoryIsThereIsEnoughToBeMet(String commitmentId, int areas) {
    assertThat(judged(Verdict.met))
        .filteredOn(each -> each.startsWith(commitmentId + " "))
        .hasSize(areas);
  }

  @Test
  void announcedRepairsAreLeftOutAndStayVisible() {
    for (var date : List.of("2020-06-10", "2020-06-11")) {
      assertThat(onDay("f09", "C02", date).total()).isZero();
      assertThat(onDay("f09", "C02", date).rawGood()).isZero();
      assertThat(onDay("f09", "C02", date).rawTotal()).isPositive();
    }
    assertThat(warnings()).filteredOn(alert -> alert.areaId().equals("f09")).isEmpty();
  }

  @Test
  void aNotifiedSuspensionIsOnlyMissingInTheSupply() {
    for (var date : List.of("2020-06-03", "2020-06-04")) {
      var supply = onDay("f23", "C14", date);
      assertThat(supply.good()).isLessThan(supply.total());
      assertThat(onDay("f23", "C13", date).total()).isLessThan(supply.total());
    }
    assertThat(warnings())
        .filteredOn(alert -> Set.of("f23", "f24").contains(alert.areaId()))
        .isEmpty();
  }

  @Test
  void nobodyGetsMoreMessagesThanAPersonReads() {
    int first = ServiceDates.parse("2020-04-27"); // the merger
    int last = run.alerts.stream().mapToInt(Alert::serviceDate).max().orElseThrow();
    var counts = new TreeMap<String, int[]>();
    for (var message : messages(last)) {
      int day = ServiceDates.serviceDate(message.atMillis()) - first;
      counts.computeIfAbsent(message.receiver(), to -> new int[last - first + 2])[day]++;
    }
    assertThat(counts).containsKeys("site-lead/any/reminder", "reform-supervisor/any");
    counts.forEach(
        (receiver, perDay) -> {
          Arrays.sort(perDay);
          String said = receiver + " " + Arrays.toString(perDay);
          assertThat(perDay[perDay.length / 2]).as(said).isLessThanOrEqualTo(3);
          assertThat(perDay[perDay.length - 1]).as(said).isLessThanOrEqualTo(5);
        });
  }

  @Test
  void everyBreachIsSaidWithinAMinuteOfItsJudgement() {
    var told = new HashSet<String>();
    for (var message : messages(ServiceDates.parse("2020-12-31"))) {
      for (var news : message.news()) {
        if (news.severity().equals("red") && !news.over()) {
          told.add(news.alertId());
          assertThat(message.atMillis() - news.sinceMillis()).isLessThanOrEqualTo(60_000);
        }
      }
    }
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            warnings().stream()
                .filter(alert -> alert.severity().equals("red"))
                .map(Alert::alertId)
                .collect(Collectors.toSet()));
  }

  /** What Alertmanager would send to the shipped recipients. */
  private static List<Message> messages(int throughDate) {
    var roles = new TreeSet<>(Set.of("data-owner", "auditor"));
    for (var commitment : TestCity.CATALOGUE.all()) {
      roles.addAll(commitment.recipientsAtRisk());
      roles.addAll(commitment.recipientsBreached());
    }
    var recipients =
        Recipients.read(
            Path.of("..", "alerting", "recipients.yaml"),
            roles,
            Set.of("c01", "c02", "c03"),
            Set.copyOf(TestCity.CATALOGUE.streams()));
    return Messages.of(run.alerts, recipients, ServiceDates.startMillis(throughDate + 1));
  }

  private static List<Alert> warnings() {
    return run.alerts.stream().filter(alert -> !alert.state().equals("reminded")).toList();
  }

  private static ServiceLevel onDay(String areaId, String commitmentId, String date) {
    return run.levels.stream()
        .filter(level -> level.windowDays() == 1 && level.areaId().equals(areaId))
        .filter(level -> level.commitmentId().equals(commitmentId))
        .filter(level -> level.serviceDate() == ServiceDates.parse(date))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private static Set<String> judged(Verdict verdict) {
    return run.levels.stream()
        .filter(level -> level.verdict() == verdict)
        .map(level -> level.commitmentId() + " " + level.areaId())
        .collect(Collectors.toSet());
  }
}
