package org.duixian.job;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.duixian.edge.KafkaEvents;
import org.duixian.edge.OutputTopic;
import org.duixian.edge.PublishedActions;
import org.duixian.edge.PublishedRules;
import org.duixian.event.EventTypes;

/** Computes from events how each promise is kept in each former township, and raises alerts. */
public final class ServiceLevelJob {

  private ServiceLevelJob() {}

  /** Runs on the cluster that submits it; the settings are those of ServiceLevelSettings. */
  public static void main(String[] arguments) throws Exception {
    var env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, Options.of(arguments));
    env.execute("service-levels");
  }

  /** Adds the job to an environment that somebody else executes. */
  public static void define(StreamExecutionEnvironment env, Options options) {
    var settings = ServiceLevelSettings.of(options);
    var types = EventTypes.load();
    JobEnvironment.prepare(env, settings.checkpointEvery());
    var records =
        env.fromSource(
                KafkaEvents.source(settings.kafka(), settings.eventTopics(), settings.reading()),
                KafkaEvents.byArrival(),
                "events")
            .uid("events");
    long latestArrivalMillis =
        settings.reading().bounded()
            ? KafkaEvents.latestArrivalMillis(settings.kafka(), settings.eventTopics())
            : MeterOutcomes.ENDLESS;
    var books = new PublishedRules(settings.kafka());
    if (!settings.reading().bounded()) {
      TellTime.in(env, settings.ticks(), settings.tickEvery(), books);
    }
    var outputs =
        ServiceLevelTopology.build(
            records,
            types,
            books,
            new PublishedActions(settings.kafka()),
            settings.link(),
            latestArrivalMillis);
    outputs
        .outcomes()
        .sinkTo(settings.sink(OutputTopic.OUTCOMES))
        .uid("publish-outcomes")
        .name("publish outcomes");
    outputs
        .levels()
        .sinkTo(settings.sink(OutputTopic.LEVELS))
        .uid("publish-levels")
        .name("publish levels");
    outputs.gaps().sinkTo(settings.gapSink()).uid("publish-gaps").name("publish gaps");
    outputs
        .alerts()
        .sinkTo(settings.sink(OutputTopic.ALERTS))
        .uid("publish-alerts")
        .name("publish alerts");
    outputs
        .rejected()
        .sinkTo(settings.sink(OutputTopic.REJECTED))
        .uid("publish-rejected")
        .name("publish rejected");
    outputs
        .intake()
        .sinkTo(settings.sink(OutputTopic.INTAKE))
        .uid("publish-intake")
        .name("publish intake");
  }
}
