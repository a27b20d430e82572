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

  static Path demoReference() {
    return dir().resolve("schemas/reference/demo");
  }
}
