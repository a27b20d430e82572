package org.duixian.local;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.duixian.calendar.ServiceDates;

/** What the history in ClickHouse says. */
final class HistoryTables implements AutoCloseable {
  private static final String NEWS = "state NOT IN ('updated', 'reminded')";
  private static final int JUDGED_WINDOW = 28;

  private final Connection connection;

  private HistoryTables(Connection connection) {
    this.connection = connection;
  }

  /** Reads as the writer: nothing is hidden from it, and it has no quota to use up. */
  static HistoryTables of(ClickHouseProcess server) {
    var login = new Properties();
    login.setProperty("user", server.writer().user());
    login.setProperty("password", server.writer().password());
    try {
      return new HistoryTables(DriverManager.getConnection(server.jdbcUrl(), login));
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /**
   * What became of all events.
   *
   * @param openSources sources for which the parts do not sum up to what arrived
   */
  record Counts(
      long arrived,
      long accounted,
      long duplicate,
      long rejected,
      long tooLate,
      long irrelevant,
      long openSources) {

    /** Whether every event that arrived is accounted for, source by source. */
    boolean identityHolds() {
      return openSources == 0 && arrived == accounted + duplicate + rejected + tooLate + irrelevant;
    }
  }

  /** One step in the life of an alert. */
  record AlertStep(
      String alertId,
      int revision,
      String areaId,
      String commitmentId,
      String subject,
      String severity,
      String state,
      String resolution,
      int serviceDate,
      long atMillis,
      long good,
      long total,
      String textZh,
      String textEn) {}

  /** Units kept of units promised. */
  record Share(long good, long total) {
    double share() {
      return total == 0 ? Double.NaN : (double) good / total;
    }
  }

  /** Units kept and promised on one day; raw with those that an exception leaves out. */
  record DayUnits(long good, long total, long rawGood, long rawTotal) {
    DayUnits plus(DayUnits other) {
      return new DayUnits(
          good + other.good,
          total + other.total,
          rawGood + other.rawGood,
          rawTotal + other.rawTotal);
    }
  }

  /**
   * What was said about a judged window, first and last.
   *
   * @param breached whether any revision said so
   */
  record Said(
      String areaId,
      String commitmentId,
      int serviceDate,
      String first,
      String last,
      boolean breached) {}

  /** An area and a commitment. */
  record Promise(String areaId, String commitmentId) {}

  /** How many records arrived; a record that was stored twice may count twice for a while. */
  long arrived() {
    return rows("SELECT count() FROM duixian.events", row -> row.getLong(1)).get(0);
  }

  /** How many steps of alerts there are that are news to somebody. */
  long alerts() {
    return rows("SELECT count() FROM duixian.alerts WHERE " + NEWS, row -> row.getLong(1)).get(0);
  }

  /** Rows of every table: they differ as long as anything moves. */
  List<Long> sizes() {
    return rows(
        """
        SELECT total_rows FROM system.tables WHERE database = 'duixian' AND total_rows IS NOT NULL
        ORDER BY name""",
        row -> row.getLong(1));
  }

  /** What became of every event. */
  Counts counts() {
    return rows(
            """
            SELECT sum(arrived), sum(accounted), sum(duplicate), sum(rejected), sum(too_late),
                   sum(irrelevant), countIf(difference != 0)
            FROM duixian.v_intake_identity""",
            row ->
                new Counts(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7)))
        .get(0);
  }

  /** Rejected records per reason, the most frequent first. */
  Map<String, Long> rejectedByReason() {
    var counts = new LinkedHashMap<String, Long>();
    rows(
            """
            SELECT reason, count() AS n FROM duixian.rejected_events FINAL
            GROUP BY reason ORDER BY n DESC, reason""",
            row -> Map.entry(row.getString(1), row.getLong(2)))
        .forEach(each -> counts.put(each.getKey(), each.getValue()));
    return counts;
  }

  /** In how many areas each commitment has which verdict on its latest judged window. */
  Map<String, Map<String, Long>> latestVerdicts() {
    var verdicts = new LinkedHashMap<String, Map<String, Long>>();
    rows(
        """
            SELECT commitment_id, latest, count()
            FROM
            (
                SELECT commitment_id, area_id, argMax(verdict, service_date) AS latest
                FROM duixian.v_levels WHERE window_days = ? GROUP BY commitment_id, area_id
            )
            GROUP BY commitment_id, latest ORDER BY commitment_id, latest""",
        row -> {
          verdicts
              .computeIfAbsent(row.getString(1), id -> new LinkedHashMap<>())
              .put(row.getString(2), row.getLong(3));
          return null;
        },
        JUDGED_WINDOW);
    return verdicts;
  }

  /** In how many areas each commitment was judged for a service date. */
  Map<String, Long> judgedAreas(int serviceDate) {
    var areas = new LinkedHashMap<String, Long>();
    rows(
        """
            SELECT commitment_id, uniqExact(area_id) FROM duixian.service_levels
            WHERE window_days = ? AND service_date = toDate(?)
            GROUP BY commitment_id ORDER BY commitment_id""",
        row -> areas.put(row.getString(1), row.getLong(2)),
        JUDGED_WINDOW,
        ServiceDates.format(serviceDate));
    return areas;
  }

  /** Every step of every alert that is news to somebody, in the order in which they were taken. */
  List<AlertStep> alertSteps() {
    return rows(
        """
        SELECT alert_id, revision, area_id, commitment_id, subject, severity, state, resolution,
               toString(service_date), toUnixTimestamp64Milli(at), good, total, text_zh, text_en
        FROM duixian.alerts FINAL
        WHERE %s
        ORDER BY at, area_id, commitment_id, alert_id, revision"""
            .formatted(NEWS),
        row ->
            new AlertStep(
                row.getString(1),
                row.getInt(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                ServiceDates.parse(row.getString(9)),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getString(13),
                row.getString(14)));
  }

  /** Where any level of any revision and window ever said breached. */
  List<Promise> breachedEver() {
    return rows(
        """
        SELECT DISTINCT area_id, commitment_id FROM duixian.service_levels
        WHERE verdict = 'breached' ORDER BY area_id, commitment_id""",
        row -> new Promise(row.getString(1), row.getString(2)));
  }

  /** What was said about a commitment on service dates, per area and date. */
  List<Said> said(String commitmentId, int from, int until) {
    return rows(
        """
        SELECT area_id, toString(service_date) AS day, argMin(verdict, revision),
               argMax(verdict, revision), countIf(verdict = 'breached') > 0
        FROM duixian.service_levels FINAL
        WHERE window_days = ? AND commitment_id = ?
          AND service_date >= toDate(?) AND service_date < toDate(?)
        GROUP BY area_id, service_date ORDER BY area_id, service_date""",
        row ->
            new Said(
                row.getString(1),
                commitmentId,
                ServiceDates.parse(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getLong(5) > 0),
        JUDGED_WINDOW,
        commitmentId,
        ServiceDates.format(from),
        ServiceDates.format(until));
  }

  /** The latest judged window of a commitment, per area. */
  Map<String, Share> latestShares(String commitmentId) {
    var shares = new LinkedHashMap<String, Share>();
    rows(
        """
            SELECT area_id, argMax(good, service_date), argMax(total, service_date)
            FROM duixian.v_levels WHERE window_days = ? AND commitment_id = ?
            GROUP BY area_id ORDER BY area_id""",
        row -> shares.put(row.getString(1), new Share(row.getLong(2), row.getLong(3))),
        JUDGED_WINDOW,
        commitmentId);
    return shares;
  }

  /** The units of one service day, as they stand now; none if it was not judged. */
  DayUnits unitsOf(String areaId, String commitmentId, int serviceDate) {
    return rows(
            """
            SELECT sum(good), sum(total), sum(raw_good), sum(raw_total) FROM duixian.v_levels
            WHERE window_days = 1 AND area_id = ? AND commitment_id = ? AND service_date = toDate(?)""",
            row -> new DayUnits(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
            areaId,
            commitmentId,
            ServiceDates.format(serviceDate))
        .get(0);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /** Reads one row. */
  @FunctionalInterface
  private interface Read<T> {
    T from(ResultSet row) throws SQLException;
  }

  private <T> List<T> rows(String sql, Read<T> read, Object... parameters) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      var rows = new ArrayList<T>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(read.from(result));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private static IllegalStateException refused(SQLException e) {
    return new IllegalStateException("ClickHouse does not answer: " + e.getMessage(), e);
  }
}
