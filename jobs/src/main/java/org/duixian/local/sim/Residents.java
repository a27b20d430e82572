package org.duixian.local.sim;

import java.util.List;
import org.duixian.area.Area;
import org.duixian.area.Level;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;

/** The people of one former township: the villages they live in and the days offices work. */
final class Residents {
  private final Registry registry;
  private final String areaId;
  private final List<String> villageIds;

  Residents(Registry registry, String areaId) {
    this.registry = registry;
    this.areaId = areaId;
    this.villageIds =
        registry.areas(Level.village).stream()
            .filter(village -> village.parentId().equals(areaId))
            .map(Area::areaId)
            .toList();
  }

  /** The former township. */
  String areaId() {
    return areaId;
  }

  /** Whether a person's village can be told at all. */
  boolean haveVillages() {
    return !villageIds.isEmpty();
  }

  String someVillage(Chance chance) {
    return villageIds.get(chance.between(0, villageIds.size() - 1));
  }

  /** The code of a village as it is known on a date. */
  String codeOf(String villageId, int serviceDate) {
    return registry
        .findCode(villageId, serviceDate)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no code of %s is valid on %s"
                        .formatted(villageId, ServiceDates.format(serviceDate))));
  }

  boolean isWorkday(int serviceDate) {
    return registry.calendar().isWorkday(serviceDate);
  }

  /**
   * The n-th working day after a date; the first day that the calendar lacks, if it ends before.
   */
  int workdayAfter(int serviceDate, int workdays) {
    var date = serviceDate;
    for (var left = workdays; left > 0 && registry.calendar().covers(date); ) {
      date++;
      if (registry.calendar().covers(date) && isWorkday(date)) {
        left--;
      }
    }
    return date;
  }
}
