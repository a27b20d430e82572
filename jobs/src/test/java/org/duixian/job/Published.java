package org.duixian.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.duixian.PureRun;
import org.duixian.alert.Alert;
import org.duixian.commitment.Outcome;
import org.duixian.edge.JsonRecords;
import org.duixian.level.ServiceLevel;

/**
 * What a run published, as JSON, by lane and in order. A lane is what has an order at all: the
 * outcomes of one commitment in one area from one source, the levels of one commitment in one area,
 * the steps of its alert. Whether a hall's outcome stands before or after a clinic's in the topic
 * is chance: nothing says which of the two sources was heard first.
 */
final class Published {
  private static final JsonRecords<Outcome> OUTCOME = new JsonRecords<>(Outcome.class);
  private static final JsonRecords<ServiceLevel> LEVEL = new JsonRecords<>(ServiceLevel.class);
  private static final JsonRecords<Alert> ALERT = new JsonRecords<>(Alert.class);

  private final TreeMap<String, List<String>> outcomes = new TreeMap<>();
  private final TreeMap<String, List<String>> levels = new TreeMap<>();
  private final TreeMap<String, List<String>> alerts = new TreeMap<>();

  /** Each list in its order of publication. */
  Published(List<Outcome> outcomes, List<ServiceLevel> levels, List<Alert> alerts) {
    for (Outcome each : outcomes) {
      String lane = each.areaId() + ' ' + each.commitmentId() + ' ' + each.source();
      add(this.outcomes, lane, OUTCOME.write(each));
    }
    for (ServiceLevel each : levels) {
      add(this.levels, each.areaId() + ' ' + each.commitmentId(), LEVEL.write(each));
    }
    for (Alert each : alerts) {
      String lane = each.areaId() + ' ' + each.commitmentId() + ' ' + each.subject();
      add(this.alerts, lane, ALERT.write(each));
    }
  }

  private static void add(TreeMap<String, List<String>> lanes, String lane, byte[] json) {
    lanes.computeIfAbsent(lane, l -> new ArrayList<>()).add(new String(json, UTF_8));
  }

  static Published by(PureRun run) {
    return new Published(run.outcomes, run.levels, run.alerts);
  }

  int count() {
    return size(outcomes) + size(levels) + size(alerts);
  }

  int alertCount() {
    return size(alerts);
  }

  /** Nothing lost, nothing doubled, nothing changed, and every lane in the same order. */
  void assertSameAs(Published expected) {
    assertSame("outcomes", outcomes, expected.outcomes);
    assertSame("levels", levels, expected.levels);
    assertSame("alerts", alerts, expected.alerts);
  }

  /** What has been published so far of something longer. */
  void assertBeginningOf(Published whole) {
    assertBeginning("outcomes", outcomes, whole.outcomes);
    assertBeginning("levels", levels, whole.levels);
    assertBeginning("alerts", alerts, whole.alerts);
  }

  private static void assertBeginning(
      String what, TreeMap<String, List<String>> actual, TreeMap<String, List<String>> whole) {
    actual.forEach(
        (lane, records) ->
            assertThat(whole.getOrDefault(lane, List.of()))
                .as("%s of %s", what, lane)
                .startsWith(records.toArray(String[]::new)));
  }

  private static void assertSame(
      String what, TreeMap<String, List<String>> actual, TreeMap<String, List<String>> expected) {
    assertThat(actual.keySet()).as("lanes of %s", what).isEqualTo(expected.keySet());
    expected.forEach(
        (lane, records) ->
            assertThat(actual.get(lane)).as("%s of %s", what, lane).isEqualTo(records));
    assertThat(size(actual)).as("number of %s", what).isEqualTo(size(expected));
  }

  private static int size(TreeMap<String, List<String>> lanes) {
    return lanes.values().stream().mapToInt(List::size).sum();
  }
}
