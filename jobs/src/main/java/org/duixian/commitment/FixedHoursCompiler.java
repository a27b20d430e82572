package org.duixian.commitment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.duixian.calendar.PostedHours;

/** The {@code hours} of a commitment that sets them itself, as {@link FixedHours}. */
final class FixedHoursCompiler {
  private final CommitmentFile file;
  private final FieldNames names;

  FixedHoursCompiler(CommitmentFile file, FieldNames names) {
    this.file = file;
    this.names = names;
  }

  /** The hours, or null if there were problems. */
  FixedHours compile() {
    names.check(file.hours().list() == null, "hours.list", file.hours().list(), "needs an event");
    var terms =
        file.hours().terms() == null ? List.<CommitmentFile.Period>of() : file.hours().terms();
    for (var term : terms) {
      names.check(!term.to().isBefore(term.from()), "hours.terms", term.to(), "is before from");
    }
    try {
      return new FixedHours(
          PostedHours.of(given()),
          terms.stream()
              .flatMapToInt(
                  term ->
                      IntStream.of((int) term.from().toEpochDay(), (int) term.to().toEpochDay()))
              .toArray());
    } catch (IllegalArgumentException e) {
      names.problem("hours", given(), "can't be read: " + e.getMessage());
      return null;
    }
  }

  /** By type of day; nothing where an event posts them. */
  Map<String, List<String>> given() {
    var hours = new LinkedHashMap<String, List<String>>();
    hours.put("workday", file.hours().workday());
    hours.put("rest_day", file.hours().restDay());
    hours.put("statutory_holiday", file.hours().statutoryHoliday());
    hours.put("market_day", file.hours().marketDay());
    hours.values().removeIf(each -> each == null || each.isEmpty());
    return hours;
  }
}
