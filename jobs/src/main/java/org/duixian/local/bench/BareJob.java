package org.duixian.local.bench;

import java.time.Duration;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.KafkaEvents;
import org.duixian.edge.KafkaRecords;
import org.duixian.edge.OutputTopic;
import org.duixian.edge.Reading;
import org.duixian.event.EventDecoder;
import org.duixian.event.EventTypes;
import org.duixian.event.Intake;
import org.duixian.event.RawRecord;
import org.duixian.local.Topics;

/**
 * The least that a Flink job over the events can do: decode, count per source and minute, publish
 * the counts exactly once. ServiceLevelJob is measured against it.
 */
final class BareJob {
  private BareJob() {}

  static void define(StreamExecutionEnvironment env, KafkaAccess kafka, String transactions) {
    env.enableCheckpointing(10_000);
    env.getConfig().enableObjectReuse();
    env.fromSource(
            KafkaEvents.source(
                kafka, Topics.EVENTS, new Reading("bare", Reading.From.earliest, true)),
            KafkaEvents.byArrival(),
            "events")
        .uid("events")
        .flatMap(new DecodeSource())
        .returns(Types.STRING)
        .uid("decode-source")
        .keyBy(source -> source)
        .window(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
        .aggregate(new Count(), new Label())
        .uid("count-per-minute")
        .sinkTo(KafkaRecords.sink(kafka, OutputTopic.INTAKE, transactions))
        .uid("publish-counts");
  }

  private static final class DecodeSource extends RichFlatMapFunction<RawRecord, String> {
    private static final long serialVersionUID = 1;
    private final EventTypes types = EventTypes.load();
    private transient EventDecoder decoder;

    @Override
    public void open(OpenContext context) {
      decoder = new EventDecoder(types);
    }

    @Override
    public void flatMap(RawRecord record, Collector<String> out) {
      decoder.decode(record, event -> out.collect(event.source()), rejected -> {});
    }
  }

  private static final class Count implements AggregateFunction<String, Long, Long> {
    private static final long serialVersionUID = 1;

    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(String source, Long count) {
      return count + 1;
    }

    @Override
    public Long getResult(Long count) {
      return count;
    }

    @Override
    public Long merge(Long one, Long other) {
      return one + other;
    }
  }

  private static final class Label extends ProcessWindowFunction<Long, Intake, String, TimeWindow> {
    private static final long serialVersionUID = 1;

    @Override
    public void process(
        String source, Context context, Iterable<Long> counts, Collector<Intake> out) {
      counts.forEach(
          n -> out.collect(new Intake(source, "", context.window().getStart(), n, 0, 0, 0)));
    }
  }
}
