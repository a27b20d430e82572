package org.duixian.job;

import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.ReferenceRow;
import org.duixian.edge.ReferenceRows;
import org.duixian.event.RawRecord;

/**
 * Turns each record of the reference topic into the lines of the versions that it makes complete.
 * Keeps no state: the parts of a version are read again from the topic, so that a restart between
 * two of them loses nothing.
 */
final class ListReference extends ProcessFunction<RawRecord, ReferenceRow> {
  private static final long serialVersionUID = 1;

  private final KafkaAccess access;
  private transient ReferenceRows rows;

  ListReference(KafkaAccess access) {
    this.access = access;
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<ReferenceRow> out) {
    if (rows == null) { // few subtasks get a record at all
      rows = new ReferenceRows(access);
    }
    rows.readToEnd(out::collect);
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
    }
  }
}
