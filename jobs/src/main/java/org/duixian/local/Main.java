package org.duixian.local;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.duixian.area.ReferenceException;
import org.duixian.commitment.CatalogueException;
import org.duixian.edge.ActionRefused;
import org.duixian.edge.HistoryUnusable;
import org.duixian.edge.PublishRefused;
import org.duixian.edge.SealRefused;
import org.duixian.edge.TopicUnusable;
import org.duixian.job.WrongSetting;
import org.duixian.local.bench.BenchCommand;
import org.duixian.local.replay.UnusableInput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line: each thing a person can do is a subcommand in a class of its own. */
@Command(
    name = "duixian",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      ValidateCommand.class,
      PublishCommand.class,
      AckCommand.class,
      AuditCommand.class,
      SealCommand.class,
      DigestCommand.class,
      ExportCommand.class,
      SimulateCommand.class,
      BaselineCommand.class,
      CommitmentsCommand.class,
      AlertsCommand.class,
      OpenSloCommand.class,
      BenchCommand.class
    },
    description =
        "Duixian 兑现: checks, per former township and from events, whether the promises of a"
            + " township merger are kept.")
public final class Main implements Callable<Integer> {
  private static final List<Class<? extends Exception>> MENDABLE =
      List.of(
          CannotStart.class,
          WrongSetting.class,
          PublishRefused.class,
          ActionRefused.class,
          UnusableInput.class,
          ReferenceException.class,
          SealRefused.class,
          TopicUnusable.class,
          CatalogueException.class,
          HistoryUnusable.class);

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              report(e, command.getErr());
              return command.getCommandSpec().exitCodeOnExecutionException();
            });
  }

  /** Without a subcommand there is nothing to do but to say which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }

  /** What a person can mend is said; anything else is a fault of the program, shown whole. */
  private static void report(Exception e, PrintWriter err) {
    if (isEnding()) {
      // Somebody ended the program: what was going on then fails, and that is no news.
    } else if (MENDABLE.stream().anyMatch(type -> type.isInstance(e))) {
      err.println("duixian: " + e.getMessage());
    } else {
      e.printStackTrace(err);
    }
  }

  private static boolean isEnding() {
    var hook = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException ending) {
      return true;
    }
  }

  /** The version of the jar that runs. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"duixian " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
