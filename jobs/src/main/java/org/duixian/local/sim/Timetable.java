package org.duixian.local.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.duixian.calendar.DayType;

/** The timetable of one route: trips out and back, more of them on market days. */
record Timetable(String routeId, List<Trip> trips) {
  private static final List<String> DAILY = List.of("workday", "rest_day", "statutory_holiday");
  private static final List<String> NO_HOLIDAYS = List.of("workday", "rest_day");
  private static final List<String> MARKET = List.of("market_day");
  private static final int LAYOVER_SECONDS = 20 * 60;
  private static final int DWELL_SECONDS = 60;
  private static final int EVENING_SECOND = 18 * 3600;

  /** A stop of a route and the former township it stands in. */
  record Stop(String stopId, String areaId) {}

  /** A scheduled trip and the day types on which it runs. */
  record Trip(String tripId, int directionId, List<String> dayTypes, List<Call> calls) {

    int departureSecond() {
      return calls.get(0).departureSecond();
    }

    boolean runsOn(DayType dayType, boolean isMarketDay) {
      var published = dayType.isWorkday() ? DayType.workday.name() : dayType.name();
      return dayTypes.contains(published) || isMarketDay && dayTypes.contains("market_day");
    }
  }

  /**
   * One stop of a trip.
   *
   * @param sequence position in the trip, from 1
   * @param arrivalSecond second of the service day
   * @param departureSecond second of the service day
   * @param timepoint whether departures are held to the schedule here
   */
  record Call(
      String stopId, int sequence, int arrivalSecond, int departureSecond, boolean timepoint) {}

  /**
   * Three daily trips each way, the second one not on holidays, and one each way on market days.
   *
   * @param stops in the order of direction 0, at least two
   */
  static Timetable of(String routeId, List<Stop> stops) {
    var back = new ArrayList<>(stops);
    Collections.reverse(back);
    int shift = Chance.trait(routeId, 8) * 5 * 60;
    var trips = new ArrayList<Trip>();
    addPair(trips, routeId, "1", stops, back, 6 * 3600 + 1800 + shift, DAILY);
    addPair(trips, routeId, "m", stops, back, 8 * 3600 + 1800 + shift, MARKET);
    addPair(trips, routeId, "2", stops, back, 10 * 3600 + 1800 + shift, NO_HOLIDAYS);
    addPair(trips, routeId, "3", stops, back, 14 * 3600 + 1800 + shift, DAILY);
    return new Timetable(routeId, List.copyOf(trips));
  }

  /** Without the last bus back. */
  Timetable withoutLastTrip() {
    return new Timetable(routeId, trips.subList(0, trips.size() - 1));
  }

  /** With one more bus out, in the evening. */
  Timetable withEveningTrip(List<Stop> stops) {
    var more = new ArrayList<>(trips);
    more.add(new Trip(routeId + "-out-4", 0, DAILY, calls(stops, EVENING_SECOND)));
    return new Timetable(routeId, List.copyOf(more));
  }

  /** The items of the field {@code trips} of a published timetable. */
  List<String> published() {
    return trips.stream().map(Timetable::published).toList();
  }

  private static void addPair(
      List<Trip> trips,
      String routeId,
      String name,
      List<Stop> out,
      List<Stop> back,
      int departureSecond,
      List<String> dayTypes) {
    var calls = calls(out, departureSecond);
    var returns = calls.get(calls.size() - 1).arrivalSecond() + LAYOVER_SECONDS;
    trips.add(new Trip(routeId + "-out-" + name, 0, dayTypes, calls));
    trips.add(new Trip(routeId + "-back-" + name, 1, dayTypes, calls(back, returns)));
  }

  /** Timepoints are the first stop in each former township, but never the terminus. */
  private static List<Call> calls(List<Stop> stops, int departureSecond) {
    var calls = new ArrayList<Call>();
    var second = departureSecond - DWELL_SECONDS;
    for (var i = 0; i < stops.size(); i++) {
      var entersArea = i == 0 || !stops.get(i).areaId().equals(stops.get(i - 1).areaId());
      if (i > 0) {
        second += entersArea ? 15 * 60 : 7 * 60;
      }
      var terminus = i == stops.size() - 1;
      var departs = second + (terminus ? 0 : DWELL_SECONDS);
      calls.add(new Call(stops.get(i).stopId(), i + 1, second, departs, entersArea && !terminus));
      second = departs;
    }
    return List.copyOf(calls);
  }

  private static String published(Trip trip) {
    var stops =
        trip.calls().stream()
            .map(
                call ->
                    new JsonObject()
                        .with("stop_id", call.stopId())
                        .with("stop_sequence", call.sequence())
                        .with("arrival", Timestamps.clock(call.arrivalSecond()))
                        .with("departure", Timestamps.clock(call.departureSecond()))
                        .with("timepoint", call.timepoint())
                        .toString())
            .toList();
    return new JsonObject()
        .with("trip_id_scheduled", trip.tripId())
        .with("direction_id", trip.directionId())
        .withItems("day_types", trip.dayTypes().stream().map(type -> '"' + type + '"').toList())
        .withItems("stops", stops)
        .toString();
  }
}
