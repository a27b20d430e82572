package org.duixian.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duixian.local.ClickHouseProcess;
import org.duixian.local.LibChdb;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the view of growth says of rows written by hand, on a real server. */
final class GrowthIT {
  private static final String F01 = "f01";
  private static final String C07 = "C07";
  private static final String TRIPS = "G3-trips";

  @TempDir private static Path dir;
  private static ClickHouseProcess server;

  @BeforeAll
  static void startServer() throws Exception {
    server =
        ClickHouseProcess.start(dir, LibChdb.find(Path.of(System.getProperty("duixian.home"))));
    ClickHouseSchema.apply(server.access());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void nothingIsKnown() throws Exception {
    for (String table :
        new String[] {"events", "heartbeats", "outcomes", "service_levels", "reference"}) {
      server.execute("TRUNCATE TABLE duixian." + table);
    }
  }

  /** Every source vouches for the days from one to another, both included. */
  private static void vouched(String commitment, String from, String to) throws Exception {
    vouched(F01, commitment, from, to, "v1");
  }

  /** The same in any area, the days being judged by a version of the reference data. */
  private static void vouched(
      String area, String commitment, String from, String to, String version) throws Exception {
    server.execute(
        ("INSERT INTO duixian.service_levels (area_id, commitment_id, window_days, service_date,"
                + " days_vouched, reference_version)"
                + " SELECT '%s', '%s', 1, toDate('%s') + number, 1, '%s' FROM numbers(%d)")
            .formatted(area, commitment, from, version, days(from, to)));
  }

  private static long days(String from, String to) {
    return LocalDate.parse(to).toEpochDay() - LocalDate.parse(from).toEpochDay() + 1;
  }

  /** So many trips a day, of which ten were promised by what there was before. */
  private static void trips(String from, String to, int perDay) throws Exception {
    server.execute(
        ("INSERT INTO duixian.outcomes"
                + " (area_id, commitment_id, service_date, source, subject, good, total,"
                + " lost_by_reason)"
                + " SELECT 'f01', 'C14', toDate('%s') + number AS day, '/bus', toString(day),"
                + " %d, 10, map('workday', %d) FROM numbers(%d)")
            .formatted(from, Math.min(10, perDay), 10 - perDay, days(from, to)));
  }

  /** Trips a day in each quarter from 2018 on; all of it vouched for. */
  private static void quarters(int... perDay) throws Exception {
    var from = LocalDate.parse("2018-01-01");
    for (int trips : perDay) {
      var next = from.plusMonths(3);
      trips(from + "", next.minusDays(1) + "", trips);
      from = next;
    }
    vouched("C14", "2018-01-01", from.minusDays(1) + "");
  }

  /** A unit that was kept: its subject, day and due instant. */
  private static void kept(String commitment, String day, String subject, String site, String due)
      throws Exception {
    server.execute(
        ("INSERT INTO duixian.outcomes"
                + " (area_id, commitment_id, service_date, source, subject, site_id, good, total,"
                + " due_at) VALUES ('f01', '%s', '%s', '/source', '%s', '%s', 1, 1, %s)")
            .formatted(commitment, day, subject, site, due == null ? "NULL" : "'" + due + "'"));
  }

  private static void event(String type, String timeUtc, String data) throws Exception {
    server.execute(
        ("INSERT INTO duixian.events"
                + " (topic, partition, offset, arrived_at, source, id, type, time, decoded, payload)"
                + " SELECT 'events.hall', 0, count(), '%2$s', '/source', toString(count()), '%1$s',"
                + " '%2$s', 1, '{\"data\":{%3$s}}' FROM duixian.events")
            .formatted(type, timeUtc, data));
  }

  /** A case that was closed, and what its events say. */
  private static void closed(String day, String id, String acceptedUtc, String data)
      throws Exception {
    kept(C07, day, id, "", null);
    event(
        "hall.case.state_changed",
        acceptedUtc,
        "\"case_id\":\"%s\",\"state\":\"accepted\"%s".formatted(id, data));
  }

  private static String said(String what, String measure, String quarter) throws Exception {
    return saidOf(F01, what, measure, quarter);
  }

  private static String saidOf(String area, String what, String measure, String quarter)
      throws Exception {
    return server
        .execute(
            "SELECT %s FROM duixian.v_growth WHERE area_id = '%s' AND measure = '%s' AND quarter = '%s'"
                .formatted(what, area, measure, quarter))
        .strip();
  }

  /** Lines of a file of the reference data in the version v1: the columns, then their values. */
  private static void stated(String file, String columns, String... lines) throws Exception {
    for (int i = 0; i < lines.length; i++) {
      server.execute(
          ("INSERT INTO duixian.reference (version, file, line, fields) SELECT 'v1',"
                  + " 'reference/%s', %d, CAST(arrayZip(splitByChar(',', '%s'),"
                  + " splitByChar(',', '%s')), 'Map(String, String)')")
              .formatted(file, i + 2, columns, lines[i]));
    }
  }

  private static String verdict(String quarter) throws Exception {
    return said("verdict", TRIPS, quarter);
  }

  @Test
  void moreThanInTheTwelveMonthsBeforeIsGrowing() throws Exception {
    quarters(10, 10, 10, 10, 10, 10, 10, 11);

    assertThat(verdict("2019-10-01")).isEqualTo("growing");
    assertThat(said("value", TRIPS, "2019-10-01")).isEqualTo("77");
    assertThat(said("previous_12_months", TRIPS, "2019-10-01")).isEqualTo("70");
    assertThat(said("baseline", TRIPS, "2019-10-01")).isEqualTo("70");
  }

  @Test
  void moreThanBeforeButLessThanBeforeTheMergerIsFlat() throws Exception {
    quarters(8, 8, 8, 8, 8, 8, 8, 9);

    assertThat(verdict("2019-10-01")).isEqualTo("flat");
  }

  @Test
  void asMuchAsBeforeIsFlat() throws Exception {
    quarters(10, 10, 10, 10, 10, 10, 10, 10);

    assertThat(verdict("2019-10-01")).isEqualTo("flat");
  }

  @Test
  void oneQuarterDownIsFlatAndTwoAreShrinking() throws Exception {
    quarters(12, 12, 12, 12, 12, 12, 11, 11, 12);

    assertThat(verdict("2019-07-01")).isEqualTo("too_few"); // no two years yet
    assertThat(verdict("2019-10-01")).isEqualTo("shrinking");
    assertThat(verdict("2020-01-01")).isEqualTo("flat");
  }

  @Test
  void twoQuartersDownAreShrinkingWhateverTheYearsSay() throws Exception {
    quarters(12, 12, 12, 12, 30, 30, 11, 11);

    assertThat(verdict("2019-10-01")).isEqualTo("shrinking");
  }

  @Test
  void aSeasonIsNoTrend() throws Exception {
    quarters(14, 12, 12, 10, 14, 12, 12, 10);

    assertThat(verdict("2019-10-01")).isEqualTo("flat");
  }

  @Test
  void lessThanTwoYearsAreTooFew() throws Exception {
    quarters(10, 10, 10, 10, 20, 20, 20);

    assertThat(verdict("2019-07-01")).isEqualTo("too_few");
  }

  @Test
  void aQuarterThatIsNotOverIsNotThere() throws Exception {
    quarters(10, 10, 10, 10, 10, 10, 10, 11);
    trips("2020-01-01", "2020-03-30", 20);
    vouched("C14", "2020-01-01", "2020-03-30");
    assertThat(verdict("2020-01-01")).isEmpty();

    trips("2020-03-31", "2020-03-31", 20);
    vouched("C14", "2020-03-31", "2020-03-31");
    assertThat(verdict("2020-01-01")).isEqualTo("growing");
    assertThat(said("value", TRIPS, "2020-01-01")).isEqualTo("140");
  }

  @Test
  void aMonthForWhichNobodyVouchesIsNoData() throws Exception {
    trips("2018-01-01", "2020-06-30", 10);
    vouched("C14", "2018-01-01", "2020-01-31");
    vouched("C14", "2020-02-01", "2020-02-25"); // 25 of 29 days, one too few
    vouched("C14", "2020-03-01", "2020-06-30");

    assertThat(verdict("2019-10-01")).isEqualTo("flat");
    assertThat(verdict("2020-01-01")).isEqualTo("no_data");
    assertThat(verdict("2020-04-01")).isEqualTo("no_data"); // its two years have a hole
    assertThat(said("value IS NULL", TRIPS, "2020-01-01")).isEqualTo("1");
  }

  @Test
  void aQuarterOfSilenceIsNoDataAndNotLeftOut() throws Exception {
    trips("2018-01-01", "2020-03-31", 10);
    vouched("C14", "2018-01-01", "2019-12-31");
    vouched("C05", "2020-03-31", "2020-03-31"); // time went on

    assertThat(verdict("2020-01-01")).isEqualTo("no_data");
  }

  @Test
  void whatIsDeliveredTwiceCountsOnceAndTheLastRevisionHolds() throws Exception {
    quarters(10, 10, 10, 10, 10, 10, 10, 11);
    quarters(10, 10, 10, 10, 10, 10, 10, 11);
    server.execute(
        "INSERT INTO duixian.outcomes (area_id, commitment_id, service_date, source, subject,"
            + " revision, good, total, lost_by_reason) VALUES ('f01', 'C14', '2019-10-01', '/bus',"
            + " '2019-10-01', 1, 0, 10, map('workday', 10))");

    assertThat(said("value", TRIPS, "2019-07-01")).isEqualTo("70");
    assertThat(said("round(value * 92 / 7)", TRIPS, "2019-10-01")).isEqualTo("1001");
  }

  @Test
  void withoutABaselineNothingIsSaidToHaveGrown() throws Exception {
    quarters(10, 10, 10, 10, 10, 10, 10, 11);
    server.execute(
        "INSERT INTO duixian.outcomes (area_id, commitment_id, service_date, source, subject,"
            + " revision, good, total, lost_by_reason) SELECT area_id, commitment_id, service_date,"
            + " source, subject, 1, 0, 0, map('workday', -toInt64(total)) FROM duixian.outcomes");

    assertThat(said("value", TRIPS, "2019-10-01")).isEqualTo("70");
    assertThat(verdict("2019-10-01")).isEqualTo("too_few");
  }

  @Test
  void ofNineteenCasesNothingIsSaidAndOfTwentyTheShare() throws Exception {
    vouched(C07, "2019-01-01", "2019-03-31");
    for (int i = 1; i <= 19; i++) {
      String level = i <= 8 ? "township" : "county";
      closed(
          "2019-02-0" + (1 + i % 9),
          "B" + i,
          "2019-01-30 02:00:00",
          ",\"decided_level\":\"%s\"".formatted(level));
    }
    assertThat(said("n, value IS NULL, verdict", "G1-decided", "2019-01-01"))
        .isEqualTo("19\t1\ttoo_few");

    closed("2019-03-31", "B20", "2019-01-30 02:00:00", ",\"decided_level\":\"village\"");
    assertThat(said("n, value, verdict", "G1-decided", "2019-01-01"))
        .isEqualTo("20\t0.4\ttoo_few"); // no two years yet
  }

  @Test
  void whereCasesDoNotSayWhoDecidedThereIsNoData() throws Exception {
    vouched(C07, "2019-01-01", "2019-03-31");
    for (int i = 1; i <= 20; i++) {
      closed(
          "2019-02-01",
          "B" + i,
          "2019-01-30 02:00:00",
          i <= 17 ? ",\"decided_level\":\"township\"" : "");
    }
    assertThat(said("verdict", "G1-decided", "2019-01-01")).isEqualTo("no_data");
    assertThat(said("value", "G6-visits", "2019-01-01")).isEqualTo("0"); // nobody had to come
  }

  @Test
  void workingDaysAreThoseAfterTheDayOfAcceptanceInShanghai() throws Exception {
    vouched(C07, "2019-01-01", "2019-06-30");
    for (String day : new String[] {"2019-03-29", "2019-04-01", "2019-04-02", "2019-04-03"}) {
      kept("C01", day, "hall-f01/" + day, "hall-f01", null); // 29 March was a Friday
    }
    for (int i = 1; i <= 20; i++) {
      // On 1 April, half past midnight in Shanghai, or half an hour before midnight.
      String accepted = i <= 10 ? "2019-03-31 16:30:00" : "2019-03-31 15:30:00";
      closed("2019-04-02", "B" + i, accepted, "");
    }
    assertThat(said("n, value", "G6-working-days", "2019-04-01")).isEqualTo("20\t1.5");
    assertThat(said("n, verdict", "G6-working-days", "2019-01-01")).isEqualTo("0\ttoo_few");
  }

  @Test
  void visitsAndTheLongestWayAreMediansOfCases() throws Exception {
    vouched(C07, "2019-01-01", "2019-03-31");
    for (int i = 1; i <= 20; i++) {
      closed("2019-02-01", "B" + i, "2019-01-30 02:00:00", "");
      for (int visit = 1; visit <= (i <= 12 ? 1 : 3); visit++) {
        event(
            "hall.case.visited",
            "2019-01-31 02:00:00",
            "\"case_id\":\"B%d\",\"visit_no\":%d,\"distance_m\":%d".formatted(i, visit, 1000 * i));
      }
    }
    assertThat(said("n, value", "G6-visits", "2019-01-01")).isEqualTo("20\t1");
    assertThat(said("n, value", "G6-km", "2019-01-01")).isEqualTo("20\t10.5");
  }

  @Test
  void fewerWorkingDaysAreBetter() throws Exception {
    vouched(C07, "2018-01-01", "2019-12-31");
    var day = LocalDate.parse("2018-01-01");
    while (day.getYear() < 2020) {
      kept("C01", day + "", "hall-f01/" + day, "hall-f01", null);
      day = day.plusDays(1);
    }
    for (int quarter = 0; quarter < 8; quarter++) {
      var closing = LocalDate.parse("2018-03-20").plusMonths(3L * quarter);
      for (int i = 1; i <= 20; i++) {
        var accepted = closing.minusDays(quarter < 4 ? 5 : 4);
        closed(closing + "", quarter + "-" + i, accepted + " 02:00:00", "");
      }
    }
    assertThat(said("value, verdict", "G6-working-days", "2019-10-01")).isEqualTo("4\tgrowing");
    assertThat(said("previous_12_months", "G6-working-days", "2019-10-01")).isEqualTo("5");
  }

  @Test
  void theListInForceAtTheEndOfTheQuarterSaysWhichItemsTheTownshipDecides() throws Exception {
    vouched("C03", "2019-01-01", "2019-06-30");
    kept("C02", "2019-01-02", "hall-f01/2019-01-02", "hall-f01", null);
    String item = "{\"item_code\":\"%s\",\"mode\":\"%s\",\"decided_level\":\"%s\"}";
    String list =
        "\"site_id\":\"hall-f01\",\"version\":\"%s\",\"effective_from\":\"%s\",\"items\":[%s]";
    String one = item.formatted("A", "handle", "township");
    String more =
        one
            + ","
            + item.formatted("B", "accept_and_forward", "township")
            + ","
            + item.formatted("C", "consult_only", "township")
            + ","
            + item.formatted("D", "handle", "county");
    event(
        "hall.catalogue.published", "2019-01-01 01:00:00", list.formatted("1", "2019-01-01", one));
    event(
        "hall.catalogue.published", "2019-03-01 01:00:00", list.formatted("2", "2019-04-01", more));

    assertThat(said("value", "G1-items", "2019-01-01")).isEqualTo("1");
    assertThat(said("value", "G1-items", "2019-04-01")).isEqualTo("2");
  }

  /** A hall's list of items, each as code and mode. */
  private static void list(String site, String from, String... items) throws Exception {
    event(
        "hall.catalogue.published",
        from + " 01:00:00",
        "\"site_id\":\"%s\",\"version\":\"%s\",\"effective_from\":\"%2$s\",\"items\":[%s]"
            .formatted(
                site,
                from,
                Stream.of(items)
                    .map(item -> item.split(" "))
                    .map(
                        item ->
                            "{\"item_code\":\"%s\",\"mode\":\"%s\"}".formatted(item[0], item[1]))
                    .collect(Collectors.joining(","))));
  }

  private static void functions() throws Exception {
    stated(
        "item_functions.csv",
        "item_code,function",
        "A,social_security",
        "B,social_security",
        "C,medical_insurance",
        "D,open_government");
    kept("C02", "2018-01-02", "hall-f01/2018-01-02", "hall-f01", null);
  }

  @Test
  void aCentreHasTheFunctionsOfTheItemsThatItTakesIn() throws Exception {
    functions();
    vouched("C03", "2018-01-01", "2018-06-30");
    list(
        "hall-f01",
        "2018-01-03",
        "A handle",
        "B accept_and_forward",
        "C consult_only",
        "D removed");
    assertThat(said("n, value", "G2-functions", "2018-01-01")).isEqualTo("1\t1");

    kept("C02", "2018-01-02", "hall-2/2018-01-02", "hall-2", null);
    list("hall-2", "2018-01-03", "A handle", "C handle", "D accept_and_forward");
    list("hall-2", "2018-04-01", "A handle", "C handle");
    assertThat(said("n, value", "G2-functions", "2018-01-01")).isEqualTo("2\t2");
    assertThat(said("n, value", "G2-functions", "2018-04-01")).isEqualTo("2\t1.5");
  }

  @Test
  void aFunctionThatIsGoneForTwoQuartersIsShrinkingAndOneThatIsNewGrowing() throws Exception {
    functions();
    vouched("C03", "2018-01-01", "2020-03-31");
    list("hall-f01", "2018-01-03", "A handle", "C handle");
    list("hall-f01", "2019-07-01", "A handle", "C consult_only");
    list("hall-f01", "2020-01-01", "A handle", "C handle", "D handle");

    assertThat(said("value, verdict", "G2-functions", "2019-07-01")).isEqualTo("1\ttoo_few");
    assertThat(said("value, verdict", "G2-functions", "2019-10-01")).isEqualTo("1\tshrinking");
    assertThat(said("last_12_months, previous_12_months", "G2-functions", "2020-01-01"))
        .isEqualTo("1.75\t2");

    list("hall-f01", "2019-07-02", "A handle", "C handle", "D handle");
    assertThat(said("value, verdict", "G2-functions", "2019-10-01")).isEqualTo("3\tgrowing");
  }

  @Test
  void ofAListWithItemsOfWhichNobodySaidTheFunctionNothingIsKnown() throws Exception {
    functions();
    vouched("C03", "2018-01-01", "2018-06-30");
    assertThat(said("n, verdict", "G2-functions", "2018-01-01"))
        .as("no list")
        .isEqualTo("0\tno_data");

    list("hall-f01", "2018-01-03", "A handle", "C handle", "X consult_only");
    assertThat(said("value", "G2-functions", "2018-01-01")).isEqualTo("2");

    list("hall-f01", "2018-04-01", "A handle", "C handle", "X handle");
    assertThat(said("value", "G2-functions", "2018-01-01")).isEqualTo("2");
    assertThat(said("verdict", "G2-functions", "2018-04-01")).isEqualTo("no_data");
  }

  @Test
  void withoutFunctionsInTheReferenceDataNoneIsCounted() throws Exception {
    functions();
    vouched(F01, "C03", "2018-01-01", "2018-03-31", "v2");
    list("hall-f01", "2018-01-03", "A handle", "C handle");

    assertThat(said("n, value IS NULL, verdict", "G2-functions", "2018-01-01"))
        .isEqualTo("0\t1\tno_data");
  }

  @Test
  void theSpanIsFromTheFirstToTheLastTripThatWasKept() throws Exception {
    vouched("C13", "2019-01-01", "2019-03-31");
    kept("C13", "2019-01-01", "2019-01-01/r/1", "", "2018-12-31 23:00:00");
    kept("C13", "2019-01-01", "2019-01-01/r/2", "", "2019-01-01 10:00:00");
    kept("C13", "2019-01-02", "2019-01-02/r/1", "", "2019-01-01 23:00:00");
    server.execute(
        "INSERT INTO duixian.outcomes (area_id, commitment_id, service_date, source, subject,"
            + " good, total, due_at) VALUES ('f01', 'C13', '2019-01-02', '/source',"
            + " '2019-01-02/r/2', 0, 1, '2019-01-02 10:00:00')");

    // 660 minutes on one of 90 days; a day with one trip has no span.
    assertThat(said("n, round(value * 90)", "G3-span", "2019-01-01")).isEqualTo("2\t660");
  }

  @Test
  void preschoolPointsAreThoseThatMet() throws Exception {
    vouched("C21", "2019-01-01", "2019-03-31");
    kept("C21", "2019-03-04", "school-1/2019-03-04", "school-1", null);
    kept("C21", "2019-03-05", "school-1/2019-03-05", "school-1", null);
    kept("C21", "2019-03-05", "school-2/2019-03-05", "school-2", null);
    server.execute(
        "INSERT INTO duixian.outcomes (area_id, commitment_id, service_date, source, subject,"
            + " site_id, good, total) VALUES ('f01', 'C21', '2019-03-05', '/source',"
            + " 'school-3/2019-03-05', 'school-3', 0, 1)");

    assertThat(said("n, value", "G4-preschool", "2019-01-01")).isEqualTo("3\t2");
  }

  /** Three villages, of which two have had a point, and a home that loses and then gains beds. */
  private static void carePlaces() throws Exception {
    stated(
        "areas.csv",
        "area_id,level,parent_id",
        "f01-v1,village,f01",
        "f01-v2,village,f01",
        "f01-v3,village,f01",
        "f02-v1,village,f02");
    stated(
        "care_places.csv",
        "place_id,kind,area_id,beds,valid_from,valid_to",
        "p1,mutual_aid_point,f01-v1,,,",
        "p2,mutual_aid_point,f01-v2,,2019-03-31,2019-06-30",
        "p3,mutual_aid_point,f01-v2,,2019-01-01,2019-05-01",
        "h1,township_home,f01,40,,2019-04-01",
        "h1,township_home,f01,24,2019-04-01,",
        "h2,township_home,f01,10,2019-07-01,");
  }

  @Test
  void carePointsAndBedsAreThoseOfTheRegisterWhenTheQuarterEnds() throws Exception {
    carePlaces();
    vouched("C02", "2019-01-01", "2019-09-30");
    assertThat(said("n, round(value * 3), verdict", "G4-care-points", "2019-01-01"))
        .isEqualTo("3\t2\ttoo_few"); // no two years yet
    assertThat(said("n, round(value * 3)", "G4-care-points", "2019-04-01"))
        .as("the last day on which the point was there is the one before")
        .isEqualTo("3\t1");
    assertThat(said("n, value", "G4-beds", "2019-01-01")).isEqualTo("1\t40");
    assertThat(said("n, value", "G4-beds", "2019-04-01")).isEqualTo("1\t24");
    assertThat(said("n, value", "G4-beds", "2019-07-01")).isEqualTo("2\t34");
  }

  @Test
  void whereTheRegisterNamesNoneThereAreNone() throws Exception {
    carePlaces();
    vouched("f02", "C02", "2019-01-01", "2019-03-31", "v1");
    assertThat(saidOf("f02", "n, value", "G4-care-points", "2019-01-01")).isEqualTo("1\t0");
    assertThat(saidOf("f02", "n, value", "G4-beds", "2019-01-01")).isEqualTo("0\t0");
  }

  @Test
  void whatIsReportedNeedsNobodyToVouchButTheRegisterItself() throws Exception {
    carePlaces();
    vouched(F01, "C02", "2019-03-31", "2019-03-31", "v1");
    vouched(F01, "C02", "2019-06-30", "2019-06-30", "v2");
    for (String measure : new String[] {"G4-care-points", "G4-beds"}) {
      assertThat(said("value IS NULL, verdict", measure, "2019-01-01")).isEqualTo("0\ttoo_few");
      assertThat(said("n, value IS NULL, verdict", measure, "2019-04-01"))
          .as("another version, without the file")
          .isEqualTo("0\t1\tno_data");
    }
  }

  @Test
  void bedsThatAreGoneForTwoQuartersAreShrinking() throws Exception {
    stated(
        "care_places.csv",
        "place_id,kind,area_id,beds,valid_from,valid_to",
        "h1,township_home,f01,40,,2019-07-01");
    vouched("C02", "2018-01-01", "2019-12-31");
    assertThat(said("value, verdict", "G4-beds", "2019-07-01")).isEqualTo("0\ttoo_few");
    assertThat(said("value, verdict", "G4-beds", "2019-10-01")).isEqualTo("0\tshrinking");
  }

  /** The township t01 has its seat in f02, the county's hospital is in f03, and each has a stop. */
  private static void landmarks() throws Exception {
    stated("areas.csv", "area_id,parent_id", "f01,c01", "f02,c01");
    stated(
        "successors.csv",
        "former_id,township_id,seat",
        "f01,t01,no",
        "f01,t02,no",
        "f02,t01,yes",
        "f04,t02,yes");
    stated(
        "landmarks.csv",
        "landmark,area_id,stop_id",
        "seat,f01,stop-f01",
        "seat,f02,stop-f02",
        "seat,f04,stop-f04",
        "county_hospital,c01,stop-f03");
  }

  private static void visit(String day, String trip, int number, String stop, String rest)
      throws Exception {
    visits(day, 1, visitData(day, trip, number, stop, rest));
  }

  private static String visitData(String day, String trip, int number, String stop, String rest) {
    return ("\"service_date\":\"%s\",\"trip_id_performed\":\"%s\",\"stop_sequence\":%d,"
            + "\"stop_id\":\"%s\",%s")
        .formatted(day, trip, number, stop, rest);
  }

  /** So many trips, whose number stands for # in what is said of each of their visits. */
  private static void visits(String day, int trips, String... ofTrip) throws Exception {
    for (String data : ofTrip) {
      server.execute(
          ("INSERT INTO duixian.events"
                  + " (topic, partition, offset, arrived_at, source, id, type, time, decoded, payload)"
                  + " WITH (SELECT count() FROM duixian.events) AS before"
                  + " SELECT 'events.transport', 0, before + number, '%1$s 00:00:00', '/bus',"
                  + " toString(before + number), 'transport.stop.visited', '%1$s 00:00:00', 1,"
                  + " replaceAll('{\"data\":{%2$s}}', '#', toString(number)) FROM numbers(%3$d)")
              .formatted(day, data, trips));
    }
  }

  private static String at(String field, String time) {
    return "\"actual_%s_time\":\"2019-01-01T%s+08:00\",\"schedule_relationship\":\"Scheduled\""
        .formatted(field, time);
  }

  /** So many trips that take so many minutes and a half from one stop to another. */
  private static void rides(String day, int trips, String from, String to, int minutes)
      throws Exception {
    String trip = from + "-" + to + "-#";
    visits(
        day,
        trips,
        visitData(day, trip, 1, from, at("departure", "08:00:00")),
        visitData(day, trip, 4, to, at("arrival", "08:%02d:30".formatted(minutes))));
  }

  @Test
  void theWayToTheNewSeatIsAsLongAsTheMedianBusTakes() throws Exception {
    landmarks();
    vouched("C13", "2019-01-01", "2019-03-31");
    rides("2019-01-01", 10, "stop-f01", "stop-f02", 20);
    rides("2019-03-31", 9, "stop-f01", "stop-f02", 30);
    rides("2019-02-01", 30, "stop-f02", "stop-f01", 50); // the way back
    rides("2019-02-01", 30, "stop-f01", "stop-f04", 50); // to where few people belong now
    visit("2019-02-02", "short", 1, "stop-f01", at("departure", "08:00:00"));
    visit("2019-02-02", "short", 4, "stop-f02", "\"schedule_relationship\":\"Skipped\"");
    assertThat(said("n, verdict", "G5-new-seat", "2019-01-01")).isEqualTo("19\ttoo_few");

    rides("2019-02-03", 1, "stop-f01", "stop-f02", 30);
    rides("2019-02-03", 1, "stop-f01", "stop-f02", 30); // is told twice
    assertThat(said("n, value", "G5-new-seat", "2019-01-01")).isEqualTo("20\t25.5");
    assertThat(said("n, verdict", "G5-hospital", "2019-01-01")).isEqualTo("0\tno_data"); // of f02
  }

  @Test
  void ofSeveralStopsTheLastOfTheSeatAndTheFirstOfTheNewOneCount() throws Exception {
    landmarks();
    server.execute(
        "INSERT INTO duixian.reference (version, file, line, fields) VALUES"
            + " ('v1', 'reference/landmarks.csv', 8, map('landmark', 'seat', 'area_id', 'f01', 'stop_id', 'more-f01')),"
            + " ('v1', 'reference/landmarks.csv', 9, map('landmark', 'seat', 'area_id', 'f02', 'stop_id', 'more-f02'))");
    vouched("C13", "2019-01-01", "2019-03-31");
    visits(
        "2019-02-03",
        20,
        visitData("2019-02-03", "#", 1, "stop-f01", at("departure", "08:00:00")),
        visitData("2019-02-03", "#", 2, "more-f01", at("departure", "08:05:00")),
        visitData("2019-02-03", "#", 3, "more-f02", at("arrival", "08:30:00")),
        visitData("2019-02-03", "#", 4, "stop-f02", at("arrival", "08:45:00")));

    assertThat(said("n, value", "G5-new-seat", "2019-01-01")).isEqualTo("20\t25");
  }

  @Test
  void fromTheNewSeatItGoesOnToTheHospitalOfTheCounty() throws Exception {
    landmarks();
    vouched("C13", "2018-01-01", "2019-12-31");
    vouched("f02", "C13", "2018-01-01", "2019-10-31", "v1");
    for (int quarter = 0; quarter < 8; quarter++) {
      var day = LocalDate.parse("2018-02-03").plusMonths(3L * quarter);
      rides(day + "", 20, "stop-f02", "stop-f03", quarter < 5 ? 40 : 42);
    }
    assertThat(said("value", "G5-hospital", "2018-04-01")).isEqualTo("40.5");
    assertThat(said("value, verdict", "G5-hospital", "2019-04-01")).isEqualTo("42.5\ttoo_few");
    assertThat(said("verdict", "G5-hospital", "2019-07-01")).isEqualTo("shrinking");
    assertThat(said("n, value IS NULL, verdict", "G5-hospital", "2019-10-01"))
        .as("nobody vouches for the buses of the new seat in two months")
        .isEqualTo("20\t1\tno_data");
    assertThat(said("n, verdict", "G5-new-seat", "2019-07-01")).isEqualTo("0\ttoo_few");
  }

  @Test
  void whereTheNewSeatIsThereIsNoWayToIt() throws Exception {
    landmarks();
    vouched("f02", "C13", "2019-01-01", "2019-03-31", "v1");
    rides("2019-02-03", 20, "stop-f02", "stop-f03", 40);

    assertThat(saidOf("f02", "verdict", "G5-new-seat", "2019-01-01")).isEmpty();
    assertThat(saidOf("f02", "n, value", "G5-hospital", "2019-01-01")).isEqualTo("20\t40.5");
  }

  @Test
  void fasterThanInTheTwelveMonthsBeforeIsGrowing() throws Exception {
    landmarks();
    vouched("C13", "2018-01-01", "2019-12-31");
    for (int quarter = 0; quarter < 8; quarter++) {
      var day = LocalDate.parse("2018-02-03").plusMonths(3L * quarter);
      rides(day + "", 20, "stop-f01", "stop-f02", quarter < 4 ? 30 : 25);
    }
    assertThat(said("value, previous_12_months, verdict", "G5-new-seat", "2019-10-01"))
        .isEqualTo("25.5\t30.5\tgrowing");
  }

  @Test
  void withoutLandmarksInTheVersionOfTheQuarterNoWayIsKnown() throws Exception {
    landmarks();
    vouched(F01, "C13", "2019-01-01", "2019-03-30", "v1");
    vouched(F01, "C13", "2019-03-31", "2019-03-31", "v2");
    vouched(F01, "C13", "2019-04-01", "2019-05-31", "v2");
    vouched(F01, "C13", "2019-06-01", "2019-06-30", "v1");
    for (String day : new String[] {"2019-02-03", "2019-05-03"}) {
      rides(day, 20, "stop-f01", "stop-f02", 30);
    }
    assertThat(said("verdict", "G5-new-seat", "2019-01-01")).isEqualTo("no_data");
    assertThat(said("value", "G5-new-seat", "2019-04-01")).isEqualTo("30.5");
  }

  @Test
  void whereATenthOfTheTripsDoNotSayWhenTheyCameThereIsNoData() throws Exception {
    landmarks();
    vouched("C13", "2019-01-01", "2019-03-31");
    rides("2019-02-03", 27, "stop-f01", "stop-f02", 30);
    for (int i = 1; i <= 4; i++) {
      visit("2019-02-04", "t" + i, 1, "stop-f01", at("departure", "08:00:00"));
      visit("2019-02-04", "t" + i, 4, "stop-f02", "\"schedule_relationship\":\"Missing data\"");
      assertThat(said("n, verdict", "G5-new-seat", "2019-01-01"))
          .isEqualTo(i <= 3 ? "27\ttoo_few" : "27\tno_data"); // 27 of 30, of 31
    }
  }

  /** Of three villages of f01 two have a stop within 2 km, one of these stands in f02. */
  private static void villages() throws Exception {
    stated(
        "areas.csv",
        "area_id,level,parent_id",
        "f01-v1,village,f01",
        "f01-v2,village,f01",
        "f01-v3,village,f01",
        "f02-v1,village,f02");
    stated("sites.csv", "site_id,area_id", "stop-f01,f01", "stop-f02,f02");
    stated(
        "codes.csv",
        "code,area_id,valid_from,valid_to",
        "990101200203,f01-v3,,2019-02-01",
        "990101100203,f02-v1,,2019-02-01",
        "990101100203,f01-v3,2019-02-01,");
    stated(
        "village_stops.csv",
        "village_id,stop_id,distance_m",
        "f01-v1,stop-f01,1200",
        "f01-v1,stop-f02,5000",
        "f01-v2,stop-f02,2000",
        "f01-v3,stop-f01,2001");
  }

  private static void pickedUp(String day, String code) throws Exception {
    event(
        "transport.booking.picked_up",
        day + " 01:00:00",
        "\"booking_id\":\"B1\",\"from_village\":\"%s\"".formatted(code));
  }

  /** Whoever takes bookings vouches for the days from one to another, both included. */
  private static void heard(String from, String to) throws Exception {
    server.execute(
        ("INSERT INTO duixian.heartbeats (source, period_start, period_end, id)"
                + " SELECT '/source', toDateTime64('%s 00:00:00', 3, 'Asia/Shanghai')"
                + " + INTERVAL number DAY AS start, start + INTERVAL 1 DAY, toString(start)"
                + " FROM numbers(%d)")
            .formatted(from, days(from, to)));
  }

  @Test
  void aVillageIsServedByAStopWithinTwoKilometresOrByARideThatWasBooked() throws Exception {
    villages();
    vouched("C13", "2019-01-01", "2019-03-31");
    vouched("f02", "C13", "2019-01-01", "2019-03-31", "v1");
    assertThat(said("n, value", "G3-villages", "2019-01-01")).isEqualTo("3\t0");

    visit("2019-03-31", "t1", 1, "stop-f01", at("departure", "08:00:00"));
    visit("2019-03-31", "t1", 2, "stop-f02", "\"schedule_relationship\":\"Skipped\"");
    assertThat(said("round(value * 3)", "G3-villages", "2019-01-01")).isEqualTo("1");

    visit("2019-03-31", "t2", 2, "stop-f02", at("arrival", "08:30:00"));
    assertThat(said("round(value * 3)", "G3-villages", "2019-01-01")).isEqualTo("2");

    pickedUp("2019-01-31", "990101100203"); // was then another village's code
    pickedUp("2019-02-01", "990101200203"); // no more a code
    assertThat(said("round(value * 3)", "G3-villages", "2019-01-01")).isEqualTo("2");

    pickedUp("2019-02-01", "990101100203");
    assertThat(said("n, value", "G3-villages", "2019-01-01")).isEqualTo("3\t1");
  }

  @Test
  void thatAVillageIsNotServedIsKnownOnlyWhereItsStopsAndItsRidesAreVouchedFor() throws Exception {
    villages();
    vouched("C13", "2019-01-01", "2019-09-30");
    vouched("f02", "C13", "2019-01-01", "2019-02-20", "v1");
    vouched("f02", "C13", "2019-04-01", "2019-09-30", "v1");
    assertThat(said("n, verdict", "G3-villages", "2019-01-01")).isEqualTo("3\tno_data");

    visit("2019-02-01", "t1", 2, "stop-f02", at("arrival", "08:30:00"));
    assertThat(said("round(value * 3)", "G3-villages", "2019-01-01")).isEqualTo("1");

    pickedUp("2019-02-01", "990101100203");
    heard("2019-01-01", "2019-05-31");
    heard("2019-07-01", "2019-09-30");
    assertThat(said("round(value * 3)", "G3-villages", "2019-01-01")).isEqualTo("2");
    assertThat(said("n, verdict", "G3-villages", "2019-04-01")).isEqualTo("3\tno_data");
    assertThat(said("n, value", "G3-villages", "2019-07-01")).isEqualTo("3\t0");
  }

  @Test
  void aStopThatNoBusVisitsForTwoQuartersIsShrinking() throws Exception {
    villages();
    vouched("C13", "2018-01-01", "2019-06-30");
    vouched("f02", "C13", "2018-01-01", "2019-06-30", "v1");
    for (int quarter = 0; quarter < 6; quarter++) {
      var day = LocalDate.parse("2018-02-03").plusMonths(3L * quarter);
      visit(day + "", "t1", 1, "stop-f01", at("departure", "08:00:00"));
      if (quarter < 4) {
        visit(day + "", "t1", 2, "stop-f02", at("arrival", "08:30:00"));
      }
    }
    assertThat(said("round(value * 3), verdict", "G3-villages", "2018-10-01"))
        .isEqualTo("2\ttoo_few");
    assertThat(said("round(value * 3), verdict", "G3-villages", "2019-01-01"))
        .isEqualTo("1\ttoo_few");
    assertThat(said("round(value * 3), verdict", "G3-villages", "2019-04-01"))
        .isEqualTo("1\tshrinking");
  }

  @Test
  void ofVillagesWhoseStopsNobodyNamedNothingIsKnown() throws Exception {
    villages();
    vouched("f02", "C13", "2019-01-01", "2019-03-31", "v1");
    visit("2019-02-01", "t1", 2, "stop-f02", at("arrival", "08:30:00"));

    assertThat(saidOf("f02", "n, value IS NULL, verdict", "G3-villages", "2019-01-01"))
        .isEqualTo("1\t1\tno_data");
  }

  /** The time of the text of some events is over: the rows stay. */
  private static void textIsGone(String ofWhich) throws Exception {
    server.execute(
        "ALTER TABLE duixian.events UPDATE payload = '' WHERE "
            + ofWhich
            + " SETTINGS mutations_sync = 2");
  }

  @Test
  void whereTheTextOfVisitsOrRidesIsGoneNoVillageIsKnownToBeWithoutABus() throws Exception {
    villages();
    vouched("C13", "2019-01-01", "2019-09-30");
    vouched("f02", "C13", "2019-01-01", "2019-09-30", "v1");
    for (String day : new String[] {"2019-02-01", "2019-05-01", "2019-08-01"}) {
      visit(day, "t1", 1, "stop-f01", at("departure", "08:00:00"));
    }
    pickedUp("2019-05-01", "990101100203");
    heard("2019-01-01", "2019-09-30");
    textIsGone("time < '2019-04-01' OR time < '2019-07-01' AND type LIKE '%.picked_up'");

    assertThat(said("value IS NULL, verdict", "G3-villages", "2019-01-01")).isEqualTo("1\tno_data");
    assertThat(said("value IS NULL, verdict", "G3-villages", "2019-04-01")).isEqualTo("1\tno_data");
    assertThat(said("round(value * 3)", "G3-villages", "2019-07-01")).isEqualTo("1");
  }

  @Test
  void whereTheTextOfSomeTripsIsGoneTheRestDoNotSayHowLongTheWayIs() throws Exception {
    landmarks();
    vouched("C13", "2019-01-01", "2019-03-31");
    rides("2019-02-03", 20, "stop-f01", "stop-f02", 30);
    rides("2019-02-04", 1, "stop-f01", "stop-f02", 30);
    assertThat(said("n, value", "G5-new-seat", "2019-01-01")).isEqualTo("21\t30.5");

    textIsGone("time = '2019-02-04'");
    assertThat(said("n, verdict", "G5-new-seat", "2019-01-01")).isEqualTo("20\tno_data");
  }

  @Test
  void aCentreWhoseListHasNoTextAnyMoreIsNotLeftOut() throws Exception {
    functions();
    kept("C02", "2018-01-02", "hall-2/2018-01-02", "hall-2", null);
    vouched("C03", "2018-01-01", "2018-06-30");
    list("hall-f01", "2018-01-03", "A handle");
    list("hall-2", "2018-01-04", "A handle", "C handle", "D handle");
    textIsGone("time < '2018-01-04'");
    for (String measure : new String[] {"G1-items", "G2-functions"}) {
      assertThat(said("verdict", measure, "2018-01-01")).isEqualTo("no_data");
    }
    list("hall-f01", "2018-04-01", "A handle");
    assertThat(said("verdict", "G2-functions", "2018-01-01")).isEqualTo("no_data");
    assertThat(said("n, value", "G2-functions", "2018-04-01")).isEqualTo("2\t2");
    assertThat(said("n, value", "G1-items", "2018-04-01")).isEqualTo("2\t0");
  }

  @Test
  void whereTheTextOfCasesIsGoneNobodyKnowsHowOftenPeopleCame() throws Exception {
    vouched(C07, "2019-01-01", "2019-03-31");
    for (int i = 1; i <= 30; i++) {
      closed("2019-02-01", "B" + i, "2019-01-30 02:00:00", "");
      event(
          "hall.case.visited",
          "2019-01-31 02:00:00",
          "\"case_id\":\"B%d\",\"visit_no\":1,\"distance_m\":2000".formatted(i));
    }
    textIsGone("payload LIKE '%\"B2_\"%'");
    assertThat(said("n, verdict", "G6-visits", "2019-01-01")).isEqualTo("30\tno_data");
    assertThat(said("n, verdict", "G6-km", "2019-01-01")).isEqualTo("20\tno_data");
  }

  @Test
  void heartbeatsOfTheSameHoursVouchForThemOnce() throws Exception {
    villages();
    vouched("C13", "2019-01-01", "2019-03-31");
    vouched("f02", "C13", "2019-01-01", "2019-03-31", "v1");
    pickedUp("2019-04-01", "990101100203");
    // Each hour of 8 days of every month, told from midnight on.
    server.execute(
        "INSERT INTO duixian.heartbeats (source, period_start, period_end, id)"
            + " SELECT '/source', toDateTime64('2019-01-01 00:00:00', 3, 'Asia/Shanghai')"
            + " + INTERVAL intDiv(number, 192) MONTH + INTERVAL intDiv(number, 24) % 8 DAY AS start,"
            + " start + INTERVAL number % 24 + 1 HOUR, toString(number) FROM numbers(576)");
    assertThat(said("verdict", "G3-villages", "2019-01-01")).isEqualTo("no_data");

    heard("2019-01-01", "2019-03-31");
    assertThat(said("n, value", "G3-villages", "2019-01-01")).isEqualTo("3\t0");
  }

  @Test
  void aHeartbeatVouchesForEachMonthOfItsPeriod() throws Exception {
    villages();
    vouched("C13", "2019-01-01", "2019-03-31");
    vouched("f02", "C13", "2019-01-01", "2019-03-31", "v1");
    pickedUp("2019-04-01", "990101100203");
    server.execute(
        "INSERT INTO duixian.heartbeats (source, period_start, period_end, id) VALUES"
            + " ('/source', '2018-12-31 16:00:00', '2019-03-31 16:00:00', '1')");

    assertThat(said("n, value", "G3-villages", "2019-01-01")).isEqualTo("3\t0");
  }

  /** The visits of the stop at the end of the way, told again as others. */
  private static void toldAgain(String recordedAt, String cameAt) throws Exception {
    server.execute(
        ("INSERT INTO duixian.events WITH (SELECT max(offset) + 1 FROM duixian.events) AS next"
                + " SELECT * REPLACE (next + offset AS offset,"
                + " concat(id, '%1$s') AS id, '%1$s 00:00:00' AS recorded_at,"
                + " replace(payload, 'T08:20:30', 'T%2$s') AS payload)"
                + " FROM (SELECT * FROM duixian.events WHERE payload LIKE '%%T08:20:30%%')")
            .formatted(recordedAt, cameAt));
  }

  @Test
  void ofAVisitThatIsToldAgainTheOneRecordedLastCounts() throws Exception {
    landmarks();
    vouched("C13", "2019-01-01", "2019-03-31");
    rides("2019-02-03", 20, "stop-f01", "stop-f02", 20);
    assertThat(said("n, value", "G5-new-seat", "2019-01-01")).isEqualTo("20\t20.5");

    toldAgain("2019-02-05", "08:40:30");
    toldAgain("2019-02-04", "08:30:30");
    assertThat(said("n, value", "G5-new-seat", "2019-01-01")).isEqualTo("20\t40.5");
  }

  @Test
  void aTripThatCameBeforeItLeftDoesNotSayHowLongItTook() throws Exception {
    landmarks();
    vouched("C13", "2019-01-01", "2019-03-31");
    rides("2019-02-03", 20, "stop-f01", "stop-f02", 20);
    visits(
        "2019-02-04",
        3,
        visitData("2019-02-04", "#", 1, "stop-f01", at("departure", "08:00:00")),
        visitData("2019-02-04", "#", 4, "stop-f02", at("arrival", "07:59:00")));

    assertThat(said("n, verdict", "G5-new-seat", "2019-01-01")).isEqualTo("20\tno_data");
  }
}
