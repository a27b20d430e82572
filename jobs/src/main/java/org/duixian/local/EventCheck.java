package org.duixian.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.duixian.area.Attribution;
import org.duixian.area.Registry;
import org.duixian.event.EventDecoder;
import org.duixian.event.EventTypes;
import org.duixian.event.RawRecord;
import org.duixian.local.replay.ReplayEvent;

/** Decodes and attributes events as the job does, and remembers which it would reject. */
final class EventCheck {
  private static final int SHOWN_PER_REASON = 20;

  private final EventDecoder decoder;
  private final Attribution attribution;
  private final Map<String, Long> accepted = new TreeMap<>();
  private final Map<String, Rejections> byReason = new TreeMap<>();
  private boolean refused;

  private static final class Rejections {
    private final List<String> first = new ArrayList<>();
    private long count;
  }

  EventCheck(Registry registry, EventTypes types) {
    decoder = new EventDecoder(types);
    attribution = new Attribution(registry, types);
  }

  void take(ReplayEvent line) {
    byte[] key = line.key() == null ? null : line.key().getBytes(UTF_8);
    var record =
        new RawRecord(line.topic(), 0, line.line(), line.arrivedMillis(), key, line.value());
    decoder.decode(
        record,
        event -> {
          refused = false;
          attribution.attribute(
              event,
              area -> {},
              (reason, detail) -> {
                refused = true;
                reject(line, reason.name(), detail);
              });
          if (!refused) {
            accepted.merge(event.type(), 1L, Long::sum);
          }
        },
        rejected -> reject(line, rejected.reason(), rejected.detail()));
  }

  /** How many lines would be rejected. */
  long rejected() {
    return byReason.values().stream().mapToLong(each -> each.count).sum();
  }

  void print(PrintWriter out) {
    long sound = accepted.values().stream().mapToLong(Long::longValue).sum();
    out.printf(Locale.ROOT, "events: %,d accepted, %,d rejected%n", sound, rejected());
    accepted.forEach((type, count) -> out.printf(Locale.ROOT, "  %,10d  %s%n", count, type));
    byReason.forEach(
        (reason, rejections) -> {
          out.printf(Locale.ROOT, "  %,10d  rejected: %s%n", rejections.count, reason);
          rejections.first.forEach(line -> out.println("              " + line));
          if (rejections.count > rejections.first.size()) {
            out.printf(
                Locale.ROOT,
                "              and %,d more%n",
                rejections.count - rejections.first.size());
          }
        });
  }

  private void reject(ReplayEvent line, String reason, String detail) {
    var rejections = byReason.computeIfAbsent(reason, r -> new Rejections());
    rejections.count++;
    if (rejections.first.size() < SHOWN_PER_REASON) {
      rejections.first.add("%s:%d: %s".formatted(line.file(), line.line(), detail));
    }
  }
}
