package org.duixian.local.sim;

import org.duixian.calendar.ServiceDates;

/** A county's register of visits to people who live alone (巡访关爱). */
final class CareRegister implements Office {
  private static final int DUE_AFTER_DAYS = 7;
  private static final int DUE_SECOND_OF_DAY = 18 * 3600;
  private static final double CANCELLED_SHARE = 0.01;
  private static final double NOT_HOME_SHARE = 0.04;
  private static final double LATE_SHARE = 0.0025;

  private final Residents residents;

  CareRegister(Residents residents) {
    this.residents = residents;
  }

  @Override
  public void open(int serviceDate, Chance chance, Agenda agenda) {
    if (!residents.isWorkday(serviceDate)) {
      return;
    }
    var visits = chance.between(2, 4);
    for (var number = 1; number <= visits; number++) {
      var matter = Matter.begin("visit", number, serviceDate, residents, chance, agenda);
      plan(matter, serviceDate, chance);
    }
  }

  private static void plan(Matter matter, int serviceDate, Chance chance) {
    var personRef = chance.pseudonym();
    var due = ServiceDates.at(serviceDate + DUE_AFTER_DAYS, DUE_SECOND_OF_DAY);
    var planned = Matter.on(serviceDate, 8 * 60, 12 * 60, chance);
    var programme = chance.oneOf("left_behind_elder", "empty_nest_elder", "left_behind_child");
    var tier = chance.oneOf("high", "key", "general");
    matter.comes(
        planned,
        "care.visit.planned",
        of(matter, personRef)
            .with("programme", programme)
            .with("tier", tier)
            .with("due_at", Timestamps.rfc3339(due)));
    if (chance.happens(CANCELLED_SHARE)) {
      matter.comes(
          Matter.inOfficeHours(serviceDate + 1, chance),
          "care.visit.cancelled",
          of(matter, personRef).with("reason", chance.oneOf("moved", "hospital", "refused")));
      return;
    }
    var notHome = chance.happens(NOT_HOME_SHARE);
    var visitedAfter =
        chance.happens(LATE_SHARE) ? DUE_AFTER_DAYS + 1 : chance.between(1, DUE_AFTER_DAYS - 2);
    if (notHome) {
      visit(matter, serviceDate + visitedAfter, personRef, "home", "not_home", chance);
      visitedAfter++;
    }
    var found = chance.happens(0.94) ? "ok" : chance.oneOf("needs_help", "escalated");
    var mode = chance.oneOf("home", "home", "home", "phone", "video");
    visit(
        matter,
        serviceDate + visitedAfter,
        personRef,
        tier.equals("high") ? "home" : mode,
        found,
        chance);
  }

  private static void visit(
      Matter matter, int serviceDate, String personRef, String mode, String found, Chance chance) {
    matter.comes(
        Matter.on(serviceDate, 8 * 60 + 30, 17 * 60, chance),
        "care.visit.done",
        of(matter, personRef)
            .with("mode", mode)
            .with("found", found)
            .with("visitor_kind", chance.oneOf("village", "village", "cadre", "social_org")));
  }

  private static JsonObject of(Matter matter, String personRef) {
    return new JsonObject().with("visit_id", matter.id()).with("person_ref", personRef);
  }
}
