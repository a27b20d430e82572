package org.duixian.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.duixian.alert.Steps.step;

import org.duixian.alert.Alert;
import org.duixian.alert.Announcement;
import org.junit.jupiter.api.Test;

/** What is said again later does not ask for anything by an instant that has passed. */
final class AlertmanagerAlertTest {
  private static final long DUE = step(0, "raised", "red").atMillis() + 86_400_000;

  @Test
  void saysThatTheLimitHasPassedFromThatInstantOn() {
    Alert raised = asking("raised", DUE);
    assertThat(overdue(raised, DUE - 1, false)).isNull();
    assertThat(overdue(raised, DUE, false)).isEqualTo("上述签收期限(2020-03-12)已过。");
    assertThat(of(raised, DUE, false).annotations())
        .containsEntry("text_zh", raised.textZh())
        .containsKey("overdue_en");
    assertThat(of(raised, DUE, false).labels()).isEqualTo(of(raised, DUE - 1, false).labels());
  }

  @Test
  void saysNoneWhereNothingIsAskedAnyMore() {
    assertThat(overdue(asking("raised", 0), DUE, false)).as("acknowledged").isNull();
    assertThat(overdue(asking("held", DUE), DUE, false)).as("held").isNull();
    assertThat(overdue(asking("reminded", DUE), DUE, false)).as("a reminder").isNull();
    assertThat(overdue(asking("raised", DUE), DUE, true)).as("over").isNull();
  }

  @Test
  void saysNoneWhereTheTextSaysItAlready() {
    Alert later = asking("updated", DUE - 86_400_000);
    assertThat(later.atMillis()).isGreaterThanOrEqualTo(later.ackDueMillis());
    assertThat(overdue(later, DUE, false)).isNull();
  }

  private static Alert asking(String state, long dueMillis) {
    return step("C05-f01-20200310", 0, state, "red", dueMillis, "operator");
  }

  private static String overdue(Alert alert, long nowMillis, boolean over) {
    return of(alert, nowMillis, over).annotations().get("overdue_zh");
  }

  private static AlertmanagerAlert of(Alert alert, long nowMillis, boolean over) {
    return AlertmanagerAlert.of(new Announcement(alert, "operator", "red", 0, over), "", nowMillis);
  }
}
