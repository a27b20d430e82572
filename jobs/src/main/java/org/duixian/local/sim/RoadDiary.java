package org.duixian.local.sim;

import org.duixian.calendar.ServiceDates;

/** What happens on one road segment: now and then it is shut for an hour, or works are done. */
final class RoadDiary implements Diary {
  private static final double SHUT_SHARE = 0.04;
  private static final double DETOUR_SHARE = 0.02;
  private static final double WORKS_SHARE = 0.006;
  private static final int ANNOUNCED_DAYS_BEFORE = 5;

  private final String segmentId;

  RoadDiary(String segmentId) {
    this.segmentId = segmentId;
  }

  @Override
  public String place() {
    return segmentId;
  }

  @Override
  public void write(int serviceDate, Chance chance, Reports reports) {
    if (chance.happens(WORKS_SHARE)) {
      works(serviceDate, chance, reports);
    } else if (chance.happens(SHUT_SHARE)) {
      shut(serviceDate, chance, reports);
    } else if (chance.happens(DETOUR_SHARE)) {
      detour(serviceDate, chance, reports);
    }
  }

  /** Announced in good time, and over when it was said to be. */
  private void works(int serviceDate, Chance chance, Reports reports) {
    var from = ServiceDates.at(serviceDate, 9 * 3600);
    var until = ServiceDates.at(serviceDate, 15 * 3600);
    var announced = from - ANNOUNCED_DAYS_BEFORE * Timestamps.DAY_MILLIS - chance.minutes(0, 600);
    tell(
        from,
        "transport.road.closed",
        of("CONSTRUCTION", "NO_SERVICE", true)
            .with("announced_at", Timestamps.rfc3339(announced))
            .with("expected_reopen_at", Timestamps.rfc3339(until)),
        reports);
    reopened(until, reports);
  }

  private void shut(int serviceDate, Chance chance, Reports reports) {
    var from = Matter.on(serviceDate, 5 * 60, 20 * 60, chance);
    tell(
        from,
        "transport.road.closed",
        of(chance.oneOf("ACCIDENT", "LANDSLIDE", "FLOOD"), "NO_SERVICE", false),
        reports);
    reopened(from + chance.minutes(25, 110), reports);
  }

  /** Passable: the way round takes some minutes longer. */
  private void detour(int serviceDate, Chance chance, Reports reports) {
    var from = Matter.on(serviceDate, 7 * 60, 10 * 60, chance);
    tell(
        from,
        "transport.road.restricted",
        of("MAINTENANCE", "DETOUR", true).with("detour_min", chance.between(8, 18)),
        reports);
    reopened(from + chance.minutes(120, 480), reports);
  }

  private void reopened(long millis, Reports reports) {
    tell(
        millis, "transport.road.reopened", new JsonObject().with("segment_id", segmentId), reports);
  }

  private void tell(long millis, String type, JsonObject data, Reports reports) {
    reports.happened(millis, type, segmentId, data);
  }

  private JsonObject of(String cause, String effect, boolean planned) {
    return new JsonObject()
        .with("segment_id", segmentId)
        .with("cause", cause)
        .with("effect", effect)
        .with("planned", planned);
  }
}
