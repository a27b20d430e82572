package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.duixian.TestReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is not where a command can write is refused before anything is done. */
final class OutPathTest {
  private static final String REFERENCE = Home.demoReference().toString();

  @TempDir private Path dir;
  private Path file;
  private List<String> simulate;
  private List<String> run;
  private List<String> baseline;
  private List<String> render;

  @BeforeEach
  void give() throws Exception {
    file = Files.writeString(dir.resolve("file"), "kept");
    String events = Files.writeString(dir.resolve("events.jsonl"), "").toString();
    simulate = List.of("simulate", "--days=1", "--reference", REFERENCE);
    run = List.of("run", "--exit", "--reference", REFERENCE, "--events", events);
    baseline =
        List.of(
            "baseline",
            "--reference",
            TestReference.demoSince("2020-03-02").toString(),
            "--events",
            events);
    render =
        List.of(
            "alerts",
            "render",
            "--reference",
            REFERENCE,
            "--recipients",
            Home.alerting().resolve("recipients.yaml").toString());
  }

  @Test
  void aFileIsNoDirectory() throws Exception {
    for (var command : List.of(simulate, run)) {
      assertThat(said(command, file))
          .isEqualTo(
              "duixian: --out: cannot write to %s: it is a file, not a directory%n"
                  .formatted(file));
      assertThat(said(command, file.resolve("below")))
          .hasLineCount(1)
          .startsWith("duixian: --out: cannot write to %s: ".formatted(file.resolve("below")));
    }
    assertThat(file).hasContent("kept");
  }

  @Test
  void aDirectoryIsNoFile() throws Exception {
    assertThat(said(baseline, dir))
        .isEqualTo("duixian: --out: cannot write to %s: it is a directory%n".formatted(dir));
    assertThat(said(render, dir))
        .isEqualTo("duixian: --out: cannot write to %s: Is a directory%n".formatted(dir));
  }

  @Test
  void aFileInADirectoryThatIsNotThereCanNotBeWritten() throws Exception {
    Path nowhere = dir.resolve("none").resolve("file");
    assertThat(said(baseline, nowhere))
        .isEqualTo(
            "duixian: --out: cannot write to %s: there is no directory %s%n"
                .formatted(nowhere, nowhere.getParent()));
    assertThat(said(render, nowhere))
        .isEqualTo(
            "duixian: --out: cannot write to %s: there is no such directory%n".formatted(nowhere));
  }

  @Test
  void aFileThatCanNotBeReplacedIsNamed() throws Exception {
    Files.createDirectory(dir.resolve("events.hall.jsonl.gz"));
    assertThat(said(simulate, dir))
        .isEqualTo("duixian: --out: cannot write to %s: Is a directory%n".formatted(dir));
  }

  private static String said(List<String> command, Path out) {
    var all = new ArrayList<>(command);
    all.addAll(List.of("--out", out.toString()));
    var err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(new StringWriter(), true))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    assertThat(status).as(err::toString).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    assertThat(err.toString()).doesNotContain("\tat ");
    return err.toString();
  }
}
