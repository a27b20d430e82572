package org.duixian.area;

import java.util.HashMap;
import java.util.Map;

/** Finds lines of {@code successors.csv} that contradict earlier ones. */
final class SuccessionCheck {
  private final Map<Succession, ReferenceRow> lines = new HashMap<>();
  private final Map<String, Boolean> seatOfPair = new HashMap<>();
  private final Map<String, String> formerWithSeat = new HashMap<>();
  private final Map<String, ReferenceRow> wholeRests = new HashMap<>();
  private final Map<String, Boolean> hasSuccessor = new HashMap<>();

  void accept(Succession succession, ReferenceRow row) {
    var known = hasSuccessor.putIfAbsent(succession.formerId(), !succession.townshipId().isEmpty());
    row.require(
        known == null || (known && !succession.townshipId().isEmpty()),
        "former_id",
        "has a line that says it has no successor");
    checkOnce(succession, row);
    checkSeat(succession, row);
    if (succession.villageId().isEmpty()) {
      row.require(
          wholeRests.putIfAbsent(succession.formerId(), row) == null,
          "village_id",
          "a former township with several successors must list its villages; only one successor"
              + " can have the whole rest");
    }
  }

  private void checkOnce(Succession succession, ReferenceRow row) {
    var same =
        new Succession(
            succession.formerId(), succession.townshipId(), succession.villageId(), 0, false);
    var earlier = lines.putIfAbsent(same, row);
    if (earlier != null) {
      row.refuse("township_id", "is already given at " + earlier.place());
    }
  }

  private void checkSeat(Succession succession, ReferenceRow row) {
    var pair = succession.formerId() + " " + succession.townshipId();
    var before = seatOfPair.putIfAbsent(pair, succession.seat());
    row.require(
        before == null || before == succession.seat(),
        "seat",
        "must be the same on every line of one former township and successor");
    if (succession.seat()) {
      var holder = formerWithSeat.putIfAbsent(succession.townshipId(), succession.formerId());
      row.require(
          holder == null || holder.equals(succession.formerId()),
          "seat",
          "the seat already stands in " + holder);
    }
  }
}
