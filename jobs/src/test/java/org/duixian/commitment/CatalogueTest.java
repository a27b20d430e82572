package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.duixian.TestCity;
import org.duixian.calendar.ServiceDates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reviewed values of every commitment, and what a wrong file is told. */
final class CatalogueTest {
  private static final Path COMMITMENTS = Path.of("..", "schemas", "commitments");

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "C02, hall-open,       hall,      0.97, 20, 20,  shut_4h,         false, 60, resident-officer, township-lead",
    "C04, handled-on-site, hall,      0.95, 20, 60,  '',              false, 1,  resident-officer, township-lead",
    "C05, queue-wait,      hall,      0.90, 30, 100, '',              false, 1,  site-lead,        township-lead",
    "C13, trips-operated,  transport, 0.97, 14, 40,  no_trip_all_day, true,  1,  operator,         county-bureau",
    "C15, bus-on-time,     transport, 0.85, 14, 40,  '',              false, 1,  operator,         operator",
    "C17, clinic-open,     clinic,    0.97, 20, 20,  half_day_shut,   false, 60, site-lead,        county-bureau",
    "C18, clinic-wait,     clinic,    0.90, 30, 100, '',              false, 1,  site-lead,        site-lead"
  })
  void everyCommitmentHasItsReviewedValues(
      String id,
      String slug,
      String stream,
      double objective,
      int minSample7,
      int minSample28,
      String hardRule,
      boolean hardOnDayOutage,
      int unitsPerSample,
      String atRisk,
      String breached) {
    var commitment = TestCity.CATALOGUE.get(id);

    assertThat(commitment.slug()).isEqualTo(slug);
    assertThat(commitment.stream()).isEqualTo(stream);
    assertThat(commitment.objective()).isEqualTo(objective);
    assertThat(commitment.minSample7()).isEqualTo(minSample7);
    assertThat(commitment.minSample28()).isEqualTo(minSample28);
    assertThat(commitment.hardRule()).isEqualTo(hardRule);
    assertThat(commitment.hardOnDayOutage()).isEqualTo(hardOnDayOutage);
    assertThat(commitment.unitsPerSample()).isEqualTo(unitsPerSample);
    assertThat(commitment.recipientsAtRisk()).containsExactly(atRisk);
    assertThat(commitment.recipientsBreached()).containsExactly(breached);
    assertThat(commitment.effectiveFrom()).isEqualTo(ServiceDates.parse("2019-12-31"));
    assertThat(commitment.judging()).isEqualTo(Commitment.Judging.DEFAULT);
    assertThat(commitment.reason("unheard of").en()).isEqualTo("other");
  }

  @Test
  void thereAreSevenOfThem() {
    assertThat(TestCity.CATALOGUE.all()).hasSize(7);
  }

  @ParameterizedTest
  @CsvSource({
    "hall, 15, 120",
    "transport, 10, 120",
    "clinic, 1440, 360",
  })
  void everyStreamHasItsGraceAndItsPatience(String stream, long graceMinutes, long silentMinutes) {
    var rules = TestCity.CATALOGUE.rules(stream);

    assertThat(rules.graceMillis()).isEqualTo(graceMinutes * 60_000);
    assertThat(rules.silentAfterMillis()).isEqualTo(silentMinutes * 60_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C05.yaml | objective: 0.90 | objective: 1.0      | C05.yaml: objective '1.0' is not between",
        "C05.yaml | objective: 0.90 | objektive: 0.90     | 'objective' Missing required",
        "C05.yaml | objective: 0.90 | objective: high     | C05.yaml:21",
        "C05.yaml | id: C05         | id: C06             | C05.yaml: id 'C06' is not the name of its file",
        "C05.yaml | due: PT20M      | due: 20             | 'due'",
        "streams.yaml | grace: PT15M | grace: 15          | streams.yaml:4:15: 'hall.grace'",
        "C05.yaml | late: called_late | late: tardy       | C05.yaml: late 'tardy' is not one of",
        "C05.yaml | hall.ticket.called | hall.ticket.cald | C05.yaml: fulfil[0].event 'hall.ticket.cald' is not an",
        "C05.yaml | hall.ticket.called | clinic.patient.seen | fulfil[0].event 'clinic.patient.seen' is not of stream",
        "C05.yaml | site: site_id   | site: cite_id       | C05.yaml: open.site 'cite_id' is not a field of",
        "C05.yaml | stream: hall    | stream: care        | open.event 'hall.ticket.issued' is not of stream care",
        "C05.yaml | 28d: 100        | 28d: 0              | C05.yaml: min_sample.28d '0' is not > 0",
        "C05.yaml | meter: deadline | meter: presence     | C05.yaml: hours '' is missing for meter presence",
        "C05.yaml | meter: deadline | meter: magic        | C05.yaml:9",
        "C04.yaml | reason_from: outcome | date: outcome  | C04.yaml: units[0].reason_from '' is missing",
        "C04.yaml | one_off_notice  | one_of_notice       | C04.yaml: units[0].except 'one_of_notice' is not a field",
        "C17.yaml | missing: no_doctor | missing: nobody  | C17.yaml: require[1].missing 'nobody' is not one of",
        "streams.yaml | PT2H        | PT0H                | streams.yaml: hall",
        "streams.yaml | grace: PT15M, | ''                | streams.yaml:4",
      })
  void aMistakeIsNamedWithItsFileAndKeyOrPlace(
      String file, String right, String wrong, String message) throws IOException {
    copyAll();
    replace(file, right, wrong);

    assertThatThrownBy(() -> Catalogue.load(directory, TestCity.TYPES))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aKeyGivenTwiceIsAMistake() throws IOException {
    copyAll();
    replace("C05.yaml", "objective: 0.90", "objective: 0.90\nobjective: 0.10");

    assertThatThrownBy(() -> Catalogue.load(directory, TestCity.TYPES))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("C05.yaml:")
        .hasMessageContaining("objective");
  }

  @Test
  void anEmptyFileIsAMistake() throws IOException {
    copyAll();
    Files.writeString(directory.resolve("C05.yaml"), "~\n");

    assertThatThrownBy(() -> Catalogue.load(directory, TestCity.TYPES))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("C05.yaml");
  }

  @Test
  void everyMistakeIsNamedAtOnce() throws IOException {
    copyAll();
    replace("C05.yaml", "objective: 0.90", "objective: 2");
    replace("C17.yaml", "missing: no_doctor", "missing: nobody");

    assertThatThrownBy(() -> Catalogue.load(directory, TestCity.TYPES))
        .hasMessageContaining("C05.yaml")
        .hasMessageContaining("C17.yaml");
  }

  private void copyAll() throws IOException {
    try (var files = Files.list(COMMITMENTS)) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
  }

  private void replace(String file, String right, String wrong) throws IOException {
    Path path = directory.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(right);
    int at = text.indexOf(right);
    Files.writeString(path, text.substring(0, at) + wrong + text.substring(at + right.length()));
  }
}
