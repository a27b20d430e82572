package org.duixian.job;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.duixian.edge.ArchivedRecord;
import org.duixian.event.Origin;
import org.duixian.event.RawRecord;

/**
 * Gives events that came too late as though they had come in time: each before, and at the arrival
 * of, the first record of its source that tells of something later. All others stay where they are.
 */
final class PutInPlace extends ProcessFunction<ArchivedRecord, RawRecord> {
  private static final long serialVersionUID = 1;

  private final List<ArchivedRecord> late;
  private transient Map<String, Queue<ArchivedRecord>> waiting;
  private transient Set<Origin> places;

  PutInPlace(List<ArchivedRecord> late) {
    this.late = late;
  }

  @Override
  public void open(OpenContext context) {
    places =
        late.stream().map(ArchivedRecord::origin).collect(Collectors.toCollection(HashSet::new));
    waiting = new HashMap<>();
    late.stream()
        .sorted(
            Comparator.comparingLong(ArchivedRecord::timeMillis)
                .thenComparing(ArchivedRecord::topic)
                .thenComparing(ArchivedRecord::partition)
                .thenComparing(ArchivedRecord::offset))
        .forEach(
            each -> waiting.computeIfAbsent(each.source(), source -> new ArrayDeque<>()).add(each));
  }

  @Override
  public void processElement(ArchivedRecord record, Context context, Collector<RawRecord> out) {
    if (places.contains(record.origin())) {
      return;
    }
    Queue<ArchivedRecord> earlier = waiting.get(record.source());
    while (earlier != null
        && !earlier.isEmpty()
        && earlier.peek().timeMillis() < record.timeMillis()) {
      out.collect(earlier.poll().arrivedAt(record.arrivedMillis()));
    }
    out.collect(record.arrivedAt(record.arrivedMillis()));
  }
}
