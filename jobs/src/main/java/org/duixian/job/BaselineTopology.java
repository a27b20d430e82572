package org.duixian.job;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.duixian.area.AreaEvent;
import org.duixian.area.Baseline;
import org.duixian.area.Registry;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.RuleBooks;
import org.duixian.event.EventTypes;
import org.duixian.event.RawRecord;
import org.duixian.event.Rejected;

/**
 * From the records of before the merger to proposed baselines, by the meters of ServiceLevelJob.
 *
 * <pre>
 * records ─► decode and attribute ─keyBy area─► meter ─same key─► propose ─► baselines
 *              ⇢ rejected
 * </pre>
 */
public final class BaselineTopology {

  private BaselineTopology() {}

  /**
   * A proposal or a record that could not be counted; the other one is null.
   *
   * @param baseline what is proposed
   * @param rejected why a record concerns no known place
   */
  public record Finding(Baseline baseline, Rejected rejected) {}

  /** The proposals come when the input ends, in no order. */
  static DataStream<Finding> build(
      DataStream<RawRecord> records,
      EventTypes types,
      Registry registry,
      Catalogue catalogue,
      long latestArrivalMillis) {
    var books = RuleBooks.of(registry, catalogue);
    var attributed =
        records
            .filter(record -> !record.isTick())
            .process(new AttributeToArea(types, books))
            .returns(new AreaEventType())
            .name("decode and attribute to area");
    var metered =
        attributed
            .keyBy(AreaEvent::areaId)
            .process(new MeterOutcomes(books, types, latestArrivalMillis))
            .name("meter outcomes");
    var proposed =
        DataStreamUtils.reinterpretAsKeyedStream(metered, Metered::areaId, Types.STRING)
            .process(new ProposeBaselines(catalogue, registry))
            .name("propose baselines");
    return proposed
        .map(baseline -> new Finding(baseline, null))
        .returns(Finding.class)
        .union(
            attributed
                .getSideOutput(ServiceLevelTopology.REJECTED)
                .map(rejected -> new Finding(null, rejected))
                .returns(Finding.class));
  }
}
