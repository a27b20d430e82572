package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Commitment;
import org.duixian.edge.ClickHouseSchema;
import org.duixian.event.EventTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the user dashboard tries in order to learn of the care of few persons, on the real server
 * with the users that ship. In May f1 cared for 6 persons and f2 for 2, f3 and f4 for 5 each, f5
 * and f6 for 3 each, f7 for 1 with six visits, f8 for 5 of whom the plan of one is lost; f1 and f2
 * are one county, f3 and f4, f5 and f6 as well; f7 and f8 have one each for themselves.
 */
final class CareRowsIT {
  private static final Pattern PARAMETER = Pattern.compile("\\{\\w+:");

  @TempDir private static Path dir;
  private static ClickHouseProcess server;

  @BeforeAll
  static void startServer() throws Exception {
    server = ClickHouseProcess.start(dir, LibChdb.find(Home.dir()));
    ClickHouseSchema.apply(server.access());
    insert();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void cellsOfFivePersonsAreShownAndNoneCanBeSubtractedToFewer() {
    String cells = "SELECT * FROM duixian.v_care ORDER BY within, within_id, commitment_id";
    assertThat(server.execute(cells, server.dashboard()))
        .isEqualTo(
            """
            county	c1	C20H	2020-05-01	5	6	6
            county	c2	C20	2020-05-01	8	10	10
            county	c3	C20	2020-05-01	4	6	6
            former_township	f1	C20	2020-05-01	5	6	6
            former_township	f1	C20H	2020-05-01	5	6	6
            former_township	f3	C20	2020-05-01	4	5	5
            former_township	f4	C20	2020-05-01	4	5	5\
            """);
    assertThat(server.execute(cells, server.auditor()))
        .isEqualTo(server.execute(cells, server.dashboard()));
  }

  @Test
  void everyOtherTableAndViewIsWithoutCareForTheDashboardOnly() {
    List<String> asked = withColumn("commitment_id").filter(name -> !isOfNobody(name)).toList();
    assertThat(asked)
        .contains(
            "outcomes",
            "service_levels",
            "alerts",
            "notices",
            "restatements",
            "v_levels",
            "v_rollup");
    for (String name : asked) {
      String care =
          "SELECT count() FROM duixian.%s WHERE startsWith(commitment_id, 'C20')".formatted(name);
      assertThat(server.execute(care, server.dashboard())).as(name).isEqualTo("0");
      if (!name.startsWith("v_")) {
        assertThat(server.execute(care, server.auditor())).as(name).isNotEqualTo("0");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count() FROM duixian.events WHERE topic = 'events.care'",
        "SELECT count() FROM duixian.events WHERE position(payload, 'person_ref') > 0",
        "SELECT count() FROM duixian.rejected_events WHERE position(payload, 'person_ref') > 0",
        "SELECT count() FROM duixian.intake",
        "SELECT count() FROM duixian.arrivals",
        "SELECT count() FROM duixian.chain",
        "SELECT count() FROM duixian.outcomes FINAL WHERE area_id = 'f2'",
        "SELECT count() FROM merge('duixian', '^(outcomes|service_levels)$') WHERE area_id = 'f2'",
        "SELECT count() FROM duixian.outcomes WHERE throwIf(commitment_id = 'C20') = 0",
        "SELECT count() FROM duixian.outcomes PREWHERE throwIf(commitment_id = 'C20') = 0",
        "SELECT count() FROM duixian.v_alert_evidence(alert = 'a')",
        "SELECT count() FROM duixian.v_rollup WHERE within IN ('county', 'township')"
      })
  void nothingIsFound(String sql) {
    assertThat(server.execute(sql, server.dashboard())).isEqualTo("0");
  }

  @Test
  void theIndexThatNoPolicyCoversNamesNoPerson() {
    String index = "SELECT * FROM mergeTreeIndex('duixian', 'outcomes') FORMAT JSONEachRow";
    assertThat(server.execute(index, server.dashboard()))
        .contains("area_id")
        .doesNotContain("elder-");
  }

  @Test
  void whatArrivedIsCountedAllTheSame() {
    String identity = "SELECT source, arrived, difference FROM duixian.v_intake_identity";
    assertThat(server.execute(identity, server.dashboard()))
        .isEqualTo(server.execute(identity, server.auditor()))
        .startsWith("/care\t");
    String stated =
        "SELECT arrived FROM duixian.v_intake_stated(first = '2020-05-01', last = '2020-05-01')";
    assertThat(server.execute(stated, server.dashboard()))
        .isEqualTo(server.execute(stated, server.auditor()))
        .isNotEqualTo("0");
  }

  @Test
  void everyPromiseOfCareIsHiddenByItsName() {
    var catalogue = Catalogue.load(Home.commitments(), EventTypes.load());
    assertThat(catalogue.all().stream().filter(c -> "care".equals(c.stream())).map(Commitment::id))
        .isNotEmpty()
        .allMatch(id -> id.startsWith("C20"));
  }

  private static Stream<String> withColumn(String column) {
    return server
        .execute(
            "SELECT table FROM system.columns WHERE database = 'duixian' AND name = '%s'"
                .formatted(column))
        .lines();
  }

  /** What was promised is about nobody; a view with parameters is asked by its readers' tests. */
  private static boolean isOfNobody(String name) {
    return name.equals("v_care")
        || name.equals("v_commitments")
        || name.equals("v_rule_text")
        || PARAMETER.matcher(server.execute("SHOW CREATE TABLE duixian." + name)).find();
  }

  private static void insert() {
    server.execute(
        """
        INSERT INTO duixian.reference (version, file, line, fields)
        SELECT 'v', 'reference/areas.csv', rowNumberInAllBlocks() + 2,
            map('area_id', id, 'level', if(parent = '', 'county', 'former_township'),
                'parent_id', parent)
        FROM values('id String, parent String',
            ('c1', ''), ('c2', ''), ('c3', ''), ('c4', ''), ('c5', ''), ('f1', 'c1'), ('f2', 'c1'),
            ('f3', 'c2'), ('f4', 'c2'), ('f5', 'c3'), ('f6', 'c3'), ('f7', 'c4'), ('f8', 'c5'))""");
    server.execute(
        """
        INSERT INTO duixian.events (topic, offset, arrived_at, source, id, type, time, decoded, payload)
        SELECT 'events.care', cityHash64(visit) % 1000000, '2020-05-01 01:00:00', '/care', visit,
            'care.visit.planned', '2020-05-01 00:30:00', 1,
            '{"data":{"visit_id":"' || visit || '","person_ref":"' || person || '"}}'
        FROM
        (
            SELECT concat(area, '-', toString(nth)) AS visit,
                concat('elder-', area, '-', toString(nth % persons)) AS person
            FROM values('area String, visits UInt8, persons UInt8', ('f1', 6, 6), ('f2', 2, 2),
                ('f3', 5, 5), ('f4', 5, 5), ('f5', 3, 3), ('f6', 3, 3), ('f7', 6, 1), ('f8', 4, 4))
            ARRAY JOIN range(visits) AS nth
        )""");
    server.execute(
        """
        INSERT INTO duixian.outcomes (area_id, commitment_id, service_date, source, subject, good,
            total, reference_version)
        SELECT area, 'C20', arrayJoin(['2020-05-10'::Date, '2020-06-10'::Date]), '/care',
            concat(area, '-', toString(nth)), nth != 1, 1, 'v'
        FROM values('area String, visits UInt8', ('f1', 6), ('f2', 2), ('f3', 5), ('f4', 5),
            ('f5', 3), ('f6', 3), ('f7', 6), ('f8', 5))
        ARRAY JOIN range(visits) AS nth
        UNION ALL
        SELECT 'f1', 'C20H', '2020-05-10', '/care', 'elder-f1-' || toString(number), number != 1, 1, 'v'
        FROM numbers(6)""");
    server.execute(
        """
        INSERT INTO duixian.service_levels (area_id, commitment_id, window_days, service_date, good,
            total) VALUES ('f2', 'C20', 28, '2020-07-10', 1, 2), ('f2', 'C20', 28, '2020-07-11', 2, 3)""");
    server.execute(
        """
        INSERT INTO duixian.alerts (alert_id, area_id, commitment_id, service_date, state)
        VALUES ('a', 'f2', 'C20', '2020-05-10', 'raised')""");
    server.execute(
        "INSERT INTO duixian.notices (alert_id, commitment_id, area_id) VALUES ('a', 'C20', 'f2')");
    server.execute(
        """
        INSERT INTO duixian.restatements (of_table, unit, area_id, commitment_id, service_date)
        VALUES ('outcomes', 'f2|C20', 'f2', 'C20', '2020-05-10')""");
    server.execute(
        """
        INSERT INTO duixian.chain (county_id, number, date, lines)
        VALUES ('c1', 1, '2020-05-10', ['service_levels|f2|C20'])""");
    server.execute(
        """
        INSERT INTO duixian.rejected_events (topic, offset, source, reason, payload) VALUES
            ('events.care', 98, '/care', 'x', '"person_ref"'),
            ('events.hall', 99, '/care', 'x', '"org.duixian.care.visit.done.v1" "person_ref"')""");
    server.execute(
        """
        INSERT INTO duixian.events (topic, offset, arrived_at, source, decoded, payload) VALUES
            ('events.care', 98, '2020-05-01 01:00:00', '/care', 0, '"person_ref"'),
            ('events.hall', 99, '2020-05-01 01:00:00', '/care', 0, '"person_ref"')""");
    server.execute(
        "INSERT INTO duixian.intake (source, area_id, hour, accounted)"
            + " VALUES ('/care', 'f2', '2020-05-01 01:00:00', 1)");
    server.execute(
        """
        INSERT INTO duixian.heartbeats (source, period_start, period_end, id, events_emitted)
        VALUES ('/care', '2020-05-01 00:00:00', '2020-05-01 01:00:00', 'h', 40)""");
  }
}
