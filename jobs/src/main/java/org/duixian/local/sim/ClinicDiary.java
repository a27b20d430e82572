package org.duixian.local.sim;

import java.util.List;
import java.util.function.IntPredicate;
import org.duixian.calendar.MinuteInterval;
import org.duixian.calendar.PostedHours;
import org.duixian.calendar.ServiceDates;

/** What happens at one clinic: sessions, practitioners, patients. */
final class ClinicDiary implements Diary {
  private static final String POSTED =
      Posted.hours(
          List.of("workday", "rest_day", "statutory_holiday"), "08:00-12:00", "14:00-17:30");
  private static final PostedHours HOURS = PostedHours.parse(POSTED);
  private static final int NOON_MINUTE = 12 * 60;

  /** ATC codes of tracer medicines. */
  private static final List<String> SOMETIMES_OUT =
      List.of("A10BB01", "C08CA01", "J01CA04", "N02BE01", "R03AC02");

  private static final int DAYS_PER_STOCK_OUT = 20;
  private static final int MOST_DAYS_OUT = 4;

  private static final double LAPSE_SHARE = 0.05;
  private static final double LONG_WAIT_SHARE = 0.025;
  private static final double LEFT_SHARE = 0.006;
  private static final double SLOW_LONG_WAIT_SHARE = 0.27;
  private static final double SLOW_LEFT_SHARE = 0.08;

  private final String siteId;
  private final Locality locality;
  private final boolean namesSite;
  private final int patientsPerDay;
  private final IntPredicate isSlow;

  /**
   * @param namesSite whether the events of a patient name the site; a source with one site need not
   * @param patientsPerDay the mean
   * @param isSlow the service dates on which about 35 % of patients wait too long
   */
  ClinicDiary(
      String siteId,
      Locality locality,
      boolean namesSite,
      int patientsPerDay,
      IntPredicate isSlow) {
    this.siteId = siteId;
    this.locality = locality;
    this.namesSite = namesSite;
    this.patientsPerDay = patientsPerDay;
    this.isSlow = isSlow;
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
          start + chance.minutes(0.2, 0.9), "clinic.hours.published", siteId, hours(serviceDate));
    }
    var day = new Day(serviceDate, start, chance, reports);
    var open = HOURS.intervals(locality.dayType(serviceDate), locality.isMarketDay(serviceDate));
    var minutes = open.stream().mapToInt(MinuteInterval::minutes).sum();
    var spread = Math.max(1, patientsPerDay / 4);
    var patients = patientsPerDay + chance.between(-spread, spread);
    for (var interval : open) {
      day.hold(interval, Math.round(patients * (float) interval.minutes() / minutes));
    }
    day.stock();
  }

  private JsonObject hours(int serviceDate) {
    return new JsonObject()
        .with("site_id", siteId)
        .with("site_kind", "branch")
        .with("valid_from", ServiceDates.format(serviceDate))
        .withJson("normal", POSTED)
        .with("emergency_24h", false);
  }

  /** One service day at the clinic. */
  private final class Day {
    private final int serviceDate;
    private final long startMillis;
    private final Chance chance;
    private final Reports reports;
    private int patientNumber;

    Day(int serviceDate, long startMillis, Chance chance, Reports reports) {
      this.serviceDate = serviceDate;
      this.startMillis = startMillis;
      this.chance = chance;
      this.reports = reports;
    }

    void hold(MinuteInterval posted, int patients) {
      var presence = Presence.during(posted, startMillis, LAPSE_SHARE, chance);
      var lastMillis = presence.closeMillis();
      for (var i = 0; i < patients; i++) {
        lastMillis = Math.max(lastMillis, patient(posted, presence.openMillis()));
      }
      var closeMillis = lastMillis + chance.minutes(0.5, 2);
      var session = posted.fromMinute() < NOON_MINUTE ? "am" : "pm";
      var physician = siteId + "-physician";
      practitioner("in", presence.openMillis() - chance.minutes(0.5, 1.5), physician, "physician");
      session("opened", presence.openMillis(), session, null);
      if (presence.hasAbsence()) {
        practitioner("out", presence.awayFromMillis(), physician, "physician");
        practitioner("in", presence.awayUntilMillis(), physician, "physician");
      } else if (chance.happens(0.4)) {
        var assistant = siteId + "-assistant";
        var comes = presence.openMillis() + chance.minutes(1, 20);
        practitioner("in", comes, assistant, "assistant_physician");
        practitioner("out", closeMillis + chance.minutes(0.5, 3), assistant, "assistant_physician");
      }
      session("closed", closeMillis, session, "scheduled");
      practitioner("out", closeMillis + chance.minutes(0.5, 3), physician, "physician");
    }

    /** Now and then a medicine runs out and comes in again some days later. */
    void stock() {
      if (runsOutOn(serviceDate)) {
        var data =
            new JsonObject()
                .with("site_id", siteId)
                .with("medicine_code", runningOutOn(serviceDate))
                .with("tracer", true)
                .with("substitute", chance.happens(0.5));
        reports.happened(
            startMillis + chance.minutes(540, 1020),
            "clinic.stock.out",
            runningOutOn(serviceDate),
            data);
      }
      for (var days = 1; days <= MOST_DAYS_OUT; days++) {
        var ranOut = serviceDate - days;
        if (runsOutOn(ranOut) && days == daysOut(ranOut)) {
          reports.happened(
              startMillis + chance.minutes(360, 470),
              "clinic.stock.restored",
              runningOutOn(ranOut),
              new JsonObject()
                  .with("site_id", siteId)
                  .with("medicine_code", runningOutOn(ranOut))
                  .with("tracer", true));
        }
      }
    }

    private boolean runsOutOn(int date) {
      return Chance.trait(siteId + " stock " + date, DAYS_PER_STOCK_OUT) == 0;
    }

    private String runningOutOn(int date) {
      var index = Chance.trait(siteId + " medicine " + date, SOMETIMES_OUT.size());
      return SOMETIMES_OUT.get(index);
    }

    private int daysOut(int date) {
      return 1 + Chance.trait(siteId + " delivery " + date, MOST_DAYS_OUT);
    }

    /** Returns when the patient has left. */
    private long patient(MinuteInterval posted, long openMillis) {
      patientNumber++;
      var encounterId =
          "%s-%s-%03d".formatted(siteId, Timestamps.compact(serviceDate), patientNumber);
      var registeredMillis =
          startMillis
              + posted.fromMinute() * Timestamps.MINUTE_MILLIS
              + chance.minutes(1, posted.minutes() - 35);
      var slow = isSlow.test(serviceDate);
      reports.happened(
          registeredMillis,
          "clinic.patient.registered",
          encounterId,
          new JsonObject()
              .with("encounter_id", encounterId)
              .with("site_id", siteId)
              .with("class", chance.happens(0.95) ? "outpatient" : "chronic_refill"));
      if (chance.happens(slow ? SLOW_LEFT_SHARE : LEFT_SHARE)) {
        return end(encounterId, registeredMillis + chance.minutes(35, 65), "left_unseen");
      }
      var wait =
          chance.happens(slow ? SLOW_LONG_WAIT_SHARE / (1 - SLOW_LEFT_SHARE) : LONG_WAIT_SHARE)
              ? chance.minutes(31, 60)
              : chance.mostlyShortMinutes(0.5, 27);
      var seenMillis = Math.max(registeredMillis + wait, openMillis + chance.minutes(0.5, 2));
      reports.happened(
          seenMillis,
          "clinic.patient.seen",
          encounterId,
          patientData(encounterId).with("staff_role", "physician"));
      var outcome = chance.happens(0.95) ? "completed" : "referred";
      return end(encounterId, seenMillis + chance.minutes(4, 18), outcome);
    }

    private long end(String encounterId, long timeMillis, String outcome) {
      reports.happened(
          timeMillis,
          "clinic.patient.ended",
          encounterId,
          patientData(encounterId).with("outcome", outcome));
      return timeMillis;
    }

    private JsonObject patientData(String encounterId) {
      return new JsonObject()
          .with("encounter_id", encounterId)
          .with("site_id", namesSite ? siteId : null);
    }

    private void session(String verb, long timeMillis, String session, String reason) {
      reports.happened(
          timeMillis,
          "clinic.session." + verb,
          session,
          new JsonObject().with("site_id", siteId).with("session", session).with("reason", reason));
    }

    private void practitioner(String direction, long timeMillis, String staffRef, String role) {
      reports.happened(
          timeMillis,
          "clinic.practitioner.checked_" + direction,
          staffRef,
          new JsonObject()
              .with("site_id", siteId)
              .with("staff_ref", staffRef)
              .with("role", role)
              .with("method", "face"));
    }
  }
}
