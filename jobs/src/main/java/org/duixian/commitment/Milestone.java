package org.duixian.commitment;

/**
 * What one source has told of one milestone of an area. Mutable; one for each of a short list of
 * milestones, kept for good, or for each that events name, until it no longer counts.
 */
public final class Milestone {
  /** Later than every day. */
  static final int NEVER = Integer.MAX_VALUE;

  /** The service day by whose end it must be reached, as planned, or {@link #NEVER}. */
  public int dueOn = NEVER;

  /** The first service day on which it was published, or {@link #NEVER}. */
  public int countedFrom = NEVER;

  /** The first service day on which it was reached, or {@link #NEVER}. */
  public int reachedOn = NEVER;

  /** The service day on which the date was told: before it nothing was owed. */
  public int plannedOn;

  /** The event that set the date, as source#id, or empty. */
  public String plannedBy = "";

  /** The event that tells of the earliest reaching, as source#id, or empty. */
  public String reachedBy = "";

  /** The reason why a unit of it is lost, as planned. */
  public String reason = "";

  /** How often an earlier day was told on which it was reached. */
  public int revision;

  /** The service day from which on it counts, or {@link #NEVER}. */
  int owedFrom() {
    return Math.max(dueOn, plannedOn);
  }

  /** Sets the date, unless one has been set and has passed: no promise is moved once broken. */
  void plan(int newDueOn, int toldOn, String reference, String lostReason) {
    if (dueOn == NEVER || toldOn <= dueOn) {
      dueOn = newDueOn;
      plannedOn = toldOn;
      plannedBy = reference;
      reason = lostReason;
    }
  }
}
