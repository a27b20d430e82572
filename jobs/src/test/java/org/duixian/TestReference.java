package org.duixian;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.duixian.area.Registry;

/** The demonstration's reference data with a line changed or left out. */
public final class TestReference {
  /** From when on tests follow the sources, unless they say otherwise. */
  public static final String SINCE = "2020-04-28";

  private static final Path DEMO = Path.of("..", "schemas", "reference", "demo");
  private static final String SOURCES = "sources.csv";

  private TestReference() {}

  /** Every line of a file as the function makes it; null leaves it out. */
  public static Registry demoWith(UnaryOperator<String> line, String... files) throws IOException {
    Path directory = demoSince(SINCE);
    for (String file : files) {
      rewrite(directory.resolve(file), line);
    }
    return Registry.load(directory);
  }

  /** Without a source and its sites. */
  public static Registry demoWithout(String source) throws IOException {
    return demoWith(
        line -> line.startsWith(source + ',') || line.endsWith(',' + source) ? null : line,
        SOURCES,
        "sites.csv");
  }

  /** A copy of the files in which the events of all sources are expected from a service day on. */
  public static Path demoSince(String since) {
    try {
      Path directory = Files.createTempDirectory("reference");
      try (var found = Files.list(DEMO)) {
        for (Path file : found.toList()) {
          Files.copy(file, directory.resolve(file.getFileName()));
        }
        Files.delete(directory.resolve("exceptions.csv")); // which names commitments
      }
      rewrite(directory.resolve(SOURCES), line -> since(line, since));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line of sources.csv with another first day. */
  public static String since(String line, String since) {
    return line.replaceFirst(",[0-9-]{10}$", "," + since);
  }

  private static void rewrite(Path file, UnaryOperator<String> line) throws IOException {
    Files.write(
        file, Files.readAllLines(file).stream().map(line).filter(each -> each != null).toList());
  }
}
