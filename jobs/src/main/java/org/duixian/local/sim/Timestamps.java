package org.duixian.local.sim;

import java.time.LocalDate;
import org.duixian.calendar.ServiceDates;

/** Instants as events write them. */
final class Timestamps {
  static final long SECOND_MILLIS = 1_000;
  static final long MINUTE_MILLIS = 60 * SECOND_MILLIS;
  static final long HOUR_MILLIS = 60 * MINUTE_MILLIS;
  static final long DAY_MILLIS = 24 * HOUR_MILLIS;

  private Timestamps() {}

  /** RFC 3339 with milliseconds, such as {@code 2020-03-02T09:00:00.000+08:00}. */
  static String rfc3339(long millis) {
    int serviceDate = ServiceDates.serviceDate(millis);
    int ofDay = (int) (millis - ServiceDates.startMillis(serviceDate));
    var text = new StringBuilder(29).append(LocalDate.ofEpochDay(serviceDate)).append('T');
    appendClock(text, ofDay / (int) SECOND_MILLIS).append('.');
    int fraction = ofDay % (int) SECOND_MILLIS;
    text.append((char) ('0' + fraction / 100));
    return appendTwoDigits(text, fraction % 100).append("+08:00").toString();
  }

  /** Seconds of the day as {@code HH:MM:SS}, below 100 hours. */
  static String clock(int secondOfDay) {
    return appendClock(new StringBuilder(8), secondOfDay).toString();
  }

  /** A service date without separators, such as {@code 20200302}. */
  static String compact(int serviceDate) {
    var date = LocalDate.ofEpochDay(serviceDate);
    return Integer.toString(
        (date.getYear() * 100 + date.getMonthValue()) * 100 + date.getDayOfMonth());
  }

  private static StringBuilder appendClock(StringBuilder text, int secondOfDay) {
    appendTwoDigits(text, secondOfDay / 3600).append(':');
    appendTwoDigits(text, secondOfDay / 60 % 60).append(':');
    return appendTwoDigits(text, secondOfDay % 60);
  }

  private static StringBuilder appendTwoDigits(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
