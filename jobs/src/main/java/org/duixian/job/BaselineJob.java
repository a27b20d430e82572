package org.duixian.job;

import java.util.ArrayList;
import java.util.Comparator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.duixian.area.Baseline;
import org.duixian.area.Baselines;
import org.duixian.area.DayTypes;
import org.duixian.area.Registry;
import org.duixian.commitment.Catalogue;
import org.duixian.edge.KafkaEvents;
import org.duixian.edge.Reading;
import org.duixian.event.EventTypes;

/**
 * Proposes, from the events of before the merger, to what each former township should be held. It
 * ends with what is there when it starts, and writes the file where it was called.
 */
public final class BaselineJob {

  private BaselineJob() {}

  /**
   * What was written and what could not be counted.
   *
   * @param tooFewWeeks how many of the proposals are refused for want of comparable weeks
   */
  public record Found(int proposals, int tooFewWeeks, long rejected) {}

  /** Runs on the cluster that submits it; the settings are those of BaselineSettings. */
  public static void main(String[] arguments) throws Exception {
    run(StreamExecutionEnvironment.getExecutionEnvironment(), Options.of(arguments));
  }

  /** Runs in an environment and returns when the file is written. */
  public static Found run(StreamExecutionEnvironment env, Options options) throws Exception {
    var settings = BaselineSettings.of(options);
    var types = EventTypes.load();
    var registry = Registry.load(settings.reference());
    var catalogue = Catalogue.load(settings.commitments(), types);
    JobEnvironment.prepareBounded(env);
    var topics =
        catalogue.ofSupply().stream().map(each -> "events." + each.stream()).distinct().toList();
    var records =
        env.fromSource(
            KafkaEvents.source(
                settings.kafka(),
                topics,
                new Reading(settings.group(), Reading.From.earliest, true)),
            KafkaEvents.byArrival(),
            "events");
    long latestArrivalMillis = KafkaEvents.latestArrivalMillis(settings.kafka(), topics);
    var baselines = new ArrayList<Baseline>();
    long rejected = 0;
    try (var findings =
        BaselineTopology.build(records, types, registry, catalogue, latestArrivalMillis)
            .executeAndCollect("baseline")) {
      while (findings.hasNext()) {
        var finding = findings.next();
        if (finding.baseline() == null) {
          rejected++;
        } else {
          baselines.add(finding.baseline());
        }
      }
    }
    baselines.sort(
        Comparator.comparing(Baseline::commitmentId)
            .thenComparing(Baseline::areaId)
            .thenComparing(each -> DayTypes.FAMILIES.indexOf(DayTypes.family(each.dayType())))
            .thenComparing(Baseline::from));
    Baselines.write(baselines, settings.out());
    int tooFew = (int) baselines.stream().filter(Baseline::hasTooFewWeeks).count();
    return new Found(baselines.size(), tooFew, rejected);
  }
}
