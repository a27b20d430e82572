package org.duixian.commitment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.duixian.area.Registry;
import org.duixian.area.Segment;
import org.duixian.area.Site;
import org.duixian.calendar.ServiceDates;

/** What becomes of the service days of one source that its clock has passed, and of today. */
final class DayEnds {
  private final SourceVisit visit;
  private final String areaId;
  private final String source;
  private final Rules books;
  private final StreamRules rules;
  private final SourceClock clock;
  private final AreaMemory memory;
  private final MeterOutput output;

  DayEnds(SourceVisit visit) {
    this.visit = visit;
    this.areaId = visit.areaId;
    this.source = visit.source;
    this.books = visit.books;
    this.rules = visit.rules;
    this.clock = visit.clock;
    this.memory = visit.memory;
    this.output = visit.output;
  }

  /** The source has vouched up to the end of a service day and the grace. */
  void end(int throughDate) {
    if (throughDate <= clock.vouchedThrough) {
      return;
    }
    var closes = new ArrayList<DayClose>();
    RuleBook of = null;
    List<PresenceLog> logs = List.of();
    for (int date = clock.vouchedThrough + 1; date <= throughDate; date++) {
      if (books.on(date) != of) {
        of = books.on(date);
        forgetLogs(of);
        logs = logs(of, any -> true);
      }
      boolean vouched = !clock.isUnvouched(date);
      for (PresenceLog log : vouched ? logs : List.<PresenceLog>of()) {
        Lane lane = visit.lane(of.catalogue().get(log.commitmentId), of);
        presence(log, of).dayEnded(log, date, AreaMeters.closeMillis(date, rules), lane);
        memory.presence().put(lane.key(log.siteId), log);
      }
      var unknown = vouched ? endDayOfUnits(date, of) : Set.<String>of();
      for (Commitment commitment : visit.reported(of)) {
        if (commitment.meter() instanceof BaselineMeter baseline) {
          baseline.dayEnded(
              date, vouched, AreaMeters.closeMillis(date, rules), visit.lane(commitment, of));
        } else if (vouched && commitment.meter() instanceof TransferMeter transfers) {
          transfers.dayEnded(date, AreaMeters.closeMillis(date, rules), visit.lane(commitment, of));
        }
      }
      var close =
          vouched ? close(date, notPosted(date, unknown, of), noneDue(date, of)) : silent(date);
      int last = closes.size() - 1;
      if (last >= 0 && closes.get(last).goesOnWith(close)) {
        closes.set(last, closes.get(last).through(date));
      } else {
        closes.add(close);
      }
    }
    clock.vouchedThrough = throughDate;
    clock.closedThrough = Math.max(clock.closedThrough, throughDate);
    closes.add(closes.remove(closes.size() - 1).with(open(throughDate)));
    closes.forEach(output::dayClosed);
  }

  /**
   * Each milestone is a unit of every day, each person watched, each item that a site owes.
   *
   * @return the commitments of which a person may have been seen unheard
   */
  private Set<String> endDayOfUnits(int date, RuleBook of) {
    var unknown = new HashSet<String>();
    for (Commitment commitment : visit.reported(of)) {
      if (commitment.meter() instanceof MilestoneMeter milestones) {
        milestones.dayEnded(date, AreaMeters.closeMillis(date, rules), visit.lane(commitment, of));
      } else if (commitment.meter() instanceof WatchMeter watches) {
        Lane lane = visit.lane(commitment, of);
        if (!watches.dayEnded(date, AreaMeters.closeMillis(date, rules), lane)) {
          unknown.add(commitment.id());
        }
      } else if (commitment.meter() instanceof RetainedMeter retained) {
        Lane lane = visit.lane(commitment, of);
        sites(of.registry())
            .forEach(
                site -> retained.dayEnded(site, date, AreaMeters.closeMillis(date, rules), lane));
      }
    }
    return unknown;
  }

  private DayClose close(int date, List<String> notPosted, List<DayClose.NoneDue> noneDue) {
    return new DayClose(
        areaId, rules.stream(), source, date, date, true, notPosted, noneDue, Map.of());
  }

  /** Nothing is known of the day. */
  DayClose silent(int date) {
    return new DayClose(
        areaId, rules.stream(), source, date, date, false, List.of(), List.of(), Map.of());
  }

  /** What the source owes of a service day that is closed now, also where that is nothing. */
  Map<String, OpenUnits> open(int date) {
    var open = new HashMap<String, OpenUnits>();
    for (Commitment commitment : visit.reported(books.on(date))) {
      if (commitment.meter() instanceof DeadlineMeter) {
        open.put(commitment.id(), OpenUnits.NONE);
      }
    }
    long endMillis = ServiceDates.startMillis(date + 1);
    if (!open.isEmpty()) {
      memory
          .obligations()
          .forEach(
              (key, each) -> {
                if (each.isOpenAt(endMillis) && each.source.equals(source)) {
                  boolean overdue = each.dueMillis < endMillis && !each.complete();
                  var one = new OpenUnits(1, overdue ? 1 : 0);
                  open.computeIfPresent(each.commitmentId, (id, sum) -> sum.and(one));
                }
              });
    }
    return open;
  }

  /**
   * A site without hours, a route without a timetable or a person who may have been seen unheard
   * must not hide behind the others, nor may money that may have been paid unheard be missed.
   */
  private List<String> notPosted(int date, Set<String> unknown, RuleBook of) {
    var notPosted = new ArrayList<String>();
    for (Commitment commitment : visit.reported(of)) {
      boolean posted = !unknown.contains(commitment.id());
      if (commitment.meter() instanceof PresenceMeter presence) {
        posted = everySitePosted(presence, visit.lane(commitment, of), date);
      } else if (commitment.meter() instanceof RetainedMeter retained) {
        Lane lane = visit.lane(commitment, of);
        posted = sites(of.registry()).stream().allMatch(site -> retained.knownOf(site, date, lane));
      } else if (commitment.meter() instanceof TransferMeter transfers) {
        posted = transfers.knownOf(date, visit.lane(commitment, of));
      } else if (commitment.trips() != null) {
        posted = everyRoutePosted(date, of.registry());
      }
      if (!posted) {
        notPosted.add(commitment.id());
      }
    }
    return notPosted;
  }

  /** A site that posts hours, but none that fall due, must not hide behind the others either. */
  private List<DayClose.NoneDue> noneDue(int date, RuleBook of) {
    var noneDue = new ArrayList<DayClose.NoneDue>();
    for (Commitment commitment : visit.reported(of)) {
      if (commitment.judging().warnIfNonePosted()
          && commitment.meter() instanceof PresenceMeter presence) {
        Lane lane = visit.lane(commitment, of);
        for (String place : places(presence, of.registry())) {
          PresenceLog log = memory.presence().get(lane.key(place));
          if (log != null && log.noneDue(date)) {
            noneDue.add(new DayClose.NoneDue(commitment.id(), place));
          }
        }
      }
    }
    return noneDue;
  }

  private boolean everySitePosted(PresenceMeter presence, Lane lane, int date) {
    return places(presence, lane.registry()).stream()
        .map(place -> memory.presence().get(lane.key(place)))
        .allMatch(log -> presence.postedFor(log, date));
  }

  /** The sites of the source in the area, or its road segments. */
  private List<String> places(PresenceMeter presence, Registry of) {
    if (!presence.isOfRoads()) {
      return sites(of);
    }
    var segments = new ArrayList<String>();
    for (Segment segment : of.segmentsOfSource(source)) {
      if (segment.areaIds().contains(areaId)) {
        segments.add(segment.segmentId());
      }
    }
    return segments;
  }

  /** The sites of the source in the area. */
  private List<String> sites(Registry of) {
    var sites = new ArrayList<String>();
    for (Site site : of.sitesOfSource(source)) {
      if (site.areaId().equals(areaId)) {
        sites.add(site.siteId());
      }
    }
    return sites;
  }

  private boolean everyRoutePosted(int date, Registry of) {
    return of.routesOfSource(source).stream()
        .filter(route -> of.areasOfRoute(route.routeId()).contains(areaId))
        .map(route -> memory.timetables().get(source + '|' + route.routeId()))
        .allMatch(timetables -> timetables != null && timetables.inForce(date) != null);
  }

  /**
   * The source has vouched for a part of a service day: what can only get worse is told at once.
   */
  void lookAt(int date) {
    RuleBook of = books.on(date);
    int minutes =
        (int)
            ((clock.clockMillis - rules.graceMillis() - ServiceDates.startMillis(date))
                / AreaMeters.MINUTE_MILLIS);
    if (clock.isUnvouched(date) || clock.isCalm(of, date, minutes)) {
      return;
    }
    int calmUntil = Integer.MAX_VALUE;
    for (PresenceLog log : logs(of, PresenceMeter::hasHardRule)) {
      Lane lane = visit.lane(of.catalogue().get(log.commitmentId), of);
      PresenceMeter meter = presence(log, of);
      int breaksAt = meter.breaksAt(log, date, lane);
      if (breaksAt <= minutes) {
        meter.partOfDay(log, date, minutes, clock.clockMillis, lane);
        memory.presence().put(lane.key(log.siteId), log);
      } else {
        calmUntil = Math.min(calmUntil, breaksAt);
      }
    }
    clock.calm(of, date, calmUntil);
  }

  /** The logs of commitments and places that a book has here. */
  private List<PresenceLog> logs(RuleBook of, Predicate<PresenceMeter> which) {
    var logs = new ArrayList<PresenceLog>();
    for (Commitment commitment : visit.reported(of)) {
      if (commitment.meter() instanceof PresenceMeter presence && which.test(presence)) {
        Lane lane = visit.lane(commitment, of);
        for (String place : places(presence, of.registry())) {
          PresenceLog log = presence.findLog(place, lane);
          if (log != null) {
            logs.add(log);
          }
        }
      }
    }
    logs.sort(
        Comparator.comparing((PresenceLog each) -> each.commitmentId)
            .thenComparing(each -> each.siteId));
    return logs;
  }

  /** Those of commitments that neither a book nor today's has are forgotten. */
  private void forgetLogs(RuleBook of) {
    memory
        .presence()
        .removeIf((key, log) -> presence(log, of) == null && presence(log, visit.book) == null);
  }

  /** Null if there is no such commitment in the book. */
  private static PresenceMeter presence(PresenceLog log, RuleBook of) {
    var meter = of.catalogue().find(log.commitmentId).map(Commitment::meter).orElse(null);
    return meter instanceof PresenceMeter presence ? presence : null;
  }
}
