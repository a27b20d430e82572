package org.duixian.commitment;

import java.util.ArrayList;
import org.duixian.area.DayTypes;
import org.duixian.event.EventType;
import org.duixian.event.EventType.Kind;

/** The {@code supply} of a commitment as a {@link BaselineMeter}. */
final class BaselineCompiler {
  private final CommitmentFile file;
  private final FieldNames names;

  BaselineCompiler(CommitmentFile file, FieldNames names) {
    this.file = file;
    this.names = names;
  }

  BaselineMeter compile() {
    var supplies = new ArrayList<BaselineMeter.Supply>();
    if (names.given("supply", file.supply())) {
      names.check(!file.supply().isEmpty(), "supply", "", "names no event");
      for (int i = 0; i < file.supply().size(); i++) {
        supplies.add(supply("supply[" + i + "]", file.supply().get(i)));
      }
    }
    for (String dayType : DayTypes.FAMILIES) {
      names.check(
          file.reasons().containsKey(dayType),
          "reasons",
          dayType,
          "is missing: what is said when less is supplied on such days");
    }
    return new BaselineMeter(supplies);
  }

  private BaselineMeter.Supply supply(String key, CommitmentFile.Supply supply) {
    EventType type = names.type(key + ".event", supply.event());
    if (type == null) {
      return null;
    }
    return new BaselineMeter.Supply(
        supply.event(),
        names.condition(key + ".where", type, supply.where(), Condition.ALWAYS),
        names.always(key + ".subject", type, supply.subject()),
        names.always(key + ".date", type, supply.date(), Kind.date));
  }
}
