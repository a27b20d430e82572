package org.duixian.job;

import static org.apache.flink.api.common.eventtime.WatermarkStrategy.noWatermarks;

import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.duixian.alert.Alert;
import org.duixian.alert.Notice;
import org.duixian.commitment.Outcome;
import org.duixian.edge.ClickHouseSinks;
import org.duixian.event.EventTypes;
import org.duixian.event.Intake;
import org.duixian.event.RawRecord;
import org.duixian.event.Rejected;
import org.duixian.level.ServiceLevel;

/**
 * Every topic into its table. There is no clock and no state but the offsets: lines that do not
 * touch, so that one that fails starts again without the others.
 *
 * <pre>
 * event topics ─► archive ─► events
 *                   ⇢ heartbeats
 * outcomes     ─► outcomes
 * levels       ─► service_levels
 * alerts       ─► alerts
 * rejected     ─► rejected_events
 * intake       ─► intake
 * notices      ─► notices
 * reference    ─► list ─► reference
 * </pre>
 */
final class HistoryTopology {

  private HistoryTopology() {}

  /** What is read. */
  record Inputs(
      Source<RawRecord, ?, ?> events,
      Source<Outcome, ?, ?> outcomes,
      Source<ServiceLevel, ?, ?> levels,
      Source<Alert, ?, ?> alerts,
      Source<Rejected, ?, ?> rejected,
      Source<Intake, ?, ?> intake,
      Source<Notice, ?, ?> notices,
      Source<RawRecord, ?, ?> reference,
      ListReference listing) {}

  static void build(
      StreamExecutionEnvironment env, EventTypes types, Inputs in, ClickHouseSinks store) {
    var archived =
        env.fromSource(in.events(), noWatermarks(), "read events")
            .uid("read-events")
            .filter(record -> !record.isTick())
            .uid("leave-out-ticks")
            .name("leave out ticks")
            .process(new ArchiveEvents(types))
            .uid("archive-events")
            .name("archive events");
    archived.sinkTo(store.events()).uid("store-events").name("store events");
    archived
        .getSideOutput(ArchiveEvents.HEARTBEATS)
        .sinkTo(store.heartbeats())
        .uid("store-heartbeats")
        .name("store heartbeats");

    env.fromSource(in.outcomes(), noWatermarks(), "read outcomes")
        .uid("read-outcomes")
        .sinkTo(store.outcomes())
        .uid("store-outcomes")
        .name("store outcomes");
    env.fromSource(in.levels(), noWatermarks(), "read levels")
        .uid("read-levels")
        .sinkTo(store.serviceLevels())
        .uid("store-levels")
        .name("store levels");
    env.fromSource(in.alerts(), noWatermarks(), "read alerts")
        .uid("read-alerts")
        .sinkTo(store.alerts())
        .uid("store-alerts")
        .name("store alerts");
    env.fromSource(in.rejected(), noWatermarks(), "read rejected")
        .uid("read-rejected")
        .sinkTo(store.rejectedEvents())
        .uid("store-rejected")
        .name("store rejected");
    env.fromSource(in.intake(), noWatermarks(), "read intake")
        .uid("read-intake")
        .sinkTo(store.intake())
        .uid("store-intake")
        .name("store intake");
    env.fromSource(in.notices(), noWatermarks(), "read notices")
        .uid("read-notices")
        .sinkTo(store.notices())
        .uid("store-notices")
        .name("store notices");
    env.fromSource(in.reference(), noWatermarks(), "read reference")
        .uid("read-reference")
        .process(in.listing())
        .uid("list-reference")
        .name("list reference")
        .sinkTo(store.reference())
        .uid("store-reference")
        .name("store reference");
  }
}
