package org.duixian.local;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.duixian.area.Level;
import org.duixian.area.ReferenceException;
import org.duixian.area.Registry;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.CatalogueException;
import org.duixian.event.EventTypes;
import org.duixian.local.replay.EventFiles;
import org.duixian.local.replay.Routing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says everything that is wrong with somebody's files, without starting anything. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description =
        "Checks reference data, commitments and events and names what is wrong."
            + " 检查自己的数据，指出每一处问题。")
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Inputs inputs;

  @Option(names = "--events", arity = "1..*", paramLabel = "PATH", description = Inputs.EVENTS)
  private List<Path> events = List.of();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    var types = EventTypes.load();
    Registry registry = checkReference(out);
    boolean sound = checkCommitments(types, registry, out) && registry != null;
    if (registry == null) {
      if (!events.isEmpty()) {
        out.println("events: not looked at, because the reference data cannot be used");
      }
    } else if (!events.isEmpty()) {
      var check = new EventCheck(registry, types);
      EventFiles.read(
          EventFiles.find(events),
          new Routing(registry, Topics.EVENTS, Clock.systemUTC()),
          check::take);
      check.print(out);
      sound &= check.rejected() == 0;
    }
    out.flush();
    return sound ? 0 : 1;
  }

  private Registry checkReference(PrintWriter out) {
    try {
      Registry registry = inputs.registry();
      out.printf(
          "reference: ok, %s, version %s: %d former townships, %d sources%n",
          registry.nameZh(),
          registry.version(),
          registry.areas(Level.former_township).size(),
          registry.sources().size());
      return registry;
    } catch (ReferenceException e) {
      out.printf("reference: %d problems in %s%n", e.problems().size(), inputs.reference());
      e.problems().forEach(problem -> out.println("  " + problem));
      return null;
    }
  }

  private boolean checkCommitments(EventTypes types, Registry registry, PrintWriter out) {
    try {
      Catalogue catalogue = inputs.catalogue(types);
      if (registry != null) {
        catalogue.requireRulesFor(registry);
      }
      out.printf("commitments: ok, %d%n", catalogue.all().size());
      return true;
    } catch (CatalogueException e) {
      out.println("commitments: problems in " + inputs.commitments());
      e.getMessage().lines().forEach(problem -> out.println("  " + problem));
      return false;
    }
  }
}
