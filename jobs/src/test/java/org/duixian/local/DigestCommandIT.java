package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duixian.edge.ClickHouseSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One day of two counties, every row of which was inserted twice, told as a digest. */
final class DigestCommandIT {
  /** 9 May 2020 was a Saturday on which people worked, for the days off of May Day. */
  private static final Set<LocalDate> WORKED = Set.of(LocalDate.of(2020, 5, 9));

  private static final Set<LocalDate> OFF =
      IntStream.rangeClosed(1, 5)
          .mapToObj(day -> LocalDate.of(2020, 5, day))
          .collect(Collectors.toSet());

  private static final List<String> HISTORY =
      List.of(
          """
          INSERT INTO duixian.reference (version, applies_from, published_at, file, line, fields)
          VALUES
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'reference/reference.yaml', 1,
              {'city': 'x', 'name.zh': '试城（模拟）', 'simulated': 'true'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'reference/areas.csv', 2,
              {'area_id': 'c1', 'level': 'county', 'name_zh': '东县', 'parent_id': 'city'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'reference/areas.csv', 3,
              {'area_id': 'c2', 'level': 'county', 'name_zh': '西县', 'parent_id': 'city'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'reference/areas.csv', 4,
              {'area_id': 'f1', 'level': 'former_township', 'name_zh': '甲乡', 'parent_id': 'c1'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'reference/areas.csv', 5,
              {'area_id': 'f2', 'level': 'former_township', 'name_zh': '乙乡', 'parent_id': 'c1'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'reference/areas.csv', 6,
              {'area_id': 'f3', 'level': 'former_township', 'name_zh': '丙乡', 'parent_id': 'c2'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'reference/areas.csv', 7,
              {'area_id': 'f4', 'level': 'former_township', 'name_zh': '丁乡', 'parent_id': 'c1'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'commitments/C20.yaml', 1,
              {'id': 'C20', 'name.zh': '按期走访', 'meter': 'deadline'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'commitments/C04.yaml', 1,
              {'id': 'C04', 'name.zh': '到站能办成'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'commitments/C05.yaml', 1,
              {'id': 'C05', 'name.zh': '按时办结', 'meter': 'deadline'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'commitments/C13.yaml', 1,
              {'id': 'C13', 'name.zh': '班车照跑'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'reference/sources.csv', 2,
              {'source': '/hall', 'name_zh': '甲乡叫号', 'home_area_id': 'f1'}),
          ('v1', '1970-01-01', '2020-03-01 00:00:00', 'reference/sources.csv', 3,
              {'source': '/bus', 'name_zh': '西县客运', 'home_area_id': 'c2'})""",
          """
          INSERT INTO duixian.service_levels (area_id, commitment_id, window_days, service_date,
              revision, good, total, verdict, judged_at, reference_version, open_units, overdue_units)
          VALUES
          ('f1', 'C04', 28, '2020-05-20', 0, 8, 20, 'breached', '2020-05-20 16:15:00', 'v1', NULL, NULL),
          ('f3', 'C13', 28, '2020-05-20', 0, 0, 0, 'no_data', '2020-05-20 16:10:00', 'v1', NULL, NULL),
          ('f1', 'C13', 28, '2020-05-20', 0, 0, 0, 'no_data', '2020-05-20 16:10:00', 'v1', NULL, NULL),
          ('f1', 'C13', 28, '2020-05-20', 1, 9, 9, 'met', '2020-05-20 16:10:00', 'v1', NULL, NULL),
          ('f1', 'C05', 1, '2020-05-19', 0, 0, 0, '', '2020-05-19 16:15:00', 'v1', 9, 9),
          ('f1', 'C05', 1, '2020-05-20', 0, 0, 0, '', '2020-05-20 16:15:00', 'v1', 5, 2),
          ('f2', 'C05', 1, '2020-05-18', 0, 0, 0, '', '2020-05-18 16:15:00', 'v1', 3, 0),
          ('f3', 'C05', 1, '2020-05-20', 0, 0, 0, '', '2020-05-20 16:15:00', 'v1', 0, 0),
          ('f1', 'C20', 1, '2020-05-20', 0, 0, 0, '', '2020-05-20 16:15:00', 'v1', 6, 2),
          ('f3', 'C20', 1, '2020-05-20', 0, 0, 0, '', '2020-05-20 16:15:00', 'v1', 4, 4),
          -- f4 told of no day alone, and its care is not in force
          ('f1', 'C05', 28, '2020-05-20', 0, 9, 9, 'met', '2020-05-20 16:15:00', 'v1', NULL, NULL),
          ('f2', 'C05', 28, '2020-05-20', 0, 9, 9, 'met', '2020-05-20 16:15:00', 'v1', NULL, NULL),
          ('f3', 'C05', 28, '2020-05-20', 0, 9, 9, 'met', '2020-05-20 16:15:00', 'v1', NULL, NULL),
          ('f4', 'C05', 28, '2020-05-20', 0, 9, 9, 'met', '2020-05-20 16:15:00', 'v1', NULL, NULL),
          ('f4', 'C20', 28, '2020-05-20', 0, 0, 0, 'not_in_force', '2020-05-20 16:15:00', 'v1', NULL, NULL),
          ('f1', 'C20', 28, '2020-05-20', 0, 9, 9, 'met', '2020-05-20 16:15:00', 'v1', NULL, NULL),
          ('f3', 'C20', 28, '2020-05-20', 0, 9, 9, 'met', '2020-05-20 16:15:00', 'v1', NULL, NULL),
          ('f2', 'C04', 1, '2020-05-21', 0, 0, 1, 'breached', '2020-05-21 02:00:00', 'v1', NULL, NULL)""",
          """
          INSERT INTO duixian.alerts (alert_id, revision, area_id, county_id, commitment_id, subject,
              severity, state, since_date, service_date, at, reference_version, ack_due_at, held_by)
          VALUES
          -- there is time yet; and while one is held nobody is asked for anything, whatever its limit
          ('C04-f3-20200519', 0, 'f3', 'c2', 'C04', '', 'red', 'raised', '2020-05-19', '2020-05-19',
              '2020-05-19 16:00:00', 'v1', '2020-05-22 16:00:00', ''),
          ('C05-f3-20200518', 9, 'f3', 'c2', 'C05', '', 'red', 'held', '2020-05-18', '2020-05-20',
              '2020-05-20 16:20:00', 'v1', '2020-05-20 16:00:00', '/bus')""",
          """
          INSERT INTO duixian.alerts (alert_id, revision, area_id, county_id, commitment_id, subject,
              severity, state, resolution, since_date, service_date, at, reference_version,
              acknowledged_by, ack_due_at)
          VALUES
          -- red on 7 May in Shanghai: with the 9th it has been so for ten working days
          ('C04-f1-20200506', 0, 'f1', 'c1', 'C04', '', 'red', 'raised', '', '2020-05-06',
              '2020-05-06', '2020-05-06 16:15:00', 'v1', '', NULL),
          ('C04-f1-20200506', 1, 'f1', 'c1', 'C04', '', 'red', 'updated', '', '2020-05-06',
              '2020-05-20', '2020-05-20 16:15:00', 'v1', 'township-lead', NULL),
          -- a day less, though it was yellow before
          ('C05-f2-20200501', 0, 'f2', 'c1', 'C05', '', 'yellow', 'raised', '', '2020-05-01',
              '2020-05-01', '2020-05-01 16:15:00', 'v1', '', NULL),
          ('C05-f2-20200501', 1, 'f2', 'c1', 'C05', '', 'red', 'escalated', '', '2020-05-01',
              '2020-05-07', '2020-05-07 16:15:00', 'v1', '', '2020-05-20 16:00:00'),
          -- resolved the day after
          ('C04-f2-20200520', 0, 'f2', 'c1', 'C04', '', 'yellow', 'raised', '', '2020-05-20',
              '2020-05-20', '2020-05-20 16:15:00', 'v1', '', NULL),
          ('C04-f2-20200520', 1, 'f2', 'c1', 'C04', '', 'yellow', 'resolved', 'recovered',
              '2020-05-20', '2020-05-21', '2020-05-21 16:15:00', 'v1', '', NULL),
          -- of the 10th it was said on the 20th that it was kept
          ('C13-f1-20200510', 0, 'f1', 'c1', 'C13', '', 'yellow', 'raised', '', '2020-05-10',
              '2020-05-10', '2020-05-10 16:10:00', 'v1', '', NULL),
          ('C13-f1-20200510', 1, 'f1', 'c1', 'C13', '', 'yellow', 'resolved', 'restated',
              '2020-05-10', '2020-05-10', '2020-05-20 16:10:00', 'v1', '', NULL),
          -- the 18th was closed 48 hours after its end
          ('C05-f3-20200518', 0, 'f3', 'c2', 'C05', '', 'red', 'raised', '', '2020-05-18',
              '2020-05-18', '2020-05-20 16:00:00', 'v1', '', '2020-05-21 16:00:00'),
          ('DATA-hall-1', 0, 'f1', 'c1', 'DATA', '/hall', 'yellow', 'raised', '', '2020-05-17',
              '2020-05-18', '2020-05-18 04:00:00', 'v1', '', NULL),
          ('DATA-hall-1', 1, 'f1', 'c1', 'DATA', '/hall', 'yellow', 'resolved', 'recovered',
              '2020-05-17', '2020-05-20', '2020-05-20 02:00:00', 'v1', '', NULL),
          ('DATA-bus-1', 0, 'c2', 'c2', 'DATA', '/bus', 'yellow', 'raised', '', '2020-05-18',
              '2020-05-19', '2020-05-19 03:00:00', 'v1', '', NULL),
          ('REMIND-C05-f1', 0, 'f1', 'c1', 'C05', '', 'reminder', 'reminded', '', '2020-05-20',
              '2020-05-20', '2020-05-20 01:00:00', 'v1', '', NULL)""",
          """
          INSERT INTO duixian.events (topic, partition, offset, arrived_at, source, id, type, time,
              decoded)
          VALUES
          ('events.hall', 0, 1, '2020-05-19 15:59:00', '/hall', 'a', 'x', '2020-05-19 15:59:00', 1),
          ('events.hall', 0, 2, '2020-05-19 16:00:00', '/hall', 'b', 'x', '2020-05-19 16:00:00', 1),
          ('events.hall', 0, 3, '2020-05-20 15:59:00', '/hall', 'c', 'x', '2020-05-20 15:59:00', 1),
          ('events.bus', 0, 1, '2020-05-20 01:00:00', '/bus', 'a', 'x', '2020-05-20 01:00:00', 1),
          ('events.bus', 0, 2, '2020-05-20 02:00:00', '', '', '', NULL, 0)""",
          """
          INSERT INTO duixian.rejected_events (topic, partition, offset, arrived_at, source, reason)
          VALUES ('events.bus', 0, 2, '2020-05-20 02:00:00', '', 'not_json')""",
          """
          INSERT INTO duixian.intake (source, hour, area_id, accounted, duplicate)
          VALUES
          ('/hall', '2020-05-19 15:00:00', 'f1', 1, 0),
          ('/hall', '2020-05-19 16:00:00', 'f1', 1, 0),
          ('/hall', '2020-05-20 15:00:00', 'f1', 0, 1)""",
          """
          INSERT INTO duixian.chain (county_id, number, date, previous, lines, head, read_at)
          VALUES
          ('c1', 1, '2020-05-20', '00', [concat('alerts|f1|C04|2020-05-06|C04-f1-20200506|0 ',
              repeat('0', 64))], '9f', '2020-05-20 17:00:00'),
          -- of what this seals some had been said of a day told before, and some of the day itself
          ('c1', 2, '2020-05-21', '9f', [concat('alerts|f2|C05|2020-05-07|C05-f2-20200501|1 ',
              repeat('1', 64)), concat('alerts|f2|C04|2020-05-20|C04-f2-20200520|0 ',
              repeat('2', 64))], '2c', '2020-05-21 17:00:00')""");

  @TempDir private static Path dir;
  private static ClickHouseProcess server;

  @BeforeAll
  static void start() throws Exception {
    server = ClickHouseProcess.start(dir, LibChdb.find(Home.dir()));
    ClickHouseSchema.apply(server.access());
  }

  private static void fill() {
    for (int time = 0; time < 2; time++) {
      HISTORY.forEach(server::execute);
      for (int day = 1; day <= 31; day++) {
        LocalDate date = LocalDate.of(2020, 5, day);
        boolean works =
            WORKED.contains(date) || date.getDayOfWeek().getValue() < 6 && !OFF.contains(date);
        server.execute(
            """
            INSERT INTO duixian.reference (version, applies_from, published_at, file, line, fields)
            VALUES ('v1', '1970-01-01', '2020-03-01 00:00:00', 'reference/calendar.csv', %d,
                {'published_on': '2018-12-06', 'date': '%s', 'day_type': '%s'})"""
                .formatted(day, date, works ? "workday" : "rest_day"));
      }
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theNewestJudgedDayIsToldAndNoOther() {
    assertThat(digest())
        .isEqualTo("duixian: --clickhouse: the history has no judged service day\n");
    server.execute(HISTORY.get(1));
    assertThat(digest())
        .isEqualTo(
            "duixian: --clickhouse: the history does not hold yet the reference data by which"
                + " 2020-05-20 was judged\n");
    fill();

    assertThat(digest())
        .isEqualTo(
            """
            试城（模拟） 每日简报 2020-05-20 · daily digest

            ==== 东县 c1 ====

            预警 · alerts
            发出 raised  升级 escalated  解除 resolved  日终未解除 open at its end: 红 red  黄 yellow
                      1               0              1                                   2          1

            当日变动 · what moved
            变动 step      级别 severity  承诺 commitment  地区 area  预警 alert
            发出 raised    黄 yellow      C04 到站能办成   f2 乙乡    C04-f2-20200520
            解除 resolved  黄 yellow      C13 班车照跑     f1 甲乡    C13-f1-20200510

            上次简报后补报的此前各日变动 · what moved on earlier days, said since the digest before
            变动 step       级别 severity  承诺 commitment  地区 area  预警 alert       所属日 day
            升级 escalated  红 red         C05 按时办结     f2 乙乡    C05-f2-20200501  2020-05-07

            未解除的红色预警 · open red alerts
            承诺 commitment  地区 area  转红 red on  签收 acknowledged   标记 mark                预警 alert       工作日 working days
            C04 到站能办成   f1 甲乡    2020-05-07   已签收 yes          满10个工作日 10 or more  C04-f1-20200506                   10
            C05 按时办结     f2 乙乡    2020-05-08   逾期未签收 overdue                           C05-f2-20200501                    9

            数据源中断 · silent sources
            数据源 source  名称 name  已担保至 vouched until  状态 state
            /hall          甲乡叫号   2020-05-17              当日恢复 spoke again

            数据缺失的承诺 · promises whose data are missing: 无 none

            未办结(各地区合计) · units open, summed over areas
            承诺 commitment  最早截至 oldest as of  当日已报地区 areas told that day  应报地区 of areas  未办结 open  其中逾期 overdue
            C05 按时办结     2020-05-18                                            1                  3            8                 2
            C20 按期走访     2020-05-20                                            1                  1            6                <5

            当日到达的去向 · what became of what arrived that day
            核对 check          到达 arrived  计入 accounted  重复 duplicate  过迟 too late  无关 irrelevant  拒收 rejected  差额 difference
            已平 accounted for             2               1               1              0                0              0                0

            封存链头 · head of the hash chain
            县:环:链头 county:number:head  日期 date
            c1:2:2c                        2020-05-21

            ==== 西县 c2 ====

            预警 · alerts
            发出 raised  升级 escalated  解除 resolved  日终未解除 open at its end: 红 red  黄 yellow
                      1               0              0                                   2          0

            当日变动 · what moved
            变动 step    级别 severity  承诺 commitment  地区 area  预警 alert
            发出 raised  红 red         C05 按时办结     f3 丙乡    C05-f3-20200518

            上次简报后补报的此前各日变动 · what moved on earlier days, said since the digest before: 无 none

            未解除的红色预警 · open red alerts
            承诺 commitment  地区 area  转红 red on  签收 acknowledged      标记 mark  预警 alert       工作日 working days
            C04 到站能办成   f3 丙乡    2020-05-20   未签收 no                         C04-f3-20200519                    0
            C05 按时办结     f3 丙乡    2020-05-21   因数据源中断暂挂 held             C05-f3-20200518                    0

            数据源中断 · silent sources
            数据源 source  名称 name  已担保至 vouched until  状态 state
            /bus           西县客运   2020-05-18              仍中断 still silent

            数据缺失的承诺 · promises whose data are missing
            承诺 commitment  地区 areas  地区数 number
            C13 班车照跑     丙乡                    1

            未办结(各地区合计) · units open, summed over areas: 无 none

            当日到达的去向 · what became of what arrived that day
            核对 check       到达 arrived  计入 accounted  重复 duplicate  过迟 too late  无关 irrelevant  拒收 rejected  差额 difference
            未平 open: /bus             1               0               0              0                0              0                1

            封存链头 · head of the hash chain: 尚未封存 nothing has been sealed

            ==== 不属任何县 of no county ====

            当日到达的去向 · what became of what arrived that day
            核对 check          到达 arrived  计入 accounted  重复 duplicate  过迟 too late  无关 irrelevant  拒收 rejected  差额 difference
            已平 accounted for             1               0               0              0                0              1                0
            """);
    assertThat(digest("--date=2020-05-20")).isEqualTo(digest());
    server.execute("ALTER TABLE duixian.chain DELETE WHERE number = 1 SETTINGS mutations_sync = 1");
    assertThat(late(digest()))
        .isEqualTo(Set.of("未知:此前没有封存可比 unknown: there was no seal before to compare with"));
    server.execute("TRUNCATE TABLE duixian.chain");
    assertThat(late(digest())).isEqualTo(Set.of("当日尚未封存 the day has not been sealed"));
    assertThat(digest("--date=2020-05-21"))
        .isEqualTo(
            "duixian: --date: 2020-05-21 has not been judged; the newest judged service day is"
                + " 2020-05-20\n");
    assertThat(digest("--date=20.5.2020"))
        .startsWith("--date: not a date like 2020-04-27: 20.5.2020\n");
  }

  /** What is said, of whatever county, instead of what was said late. */
  private static Set<String> late(String digest) {
    return digest
        .lines()
        .filter(line -> line.startsWith("上次简报后"))
        .map(line -> line.substring(line.indexOf(": ") + 2))
        .collect(Collectors.toSet());
  }

  private static String digest(String... arguments) {
    var said = new StringWriter();
    var all =
        new ArrayList<>(
            List.of(
                "digest",
                "--clickhouse=http://127.0.0.1:" + server.httpPort(),
                "--clickhouse-password=" + server.auditor().password()));
    all.addAll(List.of(arguments));
    Main.commandLine()
        .setOut(new PrintWriter(said, true))
        .setErr(new PrintWriter(said, true))
        .execute(all.toArray(String[]::new));
    return said.toString();
  }
}
