package org.duixian.commitment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.duixian.commitment.Commitment.Judging;
import org.duixian.event.EventTypes;

/** Turns one YAML file into a {@link Commitment}: names become positions, conditions predicates. */
final class CommitmentCompiler {
  static final String TIMETABLE = "transport.timetable.published";
  static final String OTHER = "other";

  private final String fileName;
  private final CommitmentFile file;
  private final FieldNames names;
  private final List<String> problems;

  CommitmentCompiler(
      String fileName, CommitmentFile file, EventTypes types, List<String> problems) {
    this.fileName = fileName;
    this.file = file;
    this.names = new FieldNames(fileName, file, types, problems);
    this.problems = problems;
  }

  /** The commitment, or null if there were problems. */
  Commitment compile() {
    int before = problems.size();
    names.check(file.id().matches("[CGD][0-9]{2}[A-Z]?"), "id", file.id(), "is not like C05");
    names.check(
        fileName.equals(file.id() + ".yaml"), "id", file.id(), "is not the name of its file");
    boolean supply = isSupply();
    boolean exact = file.objective() == 1 && (supply || isGap() || countsEveryUnit());
    names.check(
        exact || file.objective() > 0 && file.objective() < 1,
        "objective",
        file.objective(),
        "is not between 0 and 1; 1 can't be judged from samples, use a hard rule");
    checkHardRule();
    names.check(
        file.minSample().days28() > 0, "min_sample.28d", file.minSample().days28(), "is not > 0");
    checkKeysOfMeter();
    names.onlyIf(
        file.fallsDue() != null,
        "without falls_due",
        "recipients.reminded",
        file.recipients().reminded());
    checkRecipients();
    checkJudging(judging());
    Meter meter =
        switch (file.meter()) {
          case ratio -> new RatioCompiler(file, names).compile();
          case deadline -> new DeadlineCompiler(file, names).compile();
          case presence -> new PresenceCompiler(file, names).compile();
          case milestone -> new MilestoneCompiler(file, names).compile();
          case baseline -> new BaselineCompiler(file, names).compile();
          case transfer -> new TransferCompiler(file, names).compile();
          case gap -> new GapCompiler(file, names).compile();
          case retained -> new RetainedCompiler(file, names).compile();
          case watch -> new WatchCompiler(file, names).compile();
        };
    if (problems.size() > before) {
      return null;
    }
    var reasons = new LinkedHashMap<>(file.reasons());
    reasons.putIfAbsent(OTHER, Commitment.OTHER);
    return new Commitment(
        file.id(),
        file.version(),
        file.slug(),
        file.name(),
        new ArrayList<>(file.promise()),
        file.stream(),
        file.attribution(),
        meter,
        file.unit(),
        meter instanceof PresenceMeter presence ? presence.unitsPerSample() : 1,
        file.objective(),
        file.minSample().days28(),
        judging(),
        file.hard() == null ? "" : file.hard().rule(),
        file.hard() == null ? null : file.hard().words(),
        file.hard() != null
            && file.hard().wholeDay()
            && file.meter() != CommitmentFile.Kind.presence,
        new ArrayList<>(file.recipients().atRisk()),
        new ArrayList<>(file.recipients().breached()),
        reminded(),
        reasons,
        (int) file.effectiveFrom().toEpochDay(),
        !isGap() && (file.exceptions() == null || file.exceptions()));
  }

  private void checkRecipients() {
    var recipients = file.recipients();
    checkRoles("recipients.at_risk", recipients.atRisk());
    checkRoles("recipients.breached", recipients.breached());
    checkRoles("recipients.reminded", reminded());
  }

  private void checkRoles(String key, List<String> roles) {
    for (String role : roles) {
      names.check(Role.find(role).isPresent(), key, role, "is none of " + Role.codes());
    }
  }

  private List<String> reminded() {
    List<String> roles = file.recipients().reminded();
    return roles == null ? List.of() : new ArrayList<>(roles);
  }

  /** Every key that not all meters read stands here. */
  private void checkKeysOfMeter() {
    var meter = file.meter();
    String otherMeter = "for meter " + meter;
    names.onlyIf(meter == CommitmentFile.Kind.ratio, otherMeter, "units", file.units());
    names.onlyIf(
        meter == CommitmentFile.Kind.deadline,
        otherMeter,
        "open",
        file.open(),
        "due",
        file.due(),
        "falls_due",
        file.fallsDue(),
        "fulfil",
        file.fulfil(),
        "fail",
        file.fail(),
        "withdraw",
        file.withdraw(),
        "withdraw_within",
        file.withdrawWithin(),
        "withdraw_by_due",
        file.withdrawByDue() ? true : null,
        "pause",
        file.pause(),
        "resume",
        file.resume(),
        "extend",
        file.extend(),
        "confirm",
        file.confirm(),
        "confirm_workdays",
        file.confirmWorkdays(),
        "unconfirmed",
        file.unconfirmed(),
        "revoke",
        file.revoke(),
        "at_most",
        file.atMost(),
        "late",
        file.late(),
        "missed",
        file.missed());
    names.onlyIf(
        meter == CommitmentFile.Kind.presence || meter == CommitmentFile.Kind.baseline,
        otherMeter,
        "hours",
        file.hours());
    names.onlyIf(
        meter == CommitmentFile.Kind.presence,
        otherMeter,
        "each",
        file.each(),
        "require",
        file.require(),
        "place",
        file.place());
    names.onlyIf(
        meter == CommitmentFile.Kind.milestone,
        otherMeter,
        "milestones",
        file.milestones() == null ? null : file.milestones().keySet(),
        "planned",
        file.planned(),
        "reached",
        file.reached(),
        "counts_for",
        file.countsFor());
    names.onlyIf(meter == CommitmentFile.Kind.retained, otherMeter, "retain", file.retain());
    names.onlyIf(
        meter == CommitmentFile.Kind.watch,
        otherMeter,
        "watch",
        file.watch(),
        "seen",
        file.seen(),
        "over",
        file.over());
    boolean supply = isSupply();
    names.onlyIf(meter == CommitmentFile.Kind.baseline, otherMeter, "supply", file.supply());
    names.onlyIf(meter == CommitmentFile.Kind.transfer, otherMeter, "transfers", file.transfers());
    names.onlyIf(isGap(), otherMeter, "compare", file.compare(), "most", file.most());
    names.onlyIf(
        !isGap(),
        otherMeter,
        "stream",
        file.stream(),
        "attribution",
        file.attribution(),
        "exceptions",
        file.exceptions());
    if (!isGap()) {
      names.allGiven("stream", file.stream(), "attribution", file.attribution());
    }
    names.onlyIf(!supply || countsEveryUnit(), otherMeter, "hard", file.hard());
    if (file.judge() != null) {
      names.check(
          !file.judge().warnIfNonePosted() || file.hours() != null && file.hours().event() != null,
          "judge.warn_if_none_posted",
          true,
          "means nothing without hours that an event posts");
      names.onlyIf(
          supply,
          otherMeter,
          "judge.tolerance_at_risk",
          file.judge().toleranceAtRisk(),
          "judge.tolerance_breached",
          file.judge().toleranceBreached(),
          "judge.min_days",
          file.judge().minDays());
      names.onlyIf(
          !supply,
          otherMeter,
          "judge.z_at_risk",
          file.judge().zAtRisk(),
          "judge.z_breached",
          file.judge().zBreached(),
          "judge.cusum_at_risk",
          file.judge().cusumAtRisk(),
          "judge.cusum_breached",
          file.judge().cusumBreached());
    }
  }

  private boolean isGap() {
    return file.meter() == CommitmentFile.Kind.gap;
  }

  /** Whether its units are counted in full. */
  private boolean isSupply() {
    return file.meter() == CommitmentFile.Kind.baseline || isStanding();
  }

  /** Whether each day says how things stand. */
  private boolean isStanding() {
    return file.meter() == CommitmentFile.Kind.transfer
        || file.meter() == CommitmentFile.Kind.watch
        || file.meter() == CommitmentFile.Kind.milestone && file.countsFor() != null;
  }

  /** Whether its units are no samples: one that is lost is no matter of chance. */
  private boolean countsEveryUnit() {
    return file.meter() == CommitmentFile.Kind.milestone
        || file.meter() == CommitmentFile.Kind.retained
        || file.meter() == CommitmentFile.Kind.watch;
  }

  private void checkHardRule() {
    var hard = file.hard();
    if (hard == null) {
      return;
    }
    int given =
        (hard.run() == null ? 0 : 1)
            + (hard.wholeInterval() ? 1 : 0)
            + (hard.wholeDay() ? 1 : 0)
            + (hard.anyLost() ? 1 : 0)
            + (hard.overdue() == null ? 0 : 1)
            + (hard.workdaysFrom() == null ? 0 : 1);
    names.check(
        given == 1,
        "hard",
        hard.rule(),
        "needs one of run, whole_interval, whole_day, any_lost, overdue and workdays_from");
    names.onlyIf(
        countsEveryUnit(),
        "for meter " + file.meter(),
        "hard.any_lost",
        hard.anyLost() ? true : null);
    names.onlyIf(
        file.meter() == CommitmentFile.Kind.milestone,
        "for meter " + file.meter(),
        "hard.overdue",
        hard.overdue());
    names.onlyIf(
        file.fallsDue() != null, "without falls_due", "hard.workdays_from", hard.workdaysFrom());
    names.onlyIf(
        hard.workdaysFrom() != null, "without workdays_from", "hard.reason", hard.reason());
    names.onlyIf(
        file.meter() == CommitmentFile.Kind.presence,
        "for meter " + file.meter(),
        "hard.whole_interval",
        hard.wholeInterval() ? true : null,
        "hard.missing",
        hard.missing(),
        "hard.run",
        hard.run());
    if (hard.run() != null) {
      boolean minutes = hard.run().toMinutes() > 0 && hard.run().toSecondsPart() == 0;
      names.check(minutes, "hard.run", hard.run(), "is not one or more full minutes");
    }
  }

  private void checkJudging(Judging by) {
    var judge = file.judge();
    if (judge != null) {
      names.onlyIf(
          file.objective() != 1 || isGap(),
          "with objective 1, which is judged without statistics",
          "judge.z_at_risk",
          judge.zAtRisk(),
          "judge.z_breached",
          judge.zBreached(),
          "judge.cusum_at_risk",
          judge.cusumAtRisk(),
          "judge.cusum_breached",
          judge.cusumBreached());
    }
    checkLimits("judge.z", by.zAtRisk(), by.zBreached());
    checkLimits("judge.cusum", by.cusumAtRisk(), by.cusumBreached());
    names.check(
        by.toleranceAtRisk() >= 0, "judge.tolerance_at_risk", by.toleranceAtRisk(), "is not ≥ 0");
    names.check(
        !isSupply() // the others don't ask for it
            || by.toleranceAtRisk() <= by.toleranceBreached()
                && by.toleranceBreached() < file.objective(),
        "judge.tolerance_breached",
        by.toleranceBreached(),
        "is not from tolerance_at_risk up and below the objective");
    names.check(
        by.minDays() >= 1 && by.minDays() <= 28,
        "judge.min_days",
        by.minDays(),
        "is not from 1 to 28");
    names.check(
        !isStanding() || by.minDays() == 1,
        "judge.min_days",
        by.minDays(),
        "is not 1, where each day says how things stand");
    names.check(
        by.minCoverage() > 0 && by.minCoverage() <= 1,
        "judge.min_coverage",
        by.minCoverage(),
        "is not above 0 and at most 1");
  }

  private void checkLimits(String key, double atRisk, double breached) {
    names.check(atRisk > 0, key + "_at_risk", atRisk, "is not > 0");
    names.check(breached > 0, key + "_breached", breached, "is not > 0");
    names.check(
        atRisk <= breached && Double.isFinite(breached),
        key + "_breached",
        breached,
        "is not a number from at_risk up, which is " + atRisk);
  }

  private Judging judging() {
    var judge = file.judge();
    var standard = Judging.DEFAULT;
    return judge == null
        ? standard
        : new Judging(
            or(judge.zAtRisk(), standard.zAtRisk()),
            or(judge.zBreached(), standard.zBreached()),
            or(judge.cusumAtRisk(), standard.cusumAtRisk()),
            or(judge.cusumBreached(), standard.cusumBreached()),
            or(judge.minCoverage(), standard.minCoverage()),
            or(judge.toleranceAtRisk(), standard.toleranceAtRisk()),
            or(judge.toleranceBreached(), standard.toleranceBreached()),
            judge.minDays() == null ? standard.minDays() : judge.minDays(),
            judge.warnIfNonePosted());
  }

  private static double or(Double value, double otherwise) {
    return value == null ? otherwise : value;
  }
}
