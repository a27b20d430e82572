package org.duixian.commitment;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.duixian.area.Baseline;
import org.duixian.area.DayTypes;
import org.duixian.area.Registry;

/**
 * Proposes what a commitment should be held to in a former township: for each type of day the
 * median, over the weeks before the merger that every source vouched for in full, of what was
 * supplied per day. A week's mean and not a day's count, because a bus that comes every second day
 * has no typical day.
 */
public final class BaselineProposal {
  private static final int DAYS_PER_WEEK = 7;
  private static final int HUNDREDTHS = 100;

  private final Registry registry;
  private final Commitment commitment;
  private final String areaId;

  public BaselineProposal(Registry registry, Commitment commitment, String areaId) {
    this.registry = registry;
    this.commitment = commitment;
    this.areaId = areaId;
  }

  /** Whether there would be any if every source had vouched for all its days before the merger. */
  public boolean isPossible() {
    List<String> sources = registry.sourcesOf(areaId, commitment.stream(), commitment.scope());
    int since =
        sources.stream()
            .mapToInt(source -> registry.getSource(source).since())
            .min()
            .orElse(Integer.MAX_VALUE);
    var before = new TreeMap<Integer, Long>();
    for (int date = Math.max(since, registry.calendar().firstDate());
        date < registry.effectiveOn(areaId) && registry.calendar().covers(date);
        date++) {
      before.put(date, 0L);
    }
    return !of(before).isEmpty();
  }

  /**
   * The proposals, nobody having signed them; by type of day.
   *
   * @param before what was supplied on each day before the merger that every source vouched for
   */
  public List<Baseline> of(Map<Integer, Long> before) {
    var days = new TreeMap<>(before);
    var proposals = ordinary(days);
    proposals.addAll(springFestival(days));
    return proposals;
  }

  private String dayType(int serviceDate) {
    return registry.dayTypes().find(areaId, serviceDate).orElse("");
  }

  private static boolean isOfSpringFestival(String dayType) {
    return DayTypes.family(dayType).equals(DayTypes.SPRING_FESTIVAL);
  }

  private boolean isCompared(int serviceDate) {
    return commitment.compares(serviceDate, areaId, registry);
  }

  /** A week that is all Spring Festival, or out of term, says nothing of other days. */
  private boolean hasOrdinaryDays(int monday) {
    return IntStream.range(monday, monday + DAYS_PER_WEEK)
        .anyMatch(date -> isCompared(date) && !isOfSpringFestival(dayType(date)));
  }

  private List<Baseline> ordinary(TreeMap<Integer, Long> days) {
    var mondays =
        days.keySet().stream()
            .filter(date -> LocalDate.ofEpochDay(date).getDayOfWeek() == DayOfWeek.MONDAY)
            .filter(date -> days.subMap(date, date + DAYS_PER_WEEK).size() == DAYS_PER_WEEK)
            .filter(this::hasOrdinaryDays)
            .toList();
    var meansByType = new TreeMap<String, List<Double>>();
    for (int monday : mondays) {
      var week = new TreeMap<String, List<Long>>();
      days.subMap(monday, monday + DAYS_PER_WEEK)
          .forEach(
              (date, units) -> {
                if (isCompared(date)) {
                  week.computeIfAbsent(dayType(date), any -> new ArrayList<>()).add(units);
                }
              });
      week.forEach(
          (dayType, units) ->
              meansByType.computeIfAbsent(dayType, any -> new ArrayList<>()).add(mean(units)));
    }
    var proposals = new ArrayList<Baseline>();
    for (String dayType : DayTypes.FAMILIES) {
      if (meansByType.containsKey(dayType)) {
        proposals.add(
            baseline(
                dayType,
                meansByType.get(dayType),
                mondays.get(0),
                mondays.get(mondays.size() - 1) + DAYS_PER_WEEK - 1,
                mondays.size()));
      }
    }
    return proposals;
  }

  private List<Baseline> springFestival(TreeMap<Integer, Long> days) {
    var byType = new TreeMap<Integer, List<Integer>>();
    for (int date : days.keySet()) {
      String dayType = dayType(date);
      if (isCompared(date) && isOfSpringFestival(dayType)) {
        byType
            .computeIfAbsent(
                Integer.parseInt(dayType.substring(DayTypes.SPRING_FESTIVAL.length())),
                any -> new ArrayList<>())
            .add(date);
      }
    }
    var proposals = new ArrayList<Baseline>();
    for (List<Integer> dates : byType.values()) {
      var units = dates.stream().map(date -> (double) days.get(date)).toList();
      int last = dates.get(dates.size() - 1);
      proposals.add(baseline(dayType(last), units, dates.get(0), last, dates.size()));
    }
    return proposals;
  }

  private Baseline baseline(String dayType, List<Double> units, int from, int to, int weeks) {
    int hundredths = (int) Math.floor(median(units) * HUNDREDTHS + 1e-6);
    return new Baseline(
        commitment.id(),
        areaId,
        dayType,
        hundredths,
        commitment.unit().en(),
        from,
        to,
        weeks,
        "",
        0);
  }

  private static double mean(Collection<Long> units) {
    return (double) units.stream().mapToLong(Long::longValue).sum() / units.size();
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
