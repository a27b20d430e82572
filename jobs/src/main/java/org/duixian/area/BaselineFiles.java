package org.duixian.area;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.duixian.calendar.PublishedDay;
import org.duixian.calendar.ServiceDates;

/**
 * Reads what was measured before the merger: {@code baselines.csv}, and {@code lunar_new_years.csv}
 * by which days around the Spring Festival are compared. A city may have neither.
 */
final class BaselineFiles {
  static final String BASELINES = "baselines.csv";
  static final List<String> BASELINE_COLUMNS =
      List.of(
          "commitment_id",
          "area_id",
          "day_type",
          "value",
          "unit",
          "from",
          "to",
          "weeks",
          "signed_by",
          "frozen_on");
  static final String LUNAR_NEW_YEARS = "lunar_new_years.csv";
  static final List<String> LUNAR_NEW_YEAR_COLUMNS = List.of("date", "source");

  private static final Pattern COMMITMENT = Pattern.compile("[CGD][0-9]{2}[A-Z]?");
  private static final Pattern VALUE = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,2})?");
  private static final int MAX_WEEKS = 520;
  private static final int DAYS_PER_WEEK = 7;

  private BaselineFiles() {}

  /** The table of a file, with no rows if the directory does not have it. */
  static ReferenceTable table(Path dir, String file, List<String> columns, Problems problems) {
    return Files.exists(dir.resolve(file))
        ? ReferenceTable.read(dir, file, columns, problems)
        : ReferenceTable.absent(file, problems);
  }

  /** The dates of the lunar new year, for each year of the calendar if there are baselines. */
  static List<Integer> lunarNewYears(
      ReferenceTable table, List<PublishedDay> calendar, boolean needed, Problems problems) {
    var dates = new TreeMap<Integer, Integer>();
    for (var row : table.rows()) {
      row.name("source");
      var date = row.date("date");
      var day = LocalDate.ofEpochDay(date);
      var monthAndDay = day.getMonthValue() * 100 + day.getDayOfMonth();
      if (date != 0
          && row.require(
              monthAndDay >= 121 && monthAndDay <= 221,
              "date",
              "is no lunar new year, which lies between 21 January and 21 February")) {
        row.require(
            dates.putIfAbsent(day.getYear(), date) == null, "date", "is the second of its year");
      }
    }
    var years = new HashSet<Integer>();
    for (var published : calendar) {
      var day = LocalDate.ofEpochDay(published.date());
      if (needed && day.getMonthValue() <= 3 && years.add(day.getYear())) {
        var year = day.getYear();
        if (!dates.containsKey(year)) {
          problems.add(
              LUNAR_NEW_YEARS, "no line for %d, of which calendar.csv has days".formatted(year));
        }
      }
    }
    return List.copyOf(dates.values());
  }

  /** The baselines, in the order of the file. */
  static List<Baseline> baselines(ReferenceTable table, Map<String, Area> areas, DayTypes days) {
    var lines = new HashMap<List<String>, ReferenceRow>();
    var baselines = new ArrayList<Baseline>();
    for (var row : table.rows()) {
      var baseline = baseline(row);
      checkArea(row, baseline, areas);
      checkWeeks(row, baseline, days);
      var earlier =
          lines.putIfAbsent(
              List.of(baseline.commitmentId(), baseline.areaId(), baseline.dayType()), row);
      if (earlier != null) {
        row.refuse("day_type", "is already given at " + earlier.place());
      }
      baselines.add(baseline);
    }
    return baselines;
  }

  private static Baseline baseline(ReferenceRow row) {
    row.require(
        COMMITMENT.matcher(row.text("commitment_id")).matches(),
        "commitment_id",
        "is not like C14");
    row.require(
        DayTypes.isOne(row.text("day_type")),
        "day_type",
        "must be one of workday, rest_day, statutory_holiday, market_day, spring_festival-7 …"
            + " spring_festival+15; make-up working days are working days");
    return new Baseline(
        row.text("commitment_id"),
        row.text("area_id"),
        row.text("day_type"),
        hundredths(row),
        row.name("unit"),
        row.date("from"),
        row.date("to"),
        row.count("weeks", MAX_WEEKS),
        row.role("signed_by"),
        row.date("frozen_on"));
  }

  /** Writes baselines; one that nobody has signed is refused when it is read. */
  static void write(List<Baseline> baselines, Path file) throws IOException {
    try (var out = Files.newBufferedWriter(file);
        var csv = new CSVPrinter(out, CSVFormat.RFC4180.builder().setRecordSeparator("\n").get())) {
      csv.printRecord(BASELINE_COLUMNS);
      for (Baseline each : baselines) {
        csv.printRecord(
            each.commitmentId(),
            each.areaId(),
            each.dayType(),
            BigDecimal.valueOf(each.hundredths(), 2).stripTrailingZeros().toPlainString(),
            each.unit(),
            ServiceDates.format(each.from()),
            ServiceDates.format(each.to()),
            each.weeks(),
            each.signedBy(),
            each.frozenOn() == 0 ? "" : ServiceDates.format(each.frozenOn()));
      }
    }
  }

  private static int hundredths(ReferenceRow row) {
    var text = row.text("value");
    if (!row.require(
        VALUE.matcher(text).matches(), "value", "not a number of units per day like 6 or 2.25")) {
      return 0;
    }
    int point = text.indexOf('.');
    return point < 0
        ? Integer.parseInt(text) * 100
        : Integer.parseInt(text.substring(0, point)) * 100
            + Integer.parseInt((text.substring(point + 1) + "0").substring(0, 2));
  }

  private static void checkArea(ReferenceRow row, Baseline baseline, Map<String, Area> areas) {
    var area = areas.get(baseline.areaId());
    if (!row.require(area != null, "area_id", "no such area") || area.level() == null) {
      return;
    }
    if (row.require(
        area.level() == Level.former_township, "area_id", "must be a former township")) {
      row.require(
          baseline.to() < area.effectiveOn(),
          "to",
          "is not before %s, from when on the promises hold there"
              .formatted(ServiceDates.format(area.effectiveOn())));
    }
    row.require(baseline.from() <= baseline.to(), "to", "is before from");
    row.require(baseline.frozenOn() > baseline.to(), "frozen_on", "is not after to");
  }

  private static void checkWeeks(ReferenceRow row, Baseline baseline, DayTypes days) {
    if (!DayTypes.isOne(baseline.dayType())) {
      return;
    }
    if (DayTypes.family(baseline.dayType()).equals(DayTypes.SPRING_FESTIVAL)) {
      row.require(
          days.cameBetween(baseline.dayType(), baseline.from(), baseline.to()),
          "day_type",
          "did not come between from and to, by lunar_new_years.csv");
      row.require(!baseline.hasTooFewWeeks(), "weeks", "must be at least 1: in how many years");
      return;
    }
    row.require(
        !baseline.hasTooFewWeeks(),
        "weeks",
        "fewer than %d comparable weeks".formatted(Baseline.MIN_WEEKS));
    row.require(
        baseline.weeks() * DAYS_PER_WEEK <= baseline.to() - baseline.from() + 1,
        "weeks",
        "more weeks than there are between from and to");
  }
}
