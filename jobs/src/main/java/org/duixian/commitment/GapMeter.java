package org.duixian.commitment;

import java.util.List;
import java.util.Set;
import org.duixian.event.Event;

/**
 * Hears no event: sets the levels of other commitments in a former township against those at the
 * seat of its successor.
 *
 * @param compared the other commitments, sorted
 * @param most by how much a share may be lower than at the seat
 */
public record GapMeter(List<String> compared, double most) implements Meter {

  @Override
  public String kind() {
    return "gap";
  }

  @Override
  public Set<String> eventTypes() {
    return Set.of();
  }

  @Override
  public void on(Event event, Lane lane) {
    throw new IllegalArgumentException("a gap hears no event: " + event.type());
  }
}
