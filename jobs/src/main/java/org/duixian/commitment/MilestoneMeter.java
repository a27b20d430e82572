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
 *
 * <p>Milestones of a list count for good. Those that events name, of which there is no end, count
 * for a term and as long as they are overdue; they are good only if reached by their date.
 */
public final class MilestoneMeter implements Meter {
  private static final long serialVersionUID = 1;

  /**
   * An event that tells of a milestone.
   *
   * @param type its type
   * @param name positions of what names the milestone
   */
  record Told(String type, int[] name) implements Serializable {
    String nameIn(Event event) {
      return Subjects.of(event, name);
    }
  }

  /**
   * How long milestones count that events name.
   *
   * @param reason position in the plan of the reason why a unit of one is lost
   * @param days service days from the date on
   * @param brokenAfterDays how many days one may be overdue before it breaks the hard rule
   */
  record Term(int reason, int days, int brokenAfterDays) implements Serializable {}

  /** How a milestone stands on a service day. */
  private enum Standing {
    not_owed,
    good,
    lost,
    /** Lost, and breaks the hard rule. */
    broken
  }

  private final List<String> names;
  private final Map<String, Integer> dates;
  private final Told planned;
  private final int dueOn;
  private final Told reached;
  private final String hardRule;
  private final Term term;

  /**
   * @param names every milestone there can be, each also the reason why a unit of it is lost; none
   *     where events name them
   * @param dates those that have their date by the promise itself, as service days
   * @param planned the event that sets the others' dates, or null
   * @param dueOn position of the date in it
   * @param reached the event that tells that one is reached
   * @param hardRule the rule that each lost unit breaks, or empty
   * @param term how long each counts, or null: for good
   */
  MilestoneMeter(
      List<String> names,
      Map<String, Integer> dates,
      Told planned,
      int dueOn,
      Told reached,
      String hardRule,
      Term term) {
    this.names = names;
    this.dates = dates;
    this.planned = planned;
    this.dueOn = dueOn;
    this.reached = reached;
    this.hardRule = hardRule;
    this.term = term;
  }

  /** Whether what is due on a day says how all stand that count then. */
  boolean isStanding() {
    return term != null;
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
      reached(reached.nameIn(event), event, lane);
    } else {
      planned(planned.nameIn(event), event, lane);
    }
  }

  /** What gives no date sets none. */
  private void planned(String name, Event event, Lane lane) {
    String date = event.fields()[dueOn];
    if (date != null && dateOfPromise(name, lane) == Milestone.NEVER) {
      var milestone = milestone(name, lane);
      long toldMillis = lane.clock().publishedMillis(event, lane.rules().graceMillis());
      milestone.plan(
          ServiceDates.parse(date),
          ServiceDates.serviceDate(toldMillis),
          Lane.reference(event),
          term == null ? name : event.fields()[term.reason]);
      lane.memory().milestones().put(lane.key(name), milestone);
    }
  }

  /** What is told late is made good on the days that are over, as far back as days are revised. */
  private void reached(String name, Event event, Lane lane) {
    int reachedOn = ServiceDates.serviceDate(event.timeMillis());
    var milestone = milestone(name, lane);
    if (reachedOn >= milestone.reachedOn) {
      return;
    }
    int before = milestone.reachedOn;
    milestone.reachedOn = reachedOn;
    milestone.reachedBy = Lane.reference(event);
    milestone.revision++;
    int through = lane.clock().vouchedThrough;
    int oldest = Math.max(milestone.countedFrom, through - AreaMeters.HORIZON_DAYS);
    for (int day = Math.max(reachedOn, oldest); day <= through; day++) {
      if (!lane.clock().isUnvouched(day)) {
        int date = day;
        lane.onDay(
            day,
            MilestoneMeter.class,
            (meter, of) -> meter.revise(name, milestone, before, date, event, of));
      }
    }
    lane.memory().milestones().put(lane.key(name), milestone);
  }

  /** Another version may have moved the date: only what was owed on the day is revised. */
  private void revise(
      String name, Milestone milestone, int before, int serviceDate, Event event, Lane lane) {
    var was = standing(name, milestone, before, serviceDate, lane);
    var is = standing(name, milestone, milestone.reachedOn, serviceDate, lane);
    if (was != is && (term != null || names.contains(name))) {
      publish(name, milestone, serviceDate, was, milestone.revision, event.arrivedMillis(), lane);
    }
  }

  /** The source has vouched for the whole day. */
  void dayEnded(int serviceDate, long knownMillis, Lane lane) {
    for (String name : term == null ? names : lane.bySubject(lane.memory().milestones()).keySet()) {
      var milestone = milestone(name, lane);
      var standing = standing(name, milestone, milestone.reachedOn, serviceDate, lane);
      if (standing != Standing.not_owed) {
        if (serviceDate < milestone.countedFrom) {
          milestone.countedFrom = serviceDate;
          lane.memory().milestones().put(lane.key(name), milestone);
        }
        publish(name, milestone, serviceDate, Standing.not_owed, 0, knownMillis, lane);
      } else if (term != null && isOver(milestone, serviceDate)) {
        lane.memory().milestones().remove(lane.key(name));
      }
    }
  }

  /** Whether nothing that is told of it from now on revises a day on which it counted. */
  private boolean isOver(Milestone milestone, int serviceDate) {
    int dueOn = milestone.dueOn == Milestone.NEVER ? 0 : milestone.owedFrom();
    int last = Math.max(dueOn, milestone.reachedOn);
    return last != Milestone.NEVER && last + term.days + AreaMeters.HORIZON_DAYS < serviceDate;
  }

  /** How it stands at the end of a day if it was reached on a given one. */
  private Standing standing(String name, Milestone milestone, int reachedOn, int day, Lane lane) {
    int owedFrom = owedFrom(name, milestone, lane);
    if (day < owedFrom) {
      return Standing.not_owed;
    }
    boolean overdue = reachedOn > day;
    if (term == null) {
      return !overdue ? Standing.good : hardRule.isEmpty() ? Standing.lost : Standing.broken;
    }
    if (overdue) {
      boolean broken = day - milestone.dueOn >= term.brokenAfterDays;
      return broken ? Standing.broken : Standing.lost;
    }
    if (day - milestone.dueOn >= term.days) {
      return Standing.not_owed;
    }
    boolean late = reachedOn > milestone.dueOn;
    // What was told after its date was no promise that it could have kept.
    return late ? Standing.lost : owedFrom > milestone.dueOn ? Standing.not_owed : Standing.good;
  }

  private static Milestone milestone(String name, Lane lane) {
    var known = lane.memory().milestones().get(lane.key(name));
    return known != null ? known : new Milestone();
  }

  private int owedFrom(String name, Milestone milestone, Lane lane) {
    int promised = dateOfPromise(name, lane);
    return promised != Milestone.NEVER ? promised : milestone.owedFrom();
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

  /** Publishes how it stands on a day, of which another standing was published before. */
  private void publish(
      String name,
      Milestone milestone,
      int serviceDate,
      Standing was,
      int revision,
      long knownMillis,
      Lane lane) {
    var is = standing(name, milestone, milestone.reachedOn, serviceDate, lane);
    String reason = term == null ? name : milestone.reason;
    String reference = is == Standing.good ? milestone.reachedBy : milestone.plannedBy;
    var outcome =
        lane.outcome(
            name,
            "",
            serviceDate,
            good(is),
            total(is),
            lost(is, reason),
            is == Standing.broken ? hardRule : "",
            endMillis(name, milestone, lane),
            knownMillis,
            revision,
            reference.isEmpty() ? List.of() : List.of(reference));
    lane.output()
        .change(
            new Change(outcome, good(was), total(was), lost(was, reason), was == Standing.broken));
  }

  private static int good(Standing standing) {
    return standing == Standing.good ? 1 : 0;
  }

  private static int total(Standing standing) {
    return standing == Standing.not_owed ? 0 : 1;
  }

  private static Map<String, Long> lost(Standing standing, String reason) {
    return total(standing) > good(standing) ? Map.of(reason, 1L) : Map.of();
  }
}
