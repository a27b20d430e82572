package org.duixian.local.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duixian.area.Registry;
import org.duixian.area.Source;
import org.duixian.event.Heartbeat;
import org.duixian.event.Rfc3339;

/**
 * Finds for each line the topic, the key and the arrival that a source system's connector would
 * have given it. Of a broken line it uses what can be read; the job says what is wrong with it.
 *
 * <p>A line arrived when its {@code recordedtime} says, or its {@code time}; never before the line
 * of its source before it, and not later than now. Where neither can be read, with the line before.
 */
public final class Routing {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String TOPIC_PREFIX = "events.";
  private static final String TYPE_PREFIX = "org.duixian.";
  private static final String HEARTBEAT = TYPE_PREFIX + Heartbeat.TYPE + ".v1";
  private static final int MAX_SOURCE_CHARS = 200;

  private final Registry registry;
  private final List<String> topics;
  private final Clock clock;
  private final Map<String, Long> arrivedMillisBySource = new HashMap<>();
  private long lastArrivedMillis;

  /**
   * Routing to the topics of a city's streams.
   *
   * @param topics all there are; what cannot be told goes to the first
   */
  public Routing(Registry registry, List<String> topics, Clock clock) {
    this.registry = registry;
    this.topics = List.copyOf(topics);
    this.clock = clock;
  }

  /** The envelope's attributes that decide, null where they cannot be read. */
  private static final class Envelope {
    private String source;
    private String type;
    private String time;
    private String recordedTime;
  }

  ReplayEvent route(byte[] line, String file, long number) {
    Envelope envelope = read(line);
    String key =
        envelope.source == null || envelope.source.length() > MAX_SOURCE_CHARS
            ? null
            : envelope.source;
    return new ReplayEvent(topic(envelope), key, arrivedMillis(envelope, key), line, file, number);
  }

  private String topic(Envelope envelope) {
    Optional<String> ofSource =
        Optional.ofNullable(envelope.source).flatMap(registry::findSource).map(Source::stream);
    String type = envelope.type == null ? "" : envelope.type;
    Optional<String> ofType =
        type.startsWith(TYPE_PREFIX) && !type.equals(HEARTBEAT)
            ? Optional.of(type.substring(TYPE_PREFIX.length()).replaceAll("\\..*", ""))
            : Optional.empty();
    return ofType
        .map(TOPIC_PREFIX::concat)
        .filter(topics::contains)
        .or(() -> ofSource.map(TOPIC_PREFIX::concat).filter(topics::contains))
        .orElse(topics.get(0));
  }

  private long arrivedMillis(Envelope envelope, String key) {
    long millis = millis(envelope.recordedTime);
    if (millis == Rfc3339.INVALID) {
      millis = millis(envelope.time);
    }
    if (millis == Rfc3339.INVALID) {
      millis = lastArrivedMillis;
    }
    millis = Math.max(0, Math.min(millis, clock.millis()));
    if (key != null) {
      millis = Math.max(millis, arrivedMillisBySource.getOrDefault(key, 0L));
      arrivedMillisBySource.put(key, millis);
    }
    lastArrivedMillis = millis;
    return millis;
  }

  private static long millis(String text) {
    return text == null ? Rfc3339.INVALID : Rfc3339.epochMillis(text);
  }

  private static Envelope read(byte[] line) {
    var envelope = new Envelope();
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          readField(json, envelope);
        }
      }
    } catch (IOException broken) {
      // What stands before the fault is used; the record will be rejected for the fault.
    }
    return envelope;
  }

  private static void readField(JsonParser json, Envelope envelope) throws IOException {
    String name = json.currentName();
    JsonToken value = json.nextToken();
    if (value != JsonToken.VALUE_STRING) {
      json.skipChildren();
      return;
    }
    switch (name) {
      case "source" -> envelope.source = json.getText();
      case "type" -> envelope.type = json.getText();
      case "time" -> envelope.time = json.getText();
      case "recordedtime" -> envelope.recordedTime = json.getText();
      default -> {}
    }
  }
}
