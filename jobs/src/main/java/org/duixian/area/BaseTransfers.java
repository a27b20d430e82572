package org.duixian.area;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the former townships were paid in the base year, and so what the townships that succeed them
 * must not fall short of: the sum of their parts, of a split former township the share of the
 * people who came. Only whole months since a part joined count.
 */
public final class BaseTransfers implements Serializable {
  private static final long serialVersionUID = 1;

  private final Map<String, Long> fen = new HashMap<>();
  private final List<String> purposes;
  private final Map<String, Integer> populations;
  private final Map<String, List<String>> villages = new HashMap<>();
  private final Successors successors;

  /**
   * @param purposes what money can be for
   * @param populations people of a village, by its id
   */
  BaseTransfers(
      Collection<BaseTransfer> transfers,
      List<String> purposes,
      Map<String, Integer> populations,
      Collection<Area> areas,
      Successors successors) {
    transfers.forEach(
        each ->
            fen.put(key(each.areaId(), each.purpose(), Months.ofYear(each.month())), each.fen()));
    this.purposes = List.copyOf(purposes);
    this.populations = Map.copyOf(populations);
    this.successors = successors;
    for (var area : areas) {
      if (area.level() == Level.village) {
        villages.computeIfAbsent(area.parentId(), any -> new ArrayList<>()).add(area.areaId());
      }
    }
  }

  private static String key(String areaId, String purpose, int monthOfYear) {
    return areaId + '|' + purpose + '|' + monthOfYear;
  }

  /** From one month to another of one year, both included; none if the first is the later one. */
  public record Period(int first, int last) {
    /** Of it the months that are whole since a service date. */
    public Period wholeSince(int serviceDate) {
      return new Period(Math.max(first, Months.firstWhole(serviceDate)), last);
    }
  }

  /**
   * The months of which a township's money is compared at the end of a service date: those of the
   * year of the last month that is over, from the first whole one of the township on.
   */
  public Period periodAt(String townshipId, int serviceDate) {
    int last = Months.lastClosed(serviceDate);
    int first = Months.firstWhole(successors.since(townshipId));
    return new Period(Math.max(first, Months.januaryOf(last)), last);
  }

  /**
   * The fen that a township must not fall short of in a period, by purpose; empty where it is not
   * known what one of its parts was paid, or how many of its people came.
   */
  public Optional<Map<String, Long>> promised(String townshipId, Period period) {
    var sums = new TreeMap<String, Long>();
    for (int month = period.first; month <= period.last; month++) {
      int firstDay = Months.firstDay(month);
      for (String former : successors.formersOf(townshipId)) {
        if (!successors.of(former, firstDay).contains(townshipId)) {
          continue;
        }
        var share = share(former, townshipId, firstDay);
        for (String purpose : purposes) {
          Long paid = fen.get(key(former, purpose, Months.ofYear(month)));
          if (paid == null || share.isEmpty()) {
            return Optional.empty();
          }
          sums.merge(purpose, share.get().of(paid), Long::sum);
        }
      }
    }
    return Optional.of(sums);
  }

  /** Some people of all. */
  private record Share(long some, long all) {
    long of(long fen) {
      return BigInteger.valueOf(fen)
          .multiply(BigInteger.valueOf(some))
          .divide(BigInteger.valueOf(all))
          .longValueExact();
    }
  }

  private Optional<Share> share(String former, String townshipId, int serviceDate) {
    if (successors.of(former, serviceDate).size() == 1) {
      return Optional.of(new Share(1, 1));
    }
    long some = 0;
    long all = 0;
    for (String village : villages.getOrDefault(former, List.of())) {
      var townships = successors.ofVillage(village, former, serviceDate);
      Integer people = populations.get(village);
      if (people == null || townships.size() != 1) {
        return Optional.empty();
      }
      all += people;
      some += townships.get(0).equals(townshipId) ? people : 0;
    }
    return all == 0 ? Optional.empty() : Optional.of(new Share(some, all));
  }
}
