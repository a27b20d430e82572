package org.duixian.local;

import java.nio.file.Files;
import java.nio.file.Path;
import org.duixian.commitment.Catalogue;
import org.duixian.event.EventTypes;
import org.duixian.local.replay.UnusableInput;

/** Loads what somebody names on the command line. */
final class Inputs {
  private Inputs() {}

  /** The commitments of a directory; fails with every problem. */
  static Catalogue catalogue(Path directory, EventTypes types) {
    if (!Files.isDirectory(directory)) {
      throw new UnusableInput("--commitments: no such directory: " + directory);
    }
    return Catalogue.load(directory, types);
  }
}
