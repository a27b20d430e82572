package org.duixian.event;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a JSON value must be: a node of a JSON Schema, compiled for one pass of a parser. */
sealed interface Schema extends Serializable {
  /**
   * Checks the value on whose first token the reading stands, and leaves it on the last one.
   *
   * @return the value as {@link Event#fields()} have it; null if it is faulty, an array or an
   *     object
   */
  String read(Reading reading) throws IOException;

  default EventType.Kind kind() {
    return EventType.Kind.text;
  }

  /** The only values that {@link #read} gives, or none where they are not listed. */
  default List<String> words() {
    return List.of();
  }

  /** A string that matches a pattern (if not null) and has so many Unicode characters. */
  record Text(int minLength, int maxLength, TextPattern pattern) implements Schema {
    @Override
    public String read(Reading reading) throws IOException {
      if (!reading.isText()) {
        return null;
      }
      if (pattern != null && !pattern.matches(reading.chars, reading.start, reading.length)) {
        return reading.fault(RejectReason.bad_format, "does not match " + pattern);
      }
      if (pattern == null && reading.hasLoneSurrogate()) {
        return reading.fault(RejectReason.bad_format, "holds half a surrogate pair");
      }
      if (reading.length < minLength || reading.length > maxLength) {
        int characters = Character.codePointCount(reading.chars, reading.start, reading.length);
        if (characters < minLength || characters > maxLength) {
          return reading.fault(
              RejectReason.out_of_range,
              "has " + characters + " characters, not " + minLength + " to " + maxLength);
        }
      }
      return reading.text();
    }

    boolean accepts(String text) {
      int characters = text.codePointCount(0, text.length());
      return characters >= minLength
          && characters <= maxLength
          && (pattern == null || pattern.matches(text.toCharArray(), 0, text.length()));
    }
  }

  /** One of a few strings. */
  record Choice(String[] values) implements Schema {
    @Override
    public String read(Reading reading) throws IOException {
      if (!reading.isText()) {
        return null;
      }
      for (String value : values) {
        if (reading.textIs(value)) {
          return value;
        }
      }
      return reading.fault(RejectReason.not_in_enum, "is not one of " + Arrays.toString(values));
    }

    @Override
    public List<String> words() {
      return List.of(values);
    }
  }

  /** An instant; its field text is epoch milliseconds. */
  record DateTime() implements Schema {
    @Override
    public EventType.Kind kind() {
      return EventType.Kind.instant;
    }

    @Override
    public String read(Reading reading) throws IOException {
      if (!reading.isText()) {
        return null;
      }
      long millis = Rfc3339.epochMillis(reading.chars, reading.start, reading.length);
      return millis == Rfc3339.INVALID
          ? reading.fault(RejectReason.bad_format, "is not an RFC 3339 date-time with an offset")
          : Long.toString(millis);
    }
  }

  /** A calendar day, YYYY-MM-DD. */
  record Date() implements Schema {
    @Override
    public EventType.Kind kind() {
      return EventType.Kind.date;
    }

    @Override
    public String read(Reading reading) throws IOException {
      if (!reading.isText()) {
        return null;
      }
      return Rfc3339.isDate(reading.chars, reading.start, reading.length)
          ? reading.text()
          : reading.fault(RejectReason.bad_format, "is not a date YYYY-MM-DD");
    }
  }

  /** A number without a fractional part, in a range. */
  record Whole(long minimum, long maximum) implements Schema {
    @Override
    public EventType.Kind kind() {
      return EventType.Kind.whole;
    }

    @Override
    public String read(Reading reading) throws IOException {
      if (reading.token() != JsonToken.VALUE_NUMBER_INT
          && reading.token() != JsonToken.VALUE_NUMBER_FLOAT) {
        return reading.wrongType("an integer");
      }
      long value = reading.wholeNumber();
      if (value == WholeNumber.FRACTION) {
        return reading.wrongType("an integer");
      }
      return value == WholeNumber.TOO_LARGE || value < minimum || value > maximum
          ? reading.fault(
              RejectReason.out_of_range, "is not between " + minimum + " and " + maximum)
          : Long.toString(value);
    }
  }

  /** True or false. */
  record Truth() implements Schema {
    @Override
    public List<String> words() {
      return List.of("true", "false");
    }

    @Override
    public String read(Reading reading) throws IOException {
      return switch (reading.token()) {
        case VALUE_TRUE -> "true";
        case VALUE_FALSE -> "false";
        default -> reading.wrongType("true or false");
      };
    }
  }

  /** A list of so many values of one kind. */
  record Items(int minItems, int maxItems, Schema item) implements Schema {
    @Override
    public EventType.Kind kind() {
      return EventType.Kind.list;
    }

    @Override
    public String read(Reading reading) throws IOException {
      if (reading.token() != JsonToken.START_ARRAY) {
        return reading.wrongType("an array");
      }
      int count = 0;
      while (reading.next() != JsonToken.END_ARRAY) {
        item.read(reading);
        count++;
      }
      return count < minItems || count > maxItems
          ? reading.fault(
              RejectReason.out_of_range,
              "has " + count + " items, not " + minItems + " to " + maxItems)
          : null;
    }
  }

  /** An object of which nothing is known. */
  record AnyObject() implements Schema {
    @Override
    public String read(Reading reading) throws IOException {
      if (reading.token() != JsonToken.START_OBJECT) {
        return reading.wrongType("an object");
      }
      reading.skip();
      return null;
    }
  }

  /**
   * An object with these fields and no others.
   *
   * @param positions the names' positions
   * @param required the positions that must be there, as bits
   */
  record Fields(String[] names, Schema[] schemas, Map<String, Integer> positions, long required)
      implements Schema {
    /** More would not fit the bits. */
    static final int MAX_FIELDS = 64;

    /** Reads the value of one field. */
    interface FieldReader {
      void read(int position, Schema schema, Reading reading) throws IOException;
    }

    @Override
    public String read(Reading reading) throws IOException {
      read(reading, (position, schema, in) -> schema.read(in));
      return null;
    }

    void read(Reading reading, FieldReader each) throws IOException {
      if (reading.token() != JsonToken.START_OBJECT) {
        reading.wrongType("an object");
        return;
      }
      long seen = 0;
      String name;
      while ((name = reading.nextName()) != null) {
        Integer position = positions.get(name);
        if (position == null) {
          reading.fault(RejectReason.unknown_field, "is not a field here");
          reading.next();
          reading.skip();
          continue;
        }
        long bit = 1L << position;
        if ((seen & bit) != 0) {
          reading.fault(RejectReason.duplicate_field, "is given twice");
        }
        seen |= bit;
        reading.next();
        each.read(position, schemas[position], reading);
      }
      if ((required & ~seen) != 0) {
        reading.missing(names[Long.numberOfTrailingZeros(required & ~seen)]);
      }
    }
  }
}
