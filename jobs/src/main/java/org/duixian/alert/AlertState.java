package org.duixian.alert;

/**
 * What is remembered of the alerts of one commitment in one area. Mutable.
 *
 * <p>Open exactly while {@link #alertId} is not empty.
 */
public final class AlertState {
  public String alertId = "";
  public String severity = "";

  /** The version of the commitment that the open alert is about. */
  public String commitmentVersion = "";

  /** First service date of the slip, days since 1970-01-01. */
  public int sinceDate;

  /** Steps published of the open alert. */
  public int steps;

  /** Good service days in a row while open. */
  public int goodDays;

  /** Latest service date that has been looked at. */
  public int lastDate = Integer.MIN_VALUE;

  boolean open() {
    return !alertId.isEmpty();
  }
}
