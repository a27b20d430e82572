package org.duixian.calendar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Calendars as they were before the latest notices, from the notices in the reference data. */
public final class EarlierCalendars {
  private EarlierCalendars() {}

  /** The calendar of a reference directory as it was known on a service date. */
  public static WorkCalendar knownOn(String date, Path reference) throws IOException {
    var lines = Files.readAllLines(reference.resolve("calendar.csv"));
    return WorkCalendar.of(
        lines.stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .map(
                cells ->
                    new PublishedDay(
                        ServiceDates.parse(cells[0]),
                        ServiceDates.parse(cells[1]),
                        DayType.valueOf(cells[2]),
                        cells[3]))
            .filter(day -> day.publishedOn() <= ServiceDates.parse(date))
            .toList());
  }
}
