package org.duixian.area;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sets of reference data that come with the project, and changed copies of them. */
final class Cities {
  static final Path DEMO = Path.of("..", "schemas", "reference", "demo");
  static final Path GUANGYUAN = Path.of("..", "schemas", "reference", "guangyuan");

  private Cities() {}

  static void copy(Path from, Path to) throws IOException {
    try (var files = Files.list(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** Replaces the first occurrence, which must be there. */
  static void replace(Path file, String right, String wrong) throws IOException {
    var text = Files.readString(file);
    assertThat(text).contains(right);
    var at = text.indexOf(right);
    Files.writeString(file, text.substring(0, at) + wrong + text.substring(at + right.length()));
  }
}
