package org.duixian.local;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The main class of the JVM that is the ClickHouse server; it ends when its standard input closes,
 * so it never outlives the process that started it.
 */
final class ClickHouseChild {
  private static final int[] STOP_SIGNALS = {1, 2, 15}; // HUP, INT, TERM: the same everywhere
  private static final Pointer SIG_IGN = Pointer.createConstant(1);

  /**
   * Opens the HTTP interface, then waits. It needs next to no privileges, so that the engine's own
   * user, who must be without a password, can do nothing else.
   */
  private static final String SERVE =
      "SYSTEM START LISTEN HTTP;"
          + " SELECT sleepEachRow(1) FROM system.numbers FORMAT Null"
          + " SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0";

  private ClickHouseChild() {}

  /** The two functions of libchdb that make a server. */
  interface Chdb extends Library {
    Pointer chdb_query_cmdline(int argc, String[] argv);

    String chdb_result_error(Pointer result);
  }

  /** Arguments: the library, the server's configuration file, its data directory. */
  public static void main(String[] args) throws IOException {
    // They reach the whole process group; the parent closes our input once it has flushed.
    Function signal = NativeLibrary.getProcess().getFunction("signal");
    for (int number : STOP_SIGNALS) {
      signal.invoke(Pointer.class, new Object[] {number, SIG_IGN});
    }
    new Thread(() -> serve(args[0], args[1], args[2]), "clickhouse").start();
    System.in.transferTo(OutputStream.nullOutputStream());
    // Like a kill: every acknowledged row is in a finished part on disk.
    Runtime.getRuntime().halt(0);
  }

  private static void serve(String library, String config, String dataDir) {
    Chdb chdb = Native.load(library, Chdb.class);
    String[] commandLine = {
      "clickhouse", "--config-file=" + config, "--path=" + dataDir, "--query=" + SERVE
    };
    Pointer result = chdb.chdb_query_cmdline(commandLine.length, commandLine);
    String error = result == null ? null : chdb.chdb_result_error(result);
    System.err.println(error == null ? "the server ended" : error);
    Runtime.getRuntime().halt(1);
  }
}
