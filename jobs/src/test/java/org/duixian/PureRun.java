package org.duixian;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.duixian.alert.Alert;
import org.duixian.alert.AlertActions;
import org.duixian.alert.AlertLink;
import org.duixian.alert.AlertState;
import org.duixian.alert.AreaAlerts;
import org.duixian.area.AreaEvent;
import org.duixian.area.Attribution;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.AreaMemory;
import org.duixian.commitment.AreaMeters;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Change;
import org.duixian.commitment.DayClose;
import org.duixian.commitment.ItemLists;
import org.duixian.commitment.MeterOutput;
import org.duixian.commitment.Milestone;
import org.duixian.commitment.Obligation;
import org.duixian.commitment.Outcome;
import org.duixian.commitment.PresenceLog;
import org.duixian.commitment.Reminder;
import org.duixian.commitment.RouteSuspensions;
import org.duixian.commitment.RouteTimetables;
import org.duixian.commitment.RuleBook;
import org.duixian.commitment.RuleBooks;
import org.duixian.commitment.Rules;
import org.duixian.commitment.SourceClock;
import org.duixian.commitment.SourceSilence;
import org.duixian.commitment.SupplyLog;
import org.duixian.commitment.TransferLog;
import org.duixian.commitment.Watch;
import org.duixian.event.Event;
import org.duixian.event.EventDecoder;
import org.duixian.event.EventTypes;
import org.duixian.event.Intake;
import org.duixian.event.Origin;
import org.duixian.event.RawRecord;
import org.duixian.event.Rejected;
import org.duixian.level.AreaLevels;
import org.duixian.level.Ledger;
import org.duixian.level.SeatGap;
import org.duixian.level.SeatGaps;
import org.duixian.level.ServiceLevel;

/**
 * The whole of the job's rules on plain maps: what ServiceLevelTopology computes, without Flink.
 */
public final class PureRun {
  public final List<Outcome> outcomes = new ArrayList<>();
  public final List<DayClose> closings = new ArrayList<>();
  public final List<ServiceLevel> levels = new ArrayList<>();
  public final List<Alert> alerts = new ArrayList<>();
  public final List<Rejected> rejected = new ArrayList<>();
  public final List<Intake> intake = new ArrayList<>();
  public final List<Origin> tooLate = new ArrayList<>();

  private final EventDecoder decoder;
  private final EventTypes types;
  private final AlertLink link;
  private final Map<RuleBook, Attribution> attributions = new HashMap<>();
  private Rules books;
  private AreaMeters meters;
  private AreaLevels areaLevels;
  private AreaAlerts areaAlerts;
  private SeatGaps seatGaps;
  private final Map<String, Area> areas = new HashMap<>();

  public PureRun(EventTypes types, Registry registry, Catalogue catalogue) {
    this(types, RuleBooks.of(registry, catalogue));
  }

  public PureRun(EventTypes types, Rules books) {
    this(types, books, AlertLink.NONE);
  }

  public PureRun(EventTypes types, Rules books, AlertLink link) {
    this.types = types;
    this.link = link;
    decoder = new EventDecoder(types);
    goOnWith(books);
  }

  /** Keeps what is remembered and goes on by other reference data or commitments. */
  public void goOnWith(Registry registry, Catalogue catalogue) {
    goOnWith(RuleBooks.of(registry, catalogue));
  }

  /** Keeps what is remembered and goes on by other books. */
  public void goOnWith(Rules other) {
    books = other;
    meters = new AreaMeters(books, types);
    areaLevels = new AreaLevels(books);
    areaAlerts = new AreaAlerts(books, AlertActions.NONE, link);
    seatGaps = new SeatGaps(books);
  }

  /** The attribution of an event: by the book of its own service day. */
  public Attribution attribution(Event event) {
    return attributions.computeIfAbsent(
        books.on(ServiceDates.serviceDate(event.timeMillis())),
        book -> new Attribution(book.registry(), types));
  }

  /** Takes in a record as it stands in Kafka. */
  public void take(RawRecord record) {
    decoder.decode(record, event -> take(record, event), rejected::add);
  }

  private void take(RawRecord record, Event event) {
    attribution(event)
        .attribute(
            event,
            this::take,
            (reason, detail) ->
                rejected.add(EventDecoder.refused(record, event.source(), reason, detail)));
  }

  /** Takes in an event of an area. */
  public void take(AreaEvent event) {
    Area area = areas.computeIfAbsent(event.areaId(), Area::new);
    meters.on(event, area, area);
  }

  /** Where the meters of an area put what they find, for those who know it without them. */
  public MeterOutput of(String areaId) {
    return areas.computeIfAbsent(areaId, Area::new);
  }

  /** Everything that arrived up to the instant has been taken in. */
  public void arrivalReached(long arrivalMillis) {
    for (Area area : areas.values()) {
      while (!area.timers.isEmpty() && area.timers.first() <= arrivalMillis) {
        area.timers.pollFirst();
        meters.arrivalReached(area.areaId, arrivalMillis, area, area);
      }
    }
  }

  /** Nothing will arrive any more. */
  public void inputEnded() {
    for (Area area : areas.values()) {
      meters.inputEnded(area.areaId, area, area);
    }
  }

  /** What is remembered of posted hours and who kept them. */
  public List<PresenceLog> presenceLogs() {
    return areas.values().stream().flatMap(area -> area.presence.map.values().stream()).toList();
  }

  /** The obligations that are not decided yet. */
  public List<Obligation> undecided() {
    return areas.values().stream().flatMap(area -> area.obligations.map.values().stream()).toList();
  }

  /** What is remembered of persons who are or were watched. */
  public List<Watch> watches() {
    return areas.values().stream().flatMap(area -> area.watches.map.values().stream()).toList();
  }

  /** How many milestones are remembered. */
  public int milestones() {
    return areas.values().stream().mapToInt(area -> area.milestones.map.size()).sum();
  }

  /** How many obligations, logs and fingerprint sets are remembered. */
  public long remembered() {
    return areas.values().stream()
        .mapToLong(
            area ->
                area.obligations.map.size()
                    + area.broken.map.size()
                    + area.agenda.map.size()
                    + area.presence.map.size()
                    + area.seen.map.size())
        .sum();
  }

  private final class Area implements AreaMemory, MeterOutput {
    private final String areaId;
    private final MapTable<String, Obligation> obligations = new MapTable<>();
    private final MapTable<String, Obligation> broken = new MapTable<>();
    private final MapTable<String, String[]> agenda = new MapTable<>();
    private final MapTable<String, PresenceLog> presence = new MapTable<>();
    private final MapTable<String, SupplyLog> supply = new MapTable<>();
    private final MapTable<String, TransferLog> transfers = new MapTable<>();
    private final MapTable<String, RouteTimetables> timetables = new MapTable<>();
    private final MapTable<String, RouteSuspensions> suspensions = new MapTable<>();
    private final MapTable<String, Milestone> milestones = new MapTable<>();
    private final MapTable<String, Watch> watches = new MapTable<>();
    private final MapTable<String, ItemLists> itemLists = new MapTable<>();
    private final MapTable<String, SourceClock> clocks = new MapTable<>();
    private final MapTable<Long, long[]> seen = new MapTable<>();
    private final MapTable<String, Ledger> ledgers = new MapTable<>();
    private final MapTable<String, AlertState> alertStates = new MapTable<>();
    private final MapTable<String, SeatGap> gaps = new MapTable<>();
    private final MapTable<String, AlertState> gapAlertStates = new MapTable<>();
    private final TreeSet<Long> timers = new TreeSet<>();

    Area(String areaId) {
      this.areaId = areaId;
    }

    @Override
    public Table<String, Obligation> obligations() {
      return obligations;
    }

    @Override
    public Table<String, Obligation> broken() {
      return broken;
    }

    @Override
    public Table<String, String[]> agenda() {
      return agenda;
    }

    @Override
    public Table<String, PresenceLog> presence() {
      return presence;
    }

    @Override
    public Table<String, TransferLog> transfers() {
      return transfers;
    }

    @Override
    public Table<String, SupplyLog> supply() {
      return supply;
    }

    @Override
    public Table<String, RouteTimetables> timetables() {
      return timetables;
    }

    @Override
    public Table<String, RouteSuspensions> suspensions() {
      return suspensions;
    }

    @Override
    public Table<String, Milestone> milestones() {
      return milestones;
    }

    @Override
    public Table<String, Watch> watches() {
      return watches;
    }

    @Override
    public Table<String, ItemLists> itemLists() {
      return itemLists;
    }

    @Override
    public Table<String, SourceClock> clocks() {
      return clocks;
    }

    @Override
    public Table<Long, long[]> seen() {
      return seen;
    }

    @Override
    public void change(Change change) {
      outcomes.add(change.outcome());
      areaLevels.on(change, ledgers, this::publish);
    }

    @Override
    public void dayClosed(DayClose close) {
      closings.add(close);
      areaLevels.on(close, ledgers, this::publish);
    }

    private void publish(ServiceLevel level, String silentSource, List<String> noneDueAt) {
      levels.add(level);
      areaAlerts.on(level, silentSource, noneDueAt, alertStates, alerts::add);
      seatGaps.send(
          level,
          compared -> areas.computeIfAbsent(compared.formerId(), Area::new).compare(compared));
    }

    private void compare(SeatGap.Compared compared) {
      seatGaps.on(
          compared,
          gaps,
          level -> {
            levels.add(level);
            areaAlerts.on(level, null, List.of(), gapAlertStates, alerts::add);
          });
    }

    @Override
    public void silence(SourceSilence silence) {
      areaAlerts.on(silence, alertStates, alerts::add);
    }

    @Override
    public void reminder(Reminder reminder) {
      alerts.add(areaAlerts.remind(reminder));
    }

    @Override
    public void intake(Intake counts) {
      intake.add(counts);
    }

    @Override
    public void tooLate(Origin event) {
      tooLate.add(event);
    }

    @Override
    public void wakeAtArrival(long arrivalMillis) {
      timers.add(arrivalMillis);
    }
  }
}
