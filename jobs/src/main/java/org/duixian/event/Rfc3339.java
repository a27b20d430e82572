package org.duixian.event;

/**
 * Dates and times as JSON Schema's formats {@code date} and {@code date-time} have them (RFC 3339).
 *
 * <p>Seconds and an offset (Z or up to ±18:00, not the "unknown" -00:00) are required; the fraction
 * has one to nine digits and is cut to milliseconds; a space may stand for the T. Leap seconds are
 * refused: they have no epoch milliseconds.
 */
public final class Rfc3339 {
  /** What {@link #epochMillis} gives for text that is not a date-time. */
  public static final long INVALID = Long.MIN_VALUE;

  private static final int MAX_OFFSET_MINUTES = 18 * 60;
  private static final int DATE_LENGTH = 10;
  private static final int SECONDS_END = 19;

  private Rfc3339() {}

  static boolean isDate(char[] text, int start, int length) {
    return length == DATE_LENGTH && epochDay(text, start) != INVALID;
  }

  /** Milliseconds since 1970-01-01T00:00:00Z, or {@link #INVALID}. */
  public static long epochMillis(String text) {
    return epochMillis(text.toCharArray(), 0, text.length());
  }

  /** Milliseconds since 1970-01-01T00:00:00Z, or {@link #INVALID}. */
  static long epochMillis(char[] text, int start, int length) {
    if (length <= SECONDS_END) {
      return INVALID;
    }
    long day = epochDay(text, start);
    char separator = text[start + DATE_LENGTH];
    int hour = digits(text, start + 11, 2);
    int minute = digits(text, start + 14, 2);
    int second = digits(text, start + 17, 2);
    if (day == INVALID
        || (separator != 'T' && separator != 't' && separator != ' ')
        || text[start + 13] != ':'
        || text[start + 16] != ':'
        || outside(hour, 23)
        || outside(minute, 59)
        || outside(second, 59)) {
      return INVALID;
    }
    int at = start + SECONDS_END;
    int end = start + length;
    int millis = 0;
    if (text[at] == '.') {
      int first = ++at;
      for (int unit = 100; at < end && isDigit(text[at]); unit /= 10) {
        millis += (text[at++] - '0') * unit;
      }
      if (at == first || at - first > 9) {
        return INVALID;
      }
    }
    int offsetMinutes = offsetMinutes(text, at, end);
    if (offsetMinutes == Integer.MIN_VALUE) {
      return INVALID;
    }
    long minutes = day * 1440 + hour * 60L + minute - offsetMinutes;
    return (minutes * 60 + second) * 1000 + millis;
  }

  /** Minutes east of Greenwich, or {@link Integer#MIN_VALUE}. */
  private static int offsetMinutes(char[] text, int at, int end) {
    if (at + 1 == end && (text[at] == 'Z' || text[at] == 'z')) {
      return 0;
    }
    if (at + 6 != end || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':') {
      return Integer.MIN_VALUE;
    }
    int hours = digits(text, at + 1, 2);
    int minutes = digits(text, at + 4, 2);
    int total = hours * 60 + minutes;
    boolean east = text[at] == '+';
    if (hours < 0 || outside(minutes, 59) || total > MAX_OFFSET_MINUTES || (total == 0 && !east)) {
      return Integer.MIN_VALUE;
    }
    return east ? total : -total;
  }

  /** Days since 1970-01-01 of the ten characters YYYY-MM-DD, or {@link #INVALID}. */
  private static long epochDay(char[] text, int start) {
    int year = digits(text, start, 4);
    int month = digits(text, start + 5, 2);
    int day = digits(text, start + 8, 2);
    if (text[start + 4] != '-' || text[start + 7] != '-' || year < 0 || !isDate(year, month, day)) {
      return INVALID;
    }
    // Days before the month in a year that begins in March, so that the leap day comes last.
    int marchYear = month > 2 ? year : year - 1;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int leapDays =
        Math.floorDiv(marchYear, 4) - Math.floorDiv(marchYear, 100) + Math.floorDiv(marchYear, 400);
    return marchYear * 365L + leapDays + dayOfYear - 719_468;
  }

  /** Whether the day exists in the proleptic Gregorian calendar. */
  static boolean isDate(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1) {
      return false;
    }
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int last =
        month == 2
            ? (leap ? 29 : 28)
            : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    return day <= last;
  }

  private static boolean outside(int value, int max) {
    return value < 0 || value > max;
  }

  /** The number that {@code count} ASCII digits write, or -1. */
  private static int digits(char[] text, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      if (!isDigit(text[i])) {
        return -1;
      }
      value = value * 10 + text[i] - '0';
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
