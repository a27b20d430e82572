package org.duixian.local.sim;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.duixian.area.Registry;
import org.duixian.calendar.DayType;

/** What kind of day a date is where a site stands or a route runs. */
final class Locality {
  private final Registry registry;
  private final List<String> areaIds;
  private final Set<Integer> publishingDates;

  /**
   * @param areaIds the former townships
   * @param firstDate the service date on which the simulation starts
   */
  Locality(Registry registry, Collection<String> areaIds, int firstDate) {
    this.registry = registry;
    this.areaIds = List.copyOf(areaIds);
    this.publishingDates =
        areaIds.stream()
            .map(registry::effectiveOn)
            .filter(date -> date > firstDate)
            .collect(Collectors.toSet());
    publishingDates.add(firstDate);
  }

  DayType dayType(int serviceDate) {
    return registry.calendar().dayType(serviceDate);
  }

  /** Whether people go to market that day in any of the former townships. */
  boolean isMarketDay(int serviceDate) {
    return areaIds.stream().anyMatch(areaId -> registry.isMarketDay(areaId, serviceDate));
  }

  /**
   * Whether hours and timetables are published: as the simulation starts, and again, unchanged, as
   * a new township starts work.
   */
  boolean isPublishingDate(int serviceDate) {
    return publishingDates.contains(serviceDate);
  }
}
