package org.duixian.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.duixian.area.Level;
import org.duixian.area.ReferenceException;
import org.duixian.area.Registry;
import org.duixian.local.sim.EventFiles;
import org.duixian.local.sim.Simulation;
import org.duixian.local.sim.SimulationSettings;
import org.duixian.local.sim.Story;
import org.duixian.local.sim.SyntheticCity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes simulated events to files, one per topic, as they would arrive. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = "Writes simulated events of an invented city to files, one per topic.")
final class SimulateCommand implements Callable<Integer> {
  private static final int MAX_DAYS = 366;

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write events.*.jsonl.gz; made if need be.")
  private Path out;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Decides everything that chance brings (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--areas",
      paramLabel = "N",
      description =
          "Number of former townships. Other than in the reference data: a city of that size is"
              + " invented and written to DIR/reference.")
  private Integer areas;

  @Option(
      names = "--days",
      defaultValue = "84",
      description = "Number of service days, 1 to " + MAX_DAYS + " (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--from",
      defaultValue = "2020-03-30",
      paramLabel = "DATE",
      description = "First service day (default: ${DEFAULT-VALUE}).")
  private LocalDate from;

  @Option(
      names = "--reference",
      defaultValue = "schemas/reference/demo",
      paramLabel = "DIR",
      description = "Reference data, of invented places (default: ${DEFAULT-VALUE}).")
  private Path reference;

  @Override
  public Integer call() {
    checkRange("--days", days, MAX_DAYS);
    if (areas != null) {
      checkRange("--areas", areas, SyntheticCity.MAX_FORMER_TOWNSHIPS);
    }
    var registry = registry();
    OutPath.requireDirectory(out);
    var stories =
        registry.city().equals(Story.DEMO_CITY)
            ? Story.ofDemo(registry)
            : Story.ofSyntheticCity(registry);
    var settings = new SimulationSettings(seed, Math.toIntExact(from.toEpochDay()), days, stories);
    var counts = written(simulation(registry, settings));
    var print = spec.commandLine().getOut();
    counts.forEach((topic, count) -> print.printf(Locale.ROOT, "%,12d  %s%n", count, topic));
    stories.forEach(story -> print.println("story: " + story));
    print.flush();
    return 0;
  }

  private SortedMap<String, Long> written(Simulation simulation) {
    try {
      return EventFiles.write(out, simulation.events());
    } catch (IOException e) {
      throw OutPath.refused(out, e);
    }
  }

  private Registry registry() {
    var registry = load(reference);
    if (areas == null || areas == registry.areas(Level.former_township).size()) {
      return registry;
    }
    var dir = out.resolve("reference");
    var firstDate = Math.toIntExact(from.toEpochDay());
    var mergerDate = firstDate + days * 2 / 3;
    try {
      SyntheticCity.write(dir, reference.resolve("calendar.csv"), areas, mergerDate, firstDate);
    } catch (IOException e) {
      throw OutPath.refused(dir, e);
    }
    return load(dir);
  }

  private Registry load(Path dir) {
    try {
      return Registry.load(dir);
    } catch (ReferenceException e) {
      throw invalid("--reference", e);
    }
  }

  private Simulation simulation(Registry registry, SimulationSettings settings) {
    try {
      return Simulation.of(registry, settings);
    } catch (IllegalArgumentException e) {
      throw invalid("--from, --days, --reference", e);
    }
  }

  private void checkRange(String option, int value, int max) {
    if (value < 1 || value > max) {
      throw new ParameterException(
          spec.commandLine(), option + ": must be 1 to " + max + ", not " + value);
    }
  }

  private ParameterException invalid(String options, RuntimeException cause) {
    return new ParameterException(spec.commandLine(), options + ": " + cause.getMessage(), cause);
  }
}
