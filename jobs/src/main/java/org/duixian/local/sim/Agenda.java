package org.duixian.local.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.duixian.calendar.ServiceDates;

/**
 * What is still to come for the people of one former township, by its day. It holds what is under
 * way, and forgets each day that it has told.
 */
final class Agenda {
  private final Residents residents;
  private final NavigableMap<Integer, List<Entry>> entries = new TreeMap<>();

  private record Entry(
      long timeMillis, String villageId, String type, String subject, JsonObject data) {}

  Agenda(Residents residents) {
    this.residents = residents;
  }

  /** Enters what will happen to somebody of a village. */
  void add(long timeMillis, String villageId, String type, String subject, JsonObject data) {
    entries
        .computeIfAbsent(ServiceDates.serviceDate(timeMillis), any -> new ArrayList<>())
        .add(new Entry(timeMillis, villageId, type, subject, data));
  }

  /** Tells what happens on a date, with the codes as they are known then. */
  void tell(int serviceDate, Diary.Reports reports) {
    for (var entry : entries.getOrDefault(serviceDate, List.of())) {
      reports.happened(
          entry.timeMillis(),
          entry.type(),
          entry.subject(),
          residents.codeOf(entry.villageId(), serviceDate),
          entry.data());
    }
    entries.headMap(serviceDate, true).clear();
  }
}
