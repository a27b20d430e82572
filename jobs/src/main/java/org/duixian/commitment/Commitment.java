package org.duixian.commitment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.duixian.area.Registry;
import org.duixian.area.Scope;
import org.duixian.event.AttributionRule;

/**
 * One promise of the catalogue, ready to be measured: an SLO.
 *
 * @param id such as C05
 * @param version changes whenever its meaning does
 * @param slug such as queue-wait
 * @param name its name
 * @param promises the seed promises it serves, such as P9
 * @param stream the stream whose sources report it; null for a gap, which nobody reports
 * @param attribution by which rule its events find their area; null for a gap
 * @param meter how its outcomes come about
 * @param unit what is counted, for people
 * @param unitsPerSample how many units make one independent observation: 1, or 60 minutes
 * @param objective the promised share, 0…1; 1 is judged without statistics: no unit may be lost
 * @param minSample28 observations that a verdict needs
 * @param judging the parameters of the verdict
 * @param hardRule name of the rule that breaks the promise at once, or empty
 * @param hardWords what a notice says when it is broken, or null
 * @param hardOnDayOutage whether that rule is: no good unit on a whole service day
 * @param recipientsAtRisk roles told of a warning
 * @param recipientsBreached roles told of a breach
 * @param recipientsReminded roles reminded of what falls due on the next working day; none for most
 * @param reasons every reason for which a unit can be lost, with its wording
 * @param effectiveFrom first service date, days since 1970-01-01
 * @param exceptions whether announced exceptions take days out of it
 */
public record Commitment(
    String id,
    String version,
    String slug,
    Words name,
    List<String> promises,
    String stream,
    AttributionRule attribution,
    Meter meter,
    Words unit,
    int unitsPerSample,
    double objective,
    int minSample28,
    Judging judging,
    String hardRule,
    Words hardWords,
    boolean hardOnDayOutage,
    List<String> recipientsAtRisk,
    List<String> recipientsBreached,
    List<String> recipientsReminded,
    Map<String, Words> reasons,
    int effectiveFrom,
    boolean exceptions)
    implements Serializable {
  /** A reason that the commitment does not name; its code is its English word. */
  public static final Words OTHER = new Words("其他", "other");

  /** What it is about. */
  public Scope scope() {
    boolean roads = meter instanceof PresenceMeter presence && presence.isOfRoads();
    return attribution == AttributionRule.resident
        ? Scope.residents
        : roads ? Scope.roads : Scope.places;
  }

  /** Whether anybody is reminded of what falls due. */
  public boolean reminds() {
    return !recipientsReminded.isEmpty();
  }

  /** Whether it owes nothing in an area as long as no date has come or nobody is watched. */
  public boolean isDated() {
    return meter instanceof MilestoneMeter || meter instanceof WatchMeter;
  }

  /** Whether it sets other commitments against those at the seat, and hears no event itself. */
  public boolean isGap() {
    return meter instanceof GapMeter;
  }

  /** Whether it is held to what was supplied before the merger. */
  public boolean hasBaseline() {
    return meter instanceof BaselineMeter;
  }

  /** Whether a day counts: all do, but where a meter holds only some to days before the merger. */
  public boolean compares(int serviceDate, String areaId, Registry registry) {
    return !(meter instanceof BaselineMeter supply)
        || supply.compares(serviceDate, areaId, registry);
  }

  /** The trips of timetables that it is about, or null. */
  TimetableTrips trips() {
    return meter instanceof DeadlineMeter deadline ? deadline.trips() : null;
  }

  /** Whether its units are counted in full, and are not a sample of what happens. */
  public boolean isSupply() {
    return hasBaseline() || isStanding();
  }

  /** Whether each day's outcomes say how things stand, so that days do not add up. */
  public boolean isStanding() {
    return meter instanceof TransferMeter
        || meter instanceof WatchMeter
        || meter instanceof MilestoneMeter milestones && milestones.isStanding();
  }

  /** The reason as it stands in the books; one that the commitment no longer has is "other". */
  public Words reason(String code) {
    return reasons.getOrDefault(code, reasons.get(CommitmentCompiler.OTHER));
  }

  Commitment withReasons(Map<String, Words> other) {
    return new Commitment(
        id,
        version,
        slug,
        name,
        promises,
        stream,
        attribution,
        meter,
        unit,
        unitsPerSample,
        objective,
        minSample28,
        judging,
        hardRule,
        hardWords,
        hardOnDayOutage,
        recipientsAtRisk,
        recipientsBreached,
        recipientsReminded,
        other,
        effectiveFrom,
        exceptions);
  }

  /** A text in Chinese and English. */
  public record Words(
      @JsonProperty(required = true) String zh, @JsonProperty(required = true) String en)
      implements Serializable {}

  /**
   * Parameters of the verdict; the defaults were calibrated by simulation, see docs/decisions.
   *
   * @param zAtRisk normal quantile of the one-sided Wilson bound for a warning
   * @param zBreached the same for a breach
   * @param cusumAtRisk CUSUM for a warning
   * @param cusumBreached CUSUM for a breach
   * @param minCoverage share of the window's days that must be vouched for before it can be met
   * @param toleranceAtRisk how far supply, which is counted and not sampled, may fall short of the
   *     objective before it is a warning
   * @param toleranceBreached the same for a breach
   * @param minDays days of the window that must be vouched for before supply is judged: on fewer it
   *     depends on which days they are
   * @param warnIfNonePosted whether it is a warning that nothing was posted in a whole window
   */
  public record Judging(
      double zAtRisk,
      double zBreached,
      double cusumAtRisk,
      double cusumBreached,
      double minCoverage,
      double toleranceAtRisk,
      double toleranceBreached,
      int minDays,
      boolean warnIfNonePosted)
      implements Serializable {
    public static final Judging DEFAULT =
        new Judging(1.282, 2.326, 3, 4, 0.9, 0.02, 0.05, 14, false);
  }
}
