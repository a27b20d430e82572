package org.duixian.calendar;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * The working days of a country as its notices say, every date listed: a date without a statement
 * is unknown, never assumed. A later publication overrides the dates that it names.
 */
public final class WorkCalendar implements Serializable {
  private static final long serialVersionUID = 1;
  private static final DayType[] TYPES = DayType.values();
  private static final byte UNKNOWN = -1;

  private final String version;
  private final int firstDate;
  private final byte[] typeOrdinals;

  private WorkCalendar(List<PublishedDay> published) {
    this.version = ServiceDates.format(published.get(published.size() - 1).publishedOn());
    this.firstDate = published.stream().mapToInt(PublishedDay::date).min().orElseThrow();
    var lastDate = published.stream().mapToInt(PublishedDay::date).max().orElseThrow();
    this.typeOrdinals = new byte[lastDate - firstDate + 1];
    Arrays.fill(typeOrdinals, UNKNOWN);
    published.forEach(day -> typeOrdinals[day.date() - firstDate] = (byte) day.type().ordinal());
  }

  /**
   * A calendar from everything that was published.
   *
   * @throws IllegalArgumentException if nothing was
   */
  public static WorkCalendar of(Collection<PublishedDay> days) {
    if (days.isEmpty()) {
      throw new IllegalArgumentException("a calendar needs at least one day");
    }
    var inOrder = new ArrayList<>(days);
    inOrder.sort(
        Comparator.comparingInt(PublishedDay::publishedOn).thenComparingInt(PublishedDay::date));
    return new WorkCalendar(inOrder);
  }

  /** The date of the latest publication that is in it, such as 2020-01-27. */
  public String version() {
    return version;
  }

  /** The first date it speaks of. */
  public int firstDate() {
    return firstDate;
  }

  /** The last date it speaks of. */
  public int lastDate() {
    return firstDate + typeOrdinals.length - 1;
  }

  /** Whether it says anything about a date. */
  public boolean covers(int serviceDate) {
    var index = serviceDate - firstDate;
    return index >= 0 && index < typeOrdinals.length && typeOrdinals[index] != UNKNOWN;
  }

  /**
   * What kind of day a date is.
   *
   * @throws IllegalArgumentException if the calendar does not speak of it
   */
  public DayType dayType(int serviceDate) {
    if (!covers(serviceDate)) {
      throw new IllegalArgumentException(
          "calendar %s (%s to %s) does not say what kind of day %s is"
              .formatted(
                  version,
                  ServiceDates.format(firstDate),
                  ServiceDates.format(lastDate()),
                  ServiceDates.format(serviceDate)));
    }
    return TYPES[typeOrdinals[serviceDate - firstDate]];
  }

  /**
   * Whether a date is a working day, make-up ones included.
   *
   * @throws IllegalArgumentException if the calendar does not speak of it
   */
  public boolean isWorkday(int serviceDate) {
    return dayType(serviceDate).isWorkday();
  }

  /** The last working day before a date, as far as it speaks of the days between. */
  public OptionalInt lastWorkdayBefore(int serviceDate) {
    for (int date = serviceDate - 1; covers(date); date--) {
      if (isWorkday(date)) {
        return OptionalInt.of(date);
      }
    }
    return OptionalInt.empty();
  }
}
