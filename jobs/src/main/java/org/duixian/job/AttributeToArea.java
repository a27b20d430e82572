package org.duixian.job;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.duixian.area.AreaEvent;
import org.duixian.area.Attribution;
import org.duixian.event.EventDecoder;
import org.duixian.event.EventTypes;
import org.duixian.event.RawRecord;

/**
 * Decodes each record against its schema and sends it to the areas it concerns. What can't be
 * decoded, or concerns no known area, goes to {@code rejected} with the record as it came.
 */
final class AttributeToArea extends ProcessFunction<RawRecord, AreaEvent> {
  private static final long serialVersionUID = 1;

  private final EventTypes types;
  private final Attribution attribution;
  private transient EventDecoder decoder;

  AttributeToArea(EventTypes types, Attribution attribution) {
    this.types = types;
    this.attribution = attribution;
  }

  @Override
  public void open(OpenContext context) {
    decoder = new EventDecoder(types);
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<AreaEvent> out) {
    decoder.decode(
        record,
        event ->
            attribution.attribute(
                event,
                out::collect,
                (reason, detail) ->
                    context.output(
                        ServiceLevelTopology.REJECTED,
                        EventDecoder.refused(record, event.source(), reason, detail))),
        rejected -> context.output(ServiceLevelTopology.REJECTED, rejected));
  }
}
