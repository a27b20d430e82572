package org.duixian.alert;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duixian.area.Level;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Commitment;
import org.duixian.commitment.Commitment.Words;
import org.duixian.commitment.SourceSilence;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;

/**
 * The notice's text: who, what was promised, how much of it was kept, why not, what to do by when.
 */
final class AlertWording implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MAIN_CAUSES = 3;

  private final Registry registry;

  AlertWording(Registry registry) {
    this.registry = registry;
  }

  String zh(AlertLife.Step step, ServiceLevel level, Commitment commitment, List<String> roles) {
    String place = placeZh(level);
    String what = "“" + commitment.name().zh() + "”";
    if (step.state().equals(AlertLife.RESOLVED)) {
      String why =
          switch (step.resolution()) {
            case AlertLife.RECOVERED -> "已有3个服务日达标";
            case AlertLife.RULE_CHANGED ->
                level.verdict() == Verdict.not_in_force
                    ? "规则已变更,此项承诺不再列入"
                    : "规则已变更,自%s起按新规则评定".formatted(dateZh(level.serviceDate()));
            case AlertLife.EXCLUDED -> "窗口内各日均属事先公告的例外,不作评定";
            default -> "承诺不再生效";
          };
      return "%s【解除】%s:%s%s,%s。编号%s"
          .formatted(simulatedZh(), place, what, why, sumsZh(level, commitment), step.alertId());
    }
    boolean red = step.severity().equals(AlertLife.RED);
    return "%s【%s】%s:%s%s。%s%s%s自%s起。请%s于%s前签收并核实。编号%s"
        .formatted(
            simulatedZh(),
            red ? "红" : "黄",
            place,
            what,
            red ? "未兑现" : "有风险",
            level.hardRule().isEmpty() ? "" : "触发硬性规则。",
            sumsZh(level, commitment) + "。",
            causes(level, commitment, Words::zh, "主要原因:", "、", "(", ")", "。"),
            dateZh(step.sinceDate()),
            Roles.zh(roles),
            dateZh(acknowledgeBy(level)),
            step.alertId());
  }

  String en(AlertLife.Step step, ServiceLevel level, Commitment commitment, List<String> roles) {
    String place = placeEn(level);
    String what = "\"" + commitment.name().en() + "\"";
    if (step.state().equals(AlertLife.RESOLVED)) {
      String why =
          switch (step.resolution()) {
            case AlertLife.RECOVERED -> "kept on three service days";
            case AlertLife.RULE_CHANGED ->
                level.verdict() == Verdict.not_in_force
                    ? "no longer among the commitments"
                    : "judged by a changed rule from " + ServiceDates.format(level.serviceDate());
            case AlertLife.EXCLUDED ->
                "not judged, every day of the window is an announced exception";
            default -> "no longer in force";
          };
      return "%s[RESOLVED] %s: %s %s; %s. Ref %s"
          .formatted(simulatedEn(), place, what, why, sumsEn(level, commitment), step.alertId());
    }
    boolean red = step.severity().equals(AlertLife.RED);
    return "%s[%s] %s: %s %s. %s%s. %sSince %s. %s: acknowledge and verify by %s. Ref %s"
        .formatted(
            simulatedEn(),
            red ? "RED" : "YELLOW",
            place,
            what,
            red ? "not kept" : "at risk",
            level.hardRule().isEmpty() ? "" : "A hard rule was broken. ",
            sumsEn(level, commitment),
            causes(level, commitment, Words::en, "Main causes: ", ", ", " (", ")", ". "),
            ServiceDates.format(step.sinceDate()),
            Roles.en(roles),
            ServiceDates.format(acknowledgeBy(level)),
            step.alertId());
  }

  String silenceZh(AlertLife.Step step, SourceSilence silence) {
    if (step.resolution().equals(AlertLife.RULE_CHANGED)) {
      return "%s【解除】数据源%s按新版基础数据不再上报。编号%s"
          .formatted(simulatedZh(), silence.source(), step.alertId());
    }
    return step.state().equals(AlertLife.RESOLVED)
        ? "%s【解除】数据源%s已恢复,积压数据补算后结果自动更正。编号%s"
            .formatted(simulatedZh(), silence.source(), step.alertId())
        : "%s【黄】数据源%s自%s起无心跳,相关承诺显示“数据缺失”,不作达标处理。请数据源责任人核实。编号%s"
            .formatted(
                simulatedZh(), silence.source(), instant(silence.clockMillis()), step.alertId());
  }

  String silenceEn(AlertLife.Step step, SourceSilence silence) {
    if (step.resolution().equals(AlertLife.RULE_CHANGED)) {
      return "%s[RESOLVED] Source %s no longer reports, by new reference data. Ref %s"
          .formatted(simulatedEn(), silence.source(), step.alertId());
    }
    return step.state().equals(AlertLife.RESOLVED)
        ? "%s[RESOLVED] Source %s speaks again; results are corrected from its backlog. Ref %s"
            .formatted(simulatedEn(), silence.source(), step.alertId())
        : ("%s[YELLOW] Source %s has vouched for nothing since %s; its commitments show \"no data\","
                + " not \"met\". data-owner: please check. Ref %s")
            .formatted(
                simulatedEn(), silence.source(), instant(silence.clockMillis()), step.alertId());
  }

  private String simulatedZh() {
    return registry.simulated() ? "〔模拟数据〕" : "";
  }

  private String simulatedEn() {
    return registry.simulated() ? "(simulated) " : "";
  }

  private String placeZh(ServiceLevel level) {
    if (isTownship(level)) {
      return registry.getArea(level.areaId()).nameZh();
    }
    List<String> successors = successors(level, area -> registry.getArea(area).nameZh());
    String former = "原" + registry.getArea(level.areaId()).nameZh();
    String now = successors.size() > 1 ? "现分属" : "现属";
    return successors.isEmpty()
        ? former
        : "%s(%s%s)".formatted(former, now, String.join("、", successors));
  }

  private String placeEn(ServiceLevel level) {
    if (isTownship(level)) {
      return registry.getArea(level.areaId()).nameEn();
    }
    List<String> successors = successors(level, area -> registry.getArea(area).nameEn());
    String former = "former " + registry.getArea(level.areaId()).nameEn();
    return successors.isEmpty()
        ? former
        : "%s (now in %s)".formatted(former, String.join(", ", successors));
  }

  private boolean isTownship(ServiceLevel level) {
    return registry.getArea(level.areaId()).level() == Level.township;
  }

  private List<String> successors(ServiceLevel level, Function<String, String> name) {
    return registry.successorsOf(level.areaId(), level.serviceDate()).stream().map(name).toList();
  }

  private static String sumsZh(ServiceLevel level, Commitment commitment) {
    String window =
        commitment.isStanding()
            ? "截至" + dateZh(level.serviceDate())
            : level.windowDays() == 1 ? "当日" : "近" + level.windowDays() + "天";
    return "%s%s/%s%s=%s,承诺%s"
        .formatted(
            window,
            level.good(),
            level.total(),
            commitment.unit().zh(),
            percent(level.good(), level.total()),
            percent(level.objective()));
  }

  private static String sumsEn(ServiceLevel level, Commitment commitment) {
    String window =
        commitment.isStanding()
            ? "As of " + ServiceDates.format(level.serviceDate())
            : level.windowDays() == 1 ? "That day" : "Last " + level.windowDays() + " days";
    return "%s: %s/%s %s = %s, promised %s"
        .formatted(
            window,
            level.good(),
            level.total(),
            commitment.unit().en(),
            percent(level.good(), level.total()),
            percent(level.objective()));
  }

  private static String causes(
      ServiceLevel level,
      Commitment commitment,
      Function<Words, String> language,
      String before,
      String between,
      String open,
      String close,
      String after) {
    if (level.lostByReason().isEmpty()) {
      return "";
    }
    return level.lostByReason().entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MAIN_CAUSES)
        .map(
            cause ->
                language.apply(commitment.reason(cause.getKey())) + open + cause.getValue() + close)
        .collect(Collectors.joining(between, before, after));
  }

  /** The next working day; the day itself where the calendar ends. */
  private int acknowledgeBy(ServiceLevel level) {
    int date = ServiceDates.serviceDate(level.judgedMillis());
    for (int next = date + 1; registry.calendar().covers(next); next++) {
      if (registry.calendar().isWorkday(next)) {
        return next;
      }
    }
    return date;
  }

  /** Rounded down: what is short of a promise never reads as if it had been kept. */
  private static String percent(long good, long total) {
    long tenths = total == 0 ? 0 : good * 1000 / total;
    return total == 0 ? "–" : tenths / 10 + "." + tenths % 10 + "%";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
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
}
