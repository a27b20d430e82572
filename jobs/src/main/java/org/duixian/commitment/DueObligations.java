package org.duixian.commitment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.duixian.calendar.ServiceDates;

/** What one source owes and must be looked at, now that its clock has gone on. */
record DueObligations(SourceVisit visit) {
  /** Looks at everything that has fallen due and reminds of what is about to. */
  void settle() {
    AreaMemory memory = visit.memory;
    SourceClock clock = visit.clock;
    var agenda = Agenda.of(memory, visit.source, clock);
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
      Lane lane = visit.lane(promised, visit.book);
      settlement(promised).lookAt(each, lane);
      if (promised.reminds() && settlement(promised).isToRemindOf(each, lane)) {
        reminders.merge(lane.key(each.siteId), Reminder.of(each, lane), Reminder::and);
      }
    }
    reminders.values().forEach(visit.output::reminder);
  }

  private void lookAt(String key, Obligation open, List<Obligation> due) {
    Commitment promised = promised(open);
    if (promised == null
        || settlement(promised).forgettable(open, visit.clock, visit.rules.graceMillis())) {
      visit.memory.obligations().remove(key);
    } else {
      due.add(open);
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
