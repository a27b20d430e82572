package org.duixian.local.sim;

import java.util.List;
import java.util.function.IntPredicate;
import org.duixian.calendar.ServiceDates;

/**
 * What a county's reform office tells of one new township: what is planned on the day it starts
 * work, and what it has reached, each a little before its date.
 */
final class ReformDiary implements Diary {
  private static final String BODIES = "dispatched_bodies";
  private static final int MOST_DAYS_EARLY = 3;

  /**
   * @param days by when it is due, after the first day of work
   */
  private record Due(String kind, int days) {}

  private static final List<Due> PLAN =
      List.of(
          new Due("plaque", 0),
          new Due("leaders_in_post", 2),
          new Due("seal_in_use", 5),
          new Due(BODIES, 8),
          new Due("internal_offices", 10),
          new Due("public_institutions", 14),
          new Due("congress_elected", 18));

  private final String townshipId;
  private final int startsOn;
  private final IntPredicate withoutBodies;

  /**
   * @param startsOn the township's first day of work
   * @param withoutBodies the service dates on which no dispatched body is set up
   */
  ReformDiary(String townshipId, int startsOn, IntPredicate withoutBodies) {
    this.townshipId = townshipId;
    this.startsOn = startsOn;
    this.withoutBodies = withoutBodies;
  }

  @Override
  public String place() {
    return "reform of " + townshipId;
  }

  @Override
  public void write(int serviceDate, Chance chance, Reports reports) {
    for (var due : PLAN) {
      if (serviceDate == startsOn) {
        plan(due, chance, reports);
      }
      var early = Math.min(due.days, Chance.trait(townshipId + due.kind, MOST_DAYS_EARLY + 1));
      var overdue = due.kind.equals(BODIES) && withoutBodies.test(serviceDate);
      if (serviceDate == startsOn + due.days - early && !overdue) {
        reach(due.kind, serviceDate, chance, reports);
      }
    }
  }

  private void plan(Due due, Chance chance, Reports reports) {
    reports.happened(
        Matter.on(startsOn, 8 * 60, 9 * 60, chance),
        "reform.milestone.planned",
        townshipId + "-" + due.kind,
        new JsonObject()
            .with("kind", due.kind)
            .with("area_id", townshipId)
            .with("due_on", ServiceDates.format(startsOn + due.days)));
  }

  private void reach(String kind, int serviceDate, Chance chance, Reports reports) {
    reports.happened(
        Matter.on(serviceDate, 9 * 60 + 30, 17 * 60, chance),
        "reform.milestone.reached",
        townshipId + "-" + kind,
        new JsonObject()
            .with("kind", kind)
            .with("area_id", townshipId)
            .with("evidence_ref", "reform/" + townshipId + "/" + kind));
  }
}
