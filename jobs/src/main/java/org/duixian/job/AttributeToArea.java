package org.duixian.job;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.duixian.area.AreaEvent;
import org.duixian.area.Attribution;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.RuleBook;
import org.duixian.commitment.Rules;
import org.duixian.event.EventDecoder;
import org.duixian.event.EventTypes;
import org.duixian.event.RawRecord;
import org.duixian.event.Rejected;

/**
 * Decodes each record against its schema and sends it to the areas it concerns. What can't be
 * decoded, or concerns no known area, goes to {@code rejected} with the record as it came.
 */
final class AttributeToArea extends ProcessFunction<RawRecord, AreaEvent> {
  private static final long serialVersionUID = 1;

  /** The counter that deploy/prometheus/rules.yml asks for. */
  static final String REJECTED_RECORDS = "rejectedRecords";

  private final EventTypes types;
  private final Rules books;
  private transient EventDecoder decoder;
  private transient Map<RuleBook, Attribution> attributions;
  private transient Counter rejected;
  private transient RuleBook book;
  private transient Attribution attribution;

  AttributeToArea(EventTypes types, Rules books) {
    this.types = types;
    this.books = books;
  }

  @Override
  public void open(OpenContext context) {
    books.open();
    decoder = new EventDecoder(types);
    attributions = new HashMap<>();
    rejected = getRuntimeContext().getMetricGroup().counter(REJECTED_RECORDS);
  }

  @Override
  public void close() {
    books.close();
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<AreaEvent> out) {
    decoder.decode(
        record,
        event ->
            attribution(ServiceDates.serviceDate(event.timeMillis()))
                .attribute(
                    event,
                    out::collect,
                    (reason, detail) ->
                        reject(
                            EventDecoder.refused(record, event.source(), reason, detail), context)),
        refused -> reject(refused, context));
  }

  private void reject(Rejected refused, Context context) {
    rejected.inc();
    context.output(ServiceLevelTopology.REJECTED, refused);
  }

  /** By the book of the event's own service day. */
  private Attribution attribution(int serviceDate) {
    RuleBook its = books.on(serviceDate);
    if (its != book) {
      book = its;
      attribution =
          attributions.computeIfAbsent(its, each -> new Attribution(each.registry(), types));
    }
    return attribution;
  }
}
