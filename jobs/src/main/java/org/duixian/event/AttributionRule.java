package org.duixian.event;

/** By which rule an event finds the area it counts for; the words stand in schemas. */
public enum AttributionRule {
  /** Where the facility stands. */
  site,
  /** Every former township that the trip serves; for works the area for which they are done. */
  served,
  /** Where the person lived before the merger, by the village code at the time of the event. */
  resident,
  /** The township, as it is after the merger, that the event names. */
  seat
}
