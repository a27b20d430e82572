package org.duixian.alert;

import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;
import org.duixian.alert.Announced.Told;

/**
 * When an alert is announced to whom. What holds is said again and again, because those who deliver
 * it forget; what is over is said often at first and then rarely, because they may be told not to
 * disturb anybody before working hours. Then it is forgotten.
 *
 * <p>Who was told of an alert stays told until it is resolved, whoever a later step is for. An
 * alert that is held is announced to nobody new; to those who know of it already it goes on,
 * because to stop would tell them that it is over.
 *
 * @param everyMillis how often it is said again
 * @param overForMillis how long it is said that it is over, and how long a reminder lasts
 */
public record Announcing(long everyMillis, long overForMillis) implements Serializable {
  /** For so many rounds an end is said every round. */
  private static final int OFTEN = 15;

  /** Takes in a step of the alert. */
  public void on(Alert step, Announced state, long nowMillis) {
    if (state.alert != null && !isNews(step, state.alert)) {
      return;
    }
    state.alert = step;
    if (step.state().equals(AlertLife.RESOLVED)) {
      // What was replaced is silenced only as long as what replaced it holds.
      state.told.removeIf(Told::replaced);
      state.told.replaceAll(told -> told.holds() ? told.endedAt(nowMillis, false) : told);
    } else if (step.heldBy() == null || step.heldBy().isEmpty()) {
      tell(step, state, nowMillis);
    }
  }

  /** What is to be said now. */
  public List<Announcement> announcements(Announced state) {
    return state.told.stream()
        .map(
            told ->
                new Announcement(
                    state.alert, told.role(), told.severity(), told.toldMillis(), !told.holds()))
        .toList();
  }

  /** Forgets what need not be said any more; whether anything is left. */
  public boolean forget(Announced state, long nowMillis) {
    state.told.removeIf(told -> isForgotten(told, nowMillis));
    return !state.told.isEmpty();
  }

  /** When it is to be said again. */
  public long nextMillis(Announced state, long nowMillis) {
    boolean often =
        state.told.stream()
            .anyMatch(told -> told.holds() || nowMillis - told.overMillis() < OFTEN * everyMillis);
    return nowMillis + (often ? everyMillis : OFTEN * everyMillis);
  }

  private void tell(Alert step, Announced state, long nowMillis) {
    var roles = new TreeSet<>(step.recipients());
    state.told.stream().filter(Told::holds).map(Told::role).forEach(roles::add);
    state.told.replaceAll(
        told ->
            told.holds() && !told.severity().equals(step.severity())
                ? told.endedAt(nowMillis, true)
                : told);
    for (String role : roles) {
      if (state.told.stream().noneMatch(told -> told.holds() && told.role().equals(role))) {
        state.told.removeIf(
            told -> told.role().equals(role) && told.severity().equals(step.severity()));
        state.told.add(new Told(role, step.severity(), nowMillis, 0, false));
      }
    }
  }

  private boolean isForgotten(Told told, long nowMillis) {
    if (told.holds()) {
      return told.severity().equals(AlertLife.REMINDER)
          && nowMillis - told.toldMillis() > overForMillis;
    }
    return nowMillis - told.overMillis() > (told.replaced() ? OFTEN * everyMillis : overForMillis);
  }

  /** A later step, or the first one of a new life under the same id. */
  private static boolean isNews(Alert step, Alert latest) {
    return step.revision() > latest.revision()
        || (latest.state().equals(AlertLife.RESOLVED) && step.revision() == 0);
  }
}
