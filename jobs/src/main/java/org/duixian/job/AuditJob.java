package org.duixian.job;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.duixian.audit.Difference;
import org.duixian.audit.Why;
import org.duixian.edge.ArchivedRecord;
import org.duixian.edge.EventArchive;
import org.duixian.edge.HistoryUnusable;
import org.duixian.edge.KafkaEvents;
import org.duixian.edge.PublishedActions;
import org.duixian.edge.PublishedRows;
import org.duixian.edge.PublishedRules;
import org.duixian.edge.Restatements;
import org.duixian.event.EventTypes;
import org.duixian.event.Origin;

/**
 * Judges again, from the archive, all that was ever judged, and tells where that is not what was
 * published. If events came too late to count, everything is judged once more with them in their
 * place: what that changes is restated.
 */
public final class AuditJob {
  /** More than these have one cause, which the first of them tell. */
  private static final int MAX_DIFFERENCES = 100_000;

  private final AuditSettings settings;
  private final Supplier<StreamExecutionEnvironment> cluster;
  private final EventTypes types = EventTypes.load();
  private final EventArchive.Extent extent;
  private final long latestArrivalMillis;
  private final Set<Origin> late = new HashSet<>();

  private AuditJob(
      AuditSettings settings,
      Supplier<StreamExecutionEnvironment> cluster,
      EventArchive.Extent extent) {
    this.settings = settings;
    this.cluster = cluster;
    this.extent = extent;
    // Where nothing arrives any more ticks tell that time has passed, and they are not archived.
    this.latestArrivalMillis =
        Math.max(
            extent.latestArrivalMillis(),
            KafkaEvents.latestArrivalMillis(settings.kafka(), settings.eventTopics()));
  }

  /**
   * What an audit found.
   *
   * @param differences by table, unit and revision; none if all is equal
   * @param complete false if there are more
   * @param events how many archived events were judged again
   * @param late how many of them had come too late to count
   */
  public record Found(List<Difference> differences, boolean complete, long events, long late) {}

  /** Runs on the cluster that submits it; the settings are those of AuditSettings. */
  public static void main(String[] arguments) throws Exception {
    run(StreamExecutionEnvironment::getExecutionEnvironment, Options.of(arguments));
  }

  /**
   * Runs on a cluster and returns when all has been compared.
   *
   * @param cluster gives an environment for each of the one or two runs that are needed
   */
  public static Found run(Supplier<StreamExecutionEnvironment> cluster, Options options)
      throws Exception {
    var settings = AuditSettings.of(options);
    if (settings.keep()) {
      Restatements.requireWritable(settings.history());
    }
    var extent = EventArchive.extent(settings.history());
    if (extent.withoutText() > 0) {
      throw new WrongSetting(
          "clickhouse-url",
          String.format(
              Locale.ROOT,
              "names an archive in which the text of %,d events is gone: they can't be judged again",
              extent.withoutText()));
    }
    return new AuditJob(settings, cluster, extent).run();
  }

  private Found run() throws Exception {
    var rules = new PublishedRules(settings.kafka());
    rules.open(); // without any, no job is worth starting
    rules.close();
    var differences = new LinkedHashMap<String, Difference>();
    differ(List.of()).forEach(each -> differences.put(each.key(), each));
    if (!late.isEmpty()) {
      differ(EventArchive.find(settings.history(), late))
          .forEach(each -> differences.putIfAbsent(each.key(), each.because(Why.late_events)));
    }
    var found =
        differences.values().stream()
            .sorted(
                Comparator.comparing(Difference::ofTable)
                    .thenComparing(Difference::unit)
                    .thenComparing(Difference::revision))
            .toList();
    if (settings.keep()) {
      Restatements.write(settings.history(), found, Clock.systemUTC().millis());
    }
    return new Found(found, found.size() < MAX_DIFFERENCES, extent.events(), late.size());
  }

  private List<Difference> differ(List<ArchivedRecord> inPlace) throws Exception {
    var env = cluster.get();
    JobEnvironment.prepareBounded(env);
    var in =
        new AuditTopology.Inputs(
            EventArchive.source(settings.history()),
            inPlace,
            latestArrivalMillis,
            PublishedRows.source(settings.history(), settings.window(), extent.nowMillis()),
            settings.window());
    var differences = new ArrayList<Difference>();
    try (var findings =
        AuditTopology.build(
                env,
                in,
                types,
                new PublishedRules(settings.kafka()),
                new PublishedActions(settings.kafka()),
                settings.link())
            .executeAndCollect("audit")) {
      while (differences.size() < MAX_DIFFERENCES && findings.hasNext()) {
        var finding = findings.next();
        if (finding.difference() != null) {
          differences.add(finding.difference());
        } else if (inPlace.isEmpty()) {
          late.add(finding.late());
        }
      }
    } catch (RuntimeException failed) {
      var unusable = HistoryUnusable.behind(failed, settings.history());
      if (unusable.isPresent()) {
        throw unusable.get();
      }
      throw failed;
    }
    return without(storedMeanwhile(), differences);
  }

  /** What was published while the events were judged again. */
  private Map<String, String> storedMeanwhile() throws SQLException {
    var rows = new HashMap<String, String>();
    PublishedRows.storedAfter(
        settings.history(),
        settings.window(),
        extent.nowMillis(),
        row -> rows.put(row.key(), row.json()));
    return rows;
  }

  private static List<Difference> without(Map<String, String> rows, List<Difference> differences) {
    return differences.stream()
        .filter(each -> each.known().isEmpty() || !each.known().equals(rows.get(each.key())))
        .toList();
  }
}
