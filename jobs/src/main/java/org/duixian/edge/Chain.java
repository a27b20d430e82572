package org.duixian.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.duixian.alert.Alert;
import org.duixian.audit.ChainCheck;
import org.duixian.audit.HistoryRow;
import org.duixian.audit.Link;
import org.duixian.calendar.ServiceDates;
import org.duixian.edge.PublishedRows.Window;
import org.duixian.level.ServiceLevel;

/**
 * The hash chains in ClickHouse: one per county, over every level and every step of an alert as it
 * stands in Kafka. Sealing reads what was published since the last time; a seal that was cut off is
 * made complete by the next, and of two at once one is refused.
 */
public final class Chain {
  private static final List<OutputTopic<?>> TOPICS =
      List.of(OutputTopic.LEVELS, OutputTopic.ALERTS);

  private final ClickHouseAccess access;

  public Chain(ClickHouseAccess access) {
    this.access = access;
  }

  /**
   * A link as it is stored.
   *
   * @param readMillis when the topics were read, by the server's clock
   * @param readTo how far, by topic-partition; only with the last link of a seal
   */
  record Stored(Link link, long readMillis, Map<String, Long> readTo) {}

  /** Where a county is published, and on which day at the earliest. */
  private record Place(String countyId, int date) {
    /** The day, or that of the county's last link if that is later. */
    int notBefore(Map<String, Link> heads) {
      Link head = heads.get(countyId);
      return head == null ? date : Math.max(date, head.date());
    }
  }

  /**
   * Links that are not stored yet.
   *
   * @param after the head of each county that they were made for
   */
  record Unstored(
      SortedMap<String, Link> after, List<Link> links, long readMillis, Map<String, Long> readTo) {}

  /**
   * Seals what was published since the last time and gives the new links, by county.
   *
   * @throws HistoryUnusable before anything is read if the user may not
   * @throws SealRefused if another seal was faster
   */
  public List<Link> seal(KafkaAccess kafka) throws SQLException {
    ClickHouseTables.CHAIN.requireInsertable(access);
    return store(unstored(kafka));
  }

  Unstored unstored(KafkaAccess kafka) throws SQLException {
    var heads = new TreeMap<String, Link>();
    var readTo = new HashMap<String, Long>();
    long[] completedMillis = {Long.MIN_VALUE};
    links(
        stored -> {
          heads.put(stored.link.countyId(), stored.link);
          if (!stored.readTo.isEmpty()) {
            completedMillis[0] = Math.max(completedMillis[0], stored.readMillis);
            stored.readTo.forEach((each, offset) -> readTo.merge(each, offset, Math::max));
          }
        });
    Set<String> cutOff = linesAfter(completedMillis[0]);
    long readMillis = access.nowMillis();
    var lines = new TreeMap<String, TreeMap<Integer, List<String>>>();
    try (var unsealed = new Unsealed(kafka)) {
      Map<String, Long> end =
          unsealed.read(
              readTo,
              (place, row) -> {
                String line = Link.line(row);
                if (!cutOff.contains(line)) {
                  lines
                      .computeIfAbsent(place.countyId, county -> new TreeMap<>())
                      .computeIfAbsent(place.notBefore(heads), day -> new ArrayList<>())
                      .add(line);
                }
              });
      return new Unstored(heads, linked(lines, new TreeMap<>(heads)), readMillis, end);
    }
  }

  /** What a seal that was cut off had sealed, after the last that was not. */
  private Set<String> linesAfter(long completedMillis) throws SQLException {
    var lines = new HashSet<String>();
    links(
        stored -> {
          if (stored.readMillis > completedMillis) {
            lines.addAll(stored.link.lines());
          }
        });
    return lines;
  }

  private static List<Link> linked(
      SortedMap<String, TreeMap<Integer, List<String>>> lines, Map<String, Link> heads) {
    var links = new ArrayList<Link>();
    lines.forEach(
        (countyId, days) ->
            days.forEach(
                (date, ofDay) -> {
                  Link head = heads.get(countyId);
                  int number = head == null ? 1 : head.number() + 1;
                  String previous = head == null ? Link.NONE : head.head();
                  var link = Link.of(countyId, number, date, previous, ofDay);
                  heads.put(countyId, link);
                  links.add(link);
                }));
    return links;
  }

  /**
   * Stores one link after the other, each only if the heads of all counties are still those that it
   * was made for: the server drops a second link for the same heads, whoever sends it.
   */
  List<Link> store(Unstored unstored) throws SQLException {
    var heads = new TreeMap<>(unstored.after);
    for (var rest = unstored.links.iterator(); rest.hasNext(); ) {
      Link link = rest.next();
      ClickHouseTables.CHAIN.insertOnce(
          access,
          new Stored(link, unstored.readMillis, rest.hasNext() ? Map.of() : unstored.readTo),
          heads.values().stream().map(Link::head).collect(Collectors.joining()));
      if (!isStored(link)) {
        throw new SealRefused(link);
      }
      heads.put(link.countyId(), link);
    }
    return unstored.links;
  }

  private boolean isStored(Link link) throws SQLException {
    var rows = new long[1];
    access.forEach(
        "SELECT count() FROM duixian.chain WHERE head = " + ClickHouseTable.quoted(link.head()),
        row -> rows[0] = row.getLong(1));
    return rows[0] > 0;
  }

  /**
   * Holds the chains against themselves, against the history and against heads that were noted.
   *
   * @param noted head by "county:number"
   */
  public ChainCheck check(Map<String, String> noted) throws SQLException {
    var check = new ChainCheck();
    var byNumber = new HashMap<String, Link>();
    long[] readMillis = {-1};
    links(
        stored -> {
          check.link(stored.link);
          byNumber.put(stored.link.countyId() + ':' + stored.link.number(), stored.link);
          readMillis[0] = Math.max(readMillis[0], stored.readMillis);
        });
    noted.forEach(
        (place, head) -> {
          int colon = place.lastIndexOf(':');
          check.noted(
              place.substring(0, colon),
              Integer.parseInt(place.substring(colon + 1)),
              head,
              byNumber.get(place));
        });
    PublishedRows.levelsAndAlerts(
        access, Window.ALL, readMillis[0], (row, later) -> check.row(row, later));
    return check;
  }

  /** All links, by county and number. */
  private void links(Consumer<Stored> out) throws SQLException {
    access.forEachOfAll(
        """
        SELECT county_id, number, toString(date), previous, head, arrayStringConcat(lines, '\\n'),
            toUnixTimestamp64Milli(read_at), toJSONString(read_to)
        FROM duixian.chain FINAL ORDER BY county_id, number
        SETTINGS output_format_json_quote_64bit_integers = 0""",
        row ->
            out.accept(
                new Stored(
                    new Link(
                        row.getString(1),
                        row.getInt(2),
                        ServiceDates.parse(row.getString(3)),
                        row.getString(4),
                        List.of(row.getString(6).split("\n")),
                        row.getString(5)),
                    row.getLong(7),
                    offsets(row.getString(8)))));
  }

  private static Map<String, Long> offsets(String json) {
    try {
      var offsets = new LinkedHashMap<String, Long>();
      PublishedRows.JSON
          .readTree(json)
          .properties()
          .forEach(each -> offsets.put(each.getKey(), each.getValue().asLong()));
      return offsets;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was published and is in no link yet. */
  private static final class Unsealed implements AutoCloseable {
    private final PublishedRules books;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final JsonRecords<ServiceLevel> levels = new JsonRecords<>(ServiceLevel.class);
    private final JsonRecords<Alert> alerts = new JsonRecords<>(Alert.class);
    private final Map<String, Integer> latestDate = new HashMap<>();

    /** Takes a row and where it is published. */
    interface Take {
      void row(Place place, HistoryRow row);
    }

    Unsealed(KafkaAccess kafka) {
      books = new PublishedRules(kafka);
      books.open();
      consumer = TopicEnd.consumer(kafka);
    }

    /** Reads from offsets on and gives those that it came to. */
    Map<String, Long> read(Map<String, Long> from, Take take) {
      var partitions = new ArrayList<TopicPartition>();
      for (var topic : TOPICS) {
        consumer
            .partitionsFor(topic.name())
            .forEach(each -> partitions.add(new TopicPartition(topic.name(), each.partition())));
      }
      consumer.assign(partitions);
      for (var partition : partitions) {
        Long offset = from.get(partition.toString());
        if (offset == null) {
          consumer.seekToBeginning(List.of(partition));
        } else {
          consumer.seek(partition, offset);
        }
      }
      TopicEnd.readTo(consumer, record -> take(record, take));
      var end = new TreeMap<String, Long>();
      partitions.forEach(each -> end.put(each.toString(), consumer.position(each)));
      return end;
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Take take) {
      try {
        if (record.topic().equals(OutputTopic.ALERTS.name())) {
          Alert alert = alerts.read(record.value());
          int date = date(record.topic() + alert.areaId(), alert.atMillis());
          take.row(new Place(alert.countyId(), date), PublishedRows.of(alert));
        } else {
          ServiceLevel level = levels.read(record.value());
          String county = books.on(level.serviceDate()).registry().countyOf(level.areaId());
          int date = date(record.topic() + level.areaId(), level.judgedMillis());
          take.row(new Place(county, date), PublishedRows.of(level));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(record.topic() + '@' + record.offset(), e);
      }
    }

    /** An area's days never run backwards: what is said late of an earlier one is said now. */
    private int date(String of, long millis) {
      return latestDate.merge(of, ServiceDates.serviceDate(millis), Math::max);
    }

    @Override
    public void close() {
      consumer.close();
      books.close();
    }
  }
}
