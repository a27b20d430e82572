package org.duixian.local.sim;

import java.util.function.IntPredicate;

/**
 * A county's hotline 12345: people ring, also at night; requests are filed, replied to, closed, and
 * the person called back.
 */
final class Hotline implements Office {
  private static final Category[] CATEGORIES = {
    new Category("consult", 3),
    new Category("consult", 3),
    new Category("help", 7),
    new Category("help", 7),
    new Category("suggestion", 7),
    new Category("complaint", 15),
    new Category("report", 15)
  };
  private static final double SAME_DAY_SHARE = 0.6;
  private static final double REPLIED_LATE_SHARE = 0.003;
  private static final double CLOSED_LATE_SHARE = 0.004;
  private static final double EXPLAINED_SHARE = 0.15;
  private static final double NOT_REACHED_SHARE = 0.1;
  private static final double UNSOLVED_SHARE = 0.004;
  private static final double OFTEN_UNSOLVED_SHARE = 0.5;
  private static final int MOST_ON_A_DAY = 2;
  private static final double HANGS_UP_SHARE = 0.04;
  private static final double CALLED_BACK_SHARE = 0.8;

  private final Residents residents;
  private final double requestsPerWorkday;
  private final IntPredicate oftenUnsolved;

  /** Days are working days. */
  private record Category(String name, int days) {}

  /**
   * @param requestsPerWorkday the mean, at most two
   * @param oftenUnsolved the service dates on which every second call-back hears that nothing is
   *     solved
   */
  Hotline(Residents residents, double requestsPerWorkday, IntPredicate oftenUnsolved) {
    this.residents = residents;
    this.requestsPerWorkday = requestsPerWorkday;
    this.oftenUnsolved = oftenUnsolved;
  }

  @Override
  public void open(int serviceDate, Chance chance, Agenda agenda) {
    if (residents.isWorkday(serviceDate)) {
      openRequests(serviceDate, chance, agenda);
    }
    var contacts = chance.between(1, 3);
    for (var number = 1; number <= contacts; number++) {
      contact(
          Matter.begin("contact", number, serviceDate, residents, chance, agenda),
          serviceDate,
          chance);
    }
  }

  private void openRequests(int serviceDate, Chance chance, Agenda agenda) {
    for (var number = 1; number <= MOST_ON_A_DAY; number++) {
      if (chance.happens(requestsPerWorkday / MOST_ON_A_DAY)) {
        var matter = Matter.begin("request", number, serviceDate, residents, chance, agenda);
        file(matter, serviceDate, chance.oneOf(CATEGORIES), chance);
      }
    }
  }

  private static void contact(Matter matter, int serviceDate, Chance chance) {
    var offered = Matter.on(serviceDate, 0, 22 * 60, chance);
    matter.comes(
        offered,
        "feedback.contact.offered",
        contacted(matter).with("channel", chance.oneOf("hotline_12345", "hotline_12345", "app")));
    var hangsUp = chance.happens(HANGS_UP_SHARE);
    if (hangsUp) {
      matter.comes(
          offered + chance.minutes(0.6, 2), "feedback.contact.abandoned", contacted(matter));
    }
    if (!hangsUp || chance.happens(CALLED_BACK_SHARE)) {
      matter.comes(
          offered + (hangsUp ? chance.minutes(5, 50) : chance.minutes(0.03, 0.45)),
          "feedback.contact.answered",
          contacted(matter).with("callback", hangsUp));
    }
  }

  private static JsonObject contacted(Matter matter) {
    return new JsonObject().with("contact_id", matter.id());
  }

  private void file(Matter matter, int serviceDate, Category category, Chance chance) {
    var filed = Matter.on(serviceDate, 8 * 60, 17 * 60, chance);
    matter.comes(
        filed,
        "feedback.request.filed",
        new JsonObject()
            .with("request_id", matter.id())
            .with("category", category.name())
            .with("topic", chance.oneOf("clinic", "school", "travel", "paperwork", "road", "land"))
            .with("urgency", "routine"));
    matter.comes(
        repliedMillis(filed, serviceDate, chance),
        "feedback.request.replied",
        new JsonObject().with("request_id", matter.id()).with("kind", "substantive"));
    var explains = chance.happens(EXPLAINED_SHARE);
    var closedAfter =
        chance.happens(CLOSED_LATE_SHARE)
            ? category.days() + 1
            : Math.min(chance.between(3, category.days()), chance.between(3, category.days()));
    matter.comes(
        Matter.inOfficeHours(residents.workdayAfter(serviceDate, closedAfter), chance),
        "feedback.request.closed",
        new JsonObject()
            .with("request_id", matter.id())
            .with("outcome", explains ? "explained" : "resolved"));
    callBack(matter, serviceDate, closedAfter, chance);
  }

  private long repliedMillis(long filedMillis, int serviceDate, Chance chance) {
    if (chance.happens(REPLIED_LATE_SHARE)) {
      return Matter.inOfficeHours(residents.workdayAfter(serviceDate, 2), chance);
    }
    return chance.happens(SAME_DAY_SHARE)
        ? filedMillis + chance.minutes(60, 240)
        : Matter.inOfficeHours(residents.workdayAfter(serviceDate, 1), chance);
  }

  private void callBack(Matter matter, int serviceDate, int closedAfter, Chance chance) {
    var calledAfter = closedAfter + chance.between(1, 2);
    if (chance.happens(NOT_REACHED_SHARE)) {
      called(
          matter,
          residents.workdayAfter(serviceDate, calledAfter),
          new JsonObject().with("reached", false),
          chance);
      calledAfter++;
    }
    var date = residents.workdayAfter(serviceDate, calledAfter);
    var unsolved = chance.happens(oftenUnsolved.test(date) ? OFTEN_UNSOLVED_SHARE : UNSOLVED_SHARE);
    called(
        matter,
        date,
        new JsonObject()
            .with("reached", true)
            .with("solved", unsolved ? "no" : "yes")
            .with("level", unsolved ? 2 : chance.between(4, 5)),
        chance);
  }

  private static void called(Matter matter, int serviceDate, JsonObject data, Chance chance) {
    matter.comes(
        Matter.inOfficeHours(serviceDate, chance),
        "feedback.callback.done",
        data.with("request_id", matter.id()));
  }
}
