package org.duixian.commitment;

import java.util.ArrayList;
import org.duixian.event.EventType;
import org.duixian.event.EventType.Kind;

/** The {@code hours} and {@code require} of a commitment as a {@link PresenceMeter}. */
final class PresenceCompiler {
  private final CommitmentFile file;
  private final FieldNames names;

  PresenceCompiler(CommitmentFile file, FieldNames names) {
    this.file = file;
    this.names = names;
  }

  PresenceMeter compile() {
    if (!names.allGiven("hours", file.hours(), "require", file.require())) {
      return null;
    }
    EventType hours = names.type("hours.event", file.hours().event());
    if (hours == null) {
      return null;
    }
    var posting =
        new PresenceMeter.Posting(
            hours.name(),
            names.always("hours", hours, "site_id"),
            names.always("hours", hours, "valid_from", Kind.date),
            names.always("hours.list", hours, file.hours().list(), Kind.list));
    var requirements = new ArrayList<PresenceMeter.Requirement>();
    for (int i = 0; i < file.require().size(); i++) {
      var each = file.require().get(i);
      String at = "require[" + i + "]";
      EventType on = names.type(at + ".on", each.on());
      EventType off = names.type(at + ".off", each.off());
      if (on == null || off == null) {
        continue;
      }
      names.reason(at + ".missing", each.missing());
      requirements.add(
          new PresenceMeter.Requirement(
              on.name(),
              off.name(),
              names.condition(at + ".where", on, each.where(), Condition.ALWAYS),
              names.always(at + ".who", on, each.who()),
              names.always(at + ".who", off, each.who()),
              names.always(at, on, "site_id"),
              names.always(at, off, "site_id"),
              each.missing()));
    }
    names.check(requirements.size() <= 8, "require", requirements.size(), "is more than 8");
    var hard = file.hard();
    boolean atOnce = hard != null && (hard.run() != null || hard.wholeInterval());
    return new PresenceMeter(
        posting,
        requirements,
        atOnce
            ? new PresenceMeter.HardRule(
                hard.rule(), hard.run() == null ? 0 : (int) hard.run().toMinutes())
            : null);
  }
}
