package org.duixian.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo as people start it. It takes its time: the whole of it runs once. */
final class DemoCommandIT {
  private static final Path HOME = Path.of(System.getProperty("duixian.home"));

  @Test
  @Timeout(900)
  void everyStoryIsFoundAndNothingElseIsBreached() throws IOException {
    Set<Path> before = stacks();
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute("demo", "--exit", "--port", "0");
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains("（模拟）")
        .contains("核对通过")
        .contains("① 松魄乡")
        .contains("② 桐笛乡")
        .contains("③ 霜篁县农村客运")
        .contains("⑨ 鹤铃坳镇")
        .contains("⑪ 絮语乡");
    assertThat(status).isZero();
    assertThat(before).containsAll(stacks());
  }

  @Test
  @Timeout(300)
  void ctrlCInTheMiddleLeavesNothingBehind() throws Exception {
    Set<Path> before = stacks();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Xmx"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Dduixian.home=" + HOME,
            "-Dlog4j2.configurationFile=log4j2-local.xml", // as the launcher says
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "demo",
            "--port",
            "0"));
    Process demo = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new ArrayList<String>();
    try (var lines = demo.inputReader(UTF_8)) {
      String line;
      do {
        line = lines.readLine();
        assertThat(line).as("the demo goes on after %s", said).isNotNull();
        said.add(line);
      } while (!line.contains("stored"));
      List<ProcessHandle> children = demo.children().toList();
      assertThat(children).as("the ClickHouse server and Alertmanager").hasSize(2);

      demo.toHandle().destroy(); // unlike Process.destroy it lets us hear its last words

      assertThat(lines.lines().toList()).noneMatch(each -> each.contains("Exception"));
      assertThat(demo.waitFor(60, SECONDS)).isTrue();
      for (ProcessHandle child : children) {
        child.onExit().get(30, SECONDS);
      }
    } finally {
      demo.destroyForcibly();
    }
    assertThat(before).containsAll(stacks());
  }

  private static Set<Path> stacks() throws IOException {
    if (!Files.isDirectory(Home.stacks())) {
      return Set.of();
    }
    try (var found = Files.list(Home.stacks())) {
      return found
          .filter(path -> path.getFileName().toString().startsWith("stack-"))
          .collect(Collectors.toSet());
    }
  }
}
