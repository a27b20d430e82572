package org.duixian.commitment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.duixian.event.EventType;
import org.duixian.event.EventType.Kind;

/** The {@code open}, {@code due} and steps of a commitment as a {@link DeadlineMeter}. */
final class DeadlineCompiler {
  private final CommitmentFile file;
  private final FieldNames names;

  DeadlineCompiler(CommitmentFile file, FieldNames names) {
    this.file = file;
    this.names = names;
  }

  DeadlineMeter compile() {
    if (!names.allGiven("open", file.open(), "due", file.due(), "fulfil", file.fulfil())) {
      return null;
    }
    boolean timetable = file.open().timetable() != null;
    String opener = timetable ? file.open().timetable() : file.open().event();
    if (timetable) {
      names.check(
          CommitmentCompiler.TIMETABLE.equals(opener),
          "open.timetable",
          opener,
          "is not " + CommitmentCompiler.TIMETABLE);
    }
    EventType type = names.type(timetable ? "open.timetable" : "open.event", opener);
    if (type == null) {
      return null;
    }
    var subject = timetable ? List.of("route_id") : file.open().subject();
    if (!names.given("open.subject", subject)) {
      return null;
    }
    var opening =
        new DeadlineMeter.Opening(
            opener,
            timetable,
            names.condition("open.where", type, file.open().where(), Condition.ALWAYS),
            names.always("open.subject", type, subject),
            names.position("open.site", type, file.open().site()),
            names.position("open.due_from", type, file.open().dueFrom(), Kind.instant),
            file.due().toMillis());
    var steps = new ArrayList<DeadlineMeter.Step>();
    steps("fulfil", file.fulfil(), DeadlineMeter.Effect.fulfil, steps);
    steps("fail", file.fail(), DeadlineMeter.Effect.fail, steps);
    steps("withdraw", file.withdraw(), DeadlineMeter.Effect.withdraw, steps);
    names.reason("late", file.late());
    names.reason("missed", file.missed());
    Duration within = file.withdrawWithin();
    return new DeadlineMeter(
        opening,
        steps,
        within == null ? Long.MAX_VALUE : within.toMillis(),
        file.late(),
        file.missed());
  }

  private void steps(
      String key,
      List<CommitmentFile.Step> from,
      DeadlineMeter.Effect effect,
      List<DeadlineMeter.Step> into) {
    if (from == null) {
      return;
    }
    for (int i = 0; i < from.size(); i++) {
      var step = from.get(i);
      String at = key + "[" + i + "]";
      EventType type = names.type(at + ".event", step.event());
      if (type == null) {
        continue;
      }
      if (effect == DeadlineMeter.Effect.fail) {
        names.reason(at + ".reason", step.reason());
      }
      into.add(
          new DeadlineMeter.Step(
              step.event(),
              effect,
              names.condition(at + ".where", type, step.where(), Condition.ALWAYS),
              names.positions(at + ".subject", type, step.subject()),
              names.position(at + ".stop", type, step.stop()),
              step.stop() == null ? -1 : names.always(at, type, "stop_sequence", Kind.whole),
              step.stop() == null ? -1 : names.position(at, type, "route_id"),
              step.reason()));
    }
  }
}
