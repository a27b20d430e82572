package org.duixian.local.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * The most heap that was in use just after a garbage collection: an upper bound of what is live.
 */
final class HeapAfterCollection implements AutoCloseable {
  private final AtomicLong most = new AtomicLong();
  private final NotificationListener listener = this::collected;

  HeapAfterCollection() {
    ManagementFactory.getGarbageCollectorMXBeans()
        .forEach(
            bean -> ((NotificationEmitter) bean).addNotificationListener(listener, null, null));
  }

  private void collected(Notification notification, Object nothing) {
    if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(
        notification.getType())) {
      var info = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
      long used =
          info.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
              .filter(pool -> pool.getKey().startsWith("G1"))
              .map(Map.Entry::getValue)
              .mapToLong(MemoryUsage::getUsed)
              .sum();
      most.accumulateAndGet(used, Math::max);
    }
  }

  long mostBytes() {
    return most.get();
  }

  @Override
  public void close() throws ListenerNotFoundException {
    for (var bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) bean).removeNotificationListener(listener);
    }
  }
}
