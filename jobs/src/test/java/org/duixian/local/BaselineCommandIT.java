package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.duixian.TestReference;
import org.duixian.area.Registry;
import org.duixian.calendar.ServiceDates;
import org.duixian.local.sim.Simulation;
import org.duixian.local.sim.SimulationSettings;
import org.duixian.local.sim.Story;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The weeks before the merger through a real broker and the job. */
final class BaselineCommandIT {
  private static final Path DEMO = TestReference.demoSince("2020-03-02");
  private static final int FROM = ServiceDates.parse("2020-03-02");
  private static final Set<String> SUPPLIES = Set.of("events.transport", "events.school");
  private static final String SIGNED = ",county-bureau,2020-04-27";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path dir;

  @Test
  void theDemoCitysBaselinesAreThoseOfItsEightWeeksBeforeTheMerger() throws IOException {
    Path events = suppliesOf(59);

    int status = propose(events);

    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString()).contains("148 条基线待审核 proposals").doesNotContain("不足");
    var reviewed =
        Files.readAllLines(DEMO.resolve("baselines.csv")).stream()
            .map(line -> line.endsWith(SIGNED) ? line.replace(SIGNED, ",,") : line)
            .toList();
    assertThat(Files.readAllLines(dir.resolve("proposed.csv"))).isEqualTo(reviewed);
  }

  @Test
  void whatWasMeasuredOverTooFewWeeksOrCouldNotBeCountedIsSaid() throws IOException {
    Path events = suppliesOf(14);
    var lines = new ArrayList<>(Files.readAllLines(events));
    lines.add(
        lines.stream()
            .filter(line -> line.contains("stop.visited"))
            .findFirst()
            .orElseThrow()
            .replaceFirst("\"route_id\":\"[^\"]*", "\"route_id\":\"unknown"));
    Files.write(events, lines);

    int status = propose(events);

    assertThat(status).isEqualTo(1);
    assertThat(out.toString()).contains("118 条不足8周").contains("1 条事件被拒收");
    assertThat(Files.readAllLines(dir.resolve("proposed.csv")))
        .hasSize(119)
        .contains("C14,f01,rest_day,34,trips,2020-03-02,2020-03-15,2,,");
  }

  private Path suppliesOf(int days) throws IOException {
    Path file = dir.resolve("events.jsonl");
    var registry = Registry.load(DEMO);
    var simulated =
        Simulation.of(registry, new SimulationSettings(1, FROM, days, Story.ofDemo(registry)))
            .events();
    try (var written = Files.newOutputStream(file)) {
      while (simulated.hasNext()) {
        var event = simulated.next();
        if (SUPPLIES.contains(event.topic())) {
          written.write(event.value());
          written.write('\n');
        }
      }
    }
    return file;
  }

  private int propose(Path events) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            List.of(
                    "baseline",
                    "--reference",
                    DEMO.toString(),
                    "--events",
                    events.toString(),
                    "--out",
                    dir.resolve("proposed.csv").toString())
                .toArray(String[]::new));
  }
}
