package org.duixian.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.duixian.event.ArchivedEvent;
import org.duixian.event.EventDecoder;
import org.duixian.event.EventTypes;
import org.duixian.event.Heartbeat;
import org.duixian.event.RawRecord;

/**
 * Turns every record of the event topics into what is kept of it, and heartbeats into their
 * statements besides. Keeps no state. Why a record was rejected is not told here: that is published
 * by ServiceLevelJob, which also rejects what cannot be attributed to an area.
 */
final class ArchiveEvents extends ProcessFunction<RawRecord, ArchivedEvent> {
  private static final long serialVersionUID = 1;

  static final OutputTag<Heartbeat> HEARTBEATS =
      new OutputTag<>("heartbeats", TypeInformation.of(Heartbeat.class));

  private final EventTypes types;
  private transient EventDecoder decoder;
  private transient Heartbeat.Reader heartbeats;

  ArchiveEvents(EventTypes types) {
    this.types = types;
  }

  @Override
  public void open(OpenContext context) {
    decoder = new EventDecoder(types);
    heartbeats = new Heartbeat.Reader(types);
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<ArchivedEvent> out) {
    decoder.decode(
        raw,
        event -> {
          out.collect(ArchivedEvent.of(event, new String(raw.value(), UTF_8)));
          if (event.type().equals(Heartbeat.TYPE)) {
            context.output(HEARTBEATS, heartbeats.read(event));
          }
        },
        rejected -> out.collect(ArchivedEvent.of(rejected)));
  }
}
