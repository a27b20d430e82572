package org.duixian.alert;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duixian.area.Level;
import org.duixian.area.Registry;
import org.duixian.area.Site;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Commitment;
import org.duixian.commitment.Commitment.Words;
import org.duixian.commitment.Reminder;
import org.duixian.commitment.SourceSilence;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;

/**
 * The notice's text: who, what was promised, how much of it was kept, why not, what to do by when.
 * Names are cut so that no notice has more than {@value #MAX_BYTES} bytes of UTF-8, which is what
 * messengers take.
 */
final class AlertWording {
  static final int MAX_BYTES = 2048;
  private static final int NAME_BYTES = 120;
  private static final int CAUSE_BYTES = 90;
  private static final int SITE_BYTES = 60;
  private static final int UNIT_BYTES = 30;
  private static final int NOTE_BYTES = 900;
  private static final int MAIN_CAUSES = 3;
  private static final int SUCCESSORS = 3;
  private static final int SITES = 3;
  private static final int ROLES = 5;
  private static final int MINUTES_PER_HOUR = 60;
  private static final String AT_LEAST_ZH = "承诺不少于%s(低于%s为有风险,低于%s为未兑现)";
  private static final String AT_LEAST_EN =
      "promised at least %s (at risk below %s, not kept below %s)";

  private final Registry registry;
  private final AlertLink link;

  AlertWording(Registry registry, AlertLink link) {
    this.registry = registry;
    this.link = link;
  }

  /**
   * @param noneDueAt the places at which nothing has fallen due in the four weeks of the level;
   *     none where a day is revised, of which they are no longer known
   */
  String zh(
      AlertLife.Step step, ServiceLevel level, Commitment commitment, List<String> noneDueAt) {
    var text = new StringBuilder(simulatedZh());
    text.append('【')
        .append(tagZh(step))
        .append('】')
        .append(placeZh(level.areaId(), level.serviceDate()))
        .append(":“");
    text.append(cut(commitment.name().zh(), NAME_BYTES)).append('”');
    switch (step.state()) {
      case AlertLife.RESOLVED ->
          text.append(resolvedZh(step, level))
              .append(',')
              .append(sumsZh(level, commitment))
              .append('。');
      case AlertLife.ACKNOWLEDGED ->
          text.append(
                  "已由%s于%s签收".formatted(Roles.zh(step.acknowledgedBy()), dayZh(step.atMillis())))
              .append(step.note().isEmpty() ? "" : ":" + cut(step.note(), NOTE_BYTES))
              .append('。');
      case AlertLife.HELD ->
          text.append("暂挂:数据源%s中断,缺少证据,恢复前不再催办。".formatted(cut(step.heldBy(), NAME_BYTES)));
      default -> {
        boolean red = step.severity().equals(AlertLife.RED);
        text.append(red ? "未兑现。" : "有风险。");
        if (step.state().equals(AlertLife.RELEASED)) {
          text.append("数据源已恢复报送,继续督办。");
        }
        text.append(hardZh(level, commitment));
        text.append(sumsZh(level, commitment)).append('。');
        if (isNonePostedSomewhere(level, commitment)) {
          String rest = noneDueAt.size() > SITES ? "等%d处".formatted(noneDueAt.size()) : "";
          text.append(noneDueAt.isEmpty() ? "有站点" : siteNames(noneDueAt, "、") + rest)
              .append("近28天没有公布任何应兑现的服务时段。");
        }
        if (isEstimate(level, commitment)) {
          text.append(
              "真实水平可能在%s至%s之间。"
                  .formatted(percent(level.lowerShare()), percent(level.upperShare())));
        }
        text.append(causes(level, commitment, Words::zh, "主要原因:", "、", "(", "", ")", "。"));
        text.append("自").append(dateZh(step.sinceDate())).append("起。");
        text.append(askedZh(step, commitment));
      }
    }
    text.append("编号").append(step.alertId());
    String to = link.to(step.alertId());
    return text.append(to.isEmpty() ? "" : "。证据:" + to).toString();
  }

  /** The same in English. */
  String en(
      AlertLife.Step step, ServiceLevel level, Commitment commitment, List<String> noneDueAt) {
    var text = new StringBuilder(simulatedEn());
    text.append('[')
        .append(tagEn(step))
        .append("] ")
        .append(placeEn(level.areaId(), level.serviceDate()))
        .append(": \"");
    text.append(cut(commitment.name().en(), NAME_BYTES)).append("\" ");
    switch (step.state()) {
      case AlertLife.RESOLVED ->
          text.append(resolvedEn(step, level))
              .append(". ")
              .append(sumsEn(level, commitment))
              .append(". ");
      case AlertLife.ACKNOWLEDGED ->
          text.append(
                  "acknowledged by %s on %s"
                      .formatted(
                          step.acknowledgedBy(),
                          ServiceDates.format(ServiceDates.serviceDate(step.atMillis()))))
              .append(step.note().isEmpty() ? "" : ": " + cut(step.note(), NOTE_BYTES))
              .append(". ");
      case AlertLife.HELD ->
          text.append(
              "held: source %s is silent, so there is no evidence until it speaks again. "
                  .formatted(cut(step.heldBy(), NAME_BYTES)));
      default -> {
        boolean red = step.severity().equals(AlertLife.RED);
        text.append(red ? "not kept. " : "at risk. ");
        if (step.state().equals(AlertLife.RELEASED)) {
          text.append("Its source speaks again. ");
        }
        text.append(hardEn(level, commitment));
        text.append(sumsEn(level, commitment)).append(". ");
        if (isNonePostedSomewhere(level, commitment)) {
          int more = noneDueAt.size() - SITES;
          text.append("No service hours that could be kept were posted in 28 days at ")
              .append(noneDueAt.isEmpty() ? "a site" : siteNames(noneDueAt, ", "))
              .append(more > 0 ? " and %d more. ".formatted(more) : ". ");
        }
        if (isEstimate(level, commitment)) {
          text.append(
              "The true share is probably between %s and %s. "
                  .formatted(percent(level.lowerShare()), percent(level.upperShare())));
        }
        text.append(
            causes(level, commitment, Words::en, "Main causes: ", ", ", " (", " ", ")", ". "));
        text.append("Since ").append(ServiceDates.format(step.sinceDate())).append(". ");
        text.append(askedEn(step, commitment));
      }
    }
    text.append("Ref ").append(step.alertId());
    String to = link.to(step.alertId());
    return text.append(to.isEmpty() ? "" : ". Evidence: " + to).toString();
  }

  private static String tagZh(AlertLife.Step step) {
    String colour = step.severity().equals(AlertLife.RED) ? "红" : "黄";
    return switch (step.state()) {
      case AlertLife.UPDATED -> colour + "·更新";
      case AlertLife.ESCALATED -> colour + "·升级";
      case AlertLife.ACKNOWLEDGED -> colour + "·已签收";
      case AlertLife.HELD -> colour + "·暂挂";
      case AlertLife.RELEASED -> colour + "·恢复";
      case AlertLife.RESOLVED -> "解除";
      default -> colour;
    };
  }

  private static String tagEn(AlertLife.Step step) {
    String colour = step.severity().equals(AlertLife.RED) ? "RED" : "YELLOW";
    return switch (step.state()) {
      case AlertLife.RAISED -> colour;
      case AlertLife.RESOLVED -> "RESOLVED";
      default -> colour + ", " + step.state();
    };
  }

  private static String resolvedZh(AlertLife.Step step, ServiceLevel level) {
    Resolution why = Resolution.find(step.resolution()).orElseThrow();
    if (why != Resolution.RULE_CHANGED) {
      return why.zh();
    }
    return why.zh()
        + (level.verdict() == Verdict.not_in_force
            ? ",此项承诺不再列入"
            : ",自%s起按新规则评定".formatted(dateZh(level.serviceDate())));
  }

  private static String resolvedEn(AlertLife.Step step, ServiceLevel level) {
    return switch (step.resolution()) {
      case AlertLife.RECOVERED -> "kept on three service days";
      case AlertLife.RULE_CHANGED ->
          level.verdict() == Verdict.not_in_force
              ? "no longer among the commitments"
              : "judged by a changed rule from " + ServiceDates.format(level.serviceDate());
      case AlertLife.EXCLUDED -> "not judged, every day of the window is an announced exception";
      case AlertLife.RESTATED -> "was kept, as late data show; what was said is corrected";
      case AlertLife.EXPIRED -> "can no longer be judged for lack of data, which is not \"met\"";
      default -> "no longer in force";
    };
  }

  private static String askedZh(AlertLife.Step step, Commitment commitment) {
    var text = new StringBuilder();
    if (!step.acknowledgedBy().isEmpty()) {
      text.append("已由").append(Roles.zh(step.acknowledgedBy())).append("签收。");
    } else {
      String due = dayZh(step.ackDueMillis() - 1);
      if (isOverdue(step)) {
        text.append("逾期未签收(期限%s)。".formatted(due));
      }
      text.append("请").append(rolesZh(Roles.asked(step.severity(), commitment)));
      text.append(step.atMillis() < step.ackDueMillis() ? "于%s前".formatted(due) : "");
      text.append("签收并核实");
      var others = informed(step, commitment);
      text.append(others.isEmpty() ? "" : ",抄送" + rolesZh(others)).append('。');
    }
    return text.append(step.audited() ? "已满10个工作日未解除,报审计。" : "").toString();
  }

  private static String askedEn(AlertLife.Step step, Commitment commitment) {
    var text = new StringBuilder();
    if (!step.acknowledgedBy().isEmpty()) {
      text.append("Acknowledged by ").append(step.acknowledgedBy()).append(". ");
    } else {
      String due = ServiceDates.format(ServiceDates.serviceDate(step.ackDueMillis() - 1));
      if (isOverdue(step)) {
        text.append("Nobody has acknowledged it by %s. ".formatted(due));
      }
      text.append(rolesEn(Roles.asked(step.severity(), commitment)))
          .append(": acknowledge and verify")
          .append(step.atMillis() < step.ackDueMillis() ? " by " + due : "");
      var others = informed(step, commitment);
      text.append(others.isEmpty() ? ". " : " (also told: " + rolesEn(others) + "). ");
    }
    return text.append(step.audited() ? "Red for 10 working days: told to the auditor. " : "")
        .toString();
  }

  private static List<String> informed(AlertLife.Step step, Commitment commitment) {
    var others = new ArrayList<>(Roles.told(step, commitment));
    others.removeAll(Roles.asked(step.severity(), commitment));
    return others;
  }

  private static String rolesZh(List<String> roles) {
    return Roles.zh(roles.stream().limit(ROLES).map(role -> cut(role, UNIT_BYTES)).toList())
        + (roles.size() > ROLES ? "等" : "");
  }

  private static String rolesEn(List<String> roles) {
    return Roles.en(roles.stream().limit(ROLES).map(role -> cut(role, UNIT_BYTES)).toList())
        + (roles.size() > ROLES ? " and others" : "");
  }

  private static String hardZh(ServiceLevel level, Commitment commitment) {
    if (level.hardRule().isEmpty()) {
      return "";
    }
    return commitment.hardWords() == null
        ? dateZh(level.serviceDate()) + "触发硬性规则。"
        : dateZh(level.serviceDate()) + cut(commitment.hardWords().zh(), NAME_BYTES) + "。";
  }

  private static String hardEn(ServiceLevel level, Commitment commitment) {
    if (level.hardRule().isEmpty()) {
      return "";
    }
    String words =
        commitment.hardWords() == null
            ? "a hard rule was broken"
            : cut(commitment.hardWords().en(), NAME_BYTES);
    return "On " + ServiceDates.format(level.serviceDate()) + " " + words + ". ";
  }

  /** What is counted in full is no estimate. */
  private static boolean isEstimate(ServiceLevel level, Commitment commitment) {
    return level.windowDays() > 1
        && commitment.objective() < 1
        && !commitment.isSupply()
        && !Double.isNaN(level.lowerShare())
        && !Double.isNaN(level.upperShare());
  }

  String silenceZh(AlertLife.Step step, SourceSilence silence) {
    String source = silence.source();
    String end = "编号" + step.alertId();
    return Resolution.find(step.resolution())
        .map(why -> "%s【解除】数据源%s%s。%s".formatted(simulatedZh(), source, why.zhOfSource(), end))
        .orElseGet(
            () ->
                "%s【黄】数据源%s中断(自%s),相关承诺显示“数据缺失”,不作达标处理。请数据源责任人核实。%s"
                    .formatted(simulatedZh(), source, silentZh(silence), end));
  }

  String silenceEn(AlertLife.Step step, SourceSilence silence) {
    String source = silence.source();
    String end = "Ref " + step.alertId();
    if (step.resolution().equals(AlertLife.RULE_CHANGED)) {
      return "%s[RESOLVED] Source %s no longer reports, by new reference data. %s"
          .formatted(simulatedEn(), source, end);
    }
    return step.state().equals(AlertLife.RESOLVED)
        ? "%s[RESOLVED] Source %s speaks again; results are corrected from its backlog. %s"
            .formatted(simulatedEn(), source, end)
        : ("%s[YELLOW] Source %s %s; its commitments show \"no data\","
                + " not \"met\". data-owner: please check. %s")
            .formatted(simulatedEn(), source, silentEn(silence), end);
  }

  private static String silentZh(SourceSilence silence) {
    return silence.latestMillis() == 0
        ? instant(silence.clockMillis()) + "起无心跳"
        : instant(silence.latestMillis()) + "起未报送任何事件";
  }

  private static String silentEn(SourceSilence silence) {
    return silence.latestMillis() == 0
        ? "has vouched for nothing since " + instant(silence.clockMillis())
        : "has sent nothing since " + instant(silence.latestMillis());
  }

  String reminderZh(String alertId, Reminder reminder, Commitment commitment) {
    String site = siteName(reminder.siteId(), NAME_BYTES);
    return "%s【提醒】%s:“%s”有%d%s将于%s到期%s。截至%s尚未办结。请%s按期办理。编号%s"
        .formatted(
            simulatedZh(),
            placeZh(reminder.areaId(), reminder.serviceDate()),
            cut(commitment.name().zh(), NAME_BYTES),
            reminder.units(),
            cut(commitment.unit().zh(), UNIT_BYTES),
            dayZh(reminder.dueMillis()),
            site.isEmpty() ? "" : "(%s)".formatted(site),
            instant(reminder.atMillis()),
            rolesZh(commitment.recipientsReminded()),
            alertId);
  }

  String reminderEn(String alertId, Reminder reminder, Commitment commitment) {
    String site = siteName(reminder.siteId(), NAME_BYTES);
    return "%s[REMINDER] %s: \"%s\": %d %s due on %s%s. Still open at %s. %s: in time, please. Ref %s"
        .formatted(
            simulatedEn(),
            placeEn(reminder.areaId(), reminder.serviceDate()),
            cut(commitment.name().en(), NAME_BYTES),
            reminder.units(),
            cut(commitment.unit().en(), UNIT_BYTES),
            ServiceDates.format(ServiceDates.serviceDate(reminder.dueMillis())),
            site.isEmpty() ? "" : " (%s)".formatted(site),
            instant(reminder.atMillis()),
            rolesEn(commitment.recipientsReminded()),
            alertId);
  }

  private String siteNames(List<String> sites, String separator) {
    return sites.stream()
        .limit(SITES)
        .map(site -> siteName(site, SITE_BYTES))
        .collect(Collectors.joining(separator));
  }

  private String siteName(String site, int bytes) {
    return cut(registry.findSite(site).map(Site::nameZh).orElse(site), bytes);
  }

  private String simulatedZh() {
    return registry.simulated() ? "〔模拟数据〕" : "";
  }

  private String simulatedEn() {
    return registry.simulated() ? "(simulated) " : "";
  }

  private String placeZh(String areaId, int serviceDate) {
    String name = cut(registry.getArea(areaId).nameZh(), NAME_BYTES);
    if (isTownship(areaId)) {
      return name;
    }
    List<String> successors =
        successors(areaId, serviceDate, area -> registry.getArea(area).nameZh());
    if (successors.isEmpty()) {
      return "原" + name;
    }
    String now = successors.size() > 1 ? "现分属" : "现属";
    String rest = successors.size() > SUCCESSORS ? "等" + successors.size() + "地" : "";
    String named = successors.stream().limit(SUCCESSORS).collect(Collectors.joining("、"));
    return "原%s(%s%s%s)".formatted(name, now, named, rest);
  }

  private String placeEn(String areaId, int serviceDate) {
    String name = cut(registry.getArea(areaId).nameEn(), NAME_BYTES);
    if (isTownship(areaId)) {
      return name;
    }
    List<String> successors =
        successors(areaId, serviceDate, area -> registry.getArea(area).nameEn());
    if (successors.isEmpty()) {
      return "former " + name;
    }
    int more = successors.size() - SUCCESSORS;
    String rest = more > 0 ? " and " + more + " more" : "";
    String named = successors.stream().limit(SUCCESSORS).collect(Collectors.joining(", "));
    return "former %s (now in %s%s)".formatted(name, named, rest);
  }

  private boolean isTownship(String areaId) {
    return registry.getArea(areaId).level() == Level.township;
  }

  private List<String> successors(String areaId, int serviceDate, Function<String, String> name) {
    return registry.successorsOf(areaId, serviceDate).stream()
        .map(name)
        .map(each -> cut(each, NAME_BYTES))
        .toList();
  }

  private static String sumsZh(ServiceLevel level, Commitment commitment) {
    String window =
        commitment.isStanding()
            ? "截至" + dateZh(level.serviceDate())
            : level.windowDays() == 1 ? "当日" : "近" + level.windowDays() + "天";
    String good = amount(level.good(), commitment, Words::zh, "小时", "分钟", "");
    String total = amount(level.total(), commitment, Words::zh, "小时", "分钟", "");
    String share = percent(level.good(), level.total());
    if (commitment.isGap()) {
      return "%s可比的%d项承诺中有%d项明显低于新乡镇驻地"
          .formatted(window, level.total(), level.total() - level.good());
    }
    if (isNonePosted(level, commitment)) {
      return window + "没有公布任何应兑现的服务时段";
    }
    if (isMoney(commitment)) {
      return "%s今年累计拨付%s,为基期%s的%s,%s"
          .formatted(window, good, total, share, atLeast(level, commitment, AT_LEAST_ZH));
    }
    if (commitment.hasBaseline()) {
      return "%s共%s,为撤并前同类日%s的%s,%s"
          .formatted(window, good, total, share, atLeast(level, commitment, AT_LEAST_ZH));
    }
    return commitment.unitsPerSample() == MINUTES_PER_HOUR
        ? "%s应有%s,实有%s=%s,承诺%s".formatted(window, total, good, share, promised(level))
        : "%s%d/%s=%s,%s"
            .formatted(
                window, level.good(), total, share, ofAll(level, commitment, AT_LEAST_ZH, "承诺"));
  }

  private static String sumsEn(ServiceLevel level, Commitment commitment) {
    String window =
        commitment.isStanding()
            ? "As of " + ServiceDates.format(level.serviceDate())
            : level.windowDays() == 1 ? "That day" : "Last " + level.windowDays() + " days";
    String good = amount(level.good(), commitment, Words::en, " h", " min", " ");
    String total = amount(level.total(), commitment, Words::en, " h", " min", " ");
    String share = percent(level.good(), level.total());
    if (commitment.isGap()) {
      return "%s: %d of %d comparable commitments clearly below the seat of the new township"
          .formatted(window, level.total() - level.good(), level.total());
    }
    if (isNonePosted(level, commitment)) {
      return window + ": no service hours posted that could be kept";
    }
    if (isMoney(commitment)) {
      return "%s this year: %s = %s of %s in the base year, %s"
          .formatted(window, good, share, total, atLeast(level, commitment, AT_LEAST_EN));
    }
    if (commitment.hasBaseline()) {
      return "%s: %s = %s of %s on such days before the merger, %s"
          .formatted(window, good, share, total, atLeast(level, commitment, AT_LEAST_EN));
    }
    return commitment.unitsPerSample() == MINUTES_PER_HOUR
        ? "%s: %s of %s = %s, promised %s".formatted(window, good, total, share, promised(level))
        : "%s: %d/%s = %s, %s"
            .formatted(
                window,
                level.good(),
                total,
                share,
                ofAll(level, commitment, AT_LEAST_EN, "promised "));
  }

  /** Counted in full, and not broken by the first that is lost: the share itself decides. */
  private static String ofAll(
      ServiceLevel level, Commitment commitment, String atLeast, String promised) {
    return commitment.isSupply() && commitment.objective() < 1
        ? atLeast(level, commitment, atLeast)
        : promised + promised(level);
  }

  private static boolean isNonePosted(ServiceLevel level, Commitment commitment) {
    return level.total() == 0
        && level.verdict() == Verdict.at_risk
        && commitment.judging().warnIfNonePosted();
  }

  /** Where what was due gives no cause for the warning. */
  private static boolean isNonePostedSomewhere(ServiceLevel level, Commitment commitment) {
    return level.total() > 0
        && level.verdict() == Verdict.at_risk
        && commitment.judging().warnIfNonePosted()
        && level.upperShare() >= level.objective()
        && level.cusum() < commitment.judging().cusumAtRisk();
  }

  /** Plans are dated and not of a year. */
  private static boolean isMoney(Commitment commitment) {
    return commitment.isStanding() && !commitment.isDated();
  }

  /** Units with their name; minutes as hours and minutes. */
  private static String amount(
      long units,
      Commitment commitment,
      Function<Words, String> language,
      String hours,
      String minutes,
      String between) {
    if (commitment.unitsPerSample() != MINUTES_PER_HOUR) {
      return units + between + cut(language.apply(commitment.unit()), UNIT_BYTES);
    }
    long rest = units % MINUTES_PER_HOUR;
    String full = units / MINUTES_PER_HOUR + hours;
    return rest == 0
        ? full
        : units < MINUTES_PER_HOUR ? rest + minutes : full + between + rest + minutes;
  }

  private static String causes(
      ServiceLevel level,
      Commitment commitment,
      Function<Words, String> language,
      String before,
      String between,
      String open,
      String gap,
      String close,
      String after) {
    boolean zh = gap.isEmpty();
    var causes =
        level.lostByReason().entrySet().stream()
            .filter(cause -> cause.getValue() > 0)
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MAIN_CAUSES)
            .map(
                cause ->
                    cut(language.apply(commitment.reason(cause.getKey())), CAUSE_BYTES)
                        + (commitment.isGap()
                            ? ""
                            : open
                                + amount(
                                    cause.getValue(),
                                    commitment,
                                    language,
                                    zh ? "小时" : " h",
                                    zh ? "分钟" : " min",
                                    gap)
                                + close))
            .toList();
    return causes.isEmpty() ? "" : before + String.join(between, causes) + after;
  }

  private static String promised(ServiceLevel level) {
    return percent(level.objective());
  }

  /** What was promised, and how far short of it is let pass. */
  private static String atLeast(ServiceLevel level, Commitment commitment, String words) {
    return words.formatted(
        promised(level),
        percent(level.objective() - commitment.judging().toleranceAtRisk()),
        percent(level.objective() - commitment.judging().toleranceBreached()));
  }

  /** Rounded down: what is short of a promise never reads as if it had been kept. */
  private static String percent(long good, long total) {
    long tenths = total == 0 ? 0 : Math.floorDiv(good * 1000, total);
    return total == 0 ? "–" : tenths / 10 + "." + tenths % 10 + "%";
  }

  /** In the same way; a share is meant as the decimal fraction that it is nearest to. */
  private static String percent(double share) {
    long tenths = (long) Math.floor(share * 1000 + 1e-6);
    return tenths / 10 + "." + tenths % 10 + "%";
  }

  /** Not where people were told to wait until this step. */
  private static boolean isOverdue(AlertLife.Step step) {
    return step.ackDueMillis() > 0
        && step.ackDueMillis() <= step.atMillis()
        && !step.state().equals(AlertLife.RELEASED);
  }

  private static String dayZh(long millis) {
    return dateZh(ServiceDates.serviceDate(millis));
  }

  private static String dateZh(int serviceDate) {
    String iso = ServiceDates.format(serviceDate);
    return Integer.parseInt(iso.substring(5, 7)) + "月" + Integer.parseInt(iso.substring(8)) + "日";
  }

  private static String instant(long millis) {
    int date = ServiceDates.serviceDate(millis);
    long minute = (millis - ServiceDates.startMillis(date)) / 60_000;
    return "%s %02d:%02d".formatted(ServiceDates.format(date), minute / 60, minute % 60);
  }

  /** At most so many bytes of UTF-8, never half a character. */
  static String cut(String text, int bytes) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= bytes) {
      return text;
    }
    var kept = new StringBuilder();
    int left = bytes - "…".getBytes(StandardCharsets.UTF_8).length;
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      String character = Character.toString(codePoint);
      left -= character.getBytes(StandardCharsets.UTF_8).length;
      if (left < 0) {
        break;
      }
      kept.append(character);
      at += character.length();
    }
    return kept.append('…').toString();
  }
}
