package org.duixian.area;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVRecord;
import org.duixian.calendar.ServiceDates;

/**
 * One line of reference data. A value that is not what it should be is noted as a problem and read
 * as empty, so that reading goes on and every problem is found.
 */
final class ReferenceRow {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:/-]{1,64}");
  private static final Pattern DEGREES = Pattern.compile("-?[0-9]{1,3}(\\.[0-9]{1,12})?");
  private static final Pattern ROLE = Pattern.compile("[a-z][a-z-]{1,63}");
  private static final int MAX_TEXT_CHARS = 500;

  private final String file;
  private final long line;
  private final Map<String, Integer> columns;
  private final CSVRecord values;
  private final Problems problems;

  ReferenceRow(
      String file, long line, Map<String, Integer> columns, CSVRecord values, Problems problems) {
    this.file = file;
    this.line = line;
    this.columns = columns;
    this.values = values;
    this.problems = problems;
  }

  /** Where it stands, such as {@code areas.csv:12}. */
  String place() {
    return file + ":" + line;
  }

  /** Where a value stands, such as {@code areas.csv:12:3}. */
  String place(String column) {
    return place() + ':' + (columns.get(column) + 1);
  }

  /** The value as it is; empty where there is none. */
  String text(String column) {
    return values.get(columns.get(column));
  }

  /** Notes that a value is wrong. */
  void refuse(String column, String message) {
    problems.add(file, line, columns.get(column) + 1, column, text(column), message);
  }

  /** Notes that a value is wrong unless something holds. */
  boolean require(boolean holds, String column, String message) {
    if (!holds) {
      refuse(column, message);
    }
    return holds;
  }

  boolean isEmpty(String column) {
    return text(column).isEmpty();
  }

  /** A text that must be there: no control characters, no blanks around it. */
  String name(String column) {
    require(!isEmpty(column), column, "must not be empty");
    return optionalName(column);
  }

  String optionalName(String column) {
    var text = text(column);
    require(text.length() <= MAX_TEXT_CHARS, column, "longer than " + MAX_TEXT_CHARS);
    require(text.equals(text.strip()), column, "has blanks around it");
    require(text.chars().noneMatch(Character::isISOControl), column, "has control characters");
    return text;
  }

  /** An id that must be there. */
  String id(String column) {
    require(
        ID.matcher(text(column)).matches(), column, "not an id: 1 to 64 of A-Z a-z 0-9 . _ : / -");
    return text(column);
  }

  /** A constant of an enum that must be there, or null. */
  <E extends Enum<E>> E constant(String column, E[] constants) {
    for (var constant : constants) {
      if (constant.name().equals(text(column))) {
        return constant;
      }
    }
    refuse(column, "must be one of " + names(constants, Enum::name));
    return null;
  }

  /** A role that signed. */
  String role(String column) {
    require(
        ROLE.matcher(text(column)).matches(),
        column,
        "must be the role that signed, such as county-bureau; never a person's name");
    return text(column);
  }

  /** One of some words. */
  String word(String column, String... words) {
    require(
        Arrays.asList(words).contains(text(column)),
        column,
        "must be one of " + names(words, word -> word.isEmpty() ? "(empty)" : word));
    return text(column);
  }

  boolean yes(String column) {
    return word(column, "yes", "no").equals("yes");
  }

  /** A date, or {@code absent} where the value is empty. */
  int date(String column, int absent) {
    return isEmpty(column) ? absent : date(column);
  }

  /** A date that must be there. */
  int date(String column) {
    try {
      return ServiceDates.parse(text(column));
    } catch (IllegalArgumentException e) {
      refuse(column, "not a date like 2020-04-27");
      return 0;
    }
  }

  /** A whole number from 0 to {@code max}, 0 where the value is empty. */
  int count(String column, int max) {
    if (isEmpty(column)) {
      return 0;
    }
    try {
      var count = Integer.parseInt(text(column));
      require(count >= 0 && count <= max, column, "must be from 0 to " + max);
      return count;
    } catch (NumberFormatException e) {
      refuse(column, "not a whole number");
      return 0;
    }
  }

  /** Degrees from {@code -max} to {@code max}, NaN where the value is empty. */
  double degrees(String column, double max) {
    if (isEmpty(column)) {
      return Double.NaN;
    }
    if (!require(DEGREES.matcher(text(column)).matches(), column, "not a number of degrees")) {
      return Double.NaN;
    }
    var degrees = Double.parseDouble(text(column));
    require(Math.abs(degrees) <= max, column, "must be from -%s to %s".formatted(max, max));
    return degrees;
  }

  private static <T> String names(T[] all, Function<T, String> name) {
    return Arrays.stream(all).map(name).collect(Collectors.joining(", "));
  }
}
