package org.duixian.commitment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.duixian.area.BaseTransfers;
import org.duixian.area.Months;
import org.duixian.calendar.ServiceDates;
import org.duixian.event.Event;

/**
 * Sets the money that a township was paid this year, up to the last month that is over, against
 * what its parts were paid in the same months of the base year, purpose by purpose: more for one
 * does not make up for less for another. Each service day says how things stand.
 */
public final class TransferMeter implements Meter {
  private static final long serialVersionUID = 1;
  private static final int MONTHS_REMEMBERED = 24;

  /** The books count thousands of yuan: fen would not fit. */
  private static final long UNIT_FEN = 100_000;

  private static final long MOST_UNITS = 1_000_000_000;

  private final String eventType;
  private final int month;
  private final int purpose;
  private final List<String> purposes;
  private final int fen;
  private final int[] subject;

  /**
   * @param month position of the month whose books the money stands in
   * @param purpose position of what it is for
   * @param purposes those that count, each also the reason why less was paid
   * @param fen position of the amount
   * @param subject positions of the fields that name a payment besides
   */
  TransferMeter(
      String eventType, int month, int purpose, List<String> purposes, int fen, int[] subject) {
    this.eventType = eventType;
    this.month = month;
    this.purpose = purpose;
    this.purposes = purposes;
    this.fen = fen;
    this.subject = IntStream.concat(IntStream.of(month, purpose), IntStream.of(subject)).toArray();
  }

  @Override
  public String kind() {
    return "transfer";
  }

  @Override
  public Set<String> eventTypes() {
    return new TreeSet<>(Set.of(eventType));
  }

  @Override
  public void on(Event event, Lane lane) {
    if (!purposes.contains(event.fields()[purpose])) {
      return;
    }
    int date = ServiceDates.serviceDate(event.timeMillis());
    String name = Subjects.of(event, subject);
    if (!lane.seen().firstOfDay(date, lane.commitment().id(), name)) {
      return; // told again under another id
    }
    var log = log(lane);
    int paidFor = Months.parse(event.fields()[month]);
    log.paid(
        event.fields()[purpose],
        paidFor,
        Long.parseLong(event.fields()[fen]),
        Lane.reference(event));
    for (TransferLog.Day day : List.copyOf(log.days)) {
      lane.onDay(
          day.serviceDate,
          TransferMeter.class,
          (meter, of) -> {
            if (paidFor <= period(day.serviceDate, of).last()) {
              meter.publish(log, day, event.arrivedMillis(), of);
            }
          });
    }
    lane.memory().transfers().put(lane.key(""), log);
  }

  private static TransferLog log(Lane lane) {
    var log = lane.memory().transfers().get(lane.key(""));
    return log != null ? log : TransferLog.of(lane.commitment().id(), lane.source());
  }

  /** The source has vouched for the whole day. */
  void dayEnded(int serviceDate, long knownMillis, Lane lane) {
    var log = log(lane);
    publish(log, log.day(serviceDate), knownMillis, lane);
    int lastMonth = period(serviceDate, lane).last();
    log.forgetBefore(serviceDate - AreaMeters.HORIZON_DAYS, lastMonth - MONTHS_REMEMBERED);
    lane.memory().transfers().put(lane.key(""), log);
  }

  /**
   * Whether it is known how a day stands for which the source vouched. Money may have been paid
   * unseen since the first month compared: more can't make what was seen less, so what is enough is
   * known to be.
   */
  boolean knownOf(int serviceDate, Lane lane) {
    var period = period(serviceDate, lane);
    if (period.first() > period.last()) {
      return true; // nothing is compared yet
    }
    var day = log(lane).day(serviceDate);
    long monthsBegin = ServiceDates.startMillis(Months.firstDay(period.first()));
    return day.good == day.total
        || !lane.clock()
            .isUnvouched(
                monthsBegin + 1, // what is vouched for from its first instant on is whole
                ServiceDates.startMillis(serviceDate + 1),
                lane.rules().graceMillis());
  }

  /** What was paid before its source was heard of it is neither known nor missed. */
  private static BaseTransfers.Period period(int serviceDate, Lane lane) {
    int promised = lane.books().promisedSince(lane.commitment().id(), serviceDate);
    return lane.registry()
        .baseTransfers()
        .periodAt(lane.areaId(), serviceDate)
        .wholeSince(Math.max(promised, lane.clock().startDate));
  }

  private void publish(TransferLog log, TransferLog.Day day, long knownMillis, Lane lane) {
    var period = period(day.serviceDate, lane);
    Map<String, Long> promised =
        lane.registry().baseTransfers().promised(lane.areaId(), period).orElse(Map.of());
    var lost = new HashMap<String, Long>();
    long total = 0;
    long good = 0;
    for (String each : purposes) {
      long base = promised.getOrDefault(each, 0L) / UNIT_FEN;
      long paid = Math.min(MOST_UNITS, log.fen(each, period.first(), period.last()) / UNIT_FEN);
      total += base;
      good += Math.min(base, paid);
      if (base != paid) {
        lost.put(each, base - paid);
      }
    }
    if (total == day.total && lost.equals(day.lost)) {
      return;
    }
    var outcome =
        lane.outcome(
            ServiceDates.format(day.serviceDate),
            "",
            day.serviceDate,
            good,
            total,
            lost,
            "",
            0,
            knownMillis,
            day.revision,
            List.copyOf(log.evidence));
    lane.output().change(new Change(outcome, day.good, day.total, day.lost, false));
    day.good = good;
    day.total = total;
    day.lost = lost;
    day.revision++;
  }
}
