package org.duixian.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import org.duixian.alert.Alert;
import org.duixian.alert.Notice;
import org.duixian.commitment.Outcome;
import org.duixian.event.ArchivedEvent;
import org.duixian.event.Heartbeat;
import org.duixian.event.Intake;
import org.duixian.event.Rejected;
import org.duixian.level.ServiceLevel;
import org.duixian.local.ClickHouseProcess;
import org.duixian.local.LibChdb;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is bound to an INSERT is what a real server gives back. */
final class ClickHouseTablesIT {
  private static final int ROWS = 300;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path dir;
  private static ClickHouseProcess server;
  private static ClickHouseAccess access;

  @BeforeAll
  static void startServer() throws Exception {
    server =
        ClickHouseProcess.start(dir, LibChdb.find(Path.of(System.getProperty("duixian.home"))));
    access = server.access();
    ClickHouseSchema.apply(access);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void applyingTheSchemaAgainChangesNothing() throws Exception {
    String columns = "SELECT * FROM system.columns WHERE database = 'duixian' ORDER BY table, name";
    String before = server.execute(columns);
    ClickHouseSchema.apply(access);
    assertThat(server.execute(columns)).isEqualTo(before);
  }

  @Test
  void outcomesRestAsTheyWerePublished() throws Exception {
    restAsPublished(ClickHouseTables.OUTCOMES, PublishedRecords.outcomes(), Outcome::subject);
  }

  @Test
  void levelsRestAsTheyWerePublished() throws Exception {
    restAsPublished(
        ClickHouseTables.SERVICE_LEVELS, PublishedRecords.levels(), ServiceLevel::areaId);
  }

  @Test
  void alertsRestAsTheyWerePublished() throws Exception {
    restAsPublished(ClickHouseTables.ALERTS, PublishedRecords.alerts(), Alert::alertId);
  }

  @Test
  void rejectedRecordsRestAsTheyWerePublished() throws Exception {
    restAsPublished(
        ClickHouseTables.REJECTED_EVENTS, PublishedRecords.rejections(), Rejected::offset);
  }

  @Test
  void intakeRestsAsItWasPublished() throws Exception {
    restAsPublished(ClickHouseTables.INTAKE, PublishedRecords.intakes(), Intake::source);
  }

  @Test
  void noticesRestAsTheyWerePublished() throws Exception {
    restAsPublished(ClickHouseTables.NOTICES, PublishedRecords.notices(), Notice::alertId);
  }

  @Test
  void referenceDataRestAsTheyWerePublished() throws Exception {
    restAsPublished(
        ClickHouseTables.REFERENCE, PublishedRecords.referenceRows(), ReferenceRow::line);
  }

  @Test
  void everyColumnSaysWhatItMeans() {
    assertThat(
            server.execute(
                """
                SELECT table, name FROM system.columns
                WHERE database = 'duixian' AND comment = ''
                  AND table IN (SELECT name FROM system.tables
                                WHERE database = 'duixian' AND engine LIKE '%MergeTree')"""))
        .isEmpty();
  }

  @Test
  void theTextOfAnOldEventGoesAndTheRestStays() {
    server.execute("TRUNCATE TABLE duixian.events");
    for (int months : new int[] {35, 37}) {
      server.execute(
          """
          INSERT INTO duixian.events (topic, offset, arrived_at, source, id, payload, stored_at)
          SELECT 't', %d, '2020-03-02 01:00:00', '/s', 'e', '{}', now() - INTERVAL %d MONTH"""
              .formatted(months, months));
    }
    server.execute("OPTIMIZE TABLE duixian.events FINAL");
    assertThat(server.execute("SELECT offset, payload, id FROM duixian.events ORDER BY offset"))
        .isEqualTo("35\t{}\te\n37\t\te");
  }

  @Test
  void eventsAndHeartbeatsRestAsTheyArrived() throws Exception {
    restAsPublished(
        ClickHouseTables.EVENTS, PublishedRecords.archivedEvents(), ArchivedEvent::offset);
    restAsPublished(ClickHouseTables.HEARTBEATS, PublishedRecords.heartbeats(), Heartbeat::id);
  }

  @Test
  void anInstantBeyondTheColumnBecomesItsLimit() throws Exception {
    var records = new ArrayList<Rejected>();
    for (long millis : new long[] {Long.MIN_VALUE, -1, 0, 1_583_110_800_123L, Long.MAX_VALUE}) {
      records.add(new Rejected("empty", "", "/limits", "t", 0, records.size(), millis, ""));
    }
    ClickHouseTables.REJECTED_EVENTS.insertAll(access, records, records.size());

    assertThat(
            server.execute(
                "SELECT arrived_at FROM duixian.rejected_events WHERE source = '/limits'"
                    + " ORDER BY offset"))
        .isEqualTo(
            """
            1900-01-01 00:00:00.000
            1969-12-31 23:59:59.999
            1970-01-01 00:00:00.000
            2020-03-02 01:00:00.123
            2299-12-31 23:59:59.999\
            """);
  }

  /** The JSON of what went in equals the JSON of the rows, but for names and units of instants. */
  private static <T> void restAsPublished(
      ClickHouseTable<T> table, Arbitrary<T> records, Function<T, Object> key) throws Exception {
    List<T> sent = records.list().ofSize(ROWS).uniqueElements(key).sample();
    server.execute("TRUNCATE TABLE duixian." + table.name());
    table.insertAll(access, sent, ROWS);
    var expected = new ArrayList<Map<String, Object>>();
    for (T record : sent) {
      expected.add(asRow(record));
    }
    var rows = new ArrayList<Map<String, Object>>();
    String columns = String.join(", ", table.columns());
    for (String line :
        server
            .execute(
                "SELECT "
                    + columns
                    + " FROM duixian."
                    + table.name()
                    + " FORMAT JSONEachRow"
                    + " SETTINGS date_time_output_format = 'unix_timestamp',"
                    + " output_format_json_quote_64bit_integers = 0")
            .split("\n")) {
      rows.add(plain(JSON.readTree(line)));
    }
    assertThat(expected.stream().filter(row -> !rows.contains(row)).limit(3)).isEmpty();
    assertThat(rows).hasSameSizeAs(expected);
  }

  private static <T> Map<String, Object> asRow(T record) throws Exception {
    @SuppressWarnings("unchecked")
    var json = new JsonRecords<>((Class<T>) record.getClass());
    var row = (ObjectNode) JSON.readTree(json.write(record));
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String name = SnakeCaseStrategy.INSTANCE.translate(component.getName());
      if (name.endsWith("_millis")) {
        long millis = row.remove(name).longValue();
        String column = ClickHouseTablesTest.column(component.getName());
        boolean absent = column.endsWith("due_at") && millis == 0;
        row.put(column, absent ? null : BigDecimal.valueOf(millis, 3).toString());
      }
    }
    if (record instanceof ServiceLevel level && level.verdict() == null) {
      row.put("verdict", "");
    }
    if (record instanceof Intake intake) {
      row.put("hour", Long.toString(intake.hourMillis() / 1000));
    }
    if (record instanceof ReferenceRow line) {
      row.put("applies_from", ClickHouseTable.dateText(line.appliesFrom()));
    }
    if (record instanceof ArchivedEvent event) {
      row.put("decoded", event.decoded() ? 1 : 0);
      if (!event.decoded()) {
        row.putNull("time").putNull("recorded_at");
      }
    }
    return plain(row);
  }

  /** The values as plain objects; 1.0 and 1 are the same number. */
  private static Map<String, Object> plain(JsonNode row) {
    var plain = new TreeMap<String, Object>();
    row.properties()
        .forEach(
            field ->
                plain.put(
                    field.getKey(),
                    field.getValue().isNumber()
                        ? field.getValue().decimalValue().stripTrailingZeros()
                        : field.getValue()));
    return plain;
  }
}
