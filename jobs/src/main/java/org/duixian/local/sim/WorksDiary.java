package org.duixian.local.sim;

import org.duixian.calendar.ServiceDates;

/**
 * What a county's works office tells of the one project for a former township or a township: its
 * milestones are planned on the day the new township starts work, and each is reached a little
 * before its date.
 */
final class WorksDiary implements Diary {
  private static final String[] KINDS = {"road", "bridge", "hall", "clinic", "school", "water"};
  private static final int MILESTONES = 8;
  private static final int DAYS_APART = 7;
  private static final int MOST_DAYS_EARLY = 5;

  private final String areaId;
  private final int startsOn;

  /**
   * @param startsOn the new township's first day of work
   */
  WorksDiary(String areaId, int startsOn) {
    this.areaId = areaId;
    this.startsOn = startsOn;
  }

  @Override
  public String place() {
    return "works for " + areaId;
  }

  @Override
  public void write(int serviceDate, Chance chance, Reports reports) {
    for (var number = 1; number <= MILESTONES; number++) {
      var dueOn = startsOn + number * DAYS_APART;
      if (serviceDate == startsOn) {
        var plan = milestone(number).with("due_on", ServiceDates.format(dueOn));
        tell("planned", number, plan, serviceDate, chance, reports);
      }
      if (serviceDate == dueOn - Chance.trait(areaId + number, MOST_DAYS_EARLY + 1)) {
        tell("reached", number, milestone(number), serviceDate, chance, reports);
      }
    }
  }

  private JsonObject milestone(int number) {
    return new JsonObject()
        .with("project_id", projectId())
        .with("milestone_id", "m" + number)
        .with("area_id", areaId)
        .with("kind", KINDS[Chance.trait(areaId, KINDS.length)]);
  }

  private String projectId() {
    return "works-" + areaId;
  }

  private void tell(
      String what, int number, JsonObject data, int serviceDate, Chance chance, Reports reports) {
    reports.happened(
        Matter.inOfficeHours(serviceDate, chance),
        "works.milestone." + what,
        projectId() + "-m" + number,
        data);
  }
}
