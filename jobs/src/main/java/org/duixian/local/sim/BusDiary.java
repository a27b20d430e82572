package org.duixian.local.sim;

import java.util.Optional;
import java.util.function.IntFunction;
import org.duixian.calendar.ServiceDates;

/** What happens on one bus route: trips run, stops visited, now and then a trip cancelled. */
final class BusDiary implements Diary {
  private static final double CANCELLED_SHARE = 0.005;
  private static final double ADDED_SHARE = 0.002;
  private static final double SKIPPED_SHARE = 0.002;
  private static final double LATE_SHARE = 0.042;
  private static final double EARLY_SHARE = 0.01;
  private static final int NOTIFIED_DAYS_BEFORE = 40;

  private final String routeId;
  private final IntFunction<Timetable> timetables;
  private final Locality locality;
  private final Optional<Story> suspension;

  /**
   * @param timetables the route's timetable on a service date
   * @param suspension of the route, of which the licensing body is told in good time
   */
  BusDiary(
      String routeId,
      IntFunction<Timetable> timetables,
      Locality locality,
      Optional<Story> suspension) {
    this.routeId = routeId;
    this.timetables = timetables;
    this.locality = locality;
    this.suspension = suspension;
  }

  @Override
  public String place() {
    return routeId;
  }

  @Override
  public void write(int serviceDate, Chance chance, Reports reports) {
    var start = ServiceDates.startMillis(serviceDate);
    var timetable = timetables.apply(serviceDate);
    if (locality.isPublishingDate(serviceDate)) {
      reports.happened(
          start + chance.minutes(0.2, 0.9),
          "transport.timetable.published",
          routeId,
          published(timetable, serviceDate));
    }
    if (suspension.filter(each -> serviceDate == each.from() - NOTIFIED_DAYS_BEFORE).isPresent()) {
      notify(suspension.get(), serviceDate, chance, reports);
    }
    if (suspension.filter(each -> each.holdsOn(serviceDate)).isPresent()) {
      return;
    }
    for (var trip : timetable.trips()) {
      if (trip.runsOn(locality.dayType(serviceDate), locality.isMarketDay(serviceDate))) {
        due(trip, serviceDate, chance, reports);
      }
    }
  }

  private void notify(Story story, int serviceDate, Chance chance, Reports reports) {
    var notified = Matter.inOfficeHours(serviceDate, chance);
    reports.happened(
        notified,
        "transport.service.suspension_notified",
        routeId,
        new JsonObject()
            .with("route_id", routeId)
            .with("from", ServiceDates.format(story.from()))
            .with("to", ServiceDates.format(story.until() - 1))
            .with("notified_at", Timestamps.rfc3339(notified)));
  }

  private void due(Timetable.Trip trip, int serviceDate, Chance chance, Reports reports) {
    if (chance.happens(CANCELLED_SHARE)) {
      cancel(trip, serviceDate, chance, reports);
      return;
    }
    new Run(trip, false, serviceDate, chance, reports).drive(delayMillis(chance));
    if (chance.happens(ADDED_SHARE)) {
      new Run(trip, true, serviceDate, chance, reports).drive(chance.minutes(30, 45));
    }
  }

  private static long delayMillis(Chance chance) {
    if (chance.happens(LATE_SHARE)) {
      return chance.minutes(11.5, 25);
    }
    return chance.happens(EARLY_SHARE) ? -chance.minutes(2, 3) : chance.minutes(0, 8);
  }

  private void cancel(Timetable.Trip trip, int serviceDate, Chance chance, Reports reports) {
    var announced = ServiceDates.at(serviceDate, trip.departureSecond()) - chance.minutes(5, 45);
    reports.happened(
        announced,
        "transport.trip.cancelled",
        trip.tripId(),
        new JsonObject()
            .with("service_date", ServiceDates.format(serviceDate))
            .with("trip_id_scheduled", trip.tripId())
            .with("route_id", routeId)
            .with("cause", chance.oneOf("TECHNICAL_PROBLEM", "WEATHER", "ACCIDENT"))
            .with("announced_at", Timestamps.rfc3339(announced)));
  }

  private JsonObject published(Timetable timetable, int serviceDate) {
    return new JsonObject()
        .with("version", ServiceDates.format(serviceDate))
        .with("valid_from", ServiceDates.format(serviceDate))
        .with("route_id", routeId)
        .with("permit_min_trips_per_day", 4)
        .with("service_form", "scheduled")
        .withItems("trips", timetable.published());
  }

  /** One performed trip; an added one runs beside the timetable and names no scheduled trip. */
  private final class Run {
    private final Timetable.Trip trip;
    private final boolean added;
    private final int serviceDate;
    private final Chance chance;
    private final Reports reports;
    private final String performedId;
    private final String date;
    private final String vehicleId;

    Run(Timetable.Trip trip, boolean added, int serviceDate, Chance chance, Reports reports) {
      this.trip = trip;
      this.added = added;
      this.serviceDate = serviceDate;
      this.chance = chance;
      this.reports = reports;
      this.performedId =
          trip.tripId() + "-" + Timestamps.compact(serviceDate) + (added ? "-added" : "");
      this.date = ServiceDates.format(serviceDate);
      this.vehicleId = routeId + "-bus-" + chance.between(1, 2);
    }

    void drive(long delayMillis) {
      var calls = trip.calls();
      var skips = calls.size() > 2 && chance.happens(SKIPPED_SHARE);
      var skipped = skips ? chance.between(1, calls.size() - 2) : -1;
      reports.happened(
          ServiceDates.at(serviceDate, trip.departureSecond()) + delayMillis,
          "transport.trip.departed",
          performedId,
          ofTrip());
      for (var i = 0; i < calls.size(); i++) {
        var drift = i == 0 ? 0 : chance.minutes(-0.4, 0.6);
        visit(calls.get(i), i == 0, i == calls.size() - 1, i == skipped, delayMillis + drift);
      }
      var arrives =
          ServiceDates.at(serviceDate, calls.get(calls.size() - 1).arrivalSecond()) + delayMillis;
      reports.happened(
          arrives + chance.minutes(1, 2), "transport.trip.completed", performedId, ofTrip());
    }

    private void visit(
        Timetable.Call call, boolean origin, boolean terminus, boolean skips, long delayMillis) {
      var scheduled = ServiceDates.at(serviceDate, call.departureSecond());
      var arrives = ServiceDates.at(serviceDate, call.arrivalSecond()) + delayMillis;
      var departs = scheduled + delayMillis;
      var data =
          new JsonObject()
              .with("service_date", date)
              .with("trip_id_performed", performedId)
              .with("trip_id_scheduled", added ? null : trip.tripId())
              .with("route_id", routeId)
              .with("stop_id", call.stopId())
              .with("stop_sequence", call.sequence())
              .with("timepoint", call.timepoint());
      if (!added && !terminus) {
        data.with("schedule_departure_time", Timestamps.rfc3339(scheduled));
      }
      if (skips) {
        data.with("schedule_relationship", "Skipped");
      } else {
        data.with("actual_arrival_time", origin ? null : Timestamps.rfc3339(arrives))
            .with("actual_departure_time", terminus ? null : Timestamps.rfc3339(departs))
            .with("boarding_1", terminus ? 0 : chance.between(0, 6))
            .with("alighting_1", origin ? 0 : chance.between(0, 6))
            .with("schedule_relationship", added ? "Unscheduled" : "Scheduled");
      }
      reports.happened(terminus ? arrives : departs, "transport.stop.visited", performedId, data);
    }

    private JsonObject ofTrip() {
      return new JsonObject()
          .with("service_date", date)
          .with("trip_id_performed", performedId)
          .with("trip_id_scheduled", added ? null : trip.tripId())
          .with("route_id", routeId)
          .with("direction_id", trip.directionId())
          .with("vehicle_id", vehicleId)
          .with("schedule_relationship", added ? "Added" : "Scheduled");
    }
  }
}
