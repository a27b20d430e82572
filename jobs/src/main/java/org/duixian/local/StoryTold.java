package org.duixian.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.duixian.alert.AreaAlerts;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Commitment;
import org.duixian.local.HistoryTables.DayUnits;
import org.duixian.local.HistoryTables.Said;
import org.duixian.local.HistoryTables.Share;
import org.duixian.local.sim.Story;

/** One story in two lines, with the numbers that ClickHouse has for it. */
final class StoryTold {
  private final Story story;
  private final Registry registry;
  private final Catalogue catalogue;
  private final HistoryTables history;

  StoryTold(Story story, Registry registry, Catalogue catalogue, HistoryTables history) {
    this.story = story;
    this.registry = registry;
    this.catalogue = catalogue;
    this.history = history;
  }

  /** A Chinese line and an English one. */
  List<String> lines() {
    return switch (story.kind()) {
      case ADVICE_ONLY_HALL -> adviceOnly();
      case SLOW_CLINIC -> hiddenInTheAverage();
      case SILENT_FEED -> silentFeed();
      case UNSOLVED_REQUESTS -> unsolved();
      case OVERDUE_BODIES -> overdue();
      case CUT_TIMETABLE -> fewerTrips();
      case SHRUNKEN_LIST -> fewerItems();
      case ABSENT_OFFICER -> officerGone();
      case SHORT_MONEY -> lessMoney();
      case ANNOUNCED_REPAIRS -> announcedRepairs();
      case NOTIFIED_SUSPENSION -> notifiedSuspension();
    };
  }

  private List<String> adviceOnly() {
    String areaId = story.areaId(registry);
    var handled = latest(areaId, story.kind().commitmentId());
    var open = latest(areaId, "C02");
    return List.of(
        "① %s便民服务站：门开着、人也在（在岗时间 %s），却只咨询不办理：办成 %s（%d/%d），承诺 %s"
            .formatted(
                name(areaId),
                percent(open.share()),
                percent(handled.share()),
                handled.good(),
                handled.total(),
                percent(objective())),
        "  The station is open and staffed (%s of posted minutes) but only advises: %s handled, %s promised"
            .formatted(percent(open.share()), percent(handled.share()), percent(objective())));
  }

  private List<String> hiddenInTheAverage() {
    String areaId = story.areaId(registry);
    Map<String, Share> shares = history.latestShares(story.kind().commitmentId());
    var own = shares.getOrDefault(areaId, new Share(0, 0));
    var zh = new ArrayList<String>();
    var en = new ArrayList<String>();
    for (String township : registry.successorsOf(areaId, story.from())) {
      long good = 0;
      long total = 0;
      for (String former : registry.formersOf(township)) {
        var share = shares.getOrDefault(former, new Share(0, 0));
        good += share.good();
        total += share.total();
      }
      String share = percent(new Share(good, total).share());
      zh.add(name(township) + " " + share);
      en.add(share);
    }
    var compared = latest(areaId, "C24");
    long behind = compared.total() - compared.good();
    return List.of(
        "② %s（拆分到%s）：候诊达标只有 %s（%d/%d），新乡镇平均却是 %s，承诺 %s；与驻地相比 %d 项承诺中 %d 项落后"
            .formatted(
                name(areaId),
                String.join(
                    "、",
                    registry.successorsOf(areaId, story.from()).stream().map(this::name).toList()),
                percent(own.share()),
                own.good(),
                own.total(),
                String.join("、", zh),
                percent(objective()),
                compared.total(),
                behind),
        "  A split township slips to %s; its successors' averages of %s would hide it (%s promised); behind the seat in %d of %d commitments"
            .formatted(
                percent(own.share()),
                String.join(" and ", en),
                percent(objective()),
                behind,
                compared.total()));
  }

  private List<String> silentFeed() {
    String stream = registry.getSource(story.place()).stream();
    int dark = 0;
    int restated = 0;
    int breached = 0;
    for (Commitment commitment : catalogue.all()) {
      for (Said said : history.said(commitment.id(), story.from(), story.until())) {
        if (stream.equals(commitment.stream())
            && registry.scopes(story.place(), said.areaId()).contains(commitment.scope())) {
          dark += said.first().equals("no_data") ? 1 : 0;
          restated += said.first().equals("no_data") && !said.last().equals("no_data") ? 1 : 0;
          breached += said.breached() ? 1 : 0;
        }
      }
    }
    String days =
        ServiceDates.format(story.from()) + " … " + ServiceDates.format(story.until() - 1);
    long steps =
        history.alertSteps().stream()
            .filter(step -> step.commitmentId().equals(AreaAlerts.DATA))
            .filter(step -> step.subject().equals(story.place()))
            .count();
    return List.of(
        "③ %s的数据在 %s 中断：%d 个结论先记“数据缺失”（不算达标，也不算未兑现），数据补到后重算 %d 个，误报未兑现 %d 个"
            .formatted(registry.getSource(story.place()).nameZh(), days, dark, restated, breached),
        "  A feed dies (%s): %d levels read no_data, %d were restated when its backlog came, %d false breaches, %d data alert steps"
            .formatted(days, dark, restated, breached, steps));
  }

  private List<String> unsolved() {
    String areaId = story.areaId(registry);
    var solved = latest(areaId, story.kind().commitmentId());
    var replied = latest(areaId, "C11");
    return List.of(
        "④ %s的诉求：热线答复及时（%s），也都按期“办结”，回访却说没解决：按时办结且解决 %s（%d/%d），承诺 %s"
            .formatted(
                name(areaId),
                percent(replied.share()),
                percent(solved.share()),
                solved.good(),
                solved.total(),
                percent(objective())),
        "  The hotline replies (%s in time) and closes in time, but call-backs say unsolved: %s closed and solved, %s promised"
            .formatted(percent(replied.share()), percent(solved.share()), percent(objective())));
  }

  private List<String> overdue() {
    var kept = latest(story.areaId(registry), story.kind().commitmentId());
    return List.of(
        "⑤ %s的派驻机构没有按期设置，逾期 %d 天，其余改革节点按时：%s（%d/%d 节点·日），承诺 %s"
            .formatted(
                name(story.areaId(registry)),
                kept.total() - kept.good(),
                percent(kept.share()),
                kept.good(),
                kept.total(),
                percent(objective())),
        "  A new township's dispatched bodies are %d days overdue, all else is on date: %s of milestone-days, %s promised"
            .formatted(kept.total() - kept.good(), percent(kept.share()), percent(objective())));
  }

  private List<String> fewerTrips() {
    String areaId = story.areaId(registry);
    var now = latest(areaId, story.kind().commitmentId());
    var ran = latest(areaId, "C13");
    return List.of(
        "⑥ %s的班车：时刻表上的班次都开了（%s），时刻表却减了：只有撤并前的 %s（%d/%d）"
            .formatted(
                name(areaId), percent(ran.share()), percent(now.share()), now.good(), now.total()),
        "  Every timetabled bus runs (%s), but the timetable was cut: %s of the trips before the merger"
            .formatted(percent(ran.share()), percent(now.share())));
  }

  private List<String> fewerItems() {
    var listed = latest(story.areaId(registry), story.kind().commitmentId());
    return List.of(
        "⑦ %s便民服务站的新清单把一个能办的事项改成了只咨询：保留 %s（%d/%d 事项·日），承诺 %s"
            .formatted(
                name(story.areaId(registry)),
                percent(listed.share()),
                listed.good(),
                listed.total(),
                percent(objective())),
        "  A station's new list only advises on an item that it used to handle: %s of item-days retained, %s promised"
            .formatted(percent(listed.share()), percent(objective())));
  }

  private List<String> officerGone() {
    String areaId = story.areaId(registry);
    var onDuty = latest(areaId, story.kind().commitmentId());
    var open = latest(areaId, "C02");
    return List.of(
        "⑧ %s的站点照常开放（%s），留守干部却走了：在岗 %s（%d/%d 分钟），承诺 %s"
            .formatted(
                name(areaId),
                percent(open.share()),
                percent(onDuty.share()),
                onDuty.good(),
                onDuty.total(),
                percent(objective())),
        "  A station is open (%s), but the official who was to stay has left: on duty %s of the time, %s promised"
            .formatted(percent(open.share()), percent(onDuty.share()), percent(objective())));
  }

  private List<String> lessMoney() {
    var paid = latest(story.areaId(registry), story.kind().commitmentId());
    return List.of(
        String.format(
            Locale.ROOT,
            "⑨ %s的公共服务资金少拨，其余不少：拨付相当于基期的 %s（%,d/%,d 千元），承诺 %s",
            name(story.areaId(registry)),
            percent(paid.share()),
            paid.good(),
            paid.total(),
            percent(objective())),
        "  A new township is paid less for public services than its parts were: %s of the base year's money, %s promised"
            .formatted(percent(paid.share()), percent(objective())));
  }

  private List<String> announcedRepairs() {
    var units = units(story.kind().commitmentId());
    return List.of(
        "⑩ %s便民服务站按公告停办 %d 天：不评判（0 分钟），原始数仍可见（%d/%d 分钟），没有预警"
            .formatted(name(story.areaId(registry)), days(), units.rawGood(), units.rawTotal()),
        "  A station is shut for %d days of announced repairs: left out, visible raw (%d of %d minutes), and no alert"
            .formatted(days(), units.rawGood(), units.rawTotal()));
  }

  private List<String> notifiedSuspension() {
    var owed = units(story.kind().commitmentId());
    var supply = units("C14");
    return List.of(
        "⑪ %s的一条线路停运 %d 天，提前 40 天报备：停开的班次不算违约（应开 %d 班），但比撤并前少（%d/%d 班），没有红色预警"
            .formatted(
                name(story.areaId(registry)), days(), owed.total(), supply.good(), supply.total()),
        "  A route is suspended for %d days, notified 40 days before: its trips are not owed (%d others are), but missing against the baseline (%d of %d); no red alert"
            .formatted(days(), owed.total(), supply.good(), supply.total()));
  }

  private int days() {
    return story.until() - story.from();
  }

  /** Over the days of the story. */
  private DayUnits units(String commitmentId) {
    var sum = new DayUnits(0, 0, 0, 0);
    for (int date = story.from(); date < story.until(); date++) {
      sum = sum.plus(history.unitsOf(story.areaId(registry), commitmentId, date));
    }
    return sum;
  }

  private Share latest(String areaId, String commitmentId) {
    return history.latestShares(commitmentId).getOrDefault(areaId, new Share(0, 0));
  }

  private double objective() {
    return catalogue.get(story.kind().commitmentId()).objective();
  }

  private String name(String areaId) {
    return registry.getArea(areaId).nameZh();
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}
