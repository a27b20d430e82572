package org.duixian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.duixian.area.Registry;

/** The demonstration's reference data with a line changed or left out. */
public final class TestReference {
  private TestReference() {}

  /** Every line of a file as the function makes it; null leaves it out. */
  public static Registry demoWith(UnaryOperator<String> line, String... files) throws IOException {
    Path directory = Files.createTempDirectory("reference");
    try (var found = Files.list(TestCity.DEMO)) {
      for (Path file : found.toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
    for (String file : files) {
      Path path = directory.resolve(file);
      Files.write(
          path, Files.readAllLines(path).stream().map(line).filter(each -> each != null).toList());
    }
    return Registry.load(directory);
  }

  /** Without a source and its sites. */
  public static Registry demoWithout(String source) throws IOException {
    return demoWith(
        line -> line.startsWith(source + ',') || line.endsWith(',' + source) ? null : line,
        "sources.csv",
        "sites.csv");
  }
}
