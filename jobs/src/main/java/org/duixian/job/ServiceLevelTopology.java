package org.duixian.job;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.util.OutputTag;
import org.duixian.alert.Alert;
import org.duixian.alert.AlertActions;
import org.duixian.alert.AlertLink;
import org.duixian.area.AreaEvent;
import org.duixian.commitment.Outcome;
import org.duixian.commitment.Rules;
import org.duixian.event.EventTypes;
import org.duixian.event.Intake;
import org.duixian.event.Origin;
import org.duixian.event.RawRecord;
import org.duixian.event.Rejected;
import org.duixian.level.SeatGap.Compared;
import org.duixian.level.ServiceLevel;

/**
 * From records to levels and alerts; one shuffle of events, by area. What is compared with the seat
 * of the successor is shuffled once more, one small record per level of 28 days.
 *
 * <pre>
 * records ─► decode and attribute ─keyBy area─► meter ─same key─► judge ─► levels
 *              ⇢ rejected                         ⇢ outcomes       ⇢ alerts
 *                                                 ⇢ intake         ⇢ ─keyBy former─► compare ─► gaps
 *                                                                                      ⇢ alerts
 * </pre>
 */
final class ServiceLevelTopology {
  static final OutputTag<Rejected> REJECTED =
      new OutputTag<>("rejected", TypeInformation.of(Rejected.class));
  static final OutputTag<Outcome> OUTCOMES =
      new OutputTag<>("outcomes", TypeInformation.of(Outcome.class));
  static final OutputTag<Alert> ALERTS = new OutputTag<>("alerts", TypeInformation.of(Alert.class));
  static final OutputTag<Compared> COMPARED =
      new OutputTag<>("compared", TypeInformation.of(Compared.class));
  static final OutputTag<Intake> INTAKE =
      new OutputTag<>("intake", TypeInformation.of(Intake.class));
  static final OutputTag<Origin> TOO_LATE =
      new OutputTag<>("too-late", TypeInformation.of(Origin.class));

  private ServiceLevelTopology() {}

  /** What the job publishes; and where what came too late to count stands, which the audit asks. */
  record Outputs(
      DataStream<Outcome> outcomes,
      DataStream<ServiceLevel> levels,
      DataStream<ServiceLevel> gaps,
      DataStream<Alert> alerts,
      DataStream<Rejected> rejected,
      DataStream<Intake> intake,
      DataStream<Origin> tooLate) {}

  /**
   * @param books which rule book holds on which service day
   * @param actions what people did about alerts
   * @param link where the evidence of an alert is shown
   * @param latestArrivalMillis the latest arrival among bounded records, or {@link
   *     MeterOutcomes#ENDLESS}
   */
  static Outputs build(
      DataStream<RawRecord> records,
      EventTypes types,
      Rules books,
      AlertActions actions,
      AlertLink link,
      long latestArrivalMillis) {
    var attributed =
        records
            .filter(record -> !record.isTick())
            .uid("leave-out-ticks")
            .name("leave out ticks")
            .process(new AttributeToArea(types, books))
            .returns(new AreaEventType())
            .uid("attribute-to-area")
            .name("decode and attribute to area");
    var metered =
        attributed
            .keyBy(AreaEvent::areaId)
            .process(new MeterOutcomes(books, types, latestArrivalMillis))
            .uid("meter-outcomes")
            .name("meter outcomes");
    var judged =
        DataStreamUtils.reinterpretAsKeyedStream(metered, Metered::areaId, Types.STRING)
            .process(new JudgeLevels(books, actions, link))
            .uid("judge-levels")
            .name("judge levels");
    var gaps =
        judged
            .getSideOutput(COMPARED)
            .keyBy(Compared::formerId)
            .process(new CompareWithSeat(books, actions, link))
            .uid("compare-with-seat")
            .name("compare with seat");
    return new Outputs(
        metered.getSideOutput(OUTCOMES),
        judged,
        gaps,
        judged.getSideOutput(ALERTS).union(gaps.getSideOutput(ALERTS)),
        attributed.getSideOutput(REJECTED),
        metered.getSideOutput(INTAKE),
        metered.getSideOutput(TOO_LATE));
  }
}
