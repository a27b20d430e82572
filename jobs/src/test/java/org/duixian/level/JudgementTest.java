package org.duixian.level;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.duixian.commitment.Commitment.Judging;
import org.junit.jupiter.api.Test;

final class JudgementTest {
  private static final Judgement GOOD = new Judgement(100, 100, 0.9, 0, 100, true, true, 1, false);

  private static Verdict of(Judgement judgement) {
    return judgement.verdict(Judging.DEFAULT);
  }

  private static Judgement share(double good, double total) {
    return new Judgement(good, total, 0.9, 0, 100, true, true, 1, false);
  }

  private static Judgement cusum(double cusum) {
    return new Judgement(100, 100, 0.9, cusum, 100, true, true, 1, false);
  }

  private static Judgement coverage(double good, double coverage) {
    return new Judgement(good, 100, 0.9, 0, 100, true, true, coverage, false);
  }

  @Test
  void enoughGoodUnitsThatAreVouchedForAreMet() {
    assertThat(of(GOOD)).isEqualTo(Verdict.met);
  }

  @Test
  void theWilsonBoundsWarnAndBreach() {
    assertThat(of(share(87, 100))).isEqualTo(Verdict.met); // upper bound, 90 %: 0.907
    assertThat(of(share(85, 100))).isEqualTo(Verdict.at_risk); // 90 %: 0.890, 99 %: 0.915
    assertThat(of(share(80, 100))).isEqualTo(Verdict.breached); // 99 %: 0.875
  }

  @Test
  void whereEveryUnitIsPromisedOneThatIsLostIsABreach() {
    assertThat(of(new Judgement(224, 224, 1, 0, 1, true, true, 1, false))).isEqualTo(Verdict.met);
    assertThat(of(new Judgement(223, 224, 1, 0, 1, true, true, 1, false)))
        .isEqualTo(Verdict.breached);
    assertThat(Cusum.next(0, 223, 1, 1, 4)).isZero();
  }

  @Test
  void theCusumWarnsAtThreeAndBreachesAtFour() {
    assertThat(of(cusum(Math.nextDown(3.0)))).isEqualTo(Verdict.met);
    assertThat(of(cusum(3))).isEqualTo(Verdict.at_risk);
    assertThat(of(cusum(Math.nextDown(4.0)))).isEqualTo(Verdict.at_risk);
    assertThat(of(cusum(4))).isEqualTo(Verdict.breached);
  }

  @Test
  void beforeThePromiseHoldsNothingElseMatters() {
    assertThat(of(new Judgement(0, 100, 0.9, 6, 100, false, false, 0, true)))
        .isEqualTo(Verdict.not_in_force);
  }

  @Test
  void aHardRuleNeedsNeitherASampleNorAVouchedDay() {
    assertThat(of(new Judgement(0, 1, 0.9, 0, 100, true, false, 0, true)))
        .isEqualTo(Verdict.breached);
  }

  @Test
  void aSilentDayIsNoDataHoweverGoodTheRestIs() {
    assertThat(of(new Judgement(100, 100, 0.9, 0, 100, true, false, 1, false)))
        .isEqualTo(Verdict.no_data);
  }

  @Test
  void oneUnitLessThanTheSampleIsTooFew() {
    assertThat(of(share(99, 99))).isEqualTo(Verdict.too_few);
    assertThat(share(98.5, 98.5).unitsMissing()).isEqualTo(2);
    assertThat(GOOD.unitsMissing()).isZero();
  }

  @Test
  void aWindowWithHolesCanBeBrokenButNotMet() {
    assertThat(of(coverage(100, 0.9))).isEqualTo(Verdict.met);
    assertThat(of(coverage(100, 0.89))).isEqualTo(Verdict.no_data);
    assertThat(of(coverage(80, 0.5))).isEqualTo(Verdict.breached);
  }

  private static Verdict nonePosted(boolean inForce, boolean vouched, double coverage) {
    return new Judgement(0, 0, 0.95, 0, 8, inForce, vouched, coverage, false)
        .ofNonePosted(Judging.DEFAULT);
  }

  @Test
  void toPostNothingIsAWarningWhereEnoughDaysAreVouchedFor() {
    assertThat(nonePosted(true, true, 1)).isEqualTo(Verdict.at_risk);
    assertThat(nonePosted(true, true, 0.9)).isEqualTo(Verdict.at_risk);
    assertThat(nonePosted(true, true, 0.89)).isEqualTo(Verdict.too_few);
    assertThat(nonePosted(true, true, Double.NaN)).isEqualTo(Verdict.too_few);
    assertThat(nonePosted(true, false, 1)).isEqualTo(Verdict.no_data);
    assertThat(nonePosted(false, true, 1)).isEqualTo(Verdict.not_in_force);
  }

  @Test
  void toPostNothingAtOneSiteIsAWarningBesideOthersThatKeepTheirs() {
    assertThat(of(GOOD)).isEqualTo(Verdict.met);
    assertThat(GOOD.ofNonePosted(Judging.DEFAULT)).isEqualTo(Verdict.at_risk);
    assertThat(coverage(100, 0.89).ofNonePosted(Judging.DEFAULT)).isEqualTo(Verdict.no_data);
    assertThat(coverage(80, 1).ofNonePosted(Judging.DEFAULT)).isEqualTo(Verdict.breached);
  }

  private static Verdict supply(double good, double total) {
    return new Judgement(good, total, 1, 0, 40, true, true, 1, false)
        .ofSupply(Judging.DEFAULT, 14, true);
  }

  @Test
  void ofSupplyTheShareItselfDecides() {
    assertThat(supply(100, 100)).isEqualTo(Verdict.met);
    assertThat(supply(98, 100)).isEqualTo(Verdict.met);
    assertThat(supply(97.9, 100)).isEqualTo(Verdict.at_risk);
    assertThat(supply(95, 100)).isEqualTo(Verdict.at_risk);
    assertThat(supply(94.9, 100)).isEqualTo(Verdict.breached);
    assertThat(supply(39, 39)).isEqualTo(Verdict.too_few);
    assertThat(supply(0, 5)).isEqualTo(Verdict.breached);
  }

  @Test
  void supplyOfFewDaysDependsOnWhichTheyAreUnlessThereIsNone() {
    assertThat(share(80, 100).ofSupply(Judging.DEFAULT, 13, true)).isEqualTo(Verdict.too_few);
    assertThat(share(0, 100).ofSupply(Judging.DEFAULT, 1, true)).isEqualTo(Verdict.breached);
  }

  @Test
  void supplyWithoutItsWholeBaselineIsNeverMetButMayBeBroken() {
    assertThat(share(100, 100).ofSupply(Judging.DEFAULT, 14, false)).isEqualTo(Verdict.too_few);
    assertThat(share(80, 100).ofSupply(Judging.DEFAULT, 14, false)).isEqualTo(Verdict.breached);
    assertThat(coverage(100, 0.89).ofSupply(Judging.DEFAULT, 14, true)).isEqualTo(Verdict.no_data);
  }

  @Property(tries = 1000)
  void metNeedsForceAVouchedDayCoverageAndASample(
      @ForAll @IntRange(max = 200) int total,
      @ForAll @IntRange(max = 200) int lost,
      @ForAll @DoubleRange(max = 6) double cusum,
      @ForAll boolean inForce,
      @ForAll boolean vouched,
      @ForAll @DoubleRange(max = 1) double coverage,
      @ForAll boolean hardBroken) {
    int good = Math.max(0, total - lost);
    var judgement =
        new Judgement(good, total, 0.9, cusum, 60, inForce, vouched, coverage, hardBroken);

    if (of(judgement) == Verdict.met) {
      assertThat(inForce && vouched && !hardBroken).isTrue();
      assertThat(coverage).isGreaterThanOrEqualTo(0.9);
      assertThat(total).isGreaterThanOrEqualTo(60);
      assertThat(cusum).isLessThan(3);
    }
  }

  @Test
  void aTotalOutageIsNotHiddenByTheMinimumSample() {
    var outage = new Judgement(0, 5, 0.95, 0, 60, true, true, 1, false);
    var tooFewToTell = new Judgement(0, 4, 0.95, 0, 60, true, true, 1, false);

    assertThat(outage.verdict(Judging.DEFAULT)).isEqualTo(Verdict.breached);
    assertThat(tooFewToTell.verdict(Judging.DEFAULT)).isEqualTo(Verdict.too_few);
  }
}
