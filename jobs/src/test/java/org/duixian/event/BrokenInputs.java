package org.duixian.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final String HOLE = "\"@hole@\"";
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
    inputs.breakSyntax();
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
      wrongValues(fieldSchema, inEnvelope && field.equals("type"))
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

  private record Wrong(JsonNode node, RejectReason reason) {}

  private static Map<String, Wrong> wrongValues(JsonNode schema, boolean isType) {
    Map<String, Wrong> wrong = new LinkedHashMap<>();
    String type = schema.get("type").asText();
    Map<String, JsonNode> ofEveryType =
        Map.of(
            "string", NODES.textNode("x"),
            "integer", NODES.numberNode(1),
            "boolean", NODES.booleanNode(true),
            "array", NODES.arrayNode(),
            "object", NODES.objectNode(),
            "null", NODES.nullNode());
    for (String other : new TreeSet<>(ofEveryType.keySet())) {
      if (!other.equals(type)) {
        wrong.put("as " + other, new Wrong(ofEveryType.get(other), RejectReason.wrong_type));
      }
    }
    switch (type) {
      case "integer" -> wrongIntegers(schema, wrong);
      case "string" -> wrongStrings(schema, isType, wrong);
      case "array" -> wrongArrays(schema, wrong);
      default -> {}
    }
    return wrong;
  }

  private static void wrongIntegers(JsonNode schema, Map<String, Wrong> wrong) {
    wrong.put("as fraction", new Wrong(NODES.numberNode(0.5), RejectReason.wrong_type));
    List<String> outside =
        List.of(
            String.valueOf(schema.get("minimum").asLong() - 1),
            String.valueOf(schema.get("maximum").asLong() + 1),
            "9223372036854775808",
            "-9223372036854775809",
            "1" + "0".repeat(400));
    for (String number : outside) {
      JsonNode node = NODES.numberNode(new BigInteger(number));
      String name = number.length() > 30 ? "of 401 digits" : number;
      wrong.put(name, new Wrong(node, RejectReason.out_of_range));
    }
  }

  private static void wrongStrings(JsonNode schema, boolean isType, Map<String, Wrong> wrong) {
    PERSONAL_NUMBERS.forEach(
        (name, number) -> {
          wrong.put("as " + name, wrong(number, RejectReason.personal_data));
          wrong.put("with " + name, wrong("电话:" + number + ".", RejectReason.personal_data));
        });
    RejectReason reason =
        isType
            ? RejectReason.unknown_type
            : schema.has("enum") || schema.has("const")
                ? RejectReason.not_in_enum
                : RejectReason.bad_format;
    Map<String, String> texts =
        Map.of(
            "with space", "a b",
            "with line feed", "abc\n",
            "with NUL", "a\u0000b",
            "with Chinese", "政务大厅",
            "with emoji", "\uD83D\uDE00",
            "with half a surrogate pair", "abc\uD800def",
            "with full-width digits", "１２３",
            "too long", "a".repeat(100_000));
    for (String name : new TreeSet<>(texts.keySet())) {
      boolean tooLong = isType && name.equals("too long");
      RejectReason why = tooLong ? RejectReason.out_of_range : reason;
      boolean half = isType && name.contains("surrogate");
      wrong.put(name, wrong(texts.get(name), half ? RejectReason.bad_format : why));
    }
    wrong.put("empty", wrong("", isType ? RejectReason.out_of_range : reason));
    if (schema.path("format").asText().startsWith("date")) {
      for (String text :
          List.of("2020-02-30", "2020-03-02T09:00:00", "2020/03/02", "今天", "20200302", "now")) {
        wrong.put(text, wrong(text, reason));
      }
    }
  }

  private static void wrongArrays(JsonNode schema, Map<String, Wrong> wrong) {
    var tooMany = NODES.arrayNode();
    for (int i = 0; i <= schema.get("maxItems").asInt(); i++) {
      tooMany.add(json(NearSchema.complete().value(schema.get("items"))));
    }
    wrong.put("too many", new Wrong(tooMany, RejectReason.out_of_range));
    wrong.put("of null", new Wrong(NODES.arrayNode().addNull(), RejectReason.wrong_type));
    wrong.put(
        "in array", new Wrong(NODES.arrayNode().add(NODES.arrayNode()), RejectReason.wrong_type));
  }

  private static Wrong wrong(String text, RejectReason reason) {
    return new Wrong(NODES.textNode(text), reason);
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
    breakUtf8(sound);
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

  private void breakUtf8(String sound) {
    Map<String, int[]> sequences = new LinkedHashMap<>();
    sequences.put("a lone continuation byte", new int[] {0x80});
    sequences.put("two continuation bytes", new int[] {0xBF, 0xBF});
    sequences.put("an overlong slash of two bytes", new int[] {0xC0, 0xAF});
    sequences.put("an overlong slash of three bytes", new int[] {0xE0, 0x80, 0xAF});
    sequences.put("an overlong slash of four bytes", new int[] {0xF0, 0x80, 0x80, 0xAF});
    sequences.put("an overlong NUL", new int[] {0xC0, 0x80});
    sequences.put("a high surrogate", new int[] {0xED, 0xA0, 0x80});
    sequences.put("a low surrogate", new int[] {0xED, 0xBF, 0xBF});
    sequences.put("a surrogate pair (CESU-8)", new int[] {0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80});
    sequences.put("U+110000", new int[] {0xF4, 0x90, 0x80, 0x80});
    sequences.put("a lead byte of five", new int[] {0xF8, 0x88, 0x80, 0x80, 0x80});
    sequences.put("a lead byte of six", new int[] {0xFC, 0x84, 0x80, 0x80, 0x80, 0x80});
    sequences.put("0xFE", new int[] {0xFE});
    sequences.put("0xFF", new int[] {0xFF});
    sequences.put("two bytes cut to one", new int[] {0xC3});
    sequences.put("three bytes cut to two", new int[] {0xE4, 0xB8});
    sequences.put("four bytes cut to three", new int[] {0xF0, 0x9F, 0x98});
    sequences.put("GBK", new int[] {0xD5, 0xC5, 0xC8, 0xFD});
    sequences.put("Latin-1", new int[] {0xE9});
    Map<String, Integer> places = new LinkedHashMap<>();
    places.put("before the event", 0);
    places.put("in a name", sound.indexOf("ticket_id") + 3);
    places.put("in a text", sound.indexOf("e-1") + 1);
    places.put("after the event", sound.length());
    sequences.forEach(
        (name, sequence) ->
            places.forEach(
                (place, at) ->
                    add(
                        name + " " + place,
                        RejectReason.invalid_utf8,
                        inserted(utf8(sound), at, sequence))));
  }

  private void breakSyntax() {
    for (String type : List.of("hall.ticket.issued", "transport.timetable.published")) {
      String sound = sound(type).toString();
      for (int end : structuralPoints(sound)) {
        String kind = type + " cut at " + end;
        add(kind, RejectReason.malformed_json, utf8(sound.substring(0, end)));
      }
      for (int end : structuralPoints(sound)) {
        String damaged = sound.substring(0, end) + "\u0001" + sound.substring(end);
        add(type + " control byte at " + end, RejectReason.malformed_json, utf8(damaged));
      }
    }
    ObjectNode event = sound("hall.ticket.called");
    ObjectNode data = (ObjectNode) event.get("data");
    data.put("call_no", "@hole@");
    String holed = event.toString();
    for (String token :
        List.of(
            "NaN",
            "-NaN",
            "Infinity",
            "-Infinity",
            "+1",
            ".5",
            "1.",
            "01",
            "-01",
            "0x10",
            "1e",
            "1e+",
            "--1",
            "- 1",
            "1_000",
            "1,000",
            "１",
            "True",
            "TRUE",
            "nul",
            "None",
            "undefined",
            "'1'",
            "\"1",
            "\"\\x41\"",
            "\"\\u12\"",
            "\"\\",
            "\"\t\"",
            "\"a\nb\"",
            "1 2",
            "[1",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "{'a':1}",
            "{1:1}",
            "/*1*/1",
            "1//",
            "#1",
            "",
            ",",
            ":",
            "]",
            "}",
            "<1>",
            "new Date()",
            "`1`",
            "1;",
            "\u00A01",
            "@hole@")) {
      add("value " + token, RejectReason.malformed_json, utf8(holed.replace(HOLE, token)));
    }
    for (String after : List.of("}", "]", ",", "{}", "null", "x", "\u0000", "//", "\"", "0")) {
      String text = sound("hall.ticket.issued") + after;
      add("followed by " + after, RejectReason.malformed_json, utf8(text));
    }
    for (String text :
        List.of(
            " ",
            "\n",
            "null",
            "true",
            "0",
            "\"text\"",
            "[]",
            "[{}]",
            "{",
            "}",
            "{{}}",
            "[",
            "x",
            "type,id\n1,2",
            "<event/>",
            "<!DOCTYPE html>",
            "---\na: 1",
            "\u0000",
            "\u0000{}",
            "%PDF",
            "SELECT 1",
            "a=1&b=2",
            "{]",
            "[}",
            "\\u007b}",
            "13800138000",
            "data: {}",
            "身份证440308199901101512")) {
      add("only " + text, RejectReason.malformed_json, utf8(text));
    }
    add("two events", RejectReason.malformed_json, utf8(event + "\n" + event));
    add("an array of events", RejectReason.malformed_json, utf8("[" + event + "]"));
    add(
        "an event in a string",
        RejectReason.malformed_json,
        utf8(TextNode.valueOf(event.toString()).toString()));
    add("behind a schema registry id", RejectReason.malformed_json, utf8("\0\0\0\0\7" + event));
    add("a bare object", RejectReason.missing_field, utf8("{}"));
    addBombs(holed);
  }

  private void addBombs(String holed) {
    int deep = 100_000;
    Map<String, String> bombs = new LinkedHashMap<>();
    bombs.put("arrays", "[".repeat(deep) + "]".repeat(deep));
    bombs.put("objects", "{\"a\":".repeat(40_000) + "1" + "}".repeat(40_000));
    bombs.put("arrays never closed", "[".repeat(deep));
    bombs.put("objects never closed", "{\"a\":".repeat(40_000));
    bombs.put("65 arrays", "[".repeat(65) + "]".repeat(65));
    bombs.forEach(
        (name, bomb) -> {
          add("bomb of " + name, RejectReason.malformed_json, utf8(bomb));
          add(
              "bomb in data of " + name,
              RejectReason.malformed_json,
              utf8(holed.replace(HOLE, bomb)));
          add(
              "bomb in an unknown type of " + name,
              RejectReason.malformed_json,
              utf8(holed.replace(HOLE, bomb).replace("called", "lost")));
        });
    add(
        "50 arrays deep",
        RejectReason.wrong_type,
        utf8(holed.replace(HOLE, "[".repeat(50) + "]".repeat(50))));
    add(
        "a number of 200,000 digits",
        RejectReason.out_of_range,
        utf8(holed.replace(HOLE, "1".repeat(200_000))));
    add(
        "a fraction of 200,000 digits",
        RejectReason.wrong_type,
        utf8(holed.replace(HOLE, "1." + "1".repeat(200_000))));
    add(
        "an exponent of 1,000 digits",
        RejectReason.out_of_range,
        utf8(holed.replace(HOLE, "1e" + "9".repeat(1_000))));
    add(
        "a negative exponent of 1,000 digits",
        RejectReason.wrong_type,
        utf8(holed.replace(HOLE, "1e-" + "9".repeat(1_000))));
    StringBuilder names = new StringBuilder("{\"x0\":0");
    for (int i = 1; i < 15_000; i++) {
      names.append(",\"x").append(i).append("\":0");
    }
    add("15,000 unknown fields", RejectReason.unknown_field, utf8(names + "}"));
    add(
        "a name of 200,000 characters",
        RejectReason.unknown_field,
        utf8("{\"" + "n".repeat(200_000) + "\":0}"));
    PERSONAL_NUMBERS.forEach(
        (name, number) -> {
          add(
              "a field called like a " + name,
              RejectReason.personal_data,
              utf8("{\"" + number + "\":0}"));
          add(
              "an escaped " + name,
              RejectReason.personal_data,
              utf8(holed.replace(HOLE, "\"" + escaped(number) + "\"")));
          add(
              "a skipped " + name,
              RejectReason.personal_data,
              utf8(holed.replace(HOLE, "{\"a\":[\"\\f" + number + "\"]}")));
          add(
              "a truncated event with a " + name,
              RejectReason.malformed_json,
              utf8(holed.substring(0, holed.indexOf(HOLE)) + "\"" + number));
          add(
              "an invalid byte behind a " + name,
              RejectReason.invalid_utf8,
              inserted(utf8(number), number.length(), 0xFF));
        });
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

  private void add(String kind, RejectReason reason, byte[] value) {
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

  /** The offsets where tokens of the document begin and end, but for its two ends. */
  private static Set<Integer> structuralPoints(String json) {
    Set<Integer> points = new TreeSet<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        points.add((int) parser.currentTokenLocation().getCharOffset());
        parser.getTextLength();
        points.add((int) parser.currentLocation().getCharOffset());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    points.remove(0);
    points.remove(json.length());
    return points;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
    return escaped.toString();
  }

  private static byte[] inserted(byte[] bytes, int at, int... sequence) {
    byte[] result = new byte[bytes.length + sequence.length];
    System.arraycopy(bytes, 0, result, 0, at);
    for (int i = 0; i < sequence.length; i++) {
      result[at + i] = (byte) sequence[i];
    }
    System.arraycopy(bytes, at, result, at + sequence.length, bytes.length - at);
    return result;
  }

  private static ObjectNode parse(String json) {
    return (ObjectNode) json(json);
  }

  private static JsonNode json(String json) {
    try {
      return Contract.parse(utf8(json));
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
