package org.duixian.commitment;

import java.io.Serializable;
import java.util.List;
import org.duixian.area.Registry;
import org.duixian.calendar.MinuteInterval;
import org.duixian.calendar.PostedHours;

/**
 * Hours that the commitment itself sets.
 *
 * @param hours the hours
 * @param terms when they hold, first and last days in turn; empty: always
 */
record FixedHours(PostedHours hours, int[] terms) implements Serializable {

  /** Those of a service day, of which the calendar must speak. */
  List<MinuteInterval> on(int serviceDate, String areaId, Registry registry) {
    return holdOn(serviceDate)
        ? hours.intervals(
            registry.calendar().dayType(serviceDate), registry.isMarketDay(areaId, serviceDate))
        : List.of();
  }

  private boolean holdOn(int serviceDate) {
    for (int i = 0; i < terms.length; i += 2) {
      if (terms[i] <= serviceDate && serviceDate <= terms[i + 1]) {
        return true;
      }
    }
    return terms.length == 0;
  }
}
