package org.duixian.area;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Rfc3339;

/** Reads {@code exceptions.csv}, which need not be there. */
final class ExceptionFile {
  static final String NAME = "exceptions.csv";
  static final List<String> COLUMNS =
      List.of(
          "exception_id",
          "commitments",
          "areas",
          "from",
          "to",
          "reason_zh",
          "reason_en",
          "announced_at",
          "approver");

  private ExceptionFile() {}

  /** The exceptions in the order of the file. */
  static List<AnnouncedException> read(
      ReferenceTable table, Map<String, Area> areas, List<Succession> successions) {
    var byId = new LinkedHashMap<String, AnnouncedException>();
    for (var row : table.rows()) {
      var exception = read(row, areas, successions);
      row.require(
          byId.putIfAbsent(exception.exceptionId(), exception) == null,
          "exception_id",
          "is given twice");
    }
    return new ArrayList<>(byId.values());
  }

  private static AnnouncedException read(
      ReferenceRow row, Map<String, Area> areas, List<Succession> successions) {
    var from = row.date("from");
    var through = row.date("to");
    row.require(from <= through, "to", "is before from");
    var announced = Rfc3339.epochMillis(row.text("announced_at"));
    if (row.require(
        announced != Rfc3339.INVALID,
        "announced_at",
        "not an instant like 2020-03-02T09:00:00+08:00")) {
      row.require(
          announced < ServiceDates.startMillis(from),
          "announced_at",
          "is not before the day from which it holds, " + ServiceDates.format(from));
    }
    row.require(
        row.text("approver").matches("[a-z][a-z-]{0,63}"),
        "approver",
        "not a role: 1 to 64 of a-z -");
    return new AnnouncedException(
        row.id("exception_id"),
        words(row, "commitments"),
        row.place("commitments"),
        areas(row, areas, successions),
        from,
        through,
        row.name("reason_zh"),
        row.name("reason_en"),
        announced,
        row.text("approver"));
  }

  private static List<String> words(ReferenceRow row, String column) {
    var words = Arrays.asList(row.text(column).split(" ", -1));
    row.require(
        !words.contains(""), column, "must be ids with single spaces between them, at least one");
    row.require(new HashSet<>(words).size() == words.size(), column, "names one twice");
    return List.copyOf(words);
  }

  /** A county means all that lies in it, a township also each former one of which it has a part. */
  private static Set<String> areas(
      ReferenceRow row, Map<String, Area> areas, List<Succession> successions) {
    var meant = new LinkedHashSet<String>();
    for (var areaId : words(row, "areas")) {
      var area = areas.get(areaId);
      if (!row.require(area != null, "areas", "no such area: " + areaId) || area.level() == null) {
        continue;
      }
      switch (area.level()) {
        case former_township -> meant.add(areaId);
        case county ->
            areas.values().stream()
                .filter(each -> each.parentId().equals(areaId))
                .forEach(each -> meant.add(each.areaId()));
        case township -> {
          meant.add(areaId);
          successions.stream()
              .filter(each -> each.townshipId().equals(areaId))
              .forEach(each -> meant.add(each.formerId()));
        }
        default -> row.refuse("areas", "is no former township, township or county: " + areaId);
      }
    }
    return meant;
  }
}
