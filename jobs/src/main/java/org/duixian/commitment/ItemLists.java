package org.duixian.commitment;

import java.util.ArrayList;
import java.util.List;
import org.duixian.calendar.ServiceDates;

/**
 * The lists of service items that a site published, as far as a day is still to be counted by them.
 * Of an item only a fingerprint is kept, whatever baseline it will be held against.
 */
public final class ItemLists {
  /** At most so many states. */
  static final int MAX_STATES = 8;

  private static final long STATE_MASK = MAX_STATES - 1;

  /** By the first day on which they count, one for each. */
  public List<Version> versions = new ArrayList<>();

  /**
   * @param countsFrom first service day on which it counts, days since 1970-01-01
   * @param publishedMillis when it was published
   * @param items fingerprints of the items, the lowest three bits of each the number of its state
   * @param reference the event that published it, as source#id
   */
  public record Version(int countsFrom, long publishedMillis, long[] items, String reference) {

    /** The service day on which it was published; one of midnight belongs to the day before. */
    int publishedOn() {
      return ServiceDates.serviceDate(publishedMillis - 1);
    }

    /** The number of an item's state, or −1 if it is not listed. */
    int state(String itemCode) {
      for (long item : items) {
        if (((item ^ Fingerprints.of(itemCode, "")) & ~STATE_MASK) == 0) {
          return (int) (item & STATE_MASK);
        }
      }
      return -1;
    }
  }

  static long item(String itemCode, int state) {
    return Fingerprints.of(itemCode, "") & ~STATE_MASK | state;
  }

  /** Takes in a list; one that was superseded before the oldest day to be counted is dropped. */
  void publish(Version published, int oldestDate) {
    boolean stale =
        versions.stream()
            .anyMatch(
                each ->
                    each.countsFrom == published.countsFrom
                        && each.publishedMillis > published.publishedMillis);
    if (stale) {
      return;
    }
    versions.removeIf(each -> each.countsFrom == published.countsFrom);
    int at = versions.size();
    while (at > 0 && versions.get(at - 1).countsFrom > published.countsFrom) {
      at--;
    }
    versions.add(at, published);
    Version oldest = inForce(oldestDate);
    versions.removeIf(each -> oldest != null && each.countsFrom < oldest.countsFrom);
  }

  /** The list by which a day is counted, or null if there is none. */
  Version inForce(int serviceDate) {
    Version inForce = null;
    for (Version each : versions) {
      inForce = each.countsFrom <= serviceDate ? each : inForce;
    }
    return inForce;
  }
}
