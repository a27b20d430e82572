package org.duixian.commitment;

import java.util.ArrayList;
import java.util.List;
import org.duixian.event.EventType;
import org.duixian.event.EventType.Kind;

/** The {@code retain} of a commitment as a {@link RetainedMeter}. */
final class RetainedCompiler {
  private static final String SITE = "site_id";

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
    EventType type = names.type("retain.event", retain.event());
    if (type == null) {
      return null;
    }
    int list = names.always("retain.list", type, retain.list(), Kind.list);
    List<EventType.Field> items = list < 0 ? List.of() : type.fields().get(list).items();
    entryField("retain.item", retain.item(), items);
    List<String> states = entryField("retain.state", retain.state(), items);
    names.check(
        !states.isEmpty(),
        "retain.state",
        retain.state(),
        "is a field whose values are not listed");
    names.check(
        states.size() <= ItemLists.MAX_STATES,
        "retain.state",
        retain.state(),
        "has more than " + ItemLists.MAX_STATES + " values");
    names.check(
        !retain.kept().isEmpty(), "retain.kept", "", "names no state: nothing would be kept");
    for (String kept : retain.kept()) {
      names.check(states.contains(kept), "retain.kept", kept, "is not one of " + states);
    }
    for (String state : states) {
      if (!retain.kept().contains(state)) {
        names.reason("reasons", state);
      }
    }
    names.reason("retain.unlisted", retain.unlisted());
    return new RetainedMeter(
        new RetainedMeter.Publication(
            type.name(),
            names.always("retain", type, SITE),
            names.always("retain.from", type, retain.from(), Kind.date),
            list,
            retain.item(),
            retain.state(),
            new ArrayList<>(states)),
        new ArrayList<>(retain.kept()),
        retain.unlisted(),
        file.hard() == null || !file.hard().anyLost() ? "" : file.hard().rule());
  }

  /** The values that a field of each entry may have; none where they are not listed. */
  private List<String> entryField(String key, String name, List<EventType.Field> items) {
    for (EventType.Field each : items) {
      if (each.name().equals(name)) {
        names.check(each.required(), key, name, "is optional, but is needed of every entry");
        return each.words();
      }
    }
    names.problem(key, name, "is not a field of the entries of " + file.retain().list());
    return List.of();
  }
}
