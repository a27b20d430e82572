package org.duixian.area;

import org.duixian.event.Event;

/**
 * An event on its way to one of the areas it concerns.
 *
 * @param areaId the former township or township (or, for a heartbeat, also the home area of its
 *     source)
 * @param primary true on exactly one of the copies of an event, the one that is counted for intake
 * @param event the event itself, without what only {@link Attribution} asks for; see {@link
 *     Event#asMetered}
 */
public record AreaEvent(String areaId, boolean primary, Event event) {
  public AreaEvent {
    event = event.asMetered();
  }
}
