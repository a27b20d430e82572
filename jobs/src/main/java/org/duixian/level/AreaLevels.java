package org.duixian.level;

import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.duixian.area.Registry;
import org.duixian.area.Scope;
import org.duixian.area.Source;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.AreaMemory.Table;
import org.duixian.commitment.AreaMeters;
import org.duixian.commitment.Change;
import org.duixian.commitment.Commitment;
import org.duixian.commitment.DayClose;
import org.duixian.commitment.OpenUnits;
import org.duixian.commitment.Outcome;
import org.duixian.commitment.RuleBook;
import org.duixian.commitment.Rules;
import org.duixian.commitment.StreamRules;

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

  private final Rules books;
  private transient LedgerDays room;

  public AreaLevels(Rules books) {
    this.books = books;
  }

  /**
   * Takes in an outcome; a broken hard rule is told at once. An outcome can be for a day to come,
   * whose book is not known yet.
   */
  public void on(Change change, Table<String, Ledger> ledgers, LevelOutput levels) {
    Outcome outcome = change.outcome();
    int knownOn = ServiceDates.serviceDate(outcome.knownMillis());
    int date = Math.min(outcome.serviceDate(), knownOn);
    Commitment commitment = books.find(outcome.commitmentId(), date).orElse(null);
    if (commitment == null) {
      return; // not promised on that day
    }
    Ledger ledger = ledger(commitment, outcome.areaId(), outcome.source(), knownOn, ledgers);
    ledger.take(change, closedThrough(ledger, outcome.source(), books.on(knownOn)) + 1);
    boolean news = !outcome.hardRule().isEmpty() && !change.previouslyHard();
    RuleBook book = books.on(date);
    if (news
        && outcome.serviceDate() >= inForceFrom(commitment, outcome.areaId(), book.registry())
        && !book.registry().isExcepted(outcome.areaId(), commitment.id(), outcome.serviceDate())) {
      levels.level(atOnce(outcome, commitment, book.registry(), ledger), null, List.of());
    }
    ledgers.put(commitment.id(), ledger.atRest());
  }

  /** Takes in the closing of service days by one source. */
  public void on(DayClose close, Table<String, Ledger> ledgers, LevelOutput levels) {
    for (int from = close.fromDate(); from <= close.throughDate(); ) {
      RuleBook book = books.on(from);
      int through = from;
      while (through < close.throughDate() && books.on(through + 1) == book) {
        through++;
      }
      closed(close, from, through, book, ledgers, levels);
      from = through + 1;
    }
  }

  /** Days that have the same book. */
  private void closed(
      DayClose close,
      int from,
      int through,
      RuleBook book,
      Table<String, Ledger> ledgers,
      LevelOutput levels) {
    // None where the area only hears whether this source is silent.
    for (Scope scope : book.registry().scopes(close.source(), close.areaId())) {
      List<String> sources = sources(close.areaId(), close.stream(), scope, book);
      for (Commitment commitment : book.catalogue().ofStream(close.stream(), scope)) {
        Ledger ledger = ledger(commitment, close.areaId(), close.source(), from, ledgers);
        new Closing(close, book, commitment, sources, ledger, levels).run(from, through);
        ledgers.put(commitment.id(), ledger.atRest());
      }
    }
  }

  private static List<String> sources(String areaId, String stream, Scope scope, RuleBook book) {
    return book.registry().sourcesOf(areaId, stream, scope);
  }

  /**
   * The books, which begin with the first day for which any source of the area is expected, but not
   * before the commitment was promised.
   */
  private Ledger ledger(
      Commitment commitment,
      String areaId,
      String source,
      int date,
      Table<String, Ledger> ledgers) {
    room = room == null ? new LedgerDays() : room;
    Ledger ledger = ledgers.get(commitment.id());
    if (ledger != null) {
      return ledger.in(room);
    }
    RuleBook book = books.on(date);
    int since = since(source, book); // of one that has no site in the area
    int first =
        sources(areaId, commitment.stream(), commitment.scope(), book).stream()
            .mapToInt(each -> since(each, book))
            .min()
            .orElse(since);
    return Ledger.startingAt(Math.max(first, books.promisedSince(commitment.id(), date))).in(room);
  }

  private static int since(String source, RuleBook book) {
    return book.registry().findSource(source).map(Source::since).orElse(book.appliesFrom());
  }

  /** Before the first day for which a source is expected it has nothing to close. */
  private static int closedThrough(Ledger ledger, String source, RuleBook book) {
    return ledger.closedThrough(source).orElseGet(() -> since(source, book) - 1);
  }

  private static int inForceFrom(Commitment commitment, String areaId, Registry registry) {
    return Math.max(commitment.effectiveFrom(), registry.effectiveOn(areaId));
  }

  private static ServiceLevel atOnce(
      Outcome outcome, Commitment commitment, Registry registry, Ledger ledger) {
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
        0,
        null,
        null,
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
    private final String commitmentId;
    private final Ledger ledger;
    private final LevelOutput levels;
    private final boolean known;
    private RuleBook book;
    private Commitment commitment;
    private List<String> sources;
    private int inForceFrom;

    /**
     * @param book the book of the days that are closed
     * @param commitment the commitment as it stands in it
     * @param sources those that report it in the area by that book
     */
    Closing(
        DayClose close,
        RuleBook book,
        Commitment commitment,
        List<String> sources,
        Ledger ledger,
        LevelOutput levels) {
      this.close = close;
      this.book = book;
      this.commitment = commitment;
      this.commitmentId = commitment.id();
      this.sources = sources;
      this.inForceFrom = inForceFrom(commitment, close.areaId(), book.registry());
      this.ledger = ledger;
      this.levels = levels;
      this.known = close.vouched() && !close.notPosted().contains(commitment.id());
    }

    /**
     * From here on everything is by the book of a day. False if the book has no such commitment, or
     * no source that reports it here.
     */
    private boolean by(int serviceDate) {
      RuleBook its = books.on(serviceDate);
      if (its != book) {
        book = its;
        Commitment then = its.catalogue().find(commitmentId).orElse(null);
        boolean promised = then != null;
        commitment = promised ? then : commitment;
        sources =
            promised
                ? AreaLevels.sources(close.areaId(), close.stream(), then.scope(), its)
                : List.of();
        inForceFrom =
            promised ? inForceFrom(then, close.areaId(), its.registry()) : Integer.MAX_VALUE;
      }
      return !sources.isEmpty();
    }

    void run(int fromDate, int throughDate) {
      int number = sources.indexOf(close.source());
      int closedBefore = closedThrough(ledger, close.source(), book);
      List<String> noneDueAt = close.noneDueAt(commitmentId);
      for (int date = fromDate; date <= throughDate; date++) {
        if (!noneDueAt.isEmpty()) {
          ledger.noteNoneDue(date, noneDueAt);
        }
        if (!known) {
          ledger.silent(date, number, true);
          if (!close.vouched()) {
            ledger.silentSource(date, close.source());
          }
        } else if (date <= closedBefore) {
          ledger.spoke(close.source(), number, date);
        }
      }
      ledger.closed(close.source(), throughDate);
      OpenUnits open = close.open().get(commitmentId);
      if (open != null && throughDate == close.throughDate() && throughDate > closedBefore) {
        ledger.open(throughDate, open);
      }
      if (known && fromDate <= closedBefore && sources.size() == 1) {
        restate(closedBefore, throughDate);
      }
      judgeWhatIsClosed(throughDate);
    }

    private void judgeWhatIsClosed(int throughDate) {
      while (true) {
        int next = ledger.judgedThrough + 1;
        boolean judgedBefore = isJudged(next - 1);
        if (isJudged(next)) {
          if (!allClosed(next)) {
            return;
          }
          judge(next);
        } else if (judgedBefore) {
          end(next);
        } else if (next < throughDate) {
          ledger.judgedThrough = next;
          ledger.judgedFrom = next + 1;
        } else {
          return;
        }
      }
    }

    /** Whether anybody is expected to report the day. */
    private boolean isJudged(int serviceDate) {
      return by(serviceDate) && expected(serviceDate) > 0;
    }

    /** How many sources are expected to report the day. */
    private long expected(int serviceDate) {
      long expected = 0;
      for (String source : sources) {
        expected += since(source, book) <= serviceDate ? 1 : 0;
      }
      return expected;
    }

    private boolean allClosed(int serviceDate) {
      for (String source : sources) {
        if (closedThrough(ledger, source, book) < serviceDate) {
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
    private void restate(int closedBefore, int throughDate) {
      int through = Math.min(throughDate, ledger.judgedThrough);
      revise(new TreeSet<>(ledger.book(closedBefore + 1, through, null).keySet()));
    }

    private void judge(int serviceDate) {
      ledger.reach(serviceDate);
      var changed = new TreeSet<>(ledger.book(serviceDate, serviceDate, null).keySet());
      changed.remove(serviceDate);
      revise(changed);
      ledger.judgedThrough = serviceDate;
      sumUp(serviceDate);
      publish(
          serviceDate,
          WINDOWS.length,
          ledger.takeSilentSource(serviceDate),
          ledger.takeOpen(serviceDate, expected(serviceDate)),
          ledger.takeNoneDueAt(serviceDate));
    }

    /** The first day on which nobody judges any more: what was said last is not left standing. */
    private void end(int serviceDate) {
      ledger.silent(serviceDate, Integer.SIZE - 1, true);
      ledger.judgedThrough = serviceDate;
      sumUp(serviceDate);
      publish(serviceDate, WINDOWS.length, "", null, List.of());
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
          publish(date, Math.max(1, windows), null, null, List.of());
        }
      }
    }

    /** The CUSUM begins anew with the promise, and with each version of it. */
    private void sumUp(int date) {
      by(date);
      if (commitment.isSupply()) {
        return; // there is no sample to wait for
      }
      boolean goesOn = date - 1 >= inForceFrom && books.unchanged(commitmentId, date);
      double before = goesOn ? ledger.cusum(date - 1) : 0;
      double perSample = commitment.unitsPerSample();
      boolean counts = !excepted(date);
      ledger.setCusum(
          date,
          Cusum.next(
              before,
              counts ? ledger.good(date) / perSample : 0,
              counts ? (ledger.total(date) - ledger.good(date)) / perSample : 0,
              commitment.objective(),
              commitment.judging().cusumBreached()));
    }

    /** Publishes the longest windows that end with the day. */
    private void publish(
        int serviceDate, int howMany, String silentSource, OpenUnits open, List<String> noneDueAt) {
      by(serviceDate);
      int revision = ledger.nextRevision(serviceDate);
      for (int i = WINDOWS.length - howMany; i < WINDOWS.length; i++) {
        var level = level(serviceDate, WINDOWS[i], revision, open);
        levels.level(level, silentSource, noneDueAt);
      }
    }

    private ServiceLevel level(int serviceDate, int windowDays, int revision, OpenUnits open) {
      int from = commitment.isStanding() ? serviceDate : serviceDate - windowDays + 1;
      if (serviceDate >= inForceFrom) {
        from = Math.max(from, inForceFrom);
      }
      int vouched = 0;
      int excepted = 0;
      for (int date = from; date <= serviceDate; date++) {
        if (excepted(date)) {
          excepted++;
        } else {
          vouched += ledger.vouched(date) ? 1 : 0;
        }
      }
      WindowSum raw = sum(from, serviceDate, date -> true);
      IntPredicate counts = excepted == 0 ? date -> true : date -> !excepted(date);
      WindowSum sum = excepted == 0 ? raw : sum(from, serviceDate, counts);
      int expected = serviceDate - from + 1 - excepted;
      long good = sum.good();
      long total = sum.total();
      double perSample = commitment.unitsPerSample();
      double z = commitment.judging().zAtRisk();
      String hardRule = hardRule(serviceDate);
      boolean nothingDue = commitment.isDated() && raw.total() == 0 && ledger.vouched(serviceDate);
      var judgement =
          new Judgement(
              good / perSample,
              total / perSample,
              commitment.objective(),
              ledger.cusum(serviceDate),
              commitment.minSample28(),
              serviceDate >= inForceFrom && !nothingDue,
              ledger.vouched(serviceDate) || excepted(serviceDate),
              expected == 0 ? Double.NaN : (double) vouched / expected,
              !hardRule.isEmpty());
      boolean judged = windowDays == JUDGED_WINDOW;
      boolean hard = !hardRule.isEmpty() && serviceDate >= inForceFrom;
      boolean exact = commitment.isSupply();
      OpenUnits ofTheDay = windowDays == 1 ? open : null;
      return new ServiceLevel(
          close.areaId(),
          commitment.id(),
          windowDays,
          serviceDate,
          good,
          total,
          raw.good(),
          raw.total(),
          commitment.objective(),
          exact ? (double) good / total : Wilson.lower(good / perSample, total / perSample, z),
          exact ? (double) good / total : Wilson.upper(good / perSample, total / perSample, z),
          ledger.cusum(serviceDate),
          judged
              ? verdict(judgement, from, serviceDate, raw.total())
              : hard ? Verdict.breached : null,
          hardRule,
          judged ? judgement.unitsMissing() : 0,
          vouched,
          expected,
          excepted,
          ofTheDay == null ? null : ofTheDay.units(),
          ofTheDay == null ? null : ofTheDay.overdue(),
          sum.lost(),
          ledger.evidence(from, serviceDate, counts),
          AreaMeters.closeMillis(serviceDate, streamRules(serviceDate)),
          revision,
          commitment.version(),
          book.version(),
          book.registry().calendar().version());
    }

    /** Of the last book that has such a stream. */
    private StreamRules streamRules(int serviceDate) {
      var catalogue = book.catalogue();
      return catalogue.streams().contains(close.stream())
          ? catalogue.rules(close.stream())
          : books.on(serviceDate - 1).catalogue().rules(close.stream());
    }

    /** By the book of the day itself: an exception that is published later changes nothing. */
    private boolean excepted(int serviceDate) {
      return serviceDate >= inForceFrom
          && books.on(serviceDate).registry().isExcepted(close.areaId(), commitmentId, serviceDate);
    }

    private WindowSum sum(int from, int through, IntPredicate counts) {
      return commitment.isSupply()
          ? WindowSum.ofSupply(ledger, from, through, counts)
          : WindowSum.of(ledger, from, through, counts);
    }

    private Verdict verdict(Judgement judgement, int from, int through, long rawTotal) {
      boolean wholeWindow = through - from + 1 == JUDGED_WINDOW;
      boolean noneDue = wholeWindow && (rawTotal == 0 || ledger.noneDue(through));
      if (commitment.judging().warnIfNonePosted() && noneDue) {
        return judgement.ofNonePosted(commitment.judging());
      }
      return commitment.isSupply()
          ? judgement.ofSupply(
              commitment.judging(), daysCompared(from, through), everyDayHasBaseline(from, through))
          : judgement.verdict(commitment.judging());
    }

    private int daysCompared(int from, int through) {
      int days = 0;
      for (int date = from; date <= through; date++) {
        boolean compared =
            ledger.vouched(date)
                && !excepted(date)
                && commitment.compares(date, close.areaId(), books.on(date).registry());
        days += compared ? 1 : 0;
      }
      return days;
    }

    private boolean everyDayHasBaseline(int from, int through) {
      if (commitment.isDated()) {
        return true; // held to its plans
      }
      if (commitment.isStanding()) {
        var transfers = book.registry().baseTransfers();
        return transfers
            .promised(close.areaId(), transfers.periodAt(close.areaId(), through))
            .isPresent();
      }
      for (int date = Math.max(from, inForceFrom); date <= through; date++) {
        Registry registry = books.on(date).registry();
        if (commitment.compares(date, close.areaId(), registry)
            && !registry.baselines().covers(commitmentId, close.areaId(), date)) {
          return false;
        }
      }
      return true;
    }

    private String hardRule(int serviceDate) {
      if (excepted(serviceDate)) {
        return "";
      }
      boolean outage =
          commitment.hardOnDayOutage()
              && ledger.vouched(serviceDate)
              && ledger.total(serviceDate) > 0
              && ledger.good(serviceDate) == 0;
      return outage || ledger.hardBroken(serviceDate) ? commitment.hardRule() : "";
    }
  }
}
