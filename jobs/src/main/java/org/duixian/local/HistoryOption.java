package org.duixian.local;

import java.util.Locale;
import org.duixian.edge.ClickHouseAccess;
import picocli.CommandLine.Option;

/** Where the history is, and who asks. */
final class HistoryOption {
  @Option(
      names = "--clickhouse",
      required = true,
      paramLabel = "URL",
      description = "ClickHouse's HTTP address, such as http://127.0.0.1:8123.")
  private String address;

  @Option(
      names = "--clickhouse-user",
      defaultValue = "auditor",
      paramLabel = "USER",
      description = "Who asks (default: ${DEFAULT-VALUE}).")
  private String user;

  @Option(
      names = "--clickhouse-password",
      paramLabel = "PASSWORD",
      description =
          "The user's password; if not given that of the environment, such as"
              + " DUIXIAN_AUDITOR_PASSWORD.")
  private String password;

  ClickHouseAccess access() {
    String given =
        password == null
            ? System.getenv("DUIXIAN_" + user.toUpperCase(Locale.ROOT) + "_PASSWORD")
            : password;
    return new ClickHouseAccess(
        "jdbc:clickhouse:" + address + "/" + ClickHouseProcess.DATABASE,
        user,
        given == null ? "" : given);
  }
}
