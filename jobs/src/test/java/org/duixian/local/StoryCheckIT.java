package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.edge.ClickHouseSchema;
import org.duixian.event.EventTypes;
import org.duixian.local.sim.Story;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a history of a few rows in a real ClickHouse: the check sees whatever is not as told. */
final class StoryCheckIT {
  private static final Path HOME = Path.of(System.getProperty("duixian.home"));
  private static final Registry REGISTRY = Registry.load(HOME.resolve("schemas/reference/demo"));
  private static final Catalogue CATALOGUE =
      Catalogue.load(HOME.resolve("schemas/commitments"), EventTypes.load());
  private static final List<Story> STORIES = Story.ofDemo(REGISTRY);
  private static final Story SILENT = STORIES.get(2);
  private static final String BUS = SILENT.place();
  private static final String HOUR = "toDateTime('2020-05-01 00:00:00', 'UTC')";

  @TempDir private static Path dir;

  private static ClickHouseProcess server;
  private static HistoryTables history;

  @BeforeAll
  static void startServer() throws SQLException {
    server = ClickHouseProcess.start(dir, LibChdb.find(HOME));
    ClickHouseSchema.apply(server.access());
    history = HistoryTables.of(server);
  }

  @AfterAll
  static void stopServer() {
    history.close();
    server.close();
  }

  /** The history that the stories should have. */
  @BeforeEach
  void tellTheStories() {
    for (String table : List.of("alerts", "service_levels", "events", "arrivals", "intake")) {
      server.execute("TRUNCATE TABLE duixian." + table);
    }
    alert("C04-f07", 0, "f07", "C04", "", "red", "raised", "2020-04-30");
    alert("C18-f12", 0, "f12", "C18", "", "yellow", "raised", "2020-05-15");
    alert("C18-f12", 1, "f12", "C18", "", "red", "escalated", "2020-05-17");
    alert("C12-f28", 0, "f28", "C12", "", "red", "raised", "2020-05-18");
    alert("C25-t08", 0, "t08", "C25", "", "red", "raised", "2020-05-09");
    alert("C14-f02", 0, "f02", "C14", "", "red", "raised", "2020-05-10");
    alert("C24-f12", 0, "f12", "C24", "", "red", "raised", "2020-05-20");
    alert("C03-f30", 0, "f30", "C03", "", "red", "raised", "2020-04-30");
    alert("C01-f04", 0, "f04", "C01", "", "red", "raised", "2020-05-11");
    alert("C22-t10", 0, "t10", "C22", "", "red", "raised", "2020-05-31");
    alert("DATA-1", 0, "c02", "DATA", BUS, "yellow", "raised", "2020-05-13");
    alert("DATA-1", 1, "c02", "DATA", BUS, "yellow", "resolved", "2020-05-15");
    level("f07", "C04", "2020-04-30", 0, "breached");
    level("f12", "C18", "2020-05-17", 0, "breached");
    level("f28", "C12", "2020-05-18", 0, "breached");
    level("t08", "C25", "2020-05-09", 0, "breached");
    level("f02", "C14", "2020-05-10", 0, "breached");
    for (String date : List.of("2020-06-10", "2020-06-11")) {
      day("f09", "C02", date, 0, 0, 0, 420);
    }
    for (String date : List.of("2020-06-03", "2020-06-04")) {
      day("f23", "C13", date, 6, 6, 6, 6);
      day("f23", "C14", date, 6, 12, 6, 12);
    }
    for (String area : REGISTRY.areasOfSource(BUS)) {
      if (REGISTRY.sourcesOf(area, "transport").contains(BUS)) {
        for (int date = SILENT.from(); date < SILENT.until(); date++) {
          for (String commitment : List.of("C13", "C14", "C15")) {
            level(area, commitment, ServiceDates.format(date), 0, "no_data");
            level(area, commitment, ServiceDates.format(date), 1, "met");
          }
        }
      }
    }
    server.execute(
        "INSERT INTO duixian.events (topic, partition, offset, arrived_at, source) VALUES"
            + " ('events.hall', 0, 0, "
            + HOUR
            + ", '/s')");
    server.execute(
        "INSERT INTO duixian.intake (source, hour, area_id, accounted) VALUES ('/s', "
            + HOUR
            + ", 'f01', 1)");
  }

  @Test
  void storiesThatAreToldAsTheyWentLeaveNothingToSay() {
    assertThat(findings()).isEmpty();
  }

  @Test
  void aStoryWithoutItsAlertIsMissed() {
    server.execute("ALTER TABLE duixian.alerts DELETE WHERE 1 SETTINGS mutations_sync = 1");
    assertThat(findings())
        .containsExactly(
            "no red alert for C04 in f07 (" + STORIES.get(0) + ")",
            "no red alert for C18 in f12 (" + STORIES.get(1) + ")",
            "no red alert for C24 in f12 (" + STORIES.get(1) + ")",
            "no data alert was raised for " + BUS + " (" + SILENT + ")",
            "no data alert was resolved for " + BUS + " (" + SILENT + ")",
            "no red alert for C12 in f28 (" + STORIES.get(3) + ")",
            "no red alert for C25 in t08 (" + STORIES.get(4) + ")",
            "no red alert for C14 in f02 (" + STORIES.get(5) + ")",
            "no red alert for C03 in f30 (" + STORIES.get(6) + ")",
            "no red alert for C01 in f04 (" + STORIES.get(7) + ")",
            "no red alert for C22 in t10 (" + STORIES.get(8) + ")");
  }

  @Test
  void anAnnouncedClosureThatCountsOrIsHiddenIsFound() {
    delete("f09", "C02", "2020-06-10", 0);
    delete("f09", "C02", "2020-06-11", 0);
    day("f09", "C02", "2020-06-11", 0, 420, 0, 420);
    delete("f23", "C14", "2020-06-04", 0);
    day("f23", "C14", "2020-06-04", 12, 12, 12, 12);
    assertThat(findings())
        .hasSize(3)
        .allMatch(each -> each.startsWith("not left out, or not shown, on 2020-06-"));
  }

  @Test
  void aYellowAlertIsNoBreach() {
    alert("C05-f03", 0, "f03", "C05", "", "yellow", "raised", "2020-05-10");
    assertThat(findings()).isEmpty();
  }

  @Test
  void aBreachThatNoStoryTellsIsFound() {
    alert("C05-f03", 0, "f03", "C05", "", "red", "raised", "2020-05-10");
    level("f03", "C05", "2020-05-10", 0, "breached");
    level("f03", "C05", "2020-05-10", 1, "met"); // taken back, but it was said
    assertThat(findings())
        .containsExactly(
            "an alert that no story caused: C05-f03 raised (red)",
            "breached without a story: C05 in f03");
  }

  @Test
  void aSilenceThatNoStoryTellsIsFound() {
    alert("DATA-2", 0, "f01", "DATA", "/demo/c01/hall/f01", "yellow", "raised", "2020-05-10");
    assertThat(findings()).containsExactly("an alert that no story caused: DATA-2 raised (yellow)");
  }

  @Test
  void aDeadDayThatWasCalledMetOrBreachedOrNeverRestatedIsFound() {
    String area =
        REGISTRY.areasOfSource(BUS).stream()
            .filter(each -> REGISTRY.sourcesOf(each, "transport").contains(BUS))
            .findFirst()
            .orElseThrow();
    String first = ServiceDates.format(SILENT.from());
    String second = ServiceDates.format(SILENT.from() + 1);
    delete(area, "C13", first, 0);
    delete(area, "C13", second, 1);
    delete(area, "C15", first, 1);
    level(area, "C15", first, 1, "breached");
    delete(area, "C15", second, 0);
    delete(area, "C15", second, 1);
    assertThat(findings())
        .containsExactlyInAnyOrder(
            "first published as met, not no_data: C13 in %s on %s".formatted(area, first),
            "still no_data after the backlog came: C13 in %s on %s".formatted(area, second),
            "a silent feed was called a breach: C15 in %s on %s".formatted(area, first),
            "breached without a story: C15 in " + area,
            "nothing was published: C15 in %s on %s".formatted(area, second));
  }

  @Test
  void anEventThatIsNotAccountedForIsFound() {
    server.execute(
        "INSERT INTO duixian.events (topic, partition, offset, arrived_at, source) VALUES"
            + " ('events.hall', 0, 1, "
            + HOUR
            + ", '/s')");
    assertThat(findings())
        .singleElement()
        .asString()
        .startsWith("events are not all accounted for: ");
  }

  private static List<String> findings() {
    return StoryCheck.findings(STORIES, REGISTRY, CATALOGUE, history);
  }

  private static void alert(
      String id,
      int revision,
      String area,
      String commitment,
      String subject,
      String severity,
      String state,
      String date) {
    server.execute(
        """
        INSERT INTO duixian.alerts
            (alert_id, revision, area_id, commitment_id, subject, severity, state, service_date, at)
        VALUES ('%s', %d, '%s', '%s', '%s', '%s', '%s', '%s', toDateTime64('%s 08:00:00', 3))"""
            .formatted(id, revision, area, commitment, subject, severity, state, date, date));
  }

  private static void level(
      String area, String commitment, String date, int revision, String verdict) {
    server.execute(
        """
        INSERT INTO duixian.service_levels
            (area_id, commitment_id, window_days, service_date, revision, verdict)
        VALUES ('%s', '%s', 28, '%s', %d, '%s')"""
            .formatted(area, commitment, date, revision, verdict));
  }

  private static void day(
      String area, String commitment, String date, int good, int total, int rawGood, int rawTotal) {
    server.execute(
        """
        INSERT INTO duixian.service_levels
            (area_id, commitment_id, window_days, service_date, revision, good, total, raw_good,
             raw_total)
        VALUES ('%s', '%s', 1, '%s', 0, %d, %d, %d, %d)"""
            .formatted(area, commitment, date, good, total, rawGood, rawTotal));
  }

  private static void delete(String area, String commitment, String date, int revision) {
    server.execute(
        """
        ALTER TABLE duixian.service_levels
        DELETE WHERE area_id = '%s' AND commitment_id = '%s' AND service_date = '%s'
            AND revision = %d
        SETTINGS mutations_sync = 1"""
            .formatted(area, commitment, date, revision));
  }
}
