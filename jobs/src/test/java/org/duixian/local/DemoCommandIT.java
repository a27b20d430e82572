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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The demo as people start it. It takes its time: the whole of it runs once. */
final class DemoCommandIT {
  private static final Path HOME = Path.of(System.getProperty("duixian.home"));

  private static final StringWriter OUT = new StringWriter();
  private static final StringWriter ERR = new StringWriter();
  private static final CompletableFuture<LocalStack> TOLD = new CompletableFuture<>();
  private static final CountDownLatch LOOKED = new CountDownLatch(1);

  private static Set<Path> stacksBefore;
  private static CompletableFuture<Integer> status;
  private static LocalStack stack;

  /** The whole of it runs once; it waits with its end until everything has been looked at. */
  @BeforeAll
  @Timeout(900)
  static void runTheDemo() throws Exception {
    stacksBefore = stacks();
    var demo =
        new DemoCommand(
            running -> {
              TOLD.complete(running);
              await(LOOKED);
            });
    status =
        CompletableFuture.supplyAsync(
            () ->
                new CommandLine(demo)
                    .setOut(new PrintWriter(OUT, true))
                    .setErr(new PrintWriter(ERR, true))
                    .execute("--exit", "--port", "0"));
    CompletableFuture.anyOf(TOLD, status).get();
    assertThat(ERR.toString()).isEmpty();
    stack = TOLD.getNow(null);
    assertThat(stack).as(OUT.toString()).isNotNull();
  }

  @AfterAll
  @Timeout(300)
  static void itEndsWellAndLeavesNothingBehind() throws Exception {
    LOOKED.countDown();
    assertThat(status.get()).isZero();
    assertThat(ERR.toString()).isEmpty();
    assertThat(stacksBefore).containsAll(stacks());
  }

  @Test
  void everyStoryIsFoundAndNothingElseIsBreached() {
    assertThat(OUT.toString())
        .contains("（模拟）")
        .contains("核对通过")
        .contains("① 松魄乡")
        .contains("② 桐笛乡")
        .contains("③ 霜篁县农村客运")
        .contains("⑨ 鹤铃坳镇")
        .contains("⑪ 絮语乡");
  }

  @TestFactory
  Stream<DynamicTest> everyPanelOfTheDashboardsHasItsShape() {
    return checks("c02", "f12", "C18", "C18-f12-20200518").panels();
  }

  @TestFactory
  Stream<DynamicTest> everyVariableAndAnnotationHasItsShape() {
    return checks("c01", "f07", "C04", "").variablesAndAnnotations();
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

  private static DashboardChecks checks(
      String county, String area, String commitment, String alert) {
    return new DashboardChecks(
        stack.clickHouse(),
        Map.of("county", county, "area", area, "commitment", commitment, "alert", alert));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
