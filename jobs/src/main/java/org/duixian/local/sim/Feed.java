package org.duixian.local.sim;

import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.duixian.area.Source;
import org.duixian.calendar.ServiceDates;

/**
 * The messages of one source in the order in which they arrive, made one service day ahead.
 *
 * <p>An hourly heartbeat vouches for the time up to the full hour, or up to just before the oldest
 * event that is still to be sent. It states how many different events happened after the end of the
 * period before and up to the end of its own. Two heartbeats follow the last service day.
 */
final class Feed {
  private static final int CLOSING_HEARTBEATS = 2;

  private final String source;
  private final String topic;
  private final boolean sendsHeartbeats;
  private final List<Diary> diaries;
  private final Delivery delivery;
  private final Silence silence;
  private final SimulationSettings settings;
  private final long networkMillis;
  private final long heartbeatDelayMillis;

  private final PriorityQueue<Message> outbox =
      new PriorityQueue<>(
          Comparator.comparingLong(Message::readyMillis).thenComparingInt(Message::order));
  private final PriorityQueue<Long> sentNotVouched = new PriorityQueue<>();
  private int nextDate;
  private long nextHeartbeatHourMillis;
  private final long heartbeatsEndMillis;
  private long vouchedMillis;
  private long lastArrivalMillis;
  private int order;
  private Message head;

  Feed(Source source, List<Diary> diaries, Silence silence, SimulationSettings settings) {
    this.source = source.source();
    this.topic = "events." + source.stream();
    this.sendsHeartbeats = source.heartbeat();
    this.diaries = List.copyOf(diaries);
    this.delivery = Delivery.of(source.stream());
    this.silence = silence;
    this.settings = settings;
    this.networkMillis = 40L + Chance.trait(this.source, 900);
    this.heartbeatDelayMillis = 3_000L + Chance.trait(this.source, 40_000);
    this.nextDate = settings.from();
    this.vouchedMillis = ServiceDates.startMillis(settings.from());
    this.nextHeartbeatHourMillis = vouchedMillis + Timestamps.HOUR_MILLIS;
    this.heartbeatsEndMillis =
        ServiceDates.startMillis(settings.until()) + CLOSING_HEARTBEATS * Timestamps.HOUR_MILLIS;
    advance();
  }

  boolean isEmpty() {
    return head == null;
  }

  /** When the next message arrives; never before the one before it. */
  long nextArrivalMillis() {
    return Math.max(lastArrivalMillis, head.readyMillis() + networkMillis);
  }

  SimulatedEvent next() {
    if (head == null) {
      throw new NoSuchElementException(source);
    }
    var arrivedMillis = nextArrivalMillis();
    var event =
        new SimulatedEvent(topic, source, arrivedMillis, head.asCloudEvent(source, arrivedMillis));
    lastArrivalMillis = arrivedMillis;
    advance();
    return event;
  }

  private void advance() {
    var heartbeatMillis = heartbeatMillis();
    while (nextDate < settings.until()
        && Math.min(messageMillis(), heartbeatMillis) >= ServiceDates.startMillis(nextDate)) {
      writeDay(nextDate);
      nextDate++;
    }
    if (heartbeatMillis < messageMillis()) {
      head = heartbeat(heartbeatMillis);
      return;
    }
    head = outbox.poll();
    if (head != null && sendsHeartbeats && !head.resent()) {
      sentNotVouched.add(head.timeMillis());
    }
  }

  /** When the next message but for heartbeats is ready. */
  private long messageMillis() {
    return outbox.isEmpty() ? Long.MAX_VALUE : outbox.peek().readyMillis();
  }

  /** When the next heartbeat is ready; a silent source makes none. */
  private long heartbeatMillis() {
    while (silence.covers(nextHeartbeatHourMillis + heartbeatDelayMillis)) {
      nextHeartbeatHourMillis += Timestamps.HOUR_MILLIS;
    }
    return sendsHeartbeats && nextHeartbeatHourMillis < heartbeatsEndMillis
        ? nextHeartbeatHourMillis + heartbeatDelayMillis
        : Long.MAX_VALUE;
  }

  private void writeDay(int serviceDate) {
    var numbers = new int[1];
    var day = Timestamps.compact(serviceDate);
    for (var diary : diaries) {
      var chance = Chance.of(settings.seed(), diary.place(), serviceDate);
      diary.write(
          serviceDate,
          chance,
          (timeMillis, type, subject, villageCode, data) ->
              post(
                  timeMillis,
                  day + "-" + ++numbers[0],
                  type,
                  subject,
                  villageCode,
                  data.toString(),
                  chance));
    }
  }

  private void post(
      long timeMillis,
      String id,
      String type,
      String subject,
      String villageCode,
      String data,
      Chance chance) {
    var late = delivery.isLate(chance);
    var readyMillis = timeMillis + delivery.delayMillis(late, chance);
    var message =
        new Message(
            timeMillis,
            silence.sentMillis(readyMillis),
            order++,
            false,
            id,
            type,
            subject,
            villageCode,
            late ? "backfilled" : null,
            data);
    outbox.add(message);
    if (delivery.isResent(chance)) {
      var again = silence.sentMillis(readyMillis + delivery.resendDelayMillis(chance));
      outbox.add(message.resentAt(again, order++));
    }
  }

  private Message heartbeat(long readyMillis) {
    var periodEnd = Math.min(nextHeartbeatHourMillis, oldestUnsentMillis() - 1);
    var emitted = 0;
    while (!sentNotVouched.isEmpty() && sentNotVouched.peek() <= periodEnd) {
      sentNotVouched.poll();
      emitted++;
    }
    var data =
        new JsonObject()
            .with("source", source)
            .with("period_start", Timestamps.rfc3339(vouchedMillis))
            .with("period_end", Timestamps.rfc3339(periodEnd))
            .with("events_emitted", emitted);
    vouchedMillis = periodEnd;
    nextHeartbeatHourMillis += Timestamps.HOUR_MILLIS;
    return new Message(
        readyMillis,
        readyMillis,
        order++,
        false,
        "heartbeat-" + Timestamps.rfc3339(readyMillis),
        "ops.source.heartbeat",
        null,
        null,
        null,
        data.toString());
  }

  private long oldestUnsentMillis() {
    return outbox.stream()
        .filter(message -> !message.resent())
        .mapToLong(Message::timeMillis)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
