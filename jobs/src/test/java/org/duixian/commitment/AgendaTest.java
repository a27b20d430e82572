package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import org.duixian.MapTable;
import org.duixian.TestCity;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;

final class AgendaTest {
  private final MapTable<String, String[]> quarters = new MapTable<>();
  private final SourceClock clock = SourceClock.of(ServiceDates.parse("2020-05-04"));
  private final Agenda agenda = new Agenda(quarters, "/demo/c01/hall/f01", clock);

  @Test
  void whatLiesAheadIsNotLookedAt() {
    agenda.add("late", TestCity.at("2020-05-04T12:00"));
    agenda.add("early", TestCity.at("2020-05-04T09:50"));
    reaches("2020-05-04T09:44");
    assertThat(agenda.isAnythingDue()).isFalse();
    reaches("2020-05-04T09:45");
    assertThat(agenda.isAnythingDue()).isTrue();
    assertThat(shown("early")).containsExactly("early");
    assertThat(agenda.isAnythingDue()).isTrue(); // it stays in its quarter

    reaches("2020-05-04T11:59");
    assertThat(shown("early")).containsExactly("early");
    assertThat(agenda.isAnythingDue()).isFalse();
    reaches("2020-05-06T00:00");
    assertThat(shown()).containsExactly("late");
    assertThat(agenda.isAnythingDue()).isFalse();
    quarters.forEach((quarter, keys) -> fail("left in " + quarter));
  }

  @Test
  void whatHasPassedIsLookedAtWithWhatIsNow() {
    reaches("2020-05-04T12:00");
    agenda.add("overdue", TestCity.at("2020-05-04T09:00"));
    assertThat(shown()).containsExactly("overdue");
  }

  @Test
  void whatIsStruckOutIsNotLookedAt() {
    agenda.add("one", TestCity.at("2020-05-04T09:50"));
    agenda.add("other", TestCity.at("2020-05-04T09:55"));
    agenda.add("third", TestCity.at("2020-05-04T11:00"));
    agenda.remove("one", TestCity.at("2020-05-04T09:50"));
    agenda.remove("third", TestCity.at("2020-05-04T11:00"));
    agenda.remove("never added", TestCity.at("2020-05-04T13:00"));

    assertThat(clock.filledQuarters).hasSize(1);
    reaches("2020-05-04T12:00");
    assertThat(shown()).containsExactly("other");
    quarters.forEach((quarter, keys) -> fail("left in " + quarter));
  }

  @Test
  void whatWasKeptWithoutTheQuartersIsFound() {
    agenda.add("before", TestCity.at("2020-05-04T09:00"));
    new Agenda(quarters, "/demo/c01/hall/f02", SourceClock.of(clock.startDate))
        .add("of another", TestCity.at("2020-05-04T08:00"));
    clock.filledQuarters = null;

    agenda.add("after", TestCity.at("2020-05-04T10:00"));
    reaches("2020-05-04T10:00");
    assertThat(shown()).containsExactly("before", "after");
    assertThat(shown()).isEmpty();
  }

  private void reaches(String time) {
    clock.clockMillis = TestCity.at(time);
  }

  private List<String> shown(String... staying) {
    var shown = new ArrayList<String>();
    agenda.visit(
        key -> {
          shown.add(key);
          return List.of(staying).contains(key);
        });
    return shown;
  }
}
