package org.duixian.edge;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.util.ExceptionUtils;

/**
 * A history that ClickHouse does not have or does not give; the message is one line that names the
 * server and, where it is about them, who asked and who may.
 */
public final class HistoryUnusable extends SQLException {
  private static final long serialVersionUID = 1;

  /** The server's codes, as its table system.errors names them. */
  private static final Set<Integer> WRONG_LOGIN = Set.of(192, 193, 194, 516);

  private static final Set<Integer> NO_RIGHT = Set.of(164, 452, 497);
  private static final Set<Integer> NOT_IN_SCHEMA = Set.of(16, 46, 47, 60, 81);
  private static final int NOT_OF_THE_SERVER = 0;

  private static final Pattern GRANT =
      Pattern.compile("the grant (\\w+)(?:\\(.*\\))? ON ([\\w.*]*[\\w*])");

  private HistoryUnusable(String message, SQLException cause) {
    super(message, cause.getSQLState(), cause.getErrorCode(), cause);
  }

  static HistoryUnusable of(ClickHouseAccess access, SQLException e) {
    if (e instanceof HistoryUnusable said) {
      return said;
    }
    int code = e.getErrorCode();
    String what;
    if (WRONG_LOGIN.contains(code)) {
      what = wrongLogin(access);
    } else if (NO_RIGHT.contains(code)) {
      what = noRight(access.user(), e);
    } else if (NOT_IN_SCHEMA.contains(code)) {
      what =
          ("has not the tables of this version (%s): apply schemas/clickhouse by"
                  + " deploy/clickhouse/apply.sh")
              .formatted(words(e));
    } else if (code != NOT_OF_THE_SERVER) {
      what = "refuses what %s asks, code %d: %s".formatted(access.user(), code, words(e));
    } else if (root(e) instanceof SocketTimeoutException) {
      what = "did not answer in time";
    } else if (root(e) instanceof IOException unreached) {
      what = "cannot be reached: " + words(unreached);
    } else {
      what = "does not answer as ClickHouse does: " + words(root(e));
    }
    return new HistoryUnusable("ClickHouse at %s %s".formatted(access.address(), what), e);
  }

  /** What ClickHouse did that made a job fail, if it was that. */
  public static Optional<HistoryUnusable> behind(Throwable failure, ClickHouseAccess access) {
    return ExceptionUtils.findSerializedThrowable(
            failure, SQLException.class, HistoryUnusable.class.getClassLoader())
        .map(e -> of(access, e));
  }

  private static String wrongLogin(ClickHouseAccess access) {
    return ("does not let user %s in%s: the password is taken from --clickhouse-password or the"
            + " environment's %s")
        .formatted(
            access.user(),
            access.password().isEmpty()
                ? " without a password"
                : ", as there is no such user or the password is wrong",
            ClickHouseAccess.passwordVariable(access.user()));
  }

  private static String noRight(String user, SQLException e) {
    var grant = GRANT.matcher(e.getMessage());
    boolean named = grant.find();
    boolean reading = named ? grant.group(1).equals("SELECT") : e.getErrorCode() == 452;
    String may = reading ? "auditor" : "writer";
    return "does not let user %s do this (%s): --clickhouse-user %s may, with the password in %s"
        .formatted(
            user,
            named ? grant.group(1) + " on " + grant.group(2) : words(e),
            may,
            ClickHouseAccess.passwordVariable(may));
  }

  /** Without the code, the statement and the name of the error. */
  private static String words(Throwable e) {
    return Objects.toString(e.getMessage(), e.getClass().getSimpleName())
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst("^Code: \\d+\\. DB::Exception: ", "")
        .replaceFirst("( in scope |\\.? \\([A-Z_]+\\)).*", "");
  }

  private static Throwable root(Throwable e) {
    return e.getCause() == null ? e : root(e.getCause());
  }
}
