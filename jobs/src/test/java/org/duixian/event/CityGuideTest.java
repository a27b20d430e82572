package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.duixian.area.Registry;
import org.junit.jupiter.api.Test;

/** What {@code schemas/README.md} tells a newcomer is complete and its examples are right. */
final class CityGuideTest {
  private static final Path SMALL_CITY = Contract.SCHEMAS.resolve("examples/small-city");
  private static final Pattern JSON_BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
  private static final Pattern COUNT = Pattern.compile("one bus route and (\\d+) events");

  private final String guide = text(Contract.SCHEMAS.resolve("README.md"));
  private final List<JsonNode> events =
      text(SMALL_CITY.resolve("events.jsonl")).lines().map(CityGuideTest::json).toList();

  @Test
  void eventsInTheGuideAreValid() {
    List<String> blocks = JSON_BLOCK.matcher(guide).results().map(match -> match.group(1)).toList();
    assertThat(blocks).hasSize(2);
    assertThat(blocks)
        .allSatisfy(
            block -> {
              assertThat(Contract.knownType(json(block))).isNotNull();
              assertThat(Contract.violatedFields(json(block))).isEmpty();
              assertThat(events).contains(json(block));
            });
  }

  @Test
  void guideNamesEveryTypeFieldReasonAndFile() {
    assertThat(guide)
        .contains(Stream.of(RejectReason.values()).map(r -> "| `" + r + "` |").toList());
    Contract.eventTypes()
        .forEach(
            type -> {
              assertThat(guide).contains("[`" + type + "`](events/" + type + ".schema.json)");
              namesProperties(Contract.eventSchema(type));
            });
    namesProperties(Contract.eventSchema("envelope"));
    Contract.recordNames().forEach(name -> namesProperties(Contract.recordSchema(name)));
    Contract.files(SMALL_CITY.resolve("reference"))
        .forEach(file -> assertThat(guide).contains("**`" + file.getFileName() + "`**"));
  }

  private void namesProperties(JsonNode schema) {
    schema
        .path("properties")
        .fieldNames()
        .forEachRemaining(
            name -> assertThat(guide).containsAnyOf("`" + name + "`", "`" + name + "[]`"));
  }

  @Test
  void guideNamesEveryColumnOfTheReferenceFiles() throws IOException {
    for (Path file : Contract.files(SMALL_CITY.resolve("reference"))) {
      if (file.toString().endsWith(".csv")) {
        var format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
        try (var parser = format.parse(Files.newBufferedReader(file))) {
          assertThat(parser.getHeaderNames())
              .allSatisfy(column -> assertThat(guide).contains("`" + column + "`"));
          assertThat(parser.getRecords()).isNotEmpty().allMatch(row -> row.isConsistent());
        }
      }
    }
  }

  @Test
  void linksLeadSomewhere() {
    // The catalogue of commitments has tests of its own.
    assertThat(LINK.matcher(guide).results().map(match -> match.group(1)))
        .filteredOn(target -> !target.startsWith("commitments"))
        .isNotEmpty()
        .allMatch(target -> Files.exists(Contract.SCHEMAS.resolve(target)));
  }

  @Test
  void guideCountsTheEventsOfTheSmallCity() {
    assertThat(COUNT.matcher(guide).results().map(MatchResult::group))
        .containsExactly("one bus route and " + events.size() + " events");
  }

  @Test
  void smallCityHasEventsThatAreAcceptedFromKnownSourcesAndPlaces() {
    var city = Registry.load(SMALL_CITY.resolve("reference"));
    var decoding = new Decoding(EventTypes.load());
    for (JsonNode event : events) {
      Event accepted = decoding.accepted(asRecord(event));
      JsonNode data = event.path("data");
      assertThat(city.findSource(accepted.source())).isPresent();
      if (data.has("site_id")) {
        assertThat(city.findSite(data.path("site_id").asText())).isPresent();
      }
      if (data.has("route_id")) {
        assertThat(city.areasOfRoute(data.path("route_id").asText())).containsExactly("f1", "f2");
      }
    }
  }

  @Test
  void smallCityUnderstandsOldAndNewCodes() {
    var city = Registry.load(SMALL_CITY.resolve("reference"));
    int day = Math.toIntExact(LocalDate.of(2020, 3, 2).toEpochDay());
    assertThat(city.formerTownshipOfVillageCode("990101201201", day)).contains("f1");
    assertThat(city.formerTownshipOfVillageCode("990101102201", day)).contains("f1");
    assertThat(city.formerTownshipOfSiteCode("990101102000", day)).contains("f2");
    assertThat(city.formerTownshipOfVillageCode("990101102000", day)).isEmpty();
  }

  private static RawRecord asRecord(JsonNode event) {
    String source = event.path("source").asText();
    String topic = "events." + source.split("/", -1)[3].replace("bus", "transport");
    long arrivedMillis =
        OffsetDateTime.parse(event.path("recordedtime").asText(event.path("time").asText()))
            .toInstant()
            .toEpochMilli();
    byte[] value = event.toString().getBytes(StandardCharsets.UTF_8);
    return new RawRecord(
        topic, 0, 0, arrivedMillis, source.getBytes(StandardCharsets.UTF_8), value);
  }

  @Test
  void smallCityKeepsTheOrderOfEachSource() {
    var arrivals = new HashMap<String, OffsetDateTime>();
    for (JsonNode event : events) {
      String arrived = event.path("recordedtime").asText(event.path("time").asText());
      var earlier = arrivals.put(event.path("source").asText(), OffsetDateTime.parse(arrived));
      if (earlier != null) {
        assertThat(OffsetDateTime.parse(arrived)).isAfterOrEqualTo(earlier);
      }
    }
  }

  @Test
  void heartbeatsOfTheSmallCityCountItsEvents() {
    var sent = new HashMap<String, Integer>();
    for (JsonNode event : events) {
      String source = event.path("source").asText();
      if (event.path("type").asText().equals("org.duixian.ops.source.heartbeat.v1")) {
        assertThat(event.at("/data/events_emitted").asInt())
            .as(event.toString())
            .isEqualTo(sent.getOrDefault(source, 0));
        assertThat(event.at("/data/source").asText()).isEqualTo(source);
        sent.put(source, 0);
      } else {
        sent.merge(source, 1, Integer::sum);
      }
    }
    assertThat(sent.values()).hasSize(3).containsOnly(0);
  }

  private static JsonNode json(String text) {
    try {
      return Contract.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
