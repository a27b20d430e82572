package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.duixian.alert.Steps.step;

import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.types.PojoTestUtils;
import org.duixian.alert.Alert;
import org.duixian.alert.Announced;
import org.duixian.alert.Announcement;
import org.duixian.alert.Announcing;
import org.junit.jupiter.api.Test;

final class NoticeTopologyTest {
  private static final long MINUTE = 60_000;
  private static final long NOW = 1_600_000_000_000L;
  private static final AnnounceAlerts ANNOUNCE =
      new AnnounceAlerts(new Announcing(MINUTE, 20 * MINUTE));

  @Test
  void operatorsKeepTheNamesUnderWhichTheirStateIsSaved() {
    var env = StreamExecutionEnvironment.getExecutionEnvironment();
    NoticeJob.define(
        env, Options.of("--kafka", "k:9092", "--alertmanagers", "http://a:9093,http://b:9093/am/"));

    var graph = env.getStreamGraph(false);
    assertThat(
            graph.getStreamNodes().stream()
                .map(StreamNode::getTransformationUID)
                .filter(Objects::nonNull))
        .containsExactlyInAnyOrder(
            "read-alerts",
            "announce-alerts",
            "tell-first-alertmanager",
            "tell-second-alertmanager");
    assertThat(graph.getStreamNodes()).allMatch(node -> node.getTransformationUID() != null);
    assertThat(graph.getExecutionConfig().getMaxParallelism()).isEqualTo(720);
  }

  @Test
  void whatTravelsAndRestsNeedsNoKryo() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(Announcement.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(Announced.class);
  }

  @Test
  void settingsHaveTheseDefaultsAndRefuseWhatIsWrong() {
    var settings = settings("http://a:9093");
    assertThat(settings.telling().every()).hasMinutes(1);
    assertThat(settings.telling().batch()).isEqualTo(50);
    assertThat(settings.telling().timeout()).hasSeconds(10);
    assertThat(settings.telling().link()).isEmpty();
    assertThat(settings.resolvedFor()).hasHours(65);
    assertThat(settings.checkpointEvery()).hasSeconds(10);
    assertThat(settings.reading().groupId()).isEqualTo("duixian-notices");

    assertThatThrownBy(() -> Options.of("--kafka", "k:9092").text("alertmanagers"))
        .hasMessageContaining("alertmanagers");
    for (String wrong :
        List.of(
            " ",
            "a:9093",
            "ftp://a",
            "http://a b",
            "http://a:9093,http://a:9093",
            "http://a,http://b,http://c,http://d")) {
      assertThatThrownBy(() -> settings(wrong))
          .as(wrong)
          .isInstanceOf(WrongSetting.class)
          .hasMessageContaining("alertmanagers");
    }
  }

  @Test
  void whatHoldsIsSaidEveryMinuteUntilItsEndHasBeenSaidForLongEnough() throws Exception {
    try (var harness = harness()) {
      harness.setProcessingTime(NOW);
      harness.processElement(step(0, "raised", "red", "operator"), 0);
      assertThat(harness.getOutput()).hasSize(1);
      passMinutes(harness, 0, 10);
      assertThat(harness.getOutput()).hasSize(11);

      harness.processElement(step(1, "resolved", "red", "operator"), 0);
      assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
      assertThat(harness.extractOutputValues().get(11).over()).isTrue();
      passMinutes(harness, 10, 25);
      assertThat(harness.getOutput()).hasSize(27);
      passMinutes(harness, 25, 60);
      assertThat(harness.getOutput()).hasSize(27);
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void whatHeldWhenTheJobFailedIsSaidAtOnceWhenItIsRestored() throws Exception {
    try (var before = harness()) {
      before.setProcessingTime(NOW);
      before.processElement(step(0, "raised", "red", "operator"), 0);
      var saved = before.snapshot(1, 0);
      try (var after = restored(saved)) {
        after.setProcessingTime(NOW + 3 * MINUTE);
        assertThat(after.extractOutputValues())
            .isNotEmpty()
            .allMatch(said -> !said.over() && said.toldMillis() == NOW);
      }
    }
  }

  /** Made by the version that also kept since when an alert holds, of an alert that became red. */
  @Test
  void whatAnEarlierVersionSavedGoesOn() throws Exception {
    var saved =
        OperatorSnapshotUtil.readStateHandle("src/test/resources/savepoints/announced-v1/state");
    try (var after = restored(saved)) {
      after.setProcessingTime(NOW + MINUTE);
      assertThat(after.extractOutputValues())
          .extracting(said -> said.role() + ' ' + said.severity() + ' ' + said.over())
          .containsOnly("site-lead yellow true", "operator red false", "site-lead red false");
      assertThat(after.extractOutputValues()).allMatch(said -> said.toldMillis() == NOW);
    }
  }

  @Test
  void whatNobodyIsToldOfLeavesNothingBehind() throws Exception {
    try (var harness = harness()) {
      harness.processElement(step(0, "held", "red", "operator"), 0);
      assertThat(harness.getOutput()).isEmpty();
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  private static void passMinutes(
      KeyedOneInputStreamOperatorTestHarness<String, Alert, Announcement> harness, int from, int to)
      throws Exception {
    for (int minute = from + 1; minute <= to; minute++) {
      harness.setProcessingTime(NOW + minute * MINUTE);
    }
  }

  private static NoticeSettings settings(String alertmanagers) {
    return NoticeSettings.of(Options.of("--kafka", "k:9092", "--alertmanagers", alertmanagers));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Alert, Announcement> harness()
      throws Exception {
    return ProcessFunctionTestHarnesses.forKeyedProcessFunction(
        ANNOUNCE, Alert::alertId, Types.STRING);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Alert, Announcement> restored(
      OperatorSubtaskState saved) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(ANNOUNCE), Alert::alertId, Types.STRING);
    harness.initializeState(saved);
    harness.open();
    return harness;
  }
}
