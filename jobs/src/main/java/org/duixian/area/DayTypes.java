package org.duixian.area;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.duixian.calendar.ServiceDates;
import org.duixian.calendar.WorkCalendar;

/**
 * The types of day by which supply before and after the merger is compared. A date has one of them,
 * the first that fits:
 *
 * <ul>
 *   <li>{@code spring_festival-7} … {@code spring_festival+15}, by its distance to the lunar new
 *       year
 *   <li>{@code statutory_holiday}
 *   <li>{@code market_day} of the former township
 *   <li>{@code workday}, make-up working days included, or {@code rest_day}
 * </ul>
 */
public final class DayTypes implements Serializable {
  private static final long serialVersionUID = 1;

  public static final String SPRING_FESTIVAL = "spring_festival";
  public static final String STATUTORY_HOLIDAY = "statutory_holiday";
  public static final String MARKET_DAY = "market_day";
  public static final String WORKDAY = "workday";
  public static final String REST_DAY = "rest_day";

  /** All of them, those of the Spring Festival as one: what can be told apart in a notice. */
  public static final List<String> FAMILIES =
      List.of(WORKDAY, REST_DAY, STATUTORY_HOLIDAY, MARKET_DAY, SPRING_FESTIVAL);

  private static final int FIRST_OFFSET = -7;
  private static final int LAST_OFFSET = 15;
  private static final Pattern OFFSET = Pattern.compile(SPRING_FESTIVAL + "([+-][0-9]{1,2})");
  private static final Set<String> ORDINARY =
      Set.of(WORKDAY, REST_DAY, STATUTORY_HOLIDAY, MARKET_DAY);

  private final WorkCalendar calendar;
  private final Map<String, Integer> marketDays;
  private final int[] lunarNewYears;

  /**
   * @param marketDays for each area that has them, a set of last digits of the day of month
   * @param lunarNewYears dates of the lunar new year
   */
  DayTypes(WorkCalendar calendar, Map<String, Integer> marketDays, List<Integer> lunarNewYears) {
    this.calendar = calendar;
    this.marketDays = marketDays;
    this.lunarNewYears = lunarNewYears.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The type of a date in a former township; empty if the calendar does not speak of it. */
  public Optional<String> find(String areaId, int serviceDate) {
    return calendar.covers(serviceDate) ? Optional.of(of(areaId, serviceDate)) : Optional.empty();
  }

  private String of(String areaId, int serviceDate) {
    for (int newYear : lunarNewYears) {
      int offset = serviceDate - newYear;
      if (offset >= FIRST_OFFSET && offset <= LAST_OFFSET) {
        return SPRING_FESTIVAL + (offset < 0 ? "" : "+") + offset;
      }
    }
    return switch (calendar.dayType(serviceDate)) {
      case statutory_holiday -> STATUTORY_HOLIDAY;
      case workday, makeup_workday -> isMarketDay(areaId, serviceDate) ? MARKET_DAY : WORKDAY;
      case rest_day -> isMarketDay(areaId, serviceDate) ? MARKET_DAY : REST_DAY;
    };
  }

  /** One of {@link #FAMILIES}. */
  public static String family(String dayType) {
    return dayType.startsWith(SPRING_FESTIVAL) ? SPRING_FESTIVAL : dayType;
  }

  /** How many of some days are of a type, from one date (inclusive) to another (exclusive). */
  long count(String dayType, String areaId, int from, int until, IntPredicate some) {
    long count = 0;
    for (int date = Math.max(from, calendar.firstDate()); date < until; date++) {
      count += of(areaId, date).equals(dayType) && some.test(date) ? 1 : 0;
    }
    return count;
  }

  boolean isMarketDay(String areaId, int serviceDate) {
    var digits = marketDays.getOrDefault(areaId, 0);
    return (digits >> (ServiceDates.dayOfMonth(serviceDate) % 10) & 1) == 1;
  }

  /** Whether there is such a type. */
  static boolean isOne(String dayType) {
    return ORDINARY.contains(dayType) || springOffset(dayType).isPresent();
  }

  /** Whether days of the type came between two dates around a Spring Festival that is known. */
  boolean cameBetween(String dayType, int from, int to) {
    int offset = springOffset(dayType).orElseThrow();
    for (int newYear : lunarNewYears) {
      if (from <= newYear + offset && newYear + offset <= to) {
        return true;
      }
    }
    return false;
  }

  private static OptionalInt springOffset(String dayType) {
    var matcher = OFFSET.matcher(dayType);
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    int offset = Integer.parseInt(matcher.group(1));
    boolean written = dayType.equals(SPRING_FESTIVAL + (offset < 0 ? "" : "+") + offset);
    return written && offset >= FIRST_OFFSET && offset <= LAST_OFFSET
        ? OptionalInt.of(offset)
        : OptionalInt.empty();
  }
}
