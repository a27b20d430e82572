package org.duixian.local.sim;

/** What happens at one place, day by day. */
interface Diary {
  /** The site, route or office. With the seed and the date it decides what chance brings. */
  String place();

  /** Tells what happened on the service date, in any order of time. */
  void write(int serviceDate, Chance chance, Reports reports);

  /** Takes what happened. */
  @FunctionalInterface
  interface Reports {
    /**
     * One thing that happened to somebody who lives in a village.
     *
     * @param timeMillis when, within the service date
     * @param type bare event type, such as {@code hall.ticket.issued}
     * @param subject ticket, trip, encounter or case, or null
     * @param villageCode code of the person's village, or null
     * @param data the event's data
     */
    void happened(
        long timeMillis, String type, String subject, String villageCode, JsonObject data);

    /** One thing that happened at a place. */
    default void happened(long timeMillis, String type, String subject, JsonObject data) {
      happened(timeMillis, type, subject, null, data);
    }
  }
}
