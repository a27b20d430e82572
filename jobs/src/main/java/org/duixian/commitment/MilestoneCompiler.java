package org.duixian.commitment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.duixian.event.EventType;
import org.duixian.event.EventType.Kind;

/** The {@code milestones} of a commitment as a {@link MilestoneMeter}. */
final class MilestoneCompiler {
  private static final int MOST_DAYS = 366;

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
    names.onlyIf(false, "where it is reached", "reached.reason", file.reached().reason());
    var reached = told("reached", file.reached(), reachedType);
    var plan = planned == null ? null : told("planned", planned, plannedType);
    int dueOn = -1;
    if (planned != null && names.given("planned.due_on", planned.dueOn())) {
      dueOn = names.position("planned.due_on", plannedType, planned.dueOn(), Kind.date);
    }
    var term = term(plannedType);
    var words = term == null ? words(reachedType, plannedType) : List.<String>of();
    return new MilestoneMeter(
        new ArrayList<>(words),
        dates(words),
        plan,
        dueOn,
        reached,
        file.hard() == null ? "" : file.hard().rule(),
        term);
  }

  /** The milestones of a list: the values of the one field that names them. */
  private List<String> words(EventType reachedType, EventType plannedType) {
    var words = words("reached.milestone", reachedType, nameField(file.reached()));
    if (plannedType != null) {
      names.check(
          words.equals(words("planned.milestone", plannedType, nameField(file.planned()))),
          "planned.milestone",
          nameField(file.planned()),
          "has other values than in " + reachedType.name());
      names.onlyIf(false, "without counts_for", "planned.reason", file.planned().reason());
    }
    return words;
  }

  private static String nameField(CommitmentFile.MilestoneEvent event) {
    var fields = event.milestone();
    return fields.size() == 1 ? fields.get(0) : fields.toString();
  }

  /** The values of a field, each of which is a reason. */
  private List<String> words(String key, EventType type, String field) {
    var words = type.field(field).map(EventType.Field::words).orElse(List.of());
    names.check(!words.isEmpty(), key, field, "is a field whose values are not listed");
    for (String word : words) {
      names.reason("reasons", word);
    }
    return words;
  }

  private HashMap<String, Integer> dates(List<String> words) {
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
    return dates;
  }

  /** Null where every milestone is one of a list, and counts for good. */
  private MilestoneMeter.Term term(EventType plannedType) {
    var hard = file.hard();
    Duration overdue = hard == null ? null : hard.overdue();
    if (file.countsFor() == null) {
      names.onlyIf(false, "without counts_for", "hard.overdue", overdue);
      return null;
    }
    names.onlyIf(
        false,
        "with counts_for",
        "milestones",
        file.milestones() == null ? null : file.milestones().keySet(),
        "hard.any_lost",
        hard != null && hard.anyLost() ? true : null);
    checkDays("counts_for", file.countsFor());
    if (overdue != null) {
      checkDays("hard.overdue", overdue);
    }
    int reason = -1;
    if (plannedType != null && names.given("planned.reason", file.planned().reason())) {
      reason = names.always("planned.reason", plannedType, file.planned().reason());
      words("planned.reason", plannedType, file.planned().reason());
      names.check(
          file.planned().milestone().size() == file.reached().milestone().size(),
          "planned.milestone",
          file.planned().milestone(),
          "has not as many fields as in reached: " + file.reached().milestone());
    }
    return new MilestoneMeter.Term(
        reason,
        (int) file.countsFor().toDays(),
        overdue == null ? Integer.MAX_VALUE : (int) overdue.toDays());
  }

  private void checkDays(String key, Duration duration) {
    boolean days = duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()));
    names.check(
        days && duration.toDays() <= MOST_DAYS,
        key,
        duration,
        "is not one or more full days, at most " + MOST_DAYS);
  }

  private MilestoneMeter.Told told(
      String key, CommitmentFile.MilestoneEvent event, EventType type) {
    return new MilestoneMeter.Told(
        type.name(), names.always(key + ".milestone", type, event.milestone()));
  }
}
