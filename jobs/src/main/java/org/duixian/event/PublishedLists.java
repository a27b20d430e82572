package org.duixian.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the entries of a published list (hours, trips, service items) must be to each other. */
final class PublishedLists {
  /** More stops than this make no timetable of a rural bus. */
  private static final int MAX_STOPS = 64;

  private static final ObjectMapper JSON = new ObjectMapper();

  private PublishedLists() {}

  private record Interval(String kind, int openMinute, int closeMinute) {
    boolean overlaps(Interval other) {
      return kind.equals(other.kind)
          && openMinute < other.closeMinute
          && other.openMinute < closeMinute;
    }
  }

  /** Intervals close after they open, and those of a kind do not overlap. */
  static String hours(String field, String json, String kindField) {
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

  /** A timetable names each trip once, and time goes on along a trip. */
  static String timetable(String json) {
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

  /** A list of service items names each once and promises nothing slower than the law. */
  static String items(String json) {
    Set<String> codes = new HashSet<>();
    for (JsonNode item : parse(json)) {
      String code = item.get("item_code").asText();
      if (!codes.add(code)) {
        return "data.items: " + code + " is given twice";
      }
      JsonNode promised = item.get("promised_days");
      JsonNode statutory = item.get("statutory_days");
      if (promised != null
          && statutory != null
          && promised.decimalValue().compareTo(statutory.decimalValue()) > 0) {
        return "data.items: " + code + ": promised_days is above statutory_days";
      }
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
