package org.duixian.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the fields of one event must be to each other, beyond what a JSON Schema can say. */
final class Consistency {
  /** More stops than this make no timetable of a rural bus. */
  static final int MAX_STOPS = 64;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Rule> rules = new HashMap<>();

  private interface Rule {
    /** What the event contradicts itself in, or null. */
    String contradiction(Event event);
  }

  Consistency(EventTypes types) {
    types
        .find("ops.source.heartbeat")
        .ifPresent(
            type -> {
              int source = type.position("source");
              int start = type.position("period_start");
              int end = type.position("period_end");
              rules.put(
                  type.name(),
                  event ->
                      heartbeat(
                          event,
                          event.fields()[source],
                          Long.parseLong(event.fields()[start]),
                          Long.parseLong(event.fields()[end])));
            });
    types
        .find("hall.hours.published")
        .ifPresent(
            type -> {
              int normal = type.position("normal");
              int extended = type.position("extended");
              rules.put(
                  type.name(),
                  event -> {
                    String wrong = hours("normal", event.fields()[normal], "day_type");
                    return wrong != null
                        ? wrong
                        : hours("extended", event.fields()[extended], "kind");
                  });
            });
    types
        .find("clinic.hours.published")
        .ifPresent(
            type -> {
              int normal = type.position("normal");
              rules.put(type.name(), event -> hours("normal", event.fields()[normal], "day_type"));
            });
    types
        .find("transport.timetable.published")
        .ifPresent(
            type -> {
              int trips = type.position("trips");
              rules.put(type.name(), event -> timetable(event.fields()[trips]));
            });
  }

  /** What the event contradicts itself in, or null if it does not. */
  String contradiction(Event event) {
    Rule rule = rules.get(event.type());
    return rule == null ? null : rule.contradiction(event);
  }

  /**
   * A heartbeat moves its source's clock, so it may vouch neither for others nor for the future.
   */
  private static String heartbeat(Event event, String source, long startMillis, long endMillis) {
    long latestMillis =
        Math.min(event.timeMillis(), event.arrivedMillis()) + EventDecoder.FUTURE_TOLERANCE_MILLIS;
    if (!source.equals(event.source())) {
      return "data.source: is not the source";
    }
    if (startMillis > endMillis) {
      return "data.period_end: is before period_start";
    }
    return endMillis > latestMillis ? "data.period_end: is after the heartbeat was sent" : null;
  }

  private record Interval(String kind, int openMinute, int closeMinute) {
    boolean overlaps(Interval other) {
      return kind.equals(other.kind)
          && openMinute < other.closeMinute
          && other.openMinute < closeMinute;
    }
  }

  private static String hours(String field, String json, String kindField) {
    List<Interval> intervals = new ArrayList<>();
    for (JsonNode node : parse(json)) {
      Interval interval =
          new Interval(
              node.get(kindField).asText(),
              minutes(node.get("open").asText()),
              minutes(node.get("close").asText()));
      if (interval.closeMinute <= interval.openMinute) {
        return "data." + field + ": " + interval.kind + " closes at or before opening";
      }
      if (intervals.stream().anyMatch(interval::overlaps)) {
        return "data." + field + ": " + interval.kind + " intervals overlap";
      }
      intervals.add(interval);
    }
    return null;
  }

  private static String timetable(String json) {
    Set<String> tripIds = new HashSet<>();
    for (JsonNode trip : parse(json)) {
      String tripId = trip.get("trip_id_scheduled").asText();
      if (!tripIds.add(tripId)) {
        return "data.trips: " + tripId + " is given twice";
      }
      String wrong = stops(trip.get("stops"));
      if (wrong != null) {
        return "data.trips: " + tripId + ": " + wrong;
      }
    }
    return null;
  }

  /** Times may stand still from stop to stop (GTFS has whole minutes) but not go back. */
  private static String stops(JsonNode stops) {
    if (stops.size() > MAX_STOPS) {
      return "more than " + MAX_STOPS + " stops";
    }
    int lastSequence = -1;
    String lastDeparture = "";
    for (JsonNode stop : stops) {
      int sequence = stop.get("stop_sequence").decimalValue().intValueExact();
      String arrival = stop.get("arrival").asText();
      String departure = stop.get("departure").asText();
      if (sequence <= lastSequence) {
        return "stop_sequence " + sequence + " does not increase";
      }
      // HH:MM:SS with leading zeros sorts as text.
      if (arrival.compareTo(lastDeparture) < 0 || departure.compareTo(arrival) < 0) {
        return "times go back at stop_sequence " + sequence;
      }
      lastSequence = sequence;
      lastDeparture = departure;
    }
    return null;
  }

  private static int minutes(String hhmm) {
    return Integer.parseInt(hhmm.substring(0, 2)) * 60 + Integer.parseInt(hhmm.substring(3, 5));
  }

  private static JsonNode parse(String json) {
    try {
      return json == null ? JSON.createArrayNode() : JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an array that was read before", e);
    }
  }
}
