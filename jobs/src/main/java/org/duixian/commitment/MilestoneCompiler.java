package org.duixian.commitment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.duixian.event.EventType;
import org.duixian.event.EventType.Kind;

/** The {@code milestones} of a commitment as a {@link MilestoneMeter}. */
final class MilestoneCompiler {
  private final CommitmentFile file;
  private final FieldNames names;

  MilestoneCompiler(CommitmentFile file, FieldNames names) {
    this.file = file;
    this.names = names;
  }

  MilestoneMeter compile() {
    if (!names.given("reached", file.reached())) {
      return null;
    }
    var planned = file.planned();
    names.check(
        planned != null || file.milestones() != null,
        "planned",
        "",
        "is missing, and so are milestones: nothing would ever have a date");
    EventType reachedType = names.type("reached.event", file.reached().event());
    EventType plannedType = planned == null ? null : names.type("planned.event", planned.event());
    names.check(
        file.reached().dueOn() == null,
        "reached.due_on",
        file.reached().dueOn(),
        "means nothing: the date is set when it is planned");
    if (reachedType == null || planned != null && plannedType == null) {
      return null;
    }
    var reached = told("reached", file.reached(), reachedType);
    var words = words(reachedType, reached.name());
    names.check(
        !words.isEmpty(),
        "reached.milestone",
        file.reached().milestone(),
        "is a field whose values are not listed");
    for (String word : words) {
      names.reason("reasons", word);
    }
    MilestoneMeter.Told plan = null;
    int dueOn = -1;
    if (planned != null) {
      plan = told("planned", planned, plannedType);
      names.check(
          words.equals(words(plannedType, plan.name())),
          "planned.milestone",
          planned.milestone(),
          "has other values than in " + reachedType.name());
      if (names.given("planned.due_on", planned.dueOn())) {
        dueOn = names.position("planned.due_on", plannedType, planned.dueOn(), Kind.date);
      }
    }
    var dates = new HashMap<String, Integer>();
    if (file.milestones() != null) {
      names.check(!file.milestones().isEmpty(), "milestones", "", "names none");
      file.milestones()
          .forEach(
              (name, date) -> {
                names.check(words.contains(name), "milestones", name, "is not one of " + words);
                dates.put(name, (int) date.toEpochDay());
              });
    }
    return new MilestoneMeter(
        new ArrayList<>(words),
        dates,
        plan,
        dueOn,
        reached,
        file.hard() == null || !file.hard().anyLost() ? "" : file.hard().rule());
  }

  private MilestoneMeter.Told told(
      String key, CommitmentFile.MilestoneEvent event, EventType type) {
    return new MilestoneMeter.Told(
        type.name(), names.always(key + ".milestone", type, event.milestone()));
  }

  private static List<String> words(EventType type, int position) {
    return position < 0 ? List.of() : type.fields().get(position).words();
  }
}
