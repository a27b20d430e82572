package org.duixian.commitment;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/** Durations such as PT20M and nothing else: a bare 20 would be read as seconds. */
final class IsoDuration extends FromStringDeserializer<Duration> {
  private static final long serialVersionUID = 1;

  IsoDuration() {
    super(Duration.class);
  }

  @Override
  protected Duration _deserialize(String value, DeserializationContext context) throws IOException {
    try {
      return Duration.parse(value);
    } catch (DateTimeParseException e) {
      return (Duration)
          context.handleWeirdStringValue(Duration.class, value, "not a duration such as PT20M");
    }
  }
}
