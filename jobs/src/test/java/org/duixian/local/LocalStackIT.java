package org.duixian.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LocalStackIT {
  private static final Path HOME = Path.of(System.getProperty("duixian.home"));

  enum End {
    TERMINATE,
    KILL
  }

  private final StringWriter said = new StringWriter();
  private final PrintWriter progress = new PrintWriter(said);

  @TempDir private Path dir;

  @Test
  void saysWhatItStartedAndStartsAgainOnWhatItKept() throws Exception {
    try (var stack = LocalStack.start(HOME, dir, 2, progress)) {
      assertThat(said.toString())
          .contains(stack.kafka().bootstrapServers())
          .contains("http://127.0.0.1:" + stack.clickHouse().httpPort())
          .contains(stack.flink().webPage().toString());
      assertThat(stack.clickHouse().execute("SELECT count() FROM duixian.events")).isEqualTo("0");
      stack.clickHouse().execute("CREATE TABLE duixian.kept (id Int8) ENGINE = Log");
    }
    try (var stack = LocalStack.start(HOME, dir, 2, progress);
        var admin = Admin.create(Map.of("bootstrap.servers", stack.kafka().bootstrapServers()))) {
      assertThat(admin.listTopics().names().get(10, SECONDS))
          .containsExactlyInAnyOrder(
              "events.hall",
              "events.transport",
              "events.clinic",
              "events.feedback",
              "events.care",
              "events.school",
              "events.fiscal",
              "events.works",
              "events.reform",
              "outcomes",
              "levels",
              "alerts",
              "rejected",
              "intake",
              "notices");
      assertThat(stack.clickHouse().execute("EXISTS duixian.kept")).isEqualTo("1");
    }
  }

  @Test
  void aSecondStackOnTheSameDataIsRefusedInOneLine() {
    try (var running = LocalStack.start(HOME, dir, 1, progress)) {
      assertThatThrownBy(() -> LocalStack.start(HOME, dir, 1, progress))
          .isInstanceOf(CannotStart.class)
          .hasMessage("another Duixian is running on " + dir + ": stop it first");
      assertThat(running.clickHouse().execute("SELECT 1")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftBehindHoweverTheStackIsEnded(End end) throws Exception {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            StackInItsOwnProcess.class.getName(),
            HOME.toString(),
            dir.toString());
    Process stack = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var lines = stack.inputReader(UTF_8)) {
      while (!StackInItsOwnProcess.READY.equals(lines.readLine())) {
        assertThat(stack.isAlive()).as("the stack's process").isTrue();
      }
      List<ProcessHandle> children = stack.children().toList();
      assertThat(children).as("the ClickHouse server").hasSize(1);

      if (end == End.KILL) {
        stack.destroyForcibly();
      } else {
        stack.destroy();
      }

      for (ProcessHandle child : children) {
        child.onExit().get(30, SECONDS);
      }
      stack.onExit().get(30, SECONDS);
    } finally {
      stack.destroyForcibly();
    }
    try (var next = LocalStack.start(HOME, dir, 1, progress)) {
      assertThat(next.clickHouse().execute("SELECT 1")).isEqualTo("1");
    }
  }
}
