package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The decoder accepts exactly what a reference JSON Schema validator accepts. */
final class ReferenceValidatorTest {
  private static final long ARRIVED_MILLIS = ExpectedFields.millis("9999-12-31T23:59:59Z");
  private static final double[] STRAY_RATES = {0, 0.005, 0.02, 0.1};

  /** What lies beyond the schemas, judged only after they are satisfied. */
  private static final Set<RejectReason> BEYOND_SCHEMA =
      EnumSet.of(RejectReason.inconsistent, RejectReason.future_time);

  private final List<String> types = Contract.eventTypes();
  private final Decoding decoding = new Decoding(EventTypes.load());
  private final Map<String, JsonSchema> validators = new HashMap<>();

  @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
  void decoderAcceptsWhatTheReferenceAccepts(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    String type = types.get(random.nextInt(types.size()));
    double strayRate = STRAY_RATES[random.nextInt(STRAY_RATES.length)];
    String document = NearSchema.straying(random, strayRate).event(type);
    JsonNode json = Contract.parse(document.getBytes(StandardCharsets.UTF_8));
    String source = json.path("source").asText();
    String topic = "events." + type.substring(0, type.indexOf('.'));

    Object result = decoding.decode(record(topic, source, document));

    boolean accepted =
        result instanceof Event
            || BEYOND_SCHEMA.contains(RejectReason.valueOf(((Rejected) result).reason()));
    assertThat(accepted).as(document + "\n" + result).isEqualTo(referenceAccepts(type, json));
    if (result instanceof Event event) {
      assertThat(ExpectedFields.comparable(event))
          .isEqualTo(ExpectedFields.of(type, json.get("data")));
    }
  }

  private boolean referenceAccepts(String type, JsonNode json) {
    return validator("envelope").validate(json).isEmpty()
        && validator(type).validate(json.get("data")).isEmpty()
        && json.get("type").asText().equals("org.duixian." + type + ".v1")
        && haveDateTimes("envelope", json)
        && haveDateTimes(type, json.get("data"));
  }

  /** The validator is lax about offsets (any text behind a Z, any colon); java.time is not. */
  private static boolean haveDateTimes(String schema, JsonNode json) {
    return Contract.eventSchema(schema).get("properties").properties().stream()
        .filter(property -> property.getValue().path("format").asText().equals("date-time"))
        .map(property -> json.path(property.getKey()))
        .allMatch(value -> value.isMissingNode() || isDateTime(value.asText()));
  }

  private static boolean isDateTime(String text) {
    try {
      ExpectedFields.millis(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private JsonSchema validator(String name) {
    return validators.computeIfAbsent(name, n -> Contract.validator(Contract.eventSchema(n)));
  }

  private static RawRecord record(String topic, String source, String document) {
    return new RawRecord(
        topic,
        0,
        0,
        ARRIVED_MILLIS,
        source.getBytes(StandardCharsets.UTF_8),
        document.getBytes(StandardCharsets.UTF_8));
  }
}
