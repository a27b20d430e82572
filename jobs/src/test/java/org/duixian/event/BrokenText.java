package org.duixian.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Records that are not JSON, not UTF-8, or JSON made to hurt a parser. */
final class BrokenText {
  /** Stands where a token is put in. */
  private static final String HOLE = "\"@hole@\"";

  private final BrokenInputs inputs;

  BrokenText(BrokenInputs inputs) {
    this.inputs = inputs;
  }

  void addAll() {
    breakUtf8(BrokenInputs.sound("hall.ticket.issued").toString());
    breakSyntax();
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
                    inputs.add(
                        name + " " + place,
                        RejectReason.invalid_utf8,
                        inserted(BrokenInputs.utf8(sound), at, sequence))));
  }

  private void breakSyntax() {
    for (String type : List.of("hall.ticket.issued", "transport.timetable.published")) {
      String sound = BrokenInputs.sound(type).toString();
      for (int end : structuralPoints(sound)) {
        String kind = type + " cut at " + end;
        inputs.add(kind, RejectReason.malformed_json, BrokenInputs.utf8(sound.substring(0, end)));
      }
      for (int end : structuralPoints(sound)) {
        String damaged = sound.substring(0, end) + "\u0001" + sound.substring(end);
        inputs.add(
            type + " control byte at " + end,
            RejectReason.malformed_json,
            BrokenInputs.utf8(damaged));
      }
    }
    ObjectNode event = BrokenInputs.sound("hall.ticket.called");
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
      inputs.add(
          "value " + token,
          RejectReason.malformed_json,
          BrokenInputs.utf8(holed.replace(HOLE, token)));
    }
    for (String after : List.of("}", "]", ",", "{}", "null", "x", "\u0000", "//", "\"", "0")) {
      String text = BrokenInputs.sound("hall.ticket.issued") + after;
      inputs.add("followed by " + after, RejectReason.malformed_json, BrokenInputs.utf8(text));
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
      inputs.add("only " + text, RejectReason.malformed_json, BrokenInputs.utf8(text));
    }
    inputs.add("two events", RejectReason.malformed_json, BrokenInputs.utf8(event + "\n" + event));
    inputs.add(
        "an array of events", RejectReason.malformed_json, BrokenInputs.utf8("[" + event + "]"));
    inputs.add(
        "an event in a string",
        RejectReason.malformed_json,
        BrokenInputs.utf8(TextNode.valueOf(event.toString()).toString()));
    inputs.add(
        "behind a schema registry id",
        RejectReason.malformed_json,
        BrokenInputs.utf8("\0\0\0\0\7" + event));
    inputs.add("a bare object", RejectReason.missing_field, BrokenInputs.utf8("{}"));
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
          inputs.add("bomb of " + name, RejectReason.malformed_json, BrokenInputs.utf8(bomb));
          inputs.add(
              "bomb in data of " + name,
              RejectReason.malformed_json,
              BrokenInputs.utf8(holed.replace(HOLE, bomb)));
          inputs.add(
              "bomb in an unknown type of " + name,
              RejectReason.malformed_json,
              BrokenInputs.utf8(holed.replace(HOLE, bomb).replace("called", "lost")));
        });
    inputs.add(
        "50 arrays deep",
        RejectReason.wrong_type,
        BrokenInputs.utf8(holed.replace(HOLE, "[".repeat(50) + "]".repeat(50))));
    inputs.add(
        "a number of 200,000 digits",
        RejectReason.out_of_range,
        BrokenInputs.utf8(holed.replace(HOLE, "1".repeat(200_000))));
    inputs.add(
        "a fraction of 200,000 digits",
        RejectReason.wrong_type,
        BrokenInputs.utf8(holed.replace(HOLE, "1." + "1".repeat(200_000))));
    inputs.add(
        "an exponent of 1,000 digits",
        RejectReason.out_of_range,
        BrokenInputs.utf8(holed.replace(HOLE, "1e" + "9".repeat(1_000))));
    inputs.add(
        "a negative exponent of 1,000 digits",
        RejectReason.wrong_type,
        BrokenInputs.utf8(holed.replace(HOLE, "1e-" + "9".repeat(1_000))));
    StringBuilder names = new StringBuilder("{\"x0\":0");
    for (int i = 1; i < 15_000; i++) {
      names.append(",\"x").append(i).append("\":0");
    }
    inputs.add("15,000 unknown fields", RejectReason.unknown_field, BrokenInputs.utf8(names + "}"));
    inputs.add(
        "a name of 200,000 characters",
        RejectReason.unknown_field,
        BrokenInputs.utf8("{\"" + "n".repeat(200_000) + "\":0}"));
    BrokenInputs.PERSONAL_NUMBERS.forEach(
        (name, number) -> {
          inputs.add(
              "a field called like a " + name,
              RejectReason.personal_data,
              BrokenInputs.utf8("{\"" + number + "\":0}"));
          inputs.add(
              "an escaped " + name,
              RejectReason.personal_data,
              BrokenInputs.utf8(holed.replace(HOLE, "\"" + escaped(number) + "\"")));
          inputs.add(
              "a skipped " + name,
              RejectReason.personal_data,
              BrokenInputs.utf8(holed.replace(HOLE, "{\"a\":[\"\\f" + number + "\"]}")));
          inputs.add(
              "a truncated event with a " + name,
              RejectReason.malformed_json,
              BrokenInputs.utf8(holed.substring(0, holed.indexOf(HOLE)) + "\"" + number));
          inputs.add(
              "an invalid byte behind a " + name,
              RejectReason.invalid_utf8,
              inserted(BrokenInputs.utf8(number), number.length(), 0xFF));
        });
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
}
