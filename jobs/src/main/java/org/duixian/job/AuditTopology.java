package org.duixian.job;

import static org.apache.flink.api.common.eventtime.WatermarkStrategy.noWatermarks;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.duixian.alert.Alert;
import org.duixian.alert.AlertActions;
import org.duixian.alert.AlertLink;
import org.duixian.audit.Difference;
import org.duixian.audit.HistoryRow;
import org.duixian.commitment.Outcome;
import org.duixian.commitment.Rules;
import org.duixian.edge.ArchivedRecord;
import org.duixian.edge.KafkaEvents;
import org.duixian.edge.PublishedRows;
import org.duixian.edge.PublishedRows.Window;
import org.duixian.event.EventTypes;
import org.duixian.event.Origin;
import org.duixian.event.RawRecord;
import org.duixian.level.ServiceLevel;

/**
 * The archived events through the graph of ServiceLevelJob, and what comes out of it against what
 * was published.
 *
 * <pre>
 * archive ─► put in place ─► (ServiceLevelTopology) ─► outcomes, levels, alerts ─┐
 *                                  ⇢ too late                                keyBy unit
 * what was published ────────────────────────────────────────────────────────────┴─► compare ─► differences
 * </pre>
 */
public final class AuditTopology {
  private static final TypeInformation<HistoryRow> ROW = TypeInformation.of(HistoryRow.class);

  private AuditTopology() {}

  /**
   * What is read.
   *
   * @param late events to take in as though they had come in time
   * @param latestArrivalMillis how late it was when the audit began
   */
  record Inputs(
      Source<ArchivedRecord, ?, ?> archive,
      List<ArchivedRecord> late,
      long latestArrivalMillis,
      Source<HistoryRow, ?, ?> published,
      Window window) {}

  /** A difference, or where an event stands that came too late; the other one is null. */
  public record Finding(Difference difference, Origin late) {
    static Finding of(Difference difference) {
      return new Finding(difference, null);
    }

    static Finding of(Origin late) {
      return new Finding(null, late);
    }
  }

  static DataStream<Finding> build(
      StreamExecutionEnvironment env,
      Inputs in,
      EventTypes types,
      Rules books,
      AlertActions actions,
      AlertLink link) {
    var records =
        env.fromSource(in.archive, noWatermarks(), "archive")
            .setParallelism(1)
            .process(new PutInPlace(in.late))
            .returns(TypeInformation.of(RawRecord.class))
            .name("put in place")
            .setParallelism(1)
            .assignTimestampsAndWatermarks(KafkaEvents.byArrival())
            .setParallelism(1)
            // As from Kafka, what is in one partition stays in order.
            .partitionCustom(
                (of, subtasks) -> Math.floorMod(of.hashCode(), subtasks),
                record -> record.topic() + record.partition());
    var outputs =
        ServiceLevelTopology.build(records, types, books, actions, link, in.latestArrivalMillis);
    var known =
        outcomes(outputs.outcomes(), in.window)
            .union(
                levels(outputs.levels(), in.window),
                levels(outputs.gaps(), in.window),
                alerts(outputs.alerts(), in.window));
    var said = env.fromSource(in.published, noWatermarks(), "published").setParallelism(1);
    return said.connect(known)
        .keyBy(AuditTopology::unit, AuditTopology::unit)
        .process(new CompareWithPublished())
        .name("compare with published")
        .union(outputs.tooLate().map(Finding::of).returns(Finding.class).name("too late"));
  }

  private static String unit(HistoryRow row) {
    return row.table() + '|' + row.unit();
  }

  private static DataStream<HistoryRow> outcomes(DataStream<Outcome> outcomes, Window window) {
    return outcomes
        .filter(each -> window.holds(each.areaId(), each.serviceDate()))
        .map(PublishedRows::of)
        .returns(ROW)
        .name("outcomes");
  }

  private static DataStream<HistoryRow> levels(DataStream<ServiceLevel> levels, Window window) {
    return levels
        .filter(each -> window.holds(each.areaId(), each.serviceDate()))
        .map(PublishedRows::of)
        .returns(ROW)
        .name("levels");
  }

  private static DataStream<HistoryRow> alerts(DataStream<Alert> alerts, Window window) {
    return alerts
        .filter(each -> window.holds(each.areaId(), each.serviceDate()))
        .map(PublishedRows::of)
        .returns(ROW)
        .name("alerts");
  }
}
