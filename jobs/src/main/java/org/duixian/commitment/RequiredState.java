package org.duixian.commitment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * A state that must hold.
 *
 * @param onType event that begins it
 * @param offs events that end it; none: the event tells that it held for its whole day
 * @param onWhere which beginnings count
 * @param onDate position of the service date, or −1: the day of the event
 * @param onWho position of who or what begins it, or −1: the place
 * @param onPlace position of the place
 * @param atLeast of how many it must hold at once
 * @param forEach of whom it must hold, each a unit of its own; empty: of anybody
 * @param carriesOver whether it holds from the outset and over midnight until it is ended
 * @param missing the reason when it does not hold
 */
record RequiredState(
    String onType,
    List<Ending> offs,
    Condition onWhere,
    int onDate,
    int onWho,
    int onPlace,
    int atLeast,
    List<String> forEach,
    boolean carriesOver,
    String missing)
    implements Serializable {
  /** Names the place itself where a state is the place's own. */
  static final String ITSELF = "";

  /**
   * Names the state that something is promised, which ends while it is announced that it is not.
   */
  static final String PROMISED = "promised";

  RequiredState {
    offs = new ArrayList<>(offs);
    forEach = new ArrayList<>(forEach);
  }

  boolean isAnnounced() {
    for (Ending each : offs) {
      if (each.announcement != null) {
        return true;
      }
    }
    return false;
  }

  /** What changes with an event that begins it, or with which another state begins. */
  List<Mark> begun(boolean on, Event event) {
    String name = onWho < 0 ? ITSELF : event.fields()[onWho];
    if (offs.isEmpty()) {
      int date =
          onDate < 0
              ? ServiceDates.serviceDate(event.timeMillis())
              : ServiceDates.parse(event.fields()[onDate]);
      return List.of(new Mark(date, 0, name, on));
    }
    var mark = Mark.at(event.timeMillis(), name, on);
    return isAnnounced()
        ? List.of(mark, Mark.at(event.timeMillis(), PROMISED, true))
        : List.of(mark);
  }

  /** What changes with an event that ends it: first the state itself. */
  List<Mark> ended(Ending off, Event event) {
    boolean on = off.except.holds(event);
    String name = off.who < 0 ? ITSELF : event.fields()[off.who];
    var mark = Mark.at(event.timeMillis(), name, on);
    if (!isAnnounced()) {
      return List.of(mark);
    }
    if (on || off.announcement == null || !off.announcement.inTime(event)) {
      return List.of(mark, Mark.at(event.timeMillis(), PROMISED, true));
    }
    var notPromised = Mark.at(event.timeMillis(), PROMISED, false);
    String until = event.fields()[off.announcement.until];
    return until == null
        ? List.of(mark, notPromised)
        : List.of(mark, notPromised, Mark.at(Long.parseLong(until), PROMISED, true));
  }

  /** A change of a state. */
  record Mark(int serviceDate, long millisOfDay, String name, boolean on) {
    static Mark at(long millis, String name, boolean on) {
      int date = ServiceDates.serviceDate(millis);
      return new Mark(date, millis - ServiceDates.startMillis(date), name, on);
    }
  }

  /**
   * An event that ends a state.
   *
   * @param except which of them leave it as it should be, or restore it
   * @param who position of who or what ends it, or −1: the place
   * @param place position of the place
   * @param announcement how one is announced, or null
   */
  record Ending(String type, Condition except, int who, int place, Announcement announcement)
      implements Serializable {}

  /**
   * An ending that the public was told of in time: nothing is promised up to the instant that was
   * told with it, or as long as it lasts if none was.
   *
   * @param where which can be announced
   * @param at position of the instant of the announcement
   * @param beforeMillis how long before the ending that must be
   * @param until position of the instant up to which it is announced
   */
  record Announcement(Condition where, int at, long beforeMillis, int until)
      implements Serializable {

    boolean inTime(Event event) {
      String told = event.fields()[at];
      return where.holds(event)
          && told != null
          && Long.parseLong(told) + beforeMillis <= event.timeMillis();
    }
  }
}
