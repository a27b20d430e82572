package org.duixian.alert;

import java.util.ArrayList;
import java.util.List;

/** What has been announced of one alert, and when it is said again. Mutable. */
public final class Announced {
  /** The latest step; null before the first. */
  public Alert alert;

  /** Who was told what. */
  public List<Told> told = new ArrayList<>();

  /** When it is said again. */
  public long nextMillis;

  /**
   * That a role was told of the alert in one severity.
   *
   * @param toldMillis when it was said first
   * @param overMillis when it ended, 0 while it holds
   * @param replaced whether it ended because the role is told of another severity instead
   */
  public record Told(
      String role, String severity, long toldMillis, long overMillis, boolean replaced) {

    boolean holds() {
      return overMillis == 0;
    }

    Told endedAt(long millis, boolean byAnother) {
      return new Told(role, severity, toldMillis, millis, byAnother);
    }
  }
}
