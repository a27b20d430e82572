package org.duixian.local.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the {@code normal} and {@code extended} lists of posted hours. */
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
        entries.add(entry("day_type", dayType, interval));
      }
    }
    return "[" + String.join(",", entries) + "]";
  }

  /**
   * @param intervals by kind of extended service, each such as {@code 12:00-13:00}
   */
  static String extended(Map<String, String> intervals) {
    var entries = new ArrayList<String>();
    new TreeMap<>(intervals).forEach((kind, each) -> entries.add(entry("kind", kind, each)));
    return "[" + String.join(",", entries) + "]";
  }

  private static String entry(String key, String value, String interval) {
    return new JsonObject()
        .with(key, value)
        .with("open", interval.substring(0, 5))
        .with("close", interval.substring(6))
        .toString();
  }
}
