package org.duixian.job;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.duixian.edge.ClickHouseAccess;
import org.duixian.edge.ClickHouseSinks;
import org.duixian.edge.ClickHouseWriting;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.Reading;
import org.duixian.event.EventTypes;

/**
 * The settings of HistoryJob.
 *
 * @param kafka {@code --kafka host:port,…}, and {@code --kafka.NAME VALUE} for any client property
 * @param eventTopics {@code --event-topics}: where the sources report to
 * @param reading {@code --group}, {@code --from} earliest, latest or committed, {@code --bounded}
 *     true or false
 * @param store {@code --clickhouse-url}, {@code -user}, {@code -password} (without it the
 *     environment's {@code DUIXIAN_WRITER_PASSWORD}), {@code --batch-rows}, {@code --batch-every},
 *     {@code --retries}
 * @param checkpointEvery {@code --checkpoint-every}: at most so long is a row on its way
 */
record HistorySettings(
    KafkaAccess kafka,
    List<String> eventTopics,
    Reading reading,
    ClickHouseSinks store,
    Duration checkpointEvery) {
  private static final Pattern CLICKHOUSE_URL =
      Pattern.compile(
          "jdbc:clickhouse:https?://([\\w.-]+|\\[[\\p{XDigit}:.]+])(:\\d{1,5})?([/?]\\S*)?");

  /** Reads them all. Throws {@link WrongSetting}, which names the key. */
  static HistorySettings of(Options options) {
    var settings =
        new HistorySettings(
            new KafkaAccess(options.text("kafka"), options.below("kafka.")),
            options.texts("event-topics", String.join(",", EventTypes.load().topics())),
            new Reading(
                options.text("group", "duixian-history"),
                options.oneOf("from", Reading.From.earliest),
                options.yes("bounded", false)),
            new ClickHouseSinks(
                new ClickHouseAccess(
                    clickHouseUrl(options),
                    options.text("clickhouse-user", "writer"),
                    options.text(
                        "clickhouse-password",
                        System.getenv().getOrDefault("DUIXIAN_WRITER_PASSWORD", ""))),
                new ClickHouseWriting(
                    options.whole("batch-rows", 50_000, 1, 100_000),
                    options.duration("batch-every", "1s"),
                    options.whole("retries", 3, 0, 10))),
            options.duration("checkpoint-every", "10s"));
    options.refuseUnknown();
    return settings;
  }

  static String clickHouseUrl(Options options) {
    String key = "clickhouse-url";
    String url = options.text(key);
    if (!CLICKHOUSE_URL.matcher(url).matches()) {
      throw new WrongSetting(
          key, "must be such as jdbc:clickhouse:http://host:8123/duixian, not '" + url + "'");
    }
    return url;
  }
}
