package org.duixian.local;

import java.nio.file.Files;
import java.nio.file.Path;
import org.duixian.area.Registry;
import org.duixian.commitment.Catalogue;
import org.duixian.event.EventTypes;
import org.duixian.local.replay.UnusableInput;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where somebody's own reference data and commitments are. */
final class Inputs {
  static final String EVENTS =
      "Event files (JSON Lines, plain or .gz) and directories of such files.";

  @Option(
      names = "--reference",
      required = true,
      paramLabel = "DIR",
      description = "Reference data: areas, sites, sources, calendar.")
  private Path reference;

  @Mixin private CommitmentsOption commitments;

  Path reference() {
    return reference;
  }

  Path commitments() {
    return commitments.directory();
  }

  /** The reference data; fails with every problem. */
  Registry registry() {
    if (!Files.isDirectory(reference)) {
      throw new UnusableInput("--reference: no such directory: " + reference);
    }
    return Registry.load(reference);
  }

  /** The commitments; fails with every problem. */
  Catalogue catalogue(EventTypes types) {
    return commitments.catalogue(types);
  }
}
