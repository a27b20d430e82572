package org.duixian.local.sim;

import org.duixian.calendar.ServiceDates;

/** One case, request or visit of somebody who lives in a village, from its beginning to its end. */
record Matter(String id, String villageId, Agenda agenda) {

  /** One of the day's; its id names the former township, the date and its number on that date. */
  static Matter begin(
      String kind, int number, int serviceDate, Residents residents, Chance chance, Agenda agenda) {
    var id =
        "%s-%s-%s-%d".formatted(kind, residents.areaId(), Timestamps.compact(serviceDate), number);
    return new Matter(id, residents.someVillage(chance), agenda);
  }

  /** Something of it happens. */
  void comes(long timeMillis, String type, JsonObject data) {
    agenda.add(timeMillis, villageId, type, id, data);
  }

  /** Some time between two minutes of the day. */
  static long on(int serviceDate, int fromMinute, int toMinute, Chance chance) {
    return ServiceDates.startMillis(serviceDate) + chance.minutes(fromMinute, toMinute);
  }

  /** Some time of an office day. */
  static long inOfficeHours(int serviceDate, Chance chance) {
    return on(serviceDate, 9 * 60, 16 * 60 + 50, chance);
  }
}
