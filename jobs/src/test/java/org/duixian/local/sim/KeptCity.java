package org.duixian.local.sim;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duixian.PureRun;
import org.duixian.TestCity;
import org.duixian.commitment.Outcome;
import org.duixian.event.RawRecord;

/** The demo city in which nothing goes wrong but by chance. */
public final class KeptCity {
  private static final int DAYS = 56;
  private static final int COUNTED = 28;

  private KeptCity() {}

  /**
   * How much was promised in each of four weeks.
   *
   * @return units per day, by commitment and former township
   */
  public static Map<String, Map<String, long[]>> unitsPerDay() {
    var run = new PureRun(TestCity.TYPES, Told.DEMO, TestCity.CATALOGUE);
    Told.demo(1, Told.FROM, DAYS, List.of())
        .events()
        .forEachRemaining(
            event ->
                run.take(
                    new RawRecord(
                        event.topic(),
                        0,
                        0,
                        event.arrivedMillis(),
                        event.key().getBytes(StandardCharsets.UTF_8),
                        event.value())));
    run.inputEnded();
    Map<List<Object>, Outcome> standing = new HashMap<>();
    for (Outcome each : run.outcomes) {
      standing.put(
          List.of(
              each.areaId(),
              each.commitmentId(),
              each.source(),
              each.serviceDate(),
              each.subject()),
          each);
    }
    int first = Told.FROM + 21;
    Map<String, Map<String, long[]>> units = new HashMap<>();
    for (Outcome each : standing.values()) {
      int day = each.serviceDate() - first;
      if (day >= 0 && day < COUNTED && each.areaId().startsWith("f")) {
        units.computeIfAbsent(each.commitmentId(), id -> new HashMap<>())
                .computeIfAbsent(each.areaId(), id -> new long[COUNTED])[day] +=
            each.total();
      }
    }
    return units;
  }
}
