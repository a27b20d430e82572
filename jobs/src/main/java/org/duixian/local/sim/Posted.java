package org.duixian.local.sim;

import java.util.ArrayList;
import java.util.List;

/** Writes the {@code normal} list of posted hours. */
final class Posted {
  private Posted() {}

  /**
   * @param dayTypes the day types that have these hours
   * @param intervals each such as {@code 09:00-12:00}
   */
  static String hours(List<String> dayTypes, String... intervals) {
    var entries = new ArrayList<String>();
    for (var dayType : dayTypes) {
      for (var interval : intervals) {
        entries.add(
            new JsonObject()
                .with("day_type", dayType)
                .with("open", interval.substring(0, 5))
                .with("close", interval.substring(6))
                .toString());
      }
    }
    return "[" + String.join(",", entries) + "]";
  }
}
