package org.duixian.commitment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.duixian.area.AreaEvent;
import org.duixian.area.Registry;
import org.duixian.area.Segment;
import org.duixian.area.Site;
import org.duixian.area.Source;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;
import org.duixian.event.EventTypes;
import org.duixian.event.Intake;

/**
 * All meters of one area. Each source has its own clock and its events come in its own order, so
 * what is found does not depend on how the sources are interleaved: every decision is taken either
 * by an event, or by the clock of the source that the event came from, or — only for a source that
 * vouches for nothing — by the time of arrival.
 */
public final class AreaMeters implements Serializable {
  private static final long serialVersionUID = 1;
  static final long HOUR_MILLIS = 3_600_000L;
  private static final long MINUTE_MILLIS = 60_000L;

  /** Events older than their source's clock by more than this are too late to revise outcomes. */
  public static final int HORIZON_DAYS = 40;

  static final long HORIZON_MILLIS = HORIZON_DAYS * 24 * HOUR_MILLIS;
  private static final String HEARTBEAT = "ops.source.heartbeat";
  private static final String PUBLISHED = ".published";
  private static final String TIMETABLE = "transport.timetable.published";

  private final Catalogue catalogue;
  private final Registry registry;
  private final int periodStart;
  private final int periodEnd;
  private final int timetableRoute;
  private final int timetableValidFrom;
  private final int timetableTrips;

  public AreaMeters(Catalogue catalogue, Registry registry, EventTypes types) {
    this.catalogue = catalogue;
    this.registry = registry;
    this.periodStart = types.get(HEARTBEAT).position("period_start");
    this.periodEnd = types.get(HEARTBEAT).position("period_end");
    this.timetableRoute = types.get(TIMETABLE).position("route_id");
    this.timetableValidFrom = types.get(TIMETABLE).position("valid_from");
    this.timetableTrips = types.get(TIMETABLE).position("trips");
  }

  /** Takes in one event; the events of one source come in the order in which it sent them. */
  public void on(AreaEvent areaEvent, AreaMemory memory, MeterOutput output) {
    Event event = areaEvent.event();
    var visit = new Visit(areaEvent.areaId(), event.source(), memory, output);
    visit.arrived(event.arrivedMillis());
    visit.take(areaEvent);
    memory.clocks().put(event.source(), visit.clock);
  }

  /**
   * Everything that arrived up to the instant has been taken in: a source that has vouched for
   * nothing for too long is silent. Asked for by {@link MeterOutput#wakeAtArrival}; the later the
   * instant, the more days are closed at once. Only full minutes count, as for the timers: else it
   * would depend on whose timer it was who else is found silent.
   */
  public void arrivalReached(
      String areaId, long reachedMillis, AreaMemory memory, MeterOutput output) {
    long arrivalMillis = reachedMillis - reachedMillis % MINUTE_MILLIS;
    var sources = new TreeSet<String>();
    memory.clocks().removeIf((source, clock) -> registry.findSource(source).isEmpty());
    memory.clocks().forEach((source, clock) -> sources.add(source));
    for (String source : sources) {
      var visit = new Visit(areaId, source, memory, output);
      visit.woken(arrivalMillis);
      memory.clocks().put(source, visit.clock);
    }
  }

  /** Nothing will arrive any more: that is no silence, but what was counted last is told. */
  public void inputEnded(String areaId, AreaMemory memory, MeterOutput output) {
    var sources = new TreeSet<String>();
    memory.clocks().forEach((source, clock) -> sources.add(source));
    for (String source : sources) {
      if (registry.findSource(source).isPresent()) {
        var visit = new Visit(areaId, source, memory, output);
        visit.tellIntake();
        visit.clock.timerMillis = 0; // the timers that were pending are gone
        memory.clocks().put(source, visit.clock);
      }
    }
  }

  /** The latest arrival from any source of the area. */
  public static long lastArrivalMillis(AreaMemory memory) {
    var last = new long[] {0};
    memory.clocks().forEach((source, clock) -> last[0] = Math.max(last[0], clock.arrivedMillis));
    return last[0];
  }

  /** A source without heartbeats vouches with each event, but only up to the grace before it. */
  private static long silentAfterMillis(Source source, StreamRules rules) {
    return rules.silentAfterMillis() + (source.heartbeat() ? 0 : rules.graceMillis());
  }

  /** When a service day is closed: at its end and the stream's grace, by the source's clock. */
  public static long closeMillis(int serviceDate, StreamRules rules) {
    return ServiceDates.startMillis(serviceDate + 1) + rules.graceMillis();
  }

  /** One source of one area while one event or instant is handled. */
  private final class Visit {
    private final String areaId;
    private final Source registered;
    private final String source;
    private final AreaMemory memory;
    private final MeterOutput output;
    private final StreamRules rules;
    private final long silentAfterMillis;
    private SourceClock clock;
    private List<Commitment> reported;

    Visit(String areaId, String source, AreaMemory memory, MeterOutput output) {
      this.areaId = areaId;
      this.registered = registry.getSource(source);
      this.source = registered.source();
      this.memory = memory;
      this.output = output;
      this.rules = catalogue.rules(registered.stream());
      this.silentAfterMillis = silentAfterMillis(registered, rules);
      this.clock = memory.clocks().get(this.source);
    }

    private Lane lane(Commitment commitment) {
      return new Lane(areaId, source, commitment, rules, registry, clock, memory, output);
    }

    void arrived(long arrivedMillis) {
      if (clock == null) {
        expectSources();
      }
      silence(arrivedMillis);
      clock.arrivedMillis = Math.max(clock.arrivedMillis, arrivedMillis);
      long hour = clock.arrivedMillis - clock.arrivedMillis % HOUR_MILLIS;
      if (hour != clock.hourMillis) {
        expectSources();
        tellIntake();
        clock.hourMillis = hour;
        clock.accounted = 0;
        clock.duplicate = 0;
        clock.tooLate = 0;
        clock.irrelevant = 0;
        clock.told = 0;
      }
    }

    /** Every source that should speak of the area is waited for, one added later included. */
    private void expectSources() {
      for (String stream : catalogue.streams()) {
        for (String expected : registry.sourcesOf(areaId, stream)) {
          if (memory.clocks().get(expected) == null) {
            Source whose = registry.getSource(expected);
            var waited = SourceClock.of(whose);
            wakeWhenSilent(waited, whose);
            memory.clocks().put(expected, waited);
          }
        }
      }
      if (clock == null) {
        clock = memory.clocks().get(source);
      }
      if (clock == null) {
        clock = SourceClock.of(registered);
        wakeWhenSilent(clock, registered);
      }
    }

    /**
     * Rounded up to full minutes, so that sources share their timers. A timer that is pending is
     * not moved when the source speaks: it will find that there is no silence, and be set anew.
     */
    private void wakeWhenSilent(SourceClock waited, Source whose) {
      StreamRules its = catalogue.rules(whose.stream());
      long after = silentAfterMillis(whose, its) + 1;
      long nextDay = closeMillis(waited.closedThrough + 1, its) + after;
      long silent = waited.waitedForSinceMillis() + after;
      long next = waited.silent ? nextDay : Math.min(nextDay, silent);
      long timer = (next + MINUTE_MILLIS - 1) / MINUTE_MILLIS * MINUTE_MILLIS;
      if (waited.timerMillis == 0 || timer < waited.timerMillis) {
        waited.timerMillis = timer;
        output.wakeAtArrival(timer);
      }
    }

    /** A timer of this source, or of another of the area, has come. */
    void woken(long arrivalMillis) {
      if (clock.timerMillis <= arrivalMillis) {
        clock.timerMillis = 0;
      }
      silence(arrivalMillis);
      wakeWhenSilent(clock, registered);
    }

    void take(AreaEvent areaEvent) {
      Event event = areaEvent.event();
      boolean counts = areaEvent.primary();
      if (event.timeMillis() < clock.clockMillis - HORIZON_MILLIS && !lasts(event.type())) {
        clock.tooLate += counts ? 1 : 0;
      } else if (!new Seen(memory, source, clock).first(event)) {
        clock.duplicate += counts ? 1 : 0;
      } else if (HEARTBEAT.equals(event.type())) {
        clock.accounted += counts ? 1 : 0;
        notVouched(Long.parseLong(event.fields()[periodStart]));
        advance(Long.parseLong(event.fields()[periodEnd]), event.timeMillis());
      } else {
        meter(event, counts);
      }
    }

    /** Of days to come, however old itself. */
    private boolean lasts(String eventType) {
      return eventType.endsWith(PUBLISHED)
          || catalogue.listeners(eventType).stream()
              .anyMatch(commitment -> commitment.meter() instanceof MilestoneMeter);
    }

    private void meter(Event event, boolean counts) {
      openDays(ServiceDates.serviceDate(Math.max(clock.clockMillis, event.timeMillis())) + 1);
      List<Commitment> listeners = catalogue.listeners(event.type());
      if (TIMETABLE.equals(event.type())) {
        timetable(event);
      }
      for (Commitment commitment : listeners) {
        commitment.meter().on(event, lane(commitment));
      }
      if (listeners.isEmpty()) {
        clock.irrelevant += counts ? 1 : 0;
      } else {
        clock.accounted += counts ? 1 : 0;
      }
      if (!registered.heartbeat()) {
        // By full minutes: each advance looks at all that is due.
        long vouchedMillis = event.timeMillis() - rules.graceMillis();
        advance(vouchedMillis - vouchedMillis % MINUTE_MILLIS, event.timeMillis());
      }
    }

    private void timetable(Event event) {
      String route = event.fields()[timetableRoute];
      var trips = RouteTimetables.tripsAt(event.fields()[timetableTrips], registry.stopsOf(areaId));
      var version =
          new RouteTimetables.Version(
              ServiceDates.parse(event.fields()[timetableValidFrom]),
              clock.publishedMillis(event, rules.graceMillis()),
              trips);
      String key = source + '|' + route;
      var known = memory.timetables().get(key);
      known = known == null ? RouteTimetables.none() : known;
      int oldestDate = ServiceDates.serviceDate(clock.clockMillis - HORIZON_MILLIS);
      memory.timetables().put(key, known.with(version, oldestDate));
      for (Commitment commitment : reported()) {
        if (commitment.meter() instanceof DeadlineMeter deadline) {
          deadline.timetableChanged(route, version, lane(commitment));
        }
      }
    }

    /** The commitments that the source reports. */
    private List<Commitment> reported() {
      if (reported == null) {
        reported =
            registry.scopes(source, areaId).stream()
                .flatMap(scope -> catalogue.ofStream(rules.stream(), scope).stream())
                .toList();
      }
      return reported;
    }

    private void openDays(int throughDate) {
      if (throughDate <= clock.openedThrough) {
        return;
      }
      int from = clock.openedThrough + 1;
      clock.openedThrough = throughDate;
      for (Commitment commitment : reported()) {
        if (commitment.meter() instanceof DeadlineMeter deadline) {
          deadline.openDays(from, throughDate, lane(commitment));
        }
      }
    }

    /**
     * The source vouches only for what comes after the instant: of what fell due before, and of the
     * days it lies on, nothing is known.
     */
    private void notVouched(long untilMillis) {
      long sinceMillis = clock.clockMillis;
      if (untilMillis <= sinceMillis) {
        return;
      }
      clock.addGap(sinceMillis, untilMillis, sinceMillis - 2 * HORIZON_MILLIS);
    }

    /** The source vouches for everything up to the instant. */
    private void advance(long vouchedMillis, long atMillis) {
      boolean news = vouchedMillis > clock.clockMillis;
      if (news) {
        new Seen(memory, source, clock).forgetBefore(vouchedMillis);
        clock.clockMillis = vouchedMillis;
      }
      // Not while a backlog is being sent: each old heartbeat would end a silence and begin one.
      if (clock.silent && clock.arrivedMillis <= clock.clockMillis + silentAfterMillis) {
        clock.silent = false;
        tellSilence(false, atMillis);
      }
      if (news) {
        openDays(ServiceDates.serviceDate(vouchedMillis) + 1);
        if (vouchedMillis >= clock.nextDueMillis) {
          settleDue();
        }
        int today = ServiceDates.serviceDate(vouchedMillis - rules.graceMillis());
        endDays(today - 1);
        lookAtToday(today);
      }
      wakeWhenSilent(clock, registered);
      tellIntake();
    }

    private void settleDue() {
      clock.nextDueMillis = SourceClock.NOTHING_DUE;
      var due = new ArrayList<Obligation>();
      memory
          .obligations()
          .removeIf(
              (key, obligation) -> {
                if (!obligation.source.equals(source)) {
                  return false;
                }
                if (obligation.wakeMillis > clock.clockMillis) {
                  clock.nextDueMillis = Math.min(clock.nextDueMillis, obligation.wakeMillis);
                  return false;
                }
                var meter = deadline(obligation.commitmentId);
                if (meter == null || meter.forgettable(obligation, clock, rules.graceMillis())) {
                  return true;
                }
                due.add(obligation);
                return false;
              });
      due.sort(
          Comparator.comparingLong((Obligation each) -> each.dueMillis)
              .thenComparing(each -> each.commitmentId)
              .thenComparing(each -> each.subject));
      for (Obligation each : due) {
        deadline(each.commitmentId).lookAt(each, lane(catalogue.get(each.commitmentId)));
      }
    }

    /** Null if there is no such commitment any more. */
    private DeadlineMeter deadline(String commitmentId) {
      var meter = catalogue.find(commitmentId).map(Commitment::meter).orElse(null);
      return meter instanceof DeadlineMeter deadline ? deadline : null;
    }

    private void endDays(int throughDate) {
      if (throughDate <= clock.vouchedThrough) {
        return;
      }
      var closes = new ArrayList<DayClose>();
      List<PresenceLog> logs = logs();
      for (int date = clock.vouchedThrough + 1; date <= throughDate; date++) {
        boolean vouched = !clock.isUnvouched(date);
        for (PresenceLog log : vouched ? logs : List.<PresenceLog>of()) {
          Lane lane = lane(catalogue.get(log.commitmentId));
          presence(log).dayEnded(log, date, closeMillis(date, rules), lane);
          memory.presence().put(lane.key(log.siteId), log);
        }
        if (vouched) {
          endDayOfMilestones(date);
        }
        var close = close(date, vouched, vouched ? notPosted(date) : List.of());
        int last = closes.size() - 1;
        if (last >= 0 && closes.get(last).goesOnWith(close)) {
          closes.set(last, closes.get(last).through(date));
        } else {
          closes.add(close);
        }
      }
      long oldestMillis = ServiceDates.startMillis(throughDate + 1) - HORIZON_MILLIS;
      memory
          .broken()
          .removeIf(
              (key, each) -> each.source.equals(source) && each.revisableMillis() < oldestMillis);
      clock.vouchedThrough = throughDate;
      clock.closedThrough = Math.max(clock.closedThrough, throughDate);
      closes.forEach(output::dayClosed);
    }

    private void endDayOfMilestones(int date) {
      for (Commitment commitment : reported()) {
        if (commitment.meter() instanceof MilestoneMeter milestones) {
          milestones.dayEnded(date, closeMillis(date, rules), lane(commitment));
        }
      }
    }

    private DayClose close(int date, boolean vouched, List<String> notPosted) {
      return new DayClose(areaId, rules.stream(), source, date, date, vouched, notPosted);
    }

    /** A site without hours or a route without a timetable must not hide behind its neighbours. */
    private List<String> notPosted(int date) {
      var notPosted = new ArrayList<String>();
      for (Commitment commitment : reported()) {
        boolean posted = true;
        if (commitment.meter() instanceof PresenceMeter presence) {
          posted = everySitePosted(presence, commitment, date);
        } else if (commitment.meter() instanceof DeadlineMeter deadline
            && deadline.opensByTimetable()) {
          posted = everyRoutePosted(date);
        }
        if (!posted) {
          notPosted.add(commitment.id());
        }
      }
      return notPosted;
    }

    private boolean everySitePosted(PresenceMeter presence, Commitment commitment, int date) {
      Lane lane = lane(commitment);
      return places(presence)
          .map(place -> memory.presence().get(lane.key(place)))
          .allMatch(log -> presence.postedFor(log, date));
    }

    /** The sites of the source in the area, or its road segments. */
    private Stream<String> places(PresenceMeter presence) {
      return presence.isOfRoads()
          ? registry.segmentsOfSource(source).stream()
              .filter(segment -> segment.areaIds().contains(areaId))
              .map(Segment::segmentId)
          : registry.sitesOfSource(source).stream()
              .filter(site -> site.areaId().equals(areaId))
              .map(Site::siteId);
    }

    private boolean everyRoutePosted(int date) {
      return registry.routesOfSource(source).stream()
          .filter(route -> registry.areasOfRoute(route.routeId()).contains(areaId))
          .map(route -> memory.timetables().get(source + '|' + route.routeId()))
          .allMatch(timetables -> timetables != null && timetables.inForce(date) != null);
    }

    private void lookAtToday(int today) {
      if (clock.isUnvouched(today)) {
        return;
      }
      int minutes =
          (int)
              ((clock.clockMillis - rules.graceMillis() - ServiceDates.startMillis(today))
                  / MINUTE_MILLIS);
      for (PresenceLog log : logs()) {
        Lane lane = lane(catalogue.get(log.commitmentId));
        if (presence(log).partOfDay(log, today, minutes, clock.clockMillis, lane)) {
          memory.presence().put(lane.key(log.siteId), log);
        }
      }
    }

    private List<PresenceLog> logs() {
      openLogs();
      var logs = new ArrayList<PresenceLog>();
      memory
          .presence()
          .removeIf(
              (key, log) -> {
                if (log.source.equals(source) && presence(log) != null) {
                  logs.add(log);
                }
                return presence(log) == null;
              });
      logs.sort(
          Comparator.comparing((PresenceLog each) -> each.commitmentId)
              .thenComparing(each -> each.siteId));
      return logs;
    }

    /** A site that owes something without having posted it has a log before it says anything. */
    private void openLogs() {
      for (Commitment commitment : reported()) {
        if (commitment.meter() instanceof PresenceMeter presence && presence.hasFixedHours()) {
          Lane lane = lane(commitment);
          places(presence)
              .map(place -> presence.log(place, lane))
              .forEach(log -> memory.presence().put(lane.key(log.siteId), log));
        }
      }
    }

    /** Null if there is no such commitment any more. */
    private PresenceMeter presence(PresenceLog log) {
      var meter = catalogue.find(log.commitmentId).map(Commitment::meter).orElse(null);
      return meter instanceof PresenceMeter presence ? presence : null;
    }

    /** Nothing was vouched for up to the instant of arrival. */
    void silence(long arrivalMillis) {
      long silentAt = clock.waitedForSinceMillis() + silentAfterMillis;
      boolean news = !clock.silent && arrivalMillis > silentAt;
      if (news) {
        clock.silent = true;
        tellSilence(true, silentAt);
      }
      int from = clock.closedThrough + 1;
      int date = from;
      while (closeMillis(date, rules) > clock.clockMillis
          && arrivalMillis > closeMillis(date, rules) + silentAfterMillis) {
        date++;
      }
      if (date > from) {
        clock.closedThrough = date - 1;
        output.dayClosed(
            new DayClose(
                areaId, rules.stream(), source, from, clock.closedThrough, false, List.of()));
      }
      if (news || date > from) {
        tellIntake();
      }
    }

    private void tellSilence(boolean silent, long atMillis) {
      String home = registry.getSource(source).homeAreaId();
      if (areaId.equals(tellingArea(home))) {
        output.silence(
            new SourceSilence(
                areaId, home, source, rules.stream(), silent, clock.clockMillis, atMillis));
      }
    }

    /**
     * The home if promises are made there, else the first area served: a county hears no events.
     */
    private String tellingArea(String home) {
      boolean promisesAtHome = registry.sourcesOf(home, rules.stream()).contains(source);
      return promisesAtHome
          ? home
          : registry.areasOfSource(source).stream()
              .filter(area -> registry.sourcesOf(area, rules.stream()).contains(source))
              .findFirst()
              .orElse(home);
    }

    private void tellIntake() {
      long counted = clock.accounted + clock.duplicate + clock.tooLate + clock.irrelevant;
      if (counted > clock.told) {
        clock.told = counted;
        output.intake(
            new Intake(
                source,
                areaId,
                clock.hourMillis,
                clock.accounted,
                clock.duplicate,
                clock.tooLate,
                clock.irrelevant));
      }
    }
  }
}
