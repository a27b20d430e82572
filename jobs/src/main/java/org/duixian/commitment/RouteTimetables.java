package org.duixian.commitment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.duixian.calendar.DayType;

/**
 * One area's part of a route's timetables: the trips that stop there and when.
 *
 * @param versions by the day from which they are valid, at most {@value #MAX_VERSIONS}: the ones
 *     that promise something soonest
 */
public record RouteTimetables(List<Version> versions) {
  static final int MAX_VERSIONS = 8;

  /** A departure lies at most so many days after the start of its service day. */
  static final int MAX_DAYS_PER_TRIP = 2;

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param validFrom first service day, days since 1970-01-01
   * @param publishedMillis when it was published; it promises nothing before
   */
  public record Version(int validFrom, long publishedMillis, List<Trip> trips) {}

  /**
   * @param tripId the scheduled trip
   * @param dayTypes the kinds of day on which it runs: the names of DayType, or market_day
   * @param stops the stops it makes in the area, in order
   */
  public record Trip(String tripId, List<String> dayTypes, List<Stop> stops) {

    boolean runsOn(DayType type, boolean marketDay) {
      String named = type == DayType.makeup_workday ? DayType.workday.name() : type.name();
      return dayTypes.contains(named) || (marketDay && dayTypes.contains("market_day"));
    }
  }

  /**
   * @param sequence its place in the trip; tells apart two visits to one stop
   * @param departureSeconds scheduled departure, seconds since the start of the service day; may
   *     exceed one day
   */
  public record Stop(String stopId, int sequence, int departureSeconds, boolean timepoint) {}

  static RouteTimetables none() {
    return new RouteTimetables(List.of());
  }

  /**
   * With a version added. Of those valid from the same day the last one published stays; those that
   * were superseded before the given day leave, and if there are still too many the farthest ahead.
   */
  RouteTimetables with(Version version, int oldestDate) {
    var kept = new ArrayList<Version>();
    var added = version;
    for (Version each : versions) {
      if (each.validFrom != version.validFrom) {
        kept.add(each);
      } else if (each.publishedMillis > version.publishedMillis) {
        added = each;
      }
    }
    kept.add(added);
    kept.sort(Comparator.comparingInt(Version::validFrom));
    while (kept.size() > 1 && kept.get(1).validFrom <= oldestDate) {
      kept.remove(0);
    }
    while (kept.size() > MAX_VERSIONS) {
      kept.remove(kept.size() - 1);
    }
    return new RouteTimetables(kept);
  }

  /** The version in force on the day, or null. */
  Version inForce(int serviceDate) {
    Version found = null;
    for (Version each : versions) {
      if (each.validFrom <= serviceDate) {
        found = each;
      }
    }
    return found;
  }

  /** The trip on the day, or null. */
  Trip trip(String tripId, int serviceDate) {
    Version version = inForce(serviceDate);
    if (version != null) {
      for (Trip trip : version.trips) {
        if (trip.tripId.equals(tripId)) {
          return trip;
        }
      }
    }
    return null;
  }

  /** Reads the trips of a timetable that stop in the area, from the event's JSON text. */
  static List<Trip> tripsAt(String tripsJson, Set<String> stopsOfArea) {
    try {
      var trips = new ArrayList<Trip>();
      for (JsonNode trip : JSON.readTree(tripsJson)) {
        var stops = new ArrayList<Stop>();
        for (JsonNode stop : trip.get("stops")) {
          String stopId = stop.get("stop_id").textValue();
          if (stopsOfArea.contains(stopId)) {
            stops.add(
                new Stop(
                    stopId,
                    stop.get("stop_sequence").asInt(),
                    seconds(stop.get("departure").textValue()),
                    stop.path("timepoint").asBoolean(false)));
          }
        }
        if (!stops.isEmpty()) {
          trips.add(new Trip(trip.get("trip_id_scheduled").textValue(), dayTypes(trip), stops));
        }
      }
      return trips;
    } catch (IOException e) {
      throw new UncheckedIOException("a timetable that had passed its schema", e);
    }
  }

  private static List<String> dayTypes(JsonNode trip) {
    var types = new ArrayList<String>();
    trip.get("day_types").forEach(type -> types.add(type.textValue()));
    return types.stream().distinct().sorted().collect(Collectors.toCollection(ArrayList::new));
  }

  private static int seconds(String time) {
    return Integer.parseInt(time.substring(0, 2)) * 3600
        + Integer.parseInt(time.substring(3, 5)) * 60
        + Integer.parseInt(time.substring(6, 8));
  }
}
