package org.duixian.commitment;

import java.io.Serializable;
import java.util.List;
import java.util.function.BiConsumer;
import org.duixian.area.AreaEvent;
import org.duixian.area.Registry;
import org.duixian.area.Source;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;
import org.duixian.event.EventTypes;
import org.duixian.event.Intake;
import org.duixian.event.Origin;

/** One source of one area while one event or instant is handled. */
final class SourceVisit {
  private static final String HEARTBEAT = "ops.source.heartbeat";
  private static final String PUBLISHED = ".published";
  private static final String TIMETABLE = "transport.timetable.published";

  /** Positions of the fields that it reads itself. */
  record Fields(
      int periodStart,
      int periodEnd,
      int timetableRoute,
      int timetableValidFrom,
      int timetableTrips)
      implements Serializable {

    static Fields of(EventTypes types) {
      return new Fields(
          types.get(HEARTBEAT).position("period_start"),
          types.get(HEARTBEAT).position("period_end"),
          types.get(TIMETABLE).position("route_id"),
          types.get(TIMETABLE).position("valid_from"),
          types.get(TIMETABLE).position("trips"));
    }
  }

  final String areaId;
  final String source;
  final Rules books;

  /** The book of the service day that the source is in. */
  final RuleBook book;

  final int today;
  final StreamRules rules;
  final AreaMemory memory;
  final MeterOutput output;
  SourceClock clock;
  private final Fields fields;
  private final Registry registry;
  private final Catalogue catalogue;
  private final Source registered;
  private final long silentAfterMillis;
  private RuleBook reportedOf;
  private List<Commitment> reported;

  /** Whether the hour of arrival has just begun, and the one before was a busy one. */
  private boolean moreIsLikely;

  /**
   * @param reporter the source by the book of the service day that it is in
   * @param clock the source's clock, or null if nothing is known of it yet
   * @param today that service day
   */
  SourceVisit(
      String areaId,
      Reporter reporter,
      SourceClock clock,
      Rules books,
      int today,
      Fields fields,
      AreaMemory memory,
      MeterOutput output) {
    this.areaId = areaId;
    this.books = books;
    this.today = today;
    this.fields = fields;
    this.book = reporter.book();
    this.registry = book.registry();
    this.catalogue = book.catalogue();
    this.registered = reporter.source();
    this.source = registered.source();
    this.memory = memory;
    this.output = output;
    this.rules = reporter.rules();
    this.silentAfterMillis = reporter.silentAfterMillis();
    this.reportedOf = book;
    this.reported = reporter.reported();
    this.clock = clock;
  }

  Lane lane(Commitment commitment, RuleBook of) {
    return new Lane(
        areaId, source, commitment, rules, of.registry(), books, today, clock, memory, output);
  }

  void arrived(long arrivedMillis) {
    if (clock == null) {
      expectSources();
    }
    silence(arrivedMillis);
    clock.arrivedMillis = Math.max(clock.arrivedMillis, arrivedMillis);
    long hour = clock.arrivedMillis - clock.arrivedMillis % AreaMeters.HOUR_MILLIS;
    if (hour != clock.hourMillis) {
      if (clock.waitedForBy != book) {
        expectSources();
      }
      tellIntake();
      moreIsLikely =
          !clock.silent && hour == clock.hourMillis + AreaMeters.HOUR_MILLIS && arrivedInHour() > 1;
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
      first = AreaMeters.reports(whose.source(), areaId, of) ? of.appliesFrom() : first;
      date = of.appliesFrom() - 1;
    }
    boolean always = AreaMeters.reports(whose.source(), areaId, of);
    return always ? whose.since() : Math.max(whose.since(), first);
  }

  /**
   * Rounded up to full minutes, so that sources share their timers. A timer that is pending is not
   * moved when the source speaks: it will find that there is no silence, and be set anew.
   */
  private void wakeWhenSilent(SourceClock waited, Source whose) {
    StreamRules its = catalogue.rules(whose.stream());
    long after = Reporter.silentAfterMillis(whose, its) + 1;
    long nextDay = AreaMeters.closeMillis(waited.closedThrough + 1, its) + after;
    long silent = waited.waitedForSinceMillis() + after;
    long next = waited.silent ? nextDay : Math.min(nextDay, silent);
    long timer =
        (next + AreaMeters.MINUTE_MILLIS - 1) / AreaMeters.MINUTE_MILLIS * AreaMeters.MINUTE_MILLIS;
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
    if (event.timeMillis() < clock.clockMillis - AreaMeters.HORIZON_MILLIS
        && !lasts(event.type())) {
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
    long vouchedMillis = Long.parseLong(event.fields()[fields.periodEnd]);
    if (vouchedMillis > clock.clockMillis || clock.neverVouched()) {
      clock.accounted += counts ? 1 : 0;
      notVouched(Long.parseLong(event.fields()[fields.periodStart]));
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
      advance(vouchedMillis - vouchedMillis % AreaMeters.MINUTE_MILLIS, event.timeMillis());
    }
  }

  private void timetable(Event event, RuleBook own) {
    String route = event.fields()[fields.timetableRoute];
    var stops = own.registry().stopsOf(areaId);
    var trips = RouteTimetables.tripsAt(event.fields()[fields.timetableTrips], stops);
    var version =
        new RouteTimetables.Version(
            ServiceDates.parse(event.fields()[fields.timetableValidFrom]),
            clock.publishedMillis(event, rules.graceMillis()),
            trips);
    String key = source + '|' + route;
    var known = memory.timetables().get(key);
    known = known == null ? RouteTimetables.none() : known;
    int oldestDate = ServiceDates.serviceDate(clock.clockMillis - AreaMeters.HORIZON_MILLIS);
    memory.timetables().put(key, known.with(version, oldestDate));
    for (Commitment commitment : reported(own)) {
      TimetableTrips promised = commitment.trips();
      if (promised != null) {
        promised.timetableChanged(route, version, lane(commitment, own));
      }
    }
  }

  /** The commitments that the source reports here, by a book. */
  List<Commitment> reported(RuleBook of) {
    if (of != reportedOf) {
      reportedOf = of;
      reported = Reporter.reported(source, areaId, rules, of);
    }
    return reported;
  }

  /**
   * The source is in a service day: opens what its timetables promise on the days up to it, each by
   * its own book, and on the next one by the same book for now.
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
      TimetableTrips trips = commitment.trips();
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
    clock.addGap(sinceMillis, untilMillis, sinceMillis - 2 * AreaMeters.HORIZON_MILLIS);
  }

  /** The source vouches for everything up to the instant. */
  private void advance(long vouchedMillis, long atMillis) {
    boolean news = vouchedMillis > clock.clockMillis;
    int vouchedDate = ServiceDates.serviceDate(vouchedMillis);
    boolean dayBegins = vouchedDate > ServiceDates.serviceDate(clock.clockMillis);
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
      openDays(vouchedDate);
      new DueObligations(this).settle(dayBegins);
      int date = ServiceDates.serviceDate(vouchedMillis - rules.graceMillis());
      var days = new DayEnds(this);
      days.end(date - 1);
      days.lookAt(date);
    }
    wakeWhenSilent(clock, registered);
    if (!moreIsLikely) { // else it is told with that
      tellIntake();
    }
  }

  /**
   * By the book of the day of arrival it no longer reports about the area: its days before that are
   * no longer waited for, and what it owed is forgotten.
   */
  void left(int arrivalDate) {
    int from = clock.closedThrough + 1;
    int date = from;
    while (date < arrivalDate && AreaMeters.reports(source, areaId, books.on(date))) {
      date++;
    }
    if (date > from) {
      clock.closedThrough = date - 1;
      output.dayClosed(new DayEnds(this).silent(from).through(date - 1));
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
    while (AreaMeters.closeMillis(date, rules) > clock.clockMillis
        && arrivalMillis > AreaMeters.closeMillis(date, rules) + silentAfterMillis) {
      date++;
    }
    // One by one, as timers may come daily or a backlog skip them: what is owed is told by day.
    for (int closed = from; closed < date; closed++) {
      var days = new DayEnds(this);
      clock.closedThrough = closed;
      output.dayClosed(days.silent(closed).with(days.open(closed)));
    }
    if (news || date > from) {
      tellIntake();
    }
  }

  private void tellSilence(boolean silent, long atMillis) {
    String home = registry.getSource(source).homeAreaId();
    if (areaId.equals(tellingArea(home))) {
      long clockMillis = clock.clockMillis;
      long latestMillis = registered.heartbeat() ? 0 : clockMillis + rules.graceMillis();
      output.silence(
          new SourceSilence(
              areaId, home, source, rules.stream(), silent, clockMillis, latestMillis, atMillis));
    }
  }

  /** The home if promises are made there, else the first area served: a county hears no events. */
  private String tellingArea(String home) {
    boolean promisesAtHome = registry.sourcesOf(home, rules.stream()).contains(source);
    return promisesAtHome
        ? home
        : registry.areasOfSource(source).stream()
            .filter(area -> registry.sourcesOf(area, rules.stream()).contains(source))
            .findFirst()
            .orElse(home);
  }

  void tellIntake() {
    long counted = arrivedInHour();
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

  private long arrivedInHour() {
    return clock.accounted + clock.duplicate + clock.tooLate + clock.irrelevant;
  }
}
