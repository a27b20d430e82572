package org.duixian.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Finds the ClickHouse engine that {@code scripts/prepare.sh} installs below {@code .duixian}. */
public final class LibChdb {
  private LibChdb() {}

  /** The engine's shared library for this machine. */
  public static Path find(Path home) {
    return find(home, System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Path find(Path home, String osName, String osArch) {
    Path installed =
        home.resolve(".duixian/chdb/node_modules/@chdb").resolve(packageName(osName, osArch));
    Path library = installed.resolve("libchdb.so").toAbsolutePath().normalize();
    if (!Files.isReadable(library)) {
      throw new CannotStart(
          "the ClickHouse engine is not installed (no " + library + "): run scripts/prepare.sh");
    }
    return library;
  }

  private static String packageName(String osName, String osArch) {
    String arch =
        switch (osArch.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "x64";
          case "aarch64", "arm64" -> "arm64";
          default -> "";
        };
    String os = osName.toLowerCase(Locale.ROOT);
    if (!arch.isEmpty() && os.contains("linux")) {
      return "lib-linux-" + arch + "-gnu";
    }
    if (!arch.isEmpty() && os.contains("mac")) {
      return "lib-darwin-" + arch;
    }
    throw new CannotStart(
        "no ClickHouse engine for " + osName + " on " + osArch + ": use docker-compose.yml");
  }
}
