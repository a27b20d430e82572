package org.duixian.edge;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.duixian.calendar.ServiceDates;

/**
 * What the history says of one service day, part by part and county by county. An alert's step
 * belongs to the day with whose closing it was said, which is later than the day that it judges
 * where a stream has a long grace. Of care visits no place is named, nor a number below five.
 */
public enum DigestPart {
  ALERTS(
      "预警",
      "alerts",
      """
      发出 raised|升级 escalated|解除 resolved|日终未解除 open at its end: 红 red|黄 yellow""",
      """
      $steps
      SELECT
          county_id,
          uniqExactIf(alert_id, said_on = $day AND state = 'raised'),
          uniqExactIf(alert_id, said_on = $day AND state = 'escalated'),
          uniqExactIf(alert_id, said_on = $day AND state = 'resolved'),
          countIf(is_last AND state != 'resolved' AND severity = 'red'),
          countIf(is_last AND state != 'resolved' AND severity = 'yellow')
      FROM steps
      WHERE commitment_id != 'DATA'
      GROUP BY county_id
      ORDER BY county_id"""),
  MOVED(
      "当日变动",
      "what moved",
      "变动 step|级别 severity|承诺 commitment|地区 area|预警 alert",
      """
      $steps
      SELECT
          county_id,
          $step, $severity,
          concat(commitment_id, ' ', commitment), place, alert
      FROM steps
      WHERE commitment_id != 'DATA' AND said_on = $day
          AND state IN ('raised', 'escalated', 'resolved')
      ORDER BY county_id, alert_id, revision"""),
  /**
   * The seals tell what was published when. A day's digest follows the first seal that goes beyond
   * the day, so what was sealed by it and not by that of the digest before is told here, unless it
   * is of a day whose digest follows the same seal. Before the first seal nothing tells it.
   */
  LATE(
      "上次简报后补报的此前各日变动",
      "what moved on earlier days, said since the digest before",
      "变动 step|级别 severity|承诺 commitment|地区 area|预警 alert|所属日 day",
      """
      $steps,
      $seals,
      (SELECT max(before) FROM seals WHERE read_at = sealed) AS told_before
      SELECT
          county_id,
          $step, $severity,
          concat(commitment_id, ' ', commitment), place, alert, toString(said_on)
      FROM steps
      WHERE commitment_id != 'DATA' AND said_on < told_before
          AND state IN ('raised', 'escalated', 'resolved')
          AND concat('alerts|', area_id, '|', commitment_id, '|', toString(service_date), '|',
              alert_id, '|', toString(revision)) IN (
              SELECT substring(line, 1, length(line) - 65) -- the rest is the hash
              FROM duixian.chain
              ARRAY JOIN lines AS line
              WHERE read_at > sealed_before AND read_at <= sealed
                  AND sealed_before > toDateTime64(0, 3) -- of the first seal all would be late
                  AND startsWith(line, 'alerts|'))
      ORDER BY county_id, said_on, alert_id, revision"""),
  RED(
      "未解除的红色预警",
      "open red alerts",
      """
      承诺 commitment|地区 area|转红 red on|签收 acknowledged|标记 mark|预警 alert|\
      工作日 working days""",
      """
      $steps,
      (
          SELECT groupArray(date)
          FROM
          (
              SELECT
                  toDate(fields['date']) AS date,
                  argMax(fields['day_type'], fields['published_on']) AS type
              FROM duixian.reference FINAL
              WHERE file = 'reference/calendar.csv' AND version = $version
              GROUP BY date
          )
          WHERE type IN ('workday', 'makeup_workday')
      ) AS workdays
      SELECT
          county, said_commitment, said_place, toString(red_on), acknowledged,
          if(days >= 10, '满10个工作日 10 or more', ''), said_alert,
          arrayCount(date -> date > red_on AND date <= $day, workdays) AS days
      FROM
      (
          SELECT
              alert_id,
              any(county_id) AS county,
              any(concat(commitment_id, ' ', commitment)) AS said_commitment,
              any(place) AS said_place,
              any(alert) AS said_alert,
              multiIf(
                  argMax(acknowledged_by, revision) != '', '已签收 yes',
                  argMax(held_by, revision) != '', '因数据源中断暂挂 held',
                  argMax(tuple(ack_due_at), revision).1 <= toDateTime($day + 1, 'Asia/Shanghai'),
                  '逾期未签收 overdue', '未签收 no') AS acknowledged,
              toDate(minIf(at, severity = 'red'), 'Asia/Shanghai') AS red_on
          FROM steps
          GROUP BY alert_id
          HAVING countIf(is_last AND severity = 'red' AND state != 'resolved') > 0
      )
      ORDER BY county, days DESC, alert_id"""),
  SILENT(
      "数据源中断",
      "silent sources",
      "数据源 source|名称 name|已担保至 vouched until|状态 state",
      """
      $steps
      SELECT
          county_id, subject, sources.name_zh, toString(since_date),
          multiIf(state != 'resolved', '仍中断 still silent',
              resolution = 'recovered', '当日恢复 spoke again', '不再报送 reports no more')
      FROM steps
      LEFT JOIN
      (
          SELECT fields['source'] AS source, fields['name_zh'] AS name_zh
          FROM duixian.reference FINAL
          WHERE file = 'reference/sources.csv' AND version = $version
      ) AS sources ON sources.source = subject
      WHERE commitment_id = 'DATA' AND is_last AND (state != 'resolved' OR said_on = $day)
      ORDER BY county_id, subject, alert_id"""),
  MISSING(
      "数据缺失的承诺",
      "promises whose data are missing",
      "承诺 commitment|地区 areas|地区数 number",
      """
      SELECT
          county_id, concat(commitment_id, ' ', any(commitment)),
          concat(arrayStringConcat(arraySlice(arraySort(groupArray(area)), 1, 6), '、'),
              if(count() > 6, '…', '')),
          count()
      FROM duixian.v_standing(day = $day)
      WHERE verdict = 'no_data'
      GROUP BY county_id, commitment_id
      ORDER BY county_id, commitment_id"""),
  OWED(
      "未办结(各地区合计)",
      "units open, summed over areas",
      """
      承诺 commitment|最早截至 oldest as of|当日已报地区 areas told that day|应报地区 of areas|\
      未办结 open|其中逾期 overdue""",
      """
      WITH (commitment, n) -> multiIf(
          isNull(n), '–', n < 5 AND startsWith(commitment, 'C20'), '<5', toString(n)) AS said
      SELECT
          above.within_id AS county, concat(commitment_id, ' ', any(c.name_zh)),
          ifNull(toString(min(o.told_on)), '–'), countIf(o.told_on = $day) AS told, count() AS areas,
          said(commitment_id, sum(o.open_units) AS units),
          said(commitment_id, sum(o.overdue_units))
      FROM duixian.v_owed(day = $day) AS o
      INNER JOIN duixian.v_area_above AS above
          ON above.version = $version AND above.within = 'county' AND above.area_id = o.area_id
      LEFT JOIN duixian.v_commitments AS c
          ON c.version = $version AND c.commitment_id = o.commitment_id
      GROUP BY county, o.commitment_id AS commitment_id
      HAVING units >= if(startsWith(commitment_id, 'C20'), 5, 1) OR told < areas
      ORDER BY county, commitment_id"""),
  INTAKE(
      "当日到达的去向",
      "what became of what arrived that day",
      """
      核对 check|到达 arrived|计入 accounted|重复 duplicate|过迟 too late|无关 irrelevant|\
      拒收 rejected|差额 difference""",
      """
      SELECT
          county,
          if(countIf(NOT i.is_balanced) = 0, '已平 accounted for',
              concat('未平 open: ', arrayStringConcat(groupArrayIf(5)(i.source, NOT i.is_balanced), ' '))),
          sum(i.arrived), sum(i.accounted), sum(i.duplicate), sum(i.too_late), sum(i.irrelevant),
          sum(i.rejected), sum(i.difference)
      FROM duixian.v_intake_sources(
          since = toTimeZone(toDateTime($day, 'Asia/Shanghai'), 'UTC'),
          until = toTimeZone(toDateTime($day + 1, 'Asia/Shanghai'), 'UTC')) AS i
      LEFT JOIN
      (
          SELECT r.fields['source'] AS source, if(a.level = 'county', a.area_id, a.parent_id) AS county
          FROM duixian.reference AS r FINAL
          INNER JOIN duixian.v_areas AS a
              ON a.version = r.version AND a.area_id = r.fields['home_area_id']
          WHERE r.file = 'reference/sources.csv' AND r.version = $version
      ) AS home ON home.source = i.source
      GROUP BY county
      ORDER BY county"""),
  HEAD(
      "封存链头",
      "head of the hash chain",
      "县:环:链头 county:number:head|日期 date",
      """
      SELECT
          county_id,
          concat(county_id, ':', toString(max(number)), ':', argMax(head, number)),
          toString(argMax(date, number))
      FROM duixian.chain
      GROUP BY county_id
      ORDER BY county_id""");

  /** Every step that had been said when the day had been closed. */
  private static final String STEPS =
      """
      WITH steps AS
      (
          SELECT
              s.alert_id AS alert_id, s.revision AS revision, s.county_id AS county_id,
              s.area_id AS area_id, s.commitment_id AS commitment_id, s.subject AS subject,
              toString(s.severity) AS severity, toString(s.state) AS state,
              s.resolution AS resolution, s.since_date AS since_date,
              s.service_date AS service_date, s.at AS at,
              s.acknowledged_by AS acknowledged_by, s.ack_due_at AS ack_due_at,
              s.held_by AS held_by,
              c.name_zh AS commitment,
              if($care, '—', concat(s.area_id, ' ', a.name_zh)) AS place,
              if($care, '—', s.alert_id) AS alert,
              greatest(s.service_date, toDate(s.at, 'Asia/Shanghai') - 1) AS said_on,
              row_number() OVER (PARTITION BY s.alert_id ORDER BY s.revision DESC) = 1 AS is_last
          FROM duixian.v_alert_steps AS s
          LEFT JOIN duixian.v_areas AS a
              ON a.version = s.reference_version AND a.area_id = s.area_id
          LEFT JOIN duixian.v_commitments AS c
              ON c.version = s.reference_version AND c.commitment_id = s.commitment_id
          WHERE s.state != 'reminded' AND said_on <= $day
      )""";

  /** By which seal the day was sealed, and by which what was said before. */
  private static final String SEALS =
      """
      seals AS
      (
          SELECT
              read_at, max(date) AS through,
              max(through) OVER (
                  ORDER BY read_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
          FROM duixian.chain
          GROUP BY read_at
      ),
      (SELECT max(read_at) FROM seals WHERE before <= $day AND through > $day) AS sealed,
      (SELECT max(read_at) FROM seals WHERE before < through AND read_at < sealed) AS sealed_before""";

  private static final String STEP =
      """
      transform(state, ['raised', 'escalated', 'resolved'],
          ['发出 raised', '升级 escalated', '解除 resolved'], state)""";

  private static final String SEVERITY =
      "transform(severity, ['red', 'yellow'], ['红 red', '黄 yellow'], severity)";

  private static final String CARE = "startsWith(s.commitment_id, 'C20')";

  private static final String VERSION =
      """
      (SELECT argMax(reference_version, judged_at) FROM duixian.service_levels
       WHERE window_days = 28 AND service_date = $day)""";

  private final String zh;
  private final String en;
  private final String columns;
  private final String sql;

  DigestPart(String zh, String en, String columns, String sql) {
    this.zh = zh;
    this.en = en;
    this.columns = columns;
    this.sql = sql;
  }

  public String zh() {
    return zh;
  }

  public String en() {
    return en;
  }

  public List<String> columns() {
    return List.of(columns.split("\\|"));
  }

  /** The rows of each county, a text per column; of none what belongs to no county. */
  public Map<String, List<List<String>>> rows(ClickHouseAccess access, int serviceDate)
      throws SQLException {
    return ask(access, sql, serviceDate, columns().size());
  }

  /** The name of each county of the version by which the day was judged. */
  public static Map<String, String> counties(ClickHouseAccess access, int serviceDate)
      throws SQLException {
    var names = new TreeMap<String, String>();
    ask(
            access,
            "SELECT area_id, name_zh FROM duixian.v_areas WHERE level = 'county' AND version = $version",
            serviceDate,
            1)
        .forEach((id, rows) -> names.put(id, rows.get(0).get(0)));
    return names;
  }

  /** The name of the city that the day was judged for; a simulated one says so. */
  public static String city(ClickHouseAccess access, int serviceDate) throws SQLException {
    return ask(
            access,
            "SELECT '', name_zh FROM duixian.v_cities WHERE version = $version",
            serviceDate,
            1)
        .get("")
        .get(0)
        .get(0);
  }

  /** Why nobody knows what was said late of earlier days; empty if it is known. */
  public static String whyLateIsUnknown(ClickHouseAccess access, int serviceDate)
      throws SQLException {
    String why =
        """
        WITH $seals
        SELECT '', multiIf(
            sealed = toDateTime64(0, 3), '当日尚未封存 the day has not been sealed',
            sealed_before = toDateTime64(0, 3),
            '未知:此前没有封存可比 unknown: there was no seal before to compare with', '')""";
    return ask(access, why, serviceDate, 1).get("").get(0).get(0);
  }

  /** The service days that have been judged, the newest first. */
  public static List<Integer> judged(ClickHouseAccess access) throws SQLException {
    var days = new ArrayList<Integer>();
    access.forEach(
        """
        SELECT DISTINCT toString(service_date) FROM duixian.service_levels
        WHERE window_days = 28 ORDER BY service_date DESC""",
        row -> days.add(ServiceDates.parse(row.getString(1))));
    return days;
  }

  private static Map<String, List<List<String>>> ask(
      ClickHouseAccess access, String sql, int serviceDate, int columns) throws SQLException {
    String day = "toDate('" + ServiceDates.format(serviceDate) + "')";
    String bound =
        sql.replace("$steps", STEPS)
            .replace("$seals", SEALS)
            .replace("$step", STEP)
            .replace("$severity", SEVERITY)
            .replace("$care", CARE)
            .replace("$version", VERSION)
            .replace("$day", day);
    var rows = new TreeMap<String, List<List<String>>>();
    access.forEach(
        bound,
        row -> {
          var cells = new ArrayList<String>();
          for (int i = 0; i < columns; i++) {
            cells.add(row.getString(i + 2));
          }
          rows.computeIfAbsent(row.getString(1), county -> new ArrayList<>()).add(cells);
        });
    return rows;
  }
}
