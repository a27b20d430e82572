package org.duixian.job;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.duixian.commitment.Rules;
import org.duixian.edge.TickSink;

/**
 * Puts ticks into the event topics for as long as the job runs; apart from it, nobody needs them.
 * None before there are rules to go by: until then nothing says which city's time it is.
 */
final class TellTime {

  private TellTime() {}

  static void in(StreamExecutionEnvironment env, TickSink topics, Duration every, Rules books) {
    env.fromSource(
            new DataGeneratorSource<>(
                new Counting(books),
                Long.MAX_VALUE,
                RateLimiterStrategy.perSecond(1000.0 / every.toMillis()),
                Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "clock")
        .uid("clock")
        .setParallelism(1)
        .sinkTo(topics)
        .uid("publish-ticks")
        .name("publish ticks")
        .setParallelism(1);
  }

  private record Counting(Rules books) implements GeneratorFunction<Long, Long> {

    @Override
    public void open(SourceReaderContext context) {
      books.open();
    }

    @Override
    public Long map(Long tick) {
      return tick;
    }

    @Override
    public void close() {
      books.close();
    }
  }
}
