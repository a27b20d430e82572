package org.duixian.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Values that a schema forbids, each with the reason. */
final class BrokenValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private BrokenValues() {}

  /** A value and the reason for which an event with it is rejected. */
  record Wrong(JsonNode node, RejectReason reason) {}

  /**
   * By what is wrong with it. No string is a known type.
   *
   * @param isType whether it is the schema of the envelope's type
   */
  static Map<String, Wrong> of(JsonNode schema, boolean isType) {
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
    BrokenInputs.PERSONAL_NUMBERS.forEach(
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
      tooMany.add(BrokenInputs.json(NearSchema.complete().value(schema.get("items"))));
    }
    wrong.put("too many", new Wrong(tooMany, RejectReason.out_of_range));
    wrong.put("of null", new Wrong(NODES.arrayNode().addNull(), RejectReason.wrong_type));
    wrong.put(
        "in array", new Wrong(NODES.arrayNode().add(NODES.arrayNode()), RejectReason.wrong_type));
  }

  private static Wrong wrong(String text, RejectReason reason) {
    return new Wrong(NODES.textNode(text), reason);
  }
}
