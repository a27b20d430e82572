package org.duixian.local.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.duixian.area.Level;
import org.duixian.area.Registry;
import org.duixian.area.Scope;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticCityTest {
  private static final Path CALENDAR = Path.of("..", "schemas/reference/demo/calendar.csv");
  private static final int MERGER = ServiceDates.parse("2020-04-27");
  private static final int SINCE = ServiceDates.parse("2020-03-02");

  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 11, 30, 1000})
  void theRegistryAcceptsACityOfAnySize(int formers) throws IOException {
    var registry = city(formers);
    assertThat(registry.simulated()).isTrue();
    assertThat(registry.areas(Level.former_township)).hasSize(formers);
    for (var former : registry.areas(Level.former_township)) {
      assertThat(registry.successorsOf(former.areaId(), MERGER + 3)).isNotEmpty();
      assertThat(registry.sourcesOf(former.areaId(), "hall", Scope.places)).hasSize(1);
      assertThat(registry.sourcesOf(former.areaId(), "hall", Scope.residents)).hasSize(1);
      assertThat(registry.sourcesOf(former.areaId(), "feedback")).hasSize(1);
      assertThat(registry.sourcesOf(former.areaId(), "care")).hasSize(1);
      assertThat(registry.sourcesOf(former.areaId(), "clinic")).hasSize(1);
      assertThat(registry.sourcesOf(former.areaId(), "transport")).hasSize(1);
    }
  }

  @Test
  void keepsTheProportionsOfTheDemoCity() throws IOException {
    var registry = city(300);
    assertThat(registry.areas(Level.county)).hasSize(30);
    assertThat(registry.areas(Level.township)).hasSize(140);
    assertThat(registry.areas(Level.former_township))
        .filteredOn(former -> registry.successorsOf(former.areaId(), MERGER + 3).size() == 2)
        .hasSize(20);
    assertThat(registry.areas(Level.former_township))
        .filteredOn(former -> former.effectiveOn() == MERGER + 3)
        .hasSize(100);
  }

  @Test
  void itsPlacesReportAndItsStoriesAreKnown() throws IOException {
    var registry = city(30);
    var stories = Story.ofSyntheticCity(registry);
    var events = Told.all(Simulation.of(registry, new SimulationSettings(1, MERGER, 2, stories)));
    assertThat(stories).hasSize(1);
    assertThat(events)
        .extracting(SimulatedEvent::key)
        .containsAll(registry.sources().stream().map(source -> source.source()).toList());
  }

  @Test
  void theSameSizeGivesTheSameFiles() throws IOException {
    city(50);
    var first = Files.readString(dir.resolve("city-50/areas.csv"));
    city(50);
    assertThat(Files.readString(dir.resolve("city-50/areas.csv"))).isEqualTo(first);
  }

  @Test
  void refusesASizeOutOfRange() {
    assertThatThrownBy(() -> city(0)).hasMessageContaining("not 0");
    assertThatThrownBy(() -> city(50_001)).hasMessageContaining("not 50001");
  }

  private Registry city(int formers) throws IOException {
    var city = dir.resolve("city-" + formers);
    SyntheticCity.write(city, CALENDAR, formers, MERGER, SINCE);
    return Registry.load(city);
  }
}
