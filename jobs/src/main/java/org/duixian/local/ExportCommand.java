package org.duixian.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.duixian.edge.AlertDossier;
import org.duixian.edge.ClickHouseAccess;
import org.duixian.local.replay.UnusableInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes all that the history knows of an alert into files that stand alone. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Writes the evidence of one alert as JSON, CSV and a page to read (index.html), with the"
            + " hashes of all files. 导出一条预警的证据包。")
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private HistoryOption history;

  @Option(
      names = "--alert",
      required = true,
      paramLabel = "ID",
      description = "The alert's id, such as C05-f07-20200511.")
  private String alertId;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; made if need be.")
  private Path dir;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    ClickHouseAccess access = history.access();
    var tables = AlertDossier.read(access, alertId);
    if (tables.get("steps").rows().isEmpty()) {
      throw new UnusableInput("--alert: the history has no alert " + alertId);
    }
    OutPath.requireDirectory(dir);
    try {
      new EvidencePack(alertId, tables, AlertDossier.words(access), Clock.systemUTC().instant())
          .write(dir);
    } catch (IOException e) {
      throw OutPath.refused(dir, e);
    }
    out.printf("证据包 evidence in %s%n", dir.resolve(EvidencePack.PAGE));
    out.flush();
    return 0;
  }
}
