package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpSaysWhatItIsAndHowToCallIt() {
    assertThat(execute(Main.commandLine(), "--help")).isZero();
    assertThat(out.toString()).contains("Usage: duixian").contains("兑现");
  }

  @Test
  void withoutACommandItSaysWhichThereAreAndFails() {
    assertThat(execute(Main.commandLine())).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: duixian");
  }

  @Test
  void aWrongOptionIsNamed() {
    assertThat(execute(Main.commandLine(), "--colour")).isEqualTo(2);
    assertThat(err.toString()).contains("--colour");
  }

  @Test
  void whatAPersonCanMendIsOneLine() {
    var fails = new Fails(new CannotStart("no engine: run scripts/prepare.sh"));
    assertThat(execute(Main.commandLine().addSubcommand(fails), "fail")).isEqualTo(1);
    assertThat(err.toString().strip()).isEqualTo("duixian: no engine: run scripts/prepare.sh");
  }

  @Test
  void aFaultOfTheProgramIsShownWhole() {
    var fails = new Fails(new IllegalStateException("a bug"));
    assertThat(execute(Main.commandLine().addSubcommand(fails), "fail")).isEqualTo(1);
    assertThat(err.toString()).contains("a bug").contains("at org.duixian.local.MainTest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "99999", "http", ""})
  void aPortThatIsNoneIsRefused(String port) {
    var demo = List.of("demo", "--exit");
    var run = List.of("run", "--exit", "--reference=r", "--events=e", "--out=o");
    for (var command : List.of(demo, run)) {
      err.getBuffer().setLength(0);
      var all = new ArrayList<>(command);
      all.add("--port=" + port);
      assertThat(execute(Main.commandLine(), all.toArray(String[]::new)))
          .isEqualTo(CommandLine.ExitCode.USAGE);
      assertThat(err.toString())
          .startsWith(
              "Invalid value for option '--port': must be 0 to 65535, not '%s'\n".formatted(port));
    }
  }

  private int execute(CommandLine commandLine, String... args) {
    return commandLine
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Command(name = "fail")
  private static final class Fails implements Callable<Integer> {
    private final RuntimeException failure;

    Fails(RuntimeException failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() {
      throw failure;
    }
  }
}
