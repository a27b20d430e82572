package org.duixian.commitment;

/**
 * Units that were promised by the end of a service day and are not decided yet when it is closed.
 *
 * @param units how many
 * @param overdue how many of them had fallen due and are not known to be done
 */
public record OpenUnits(int units, int overdue) {
  /** What nothing is added to. */
  public static final OpenUnits NONE = new OpenUnits(0, 0);

  /** Both together. */
  public OpenUnits and(OpenUnits other) {
    return new OpenUnits(units + other.units, overdue + other.overdue);
  }
}
