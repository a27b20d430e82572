package org.duixian.edge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.connector.base.sink.writer.RequestBuffer;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;

/**
 * What waits to be said, of each alert only the latest: it holds no more than there are alerts, and
 * none that still fires can follow its own end. While it is paused it shows itself empty, so that
 * an Alertmanager that is down stops neither the checkpoints nor what the others are told.
 */
final class LatestAnnouncements implements RequestBuffer<AlertmanagerAlert> {
  private final Map<Map<String, String>, RequestEntryWrapper<AlertmanagerAlert>> waiting =
      new LinkedHashMap<>();
  private final LongSupplier clock;
  private volatile long pausedUntilMillis = Long.MIN_VALUE;
  private long bytes;

  LatestAnnouncements(LongSupplier clock) {
    this.clock = clock;
  }

  /** Shows nothing until then. */
  void pauseUntil(long millis) {
    pausedUntilMillis = millis;
  }

  /** An entry that comes back, {@code again}, is older than one that came in the meantime. */
  @Override
  public void add(RequestEntryWrapper<AlertmanagerAlert> entry, boolean again) {
    var labels = entry.getRequestEntry().labels();
    if (again && waiting.containsKey(labels)) {
      return;
    }
    var older = waiting.put(labels, entry);
    bytes += entry.getSize() - (older == null ? 0 : older.getSize());
  }

  @Override
  public RequestEntryWrapper<AlertmanagerAlert> poll() {
    var next = peek();
    if (next != null) {
      waiting.remove(next.getRequestEntry().labels());
      bytes -= next.getSize();
    }
    return next;
  }

  @Override
  public RequestEntryWrapper<AlertmanagerAlert> peek() {
    return isEmpty() ? null : waiting.values().iterator().next();
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public int size() {
    return clock.getAsLong() < pausedUntilMillis ? 0 : waiting.size();
  }

  @Override
  public long totalSizeInBytes() {
    return isEmpty() ? 0 : bytes;
  }

  @Override
  public Collection<RequestEntryWrapper<AlertmanagerAlert>> getBufferedState() {
    return new ArrayList<>(waiting.values());
  }
}
