package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.duixian.edge.ClickHouseSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands that ask the history say where ClickHouse does not answer them. */
final class HistoryErrorsIT {
  private static final String UNKNOWN = "http://127.0.0.1:1";

  /** Nothing is asked of it: each command asks the history first. */
  private static final String KAFKA = "--kafka=127.0.0.1:1";

  @TempDir private static Path dir;
  private static ClickHouseProcess server;
  private static String address;

  @BeforeAll
  static void startServer() throws Exception {
    server = ClickHouseProcess.start(dir.resolve("clickhouse"), LibChdb.find(Home.dir()));
    ClickHouseSchema.apply(server.access());
    address = "http://127.0.0.1:" + server.httpPort();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  static Stream<List<String>> commands() {
    return Stream.of(
        List.of("audit", KAFKA, "--from=2020-03-02", "--to=2020-03-03"),
        List.of("audit", "--chain"),
        List.of("seal", KAFKA),
        List.of("digest"),
        List.of("export", "--alert=C04-f07-20200511", "--out=" + dir.resolve("none")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aServerThatIsNotThereIsNamed(List<String> command) {
    assertThat(said(command, UNKNOWN, "auditor", "any"))
        .isEqualTo(
            "duixian: ClickHouse at http://127.0.0.1:1 cannot be reached:"
                + " Connect to http://127.0.0.1:1 failed: Connection refused\n");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aWrongPasswordIsSaidToBeTakenFrom(List<String> command) {
    assertThat(said(command, address, "auditor", "wrong"))
        .isEqualTo(
            ("duixian: ClickHouse at %s does not let user auditor in, as there is no such user or"
                    + " the password is wrong: the password is taken from --clickhouse-password or"
                    + " the environment's DUIXIAN_AUDITOR_PASSWORD\n")
                .formatted(address));
  }

  @Test
  void aPasswordThatNobodyGaveIsSaidToBeMissing() {
    assertThat(said(List.of("digest"), address, "nobody", ""))
        .contains("does not let user nobody in without a password", "DUIXIAN_NOBODY_PASSWORD");
  }

  @Test
  void aServerOfAnotherKindIsNamed() {
    assertThat(said(List.of("digest"), address.replace("http:", "https:"), "auditor", "any"))
        .startsWith("duixian: ClickHouse at https://127.0.0.1:")
        .contains(" cannot be reached: ")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"seal", "audit --from=2020-03-02 --to=2020-03-03 --keep"})
  void whoMayNotWriteIsToldWhoMay(String command) {
    var arguments = new ArrayList<>(List.of(command.split(" ")));
    String table = arguments.get(0).equals("seal") ? "chain" : "restatements";
    arguments.add(KAFKA);
    assertThat(said(arguments, address, "auditor", server.auditor().password()))
        .isEqualTo(
            ("duixian: ClickHouse at %s does not let user auditor do this (INSERT on duixian.%s):"
                    + " --clickhouse-user writer may, with the password in"
                    + " DUIXIAN_WRITER_PASSWORD\n")
                .formatted(address, table));
  }

  @Test
  void whoMayNotReadSoMuchIsToldWhoMay() {
    assertThat(
            said(
                List.of("audit", "--chain"),
                address,
                server.dashboard().user(),
                server.dashboard().password()))
        .startsWith("duixian: ClickHouse at %s does not let user dashboard".formatted(address))
        .endsWith(
            ": --clickhouse-user auditor may, with the password in DUIXIAN_AUDITOR_PASSWORD\n")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:8123",
        "localhost",
        "jdbc:clickhouse:http://127.0.0.1:8123",
        "jdbc:clickhouse:http://127.0.0.1:8123/duixian",
        "tcp://127.0.0.1:9000",
        "http://127.0.0.1:8123/duixian",
        "http://127.0.0.1:port",
        "http://",
        ""
      })
  void anAddressOfAnotherShapeIsRefused(String malformed) {
    assertThat(said(List.of("digest"), malformed, "auditor", "any"))
        .startsWith(
            "--clickhouse: must be http://HOST:PORT or https://HOST:PORT, not '%s'\n"
                .formatted(malformed));
  }

  @Test
  void aSlashAtTheEndOfTheAddressDoesNoHarm() {
    assertThat(said(List.of("digest"), address + "/", "auditor", server.auditor().password()))
        .isEqualTo("duixian: --clickhouse: the history has no judged service day\n");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aServerWithoutTheTablesIsToldOf(List<String> command) throws Exception {
    var login = command.get(0).equals("seal") ? server.writer() : server.auditor();
    String apply = "): apply schemas/clickhouse by deploy/clickhouse/apply.sh\n";
    String lacks = "duixian: ClickHouse at " + address + " has not the tables of this version (";
    try {
      server.execute("DROP DATABASE duixian");
      assertThat(said(command, address, login.user(), login.password()))
          .isEqualTo(lacks + "Database duixian does not exist" + apply);

      server.execute("CREATE DATABASE duixian");
      assertThat(said(command, address, login.user(), login.password()))
          .startsWith(lacks)
          .contains("duixian.")
          .endsWith(apply)
          .hasLineCount(1);
    } finally {
      server.execute("CREATE DATABASE IF NOT EXISTS duixian");
      ClickHouseSchema.apply(server.access());
    }
  }

  private static String said(List<String> command, String address, String user, String password) {
    var all = new ArrayList<>(command);
    all.addAll(
        List.of(
            "--clickhouse=" + address,
            "--clickhouse-user=" + user,
            "--clickhouse-password=" + password));
    var said = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(said, true))
            .setErr(new PrintWriter(said, true))
            .execute(all.toArray(String[]::new));
    assertThat(status).isNotZero();
    return said.toString();
  }
}
