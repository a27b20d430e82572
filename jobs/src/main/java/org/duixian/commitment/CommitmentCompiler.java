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
    names.check(file.id().matches("[CGD][0-9]{2}"), "id", file.id(), "is not like C05");
    names.check(
        fileName.equals(file.id() + ".yaml"), "id", file.id(), "is not the name of its file");
    names.check(
        file.objective() > 0 && file.objective() < 1,
        "objective",
        file.objective(),
        "is not between 0 and 1; 1 can't be judged from samples, use a hard rule");
    checkHardRule();
    names.check(
        file.minSample().days28() > 0, "min_sample.28d", file.minSample().days28(), "is not > 0");
    names.check(
        file.minSample().days7() > 0, "min_sample.7d", file.minSample().days7(), "is not > 0");
    Meter meter =
        switch (file.meter()) {
          case ratio -> new RatioCompiler(file, names).compile();
          case deadline -> new DeadlineCompiler(file, names).compile();
          case presence -> new PresenceCompiler(file, names).compile();
        };
    if (problems.size() > before) {
      return null;
    }
    var reasons = new LinkedHashMap<>(file.reasons());
    reasons.putIfAbsent(OTHER, new Commitment.Words("其他", "other"));
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
        file.hard() != null
            && file.hard().wholeDay()
            && file.meter() != CommitmentFile.Kind.presence,
        new ArrayList<>(file.recipients().atRisk()),
        new ArrayList<>(file.recipients().breached()),
        reasons,
        (int) file.effectiveFrom().toEpochDay());
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
            + (hard.workdaysFrom() == null ? 0 : 1);
    names.check(
        given == 1,
        "hard",
        hard.rule(),
        "needs one of run, whole_interval, whole_day and workdays_from");
    names.check(
        hard.workdaysFrom() == null || file.fallsDue() != null,
        "hard.workdays_from",
        hard.workdaysFrom(),
        "means nothing without falls_due");
    boolean presence = file.meter() == CommitmentFile.Kind.presence;
    String otherMeter = "means nothing for meter " + file.meter();
    names.check(!hard.wholeInterval() || presence, "hard.whole_interval", true, otherMeter);
    names.check(hard.missing() == null || presence, "hard.missing", hard.missing(), otherMeter);
    if (hard.run() != null) {
      names.check(presence, "hard.run", hard.run(), otherMeter);
      boolean minutes = hard.run().toMinutes() > 0 && hard.run().toSecondsPart() == 0;
      names.check(minutes, "hard.run", hard.run(), "is not one or more full minutes");
    }
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
            or(judge.minCoverage(), standard.minCoverage()));
  }

  private static double or(Double value, double otherwise) {
    return value == null ? otherwise : value;
  }
}
