package org.duixian.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** Writes JSON documents that fit a schema, or stray from it here and there. */
final class NearSchema {
  private static final List<String> TEXTS =
      List.of(
          "/demo/c01/hall/f01",
          "hall-f01",
          "A001",
          "x",
          "abc_DEF-9",
          "00:00",
          "08:30",
          "24:00",
          "00:00:00",
          "47:59:59",
          "990101001000",
          "2020",
          "2020-03",
          "~",
          "a".repeat(64),
          "/" + "b".repeat(199));
  private static final List<String> STRAY_VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "1",
          "-1",
          "1.0",
          "1.5",
          "\"\"",
          "\"1\"",
          "[]",
          "{}",
          "[1]",
          "{\"a\":{\"b\":[]}}",
          "\"2020-03-02\"",
          "1e18",
          "-0");
  private static final List<String> STRAY_CHARACTERS =
      List.of(
          "",
          " ",
          "\n",
          "\r\n",
          "\t",
          "\u0000",
          "\u2028",
          "0",
          "9",
          "\uFF15",
          ":",
          "-",
          "+",
          "/",
          "\\",
          "\"",
          "'",
          "Z",
          "z",
          "T",
          "t",
          ".",
          "a",
          "中",
          "\uD83D\uDE00",
          "\uD800",
          "\uFEFF");
  private static final List<String> STRAY_NAMES =
      List.of("extra", "Type", "", "time ", "数据", "site_id", "a.b", "__proto__");

  private final Random random;
  private final double strayRate;
  private final boolean everyField;

  private NearSchema(Random random, double strayRate, boolean everyField) {
    this.random = random;
    this.strayRate = strayRate;
    this.everyField = everyField;
  }

  /** Documents that stray at each place with this probability; optional fields come and go. */
  static NearSchema straying(Random random, double strayRate) {
    return new NearSchema(random, strayRate, false);
  }

  /** Documents that fit and have every optional field. */
  static NearSchema complete() {
    return new NearSchema(new Random(1), 0, true);
  }

  /** An event of a type: the envelope's schema around the type's. */
  String event(String type) {
    return object(
        Contract.eventSchema("envelope"),
        Map.of(
            "type", "\"org.duixian." + type + ".v1\"", "data", value(Contract.eventSchema(type))));
  }

  /** A value of this schema. */
  String value(JsonNode schema) {
    if (strays()) {
      return pick(STRAY_VALUES);
    }
    return switch (schema.get("type").asText()) {
      case "object" -> object(schema, Map.of());
      case "array" -> array(schema);
      case "integer" -> integer(schema.get("minimum").asLong(), schema.get("maximum").asLong());
      case "boolean" -> random.nextBoolean() ? "true" : "false";
      default -> TextNode.valueOf(stray(text(schema))).toString();
    };
  }

  private String object(JsonNode schema, Map<String, String> given) {
    List<String> members = new ArrayList<>();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    schema
        .get("properties")
        .properties()
        .forEach(
            property -> {
              String name = property.getKey();
              boolean there = required.contains(name) ? !strays() : random.nextInt(3) > 0;
              if (there || everyField) {
                String value = given.get(name);
                members.add(member(name, value == null ? value(property.getValue()) : value));
              }
            });
    if (strays()) {
      String name = pick(STRAY_NAMES);
      if (!schema.get("properties").has(name)) {
        members.add(member(name, pick(STRAY_VALUES)));
      }
    }
    if (!everyField && random.nextBoolean()) {
      Collections.shuffle(members, random);
    }
    return "{" + String.join("," + space(), members) + space() + "}";
  }

  private String member(String name, String value) {
    return TextNode.valueOf(name) + space() + ":" + space() + value;
  }

  private String space() {
    return everyField ? "" : pick(List.of("", "", "", " ", "\n ", "\t"));
  }

  private String array(JsonNode schema) {
    int min = schema.path("minItems").asInt();
    int max = schema.get("maxItems").asInt();
    int count = Math.max(everyField ? 1 : 0, min) + random.nextInt(3);
    if (strays()) {
      count = pick(List.of(Math.max(0, min - 1), min, max, max + 1));
    }
    List<String> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(value(schema.get("items")));
    }
    return "[" + String.join(",", items) + "]";
  }

  private String integer(long minimum, long maximum) {
    if (strays()) {
      return pick(
          List.of(
              String.valueOf(minimum - 1),
              String.valueOf(maximum + 1),
              maximum + ".0",
              maximum + ".000000000000000000000000000001",
              maximum + "e0",
              maximum + "00E-2",
              minimum + "e-1",
              "1e1",
              "10.0e-1",
              "0.1e+1",
              "-0.0",
              "0e9",
              "9223372036854775808",
              "123456789012345678901234567890",
              "1e18",
              "1e-30",
              "0." + "0".repeat(40) + "1e41"));
    }
    return String.valueOf(minimum + (long) (random.nextDouble() * (maximum - minimum + 1)));
  }

  private String text(JsonNode schema) {
    if (schema.has("const")) {
      return schema.get("const").asText();
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size())).asText();
    }
    if (schema.has("format")) {
      String date =
          "%04d-%02d-%02d"
              .formatted(random.nextInt(10_000), 1 + random.nextInt(12), 1 + random.nextInt(28));
      return schema.get("format").asText().equals("date") ? date : date + "T" + timeOfDay();
    }
    String regex = schema.path("pattern").asText(".*");
    List<String> fitting = TEXTS.stream().filter(Pattern.compile(regex).asPredicate()).toList();
    return pick(fitting);
  }

  private String timeOfDay() {
    String time =
        "%02d:%02d:%02d".formatted(random.nextInt(24), random.nextInt(60), random.nextInt(60));
    String fraction = pick(List.of("", "", ".5", ".123", ".999999999"));
    return time + fraction + pick(List.of("Z", "+08:00", "-03:30", "+18:00", "+00:00"));
  }

  /** One character more, less or other, or the text many times. */
  private String stray(String text) {
    if (!strays()) {
      return text;
    }
    int at = random.nextInt(text.length() + 1);
    String before = text.substring(0, at);
    return switch (random.nextInt(5)) {
      case 0 -> before + pick(STRAY_CHARACTERS) + text.substring(at);
      case 1 -> before + pick(STRAY_CHARACTERS) + text.substring(Math.min(at + 1, text.length()));
      case 2 -> text + pick(STRAY_CHARACTERS);
      case 3 -> text.repeat(1 + random.nextInt(20));
      default -> text.toUpperCase(Locale.ROOT);
    };
  }

  private boolean strays() {
    return strayRate > 0 && random.nextDouble() < strayRate;
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
