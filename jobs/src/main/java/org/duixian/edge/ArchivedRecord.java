package org.duixian.edge;

import org.duixian.event.Origin;
import org.duixian.event.RawRecord;

/**
 * An event as it was archived.
 *
 * @param source who reports it
 * @param timeMillis when it happened, epoch milliseconds
 * @param raw the record as it arrived
 */
public record ArchivedRecord(String source, long timeMillis, RawRecord raw) {
  public Origin origin() {
    return new Origin(raw.topic(), raw.partition(), raw.offset());
  }
}
