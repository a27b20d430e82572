package org.duixian.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.duixian.alert.Alert;
import org.duixian.alert.Announced;
import org.duixian.alert.Announcement;
import org.duixian.alert.Announcing;
import org.duixian.area.Area;
import org.duixian.area.Level;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.Commitment;
import org.duixian.commitment.Role;
import org.duixian.edge.AlertmanagerAlert;
import org.duixian.edge.JsonRecords;
import org.duixian.event.EventTypes;
import org.duixian.local.alerting.AlertmanagerConfig;
import org.duixian.local.alerting.Messages;
import org.duixian.local.alerting.Messages.Message;
import org.duixian.local.alerting.Recipients;
import org.duixian.local.replay.UnusableInput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whom alerts reach: the configuration of Alertmanager, and who would get what. */
@Command(
    name = "alerts",
    mixinStandardHelpOptions = true,
    subcommands = {AlertsCommand.Render.class, AlertsCommand.Preview.class},
    description = "Says whom alerts reach; alerting/README.md explains the file. 预警发给谁。")
final class AlertsCommand implements Callable<Integer> {
  private static final Set<String> ROLES = Set.copyOf(Role.codes());

  /** The stream of alerts about sources. */
  private static final String OF_SOURCES = "ops";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }

  /** The recipients and what they are checked against. */
  static final class Given {
    @Mixin private Inputs inputs;

    @Option(
        names = "--recipients",
        required = true,
        paramLabel = "FILE",
        description = "Who is told, by role and county; alerting/recipients.yaml is a start.")
    private Path file;

    Recipients recipients() {
      return read(file, inputs.registry(), inputs.catalogue(EventTypes.load()));
    }

    Recipients recipientsOfAnyCity(Consumer<String> unknown) {
      Registry registry = inputs.registry();
      Catalogue catalogue = inputs.catalogue(EventTypes.load());
      return Recipients.readOfAnyCity(file, ROLES, counties(registry), streams(catalogue), unknown);
    }
  }

  static Recipients read(Path file, Registry registry, Catalogue catalogue) {
    return Recipients.read(file, ROLES, counties(registry), streams(catalogue));
  }

  private static Set<String> counties(Registry registry) {
    return registry.areas(Level.county).stream().map(Area::areaId).collect(toSet());
  }

  private static Set<String> streams(Catalogue catalogue) {
    var streams = new TreeSet<>(Set.of(OF_SOURCES));
    catalogue.all().stream().map(Commitment::stream).filter(Objects::nonNull).forEach(streams::add);
    return streams;
  }

  /**
   * Who is told what by these steps, each once: alert, severity, role, receiver and addresses.
   *
   * @param steps those of one alert in their order
   */
  static List<List<String>> told(List<Alert> steps, Recipients recipients) {
    var announcing = new Announcing(1, Long.MAX_VALUE);
    var states = new HashMap<String, Announced>();
    var told = new LinkedHashSet<List<String>>();
    for (Alert step : steps) {
      Announced state = states.computeIfAbsent(step.alertId(), id -> new Announced());
      announcing.on(step, state, step.atMillis());
      for (Announcement said : announcing.announcements(state)) {
        for (String receiver :
            recipients.receivers(AlertmanagerAlert.of(said, "", said.toldMillis()).labels())) {
          told.add(
              List.of(
                  step.alertId(),
                  said.severity(),
                  said.role(),
                  receiver,
                  recipients.addresses(receiver)));
        }
      }
    }
    return List.copyOf(told);
  }

  /** For which roles and streams nobody is named, by county: others are told instead. */
  static List<String> unnamed(List<Alert> steps, Recipients recipients) {
    var streams = new TreeMap<String, Set<String>>();
    for (Alert step : steps) {
      for (String role : step.recipients()) {
        var labels =
            AlertmanagerAlert.of(
                    new Announcement(step, role, step.severity(), 0, false), "", step.atMillis())
                .labels();
        if (!recipients.names(labels)) {
          streams
              .computeIfAbsent(labels.get("county") + ": " + role, any -> new TreeSet<>())
              .add(labels.getOrDefault("stream", "all streams"));
        }
      }
    }
    var unnamed = new ArrayList<String>();
    streams.forEach((who, of) -> unnamed.add(who + " (" + String.join(", ", of) + ")"));
    return unnamed;
  }

  /** How many messages each receiver would get a day, from the first day of these steps on. */
  static TextTable messages(List<Alert> steps, Recipients recipients) {
    var table =
        new TextTable(1, "收件方 receiver", "消息 messages", "每日中位数 median a day", "单日最多 most", "日期 on");
    int first = steps.stream().mapToInt(AlertsCommand::day).min().orElse(0);
    int last = steps.stream().mapToInt(AlertsCommand::day).max().orElse(0);
    var days = new TreeMap<String, int[]>();
    for (Message each : Messages.of(steps, recipients, ServiceDates.startMillis(last + 1) - 1)) {
      int day = ServiceDates.serviceDate(each.atMillis()) - first;
      days.computeIfAbsent(each.receiver(), receiver -> new int[last - first + 1])[day]++;
    }
    days.forEach(
        (receiver, counts) -> {
          int[] inOrder = counts.clone();
          Arrays.sort(inOrder);
          int most = inOrder[inOrder.length - 1];
          int on = 0;
          while (counts[on] < most) {
            on++;
          }
          table.row(
              receiver,
              Integer.toString(IntStream.of(counts).sum()),
              Integer.toString(inOrder[inOrder.length / 2]),
              Integer.toString(most),
              ServiceDates.format(first + on));
        });
    return table;
  }

  private static int day(Alert step) {
    return ServiceDates.serviceDate(step.atMillis());
  }

  /** Writes alertmanager.yml. */
  @Command(
      name = "render",
      mixinStandardHelpOptions = true,
      description = "Writes the configuration of Alertmanager. 生成 Alertmanager 配置。")
  static final class Render implements Callable<Integer> {
    @Mixin private Given given;

    @Option(
        names = "--templates",
        defaultValue = "templates/*.tmpl",
        paramLabel = "GLOB",
        description =
            "Where Alertmanager finds alerting/templates, relative to its configuration"
                + " (default: ${DEFAULT-VALUE}).")
    private String templates;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write.")
    private Path out;

    @Override
    public Integer call() {
      String config = new AlertmanagerConfig(given.recipients(), templates).yaml();
      try {
        Files.writeString(out, config);
        return 0;
      } catch (IOException e) {
        throw OutPath.refused(out, e);
      }
    }
  }

  /** Says who would be told of published alerts. */
  @Command(
      name = "preview",
      mixinStandardHelpOptions = true,
      description = "Prints who would be told of which alerts, and tells nobody. 预览,不发送。")
  static final class Preview implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private Given given;

    @Option(
        names = "--alerts",
        paramLabel = "FILE",
        description = "alerts.jsonl as ./duixian run writes it (default: standard input).")
    private Path alerts;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      PrintWriter err = spec.commandLine().getErr();
      Recipients recipients =
          given.recipientsOfAnyCity(
              unknown -> err.println(unknown + ": 这里无人因此收到 nobody is told by it here"));
      var table = new TextTable(5, "编号 alert", "级别", "角色 role", "收件方 receiver", "地址 address");
      var steps = steps();
      told(steps, recipients).forEach(row -> table.row(row.toArray(String[]::new)));
      table.print(out);
      out.println();
      messages(steps, recipients).print(out);
      out.flush();
      unnamed(steps, recipients)
          .forEach(
              each -> err.println(each + " 没有收件人,发给 others · has no recipient: others are told"));
      err.flush();
      return 0;
    }

    private List<Alert> steps() {
      var json = new JsonRecords<>(Alert.class);
      var steps = new ArrayList<Alert>();
      String name = alerts == null ? "standard input" : alerts.toString();
      try (var lines =
          alerts == null
              ? new BufferedReader(new InputStreamReader(System.in, UTF_8))
              : Files.newBufferedReader(alerts)) {
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          number++;
          if (!line.isBlank()) {
            steps.add(step(json, line, name + ":" + number));
          }
        }
      } catch (IOException e) {
        throw new UnusableInput("--alerts: cannot read " + name + ": " + e.getMessage());
      }
      steps.sort(Comparator.comparing(Alert::alertId).thenComparing(Alert::revision));
      return steps;
    }

    private static Alert step(JsonRecords<Alert> json, String line, String place) {
      try {
        Alert step = json.read(line.getBytes(UTF_8));
        if (step.alertId() != null && step.recipients() != null) {
          return step;
        }
      } catch (IOException e) {
        throw new UnusableInput(place + ": no alert: " + e.getMessage());
      }
      throw new UnusableInput(place + ": no alert: alert_id or recipients is missing");
    }
  }
}
