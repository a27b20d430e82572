package org.duixian.level;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.duixian.area.Level;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.AreaMemory.Table;
import org.duixian.commitment.Commitment;
import org.duixian.commitment.GapMeter;
import org.duixian.commitment.RuleBook;
import org.duixian.commitment.Rules;
import org.duixian.level.SeatGap.Compared;
import org.duixian.level.SeatGap.Share;

/**
 * Sets the levels of a former township against those at the seat of its successor: an average over
 * the new township would hide the old one. A day is compared once every commitment has been judged
 * in both places, with what was said first; so the order in which the two are judged is of no
 * matter, and a later revision of one of them compares nothing again. Where a version ends a
 * comparison, its first day has a last word: what was said last is not left standing.
 */
public final class SeatGaps implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int WINDOW = 28;

  private final Rules books;
  private transient Sides sides;

  /** Who is compared with whom on a day: asked for each commitment of an area in turn. */
  private record Sides(
      Registry registry, String areaId, int serviceDate, boolean ownSeat, Set<String> formers) {
    static Sides of(String areaId, int serviceDate, Registry registry) {
      return new Sides(
          registry,
          areaId,
          serviceDate,
          seat(areaId, serviceDate, registry).isPresent(),
          formersSeatedAt(areaId, serviceDate, registry));
    }

    boolean isOf(String area, int date, Registry its) {
      return registry == its && serviceDate == date && areaId.equals(area);
    }
  }

  public SeatGaps(Rules books) {
    this.books = books;
  }

  /** Sends a level to every comparison in which it takes part, on either side. */
  public void send(ServiceLevel level, Consumer<Compared> to) {
    if (level.windowDays() != WINDOW) {
      return;
    }
    RuleBook book = books.on(level.serviceDate());
    RuleBook before = books.on(level.serviceDate() - 1);
    send(level, book, to);
    if (before != book) {
      send(level, before, compared -> sendLast(compared, to));
    }
  }

  /** What is compared by the book of the day before, and no longer by its own. */
  private void sendLast(Compared compared, Consumer<Compared> to) {
    boolean ends =
        books.on(compared.serviceDate() - 1).catalogue().gaps().stream()
            .anyMatch(gap -> !isCompared(gap.id(), compared.formerId(), compared.serviceDate()));
    if (compared.own() && ends) {
      to.accept(compared);
    }
  }

  private void send(ServiceLevel level, RuleBook book, Consumer<Compared> to) {
    Registry registry = book.registry();
    boolean compared =
        book.catalogue().gaps().stream().anyMatch(gap -> compares(gap, level.commitmentId()));
    boolean isFormer =
        registry
            .findArea(level.areaId()) // which may only come with the day's own book
            .filter(area -> area.level() == Level.former_township)
            .isPresent();
    if (!compared || !isFormer) {
      return;
    }
    double perSample = book.catalogue().get(level.commitmentId()).unitsPerSample();
    var share =
        new Share(
            level.good() / perSample,
            level.total() / perSample,
            level.verdict(),
            level.daysVouched(),
            level.daysExpected(),
            level.judgedMillis());
    if (sides == null || !sides.isOf(level.areaId(), level.serviceDate(), registry)) {
      sides = Sides.of(level.areaId(), level.serviceDate(), registry);
    }
    if (sides.ownSeat) {
      to.accept(of(level, level.areaId(), share));
    }
    sides.formers.forEach(former -> to.accept(of(level, former, share)));
  }

  private static Compared of(ServiceLevel level, String former, Share share) {
    boolean own = former.equals(level.areaId());
    return new Compared(former, own, level.commitmentId(), level.serviceDate(), share);
  }

  /** The former townships, other than itself, whose main successor has its seat in an area. */
  private static Set<String> formersSeatedAt(String areaId, int serviceDate, Registry registry) {
    if (!registry.isSeat(areaId)) {
      return Set.of();
    }
    var formers = new TreeSet<String>();
    for (String township : registry.successorsOf(areaId, serviceDate)) {
      formers.addAll(registry.formersOf(township));
    }
    formers.removeIf(each -> !areaId.equals(seat(each, serviceDate, registry).orElse("")));
    return formers;
  }

  private static boolean compares(Commitment gap, String commitmentId) {
    return ((GapMeter) gap.meter()).compared().contains(commitmentId);
  }

  /** Where the main successor has its seat, unless that is the former township itself. */
  private static Optional<String> seat(String formerId, int serviceDate, Registry registry) {
    var townships = registry.successorsOf(formerId, serviceDate);
    return townships.isEmpty()
        ? Optional.empty()
        : registry.seatOf(townships.get(0)).filter(seat -> !seat.equals(formerId));
  }

  /** Takes in one side of a comparison. */
  public void on(Compared compared, Table<String, SeatGap> states, Consumer<ServiceLevel> levels) {
    int date = compared.serviceDate();
    RuleBook book = books.on(date);
    for (Commitment gap : book.catalogue().gaps()) {
      if (date >= gap.effectiveFrom()
          && isCompared(gap.id(), compared.formerId(), date)
          && compares(gap, compared.commitmentId())
          && isExpected(compared.commitmentId(), compared.formerId(), date, book)) {
        SeatGap known = states.get(gap.id());
        SeatGap state = known == null ? new SeatGap() : known;
        take(compared, state);
        compareInOrder(gap.id(), compared.formerId(), state, levels);
        states.put(gap.id(), state);
      }
    }
    for (Commitment gap : books.on(date - 1).catalogue().gaps()) {
      SeatGap state = states.get(gap.id());
      boolean ends = state != null && !isCompared(gap.id(), compared.formerId(), date);
      if (ends && state.ownTold.getOrDefault(gap.id(), Integer.MIN_VALUE) < date) {
        state.ownTold.put(gap.id(), date);
        state.days.put(date, new SeatGap.Day());
        compareInOrder(gap.id(), compared.formerId(), state, levels);
        states.put(gap.id(), state);
      }
    }
  }

  private boolean isCompared(String gapId, String formerId, int serviceDate) {
    RuleBook book = books.on(serviceDate);
    return book.catalogue().find(gapId).isPresent()
        && seat(formerId, serviceDate, book.registry()).isPresent();
  }

  /** Day after day: one on which something is still to be judged keeps back those after it. */
  private void compareInOrder(
      String gapId, String formerId, SeatGap state, Consumer<ServiceLevel> levels) {
    while (!state.days.isEmpty()) {
      int date = Collections.min(state.days.keySet());
      if (!isCompared(gapId, formerId, date)) {
        state.days.remove(date);
        levels.accept(lastWord(gapId, formerId, date));
        continue;
      }
      RuleBook book = books.on(date);
      Commitment gap = book.catalogue().get(gapId);
      var expected = new ArrayList<String>();
      for (String each : ((GapMeter) gap.meter()).compared()) {
        if (isExpected(each, formerId, date, book)) {
          if (state.toldThrough(each) < date) {
            return;
          }
          expected.add(each);
        }
      }
      SeatGap.Day day = state.days.remove(date);
      if (day.own.keySet().containsAll(expected) && day.seat.keySet().containsAll(expected)) {
        levels.accept(level(gap, formerId, date, expected, day, book));
      }
    }
  }

  private static void take(Compared compared, SeatGap state) {
    var told = compared.own() ? state.ownTold : state.seatTold;
    int last = told.getOrDefault(compared.commitmentId(), Integer.MIN_VALUE);
    if (compared.serviceDate() <= last) {
      return; // a revision
    }
    told.put(compared.commitmentId(), compared.serviceDate());
    var day = state.days.computeIfAbsent(compared.serviceDate(), date -> new SeatGap.Day());
    (compared.own() ? day.own : day.seat).put(compared.commitmentId(), compared.share());
  }

  /** Whether both places have somebody to report it, who is expected to by then. */
  private static boolean isExpected(
      String commitmentId, String formerId, int serviceDate, RuleBook book) {
    Commitment commitment = book.catalogue().get(commitmentId);
    Registry registry = book.registry();
    String seat = seat(formerId, serviceDate, registry).orElseThrow();
    return isReported(commitment, formerId, serviceDate, registry)
        && isReported(commitment, seat, serviceDate, registry);
  }

  private static boolean isReported(
      Commitment commitment, String areaId, int serviceDate, Registry registry) {
    for (String source : registry.sourcesOf(areaId, commitment.stream(), commitment.scope())) {
      if (registry.getSource(source).since() <= serviceDate) {
        return true;
      }
    }
    return false;
  }

  private static ServiceLevel level(
      Commitment gap,
      String formerId,
      int serviceDate,
      List<String> expected,
      SeatGap.Day day,
      RuleBook book) {
    double most = ((GapMeter) gap.meter()).most();
    var lower = new TreeMap<String, Long>();
    boolean breached = false;
    boolean unknown = false;
    int compared = 0;
    int vouched = WINDOW;
    int days = 0;
    long judgedMillis = 0;
    for (String id : expected) {
      Share own = day.own.get(id);
      Share seat = day.seat.get(id);
      judgedMillis = Math.max(judgedMillis, Math.max(own.judgedMillis(), seat.judgedMillis()));
      unknown |= own.verdict() == Verdict.no_data || seat.verdict() == Verdict.no_data;
      int minSample = book.catalogue().get(id).minSample28();
      if (isComparable(own, minSample) && isComparable(seat, minSample)) {
        compared++;
        vouched = Math.min(vouched, Math.min(own.daysVouched(), seat.daysVouched()));
        days = Math.max(days, Math.max(own.daysExpected(), seat.daysExpected()));
        if (isLower(own, seat, gap.judging().zAtRisk(), most)) {
          lower.put(id, 1L);
          breached |= isLower(own, seat, gap.judging().zBreached(), most);
        }
      }
    }
    boolean slips = !lower.isEmpty();
    boolean enough = compared >= gap.minSample28();
    Verdict good = unknown ? Verdict.no_data : enough ? Verdict.met : Verdict.too_few;
    Verdict verdict = breached ? Verdict.breached : slips ? Verdict.at_risk : good;
    return new ServiceLevel(
        formerId,
        gap.id(),
        WINDOW,
        serviceDate,
        compared - lower.size(),
        compared,
        compared - lower.size(),
        compared,
        gap.objective(),
        Double.NaN,
        Double.NaN,
        0,
        verdict,
        "",
        Math.max(0, gap.minSample28() - compared),
        compared == 0 ? 0 : vouched,
        days,
        0,
        null,
        null,
        Collections.unmodifiableMap(lower),
        List.of(),
        judgedMillis,
        0,
        gap.version(),
        book.registry().version(),
        book.registry().calendar().version());
  }

  /** Whoever is quicker to tell that the day has come: it is said of the end of the day. */
  private ServiceLevel lastWord(String gapId, String formerId, int serviceDate) {
    RuleBook book = books.on(serviceDate);
    Commitment gap = books.on(serviceDate - 1).catalogue().get(gapId);
    return new ServiceLevel(
        formerId,
        gap.id(),
        WINDOW,
        serviceDate,
        0,
        0,
        0,
        0,
        gap.objective(),
        Double.NaN,
        Double.NaN,
        0,
        Verdict.not_in_force,
        "",
        0,
        0,
        0,
        0,
        null,
        null,
        Map.of(),
        List.of(),
        ServiceDates.startMillis(serviceDate + 1),
        0,
        gap.version(),
        book.registry().version(),
        book.registry().calendar().version());
  }

  private static boolean isComparable(Share share, int minSample) {
    return share.verdict() != Verdict.no_data
        && share.verdict() != Verdict.not_in_force
        && share.total() >= minSample;
  }

  /** Whether a share is lower than at the seat by more than is allowed, and not by chance. */
  private static boolean isLower(Share own, Share seat, double z, double most) {
    return Newcombe.upper(own.good(), own.total(), seat.good(), seat.total(), z) < -most;
  }
}
