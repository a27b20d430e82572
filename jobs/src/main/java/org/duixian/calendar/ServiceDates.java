package org.duixian.calendar;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Service dates: days since 1970-01-01 in Asia/Shanghai. The zone has been a fixed +08:00 since the
 * last summer time ended in September 1991, so plain arithmetic is exact from 1992 on.
 */
public final class ServiceDates {
  /** The zone that the arithmetic stands for. */
  public static final String ZONE = "Asia/Shanghai";

  private static final long OFFSET_MILLIS = 8 * 3_600_000L;
  private static final long DAY_MILLIS = 86_400_000L;
  private static final String NO_DATE = "not a date like 2020-04-27: ";

  private ServiceDates() {}

  /** The service date of an instant, epoch milliseconds. */
  public static int serviceDate(long millis) {
    return (int) Math.floorDiv(millis + OFFSET_MILLIS, DAY_MILLIS);
  }

  /** The instant at which a service date starts, epoch milliseconds. */
  public static long startMillis(int serviceDate) {
    return serviceDate * DAY_MILLIS - OFFSET_MILLIS;
  }

  /**
   * An instant on a service date, epoch milliseconds.
   *
   * @param secondOfDay seconds since the date's midnight; 86,400 and more lie on the following
   *     dates, as the times of night trips do
   */
  public static long at(int serviceDate, int secondOfDay) {
    return startMillis(serviceDate) + secondOfDay * 1000L;
  }

  /**
   * The service date of an ISO date such as 2020-04-27.
   *
   * @throws IllegalArgumentException if it is not a date of exactly that form
   */
  public static int parse(String isoDate) {
    boolean hasForm =
        isoDate.length() == 10 && isoDate.charAt(4) == '-' && isoDate.charAt(7) == '-';
    try {
      if (hasForm) {
        int year = digits(isoDate, 0, 4);
        return (int) LocalDate.of(year, digits(isoDate, 5, 7), digits(isoDate, 8, 10)).toEpochDay();
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(NO_DATE + isoDate, e);
    }
    throw new IllegalArgumentException(NO_DATE + isoDate);
  }

  /** A number that no date has where there is anything but ASCII digits. Asked for every trip. */
  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MIN_VALUE;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** The ISO form of a service date, such as 2020-04-27. */
  public static String format(int serviceDate) {
    return LocalDate.ofEpochDay(serviceDate).toString();
  }

  /** The day of the month of a service date, 1…31. */
  public static int dayOfMonth(int serviceDate) {
    return LocalDate.ofEpochDay(serviceDate).getDayOfMonth();
  }
}
