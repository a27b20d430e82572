package org.duixian.local.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;

/** A simulated event read back from its bytes. */
record Told(
    String source,
    String id,
    String type,
    long timeMillis,
    long arrivedMillis,
    String subject,
    String villageCode,
    JsonNode data) {
  static final Registry DEMO = Registry.load(Path.of("..", "schemas", "reference", "demo"));
  static final int FROM = ServiceDates.parse("2020-03-30");
  static final int DAYS = 84;

  private static final JsonMapper JSON = new JsonMapper();

  static Told of(SimulatedEvent event) {
    try {
      var json = JSON.readTree(event.value());
      var type = json.get("type").asText();
      return new Told(
          json.get("source").asText(),
          json.get("id").asText(),
          type.substring("org.duixian.".length(), type.length() - ".v1".length()),
          millis(json.get("time").asText()),
          event.arrivedMillis(),
          json.path("subject").asText(null),
          json.path("villagecode").asText(null),
          json.get("data"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it posts hours or a timetable; known without reading the whole of it. */
  static boolean isPublication(SimulatedEvent event) {
    return new String(event.value(), StandardCharsets.UTF_8).contains(".published.v1\"");
  }

  /** The demo city from the first day on. */
  static Simulation demo(long seed, int days) {
    return demo(seed, FROM, days, Story.ofDemo(DEMO));
  }

  static Simulation demo(long seed, int from, int days, List<Story> stories) {
    return Simulation.of(DEMO, new SimulationSettings(seed, from, days, stories));
  }

  static List<SimulatedEvent> all(Simulation simulation) {
    var events = new ArrayList<SimulatedEvent>();
    simulation.events().forEachRemaining(events::add);
    return events;
  }

  static long millis(String timestamp) {
    return OffsetDateTime.parse(timestamp).toInstant().toEpochMilli();
  }

  boolean isHeartbeat() {
    return type.equals("ops.source.heartbeat");
  }

  int serviceDate() {
    return ServiceDates.serviceDate(timeMillis);
  }

  String text(String field) {
    return data.path(field).asText(null);
  }

  /** A field that is a date-time. */
  long instant(String field) {
    return millis(text(field));
  }
}
