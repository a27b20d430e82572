package org.duixian.commitment;

import java.util.ArrayList;
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
    var given = file.transfers().purposes();
    names.check(given == null || !given.isEmpty(), "transfers.purposes", "", "names none");
    var purposes = new ArrayList<String>();
    if (purpose >= 0) {
      var words = type.fields().get(purpose).words();
      names.check(
          !words.isEmpty(),
          "transfers.purpose",
          file.transfers().purpose(),
          "is not a field whose values are listed");
      purposes.addAll(given == null ? words : given);
      for (String each : purposes) {
        names.check(words.contains(each), "transfers.purposes", each, "is not one of " + words);
        names.reason("transfers.purpose", each);
      }
    }
    return new TransferMeter(
        type.name(),
        names.always("transfers.month", type, file.transfers().month()),
        purpose,
        purposes,
        names.always("transfers.fen", type, file.transfers().fen(), Kind.whole),
        names.always("transfers.subject", type, file.transfers().subject()));
  }
}
