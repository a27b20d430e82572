package org.duixian.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.duixian.alert.Steps.step;

import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;
import org.duixian.alert.Announcement;
import org.junit.jupiter.api.Test;

final class LatestAnnouncementsTest {
  private final long[] now = {0};
  private final LatestAnnouncements waiting = new LatestAnnouncements(() -> now[0]);

  @Test
  void whatStillFiresNeverFollowsItsEnd() {
    add("a", false, false);
    add("b", false, false);
    add("a", true, false);
    add("a", false, true);
    assertThat(waiting.size()).isEqualTo(2);
    assertThat(waiting.totalSizeInBytes()).isEqualTo(20);
    assertThat(next()).isEqualTo("a over");
    assertThat(next()).isEqualTo("b firing");
    assertThat(waiting.poll()).isNull();
    assertThat(waiting.totalSizeInBytes()).isZero();
  }

  @Test
  void whatFailedComesBackUnlessThereIsNews() {
    add("a", false, true);
    assertThat(next()).isEqualTo("a firing");
  }

  @Test
  void aPauseShowsNothingAndKeepsAll() {
    add("a", false, false);
    waiting.pauseUntil(1_000);
    assertThat(waiting.isEmpty()).isTrue();
    assertThat(waiting.poll()).isNull();
    assertThat(waiting.getBufferedState()).hasSize(1);
    now[0] = 1_000;
    assertThat(next()).isEqualTo("a firing");
  }

  private void add(String alertId, boolean over, boolean again) {
    var alert =
        AlertmanagerAlert.of(
            new Announcement(
                step(alertId, 0, "raised", "red", "operator"), "operator", "red", 0, over),
            "",
            0);
    waiting.add(new RequestEntryWrapper<>(alert, 10), again);
  }

  private String next() {
    AlertmanagerAlert alert = waiting.poll().getRequestEntry();
    return alert.labels().get("alert_id") + (alert.over() ? " over" : " firing");
  }
}
