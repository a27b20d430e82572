package org.duixian.alert;

/**
 * What is remembered of the alerts of one commitment in one area. Mutable; the fields from {@link
 * #atMillis} on are 0 or null in what an earlier version remembered.
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

  /** When the latest step was taken, by the sources' time. */
  public long atMillis;

  /** When it was raised or became red: since then an acknowledgement is waited for. */
  public long askedMillis;

  /** The role that acknowledged it since, or empty. */
  public String acknowledgedBy = "";

  /** The silent source for which it is held, or empty. */
  public String heldBy = "";

  /** Whether more roles were told because nobody acknowledged it. */
  public boolean overdue;

  /** Whether the auditor was told that it stays red. */
  public boolean audited;

  /**
   * Days that slip, while open: bit n stands for n days before {@link #lastDate}, the last one for
   * any day that is too long ago to be revised.
   */
  public long slipDays;

  /** Judged days in a row that had too few units. */
  public int fewDays;

  /** The latest of them. */
  public int fewDate = Integer.MIN_VALUE;

  /** The alert that was closed last, or empty. */
  public String closedId = "";

  boolean open() {
    return !alertId.isEmpty();
  }

  boolean acknowledged() {
    return acknowledgedBy != null && !acknowledgedBy.isEmpty();
  }

  boolean held() {
    return heldBy != null && !heldBy.isEmpty();
  }
}
