package org.duixian.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duixian.TestCity;
import org.duixian.TestReference;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Commitment;
import org.duixian.commitment.Commitment.Words;
import org.duixian.commitment.Reminder;
import org.duixian.commitment.SourceSilence;
import org.duixian.event.AttributionRule;
import org.duixian.level.ServiceLevel;
import org.duixian.level.Verdict;
import org.junit.jupiter.api.Test;

/** Every text that people can be sent stands in wording.txt, to be read by people. */
final class AlertWordingTest {
  private static final Path READ = Path.of("src/test/resources/wording.txt");
  private static final Path WRITTEN = Path.of("target/wording.txt");
  private static final int DAY = ServiceDates.parse("2020-06-10");
  private static final long AT = ServiceDates.startMillis(DAY + 1) + 900_000;
  private static final String YELLOW = AlertLife.YELLOW;
  private static final String RED = AlertLife.RED;

  private final StringBuilder texts = new StringBuilder();

  @Test
  void everyTextIsTheOneThatWasReviewed() throws IOException {
    var wording =
        new AlertWording(TestCity.demoRegistry(), new AlertLink("https://duixian.example/alert/"));
    for (Commitment commitment : TestCity.CATALOGUE.all()) {
      texts.append("\n== ").append(commitment.id()).append('\n');
      ofCommitment(commitment, wording);
    }
    texts.append("\n== DATA\n");
    ofSilence(wording);

    Files.writeString(WRITTEN, texts);
    assertThat(texts.toString())
        .as("%s is what the code says now; if it is right, copy it to %s", WRITTEN, READ)
        .isEqualTo(Files.readString(READ));
    assertThat(texts.toString().lines())
        .allMatch(line -> line.getBytes(UTF_8).length <= AlertWording.MAX_BYTES);
  }

  @Test
  void noNameIsTooLongForAMessenger() throws IOException {
    String longName = "很长的名字".repeat(100);
    Registry registry =
        TestReference.demoWith(
            line ->
                line.matches("[ft][0-9]{2},.*")
                    ? line.replaceFirst(",([^,]*[乡镇]),", "," + longName + ",")
                    : line,
            "areas.csv");
    var wording = new AlertWording(registry, new AlertLink("h".repeat(AlertLink.MAX_BASE_CHARS)));
    Commitment longest = longest("C06", longName);
    for (Commitment each : List.of(longest, longest("C14", longName))) {
      for (AlertLife.Step step :
          List.of(
              step(AlertLife.ESCALATED, "", RED, "", true),
              step(AlertLife.ACKNOWLEDGED, "", RED, "长".repeat(300), false))) {
        ServiceLevel level = level(each, Verdict.breached, 28, each.hardRule());
        var sites = Collections.nCopies(9, longName);
        assertThat(wording.zh(step, level, each, sites)).contains("很长的名字").satisfies(this::fits);
        assertThat(wording.en(step, level, each, sites)).satisfies(this::fits);
      }
    }
    Reminder reminder = reminder(longest, longName);
    assertThat(wording.reminderZh("R", reminder, longest)).contains("很长的名字").satisfies(this::fits);
    assertThat(wording.reminderEn("R", reminder, longest)).satisfies(this::fits);
  }

  private void fits(String text) {
    assertThat(text.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(AlertWording.MAX_BYTES);
  }

  private void ofCommitment(Commitment commitment, AlertWording wording) {
    var risk = level(commitment, Verdict.at_risk, 28, "");
    var breach = level(commitment, Verdict.breached, 28, "");
    var met = level(commitment, Verdict.met, 28, "");
    var gone = level(commitment, Verdict.not_in_force, 28, "");
    say(wording, commitment, risk, step(AlertLife.RAISED, "", YELLOW, "", false));
    say(wording, commitment, risk, step(AlertLife.UPDATED, "", YELLOW, "", false));
    say(wording, commitment, risk, step(AlertLife.ESCALATED, "", YELLOW, "", false, true));
    say(wording, commitment, breach, step(AlertLife.RAISED, "", RED, "", false));
    if (!commitment.hardRule().isEmpty()) {
      int window = commitment.isStanding() ? 28 : 1;
      var hard = level(commitment, Verdict.breached, window, commitment.hardRule());
      say(wording, commitment, hard, step(AlertLife.RAISED, "", RED, "", false));
    }
    say(wording, commitment, breach, step(AlertLife.UPDATED, "", RED, "", false));
    say(wording, commitment, breach, step(AlertLife.ESCALATED, "", RED, "", false));
    say(wording, commitment, breach, step(AlertLife.ESCALATED, "", RED, "", true));
    say(wording, commitment, breach, step(AlertLife.ACKNOWLEDGED, "", RED, "已安排专人核实", false));
    say(wording, commitment, breach, step(AlertLife.HELD, "", RED, "", false));
    say(wording, commitment, breach, step(AlertLife.RELEASED, "", RED, "", false));
    for (String resolution :
        List.of(
            AlertLife.RECOVERED,
            AlertLife.RESTATED,
            AlertLife.EXPIRED,
            AlertLife.EXCLUDED,
            AlertLife.NOT_IN_FORCE,
            AlertLife.RULE_CHANGED)) {
      say(wording, commitment, met, step(AlertLife.RESOLVED, resolution, RED, "", false));
    }
    say(
        wording,
        commitment,
        gone,
        step(AlertLife.RESOLVED, AlertLife.RULE_CHANGED, RED, "", false));
    if (commitment.judging().warnIfNonePosted()) {
      var step = step(AlertLife.RAISED, "", YELLOW, "", false);
      var halls = List.of("hall-f12");
      var none = nonePosted(commitment);
      say(
          name(step) + ", none posted",
          wording.zh(step, none, commitment, halls),
          wording.en(step, none, commitment, halls));
      var some = nonePostedAtASite(commitment);
      say(
          name(step) + ", none posted at a site",
          wording.zh(step, some, commitment, halls),
          wording.en(step, some, commitment, halls));
      say(
          name(step) + ", none posted at a site that is no longer known",
          wording.zh(step, some, commitment, List.of()),
          wording.en(step, some, commitment, List.of()));
      var many = List.of("hall-f12", "hall-f01", "hall-f02", "not-registered");
      say(
          name(step) + ", none posted at many sites",
          wording.zh(step, some, commitment, many),
          wording.en(step, some, commitment, many));
    }
    if (commitment.reminds()) {
      String id = "REMIND-" + commitment.id() + "-f12-20200610-demo-c02-cases-hall-f12";
      Reminder reminder = reminder(commitment, "hall-f12");
      say(
          "reminded",
          wording.reminderZh(id, reminder, commitment),
          wording.reminderEn(id, reminder, commitment));
    }
  }

  private void ofSilence(AlertWording wording) {
    SourceSilence silence = silence(0);
    for (AlertLife.Step step :
        List.of(
            step(AlertLife.RAISED, "", YELLOW, "", false),
            step(AlertLife.RESOLVED, AlertLife.RECOVERED, YELLOW, "", false),
            step(AlertLife.RESOLVED, AlertLife.RULE_CHANGED, YELLOW, "", false))) {
      say(name(step), wording.silenceZh(step, silence), wording.silenceEn(step, silence));
    }
    AlertLife.Step raised = step(AlertLife.RAISED, "", YELLOW, "", false);
    SourceSilence quiet = silence(AT - 6_300_000);
    say(
        name(raised) + ", sends no heartbeats",
        wording.silenceZh(raised, quiet),
        wording.silenceEn(raised, quiet));
  }

  private static SourceSilence silence(long latestMillis) {
    return new SourceSilence(
        "f01", "f01", "/demo/c01/hall/f01", "hall", true, AT - 7_200_000, latestMillis, AT);
  }

  private void say(
      AlertWording wording, Commitment commitment, ServiceLevel level, AlertLife.Step step) {
    String hard = level.hardRule().isEmpty() ? "" : " by hard rule";
    String gone = level.verdict() == Verdict.not_in_force ? ", dropped" : "";
    say(
        name(step) + hard + gone,
        wording.zh(step, level, commitment, List.of()),
        wording.en(step, level, commitment, List.of()));
  }

  private void say(String name, String zh, String en) {
    texts.append(name).append('\n').append("  ").append(zh).append('\n');
    texts.append("  ").append(en).append('\n');
  }

  private static String name(AlertLife.Step step) {
    return "%s %s%s%s%s"
        .formatted(
            step.severity(),
            step.state(),
            step.resolution().isEmpty() ? "" : " " + step.resolution(),
            step.overdue() ? ", nobody reacted" : "",
            step.audited() ? ", for ten working days" : "");
  }

  private static AlertLife.Step step(
      String state, String resolution, String severity, String note, boolean audited) {
    return step(state, resolution, severity, note, audited, false);
  }

  private static AlertLife.Step step(
      String state,
      String resolution,
      String severity,
      String note,
      boolean audited,
      boolean overdue) {
    boolean acknowledged = state.equals(AlertLife.ACKNOWLEDGED);
    return new AlertLife.Step(
        state,
        resolution,
        "ID-20200610",
        severity,
        DAY - 2,
        1,
        AT,
        acknowledged ? 0 : ServiceDates.startMillis(overdue || audited ? DAY : DAY + 3),
        acknowledged ? "township-lead" : "",
        note,
        state.equals(AlertLife.HELD) ? "/demo/c02/hall/f12" : "",
        overdue,
        audited);
  }

  private static ServiceLevel level(
      Commitment commitment, Verdict verdict, int windowDays, String hardRule) {
    long units = commitment.unitsPerSample();
    long total =
        commitment.isGap()
            ? 9
            : commitment.isSupply()
                ? supply(commitment, verdict)
                : 120 * units - (units > 1 ? 30 : 0);
    return level(commitment, verdict, windowDays, hardRule, total);
  }

  /** So much that by what is lost of it the verdict is right: here the share itself decides. */
  private static long supply(Commitment commitment, Verdict verdict) {
    double atRisk = commitment.judging().toleranceAtRisk();
    double breached = commitment.judging().toleranceBreached();
    double missing =
        switch (verdict) {
          case breached -> breached + 0.1;
          case at_risk -> (atRisk + breached) / 2;
          default -> atRisk / 2;
        };
    long lost = lost(commitment).values().stream().mapToLong(each -> each).sum();
    return Math.round(lost / (1 - commitment.objective() + missing));
  }

  private static Map<String, Long> lost(Commitment commitment) {
    long units = commitment.unitsPerSample();
    var lost = new LinkedHashMap<String, Long>();
    for (String reason : commitment.reasons().keySet()) {
      if (lost.size() < 4 && !reason.equals("other")) {
        lost.put(reason, (9 - 2L * lost.size()) * units + (units > 1 ? 15 : 0));
      }
    }
    return lost;
  }

  private static ServiceLevel nonePosted(Commitment commitment) {
    return level(commitment, Verdict.at_risk, 28, "", 0);
  }

  /** At the others all is kept. */
  private static ServiceLevel nonePostedAtASite(Commitment commitment) {
    return level(commitment, Verdict.at_risk, 28, "", 40, 40, Map.of(), 0.9605, 1);
  }

  private static ServiceLevel level(
      Commitment commitment, Verdict verdict, int windowDays, String hardRule, long total) {
    Map<String, Long> lost = lost(commitment);
    long most = commitment.isGap() ? 4 : total / 3;
    return level(
        commitment,
        verdict,
        windowDays,
        hardRule,
        total - Math.min(most, lost.values().stream().mapToLong(each -> each).sum()),
        total,
        verdict == Verdict.met || total == 0 ? Map.of() : lost,
        total == 0 ? Double.NaN : 0.7249,
        total == 0 ? Double.NaN : 0.8599);
  }

  private static ServiceLevel level(
      Commitment commitment,
      Verdict verdict,
      int windowDays,
      String hardRule,
      long good,
      long total,
      Map<String, Long> lost,
      double lowerShare,
      double upperShare) {
    return new ServiceLevel(
        commitment.attribution() == AttributionRule.seat ? "t06" : "f12",
        commitment.id(),
        windowDays,
        DAY,
        good,
        total,
        good,
        total,
        commitment.objective(),
        lowerShare,
        upperShare,
        0,
        verdict,
        hardRule,
        0,
        28,
        28,
        0,
        null,
        null,
        lost,
        List.of(),
        AT,
        0,
        "1",
        "demo-1",
        "2019-11-21");
  }

  private static Reminder reminder(Commitment commitment, String site) {
    return new Reminder(
        "f12",
        commitment.id(),
        "/demo/c02/cases",
        site,
        DAY,
        ServiceDates.startMillis(DAY + 2) - 1,
        3,
        List.of(),
        ServiceDates.startMillis(DAY));
  }

  /** With as many roles, causes and letters as nobody would write. */
  private static Commitment longest(String commitmentId, String longName) {
    Commitment like = TestCity.CATALOGUE.get(commitmentId);
    var words = new Words(longName, longName);
    var reasons = new LinkedHashMap<String, Words>();
    like.reasons().keySet().forEach(reason -> reasons.put(reason, words));
    var roles = new ArrayList<String>();
    for (int i = 0; i < 9; i++) {
      roles.add(i + longName);
    }
    return new Commitment(
        like.id(),
        like.version(),
        like.slug(),
        words,
        like.promises(),
        like.stream(),
        like.attribution(),
        like.meter(),
        words,
        like.unitsPerSample(),
        like.objective(),
        like.minSample28(),
        like.judging(),
        like.hardRule(),
        words,
        like.hardOnDayOutage(),
        roles,
        roles,
        roles,
        reasons,
        like.effectiveFrom(),
        like.exceptions());
  }
}
