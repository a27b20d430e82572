package org.duixian.commitment;

/**
 * Units that are promised and not decided yet, at the end of a service day.
 *
 * @param units how many
 * @param overdue how many of them have fallen due: nobody has vouched for what became of them
 */
public record OpenUnits(int units, int overdue) {
  /** What nothing is added to. */
  public static final OpenUnits NONE = new OpenUnits(0, 0);

  /** Both together. */
  public OpenUnits and(OpenUnits other) {
    return new OpenUnits(units + other.units, overdue + other.overdue);
  }
}
