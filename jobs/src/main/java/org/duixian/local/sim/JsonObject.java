package org.duixian.local.sim;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;

/**
 * Writes one JSON object field by field, in the order given; absent (null) strings are left out.
 */
final class JsonObject {
  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private final StringBuilder text = new StringBuilder(200).append('{');

  JsonObject with(String name, String value) {
    if (value != null) {
      name(name).append('"');
      ENCODER.quoteAsString(value, text);
      text.append('"');
    }
    return this;
  }

  JsonObject with(String name, long value) {
    name(name).append(value);
    return this;
  }

  JsonObject with(String name, boolean value) {
    name(name).append(value);
    return this;
  }

  /** A field whose value is JSON already. */
  JsonObject withJson(String name, CharSequence json) {
    name(name).append(json);
    return this;
  }

  /** A field with an array whose items are JSON already. */
  JsonObject withItems(String name, List<? extends CharSequence> items) {
    name(name).append('[').append(String.join(",", items)).append(']');
    return this;
  }

  @Override
  public String toString() {
    return text + "}";
  }

  private StringBuilder name(String name) {
    if (text.length() > 1) {
      text.append(',');
    }
    return text.append('"').append(name).append("\":");
  }
}
