package org.duixian.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.duixian.MapTable;
import org.duixian.TestCity;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.RuleBooks;
import org.duixian.commitment.SourceSilence;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.Test;

final class AreaAlertsTest {
  private static final int DAY = ServiceDates.parse("2020-05-06");

  private final AreaAlerts areaAlerts =
      new AreaAlerts(
          RuleBooks.of(TestCity.demoRegistry(), TestCity.CATALOGUE),
          AlertActions.NONE,
          AlertLink.NONE);
  private final MapTable<String, AlertState> states = new MapTable<>();
  private final List<Alert> alerts = new ArrayList<>();

  private void take(ServiceLevel level) {
    areaAlerts.on(level, "", List.of(), states, alerts::add);
  }

  private static ServiceLevel of(
      String areaId, Verdict verdict, int windowDays, long good, long total, String hardRule) {
    var like = AlertLifeTest.level("C05", windowDays, DAY, verdict);
    return new ServiceLevel(
        areaId,
        hardRule.isEmpty() ? "C05" : "C02",
        windowDays,
        DAY,
        good,
        total,
        good,
        total,
        0.9,
        0.724999,
        0.8599,
        4.5,
        verdict,
        hardRule,
        0,
        28,
        28,
        0,
        null,
        null,
        Map.of("called_late", total - good),
        List.of(),
        like.judgedMillis(),
        0,
        "1",
        "demo-1",
        "2019-11-21");
  }

  @Property(tries = 500)
  void atMostOneAlertIsOpenPerAreaAndCommitment(
      @ForAll @Size(max = 60) List<Verdict> verdicts, @ForAll @Size(60) List<Boolean> nextDay) {
    var itsStates = new MapTable<String, AlertState>();
    var told = new ArrayList<Alert>();
    int date = DAY;
    for (int i = 0; i < verdicts.size(); i++) {
      date += nextDay.get(i) ? 1 : 0;
      String commitmentId = i % 3 == 0 ? "C04" : "C05";
      // A promise does not come into force and out of it on one day.
      boolean inForce = verdicts.get(i) != Verdict.not_in_force;
      var verdict = inForce ? verdicts.get(i) : Verdict.too_few;
      areaAlerts.on(
          AlertLifeTest.level(commitmentId, 28, date, verdict),
          "",
          List.of(),
          itsStates,
          told::add);
    }

    var open = new HashMap<String, String>();
    var steps = new HashMap<String, Integer>();
    for (Alert each : told) {
      String id = open.get(each.commitmentId());
      switch (each.state()) {
        case "raised" -> {
          assertThat(id).isNull();
          assertThat(each.revision()).isEqualTo(steps.getOrDefault(each.alertId(), 0));
          open.put(each.commitmentId(), each.alertId());
        }
        case "escalated", "updated" -> assertThat(each.alertId()).isEqualTo(id);
        default -> {
          assertThat(each.alertId()).isEqualTo(id);
          assertThat(each.resolution()).isNotEmpty();
          open.remove(each.commitmentId());
        }
      }
      steps.merge(each.alertId(), 1, Integer::sum);
    }
    assertThat(told.stream().map(each -> each.alertId() + each.revision())).doesNotHaveDuplicates();
  }

  @Test
  void theNoticeSaysWhoWhatHowMuchAndWhy() {
    take(of("f01", Verdict.breached, 28, 80, 100, ""));

    assertThat(alerts.get(0).textZh())
        .startsWith("〔模拟数据〕【红】原鹤望岭镇(现属")
        .endsWith(
            "“取号等候不超时”未兑现。近28天80/100件=80.0%,承诺90.0%。真实水平可能在72.4%至85.9%之间。"
                + "主要原因:超20分钟才叫号(20件)。自5月6日起。请新设乡镇分管领导于5月8日前签收并核实,"
                + "抄送站点负责人、县级主管部门、改革督导。编号C05-f01-20200506");
    assertThat(alerts.get(0).textEn())
        .startsWith("(simulated) [RED] former Hewangling Town (now in ")
        .contains("Last 28 days: 80/100 tickets = 80.0%, promised 90.0%")
        .contains("Main causes: called after 20 minutes (20 tickets). ")
        .endsWith(
            "township-lead: acknowledge and verify by 2020-05-08"
                + " (also told: site-lead, county-bureau, reform-supervisor). Ref C05-f01-20200506");
  }

  @Test
  void aSplitTownshipIsNamedWithAllItsSuccessors() {
    take(of("f12", Verdict.at_risk, 28, 80, 100, ""));

    assertThat(alerts.get(0).townshipIds()).containsExactlyInAnyOrder("t06", "t07");
    assertThat(alerts.get(0).textZh()).contains("【黄】原桐笛乡(现分属").contains("有风险");
    assertThat(alerts.get(0).recipients()).containsExactly("site-lead");
  }

  @Test
  void aBrokenHardRuleIsNamedAsSuch() {
    take(of("f01", Verdict.breached, 1, 0, 240, "shut_4h"));

    assertThat(alerts.get(0).textZh()).contains("5月6日连续4小时以上应开放而无人服务。当日应有4小时,实有0小时=0.0%");
    assertThat(alerts.get(0).textEn())
        .contains(
            "On 2020-05-06 no service for four posted hours in a row. That day: 0 h of 4 h = 0.0%");
  }

  @Test
  void aShareShortOfThePromiseIsNeverRoundedUpToIt() {
    take(of("f01", Verdict.breached, 28, 8_999, 10_000, ""));

    assertThat(alerts.get(0).textZh()).contains("=89.9%,承诺90.0%");
  }

  @Test
  void aRecoveryIsToldAsResolved() {
    take(of("f01", Verdict.breached, 28, 80, 100, ""));
    for (int i = 1; i <= 3; i++) {
      take(AlertLifeTest.level("C05", 28, DAY + i, Verdict.met));
    }

    assertThat(alerts).hasSize(2);
    assertThat(alerts.get(1).textZh()).contains("【解除】").contains("已有3个服务日达标");
    assertThat(alerts.get(1).textEn()).contains("kept on three service days");
  }

  @Test
  void aSilentSourceIsToldOnceAndResolvedOnce() {
    long millis = ServiceDates.startMillis(DAY);
    var silent =
        new SourceSilence("f01", "f01", "/demo/c01/hall/f01", "hall", true, millis, 0, millis + 1);
    var speaks =
        new SourceSilence("f01", "f01", "/demo/c01/hall/f01", "hall", false, millis, 0, millis + 2);
    for (var each : List.of(speaks, silent, silent, speaks, speaks)) {
      areaAlerts.on(each, states, alerts::add);
    }

    assertThat(alerts).extracting(Alert::state).containsExactly("raised", "resolved");
    assertThat(alerts.get(0).commitmentId()).isEqualTo("DATA");
    assertThat(alerts.get(0).recipients()).containsExactly("data-owner");
    assertThat(alerts.get(0).textZh()).contains("中断(自2020-05-06 00:00起无心跳)").contains("不作达标处理");
    assertThat(alerts.get(0).textEn()).contains("show \"no data\", not \"met\"");
  }
}
