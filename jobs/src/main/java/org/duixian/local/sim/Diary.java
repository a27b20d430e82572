package org.duixian.local.sim;

/** What happens at one place, day by day. */
interface Diary {
  /** The site or route. With the seed and the date it decides what chance brings. */
  String place();

  /** Tells what happened on the service date, in any order of time. */
  void write(int serviceDate, Chance chance, Reports reports);

  /** Takes what happened. */
  @FunctionalInterface
  interface Reports {
    /**
     * One thing that happened.
     *
     * @param timeMillis when, within the service date
     * @param type bare event type, such as {@code hall.ticket.issued}
     * @param subject ticket, trip or encounter, or null
     * @param data the event's data
     */
    void happened(long timeMillis, String type, String subject, JsonObject data);
  }
}
