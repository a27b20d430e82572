package org.duixian.local.sim;

import java.util.List;

/**
 * What to simulate.
 *
 * @param seed decides everything that chance brings
 * @param from first service date
 * @param days number of service days, 1…366
 * @param stories what goes wrong
 */
public record SimulationSettings(long seed, int from, int days, List<Story> stories) {
  /** The longest that can be simulated at once. */
  public static final int MAX_DAYS = 366;

  public SimulationSettings {
    if (days < 1 || days > MAX_DAYS) {
      throw new IllegalArgumentException("days: 1 to " + MAX_DAYS + ", not " + days);
    }
    stories = List.copyOf(stories);
  }

  /** First service date that is not simulated. */
  public int until() {
    return from + days;
  }
}
