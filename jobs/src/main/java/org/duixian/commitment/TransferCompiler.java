package org.duixian.commitment;

import org.duixian.event.EventType.Kind;

/** The {@code transfers} of a commitment as a {@link TransferMeter}. */
final class TransferCompiler {
  private final CommitmentFile file;
  private final FieldNames names;

  TransferCompiler(CommitmentFile file, FieldNames names) {
    this.file = file;
    this.names = names;
  }

  TransferMeter compile() {
    if (!names.given("transfers", file.transfers())) {
      return null;
    }
    var type = names.type("transfers.event", file.transfers().event());
    if (type == null) {
      return null;
    }
    int purpose = names.always("transfers.purpose", type, file.transfers().purpose());
    if (purpose >= 0) {
      var words = type.fields().get(purpose).words();
      names.check(
          !words.isEmpty(),
          "transfers.purpose",
          file.transfers().purpose(),
          "is not a field whose values are listed");
      for (String word : words) {
        names.reason("transfers.purpose", word);
      }
    }
    return new TransferMeter(
        type.name(),
        names.always("transfers.month", type, file.transfers().month()),
        purpose,
        names.always("transfers.fen", type, file.transfers().fen(), Kind.whole));
  }
}
