package org.duixian.commitment;

/** The {@code retain} of a commitment as a {@link RetainedMeter}. */
final class RetainedCompiler {
  private final CommitmentFile file;
  private final FieldNames names;

  RetainedCompiler(CommitmentFile file, FieldNames names) {
    this.file = file;
    this.names = names;
  }

  RetainedMeter compile() {
    var retain = file.retain();
    if (!names.given("retain", retain)) {
      return null;
    }
    var publication = names.publication("retain", retain.items(), false);
    if (publication == null) {
      return null;
    }
    for (String state : publication.states()) {
      if (!publication.offered().contains(state)) {
        names.reason("reasons", state);
      }
    }
    names.reason("retain.unlisted", retain.unlisted());
    return new RetainedMeter(
        publication,
        retain.unlisted(),
        file.hard() == null || !file.hard().anyLost() ? "" : file.hard().rule());
  }
}
