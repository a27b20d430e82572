package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duixian.TestCity;
import org.duixian.commitment.Commitment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The worked example of each commitment through the real stack, all in one run: the outcomes, and
 * the levels where an example states some, are those that were derived by hand from the wording of
 * the promise.
 */
final class PromiseExamplesIT {
  private static final Path SCHEMAS = Path.of("..", "schemas");
  private static final Path PROMISES = SCHEMAS.resolve(Path.of("examples", "promises"));
  private static final Path EXPECTED = PROMISES.resolve("expected");
  private static final Path LEVELS = PROMISES.resolve("levels");
  private static final List<String> LEVEL_KEY =
      List.of("area_id", "commitment_id", "window_days", "service_date");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path out;
  private static List<JsonNode> outcomes;
  private static List<JsonNode> levels;

  /** Those that have outcomes: a gap compares the levels of others. */
  static Set<String> commitments() {
    return TestCity.CATALOGUE.all().stream()
        .filter(commitment -> !commitment.isGap())
        .map(Commitment::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @BeforeAll
  static void runAllExamples() throws IOException {
    var err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err, true))
            .execute(
                "run",
                "--reference",
                PROMISES.resolve("reference").toString(),
                "--commitments",
                SCHEMAS.resolve("commitments").toString(),
                "--events",
                PROMISES.resolve("events").toString(),
                "--out",
                out.toString(),
                "--exit");
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    outcomes = read(out.resolve("outcomes.jsonl"));
    levels = read(out.resolve("levels.jsonl"));
  }

  @ParameterizedTest
  @MethodSource("commitments")
  void whatComesOfItIsWhatThePromiseSays(String commitment) throws IOException {
    var expected = read(EXPECTED.resolve(commitment + ".jsonl"));
    assertThat(expected)
        .allSatisfy(
            each -> {
              assertThat(each.path("area_id").asText()).matches("[ft]" + number(commitment) + "b?");
              assertThat(each.path("commitment_id").asText()).isEqualTo(commitment);
              assertThat(each.path("why").asText()).isNotBlank();
            });

    assertThat(counted(outcomes, commitment))
        .as(commitment)
        .containsExactlyInAnyOrderElementsOf(counted(expected, commitment));
  }

  static Set<String> commitmentsWithLevels() throws IOException {
    return ids(LEVELS);
  }

  @ParameterizedTest
  @MethodSource("commitmentsWithLevels")
  void theLevelsAreWhatThePromiseSays(String commitment) throws IOException {
    assertThat(read(LEVELS.resolve(commitment + ".jsonl")))
        .isNotEmpty()
        .allSatisfy(
            expected -> {
              assertThat(expected.path("commitment_id").asText()).isEqualTo(commitment);
              assertThat(expected.path("why").asText()).isNotBlank();
              assertThat(level(expected)).isEqualTo(judged(expected));
            });
  }

  /** The last revision of the level that is expected, as text. */
  private static String level(JsonNode expected) {
    return levels.stream()
        .filter(
            each -> LEVEL_KEY.stream().allMatch(key -> each.path(key).equals(expected.path(key))))
        .max(Comparator.comparingInt(each -> each.path("revision").asInt()))
        .map(PromiseExamplesIT::judged)
        .orElse("no such level");
  }

  private static String judged(JsonNode level) {
    return level.path("verdict").asText() + " " + level.path("good") + "/" + level.path("total");
  }

  @Test
  void everyCommitmentHasAnExampleAndNothingElseHas() throws IOException {
    assertThat(ids(EXPECTED)).isEqualTo(commitments());
    assertThat(ids(PROMISES.resolve("events"))).isEqualTo(commitments());
  }

  @Test
  void nothingIsRejected() throws IOException {
    assertThat(read(out.resolve("rejected.jsonl"))).isEmpty();
  }

  /** The last revision of each outcome that counts, as text. */
  private static List<String> counted(List<JsonNode> records, String commitment) {
    var last = new TreeMap<String, JsonNode>();
    for (JsonNode each : records) {
      if (each.path("commitment_id").asText().equals(commitment)
          && each.path("area_id").asText().substring(1).equals(number(commitment))) {
        last.merge(
            Stream.of("area_id", "service_date", "subject")
                .map(key -> each.path(key).asText())
                .collect(Collectors.joining(" ")),
            each,
            (one, other) ->
                one.path("revision").asInt() > other.path("revision").asInt() ? one : other);
      }
    }
    var counted = new ArrayList<String>();
    last.forEach(
        (unit, outcome) -> {
          if (outcome.path("total").asInt() > 0) {
            String sum = outcome.path("good").asInt() + "/" + outcome.path("total").asInt();
            String hard = outcome.path("hard_rule").asText();
            counted.add(
                (unit + ": " + sum + " " + outcome.path("lost_by_reason") + " " + hard).trim());
          }
        });
    return counted;
  }

  /** Such as 23 for C23 and C23F. */
  private static String number(String commitment) {
    return commitment.substring(1, 3);
  }

  private static Set<String> ids(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> name.substring(0, name.indexOf('.')))
          .collect(Collectors.toSet());
    }
  }

  private static List<JsonNode> read(Path file) throws IOException {
    var records = new ArrayList<JsonNode>();
    for (String line : Files.readAllLines(file)) {
      records.add(JSON.readTree(line));
    }
    return records;
  }
}
