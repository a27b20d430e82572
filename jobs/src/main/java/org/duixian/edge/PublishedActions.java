package org.duixian.edge;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.duixian.alert.AlertAction;
import org.duixian.alert.AlertActions;

/**
 * What people did about alerts, as it stands in Kafka. The topic is read to its end whenever
 * somebody asks for an instant later than any before: what was written up to an instant is never
 * missed by a judgement of that instant, at whatever speed the days go by.
 *
 * <p>Each operator has an instance of its own, used by one thread; all of a JVM share a reader.
 */
public final class PublishedActions implements AlertActions {
  private static final long serialVersionUID = 1;
  private static final Map<KafkaAccess, Reader> READERS = new HashMap<>();

  private final KafkaAccess access;
  private transient Reader reader;

  public PublishedActions(KafkaAccess access) {
    this.access = access;
  }

  @Override
  public void open() {
    synchronized (READERS) {
      reader = READERS.computeIfAbsent(access, Reader::new);
      reader.users++;
    }
  }

  @Override
  public void close() {
    if (reader == null) {
      return; // not opened
    }
    synchronized (READERS) {
      reader.users--;
      if (reader.users == 0) {
        READERS.remove(access);
        reader.close();
      }
    }
    reader = null;
  }

  @Override
  public Optional<AlertAction> acknowledgement(String alertId, long fromMillis, long untilMillis) {
    return reader.acknowledgement(alertId, fromMillis, untilMillis);
  }

  /** The one reader of a JVM. */
  private static final class Reader {
    private final ActionTopic topic;
    private long throughMillis = Long.MIN_VALUE;
    private int users;

    Reader(KafkaAccess access) {
      this.topic = new ActionTopic(access);
    }

    synchronized Optional<AlertAction> acknowledgement(
        String alertId, long fromMillis, long untilMillis) {
      if (untilMillis > throughMillis) {
        topic.readToEnd();
        throughMillis = untilMillis;
      }
      return topic.acknowledgement(alertId, fromMillis, untilMillis);
    }

    synchronized void close() {
      topic.close();
    }
  }
}
