package org.duixian.local.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.duixian.calendar.MinuteInterval;
import org.duixian.calendar.PostedHours;
import org.duixian.calendar.ServiceDates;

/** What happens at one service hall: windows, people on duty, tickets. */
final class HallDiary implements Diary {
  private static final String POSTED =
      Posted.hours(List.of("workday", "market_day"), "09:00-12:00", "13:00-17:00");
  private static final PostedHours HOURS = PostedHours.parse(POSTED);
  private static final String EXTENDED =
      Posted.extended(
          Map.of("noon", "12:00-13:00", "weekend", "09:00-12:00", "holiday", "09:00-12:00"));
  private static final PostedHours EXTENDED_HOURS = PostedHours.parse(EXTENDED);

  private static final List<String> ITEMS =
      List.of("GA-HJ-01", "RS-YL-02", "YB-CB-01", "MZ-JZ-03", "NY-BT-02");
  private static final List<String> FORWARDED_ITEMS =
      List.of("GA-HJ-05", "WJ-YE-01", "ZJ-DJ-04", "ZR-JF-02");
  private static final long LIST_PUBLISHED_MILLIS = 40 * Timestamps.MINUTE_MILLIS;

  private static final double LAPSE_SHARE = 0.06;
  private static final double EXTENDED_LAPSE_SHARE = 0.004;
  private static final double OFFICER_CALLED_AWAY_SHARE = 0.05;
  private static final double LONG_WAIT_SHARE = 0.03;
  private static final double WITHDRAWN_SHARE = 0.015;
  private static final double LEFT_SHARE = 0.004;
  private static final double NO_SHOW_SHARE = 0.02;

  /** So that the share among all ended tickets, no-shows included, is about 35 %. */
  private static final double ADVICE_ONLY_SHARE = 0.355;

  private static final double MARKET_DAY_FACTOR = 1.5;

  private final String siteId;
  private final Locality locality;
  private final boolean namesSite;
  private final int ticketsPerDay;
  private final IntPredicate onlyAdvises;
  private final IntPredicate listsLess;
  private final IntPredicate lacksOfficer;
  private final IntPredicate isShut;

  /**
   * @param namesSite whether calls and ends name the site; a source with one site need not
   * @param troubled the service dates on which such a story befalls the hall
   */
  HallDiary(
      String siteId,
      Locality locality,
      boolean namesSite,
      Function<Story.Kind, IntPredicate> troubled) {
    this.siteId = siteId;
    this.locality = locality;
    this.namesSite = namesSite;
    this.ticketsPerDay = 11 + Chance.trait(siteId, 6);
    this.onlyAdvises = troubled.apply(Story.Kind.ADVICE_ONLY_HALL);
    this.listsLess = troubled.apply(Story.Kind.SHRUNKEN_LIST);
    this.lacksOfficer = troubled.apply(Story.Kind.ABSENT_OFFICER);
    this.isShut = troubled.apply(Story.Kind.ANNOUNCED_REPAIRS);
  }

  @Override
  public String place() {
    return siteId;
  }

  @Override
  public void write(int serviceDate, Chance chance, Reports reports) {
    var start = ServiceDates.startMillis(serviceDate);
    if (locality.isPublishingDate(serviceDate)) {
      reports.happened(
          start + chance.minutes(0.2, 0.9), "hall.hours.published", siteId, hours(serviceDate));
    }
    if (locality.isPublishingDate(serviceDate)) {
      reports.happened(
          start + LIST_PUBLISHED_MILLIS, "hall.catalogue.published", siteId, items(serviceDate));
    }
    if (isShut.test(serviceDate)) {
      return;
    }
    var day = new Day(serviceDate, start, chance, reports);
    var open = HOURS.intervals(locality.dayType(serviceDate), locality.isMarketDay(serviceDate));
    var minutes = open.stream().mapToInt(MinuteInterval::minutes).sum();
    var tickets =
        (int) (ticketsPerDay * (locality.isMarketDay(serviceDate) ? MARKET_DAY_FACTOR : 1))
            + chance.between(-3, 3);
    for (var interval : open) {
      day.keepOpen(interval, Math.round(tickets * (float) interval.minutes() / minutes));
    }
    if (!open.isEmpty() && !lacksOfficer.test(serviceDate)) {
      day.residentOfficer(open.get(0), open.get(open.size() - 1));
    }
    EXTENDED_HOURS
        .intervals(locality.dayType(serviceDate), locality.isMarketDay(serviceDate))
        .forEach(day::keepExtended);
  }

  private JsonObject hours(int serviceDate) {
    return new JsonObject()
        .with("site_id", siteId)
        .with("valid_from", ServiceDates.format(serviceDate))
        .withJson("normal", POSTED)
        .withJson("extended", EXTENDED);
  }

  /** All that the hall offered before the merger; unless it lists less, it offers it still. */
  private JsonObject items(int serviceDate) {
    var entries = new ArrayList<String>();
    for (var code : ITEMS) {
      var only = listsLess.test(serviceDate) && code.equals(ITEMS.get(0));
      entries.add(item(code, only ? "consult_only" : "handle"));
    }
    FORWARDED_ITEMS.forEach(code -> entries.add(item(code, "accept_and_forward")));
    return new JsonObject()
        .with("site_id", siteId)
        .with("version", Timestamps.compact(serviceDate))
        .with("effective_from", ServiceDates.format(serviceDate))
        .withJson("items", "[" + String.join(",", entries) + "]");
  }

  private static String item(String itemCode, String mode) {
    return new JsonObject().with("item_code", itemCode).with("mode", mode).toString();
  }

  /** One service day at the hall. */
  private final class Day {
    private final int serviceDate;
    private final long startMillis;
    private final Chance chance;
    private final Reports reports;
    private int ticketNumber;

    Day(int serviceDate, long startMillis, Chance chance, Reports reports) {
      this.serviceDate = serviceDate;
      this.startMillis = startMillis;
      this.chance = chance;
      this.reports = reports;
    }

    void keepOpen(MinuteInterval posted, int tickets) {
      var presence = Presence.during(posted, startMillis, LAPSE_SHARE, chance);
      var lastMillis = presence.closeMillis();
      for (var i = 0; i < tickets; i++) {
        lastMillis = Math.max(lastMillis, ticket(posted, presence.openMillis()));
      }
      var closeMillis = lastMillis + chance.minutes(0.5, 2);
      var clerk = siteId + "-clerk-1";
      staff("in", presence.openMillis() - chance.minutes(1, 3), clerk, "staff", "site", "face");
      window("opened", presence.openMillis(), "w1", "normal", null);
      if (presence.hasAbsence()) {
        staff("out", presence.awayFromMillis(), clerk, "staff", "site", "face");
        staff("in", presence.awayUntilMillis(), clerk, "staff", "site", "face");
      } else if (chance.happens(0.7)) {
        var second = siteId + "-clerk-2";
        var comes = presence.openMillis() + chance.minutes(1, 15);
        staff("in", comes, second, "staff", "site", "face");
        window("opened", comes + chance.minutes(0.5, 3), "w2", "normal", null);
        window("closed", closeMillis - chance.minutes(1, 20), "w2", "normal", "scheduled");
        staff("out", closeMillis + chance.minutes(0.5, 3), second, "staff", "site", "face");
      }
      var reason = posted.toMinute() < 13 * 60 ? "break" : "scheduled";
      window("closed", closeMillis, "w1", "normal", reason);
      staff("out", closeMillis + chance.minutes(0.5, 3), clerk, "staff", "site", "face");
    }

    /** One window with one person, at noon or when others are off. */
    void keepExtended(MinuteInterval posted) {
      var presence = Presence.during(posted, startMillis, EXTENDED_LAPSE_SHARE, chance);
      var clerk = siteId + "-clerk-3";
      staff("in", presence.openMillis() - chance.minutes(0.5, 2), clerk, "staff", "site", "face");
      window("opened", presence.openMillis(), "w3", "extended", null);
      if (presence.hasAbsence()) {
        staff("out", presence.awayFromMillis(), clerk, "staff", "site", "face");
        staff("in", presence.awayUntilMillis(), clerk, "staff", "site", "face");
      }
      window("closed", presence.closeMillis(), "w3", "extended", "scheduled");
      var goes = presence.closeMillis() + chance.minutes(0.5, 3);
      staff("out", goes, clerk, "staff", "site", "face");
    }

    /**
     * The official of deputy-section rank who stays, at the hall or out in the villages, and is now
     * and then called away.
     */
    void residentOfficer(MinuteInterval first, MinuteInterval last) {
      var officer = siteId + "-officer";
      var duty = chance.happens(0.5) ? "site" : "field_in_area";
      var comes = startMillis + first.fromMinute() * Timestamps.MINUTE_MILLIS;
      var goes = startMillis + last.toMinute() * Timestamps.MINUTE_MILLIS;
      staff("in", comes - chance.minutes(1, 20), officer, "deputy_section", duty, "geo");
      if (chance.happens(OFFICER_CALLED_AWAY_SHARE)) {
        var leaves = comes + chance.minutes(30, 240);
        staff("out", leaves, officer, "deputy_section", duty, "geo");
        var back = leaves + chance.minutes(30, 120);
        staff("in", back, officer, "deputy_section", duty, "geo");
      }
      staff("out", goes + chance.minutes(1, 20), officer, "deputy_section", duty, "geo");
    }

    /** Returns when the visitor has left. */
    private long ticket(MinuteInterval posted, long openMillis) {
      ticketNumber++;
      var ticketId = "%s-%s-%03d".formatted(siteId, Timestamps.compact(serviceDate), ticketNumber);
      var issuedMillis =
          startMillis
              + posted.fromMinute() * Timestamps.MINUTE_MILLIS
              + chance.minutes(1, posted.minutes() - 25);
      reports.happened(issuedMillis, "hall.ticket.issued", ticketId, issued(ticketId));
      if (chance.happens(WITHDRAWN_SHARE)) {
        return end(ticketId, issuedMillis + chance.minutes(0.5, 4.5), "withdrawn", 0);
      }
      var advises = onlyAdvises.test(serviceDate) && chance.happens(ADVICE_ONLY_SHARE);
      if (!advises && chance.happens(LEFT_SHARE)) {
        return end(ticketId, issuedMillis + chance.minutes(21, 35), "left_before_call", 0);
      }
      var wait =
          chance.happens(LONG_WAIT_SHARE)
              ? chance.minutes(20.5, 38)
              : chance.mostlyShortMinutes(0.3, 18);
      var calledMillis = Math.max(issuedMillis + wait, openMillis + chance.minutes(0.5, 1));
      call(ticketId, calledMillis, 1);
      if (!advises && chance.happens(NO_SHOW_SHARE)) {
        call(ticketId, calledMillis + chance.minutes(1, 2), 2);
        return end(ticketId, calledMillis + chance.minutes(3, 6), "no_show", 0);
      }
      var service = chance.minutes(2, 14);
      var outcome = advises ? "turned_away" : outcome();
      return end(ticketId, calledMillis + service, outcome, service / Timestamps.SECOND_MILLIS);
    }

    private JsonObject issued(String ticketId) {
      return new JsonObject()
          .with("ticket_id", ticketId)
          .with("site_id", siteId)
          .with("item_code", chance.oneOf(ITEMS.toArray(String[]::new)))
          .with("channel", chance.oneOf("walk_in", "walk_in", "walk_in", "kiosk", "agent"))
          .with("applicant_ref", chance.pseudonym())
          .with("priority", chance.oneOf("normal", "normal", "normal", "elderly"));
    }

    private String outcome() {
      var permille = chance.between(0, 999);
      if (permille < 810) {
        return "served";
      }
      if (permille < 950) {
        return "proxy_accepted";
      }
      if (permille < 985) {
        return "materials_missing";
      }
      if (permille < 992) {
        return "redirected";
      }
      return permille < 998 ? "turned_away" : "system_failure";
    }

    private void call(String ticketId, long timeMillis, int callNumber) {
      reports.happened(
          timeMillis,
          "hall.ticket.called",
          ticketId,
          new JsonObject()
              .with("ticket_id", ticketId)
              .with("site_id", namesSite ? siteId : null)
              .with("window_id", "w1")
              .with("call_no", callNumber));
    }

    private long end(String ticketId, long timeMillis, String outcome, long serviceSeconds) {
      var data =
          new JsonObject()
              .with("ticket_id", ticketId)
              .with("site_id", namesSite ? siteId : null)
              .with("outcome", outcome);
      if (outcome.equals("materials_missing")) {
        data.with("one_off_notice", true);
      }
      if (serviceSeconds > 0) {
        data.with("service_s", serviceSeconds);
      }
      reports.happened(timeMillis, "hall.ticket.ended", ticketId, data);
      return timeMillis;
    }

    private void window(String verb, long timeMillis, String windowId, String slot, String reason) {
      reports.happened(
          timeMillis,
          "hall.window." + verb,
          windowId,
          new JsonObject()
              .with("site_id", siteId)
              .with("window_id", windowId)
              .with("window_kind", "general")
              .with("slot", slot)
              .with("reason", reason));
    }

    private void staff(
        String direction,
        long timeMillis,
        String staffRef,
        String rank,
        String duty,
        String method) {
      reports.happened(
          timeMillis,
          "hall.staff.checked_" + direction,
          staffRef,
          new JsonObject()
              .with("site_id", siteId)
              .with("staff_ref", staffRef)
              .with("rank", rank)
              .with("duty", duty)
              .with("method", method));
    }
  }
}
