package org.duixian.commitment;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.duixian.area.DayTypes;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * Counts what was supplied in an area on a service day and sets it against what was supplied there
 * before the merger on days of the same type. Supply is counted whatever is promised; what a day
 * has beyond its promise makes up for other days of its type, but never for days of another.
 *
 * <p>Where several sources supply an area, the first of them is held to the whole, and what the
 * others supply makes up for what is missing there: the sum is right in whatever order they tell.
 */
public final class BaselineMeter implements Meter {
  private static final long serialVersionUID = 1;

  /**
   * One kind of event that tells of supply.
   *
   * @param eventType its type
   * @param where which of them count
   * @param subject positions of the fields that name the unit
   * @param date position of a service date field, or −1: the day of the event
   */
  record Supply(String eventType, Condition where, int[] subject, int date)
      implements Serializable {}

  private final List<Supply> supplies;
  private final FixedHours hours;

  /**
   * @param hours days without any are compared with none, whatever is supplied on them; null: every
   *     day is compared
   */
  BaselineMeter(List<Supply> supplies, FixedHours hours) {
    this.supplies = supplies;
    this.hours = hours;
  }

  /** Whether a day is compared with those before the merger; one of no calendar might be. */
  public boolean compares(int serviceDate, String areaId, Registry registry) {
    return hours == null
        || !registry.calendar().covers(serviceDate)
        || !hours.on(serviceDate, areaId, registry).isEmpty();
  }

  @Override
  public String kind() {
    return "baseline";
  }

  @Override
  public Set<String> eventTypes() {
    var types = new TreeSet<String>();
    supplies.forEach(each -> types.add(each.eventType));
    return types;
  }

  @Override
  public void on(Event event, Lane lane) {
    for (Supply each : supplies) {
      if (each.eventType.equals(event.type()) && each.where.holds(event)) {
        supplied(each, event, lane);
        return;
      }
    }
  }

  private static void supplied(Supply supply, Event event, Lane lane) {
    int date =
        supply.date < 0
            ? ServiceDates.serviceDate(event.timeMillis())
            : ServiceDates.parse(event.fields()[supply.date]);
    String subject = Subjects.of(event, supply.subject);
    boolean old = date < lane.clock().vouchedThrough - AreaMeters.HORIZON_DAYS;
    if (old || !lane.seen().firstOfDay(date, lane.commitment().id(), subject)) {
      return;
    }
    var log = log(lane);
    var day = log.day(date);
    day.supplied++;
    if (day.evidence.size() < Outcome.MAX_EVIDENCE) {
      day.evidence.add(Lane.reference(event));
    }
    if (date <= lane.clock().vouchedThrough && !lane.clock().isUnvouched(date)) {
      lane.onDay(
          date,
          BaselineMeter.class,
          (meter, of) -> meter.publish(log, day, event.arrivedMillis(), of));
    }
    lane.memory().supply().put(lane.key(""), log);
  }

  private static SupplyLog log(Lane lane) {
    var log = lane.memory().supply().get(lane.key(""));
    return log != null
        ? log
        : SupplyLog.of(lane.commitment().id(), lane.source(), countedFrom(lane.clock()));
  }

  /** Of a commitment that is new to a source which has long been speaking, today is not whole. */
  private static int countedFrom(SourceClock clock) {
    boolean fromTheBeginning = clock.vouchedThrough < clock.startDate;
    return fromTheBeginning ? clock.startDate : clock.openedThrough;
  }

  /**
   * A service day is over. If the source vouches for all of it, what it has not told of was not
   * supplied.
   */
  void dayEnded(int serviceDate, boolean vouched, long knownMillis, Lane lane) {
    var log = log(lane);
    var day = log.day(serviceDate);
    if (vouched) {
      publish(log, day, knownMillis, lane);
    }
    if (day.supplied >= day.total) {
      day.evidence.clear();
    }
    if (day.revision == 0 && day.supplied == 0) {
      log.days.remove(day);
    }
    log.forgetBefore(serviceDate - AreaMeters.HORIZON_DAYS);
    lane.memory().supply().put(lane.key(""), log);
  }

  private void publish(SupplyLog log, SupplyLog.Day day, long knownMillis, Lane lane) {
    var known = lane.registry().dayTypes().find(lane.areaId(), day.serviceDate);
    if (known.isEmpty()
        || day.serviceDate < log.countedFrom
        || !compares(day.serviceDate, lane.areaId(), lane.registry())) {
      return;
    }
    String dayType = DayTypes.family(known.get());
    long total = promised(day.serviceDate, lane);
    boolean same = day.total == total && day.told == day.supplied;
    if (same && (day.revision == 0 || day.dayType.equals(dayType))) {
      return;
    }
    var outcome =
        lane.outcome(
            ServiceDates.format(day.serviceDate),
            "",
            day.serviceDate,
            Math.min(day.supplied, total),
            total,
            SupplyLog.Day.lost(dayType, total, day.supplied),
            "",
            0,
            knownMillis,
            day.revision,
            List.copyOf(day.evidence));
    lane.output().change(new Change(outcome, day.good(), day.total, day.lost(), false));
    day.total = total;
    day.told = day.supplied;
    day.dayType = dayType;
    day.revision++;
  }

  /** Nothing of a source that is not the first of the area's. */
  private long promised(int serviceDate, Lane lane) {
    var registry = lane.registry();
    boolean first =
        registry.sourcesOf(lane.areaId(), lane.rules().stream(), lane.commitment().scope()).stream()
            .filter(source -> registry.getSource(source).since() <= serviceDate)
            .findFirst()
            .filter(lane.source()::equals)
            .isPresent();
    return first
        ? registry
            .baselines()
            .promised(
                lane.commitment().id(),
                lane.areaId(),
                serviceDate,
                date -> compares(date, lane.areaId(), registry))
            .orElse(0)
        : 0;
  }
}
