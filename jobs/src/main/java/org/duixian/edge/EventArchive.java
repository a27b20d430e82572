package org.duixian.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.duixian.event.Origin;

/** The events that ClickHouse keeps, to be taken in again. */
public final class EventArchive {
  private static final int ASKED_AT_ONCE = 1_000;
  private static final String COLUMNS =
      "topic, partition, offset, toUnixTimestamp64Milli(arrived_at), source,"
          + " toUnixTimestamp64Milli(assumeNotNull(time)), payload";

  /**
   * By arrival, and each partition in its own order even where arrival runs backwards. Sorted on
   * the server's disk where its memory does not suffice.
   */
  private static final String IN_ORDER =
      """
      SELECT %s
      FROM duixian.events FINAL
      WHERE decoded
      ORDER BY
          max(arrived_at) OVER (PARTITION BY topic, partition ORDER BY offset),
          topic, partition, offset
      SETTINGS max_bytes_before_external_sort = 1000000000"""
          .formatted(COLUMNS);

  private EventArchive() {}

  /**
   * What there is.
   *
   * @param nowMillis the server's clock
   * @param latestArrivalMillis the latest arrival, of a rejected record too; negative if there is
   *     none
   * @param events how many events there are
   * @param withoutText of how many of them the text is gone
   */
  public record Extent(long nowMillis, long latestArrivalMillis, long events, long withoutText) {}

  public static Extent extent(ClickHouseAccess access) throws SQLException {
    var found = new ArrayList<Extent>();
    access.forEachOfAll(
        """
        SELECT toUnixTimestamp64Milli(now64(3)),
            if(count() = 0, -1, toUnixTimestamp64Milli(max(arrived_at))),
            countIf(decoded), countIf(decoded AND payload = '')
        FROM duixian.events FINAL""",
        row ->
            found.add(new Extent(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4))));
    return found.get(0);
  }

  /** Every event. What was rejected in decoding is left out: it says nothing. */
  public static Source<ArchivedRecord, ?, ?> source(ClickHouseAccess access) {
    return access.source(IN_ORDER, EventArchive::read, TypeInformation.of(ArchivedRecord.class));
  }

  /** The events that stand at the given places. */
  public static List<ArchivedRecord> find(ClickHouseAccess access, Collection<Origin> origins)
      throws SQLException {
    var found = new ArrayList<ArchivedRecord>();
    var all = List.copyOf(origins);
    for (int from = 0; from < all.size(); from += ASKED_AT_ONCE) {
      String places =
          all.subList(from, Math.min(all.size(), from + ASKED_AT_ONCE)).stream()
              .map(
                  each ->
                      "(%s, %d, %d)"
                          .formatted(
                              ClickHouseTable.quoted(each.topic()),
                              each.partition(),
                              each.offset()))
              .collect(Collectors.joining(", "));
      access.forEachOfAll(
          "SELECT %s FROM duixian.events FINAL WHERE decoded AND (topic, partition, offset) IN (%s)"
              .formatted(COLUMNS, places),
          row -> found.add(read(row)));
    }
    return found;
  }

  private static ArchivedRecord read(ResultSet row) throws SQLException {
    return new ArchivedRecord(
        row.getString(1),
        row.getInt(2),
        row.getLong(3),
        row.getLong(4),
        row.getString(5),
        row.getLong(6),
        row.getString(7).getBytes(UTF_8));
  }
}
