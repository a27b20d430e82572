package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.duixian.TestCity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ValidateCommandTest {
  private static final Path CITY = Path.of("..", "schemas", "examples", "small-city");
  private static final Path COMMITMENTS = Path.of("..", "schemas", "commitments");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path dir;

  @Test
  void theCityOfTheGuideIsSound() {
    int status = validate(CITY.resolve("reference"), COMMITMENTS, CITY.resolve("events.jsonl"));
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("reference: ok, 样市（模拟）, version sample-1")
        .contains("commitments: ok, " + TestCity.CATALOGUE.all().size())
        .contains("events: 36 accepted, 0 rejected")
        .contains("15  ops.source.heartbeat");
  }

  @Test
  void eachRejectedLineIsNamedAndOfManyTheFirstTwenty() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(CITY.resolve("events.jsonl")));
    lines.add(5, "not json");
    lines.add(lines.get(1).replace("0001", "0002").replace("stop-f1", "stop-f9"));
    for (int i = 0; i < 30; i++) {
      lines.add("{\"id\":" + i + "}");
    }
    Path events = Files.write(dir.resolve("events.jsonl"), lines);
    assertThat(validate(CITY.resolve("reference"), COMMITMENTS, events)).isEqualTo(1);
    assertThat(out.toString())
        .contains("events: 36 accepted, 32 rejected")
        .contains(events + ":6: not JSON at byte ")
        .contains("1  rejected: unknown_site")
        .contains(events + ":38: data.trips: not registered: stop-f9")
        .contains("30  rejected: wrong_type")
        .contains(events + ":58: ")
        .doesNotContain(events + ":59: ")
        .contains("and 10 more");
  }

  @Test
  void everyProblemOfReferenceAndCommitmentsIsNamedAtOnce() throws IOException {
    Path reference = copy(CITY.resolve("reference"), dir.resolve("reference"));
    replace(reference.resolve("areas.csv"), "former_township", "former_town");
    Path commitments = copy(COMMITMENTS, dir.resolve("commitments"));
    replace(commitments.resolve("C05.yaml"), "hall.ticket.called", "hall.ticket.shouted");
    int status = validate(reference, commitments, CITY.resolve("events.jsonl"));
    assertThat(status).isEqualTo(1);
    assertThat(out.toString())
        .contains("areas.csv:4:")
        .contains("'former_town'")
        .contains("C05.yaml")
        .contains("hall.ticket.shouted")
        .contains("events: not looked at");
  }

  @Test
  void aSourceWhoseStreamHasNoTimeRulesIsAProblemOfTheCommitments() throws IOException {
    Path reference = copy(CITY.resolve("reference"), dir.resolve("reference"));
    Path sources = reference.resolve("sources.csv");
    Files.writeString(
        sources, Files.readString(sources) + "/sample/works,works,工程系统,c1,yes,2020-03-02\n");
    Path commitments = copy(COMMITMENTS, dir.resolve("commitments"));
    Path streams = commitments.resolve("streams.yaml");
    Files.writeString(streams, Files.readString(streams).replaceFirst("(?m)^works:.*\n", ""));
    Files.delete(commitments.resolve("C23.yaml")); // the only one of that stream
    int status = validate(reference, commitments, CITY.resolve("events.jsonl"));
    assertThat(status).isEqualTo(1);
    assertThat(out.toString())
        .contains("reference: ok")
        .contains("commitments: problems in")
        .contains("streams.yaml: 'works' is missing, the stream of source /sample/works");
  }

  @Test
  void aMissingFileIsOneLine() {
    Path missing = dir.resolve("missing.jsonl");
    assertThat(validate(CITY.resolve("reference"), COMMITMENTS, missing)).isEqualTo(1);
    assertThat(err.toString().strip())
        .isEqualTo("duixian: " + missing + ": no such file or directory");
    assertThat(validate(CITY.resolve("reference"), dir.resolve("none"), missing)).isEqualTo(1);
    assertThat(err.toString()).contains("--commitments: no such directory");
  }

  private int validate(Path reference, Path commitments, Path events) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            "validate",
            "--reference",
            reference.toString(),
            "--commitments",
            commitments.toString(),
            "--events",
            events.toString());
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  private static void replace(Path file, String right, String wrong) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(right);
    Files.writeString(file, text.replaceFirst(right, wrong));
  }
}
