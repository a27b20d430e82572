package org.duixian.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Every way we could think of in which a record can be broken, each once, with the reason for which
 * it must be rejected. Each starts from a sound event and breaks one thing.
 */
public final class BrokenInputs {
  /** Numbers of nobody that have the form of somebody's; no rejected record may show one. */
  public static final Map<String, String> PERSONAL_NUMBERS =
      Map.of(
          "mobile", "13800138000",
          "mobile with country code", "8613912345678",
          "identity number", "440308199901101512",
          "identity number with X", "11010519491231002X",
          "old identity number", "110105491231002");

  private static final long ARRIVED_MILLIS = ExpectedFields.millis("2020-03-02T12:00:00Z");
  private static final String SOURCE = "/demo/c01/hall/f01";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, Broken> all = new LinkedHashMap<>();

  /**
   * A record that must be rejected.
   *
   * @param kind what is broken; no two are alike
   * @param reason the reason it must be given
   */
  public record Broken(String kind, RejectReason reason, RawRecord record) {
    @Override
    public String toString() {
      return kind;
    }
  }

  private BrokenInputs() {}

  /** All of them, in a fixed order, with ascending offsets. */
  public static Collection<Broken> all() {
    BrokenInputs inputs = new BrokenInputs();
    for (String type : Contract.eventTypes()) {
      ObjectNode event = sound(type);
      inputs.breakFields(type, "", event, event, Contract.eventSchema("envelope"));
      JsonNode data = Contract.eventSchema(type);
      inputs.breakFields(type, "data.", event, (ObjectNode) event.get("data"), data);
      inputs.breakDelivery(type, event);
    }
    inputs.breakBytes();
    new BrokenText(inputs).addAll();
    inputs.breakTypes();
    return inputs.all.values();
  }

  /** A sound event of the type with every field. */
  static ObjectNode sound(String type) {
    ObjectNode event = parse(NearSchema.complete().event(type));
    event.put("id", "e-1").put("source", SOURCE).put("time", "2020-03-02T19:00:00+08:00");
    return event;
  }

  /** Breaks each field of {@code object}, which is {@code event} or stands in it. */
  private void breakFields(
      String type, String path, ObjectNode event, ObjectNode object, JsonNode schema) {
    boolean inEnvelope = path.isEmpty();
    if (inEnvelope && !type.equals("hall.ticket.issued")) {
      return; // the envelope is the same for every type
    }
    for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
      String field = property.getKey();
      JsonNode fieldSchema = property.getValue();
      JsonNode sound = object.get(field);
      String kind = type + " " + path + field;
      BrokenValues.of(fieldSchema, inEnvelope && field.equals("type"))
          .forEach(
              (name, value) -> {
                object.set(field, value.node());
                add(kind + " " + name, value.reason(), event);
              });
      object.set(field, sound);
      add(kind + " twice", RejectReason.duplicate_field, text(event, object, twice(object, field)));
      if (fieldSchema.get("type").asText().equals("array")) {
        breakItems(type, path + field + "[].", event, sound, fieldSchema.get("items"));
      }
    }
    for (JsonNode required : schema.get("required")) {
      JsonNode sound = object.remove(required.asText());
      add(type + " " + path + required.asText() + " missing", RejectReason.missing_field, event);
      object.set(required.asText(), sound);
    }
    for (String name : List.of("extra", "Site_ID", "数据", "")) {
      object.put(name, 1);
      add(type + " " + path + "\"" + name + "\" unknown", RejectReason.unknown_field, event);
      object.remove(name);
    }
  }

  private void breakItems(
      String type, String path, ObjectNode event, JsonNode items, JsonNode schema) {
    if (items.get(items.size() - 1) instanceof ObjectNode last) {
      breakFields(type, path, event, last, schema);
    }
  }

  /** The right event at the wrong time, with the wrong key, in the wrong topic. */
  private void breakDelivery(String type, ObjectNode event) {
    String topic = topic(event);
    byte[] value = utf8(event.toString());
    Map<String, byte[]> keys = new LinkedHashMap<>();
    keys.put("absent", null);
    keys.put("empty", new byte[0]);
    keys.put("of another source", utf8("/demo/c01/hall/f02"));
    keys.put("longer", utf8(SOURCE + "0"));
    keys.put("not UTF-8", new byte[] {(byte) 0xFF, (byte) 0xFE});
    keys.put("a mobile number", utf8("/13800138000"));
    keys.forEach(
        (name, key) -> add(type + " key " + name, RejectReason.wrong_key, raw(topic, key, value)));
    List<String> topics = new ArrayList<>(List.of("events", "events.", "alerts", ""));
    if (!type.equals("ops.source.heartbeat")) {
      topics.add("events.other");
      topics.add(topic + ".v2");
    }
    for (String wrong : topics) {
      RawRecord record = raw(wrong, utf8(SOURCE), value);
      add(type + " in topic \"" + wrong + "\"", RejectReason.wrong_topic, record);
    }
    for (String time :
        List.of(
            "2020-03-02T12:05:00.001Z",
            "2020-03-03T20:00:00+08:00",
            "2020-03-02T12:00:00-18:00",
            "9999-12-31T23:59:59Z")) {
      ObjectNode late = event.deepCopy();
      add(type + " at " + time, RejectReason.future_time, late.put("time", time));
    }
    ObjectNode reordered = NODES.objectNode();
    reordered.set("data", event.get("data").deepCopy());
    ((ObjectNode) reordered.get("data")).put("extra", true);
    event.properties().forEach(p -> reordered.putIfAbsent(p.getKey(), p.getValue()));
    add(type + " data first, with an unknown field", RejectReason.unknown_field, reordered);
  }

  private void breakBytes() {
    String topic = "events.hall";
    add("a tombstone", RejectReason.empty, raw(topic, utf8(SOURCE), null));
    add("no bytes", RejectReason.empty, raw(topic, utf8(SOURCE), new byte[0]));
    add("a tombstone without key", RejectReason.empty, raw(topic, null, null));
    String sound = sound("hall.ticket.issued").toString();
    for (int bytes : List.of(EventDecoder.MAX_BYTES + 1, 1 << 20, 10 << 20)) {
      String padded = sound + " ".repeat(bytes - utf8(sound).length);
      add(bytes + " bytes of event and space", RejectReason.too_large, utf8(padded));
      add(
          bytes + " bytes of telephone numbers",
          RejectReason.too_large,
          utf8("13800138000,".repeat(bytes / 12 + 1)));
    }
    for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
      byte[] bytes = sound.getBytes(Charset.forName(charset));
      add("in " + charset, RejectReason.malformed_json, bytes);
    }
    add("with UTF-8 byte order mark", RejectReason.malformed_json, utf8("\uFEFF" + sound));
    add(
        "with UTF-16 byte order mark",
        RejectReason.invalid_utf8,
        sound.getBytes(StandardCharsets.UTF_16));
  }

  /** Events that satisfy their schemas and still cannot be. */
  private void breakTypes() {
    ObjectNode event = sound("hall.ticket.issued");
    for (String type :
        List.of(
            "hall.ticket.issued",
            "org.duixian.hall.ticket.issued",
            "org.duixian.envelope.v1",
            "org.duixian.hall.ticket.issued.v2",
            "ORG.DUIXIAN.HALL.TICKET.ISSUED.V1",
            "org.duixian..v1",
            "org.duixian.v1",
            "org.duixian.hall.v1",
            "org.duixian.index.v1",
            "org.duixian.../events/hall.ticket.issued.v1",
            "com.example.hall.ticket.issued.v1")) {
      add("type " + type, RejectReason.unknown_type, event.deepCopy().put("type", type));
    }
    ObjectNode hours = sound("hall.hours.published");
    for (String[] pair :
        List.of(
            new String[] {"12:00", "09:00"},
            new String[] {"09:00", "09:00"},
            new String[] {"24:00", "24:00"})) {
      for (String list : List.of("normal", "extended")) {
        ObjectNode broken = hours.deepCopy();
        ((ObjectNode) broken.at("/data/" + list + "/0")).put("open", pair[0]).put("close", pair[1]);
        add("hours " + list + " " + String.join("-", pair), RejectReason.inconsistent, broken);
      }
    }
    ObjectNode heartbeat = sound("ops.source.heartbeat");
    ((ObjectNode) heartbeat.get("data"))
        .put("source", SOURCE)
        .put("period_start", "2020-03-02T18:30:00+08:00")
        .put("period_end", "2020-03-02T19:00:00+08:00");
    Map<String, String> wrong =
        Map.of(
            "source", "/demo/c01/hall/f02",
            "period_start", "2020-03-02T19:00:01+08:00",
            "period_end", "2020-03-02T19:05:01+08:00");
    for (String field : new TreeSet<>(wrong.keySet())) {
      ObjectNode broken = heartbeat.deepCopy();
      ((ObjectNode) broken.get("data")).put(field, wrong.get(field));
      add("heartbeat with wrong " + field, RejectReason.inconsistent, broken);
    }
  }

  private void add(String kind, RejectReason reason, ObjectNode event) {
    // A lone surrogate cannot be written as UTF-8, only escaped.
    String json = event.toString().replace("\uD800", "\\ud800");
    add(kind, reason, raw(topic(event), utf8(SOURCE), utf8(json)));
  }

  private void add(String kind, RejectReason reason, String event) {
    add(kind, reason, utf8(event));
  }

  void add(String kind, RejectReason reason, byte[] value) {
    add(kind, reason, raw("events.hall", utf8(SOURCE), value));
  }

  private void add(String kind, RejectReason reason, RawRecord record) {
    if (all.put(kind, new Broken(kind, reason, record)) != null) {
      throw new IllegalStateException("two kinds are called " + kind);
    }
  }

  private RawRecord raw(String topic, byte[] key, byte[] value) {
    return new RawRecord(topic, 1, all.size(), ARRIVED_MILLIS, key, value);
  }

  private static String topic(ObjectNode event) {
    String[] words = event.path("type").asText().split("\\.");
    return "events." + (words.length > 2 ? words[2] : "hall");
  }

  /** The object's JSON with one of its members repeated at the end. */
  private static String twice(ObjectNode object, String field) {
    String json = object.toString();
    String member = TextNode.valueOf(field) + ":" + object.get(field);
    return json.substring(0, json.length() - 1) + "," + member + "}";
  }

  /** The event's JSON with the JSON of an object in it replaced. */
  private static String text(ObjectNode event, ObjectNode object, String replacement) {
    return event.toString().replace(object.toString(), replacement);
  }

  private static ObjectNode parse(String json) {
    return (ObjectNode) json(json);
  }

  static JsonNode json(String json) {
    try {
      return Contract.parse(utf8(json));
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
