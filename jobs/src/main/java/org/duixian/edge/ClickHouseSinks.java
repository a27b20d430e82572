package org.duixian.edge;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions.JdbcConnectionOptionsBuilder;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.duixian.alert.Alert;
import org.duixian.alert.Notice;
import org.duixian.commitment.Outcome;
import org.duixian.event.ArchivedEvent;
import org.duixian.event.Heartbeat;
import org.duixian.event.Intake;
import org.duixian.event.Rejected;
import org.duixian.level.ServiceLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of the history as Flink sinks, at least once: whatever a checkpoint covers is stored,
 * and what is stored twice has the same key, so the views show it once.
 *
 * @param access where the rows go
 * @param writing how they go
 */
public record ClickHouseSinks(ClickHouseAccess access, ClickHouseWriting writing) {

  public Sink<ArchivedEvent> events() {
    return into(ClickHouseTables.EVENTS, event -> event.payload().length());
  }

  public Sink<Heartbeat> heartbeats() {
    return into(ClickHouseTables.HEARTBEATS);
  }

  public Sink<Outcome> outcomes() {
    return into(ClickHouseTables.OUTCOMES);
  }

  public Sink<ServiceLevel> serviceLevels() {
    return into(ClickHouseTables.SERVICE_LEVELS);
  }

  public Sink<Alert> alerts() {
    return into(
        ClickHouseTables.ALERTS, alert -> alert.textZh().length() + alert.textEn().length());
  }

  public Sink<Rejected> rejectedEvents() {
    return into(
        ClickHouseTables.REJECTED_EVENTS,
        rejected -> rejected.payload().length() + rejected.detail().length());
  }

  public Sink<Intake> intake() {
    return into(ClickHouseTables.INTAKE);
  }

  public Sink<Notice> notices() {
    return into(ClickHouseTables.NOTICES);
  }

  public Sink<ReferenceRow> reference() {
    return into(ClickHouseTables.REFERENCE);
  }

  <T> Sink<T> into(ClickHouseTable<T> table) {
    return into(table, row -> 0);
  }

  private <T> Sink<T> into(ClickHouseTable<T> table, Weight<T> weight) {
    var connection =
        new JdbcConnectionOptionsBuilder()
            .withUrl(access.url())
            .withDriverName(ClickHouseAccess.DRIVER)
            .withUsername(access.user())
            .withPassword(access.password())
            .withConnectionCheckTimeoutSeconds(5);
    ClickHouseAccess.PROPERTIES.forEach(connection::withProperty);
    return new Inserting<>(
        JdbcSink.<T>builder()
            .withQueryStatement(table.insert(), table::bind)
            .withExecutionOptions(
                JdbcExecutionOptions.builder()
                    .withBatchSize(writing.batchRows())
                    .withBatchIntervalMs(writing.batchEvery().toMillis())
                    .withMaxRetries(writing.retries())
                    .build())
            .buildAtLeastOnce(connection.build()),
        weight);
  }

  /** How many characters a row brings beyond its short columns. */
  @FunctionalInterface
  private interface Weight<T> extends Serializable {
    int of(T row);
  }

  /** Only the writer of the JDBC sink: at-least-once needs neither its state nor its committer. */
  private record Inserting<T>(JdbcSink<T> jdbc, Weight<T> weight) implements Sink<T> {
    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
      return new CarefulWriter<>(jdbc.createWriter(context), weight);
    }
  }

  /**
   * Holds back what the JDBC writer would do to its TaskManager. It counts rows only, so large ones
   * could fill the memory: a batch that grows heavy goes early. And closing it sends what it still
   * holds; when the database is down, that throws out of the cancelling task and Flink ends the
   * whole process. What it holds then is not covered by a checkpoint and will be delivered again,
   * so closing has nothing to save.
   */
  private static final class CarefulWriter<T> implements SinkWriter<T> {
    private static final Logger LOG = LoggerFactory.getLogger(CarefulWriter.class);
    private static final long MAX_HELD_CHARS = 16L << 20;

    private final SinkWriter<T> jdbc;
    private final Weight<T> weight;
    private long heldChars;

    CarefulWriter(SinkWriter<T> jdbc, Weight<T> weight) {
      this.jdbc = jdbc;
      this.weight = weight;
    }

    @Override
    public void write(T record, Context context) throws IOException, InterruptedException {
      jdbc.write(record, context);
      heldChars += weight.of(record);
      if (heldChars > MAX_HELD_CHARS) {
        flush(false);
      }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      jdbc.flush(endOfInput);
      heldChars = 0;
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
      jdbc.writeWatermark(watermark);
    }

    @Override
    public void close() {
      // Having failed to send, the first call leaves the connection open; the second closes it.
      if (!closed()) {
        closed();
      }
    }

    private boolean closed() {
      try {
        jdbc.close();
        return true;
      } catch (Exception e) { // AutoCloseable declares no narrower type
        LOG.warn("Rows without a checkpoint were not stored; they will be delivered again", e);
        return false;
      }
    }
  }
}
