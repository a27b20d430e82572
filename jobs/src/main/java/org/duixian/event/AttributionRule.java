package org.duixian.event;

/** By which rule an event finds the former township it counts for; the words stand in schemas. */
public enum AttributionRule {
  /** Where the facility stands. */
  site,
  /** Every former township that the trip or road serves. */
  served,
  /** Where the person lived before the merger, by the village code at the time of the event. */
  resident
}
