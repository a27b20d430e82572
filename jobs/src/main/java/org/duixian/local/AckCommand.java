package org.duixian.local;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.duixian.alert.AlertAction;
import org.duixian.calendar.ServiceDates;
import org.duixian.edge.ActionWriter;
import org.duixian.local.replay.UnusableInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Acknowledges an alert. */
@Command(
    name = "ack",
    mixinStandardHelpOptions = true,
    description =
        "Acknowledges an alert: whoever was asked took it on. It takes effect when the next service"
            + " day is judged. 签收预警，自下一个服务日评定时起生效。")
final class AckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ALERT", description = "The alert's id, such as C05-f07-20200511.")
  private String alertId;

  @Option(
      names = "--by",
      required = true,
      paramLabel = "ROLE",
      description = "Who acknowledges it: a role such as site-lead, no name.")
  private String role;

  @Option(
      names = "--note",
      paramLabel = "TEXT",
      description =
          "What was found or will be done, at most 300 characters, no identity or telephone number.")
  private String note = "";

  @Mixin private KafkaOption kafka;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "When it was acknowledged, such as 2020-05-12T09:30:00+08:00; now if not given. For"
              + " alerts of a replayed history.")
  private String at;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    var action =
        new AlertAction(alertId, AlertAction.ACKNOWLEDGED, role, note, atMillis(Clock.systemUTC()));
    out.println("written to alert-actions: " + new ActionWriter(kafka.access()).write(action));
    out.printf(
        "it counts once the service day %s has been judged (--at says when it was acknowledged,"
            + " where time is not today's, as in the demo)%n",
        ServiceDates.format(ServiceDates.serviceDate(action.timeMillis())));
    out.flush();
    return 0;
  }

  private long atMillis(Clock clock) {
    if (at == null) {
      return clock.millis();
    }
    try {
      return OffsetDateTime.parse(at).toInstant().toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new UnusableInput("--at '" + at + "': is no instant like 2020-05-12T09:30:00+08:00");
    }
  }
}
