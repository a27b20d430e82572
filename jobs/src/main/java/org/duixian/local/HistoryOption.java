package org.duixian.local;

import java.util.regex.Pattern;
import org.duixian.edge.ClickHouseAccess;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the history is, and who asks. */
final class HistoryOption {
  private static final Pattern SERVER =
      Pattern.compile("(https?://(?:[\\w.-]+|\\[[\\p{XDigit}:.]+])(?::\\d{1,5})?)/?");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

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
        password == null ? System.getenv(ClickHouseAccess.passwordVariable(user)) : password;
    return new ClickHouseAccess(
        "jdbc:clickhouse:" + server() + "/" + ClickHouseProcess.DATABASE,
        user,
        given == null ? "" : given);
  }

  /** The address without a slash at its end. */
  private String server() {
    var server = SERVER.matcher(address);
    if (!server.matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "--clickhouse: must be http://HOST:PORT or https://HOST:PORT, not '%s'"
              .formatted(address));
    }
    return server.group(1);
  }
}
