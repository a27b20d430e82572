package org.duixian.area;

import java.nio.file.Path;

/** The sets of reference data that come with the project. */
final class Cities {
  static final Path DEMO = Path.of("..", "schemas", "reference", "demo");
  static final Path GUANGYUAN = Path.of("..", "schemas", "reference", "guangyuan");

  private Cities() {}
}
