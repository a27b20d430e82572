package org.duixian.commitment;

import java.util.ArrayList;

/** The comparison of a former township with the seat as a {@link GapMeter}. */
final class GapCompiler {
  private final CommitmentFile file;
  private final FieldNames names;

  GapCompiler(CommitmentFile file, FieldNames names) {
    this.file = file;
    this.names = names;
  }

  GapMeter compile() {
    names.onlyIf(false, "for meter gap", "hard", file.hard());
    if (file.judge() != null) {
      names.onlyIf(
          false,
          "for meter gap",
          "judge.cusum_at_risk",
          file.judge().cusumAtRisk(),
          "judge.cusum_breached",
          file.judge().cusumBreached(),
          "judge.min_coverage",
          file.judge().minCoverage());
    }
    names.check(file.objective() == 1, "objective", file.objective(), "is not 1 for meter gap");
    names.check(
        file.reasons().isEmpty(),
        "reasons",
        file.reasons().keySet(),
        "mean nothing for meter gap: the names of the others are the reasons");
    if (!names.allGiven("compare", file.compare(), "most", file.most())) {
      return null;
    }
    names.check(!file.compare().isEmpty(), "compare", "", "names no commitment");
    names.check(file.most() > 0 && file.most() < 1, "most", file.most(), "is not between 0 and 1");
    names.check(
        file.minSample().days28() <= file.compare().size(),
        "min_sample.28d",
        file.minSample().days28(),
        "is more than are compared");
    return new GapMeter(new ArrayList<>(file.compare()), file.most());
  }
}
