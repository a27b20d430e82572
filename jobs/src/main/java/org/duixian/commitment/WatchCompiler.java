package org.duixian.commitment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.duixian.event.EventType;

/** The {@code watch} of a commitment as a {@link WatchMeter}. */
final class WatchCompiler {
  private final CommitmentFile file;
  private final FieldNames names;

  WatchCompiler(CommitmentFile file, FieldNames names) {
    this.file = file;
    this.names = names;
  }

  WatchMeter compile() {
    if (!names.allGiven("watch", file.watch(), "seen", file.seen())) {
      return null;
    }
    var watch = file.watch();
    Duration most = watch.unseen();
    boolean days = most.toDays() > 0 && most.equals(Duration.ofDays(most.toDays()));
    names.check(
        days && most.toDays() <= AreaMeters.HORIZON_DAYS,
        "watch.unseen",
        most,
        "is not one or more full days, at most " + AreaMeters.HORIZON_DAYS);
    names.reason("watch.reason", watch.reason());
    var signs = new ArrayList<WatchMeter.Sign>();
    EventType type = names.type("watch.event", watch.event());
    if (type != null) {
      signs.add(
          new WatchMeter.Sign(
              type.name(),
              Watch.Kind.begin,
              names.always("watch.subject", type, watch.subject()),
              names.always("watch.cause", type, watch.cause()),
              names.condition("watch.where", type, watch.where(), Condition.ALWAYS)));
    }
    add("seen", file.seen(), Watch.Kind.seen, signs);
    add("over", file.over() == null ? List.of() : file.over(), Watch.Kind.over, signs);
    return new WatchMeter(
        signs,
        (int) most.toDays(),
        watch.reason(),
        file.hard() == null || !file.hard().anyLost() ? "" : file.hard().rule());
  }

  private void add(
      String key, List<CommitmentFile.Sign> from, Watch.Kind kind, List<WatchMeter.Sign> into) {
    names.check(!from.isEmpty() || kind == Watch.Kind.over, key, "", "names no event");
    for (int i = 0; i < from.size(); i++) {
      String at = key + "[" + i + "]";
      var sign = from.get(i);
      EventType type = names.type(at + ".event", sign.event());
      if (type != null) {
        into.add(
            new WatchMeter.Sign(
                type.name(),
                kind,
                names.always(at + ".subject", type, sign.subject()),
                -1,
                names.condition(at + ".where", type, sign.where(), Condition.ALWAYS)));
      }
    }
  }
}
