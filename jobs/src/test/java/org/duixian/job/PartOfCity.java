package org.duixian.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.duixian.TestReference;

/** The demo city with a few of its sources, the hall and the stops of f07 among them. */
final class PartOfCity {

  private PartOfCity() {}

  /** Reference data in which only these sources are expected to speak, from a service day on. */
  static Path reference(String since, Set<String> sources) throws IOException {
    Path directory = TestReference.demoSince(since);
    for (String file : List.of("sources.csv", "segments.csv")) {
      rewrite(directory.resolve(file), line -> isOf(sources, line) ? line : null);
    }
    rewrite(
        directory.resolve("baseline_items.csv"),
        line -> line.startsWith("site_id") || line.startsWith("hall-f07") ? line : null);
    rewrite(
        directory.resolve("sites.csv"),
        line -> line.contains(",stop,") || isOf(sources, line) ? line : null);
    rewrite(
        directory.resolve("routes.csv"),
        line -> line.startsWith("route_id") || line.contains("stop-f07") ? line : null);
    return directory;
  }

  private static boolean isOf(Set<String> sources, String line) {
    return !line.contains("/demo/")
        || List.of(line.split(",")).stream().anyMatch(sources::contains);
  }

  /** Each line as the function makes it; null leaves it out. */
  static void rewrite(Path file, UnaryOperator<String> line) throws IOException {
    Files.write(
        file, Files.readAllLines(file).stream().map(line).filter(each -> each != null).toList());
  }
}
