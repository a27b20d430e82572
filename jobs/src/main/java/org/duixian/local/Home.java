package org.duixian.local;

import java.nio.file.Path;

/** Where Duixian's own files are, wherever it is called from. */
final class Home {
  private Home() {}

  /** The directory of the repository, as the launcher says. */
  static Path dir() {
    return Path.of(System.getProperty("duixian.home", "."));
  }

  static Path commitments() {
    return dir().resolve("schemas/commitments");
  }

  /** Where running stacks keep their data. */
  static Path stacks() {
    return stacks(dir());
  }

  static Path stacks(Path home) {
    return home.resolve(".duixian/stacks");
  }

  /** Where what Alertmanager needs is kept. */
  static Path alerting() {
    return dir().resolve("alerting");
  }

  static Path demoReference() {
    return dir().resolve("schemas/reference/demo");
  }
}
