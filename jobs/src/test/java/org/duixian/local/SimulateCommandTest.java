package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {
  private static final String DEMO = Path.of("..", "schemas", "reference", "demo").toString();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path dir;

  @Test
  void writesOneFilePerTopicAndTellsHowManyEventsAndWhichStories() throws IOException {
    assertThat(simulate("--days", "2")).isZero();
    var halls = lines("events.hall.jsonl.gz");
    assertThat(halls).allMatch(line -> line.startsWith("{\"specversion\":\"1.0\""));
    assertThat(lines("events.clinic.jsonl.gz")).isNotEmpty();
    assertThat(lines("events.transport.jsonl.gz")).isNotEmpty();
    assertThat(out.toString())
        .contains(String.format(Locale.ROOT, "%,12d  events.hall", halls.size()))
        .contains("story: ADVICE_ONLY_HALL hall-f07 from 2020-04-27");
  }

  @Test
  void inventsACityWhenAnotherNumberOfAreasIsWanted() throws IOException {
    assertThat(simulate("--days", "3", "--areas", "12")).isZero();
    assertThat(Files.readString(dir.resolve("reference/areas.csv"))).contains("模拟乡12");
    assertThat(lines("events.hall.jsonl.gz")).anyMatch(line -> line.contains("/hall/f12\""));
  }

  @Test
  void namesTheOptionThatIsOutOfRange() {
    assertThat(simulate("--days", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("--days: must be 1 to 366, not 0");
    assertThat(simulate("--areas", "50001")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("--areas: must be 1 to 50000, not 50001");
  }

  @Test
  void namesTheOptionWhoseDatesTheCalendarDoesNotKnow() {
    assertThat(simulate("--from", "1999-01-01")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("--from").contains("1999-01-01");
  }

  @Test
  void namesTheReferenceThatCanNotBeRead() {
    var missing = dir.resolve("missing").toString();
    var status = command().execute("--out", dir.toString(), "--reference", missing);
    assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("--reference");
  }

  private int simulate(String... options) {
    var all = new ArrayList<>(List.of("--out", dir.toString(), "--reference", DEMO));
    all.addAll(List.of(options));
    return command().execute(all.toArray(String[]::new));
  }

  private CommandLine command() {
    return new CommandLine(new SimulateCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }

  private List<String> lines(String file) throws IOException {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(dir.resolve(file))),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
