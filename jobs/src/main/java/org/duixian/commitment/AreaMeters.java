package org.duixian.commitment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.duixian.area.AreaEvent;
import org.duixian.area.Registry;
import org.duixian.area.Segment;
import org.duixian.area.Site;
import org.duixian.area.Source;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;
import org.duixian.event.EventTypes;
import org.duixian.event.Intake;
import org.duixian.event.Origin;

/**
 * All meters of one area. What an event says is taken by the rule book of the event's own service
 * day; a service day is opened, counted and closed by its own book; what is still open is looked at
 * by the book of the day that the source is in. Each source has its own clock and its events come
 * in its own order, so what is found does not depend on how the sources are interleaved: every
 * decision is taken either by an event, or by the clock of the source that the event came from, or
 * — only for a source that vouches for nothing — by the time of arrival.
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

  private final Rules books;
  private final int periodStart;
  private final int periodEnd;
  private final int timetableRoute;
  private final int timetableValidFrom;
  private final int timetableTrips;

  public AreaMeters(Rules books, EventTypes types) {
    this.books = books;
    this.periodStart = types.get(HEARTBEAT).position("period_start");
    this.periodEnd = types.get(HEARTBEAT).position("period_end");
    this.timetableRoute = types.get(TIMETABLE).position("route_id");
    this.timetableValidFrom = types.get(TIMETABLE).position("valid_from");
    this.timetableTrips = types.get(TIMETABLE).position("trips");
  }

  /** Takes in one event; the events of one source come in the order in which it sent them. */
  public void on(AreaEvent areaEvent, AreaMemory memory, MeterOutput output) {
    Event event = areaEvent.event();
    SourceClock clock = memory.clocks().get(event.source());
    int date = ServiceDates.serviceDate(event.timeMillis());
    int today = clock == null ? date : Math.max(date, clock.today(date));
    var visit =
        new Visit(
            areaEvent.areaId(), event.source(), clock, books.on(today), today, memory, output);
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
    int arrivalDate = ServiceDates.serviceDate(arrivalMillis);
    for (Visit visit : visits(areaId, arrivalDate, memory, output)) {
      if (reports(visit.source, areaId, books.on(arrivalDate))) {
        visit.woken(arrivalMillis);
      } else {
        visit.left(arrivalDate);
      }
      memory.clocks().put(visit.source, visit.clock);
    }
  }

  /** One for each source of which an area has heard, in the order of their names. */
  private List<Visit> visits(String areaId, int latestDate, AreaMemory memory, MeterOutput output) {
    var clocks = new TreeMap<String, SourceClock>();
    memory.clocks().forEach(clocks::put);
    var visits = new ArrayList<Visit>();
    clocks.forEach(
        (source, clock) -> {
          // A source can be expected from a day before it was first published, and can have left.
          int lastOpen = Math.min(clock.closedThrough + 1, latestDate);
          for (int date : new int[] {clock.today(latestDate), latestDate, lastOpen}) {
            RuleBook book = books.on(date);
            if (book.registry().findSource(source).isPresent()) {
              visits.add(new Visit(areaId, source, clock, book, date, memory, output));
              return;
            }
          }
        });
    return visits;
  }

  /** Whether a source is heard in an area: because it serves it, or because it is at home there. */
  private static boolean reports(String source, String areaId, RuleBook book) {
    return book.registry().areasOfSource(source).contains(areaId);
  }

  /** Nothing will arrive any more: that is no silence, but what was counted last is told. */
  public void inputEnded(String areaId, AreaMemory memory, MeterOutput output) {
    int latestDate = ServiceDates.serviceDate(lastArrivalMillis(memory));
    for (Visit visit : visits(areaId, latestDate, memory, output)) {
      visit.tellIntake();
      visit.clock.timerMillis = 0; // the timers that were pending are gone
      memory.clocks().put(visit.source, visit.clock);
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
    private final int today;
    private final RuleBook book;
    private final Registry registry;
    private final Catalogue catalogue;
    private final Source registered;
    private final String source;
    private final AreaMemory memory;
    private final MeterOutput output;
    private final StreamRules rules;
    private final long silentAfterMillis;
    private SourceClock clock;
    private RuleBook reportedOf;
    private List<Commitment> reported = List.of();

    /**
     * @param clock the source's clock, or null if nothing is known of it yet
     * @param today the service day that the source is in, and its book, which knows the source
     */
    Visit(
        String areaId,
        String source,
        SourceClock clock,
        RuleBook book,
        int today,
        AreaMemory memory,
        MeterOutput output) {
      this.areaId = areaId;
      this.today = today;
      this.book = book;
      this.registry = book.registry();
      this.catalogue = book.catalogue();
      this.registered = registry.getSource(source);
      this.source = registered.source();
      this.memory = memory;
      this.output = output;
      this.rules = catalogue.rules(registered.stream());
      this.silentAfterMillis = silentAfterMillis(registered, rules);
      this.clock = clock;
    }

    private Lane lane(Commitment commitment, RuleBook of) {
      return new Lane(
          areaId, source, commitment, rules, of.registry(), books, today, clock, memory, output);
    }

    void arrived(long arrivedMillis) {
      if (clock == null) {
        expectSources();
      }
      silence(arrivedMillis);
      clock.arrivedMillis = Math.max(clock.arrivedMillis, arrivedMillis);
      long hour = clock.arrivedMillis - clock.arrivedMillis % HOUR_MILLIS;
      if (hour != clock.hourMillis) {
        if (clock.waitedForBy != book) {
          expectSources();
        }
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
            var waited = SourceClock.of(startDate(whose));
            wakeWhenSilent(waited, whose);
            memory.clocks().put(expected, waited);
          }
        }
      }
      if (clock == null) {
        clock = memory.clocks().get(source);
      }
      if (clock == null) {
        clock = SourceClock.of(startDate(registered));
        wakeWhenSilent(clock, registered);
      }
      clock.waitedForBy = book;
    }

    /** The first service day for which it is expected here: no book before says so of it. */
    private int startDate(Source whose) {
      int first = today;
      int date = today;
      RuleBook of = null;
      while (books.on(date) != of) { // the first book holds before its own day, too
        of = books.on(date);
        first = reports(whose.source(), areaId, of) ? of.appliesFrom() : first;
        date = of.appliesFrom() - 1;
      }
      boolean always = reports(whose.source(), areaId, of);
      return always ? whose.since() : Math.max(whose.since(), first);
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
        output.tooLate(Origin.of(event));
      } else if (HEARTBEAT.equals(event.type())) {
        heartbeat(event, counts);
      } else if (!new Seen(memory, source, clock).first(event)) {
        clock.duplicate += counts ? 1 : 0;
      } else {
        meter(event, counts);
      }
    }

    /** What has been vouched for already was told before: no id need be remembered. */
    private void heartbeat(Event event, boolean counts) {
      long vouchedMillis = Long.parseLong(event.fields()[periodEnd]);
      if (vouchedMillis > clock.clockMillis || clock.neverVouched()) {
        clock.accounted += counts ? 1 : 0;
        notVouched(Long.parseLong(event.fields()[periodStart]));
        advance(vouchedMillis, event.timeMillis());
      } else {
        clock.duplicate += counts ? 1 : 0;
      }
    }

    /** Of days to come, however old itself. */
    private boolean lasts(String eventType) {
      return eventType.endsWith(PUBLISHED)
          || eventType.equals(SuspensionNotice.EVENT)
          || catalogue.listeners(eventType).stream()
              .map(Commitment::meter)
              .anyMatch(meter -> meter instanceof MilestoneMeter || meter instanceof WatchMeter);
    }

    private void meter(Event event, boolean counts) {
      openDays(today);
      RuleBook own = books.on(ServiceDates.serviceDate(event.timeMillis()));
      List<Commitment> listeners = own.catalogue().listeners(event.type());
      if (TIMETABLE.equals(event.type())) {
        timetable(event, own);
      }
      for (Commitment commitment : listeners) {
        commitment.meter().on(event, lane(commitment, own));
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

    private void timetable(Event event, RuleBook own) {
      String route = event.fields()[timetableRoute];
      var stops = own.registry().stopsOf(areaId);
      var trips = RouteTimetables.tripsAt(event.fields()[timetableTrips], stops);
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
      for (Commitment commitment : reported(own)) {
        TimetableTrips promised = trips(commitment);
        if (promised != null) {
          promised.timetableChanged(route, version, lane(commitment, own));
        }
      }
    }

    /** The commitments that the source reports here, by a book. */
    private List<Commitment> reported(RuleBook of) {
      if (of != reportedOf) {
        reportedOf = of;
        reported = of.catalogue().ofStream(rules.stream(), of.registry().scopes(source, areaId));
      }
      return reported;
    }

    /**
     * The source is in a service day: opens what its timetables promise on the days up to it, each
     * by its own book, and on the next one by the same book for now.
     */
    private void openDays(int date) {
      int aheadDate = clock.openedThrough;
      if (date < aheadDate) {
        return;
      }
      clock.openedThrough = date + 1;
      RuleBook ofAhead = books.on(aheadDate);
      if (books.on(aheadDate - 1) != ofAhead) {
        eachTimetable(ofAhead, (trips, lane) -> trips.openAnew(aheadDate, lane));
      }
      for (int from = aheadDate + 1; from <= date + 1; ) {
        RuleBook of = books.on(Math.min(from, date));
        int through = from;
        while (through <= date && books.on(Math.min(through + 1, date)) == of) {
          through++;
        }
        int first = from;
        int last = through;
        eachTimetable(of, (trips, lane) -> trips.openDays(first, last, lane));
        from = through + 1;
      }
    }

    private void eachTimetable(RuleBook of, BiConsumer<TimetableTrips, Lane> action) {
      for (Commitment commitment : reported(of)) {
        TimetableTrips trips = trips(commitment);
        if (trips != null) {
          action.accept(trips, lane(commitment, of));
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
        new Seen(memory, source, clock).clockReaches(vouchedMillis);
        clock.clockMillis = vouchedMillis;
      }
      // Not while a backlog is being sent: each old heartbeat would end a silence and begin one.
      if (clock.silent && clock.arrivedMillis <= clock.clockMillis + silentAfterMillis) {
        clock.silent = false;
        tellSilence(false, atMillis);
      }
      if (news) {
        openDays(ServiceDates.serviceDate(vouchedMillis));
        settleDue();
        int date = ServiceDates.serviceDate(vouchedMillis - rules.graceMillis());
        endDays(date - 1);
        lookAtToday(date);
      }
      wakeWhenSilent(clock, registered);
      tellIntake();
    }

    private void settleDue() {
      var agenda = Agenda.of(memory, source, clock);
      if (!agenda.isAnythingDue()) {
        return;
      }
      var due = new ArrayList<Obligation>();
      agenda.visit(
          key -> {
            Obligation open = memory.obligations().get(key);
            Obligation each = open != null ? open : memory.broken().get(key);
            if (each == null) {
              return false;
            }
            if (each.wakeMillis > clock.clockMillis) {
              return Agenda.isSameQuarter(each.wakeMillis, clock.clockMillis);
            }
            if (open == null) {
              memory.broken().remove(key);
            } else {
              lookAt(key, open, due);
            }
            return false;
          });
      due.sort(
          Comparator.comparingLong((Obligation each) -> each.dueMillis)
              .thenComparing(each -> each.commitmentId)
              .thenComparing(each -> each.subject));
      var reminders = new TreeMap<String, Reminder>();
      for (Obligation each : due) {
        Commitment promised = promised(each);
        Lane lane = lane(promised, book);
        settlement(promised).lookAt(each, lane);
        if (promised.reminds() && settlement(promised).isToRemindOf(each, lane)) {
          reminders.merge(lane.key(each.siteId), Reminder.of(each, lane), Reminder::and);
        }
      }
      reminders.values().forEach(output::reminder);
    }

    private void lookAt(String key, Obligation open, List<Obligation> due) {
      Commitment promised = promised(open);
      if (promised == null || settlement(promised).forgettable(open, clock, rules.graceMillis())) {
        memory.obligations().remove(key);
      } else {
        due.add(open);
      }
    }

    /**
     * What was promised when an obligation was opened; null if the promise no longer stood on the
     * day on which it falls due.
     */
    private Commitment promised(Obligation obligation) {
      String id = obligation.commitmentId;
      int openedOn = ServiceDates.serviceDate(obligation.openedMillis);
      boolean stands = books.find(id, Math.min(today, obligation.serviceDate)).isPresent();
      Commitment promised = books.find(id, Math.min(today, openedOn)).orElse(null);
      return stands && promised != null && promised.meter() instanceof DeadlineMeter
          ? promised
          : null;
    }

    private static Settlement settlement(Commitment commitment) {
      return ((DeadlineMeter) commitment.meter()).settlement();
    }

    /** Null if the commitment is not about the trips of timetables. */
    private static TimetableTrips trips(Commitment commitment) {
      return commitment.meter() instanceof DeadlineMeter deadline ? deadline.trips() : null;
    }

    private void endDays(int throughDate) {
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
          Lane lane = lane(of.catalogue().get(log.commitmentId), of);
          presence(log, of).dayEnded(log, date, closeMillis(date, rules), lane);
          memory.presence().put(lane.key(log.siteId), log);
        }
        if (vouched) {
          endDayOfUnits(date, of);
        }
        for (Commitment commitment : reported(of)) {
          if (commitment.meter() instanceof BaselineMeter baseline) {
            baseline.dayEnded(date, vouched, closeMillis(date, rules), lane(commitment, of));
          } else if (vouched && commitment.meter() instanceof TransferMeter transfers) {
            transfers.dayEnded(date, closeMillis(date, rules), lane(commitment, of));
          }
        }
        var close = close(date, vouched, vouched ? notPosted(date, of) : List.of());
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

    /** Each milestone is a unit of every day, each person watched, each item that a site owes. */
    private void endDayOfUnits(int date, RuleBook of) {
      for (Commitment commitment : reported(of)) {
        if (commitment.meter() instanceof MilestoneMeter milestones) {
          milestones.dayEnded(date, closeMillis(date, rules), lane(commitment, of));
        } else if (commitment.meter() instanceof WatchMeter watches) {
          watches.dayEnded(date, closeMillis(date, rules), lane(commitment, of));
        } else if (commitment.meter() instanceof RetainedMeter retained) {
          Lane lane = lane(commitment, of);
          sites(of.registry())
              .forEach(site -> retained.dayEnded(site, date, closeMillis(date, rules), lane));
        }
      }
    }

    private DayClose close(int date, boolean vouched, List<String> notPosted) {
      return new DayClose(areaId, rules.stream(), source, date, date, vouched, notPosted, Map.of());
    }

    /** What the source owes of a service day that is closed now, also where that is nothing. */
    private Map<String, OpenUnits> open(int date) {
      var open = new TreeMap<String, OpenUnits>();
      for (Commitment commitment : reported(books.on(date))) {
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
                  if (each.source.equals(source) && each.isOpenAt(endMillis)) {
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
    private List<String> notPosted(int date, RuleBook of) {
      var notPosted = new ArrayList<String>();
      for (Commitment commitment : reported(of)) {
        boolean posted = true;
        if (commitment.meter() instanceof PresenceMeter presence) {
          posted = everySitePosted(presence, lane(commitment, of), date);
        } else if (commitment.meter() instanceof RetainedMeter retained) {
          Lane lane = lane(commitment, of);
          posted =
              sites(of.registry()).stream().allMatch(site -> retained.knownOf(site, date, lane));
        } else if (commitment.meter() instanceof WatchMeter watches) {
          posted = watches.knownOf(date, lane(commitment, of));
        } else if (commitment.meter() instanceof TransferMeter transfers) {
          posted = transfers.knownOf(date, lane(commitment, of));
        } else if (trips(commitment) != null) {
          posted = everyRoutePosted(date, of.registry());
        }
        if (!posted) {
          notPosted.add(commitment.id());
        }
      }
      return notPosted;
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

    private void lookAtToday(int date) {
      RuleBook of = books.on(date);
      int minutes =
          (int)
              ((clock.clockMillis - rules.graceMillis() - ServiceDates.startMillis(date))
                  / MINUTE_MILLIS);
      if (clock.isUnvouched(date) || clock.isCalm(of, date, minutes)) {
        return;
      }
      int calmUntil = Integer.MAX_VALUE;
      for (PresenceLog log : logs(of, PresenceMeter::hasHardRule)) {
        Lane lane = lane(of.catalogue().get(log.commitmentId), of);
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
      for (Commitment commitment : reported(of)) {
        if (commitment.meter() instanceof PresenceMeter presence && which.test(presence)) {
          Lane lane = lane(commitment, of);
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
          .removeIf((key, log) -> presence(log, of) == null && presence(log, book) == null);
    }

    /** Null if there is no such commitment in the book. */
    private static PresenceMeter presence(PresenceLog log, RuleBook of) {
      var meter = of.catalogue().find(log.commitmentId).map(Commitment::meter).orElse(null);
      return meter instanceof PresenceMeter presence ? presence : null;
    }

    /**
     * By the book of the day of arrival it no longer reports about the area: its days before that
     * are no longer waited for, and what it owed is forgotten.
     */
    void left(int arrivalDate) {
      int from = clock.closedThrough + 1;
      int date = from;
      while (date < arrivalDate && reports(source, areaId, books.on(date))) {
        date++;
      }
      if (date > from) {
        clock.closedThrough = date - 1;
        output.dayClosed(
            new DayClose(
                areaId, rules.stream(), source, from, date - 1, false, List.of(), Map.of()));
      }
      if (clock.timerMillis != 0) {
        clock.timerMillis = 0;
        memory.obligations().removeIf((key, each) -> each.source.equals(source));
        memory.broken().removeIf((key, each) -> each.source.equals(source));
        memory.presence().removeIf((key, each) -> each.source.equals(source));
        Agenda.of(memory, source, clock).forget();
      }
      if (clock.silent) {
        clock.silent = false;
        tellSilence(false, ServiceDates.startMillis(arrivalDate));
      }
      tellIntake();
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
      // One by one, as timers may come daily or a backlog skip them: what is owed is told by day.
      for (int closed = from; closed < date; closed++) {
        clock.closedThrough = closed;
        output.dayClosed(close(closed, false, List.of()).with(open(closed)));
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
