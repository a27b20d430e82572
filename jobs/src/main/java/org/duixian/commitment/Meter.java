package org.duixian.commitment;

import java.io.Serializable;
import java.util.Set;
import org.duixian.event.Event;

/**
 * Turns the events of one area into outcomes of one commitment. A meter holds no state of its own:
 * it reads and writes the area's {@link AreaMemory} through the {@link Lane} it is given, so that
 * the same events in the same order always give the same outcomes.
 */
public sealed interface Meter extends Serializable
    permits RatioMeter,
        DeadlineMeter,
        PresenceMeter,
        MilestoneMeter,
        BaselineMeter,
        TransferMeter,
        GapMeter,
        RetainedMeter,
        WatchMeter {

  /** The kind of meter, as commitments name it. */
  String kind();

  /** The event types it listens to. */
  Set<String> eventTypes();

  /** Takes in an event that is new, in time and of one of its types. */
  void on(Event event, Lane lane);
}
