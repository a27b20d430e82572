package org.duixian.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.duixian.alert.Steps.step;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AnnouncingTest {
  private static final long MINUTE = 60_000;
  private static final long NOW = 1_600_000_000_000L;
  private static final long LONG = 65 * 60 * MINUTE;

  private final Announcing announcing = new Announcing(MINUTE, LONG);
  private final Announced state = new Announced();

  @Test
  void everyRoleIsToldSinceItWasToldFirstHoweverOften() {
    on(step(0, "raised", "yellow", "site-lead", "operator"), NOW);
    List<String> first = said();
    assertThat(first)
        .containsExactly(
            "operator yellow 1600000000000 firing", "site-lead yellow 1600000000000 firing");

    on(step(1, "updated", "yellow", "site-lead"), NOW + 3 * MINUTE);
    assertThat(said()).isEqualTo(first);
  }

  @Test
  void whoWasToldYellowIsToldRedAndThatItIsOver() {
    on(step(0, "raised", "yellow", "site-lead"), NOW);
    on(step(1, "escalated", "red", "county-bureau"), NOW + MINUTE);
    assertThat(said())
        .containsExactly(
            "site-lead yellow 1600000000000 over",
            "county-bureau red 1600000060000 firing",
            "site-lead red 1600000060000 firing");

    on(step(2, "resolved", "red", "county-bureau"), NOW + 2 * MINUTE);
    assertThat(said())
        .containsExactly(
            "county-bureau red 1600000060000 over", "site-lead red 1600000060000 over");
  }

  @Test
  void anEndIsSaidOftenThenRarelyThenForgotten() {
    on(step(0, "raised", "yellow", "site-lead"), NOW);
    assertThat(announcing.nextMillis(state, NOW)).isEqualTo(NOW + MINUTE);
    on(step(1, "resolved", "yellow", "site-lead"), NOW);
    assertThat(announcing.nextMillis(state, NOW + 14 * MINUTE)).isEqualTo(NOW + 15 * MINUTE);
    assertThat(announcing.nextMillis(state, NOW + 15 * MINUTE)).isEqualTo(NOW + 30 * MINUTE);
    assertThat(announcing.forget(state, NOW + LONG)).isTrue();
    assertThat(announcing.forget(state, NOW + LONG + 1)).isFalse();
  }

  @Test
  void aHeldAlertIsSaidToNobodyNewButNeverSeemsOver() {
    on(step(0, "held", "yellow", "site-lead"), NOW);
    assertThat(said()).isEmpty();
    on(step(1, "released", "yellow", "site-lead"), NOW);
    on(step(2, "held", "red", "county-bureau"), NOW);
    assertThat(said()).containsExactly("site-lead yellow 1600000000000 firing");
    on(step(3, "resolved", "red", "county-bureau"), NOW);
    assertThat(said()).containsExactly("site-lead yellow 1600000000000 over");
  }

  @Test
  void anAlertThatWasHeldUntilItEndedIsNeverSaid() {
    on(step(0, "held", "yellow", "site-lead"), NOW);
    on(step(1, "resolved", "yellow", "site-lead"), NOW);
    assertThat(said()).isEmpty();
    assertThat(announcing.forget(state, NOW)).isFalse();
  }

  @Test
  void anOldStepAfterTheEndChangesNothing() {
    on(step(0, "raised", "yellow", "site-lead"), NOW);
    on(step(3, "resolved", "yellow", "site-lead"), NOW);
    on(step(2, "escalated", "red", "site-lead"), NOW);
    assertThat(said()).containsExactly("site-lead yellow 1600000000000 over");

    on(step(0, "raised", "yellow", "site-lead"), NOW);
    assertThat(said()).containsExactly("site-lead yellow 1600000000000 firing");
  }

  @Test
  void aReminderIsSaidForAWhileAndHasNoEnd() {
    on(step(0, "reminded", "reminder", "site-lead"), NOW);
    assertThat(announcing.forget(state, NOW + LONG)).isTrue();
    assertThat(said()).containsExactly("site-lead reminder 1600000000000 firing");
    assertThat(announcing.forget(state, NOW + LONG + 1)).isFalse();
  }

  private void on(Alert step, long now) {
    announcing.on(step, state, now);
  }

  private List<String> said() {
    return announcing.announcements(state).stream()
        .map(
            said ->
                "%s %s %d %s"
                    .formatted(
                        said.role(),
                        said.severity(),
                        said.toldMillis(),
                        said.over() ? "over" : "firing"))
        .toList();
  }
}
