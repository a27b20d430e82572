package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import org.duixian.commitment.RouteSuspensions.Suspension;
import org.junit.jupiter.api.Test;

final class RouteSuspensionsTest {

  @Test
  void whatWasNotifiedEarlierAndForLongerIsKept() {
    var first = new Suspension(100, RouteSuspensions.FOR_GOOD, 1000);
    var again = new Suspension(110, 120, 2000);

    assertThat(RouteSuspensions.none().with(first, 0).with(again, 0).suspensions())
        .containsExactly(first);
    assertThat(RouteSuspensions.none().with(again, 0).with(first, 0).suspensions())
        .containsExactly(first);
  }

  @Test
  void whatIsNotifiedLaterTakesNothingFromAnEarlierNotice() {
    var first = new Suspension(100, 110, 1000);
    var longer = new Suspension(100, 120, 2000);

    assertThat(RouteSuspensions.none().with(first, 0).with(longer, 0).suspensions())
        .containsExactly(first, longer);
  }

  @Test
  void thoseThatEndedLongAgoLeave() {
    var ended = new Suspension(100, 110, 1000);
    var ends = new Suspension(100, 111, 2000);
    var ahead = new Suspension(200, 210, 1000);

    assertThat(RouteSuspensions.none().with(ended, 0).with(ends, 0).with(ahead, 111).suspensions())
        .containsExactly(ends, ahead);
  }

  @Test
  void ofTooManyTheFarthestAheadLeave() {
    var suspensions = RouteSuspensions.none();
    for (int day = RouteSuspensions.MAX_SUSPENSIONS; day >= 0; day--) {
      suspensions = suspensions.with(new Suspension(10 * day, 10 * day + 1, 1000), 0);
    }

    assertThat(suspensions.suspensions()).hasSize(RouteSuspensions.MAX_SUSPENSIONS);
    assertThat(suspensions.suspensions().get(0).from()).isZero();
  }
}
