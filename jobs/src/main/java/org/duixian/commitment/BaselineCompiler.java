package org.duixian.commitment;

import java.util.ArrayList;
import org.duixian.area.DayTypes;
import org.duixian.event.EventType;
import org.duixian.event.EventType.Kind;

/** The {@code supply} of a commitment as a {@link BaselineMeter}. */
final class BaselineCompiler {
  private static final String POSTED = "means nothing for meter baseline, whose hours stand here";

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
          !isCompared(dayType) || file.reasons().containsKey(dayType),
          "reasons",
          dayType,
          "is missing: what is said when less is supplied on such days");
    }
    return new BaselineMeter(supplies, file.hours() == null ? null : hours());
  }

  private FixedHours hours() {
    names.check(file.hours().event() == null, "hours.event", file.hours().event(), POSTED);
    var fixed = new FixedHoursCompiler(file, names);
    names.check(!fixed.given().isEmpty(), "hours", "", "need hours that stand here");
    return fixed.compile();
  }

  /** Whether any day of the type has hours. */
  private boolean isCompared(String dayType) {
    if (file.hours() == null) {
      return true;
    }
    var given = new FixedHoursCompiler(file, names).given();
    return switch (dayType) {
      case DayTypes.WORKDAY, DayTypes.REST_DAY -> given.containsKey(dayType);
      case DayTypes.STATUTORY_HOLIDAY ->
          given.containsKey(dayType) || given.containsKey(DayTypes.MARKET_DAY);
      default -> true;
    };
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
