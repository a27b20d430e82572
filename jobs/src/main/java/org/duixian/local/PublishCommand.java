package org.duixian.local;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.duixian.calendar.ServiceDates;
import org.duixian.edge.ReferencePublisher;
import org.duixian.event.EventTypes;
import org.duixian.local.replay.UnusableInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes one version of reference data and commitments for the jobs. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description =
        "Publishes reference data and commitments as one version, which ServiceLevelJob goes by from"
            + " a service date on. 发布一版基础数据和承诺目录，自指定服务日起生效。")
final class PublishCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Inputs inputs;

  @Mixin private KafkaOption kafka;

  @Option(
      names = "--applies-from",
      required = true,
      paramLabel = "DATE",
      description = "First service date on which it holds, after today.")
  private String appliesFrom;

  @Option(
      names = "--history",
      description = "The date may lie in the past: only before any job has judged that day.")
  private boolean history;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    // The same problems as validate, in the same words, before anything is asked of Kafka.
    inputs.registry();
    inputs.catalogue(EventTypes.load());
    var published =
        new ReferencePublisher(kafka.access(), Clock.systemUTC())
            .publish(inputs.reference(), inputs.commitments(), date(), history);
    out.printf(
        published.news()
            ? "published: version %s, %d files, applies from %s%n"
            : "nothing to do: version %s with the same %d files is published and applies from %s%n",
        published.version(),
        published.files(),
        appliesFrom);
    out.flush();
    return 0;
  }

  private int date() {
    try {
      return ServiceDates.parse(appliesFrom);
    } catch (IllegalArgumentException e) {
      throw new UnusableInput("--applies-from: " + e.getMessage());
    }
  }
}
