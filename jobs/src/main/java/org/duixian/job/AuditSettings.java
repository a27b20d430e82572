package org.duixian.job;

import java.util.List;
import org.duixian.alert.AlertLink;
import org.duixian.calendar.ServiceDates;
import org.duixian.edge.ClickHouseAccess;
import org.duixian.edge.KafkaAccess;
import org.duixian.edge.PublishedRows.Window;
import org.duixian.event.EventTypes;

/**
 * The settings of AuditJob.
 *
 * @param kafka {@code --kafka host:port,…}, and {@code --kafka.NAME VALUE} for any client property:
 *     where rule books and what people did about alerts are published
 * @param eventTopics {@code --event-topics} as ServiceLevelJob has them: they tell how late it is
 * @param history {@code --clickhouse-url}, {@code -user}, {@code -password}
 * @param window {@code --from} and {@code --to}, service dates that are compared, and {@code
 *     --areas}, all if none is named
 * @param link {@code --link-base} as ServiceLevelJob has it: it is part of what an alert says
 * @param keep {@code --keep}: whether what differs is written to the table restatements
 */
record AuditSettings(
    KafkaAccess kafka,
    List<String> eventTopics,
    ClickHouseAccess history,
    Window window,
    AlertLink link,
    boolean keep) {

  /** Reads them all. Throws {@link WrongSetting}, which names the key. */
  static AuditSettings of(Options options) {
    String areas = options.text("areas", "");
    var settings =
        new AuditSettings(
            new KafkaAccess(options.text("kafka"), options.below("kafka.")),
            options.texts("event-topics", String.join(",", EventTypes.load().topics())),
            new ClickHouseAccess(
                HistorySettings.clickHouseUrl(options),
                options.text("clickhouse-user", "writer"),
                options.text("clickhouse-password", "")),
            new Window(
                date(options, "from"),
                date(options, "to"),
                areas.isEmpty() ? List.of() : options.texts("areas", areas)),
            ServiceLevelSettings.link(options.text("link-base", "")),
            options.yes("keep", true));
    if (settings.window.to() < settings.window.from()) {
      throw new WrongSetting("to", "is before --from");
    }
    options.refuseUnknown();
    return settings;
  }

  private static int date(Options options, String key) {
    try {
      return ServiceDates.parse(options.text(key));
    } catch (IllegalArgumentException e) {
      throw new WrongSetting(key, "must be a date such as 2020-05-01: " + e.getMessage());
    }
  }
}
