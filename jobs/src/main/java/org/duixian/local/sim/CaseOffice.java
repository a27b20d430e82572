package org.duixian.local.sim;

/** A county's system for cases and proxy requests (办件、帮办代办). */
final class CaseOffice implements Office {
  private static final Item[] ITEMS = {
    new Item("GA-HJ-01", 1, 5),
    new Item("YB-CB-01", 3, 10),
    new Item("NY-BT-02", 5, 15),
    new Item("MZ-JZ-03", 7, 20),
    new Item("RS-YL-02", 10, 30)
  };
  private static final double PAUSED_SHARE = 0.12;
  private static final int LEAST_DAYS_WITH_PAUSE = 3;
  private static final double WITHDRAWN_SHARE = 0.01;
  private static final double SECOND_VISIT_SHARE = 0.1;
  private static final double LATE_SHARE = 0.003;

  private static final double PROXY_SHARE = 0.6;
  private static final int PROXY_DAYS = 7;
  private static final double PROXY_LATE_SHARE = 0.005;
  private static final double UNCONFIRMED_SHARE = 0.005;

  private final Residents residents;

  /** Days are working days. */
  private record Item(String code, int promisedDays, int statutoryDays) {}

  CaseOffice(Residents residents) {
    this.residents = residents;
  }

  @Override
  public void open(int serviceDate, Chance chance, Agenda agenda) {
    if (!residents.isWorkday(serviceDate)) {
      return;
    }
    var cases = chance.between(1, 3);
    for (var number = 1; number <= cases; number++) {
      var matter = Matter.begin("case", number, serviceDate, residents, chance, agenda);
      openCase(matter, serviceDate, chance.oneOf(ITEMS), chance);
    }
    if (chance.happens(PROXY_SHARE)) {
      var matter = Matter.begin("proxy", 1, serviceDate, residents, chance, agenda);
      openProxy(matter, serviceDate, chance.oneOf(ITEMS), chance);
    }
  }

  private void openCase(Matter matter, int serviceDate, Item item, Chance chance) {
    var submitted = Matter.inOfficeHours(serviceDate, chance);
    var channel = chance.oneOf("walk_in", "walk_in", "agent", "online");
    state(matter, submitted, item, "submitted", new JsonObject().with("channel", channel));
    var walksIn = channel.equals("walk_in");
    if (walksIn) {
      visit(matter, submitted - chance.minutes(13, 25), 1, "submit");
    }
    state(
        matter,
        submitted + chance.minutes(15, 45),
        item,
        "accepted",
        new JsonObject()
            .with("clock", "running")
            .with("promised_days", item.promisedDays())
            .with("statutory_days", item.statutoryDays()));
    var next = 1;
    var dueAfter = item.promisedDays();
    if (item.promisedDays() >= LEAST_DAYS_WITH_PAUSE && chance.happens(PAUSED_SHARE)) {
      var paused = chance.between(1, 4);
      change(matter, serviceDate, 1, item, "correction_requested", "paused", chance);
      change(matter, serviceDate, 1 + paused, item, "resumed", "running", chance);
      if (chance.happens(SECOND_VISIT_SHARE)) { // the others send what was missing
        var date = residents.workdayAfter(serviceDate, 1 + paused);
        var came = Matter.on(date, 8 * 60, 8 * 60 + 40, chance);
        visit(matter, came, walksIn ? 2 : 1, "supplement");
      }
      next = 2 + paused;
      dueAfter += paused;
    }
    if (chance.happens(WITHDRAWN_SHARE)) {
      change(matter, serviceDate, next, item, "withdrawn", null, chance);
      return;
    }
    var closedAfter =
        chance.happens(LATE_SHARE)
            ? dueAfter + 1
            : Math.min(chance.between(next, dueAfter), chance.between(next, dueAfter));
    change(matter, serviceDate, closedAfter, item, "closed", null, chance);
  }

  private void change(
      Matter matter,
      int openedOn,
      int workdaysLater,
      Item item,
      String state,
      String clock,
      Chance chance) {
    var date = residents.workdayAfter(openedOn, workdaysLater);
    state(
        matter,
        Matter.inOfficeHours(date, chance),
        item,
        state,
        new JsonObject().with("clock", clock));
  }

  private static void visit(Matter matter, long timeMillis, int number, String purpose) {
    matter.comes(
        timeMillis,
        "hall.case.visited",
        new JsonObject()
            .with("case_id", matter.id())
            .with("visit_no", number)
            .with("purpose", purpose));
  }

  private static void state(
      Matter matter, long timeMillis, Item item, String state, JsonObject data) {
    matter.comes(
        timeMillis,
        "hall.case.state_changed",
        data.with("case_id", matter.id()).with("item_code", item.code()).with("state", state));
  }

  private void openProxy(Matter matter, int serviceDate, Item item, Chance chance) {
    var requested = Matter.inOfficeHours(serviceDate, chance);
    var agentKind = chance.oneOf("village", "village", "cadre", "volunteer");
    matter.comes(
        requested,
        "hall.proxy.requested",
        new JsonObject().with("proxy_id", matter.id()).with("item_code", item.code()));
    matter.comes(
        requested + chance.minutes(15, 90),
        "hall.proxy.accepted",
        new JsonObject()
            .with("proxy_id", matter.id())
            .with("agent_kind", agentKind)
            .with("agent_ref", "agent-" + residents.areaId()));
    var fulfilledAfter =
        chance.happens(PROXY_LATE_SHARE)
            ? PROXY_DAYS + chance.between(1, 2)
            : chance.between(1, PROXY_DAYS - 1);
    matter.comes(
        Matter.inOfficeHours(residents.workdayAfter(serviceDate, fulfilledAfter), chance),
        "hall.proxy.fulfilled",
        new JsonObject().with("proxy_id", matter.id()).with("result", "done"));
    if (chance.happens(UNCONFIRMED_SHARE)) {
      return;
    }
    var confirmedAfter = fulfilledAfter + chance.between(1, 3);
    matter.comes(
        Matter.inOfficeHours(residents.workdayAfter(serviceDate, confirmedAfter), chance),
        "hall.proxy.confirmed",
        new JsonObject().with("proxy_id", matter.id()).with("confirmed_by_person", true));
  }
}
