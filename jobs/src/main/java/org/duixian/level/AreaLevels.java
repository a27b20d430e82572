package org.duixian.level;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.duixian.area.Registry;
import org.duixian.area.Scope;
import org.duixian.commitment.AreaMemory.Table;
import org.duixian.commitment.AreaMeters;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Change;
import org.duixian.commitment.Commitment;
import org.duixian.commitment.DayClose;
import org.duixian.commitment.Outcome;

/**
 * Sums the outcomes of one area into service levels and judges them when a service day closes.
 *
 * <p>A day is judged when every source that reports the commitment in the area has closed it, and
 * with exactly what each source had said by then. What a source says later about a judged day
 * counts from its next closing, as a revision; so levels depend on what was said, not on who was
 * quicker.
 */
public final class AreaLevels implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int[] WINDOWS = {1, 7, 28};
  private static final int JUDGED_WINDOW = 28;

  private final Catalogue catalogue;
  private final Registry registry;

  public AreaLevels(Catalogue catalogue, Registry registry) {
    this.catalogue = catalogue;
    this.registry = registry;
  }

  /** Takes in an outcome; a broken hard rule is told at once. */
  public void on(Change change, Table<String, Ledger> ledgers, Consumer<ServiceLevel> levels) {
    Outcome outcome = change.outcome();
    Commitment commitment = catalogue.get(outcome.commitmentId());
    Ledger ledger = ledger(commitment, outcome.areaId(), outcome.source(), ledgers);
    ledger.take(change, closedThrough(ledger, outcome.source()) + 1);
    boolean news = !outcome.hardRule().isEmpty() && !change.previouslyHard();
    if (news && inForce(commitment, outcome.areaId(), outcome.serviceDate())) {
      levels.accept(atOnce(outcome, commitment, ledger));
    }
    ledgers.put(commitment.id(), ledger);
  }

  /** Takes in the closing of service days by one source. */
  public void on(DayClose close, Table<String, Ledger> ledgers, Consumer<ServiceLevel> levels) {
    // None where the area only hears whether this source is silent.
    for (Scope scope : registry.scopes(close.source(), close.areaId())) {
      List<String> sources = registry.sourcesOf(close.areaId(), close.stream(), scope);
      int number = sources.indexOf(close.source());
      for (Commitment commitment : catalogue.ofStream(close.stream(), scope)) {
        Ledger ledger = ledger(commitment, close.areaId(), close.source(), ledgers);
        new Closing(close, commitment, ledger, levels).run(sources, number);
        ledgers.put(commitment.id(), ledger);
      }
    }
  }

  /** The books, which begin with the first day for which any source of the area is expected. */
  private Ledger ledger(
      Commitment commitment, String areaId, String source, Table<String, Ledger> ledgers) {
    Ledger ledger = ledgers.get(commitment.id());
    if (ledger != null) {
      return ledger;
    }
    int since = registry.getSource(source).since(); // of one that has no site in the area
    return Ledger.startingAt(
        registry.sourcesOf(areaId, commitment.stream(), commitment.scope()).stream()
            .mapToInt(each -> registry.getSource(each).since())
            .min()
            .orElse(since));
  }

  /** Before the first day for which a source is expected it has nothing to close. */
  private int closedThrough(Ledger ledger, String source) {
    Integer closed = ledger.closedThrough.get(source);
    return closed != null ? closed : registry.getSource(source).since() - 1;
  }

  private int inForceFrom(Commitment commitment, String areaId) {
    return Math.max(commitment.effectiveFrom(), registry.effectiveOn(areaId));
  }

  private boolean inForce(Commitment commitment, String areaId, int serviceDate) {
    return serviceDate >= inForceFrom(commitment, areaId);
  }

  private ServiceLevel atOnce(Outcome outcome, Commitment commitment, Ledger ledger) {
    double n = (double) outcome.total() / commitment.unitsPerSample();
    double good = (double) outcome.good() / commitment.unitsPerSample();
    double z = commitment.judging().zAtRisk();
    return new ServiceLevel(
        outcome.areaId(),
        commitment.id(),
        1,
        outcome.serviceDate(),
        outcome.good(),
        outcome.total(),
        commitment.objective(),
        Wilson.lower(good, n, z),
        Wilson.upper(good, n, z),
        ledger.cusum(outcome.serviceDate() - 1),
        Verdict.breached,
        outcome.hardRule(),
        0,
        0,
        1,
        outcome.lostByReason(),
        outcome.evidence(),
        outcome.knownMillis(),
        ledger.nextRevision(outcome.serviceDate()),
        commitment.version(),
        registry.version(),
        registry.calendar().version());
  }

  /** One closing, for one commitment. */
  private final class Closing {
    private final DayClose close;
    private final Commitment commitment;
    private final Ledger ledger;
    private final Consumer<ServiceLevel> levels;
    private final int inForceFrom;
    private final boolean known;

    Closing(DayClose close, Commitment commitment, Ledger ledger, Consumer<ServiceLevel> levels) {
      this.close = close;
      this.commitment = commitment;
      this.ledger = ledger;
      this.levels = levels;
      this.inForceFrom = inForceFrom(commitment, close.areaId());
      this.known = close.vouched() && !close.notPosted().contains(commitment.id());
    }

    void run(List<String> sources, int number) {
      int closedBefore = closedThrough(ledger, close.source());
      ledger.reach(close.throughDate());
      for (int date = close.fromDate(); date <= close.throughDate(); date++) {
        if (!known) {
          ledger.silent(date, number, true);
        } else if (date <= closedBefore) {
          ledger.spoke(close.source(), number, date);
        }
      }
      ledger.closedThrough.merge(close.source(), close.throughDate(), Math::max);
      if (known && close.fromDate() <= closedBefore && sources.size() == 1) {
        restate(closedBefore);
      }
      while (allClosed(sources, ledger.judgedThrough + 1)) {
        judge(ledger.judgedThrough + 1);
      }
    }

    private boolean allClosed(List<String> sources, int serviceDate) {
      for (String source : sources) {
        if (closedThrough(ledger, source) < serviceDate) {
          return false;
        }
      }
      return true;
    }

    /**
     * The area's only source was silent and has spoken of days that were judged without it. Where
     * there are several, this waits for the next day that all of them close: otherwise it would
     * depend on who was quicker.
     */
    private void restate(int closedBefore) {
      int through = Math.min(close.throughDate(), ledger.judgedThrough);
      revise(new TreeSet<>(ledger.book(closedBefore + 1, through, null).keySet()));
    }

    private void judge(int serviceDate) {
      ledger.reach(serviceDate);
      var changed = new TreeSet<>(ledger.book(serviceDate, serviceDate, null).keySet());
      changed.remove(serviceDate);
      revise(changed);
      ledger.judgedThrough = serviceDate;
      sumUp(serviceDate);
      publish(serviceDate, WINDOWS.length);
    }

    /** Publishes again what the changed days changed. */
    private void revise(TreeSet<Integer> changed) {
      if (changed.isEmpty()) {
        return;
      }
      int from = Math.max(changed.first(), ledger.judgedFrom);
      for (int date = from; date <= ledger.judgedThrough; date++) {
        double before = ledger.cusum(date);
        sumUp(date);
        Integer nearest = changed.floor(date);
        int distance = date - nearest;
        int windows = distance == 0 ? 3 : distance < 7 ? 2 : distance < JUDGED_WINDOW ? 1 : 0;
        if (windows > 0 || ledger.cusum(date) != before) {
          publish(date, Math.max(1, windows));
        }
      }
    }

    private void sumUp(int date) {
      double before = date - 1 >= inForceFrom ? ledger.cusum(date - 1) : 0;
      double perSample = commitment.unitsPerSample();
      ledger.setCusum(
          date,
          Cusum.next(
              before,
              ledger.good(date) / perSample,
              (ledger.total(date) - ledger.good(date)) / perSample,
              commitment.objective(),
              commitment.judging().cusumBreached()));
    }

    /** Publishes the longest windows that end with the day. */
    private void publish(int serviceDate, int howMany) {
      int revision = ledger.nextRevision(serviceDate);
      for (int i = WINDOWS.length - howMany; i < WINDOWS.length; i++) {
        levels.accept(level(serviceDate, WINDOWS[i], revision));
      }
    }

    private ServiceLevel level(int serviceDate, int windowDays, int revision) {
      int from = serviceDate - windowDays + 1;
      if (serviceDate >= inForceFrom) {
        from = Math.max(from, inForceFrom);
      }
      long good = 0;
      long total = 0;
      int vouched = 0;
      for (int date = from; date <= serviceDate; date++) {
        good += ledger.good(date);
        total += ledger.total(date);
        vouched += ledger.vouched(date) ? 1 : 0;
      }
      double perSample = commitment.unitsPerSample();
      double z = commitment.judging().zAtRisk();
      String hardRule = hardRule(serviceDate);
      boolean nothingDue = commitment.isDated() && total == 0 && ledger.vouched(serviceDate);
      var judgement =
          new Judgement(
              good / perSample,
              total / perSample,
              commitment.objective(),
              ledger.cusum(serviceDate),
              commitment.minSample28(),
              serviceDate >= inForceFrom && !nothingDue,
              ledger.vouched(serviceDate),
              (double) vouched / (serviceDate - from + 1),
              !hardRule.isEmpty());
      boolean judged = windowDays == JUDGED_WINDOW;
      boolean hard = !hardRule.isEmpty() && serviceDate >= inForceFrom;
      Map<String, Long> lost = ledger.lost(from, serviceDate);
      return new ServiceLevel(
          close.areaId(),
          commitment.id(),
          windowDays,
          serviceDate,
          good,
          total,
          commitment.objective(),
          Wilson.lower(good / perSample, total / perSample, z),
          Wilson.upper(good / perSample, total / perSample, z),
          ledger.cusum(serviceDate),
          judged ? judgement.verdict(commitment.judging()) : hard ? Verdict.breached : null,
          hardRule,
          judged ? judgement.unitsMissing() : 0,
          vouched,
          serviceDate - from + 1,
          lost,
          ledger.evidence(from, serviceDate),
          AreaMeters.closeMillis(serviceDate, catalogue.rules(close.stream())),
          revision,
          commitment.version(),
          registry.version(),
          registry.calendar().version());
    }

    private String hardRule(int serviceDate) {
      boolean outage =
          commitment.hardOnDayOutage()
              && ledger.vouched(serviceDate)
              && ledger.total(serviceDate) > 0
              && ledger.good(serviceDate) == 0;
      return outage || ledger.hardBroken(serviceDate) ? commitment.hardRule() : "";
    }
  }
}
