package org.duixian.commitment;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * From its date on each milestone is a unit of every service day: good if it was reached by the end
 * of the day, lost as long as it is not. So one that is overdue stays visible until it is reached,
 * and nothing is said of days for which its source does not vouch. One without a date owes nothing.
 */
public final class MilestoneMeter implements Meter {
  private static final long serialVersionUID = 1;

  /**
   * An event that tells of a milestone.
   *
   * @param type its type
   * @param name position of the milestone's name
   */
  record Told(String type, int name) implements Serializable {}

  private final List<String> names;
  private final Map<String, Integer> dates;
  private final Told planned;
  private final int dueOn;
  private final Told reached;
  private final String hardRule;

  /**
   * @param names every milestone there can be; also the reason why a unit of it is lost
   * @param dates those that have their date by the promise itself, as service days
   * @param planned the event that sets the others' dates, or null
   * @param dueOn position of the date in it
   * @param reached the event that tells that one is reached
   * @param hardRule the rule that each lost unit breaks, or empty
   */
  MilestoneMeter(
      List<String> names,
      Map<String, Integer> dates,
      Told planned,
      int dueOn,
      Told reached,
      String hardRule) {
    this.names = names;
    this.dates = dates;
    this.planned = planned;
    this.dueOn = dueOn;
    this.reached = reached;
    this.hardRule = hardRule;
  }

  @Override
  public String kind() {
    return "milestone";
  }

  @Override
  public Set<String> eventTypes() {
    var types = new TreeSet<String>();
    types.add(reached.type);
    if (planned != null) {
      types.add(planned.type);
    }
    return types;
  }

  @Override
  public void on(Event event, Lane lane) {
    if (reached.type.equals(event.type())) {
      reached(event.fields()[reached.name], event, lane);
    } else {
      planned(event.fields()[planned.name], event, lane);
    }
  }

  /** What gives no date sets none. */
  private void planned(String name, Event event, Lane lane) {
    String date = event.fields()[dueOn];
    if (date != null && dateOfPromise(name, lane) == Milestone.NEVER) {
      var milestone = milestone(name, lane);
      long toldMillis = lane.clock().publishedMillis(event, lane.rules().graceMillis());
      milestone.plan(
          ServiceDates.parse(date), ServiceDates.serviceDate(toldMillis), Lane.reference(event));
      lane.memory().milestones().put(lane.key(name), milestone);
    }
  }

  /** What is told late makes good the days that are over, as far back as days are revised. */
  private void reached(String name, Event event, Lane lane) {
    int date = ServiceDates.serviceDate(event.timeMillis());
    var milestone = milestone(name, lane);
    if (date >= milestone.reachedOn) {
      return;
    }
    int before = milestone.reachedOn;
    milestone.reachedOn = date;
    milestone.reachedBy = Lane.reference(event);
    int through = lane.clock().vouchedThrough;
    int oldest = Math.max(milestone.countedFrom, through - AreaMeters.HORIZON_DAYS);
    for (int day = Math.max(date, oldest); day < before && day <= through; day++) {
      if (!lane.clock().isUnvouched(day)) {
        publish(name, milestone, day, true, event.arrivedMillis(), lane);
      }
    }
    lane.memory().milestones().put(lane.key(name), milestone);
  }

  /** The source has vouched for the whole day. */
  void dayEnded(int serviceDate, long knownMillis, Lane lane) {
    for (String name : names) {
      var milestone = milestone(name, lane);
      if (owedFrom(name, milestone, lane) <= serviceDate) {
        if (serviceDate < milestone.countedFrom) {
          milestone.countedFrom = serviceDate;
          lane.memory().milestones().put(lane.key(name), milestone);
        }
        publish(name, milestone, serviceDate, false, knownMillis, lane);
      }
    }
  }

  private static Milestone milestone(String name, Lane lane) {
    var known = lane.memory().milestones().get(lane.key(name));
    return known != null ? known : new Milestone();
  }

  private int owedFrom(String name, Milestone milestone, Lane lane) {
    int promised = dateOfPromise(name, lane);
    return promised != Milestone.NEVER ? promised : Math.max(milestone.dueOn, milestone.plannedOn);
  }

  /**
   * The date that the promise itself sets. It means nothing in an area in which the promise only
   * came into force when it had passed.
   */
  private int dateOfPromise(String name, Lane lane) {
    int date = dates.getOrDefault(name, Milestone.NEVER);
    int inForceFrom =
        Math.max(lane.commitment().effectiveFrom(), lane.registry().effectiveOn(lane.areaId()));
    return inForceFrom <= date ? date : Milestone.NEVER;
  }

  /** The last millisecond of its date. */
  private long endMillis(String name, Milestone milestone, Lane lane) {
    int promised = dateOfPromise(name, lane);
    int dueOn = promised != Milestone.NEVER ? promised : milestone.dueOn;
    return ServiceDates.startMillis(dueOn + 1) - 1;
  }

  private void publish(
      String name,
      Milestone milestone,
      int serviceDate,
      boolean revised,
      long knownMillis,
      Lane lane) {
    boolean good = milestone.reachedOn <= serviceDate;
    var lost = Map.of(name, 1L);
    String reference = good ? milestone.reachedBy : milestone.plannedBy;
    var outcome =
        lane.outcome(
            name,
            "",
            serviceDate,
            good ? 1 : 0,
            1,
            good ? Map.of() : lost,
            good ? "" : hardRule,
            endMillis(name, milestone, lane),
            knownMillis,
            revised ? 1 : 0,
            reference.isEmpty() ? List.of() : List.of(reference));
    lane.output()
        .change(
            new Change(
                outcome,
                0,
                revised ? 1 : 0,
                revised ? lost : Map.of(),
                revised && !hardRule.isEmpty()));
  }
}
