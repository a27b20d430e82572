package org.duixian.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlertActionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          C05-f01-20200506 | acknowledged | site-lead | ok | 1 | ''
          ''               | acknowledged | site-lead | ok | 1 | alert_id: is missing
          C05-f01-20200506 | closed       | site-lead | ok | 1 | action 'closed': is not acknowledged
          C05-f01-20200506 | acknowledged | boss      | ok | 1 | role 'boss': is none of [site-lead,
          C05-f01-20200506 | acknowledged | auditor   | ok | 1 | role 'auditor': is none of [site-lead,
          C05-f01-20200506 | acknowledged | site-lead | 已联系13900000000 | 1 | note: looks like it holds
          C05-f01-20200506 | acknowledged | site-lead | 11010519491231002X | 1 | note: looks like it holds
          C05-f01-20200506 | acknowledged | site-lead | ok | 0 | time_millis: is missing
          """)
  void whatIsWrongIsNamed(
      String alertId, String action, String role, String note, long millis, String problem) {
    assertThat(new AlertAction(alertId, action, role, note, millis).problem().orElse(""))
        .startsWith(problem);
  }

  @Test
  void aNoteIsOneLineOfLimitedLength() {
    assertThat(note("二".repeat(300))).isEmpty();
    assertThat(note("二".repeat(301))).startsWith("note: is missing or longer than 300");
    assertThat(note("one\ntwo")).startsWith("note: has line breaks");
    assertThat(note(null)).startsWith("note: is missing");
  }

  private static String note(String note) {
    return new AlertAction("C05-f01-20200506", "acknowledged", "operator", note, 1)
        .problem()
        .orElse("");
  }
}
