package org.duixian.commitment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import org.duixian.calendar.ServiceDates;

/** What one source owes and must be looked at, now that its clock has gone on. */
record DueObligations(SourceVisit visit) {
  /**
   * Looks at everything that has fallen due and reminds of what is about to. By another book it
   * looks at all that is owed in working days: it may fall due on another day.
   *
   * @param dayBegins whether the clock has come to another service day: only then is reminded, so
   *     that nobody is told twice
   */
  void settle(boolean dayBegins) {
    AreaMemory memory = visit.memory;
    SourceClock clock = visit.clock;
    var agenda = Agenda.of(memory, visit.source, clock);
    boolean anew = clock.reckonsBy(visit.book);
    if (!agenda.isAnythingDue() && !anew) {
      return;
    }
    var due = new ArrayList<Due>();
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
    if (anew) {
      lookAtAll(due);
    }
    due.sort(Due.ORDER);
    var reminders = new TreeMap<String, Reminder>();
    for (Due each : due) {
      Obligation obligation = each.obligation;
      Lane lane = visit.lane(each.promised, visit.book);
      settlement(each.promised).lookAt(each.key, obligation, lane);
      boolean reminds = dayBegins && each.promised.reminds();
      if (reminds && settlement(each.promised).isToRemindOf(obligation, lane)) {
        reminders.merge(lane.key(obligation.siteId), Reminder.of(obligation, lane), Reminder::and);
      }
    }
    reminders.values().forEach(visit.output::reminder);
  }

  /** One that has fallen due, its key and what was promised. */
  private record Due(String key, Obligation obligation, Commitment promised) {
    static final Comparator<Due> ORDER =
        Comparator.comparingLong((Due each) -> each.obligation.dueMillis)
            .thenComparing(each -> each.obligation.commitmentId)
            .thenComparing(each -> each.obligation.subject);
  }

  private void lookAtAll(List<Due> due) {
    var keys = new HashSet<String>();
    visit
        .memory
        .obligations()
        .forEach(
            (key, each) -> {
              if (each.isOnTerms() && each.source.equals(visit.source)) {
                keys.add(key);
              }
            });
    due.forEach(each -> keys.remove(each.key));
    keys.forEach(key -> lookAt(key, visit.memory.obligations().get(key), due));
  }

  private void lookAt(String key, Obligation open, List<Due> due) {
    Commitment promised = promised(open);
    if (promised == null
        || settlement(promised).forgettable(open, visit.clock, visit.rules.graceMillis())) {
      visit.memory.obligations().remove(key);
      if (open.wakeMillis > visit.clock.clockMillis) {
        Agenda.of(visit.memory, visit.source, visit.clock).remove(key, open.wakeMillis);
      }
    } else {
      due.add(new Due(key, open, promised));
    }
  }

  /**
   * What was promised when an obligation was opened; null if the promise no longer stood on the day
   * on which it falls due.
   */
  private Commitment promised(Obligation obligation) {
    String id = obligation.commitmentId;
    int openedOn = ServiceDates.serviceDate(obligation.openedMillis);
    boolean stands =
        visit.books.find(id, Math.min(visit.today, obligation.serviceDate)).isPresent();
    Commitment promised = visit.books.find(id, Math.min(visit.today, openedOn)).orElse(null);
    return stands && promised != null && promised.meter() instanceof DeadlineMeter
        ? promised
        : null;
  }

  private static Settlement settlement(Commitment commitment) {
    return ((DeadlineMeter) commitment.meter()).settlement();
  }
}
