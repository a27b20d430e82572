package org.duixian.area;

import java.time.LocalDate;

/** Months of the calendar, counted from January of the year 0. */
public final class Months {
  private static final int PER_YEAR = 12;

  private Months() {}

  static int of(int year, int monthOfYear) {
    return year * PER_YEAR + monthOfYear - 1;
  }

  /** The month of a text such as {@code 2020-03}. */
  public static int parse(String yearAndMonth) {
    return of(
        Integer.parseInt(yearAndMonth.substring(0, 4)),
        Integer.parseInt(yearAndMonth.substring(5, 7)));
  }

  /** The last month that is over at the end of a service date. */
  static int lastClosed(int serviceDate) {
    var next = LocalDate.ofEpochDay(serviceDate + 1L);
    return of(next.getYear(), next.getMonthValue()) - 1;
  }

  /** The first month that begins on or after a service date. */
  static int firstWhole(int serviceDate) {
    var before = LocalDate.ofEpochDay(serviceDate - 1L);
    return of(before.getYear(), before.getMonthValue()) + 1;
  }

  /** The first service date of a month. */
  public static int firstDay(int month) {
    return (int) LocalDate.of(Math.floorDiv(month, PER_YEAR), ofYear(month) + 1, 1).toEpochDay();
  }

  /** 0 for January. */
  static int ofYear(int month) {
    return Math.floorMod(month, PER_YEAR);
  }

  static int januaryOf(int month) {
    return month - ofYear(month);
  }
}
