package org.duixian.commitment;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.duixian.calendar.ServiceDates;

/**
 * How the obligations of one commitment are settled: what is published of them and how long they
 * are remembered.
 *
 * @param terms what is promised in working days or until a given instant, or null
 * @param withdrawWithinMillis how long after its opening an obligation may be withdrawn
 * @param revokedWithinMillis how long after its fulfilment it may be revoked
 * @param orphanMillis how long what was told of one that nobody has opened is kept
 * @param lateReason the reason where it was fulfilled late
 * @param missedReason the reason where it was not fulfilled at all
 */
record Settlement(
    Terms terms,
    long withdrawWithinMillis,
    long revokedWithinMillis,
    long orphanMillis,
    String lateReason,
    String missedReason)
    implements Serializable {

  static Obligation find(String key, Lane lane) {
    var obligation = lane.memory().obligations().get(key);
    return obligation != null ? obligation : lane.memory().broken().get(key);
  }

  static void forget(String key, Lane lane) {
    lane.memory().obligations().remove(key);
    lane.memory().broken().remove(key);
  }

  /** The instant has come at which an obligation must be looked at again. */
  void lookAt(String key, Obligation obligation, Lane lane) {
    long graceMillis = lane.rules().graceMillis();
    if (terms == null) {
      settle(key, obligation, obligation.dueMillis + graceMillis, lane);
      return;
    }
    boolean published = obligation.published != Obligation.OPEN;
    long dueMillis = obligation.dueMillis;
    obligation.reckonAnew(lane.registry().calendar());
    if (published) {
      obligation.dueMillis = dueMillis; // a revised calendar rewrites nothing
    }
    var now = standing(obligation, lane);
    boolean never = now.limitMillis() + AreaMeters.HORIZON_MILLIS <= lane.clock().clockMillis;
    if (now.standing() == Obligation.OPEN && never) {
      forget(key, lane); // it fell due where the source did not vouch, and nothing came late
    } else {
      boolean byTime = now.limitMillis() != Reckoning.NEVER;
      long knownMillis = byTime ? now.limitMillis() + graceMillis : lane.clock().clockMillis;
      settleOnTerms(key, obligation, now, knownMillis, lane);
    }
  }

  /**
   * Whether it is still to be fulfilled and the source has come to the last working day before it
   * falls due. Asked when it is looked at as that day begins; what was opened on that day or later
   * needs no reminder.
   */
  boolean isToRemindOf(Obligation obligation, Lane lane) {
    int today = ServiceDates.serviceDate(lane.clock().clockMillis);
    return isStillToFulfil(obligation)
        && ServiceDates.serviceDate(obligation.openedMillis) < today
        && lane.isInForce(ServiceDates.serviceDate(obligation.dueMillis))
        && lastWorkdayBefore(obligation.dueMillis, lane).equals(OptionalInt.of(today));
  }

  private boolean isStillToFulfil(Obligation obligation) {
    return terms != null
        && obligation.opened()
        && obligation.published == Obligation.OPEN
        && !obligation.complete()
        && obligation.dueMillis != Reckoning.NEVER;
  }

  private static OptionalInt lastWorkdayBefore(long dueMillis, Lane lane) {
    return lane.registry().calendar().lastWorkdayBefore(ServiceDates.serviceDate(dueMillis));
  }

  private Terms.Standing standing(Obligation obligation, Lane lane) {
    return terms.standing(
        obligation,
        lane.clock(),
        lane.rules().graceMillis(),
        withdrawWithinMillis,
        lane.registry().calendar(),
        lateReason,
        missedReason);
  }

  private void settleOnTerms(
      String key, Obligation obligation, Terms.Standing now, long knownMillis, Lane lane) {
    boolean due = obligation.dueMillis != Reckoning.NEVER;
    // A second limit that has passed is told on the day on which it did: it is a breach at once.
    long countsMillis =
        now.hard()
            ? obligation.hardDueMillis
            : due ? obligation.dueMillis : Math.max(obligation.withdrawnMillis, 1);
    obligation.serviceDate = ServiceDates.serviceDate(countsMillis);
    boolean counted =
        obligation.published == Obligation.GOOD || obligation.published == Obligation.BAD;
    boolean moved =
        counted
            && (now.standing() == Obligation.OPEN
                || obligation.publishedDate != obligation.serviceDate);
    if (moved) {
      takeBack(obligation, knownMillis, lane);
    }
    boolean news =
        now.standing() != obligation.published
            || !now.reason().equals(obligation.publishedReason)
            || now.hard() != obligation.publishedHard;
    if (news) {
      long dueMillis = now.hard() ? obligation.hardDueMillis : due ? obligation.dueMillis : 0;
      publish(obligation, now.standing(), now.reason(), now.hard(), dueMillis, knownMillis, lane);
    }
    if (now.undecided()) {
      lane.wakeAt(wakeMillis(obligation, now, lane), key, obligation);
      if (obligation.revisableMillis != 0) { // it had been settled
        lane.memory().broken().remove(key);
      }
      lane.memory().obligations().put(key, obligation);
    } else {
      long revocable = obligation.complete() ? obligation.doneMillis + revokedWithinMillis : 0;
      obligation.revisableMillis = Math.max(countsMillis, revocable);
      keep(key, obligation, lane);
    }
  }

  /**
   * When its limit is known to have passed and, before that, as the day begins on which to remind
   * of it. Where there is no limit, or nothing is vouched for, at the next service day.
   */
  private long wakeMillis(Obligation obligation, Terms.Standing now, Lane lane) {
    if (!obligation.opened()) {
      return obligation.dueMillis + orphanMillis;
    }
    long clockMillis = lane.clock().clockMillis;
    boolean broken = now.standing() == Obligation.BAD; // and the second limit is to come
    long limit = broken ? obligation.hardDueMillis : now.limitMillis();
    long known = limit + lane.rules().graceMillis();
    if (limit == Reckoning.NEVER || known <= clockMillis) {
      return ServiceDates.startMillis(ServiceDates.serviceDate(clockMillis) + 1);
    }
    var lastWorkday =
        lane.commitment().reminds() && isStillToFulfil(obligation)
            ? lastWorkdayBefore(obligation.dueMillis, lane)
            : OptionalInt.empty();
    long reminder = lastWorkday.isPresent() ? ServiceDates.startMillis(lastWorkday.getAsInt()) : 0;
    return reminder > clockMillis ? Math.min(known, reminder) : known;
  }

  /** The day for which it was published is no longer the day on which it falls due. */
  private void takeBack(Obligation obligation, long knownMillis, Lane lane) {
    int serviceDate = obligation.serviceDate;
    obligation.serviceDate = obligation.publishedDate;
    publish(obligation, Obligation.WITHDRAWN, "", false, 0, knownMillis, lane);
    obligation.published = Obligation.OPEN;
    obligation.serviceDate = serviceDate;
  }

  /** Publishes how the obligation stands if that is news, and remembers it as long as needed. */
  void settle(String key, Obligation obligation, long knownMillis, Lane lane) {
    if (terms != null) {
      settleOnTerms(key, obligation, standing(obligation, lane), knownMillis, lane);
      return;
    }
    long graceMillis = lane.rules().graceMillis();
    long knownAt = obligation.dueMillis + graceMillis;
    boolean past = obligation.opened() && lane.clock().clockMillis >= knownAt;
    boolean unknown =
        past
            && lane.clock().isUnvouched(obligation.openedMillis, obligation.dueMillis, graceMillis);
    boolean knownMissing = past && !unknown;
    int standing = obligation.standing(knownMissing, withdrawWithinMillis);
    String reason = standing == Obligation.BAD ? reason(obligation) : "";
    if (standing != obligation.published || !reason.equals(obligation.publishedReason)) {
      publish(obligation, standing, reason, false, obligation.dueMillis, knownMillis, lane);
    }
    if (past && standing != Obligation.OPEN) {
      boolean excused = obligation.excused && standing == Obligation.WITHDRAWN;
      if (standing == Obligation.BAD || excused) {
        keep(key, obligation, lane);
      } else {
        forget(key, lane);
      }
      return;
    }
    lane.wakeAt(wakeMillis(obligation, unknown, graceMillis), key, obligation);
    lane.memory().obligations().put(key, obligation);
  }

  /**
   * It is settled, but as long as something late may revise it, it is kept, and to the end of that
   * day: what is forgotten at one instant takes one entry of the agenda.
   */
  private static void keep(String key, Obligation obligation, Lane lane) {
    long untilMillis = obligation.revisableMillis() + AreaMeters.HORIZON_MILLIS;
    int lastDate = ServiceDates.serviceDate(untilMillis + lane.rules().graceMillis());
    lane.wakeAt(ServiceDates.startMillis(lastDate + 1), key, obligation);
    lane.memory().obligations().remove(key);
    lane.memory().broken().put(key, obligation);
  }

  private String reason(Obligation obligation) {
    boolean failedFirst =
        obligation.failedMillis != 0
            && !(obligation.complete() && obligation.doneMillis < obligation.failedMillis);
    boolean done = obligation.complete() || obligation.tried();
    return failedFirst ? obligation.failReason : done ? lateReason : missedReason;
  }

  private void publish(
      Obligation obligation,
      int standing,
      String reason,
      boolean hard,
      long dueMillis,
      long knownMillis,
      Lane lane) {
    var outcome =
        lane.outcome(
            obligation.subject,
            obligation.siteId,
            obligation.serviceDate,
            standing == Obligation.GOOD ? 1 : 0,
            standing == Obligation.GOOD || standing == Obligation.BAD ? 1 : 0,
            lost(reason),
            hard ? lane.commitment().hardRule() : "",
            dueMillis,
            knownMillis,
            obligation.revision,
            List.copyOf(obligation.evidence));
    int before = obligation.published;
    boolean counted = before == Obligation.GOOD || before == Obligation.BAD;
    if (outcome.total() > 0 || counted || standing == Obligation.WITHDRAWN) {
      lane.output()
          .change(
              new Change(
                  outcome,
                  before == Obligation.GOOD ? 1 : 0,
                  counted ? 1 : 0,
                  lost(obligation.publishedReason),
                  obligation.publishedHard));
      obligation.revision++;
    }
    obligation.published = standing;
    obligation.publishedReason = reason;
    obligation.publishedDate = obligation.serviceDate;
    obligation.publishedHard = hard;
  }

  private static Map<String, Long> lost(String reason) {
    return reason.isEmpty() ? Map.of() : Map.of(reason, 1L);
  }

  /** When the obligation must be looked at again. */
  private long wakeMillis(Obligation obligation, boolean unknown, long graceMillis) {
    if (!obligation.opened()) {
      return obligation.dueMillis + orphanMillis;
    }
    // What fell due where the source does not vouch may still be told of, late.
    return obligation.dueMillis + (unknown ? AreaMeters.HORIZON_MILLIS : graceMillis);
  }

  /** Whether one that is to be looked at again will never be decided. */
  boolean forgettable(Obligation obligation, SourceClock clock, long graceMillis) {
    return !obligation.opened()
        || (terms == null
            && clock.isUnvouched(obligation.openedMillis, obligation.dueMillis, graceMillis)
            && clock.clockMillis >= obligation.dueMillis + AreaMeters.HORIZON_MILLIS);
  }
}
