package org.duixian.local;

import java.nio.file.Files;
import java.nio.file.Path;
import org.duixian.commitment.Catalogue;
import org.duixian.event.EventTypes;
import org.duixian.local.replay.UnusableInput;
import picocli.CommandLine.Option;

/** Where the commitments are. */
final class CommitmentsOption {
  @Option(
      names = "--commitments",
      paramLabel = "DIR",
      description = "What was promised (default: schemas/commitments).")
  private Path directory = Home.commitments();

  Path directory() {
    return directory;
  }

  /** The commitments; fails with every problem. */
  Catalogue catalogue(EventTypes types) {
    if (!Files.isDirectory(directory)) {
      throw new UnusableInput("--commitments: no such directory: " + directory);
    }
    return Catalogue.load(directory, types);
  }
}
