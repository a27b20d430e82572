package org.duixian.calendar;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The opening hours that a site has posted, by kind of day. The hours of a working day hold on
 * make-up working days too; those of a market day are added to those of the date's own kind.
 * Extended hours are posted by kind of service: early, at noon and late is on working days.
 */
public final class PostedHours implements Serializable {
  private static final long serialVersionUID = 1;
  private static final JsonFactory JSON = new JsonFactory();

  private final List<MinuteInterval> workday = new ArrayList<>();
  private final List<MinuteInterval> restDay = new ArrayList<>();
  private final List<MinuteInterval> statutoryHoliday = new ArrayList<>();
  private final List<MinuteInterval> marketDay = new ArrayList<>();

  private PostedHours() {}

  /**
   * Reads the {@code normal} or the {@code extended} list of an {@code hours.published} event:
   * {@code [{"day_type": "workday", "open": "09:00", "close": "12:00"}, …]}, or with {@code kind}
   * instead of {@code day_type}. Null or empty means never open.
   *
   * @throws IllegalArgumentException naming the entry, if it is not such a list, a day type or a
   *     kind is unknown, or an entry closes no later than it opens
   */
  public static PostedHours parse(String listJson) {
    var hours = new PostedHours();
    if (listJson == null) {
      return hours;
    }
    try (JsonParser parser = JSON.createParser(listJson)) {
      expect(parser.nextToken() == JsonToken.START_ARRAY, "not a list", listJson);
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        hours.add(parser);
      }
      expect(parser.currentToken() == JsonToken.END_ARRAY, "not a list of entries", listJson);
      expect(parser.nextToken() == null, "text after the list", listJson);
    } catch (IOException e) {
      throw new IllegalArgumentException("posted hours: not JSON: " + listJson, e);
    }
    return hours;
  }

  /**
   * Hours by day type, each such as {@code 09:00-12:00}.
   *
   * @throws IllegalArgumentException naming the entry, if a day type is unknown, it is not of that
   *     form, or closes no later than it opens
   */
  public static PostedHours of(Map<String, List<String>> intervals) {
    var hours = new PostedHours();
    intervals.forEach(
        (dayType, times) -> {
          for (String each : times) {
            int dash = each.indexOf('-');
            var entry = dayType + " " + each;
            expect(dash >= 0, "not a stretch like 09:00-12:00", entry);
            hours.add(dayType, each.substring(0, dash), each.substring(dash + 1), entry);
          }
        });
    return hours;
  }

  /** When the site is open on such a day: sorted, merged, half-open minutes of day. */
  public List<MinuteInterval> intervals(DayType type, boolean isMarketDay) {
    var posted =
        switch (type) {
          case workday, makeup_workday -> workday;
          case rest_day -> restDay;
          case statutory_holiday -> statutoryHoliday;
        };
    var open = new ArrayList<>(posted);
    if (isMarketDay) {
      open.addAll(marketDay);
    }
    return merged(open);
  }

  private void add(JsonParser parser) throws IOException {
    String dayType = null;
    String open = null;
    String close = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "day_type" -> dayType = parser.getText();
        case "kind" -> dayType = dayTypeOf(parser.getText());
        case "open" -> open = parser.getText();
        case "close" -> close = parser.getText();
        default -> throw new IllegalArgumentException("posted hours: unknown field " + name);
      }
    }
    var entry = dayType + " " + open + "–" + close;
    expect(dayType != null && open != null && close != null, "incomplete entry", entry);
    add(dayType, open, close, entry);
  }

  private void add(String dayType, String open, String close, String entry) {
    var interval = new MinuteInterval(minuteOfDay(open, entry), minuteOfDay(close, entry));
    expect(interval.fromMinute() < interval.toMinute(), "closes no later than it opens", entry);
    hoursOf(dayType, entry).add(interval);
  }

  private static String dayTypeOf(String kind) {
    return switch (kind) {
      case "early", "noon", "late" -> "workday";
      case "weekend" -> "rest_day";
      case "holiday" -> "statutory_holiday";
      case "market_day" -> "market_day";
      default -> throw new IllegalArgumentException("posted hours: unknown kind: " + kind);
    };
  }

  private List<MinuteInterval> hoursOf(String dayType, String entry) {
    return switch (dayType) {
      case "workday" -> workday;
      case "rest_day" -> restDay;
      case "statutory_holiday" -> statutoryHoliday;
      case "market_day" -> marketDay;
      default -> throw new IllegalArgumentException("posted hours: unknown day type: " + entry);
    };
  }

  private static int minuteOfDay(String time, String entry) {
    var formed =
        time.length() == 5
            && time.charAt(2) == ':'
            && isDigit(time, 0)
            && isDigit(time, 1)
            && isDigit(time, 3)
            && isDigit(time, 4);
    expect(formed, "not a time like 08:30", entry);
    var minute = digits(time, 3);
    var minuteOfDay = digits(time, 0) * 60 + minute;
    expect(minute < 60 && minuteOfDay <= MinuteInterval.DAY_MINUTES, "not a time of day", entry);
    return minuteOfDay;
  }

  private static boolean isDigit(String text, int at) {
    return text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static int digits(String text, int at) {
    return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
  }

  private static List<MinuteInterval> merged(List<MinuteInterval> intervals) {
    intervals.sort(Comparator.comparingInt(MinuteInterval::fromMinute));
    var merged = new ArrayList<MinuteInterval>(intervals.size());
    for (var next : intervals) {
      var last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last == null || next.fromMinute() > last.toMinute()) {
        merged.add(next);
      } else if (next.toMinute() > last.toMinute()) {
        merged.set(merged.size() - 1, new MinuteInterval(last.fromMinute(), next.toMinute()));
      }
    }
    return List.copyOf(merged);
  }

  private static void expect(boolean holds, String problem, String entry) {
    if (!holds) {
      throw new IllegalArgumentException("posted hours: " + problem + ": " + entry);
    }
  }
}
