package org.duixian.commitment;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * Who is watched is a unit of every service day: good if seen on one of the days before, lost once
 * nobody has seen the person for too long, until somebody has. Of a person who may have been seen
 * while the source vouched for nothing neither is known, and so not how the day stands.
 */
public final class WatchMeter implements Meter {
  private static final long serialVersionUID = 1;

  /**
   * What an event tells of a person.
   *
   * @param eventType its type
   * @param kind what it tells: {@code begin} also ends the watch where the condition does not hold
   * @param subject position of the person
   * @param cause position of the cause for which the person is watched, or −1
   * @param where which events tell it
   */
  record Sign(String eventType, Watch.Kind kind, int subject, int cause, Condition where)
      implements Serializable {}

  private enum Standing {
    not_owed,
    good,
    lost
  }

  private final List<Sign> signs;
  private final int mostDays;
  private final String reason;
  private final String hardRule;

  /**
   * @param mostDays how many days a person may be unseen
   * @param reason why one is lost
   * @param hardRule the rule that each lost unit breaks, or empty
   */
  WatchMeter(List<Sign> signs, int mostDays, String reason, String hardRule) {
    this.signs = signs;
    this.mostDays = mostDays;
    this.reason = reason;
    this.hardRule = hardRule;
  }

  @Override
  public String kind() {
    return "watch";
  }

  @Override
  public Set<String> eventTypes() {
    var types = new TreeSet<String>();
    signs.forEach(sign -> types.add(sign.eventType));
    return types;
  }

  @Override
  public void on(Event event, Lane lane) {
    for (Sign sign : signs) {
      boolean holds = sign.eventType.equals(event.type()) && sign.where.holds(event);
      if (holds) {
        told(sign, sign.kind, event, lane);
      } else if (sign.eventType.equals(event.type()) && sign.kind == Watch.Kind.begin) {
        told(sign, Watch.Kind.end, event, lane);
      }
    }
  }

  /** What is told late changes the days that are over, as far back as days are revised. */
  private void told(Sign sign, Watch.Kind kind, Event event, Lane lane) {
    String person = event.fields()[sign.subject];
    var known = lane.memory().watches().get(lane.key(person));
    var watch = known != null ? known : new Watch();
    int through = lane.clock().vouchedThrough;
    int from =
        Math.max(
            ServiceDates.serviceDate(event.timeMillis()), through - AreaMeters.HORIZON_DAYS + 1);
    var before = new TreeMap<Integer, Standing>();
    for (int day = from; day <= through; day++) {
      int date = day;
      lane.onDay(
          date,
          WatchMeter.class,
          (meter, of) -> before.put(date, meter.standing(watch.standing(date), date, of)));
    }
    String cause = sign.cause < 0 ? "" : event.fields()[sign.cause];
    watch.add(new Watch.Mark(kind, event.timeMillis(), cause, Lane.reference(event)));
    int revision = watch.revision + 1;
    before.forEach(
        (date, was) ->
            lane.onDay(
                date,
                WatchMeter.class,
                (meter, of) -> {
                  if (was != meter.standing(watch.standing(date), date, of)) {
                    watch.revision = revision;
                    meter.publish(person, watch, date, was, revision, event.arrivedMillis(), of);
                  }
                }));
    lane.memory().watches().put(lane.key(person), watch);
  }

  /**
   * The source has vouched for the whole day.
   *
   * @return whether of everybody who is watched on it it is known how they stand
   */
  boolean dayEnded(int serviceDate, long knownMillis, Lane lane) {
    boolean allKnown = true;
    for (var each : lane.bySubject(lane.memory().watches()).entrySet()) {
      String person = each.getKey();
      Watch watch = each.getValue();
      var of = watch.standing(serviceDate);
      if (standing(of, serviceDate, lane) != Standing.not_owed) {
        publish(person, watch, serviceDate, Standing.not_owed, 0, knownMillis, lane);
      } else {
        allKnown &= of.since() == Watch.NOT_WATCHED;
      }
      if (watch.forgetBefore(serviceDate - AreaMeters.HORIZON_DAYS)) {
        if (watch.marks.isEmpty()) {
          lane.memory().watches().remove(lane.key(person));
        } else {
          lane.memory().watches().put(lane.key(person), watch);
        }
      }
    }
    return allKnown;
  }

  /** What may have been seen while nobody vouched is not known to be missing. */
  private Standing standing(Watch.Standing of, int serviceDate, Lane lane) {
    if (of.since() == Watch.NOT_WATCHED || lane.clock().isUnvouched(serviceDate)) {
      return Standing.not_owed;
    }
    if (serviceDate - of.since() <= mostDays) {
      return Standing.good;
    }
    return serviceDate - lane.clock().vouchedSince(serviceDate) <= mostDays
        ? Standing.not_owed
        : Standing.lost;
  }

  /** Publishes how a person stands on a day, of which another standing was published before. */
  private void publish(
      String person,
      Watch watch,
      int serviceDate,
      Standing was,
      int revision,
      long knownMillis,
      Lane lane) {
    var of = watch.standing(serviceDate);
    var is = standing(of, serviceDate, lane);
    var outcome =
        lane.outcome(
            person,
            "",
            serviceDate,
            good(is),
            total(is),
            lost(is),
            is == Standing.lost ? hardRule : "",
            total(is) == 0 ? 0 : ServiceDates.startMillis(of.since() + mostDays + 1) - 1,
            knownMillis,
            revision,
            of.reference().isEmpty() ? List.of() : List.of(of.reference()));
    boolean wasHard = was == Standing.lost && !hardRule.isEmpty();
    lane.output().change(new Change(outcome, good(was), total(was), lost(was), wasHard));
  }

  private static int good(Standing standing) {
    return standing == Standing.good ? 1 : 0;
  }

  private static int total(Standing standing) {
    return standing == Standing.not_owed ? 0 : 1;
  }

  private Map<String, Long> lost(Standing standing) {
    return standing == Standing.lost ? Map.of(reason, 1L) : Map.of();
  }
}
