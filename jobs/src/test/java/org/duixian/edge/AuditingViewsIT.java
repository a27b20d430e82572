package org.duixian.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.duixian.local.ClickHouseProcess;
import org.duixian.local.LibChdb;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The views for auditors over a county of two former townships, every row of which was inserted
 * twice. All of f1 went to t1; f2 was split between t1 and t2.
 */
final class AuditingViewsIT {
  @TempDir private static Path dir;
  private static ClickHouseProcess server;

  @BeforeAll
  static void startServer() throws Exception {
    server =
        ClickHouseProcess.start(dir, LibChdb.find(Path.of(System.getProperty("duixian.home"))));
    ClickHouseSchema.apply(server.access());
    for (int time = 0; time < 2; time++) {
      reference();
      expected();
      outcomes();
      tickets();
      levels();
      alerts();
      events();
      intake();
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void aUnitThatCountsInSeveralAreasCountsOnceAboveThem() {
    assertThat(rollup("C13", "2020-05-02"))
        .isEqualTo(
            """
            city	city	1	2	0
            county	c1	1	2	0
            former_township	f1	2	2	0
            former_township	f2	0	1	0
            township	t1	1	2	1
            township	t2	0	1	1\
            """);
  }

  @Test
  void supplyIsEachAreasOwnThoughItsSubjectsAreTheSame() {
    assertThat(rollup("C14", "2020-05-02"))
        .isEqualTo(
            """
            city	city	7	10	0
            county	c1	7	10	0
            former_township	f1	4	5	0
            former_township	f2	3	5	0
            township	t1	7	10	5
            township	t2	3	5	5\
            """);
  }

  @Test
  void beforeAndAfterTheMergerAreTheLatestRevisions() {
    assertThat(
            ask(
                "SELECT name_zh, merged_on, good_before, total_before, good_after, total_after,"
                    + " share_before, share_after FROM v_before_after"
                    + " WHERE area_id = 'f2' AND commitment_id = 'C13'"))
        .isEqualTo("乙\t2020-04-27\t1\t1\t0\t1\t1\t0");
    assertThat(
            ask(
                "SELECT share_before FROM v_before_after"
                    + " WHERE area_id = 'f1' AND commitment_id = 'C13'"))
        .isEqualTo("\\N");
  }

  @Test
  void whatWasSaidThenIsToldFromWhatIsKnownNow() {
    String day =
        " FROM v_level_revisions WHERE window_days = 28 AND service_date = '2020-05-02' AND ";
    assertThat(
            ask(
                "SELECT verdict"
                    + day
                    + "said_from <= '2020-05-04 00:00:00' AND said_until > '2020-05-04 00:00:00'"))
        .isEqualTo("no_data");
    assertThat(ask("SELECT verdict, revision" + day + "is_current")).isEqualTo("met\t1");
    assertThat(ask("SELECT count()" + day + "said_from <= '2020-05-02 00:00:00'")).isEqualTo("0");
  }

  @Test
  void anAlertIsToldWithItsWholeLife() {
    assertThat(
            ask(
                "SELECT raised_at, red_at, resolved_at, state, resolution, length(steps),"
                    + " steps[2].2 FROM v_alert_life WHERE alert_id = 'a'"))
        .isEqualTo(
            "2020-05-03 01:00:00.000\t2020-05-04 01:00:00.000\t2020-05-20 01:00:00.000"
                + "\tresolved\trecovered\t3\tescalated");
  }

  @Test
  void anAlertThatIsRaisedAgainOnTheDayOnWhichItWasClosedIsOpen() {
    assertThat(ask("SELECT state, resolved_at FROM v_alert_life WHERE alert_id = 'reopened'"))
        .isEqualTo("raised\t\\N");
  }

  @Test
  void anAlertLeadsToItsLostUnitsAndTheirRecordsInKafka() {
    assertThat(
            ask(
                "SELECT subject, good, total, event, type, arrived_at, topic, partition, offset,"
                    + " payload FROM v_alert_evidence(alert = 'a') ORDER BY subject, event"))
        .isEqualTo(
            """
            trip1	0	1	/bus#e1	transport.trip.cancelled	2020-05-02 01:10:00.000	events.transport	2	11	{}
            trip1	0	1	/bus#e2		\\N		\\N	\\N	\
            """
                .stripTrailing());
    assertThat(ask("SELECT count() FROM v_alert_evidence(alert = 'b')")).isEqualTo("0");
  }

  /** Two repeated what it had vouched for before, one before and one after the alert. */
  @Test
  void anAlertOfASilentSourceLeadsToTheHeartbeatsBetweenWhichItWasSilent() {
    String evidence =
        "SELECT service_date, subject, good, total, known_at, event, type, topic, partition, offset"
            + " FROM v_alert_evidence(alert = '%s') ORDER BY known_at";
    assertThat(ask(evidence.formatted("DATA-tram-1")))
        .isEqualTo(
            """
            2020-05-02	/tram	0	0	2020-05-02 02:00:20.000	/tram#h1	ops.source.heartbeat	events.transport	1	1
            2020-05-04	/tram	0	0	2020-05-04 03:00:20.000	/tram#h4	ops.source.heartbeat	events.transport	1	4\
            """);
    assertThat(ask(evidence.formatted("DATA-tram-2")))
        .isEqualTo(
            "2020-05-04\t/tram\t0\t0\t2020-05-04 03:00:20.000\t/tram#h4\tops.source.heartbeat"
                + "\tevents.transport\t1\t4");
    assertThat(ask(evidence.formatted("DATA-dumb-1"))).isEmpty();
  }

  @Test
  void whatASourceStatesIsHeldAgainstWhatArrived() {
    assertThat(
            ask(
                "SELECT source, hour, stated, arrived, sent_again, missing"
                    + " FROM v_intake_stated(first = '2020-05-02', last = '2020-05-02')"
                    + " WHERE source = '/bus' ORDER BY hour"))
        .isEqualTo(
            """
            /bus	2020-05-02 01:00:00	4	3	1	1
            /bus	2020-05-02 02:00:00	0	0	0	0\
            """);
  }

  /** Of the desk one is told in another hour than that of its arrival. */
  @Test
  void aSourceIsBalancedIfEachHourIs() {
    assertThat(
            server.execute(
                """
                SELECT source, arrived, accounted, duplicate, rejected, difference, is_balanced, latest_hour
                FROM duixian.v_intake_sources(
                    since = '2020-05-07 01:00:00', until = '2020-05-07 04:00:00')
                ORDER BY source""",
                server.dashboard(),
                Map.of()))
        .isEqualTo(
            """
            /desk	2	1	1	0	0	0	2020-05-07 02:00:00
            /post	3	2	0	1	0	1	2020-05-07 03:00:00\
            """);
    assertThat(ask("SELECT difference, is_balanced FROM v_intake_identity WHERE source = '/post'"))
        .isEqualTo("1\t0");
  }

  @Test
  void refusalsAreCountedByReasonWithAnExample() {
    assertThat(ask("SELECT * FROM v_rejected_by_reason WHERE source = '/bus'"))
        .isEqualTo("2020-05-03\t/bus\tunknown_site\t2\t('events.transport',2,20,'x')");
  }

  @Test
  void whatWasNotKeptInTimeSaysForHowLongNobodyKnew() {
    assertThat(
            ask(
                "SELECT area_id, subject, known_after_minutes FROM v_overdue(first = '2020-05-01', last = '2020-05-31')"))
        .isEqualTo("f2\ttrip1\t90");
  }

  @Test
  void whatIsOwedIsThereOncePerDay() {
    assertThat(ask("SELECT * FROM v_open WHERE area_id = 'f1'"))
        .isEqualTo("f1\tC06\t2020-05-09\t5\t2");
  }

  @Test
  void whoTellsNothingOfWhatIsOwedIsThereToo() {
    String owed = "SELECT * FROM v_owed(day = '%s') ORDER BY area_id";
    assertThat(ask(owed.formatted("2020-05-10")))
        .isEqualTo(
            """
            f1	C06	2020-05-09	5	2
            f2	C06	\\N	\\N	\\N\
            """);
    assertThat(ask(owed.formatted("2020-05-08"))).isEmpty();
  }

  @Test
  void whereNoSourceEverSpokeItIsExpectedTo() {
    String expected =
        "SELECT commitment_id, area_id FROM v_expected(day = '%s') ORDER BY commitment_id, area_id";
    assertThat(ask(expected.formatted("2020-06-19")))
        .isEqualTo(
            """
            C05	g1
            C10	g1
            C10	g2
            C13	g2
            C20	g1
            C20	g2\
            """);
    assertThat(ask(expected.formatted("2020-06-20"))).contains("C18\tg2");
    assertThat(ask(expected.formatted("2020-06-01"))).isEmpty();
    assertThat(ask(expected.formatted("2020-05-31"))).isEmpty();
  }

  @Test
  void whoNeverToldIsAmongThoseWhoOwe() {
    assertThat(
            ask(
                "SELECT * FROM v_owed(day = '2020-06-19') WHERE commitment_id IN ('C05', 'C13')"
                    + " ORDER BY commitment_id, area_id"))
        .isEqualTo(
            """
            g1	C05	2020-06-09	3	1
            g2	C13	\\N	\\N	\\N\
            """);
  }

  @Test
  void whatIsLeftOutIsThereWithItsEvidence() {
    String leftOut =
        "SELECT area_id, service_date, subject, evidence"
            + " FROM v_left_out(first = '%s', last = '2020-05-03') ORDER BY subject";
    assertThat(ask(leftOut.formatted("2020-05-02")))
        .isEqualTo(
            """
            f1	2020-05-02	A2	['/hall#2','/hall#list']
            f1	2020-05-02	A3	['/hall#3','/hall#list']\
            """);
    assertThat(ask(leftOut.formatted("2020-05-03"))).isEmpty();
    assertThat(ask("SELECT subject FROM v_outcomes WHERE commitment_id = 'C04'")).isEqualTo("A1");
  }

  private static String rollup(String commitment, String date) {
    return ask(
        ("SELECT within, within_id, good, total, shared_total FROM v_rollup"
                + " WHERE commitment_id = '%s' AND service_date = '%s' ORDER BY within, within_id")
            .formatted(commitment, date));
  }

  private static String ask(String sql) {
    return server.execute(sql.replaceAll("FROM v_", "FROM duixian.v_"));
  }

  private static void reference() {
    server.execute(
        """
        INSERT INTO duixian.reference (version, file, line, fields) VALUES
          ('v', 'reference/areas.csv', 2, {'area_id':'city','level':'city'}),
          ('v', 'reference/areas.csv', 3, {'area_id':'c1','level':'county','parent_id':'city'}),
          ('v', 'reference/areas.csv', 4, {'area_id':'f1','level':'former_township','parent_id':'c1',
              'name_zh':'甲','effective_on':'2020-04-27'}),
          ('v', 'reference/areas.csv', 5, {'area_id':'f2','level':'former_township','parent_id':'c1',
              'name_zh':'乙','effective_on':'2020-04-27'}),
          ('v', 'reference/areas.csv', 6, {'area_id':'t1','level':'township','parent_id':'c1'}),
          ('v', 'reference/areas.csv', 7, {'area_id':'t2','level':'township','parent_id':'c1'}),
          ('v', 'reference/successors.csv', 2, {'former_id':'f1','township_id':'t1'}),
          ('v', 'reference/successors.csv', 3, {'former_id':'f2','township_id':'t1'}),
          ('v', 'reference/successors.csv', 4, {'former_id':'f2','township_id':'t2','village_id':'a'}),
          ('v', 'reference/successors.csv', 5, {'former_id':'f2','township_id':'t2','village_id':'b'}),
          ('v', 'commitments/C04.yaml', 1, {'id':'C04','meter':'ratio'}),
          ('v', 'commitments/C06.yaml', 1, {'id':'C06','meter':'deadline'}),
          ('v', 'commitments/C13.yaml', 1, {'id':'C13','meter':'deadline','attribution':'served'}),
          ('v', 'commitments/C14.yaml', 1, {'id':'C14','meter':'baseline','attribution':'served'})\
        """);
  }

  /** A later version, of other places: who is expected to speak there, and who did. */
  private static void expected() {
    later(
        "reference/areas.csv",
        "'area_id':'city','level':'city'",
        "'area_id':'c1','level':'county','parent_id':'city'",
        "'area_id':'g1','level':'former_township','parent_id':'c1','effective_on':'2020-05-01'",
        "'area_id':'g2','level':'former_township','parent_id':'c1','effective_on':'2020-05-01'",
        "'area_id':'g3','level':'former_township','parent_id':'c1','effective_on':'2020-07-01'",
        "'area_id':'k1','level':'township','parent_id':'c1'");
    later(
        "reference/successors.csv",
        "'former_id':'g1','township_id':'k1'",
        "'former_id':'g2','township_id':'k1'");
    later(
        "reference/sources.csv",
        "'source':'/hall','stream':'hall','home_area_id':'c1','since':'2020-06-02'",
        "'source':'/bus','stream':'transport','home_area_id':'c1','since':'2020-06-02'",
        "'source':'/roads','stream':'transport','home_area_id':'c1','since':'2020-06-02'",
        "'source':'/hotline','stream':'feedback','home_area_id':'city','since':'2020-06-02'",
        "'source':'/care','stream':'care','home_area_id':'k1','since':'2020-06-02'",
        "'source':'/clinic','stream':'clinic','home_area_id':'g2','since':'2020-06-20'");
    later(
        "reference/sites.csv",
        "'site_id':'hall-g1','kind':'hall','area_id':'g1','source':'/hall'",
        "'site_id':'clinic-g2','kind':'clinic','area_id':'g2','source':'/clinic'",
        "'site_id':'stop-1','kind':'stop','area_id':'g1','source':''",
        "'site_id':'stop-2','kind':'stop','area_id':'g2','source':''",
        "'site_id':'stop-3','kind':'stop','area_id':'g3','source':''");
    later("reference/routes.csv", "'source':'/bus','stop_ids':'stop-3 stop-2'");
    later("reference/segments.csv", "'source':'/roads','area_ids':'g1'");
    promise("C04", "hall", "site", "ratio", "2019-12-31");
    promise("C05", "hall", "site", "deadline", "2019-12-31");
    promise("C06", "hall", "resident", "deadline", "2019-12-31");
    promise("C09", "feedback", "resident", "deadline", "2020-07-01");
    promise("C10", "feedback", "resident", "deadline", "2019-12-31");
    promise("C13", "transport", "served", "deadline", "2019-12-31");
    promise("C18", "clinic", "site", "deadline", "2019-12-31");
    promise("C20", "care", "resident", "deadline", "2019-12-31");
    server.execute(
        """
        INSERT INTO duixian.service_levels (area_id, commitment_id, window_days, service_date,
            revision, verdict, reference_version, open_units, overdue_units) VALUES
          ('g1', 'C05', 28, '2020-06-10', 0, 'met', 'w', NULL, NULL),
          ('g1', 'C05', 1, '2020-06-09', 0, '', 'w', 3, 1)\
        """);
  }

  private static void promise(
      String id, String stream, String attribution, String meter, String effectiveFrom) {
    later(
        "commitments/" + id + ".yaml",
        "'id':'%s','stream':'%s','attribution':'%s','meter':'%s','effective_from':'%s'"
            .formatted(id, stream, attribution, meter, effectiveFrom));
  }

  private static void later(String file, String... lines) {
    for (int i = 0; i < lines.length; i++) {
      server.execute(
          """
          INSERT INTO duixian.reference (version, applies_from, file, line, fields)
          VALUES ('w', '2020-06-01', '%s', %d, {%s})"""
              .formatted(file, i + 1, lines[i]));
    }
  }

  /** Trip 1 passes both and is kept in f1 only; trip 2 passes f1. */
  private static void outcomes() {
    server.execute(
        """
        INSERT INTO duixian.outcomes (area_id, commitment_id, service_date, source, subject,
            revision, good, total, due_at, known_at, evidence, reference_version) VALUES
          ('f1', 'C13', '2020-05-02', '/bus', 'trip1', 0, 1, 1, NULL, 0, [], 'v'),
          ('f1', 'C13', '2020-05-02', '/bus', 'trip2', 0, 0, 1, NULL, 0, [], 'v'),
          ('f1', 'C13', '2020-05-02', '/bus', 'trip2', 1, 1, 1, NULL, 0, [], 'v'),
          ('f2', 'C13', '2020-05-02', '/bus', 'trip1', 0, 0, 1, '2020-05-02 01:00:00',
              '2020-05-02 02:30:00', ['/bus#e1', '/bus#e2'], 'v'),
          ('f2', 'C13', '2020-03-02', '/bus', 'trip1', 0, 1, 1, NULL, 0, [], 'v')\
        """);
  }

  /** Of three tickets one counts, one never did, and one was taken back. */
  private static void tickets() {
    server.execute(
        """
        INSERT INTO duixian.outcomes (area_id, commitment_id, service_date, source, subject,
            revision, good, total, known_at, evidence, reference_version) VALUES
          ('f1', 'C04', '2020-05-02', '/hall', 'A1', 0, 0, 1, 0, ['/hall#1'], 'v'),
          ('f1', 'C04', '2020-05-02', '/hall', 'A2', 0, 0, 0, 0, ['/hall#2', '/hall#list'], 'v'),
          ('f1', 'C04', '2020-05-02', '/hall', 'A3', 0, 0, 1, 0, ['/hall#9'], 'v'),
          ('f1', 'C04', '2020-05-02', '/hall', 'A3', 1, 0, 0, 0, ['/hall#3', '/hall#list'], 'v')\
        """);
  }

  private static void levels() {
    server.execute(
        """
        INSERT INTO duixian.service_levels (area_id, commitment_id, window_days, service_date,
            revision, verdict, judged_at) VALUES
          ('f1', 'C13', 28, '2020-05-02', 0, 'no_data', '2020-05-02 16:10:00'),
          ('f1', 'C13', 28, '2020-05-02', 1, 'met', '2020-05-05 16:10:00')\
        """);
    server.execute(
        """
        INSERT INTO duixian.service_levels (area_id, commitment_id, window_days, service_date,
            revision, judged_at, open_units, overdue_units) VALUES
          ('f1', 'C06', 1, '2020-05-09', 0, '2020-05-09 16:10:00', 5, 2),
          ('f1', 'C06', 1, '2020-05-09', 1, '2020-05-12 16:10:00', NULL, NULL)\
        """);
    server.execute(
        """
        INSERT INTO duixian.service_levels (area_id, commitment_id, window_days, service_date,
            revision, verdict, reference_version) VALUES
          ('f1', 'C06', 28, '2020-05-10', 0, 'met', 'v'),
          ('f2', 'C06', 28, '2020-05-09', 0, 'not_in_force', 'v'),
          ('f2', 'C06', 28, '2020-05-10', 0, 'no_data', 'v'),
          ('t1', 'C06', 28, '2020-05-10', 0, 'not_in_force', 'v')\
        """);
    server.execute(
        """
        INSERT INTO duixian.service_levels (area_id, commitment_id, window_days, service_date,
            revision, raw_good, raw_total, reference_version) VALUES
          ('f1', 'C13', 1, '2020-05-02', 0, 1, 2, 'v'),
          ('f1', 'C13', 1, '2020-05-02', 1, 2, 2, 'v'),
          ('f2', 'C13', 1, '2020-05-02', 0, 0, 1, 'v'),
          ('f2', 'C13', 1, '2020-03-02', 0, 1, 1, 'v'),
          ('f1', 'C14', 1, '2020-05-02', 0, 4, 5, 'v'),
          ('f2', 'C14', 1, '2020-05-02', 0, 3, 5, 'v')\
        """);
  }

  private static void alerts() {
    server.execute(
        """
        INSERT INTO duixian.alerts (alert_id, revision, area_id, commitment_id, severity, state,
            resolution, service_date, at) VALUES
          ('a', 0, 'f2', 'C13', 'yellow', 'raised', '', '2020-05-02', '2020-05-03 01:00:00'),
          ('a', 1, 'f2', 'C13', 'red', 'escalated', '', '2020-05-03', '2020-05-04 01:00:00'),
          ('a', 2, 'f2', 'C13', 'red', 'resolved', 'recovered', '2020-05-19',
              '2020-05-20 01:00:00'),
          ('reopened', 0, 'f1', 'C13', 'red', 'raised', '', '2020-05-02', '2020-05-03 01:00:00'),
          ('reopened', 1, 'f1', 'C13', 'red', 'resolved', 'restated', '2020-05-02',
              '2020-05-04 01:00:00'),
          ('reopened', 2, 'f1', 'C13', 'red', 'raised', '', '2020-05-02', '2020-05-05 01:00:00')\
        """);
    server.execute(
        """
        INSERT INTO duixian.alerts (alert_id, revision, area_id, commitment_id, subject, severity,
            state, service_date, at) VALUES
          ('DATA-tram-1', 0, 'f1', 'DATA', '/tram', 'yellow', 'raised', '2020-05-03',
              '2020-05-03 02:00:00'),
          ('DATA-tram-1', 1, 'f1', 'DATA', '/tram', 'yellow', 'resolved', '2020-05-04',
              '2020-05-04 03:00:00'),
          ('DATA-tram-2', 0, 'f1', 'DATA', '/tram', 'yellow', 'raised', '2020-05-06',
              '2020-05-06 03:00:00'),
          ('DATA-dumb-1', 0, 'f1', 'DATA', '/dumb', 'yellow', 'raised', '2020-05-06',
              '2020-05-06 03:00:00')\
        """);
  }

  private static void intake() {
    server.execute(
        """
        INSERT INTO duixian.events (topic, partition, offset, arrived_at, source, decoded) VALUES
          ('events.hall', 0, 1, '2020-05-07 01:10:00', '/desk', 1),
          ('events.hall', 0, 2, '2020-05-07 01:20:00', '/desk', 1),
          ('events.hall', 0, 3, '2020-05-07 01:00:00', '/post', 1),
          ('events.hall', 0, 4, '2020-05-07 03:10:00', '/post', 1),
          ('events.hall', 0, 5, '2020-05-07 03:20:00', '/post', 0),
          ('events.hall', 0, 6, '2020-05-07 04:00:00', '/post', 1)\
        """);
    server.execute(
        """
        INSERT INTO duixian.rejected_events (topic, partition, offset, arrived_at, source) VALUES
          ('events.hall', 0, 5, '2020-05-07 03:20:00', '/post')\
        """);
    server.execute(
        """
        INSERT INTO duixian.intake (source, hour, area_id, accounted, duplicate) VALUES
          ('/desk', '2020-05-07 01:00:00', 'f1', 1, 0),
          ('/desk', '2020-05-07 02:00:00', 'f2', 0, 1),
          ('/post', '2020-05-07 01:00:00', 'f1', 1, 0),
          ('/post', '2020-05-07 03:00:00', 'f1', 1, 0)\
        """);
  }

  /**
   * Four were stated: one by a clock that is nearly five minutes fast, e1, which came twice, one
   * was refused, one never came.
   */
  private static void events() {
    server.execute(
        """
        INSERT INTO duixian.events
            (topic, partition, offset, arrived_at, source, id, type, time, decoded, payload)
        VALUES
          ('events.transport', 2, 11, '2020-05-02 01:10:00', '/bus', 'e1',
              'transport.trip.cancelled', '2020-05-02 01:05:00', 1, '{}'),
          ('events.transport', 2, 12, '2020-05-02 01:20:00', '/bus', '', '', NULL, 0, '?'),
          ('events.transport', 2, 13, '2020-05-02 01:30:00', '/bus', 'e1',
              'transport.trip.cancelled', '2020-05-02 01:05:00', 1, '{}'),
          ('events.transport', 2, 10, '2020-05-02 00:55:30', '/bus', 'e0',
              'transport.trip.cancelled', '2020-05-02 01:00:20', 1, '{}')\
        """);
    server.execute(
        """
        INSERT INTO duixian.heartbeats
            (source, period_start, period_end, id, events_emitted, arrived_at) VALUES
          ('/bus', '2020-05-02 01:00:00', '2020-05-02 02:00:00', 'h1', 4, '2020-05-02 02:00:20'),
          ('/bus', '2020-05-02 02:00:00', '2020-05-02 02:00:00', 'h2', 0, '2020-05-02 02:10:20'),
          ('/bus', '2020-05-02 02:00:00', '2020-05-02 03:00:00', 'h3', 0, '2020-05-02 03:00:20')\
        """);
    server.execute(
        """
        INSERT INTO duixian.heartbeats (source, period_start, period_end, id, arrived_at) VALUES
          ('/tram', '2020-05-02 01:00:00', '2020-05-02 02:00:00', 'h1', '2020-05-02 02:00:20'),
          ('/tram', '2020-05-02 02:00:00', '2020-05-02 02:00:00', 'h2', '2020-05-02 04:00:20'),
          ('/tram', '2020-05-02 02:00:00', '2020-05-02 02:00:00', 'h3', '2020-05-04 02:00:20'),
          ('/tram', '2020-05-02 02:00:00', '2020-05-04 03:00:00', 'h4', '2020-05-04 03:00:20')\
        """);
    server.execute(
        """
        INSERT INTO duixian.events
            (topic, partition, offset, arrived_at, source, id, type, time, decoded)
        SELECT 'events.transport', 1, toInt64(substring(id, 2)), arrived_at, source, id,
            'ops.source.heartbeat', period_end, 1
        FROM duixian.heartbeats WHERE source = '/tram'\
        """);
    server.execute(
        """
        INSERT INTO duixian.rejected_events
            (topic, partition, offset, arrived_at, source, reason, detail) VALUES
          ('events.transport', 2, 20, '2020-05-02 16:10:00', '/bus', 'unknown_site', 'x'),
          ('events.transport', 2, 21, '2020-05-02 17:10:00', '/bus', 'unknown_site', 'y')\
        """);
  }
}
