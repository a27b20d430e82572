package org.duixian.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's smallest city through the real stack; what is expected was counted by hand. */
final class RunCommandIT {
  private static final Path CITY = Path.of("..", "schemas", "examples", "small-city");
  private static final String WITHOUT_SITE =
      """
      {"specversion":"1.0","id":"x","source":"/sample/c1/hall/f1",\
      "type":"org.duixian.hall.window.opened.v1","time":"2020-03-02T08:58:00+08:00","data":{}}""";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path dir;

  @Test
  void aCityInSeveralFilesIsJudgedAndItsBrokenLinesAreNamed() throws IOException {
    List<String> lines = Files.readAllLines(CITY.resolve("events.jsonl"));
    var hall = new ArrayList<String>();
    var others = new ArrayList<String>();
    for (String line : lines) {
      (line.contains("\"source\":\"/sample/c1/hall") ? hall : others).add(line);
    }
    hall.add(2, "not json");
    hall.add(WITHOUT_SITE);
    hall.add(hall.get(4)); // sent twice
    Path hallFile = dir.resolve("events/hall.jsonl");
    Files.createDirectories(hallFile.getParent());
    Files.write(hallFile, hall);
    try (var gzip =
        new GZIPOutputStream(Files.newOutputStream(dir.resolve("events/others.jsonl.gz")))) {
      gzip.write(String.join("\n", others).getBytes(UTF_8));
    }

    int status =
        run(
            "--reference",
            CITY.resolve("reference").toString(),
            "--events",
            dir.resolve("events").toString(),
            "--out",
            dir.resolve("out").toString(),
            "--exit");

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains("39 条事件 events from 2 files")
        .contains("malformed_json  (" + hallFile + ":3)")
        .contains("missing_field  (" + hallFile + ":" + (hall.size() - 1) + ")")
        .contains("模拟");
    assertThat(status).isZero();
    assertThat(read("rejected"))
        .extracting(r -> text(r, "reason"), r -> text(r, "file"), r -> r.path("line").asInt())
        .containsExactlyInAnyOrder(
            tuple("malformed_json", hallFile.toString(), 3),
            tuple("missing_field", hallFile.toString(), hall.size() - 1));
    assertThat(intake("accounted")).isEqualTo(34); // all but the trip's departure and completion,
    assertThat(intake("irrelevant")).isEqualTo(2); // which no commitment listens to
    assertThat(intake("duplicate")).isEqualTo(1);
    assertThat(intake("too_late")).isZero();
    assertThat(latestLevels())
        .containsExactlyInAnyOrder(
            // no official of rank was ever there: duty hours need not be posted
            tuple("f1", "C01", "2020-03-03", 0, 840, "breached"),
            // 9:00-10:40 of 9:00-11:00 on Monday, nothing on Tuesday
            tuple("f1", "C02", "2020-03-03", 100, 240, "too_few"),
            // ticket A001, served, called after twelve minutes
            tuple("f1", "C03", "2020-03-03", 0, 0, "too_few"), // nothing is known of before
            tuple("f1", "C24", "2020-03-03", 0, 0, "no_data"), // f2 is its seat; the bus was silent
            tuple("f1", "C04", "2020-03-03", 1, 1, "too_few"),
            tuple("f1", "C05", "2020-03-03", 1, 1, "too_few"),
            tuple("f1", "C08", "2020-03-03", 0, 0, "too_few"), // no extended hours are posted
            // the bus ran on Monday, three and six minutes late, and not on Tuesday
            tuple("f1", "C13", "2020-03-03", 1, 2, "breached"),
            tuple("f2", "C13", "2020-03-03", 1, 2, "breached"),
            tuple("f1", "C14", "2020-03-03", 0, 0, "too_few"), // nothing is known of before
            tuple("f2", "C14", "2020-03-03", 0, 0, "too_few"),
            tuple("f1", "C15", "2020-03-03", 1, 1, "too_few"),
            tuple("f2", "C15", "2020-03-03", 1, 1, "too_few"),
            // a physician all of Monday morning, nobody on Tuesday; patient E1 waited 14 minutes
            tuple("f1", "C17", "2020-03-03", 120, 240, "breached"),
            tuple("f1", "C18", "2020-03-03", 1, 1, "too_few"),
            // no medicine of the list was ever out
            tuple("f1", "C19", "2020-03-03", 28, 28, "too_few"));
    assertThat(read("alerts"))
        .filteredOn(alert -> text(alert, "severity").equals("red"))
        .filteredOn(alert -> !text(alert, "state").equals("updated"))
        .extracting(alert -> text(alert, "area_id") + " " + text(alert, "commitment_id"))
        .containsExactlyInAnyOrder("f1 C01", "f1 C13", "f2 C13", "f1 C17");
    assertThat(read("alerts"))
        .filteredOn(alert -> text(alert, "commitment_id").equals("DATA"))
        .filteredOn(alert -> text(alert, "state").equals("raised"))
        .as("the silences that schemas/README.md tells of")
        .hasSize(9);
    List<JsonNode> steps = read("alerts");
    List<JsonNode> news =
        steps.stream().filter(each -> !text(each, "state").equals("updated")).toList();
    assertThat(news).isNotEmpty().hasSizeLessThan(steps.size());
    assertThat(out.toString())
        .contains("in %d steps (updates and reminders not counted)".formatted(news.size()));
  }

  @Test
  void inputThatCannotBeReadIsNamedBeforeAnythingIsStarted() throws IOException {
    Path cut = dir.resolve("cut.jsonl.gz");
    Files.write(cut, new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1});
    int status =
        run(
            "--reference",
            CITY.resolve("reference").toString(),
            "--events",
            cut.toString(),
            "--out",
            dir.resolve("out").toString(),
            "--exit");
    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).startsWith("duixian: " + cut + ":1: cannot be read: ");
    assertThat(out.toString()).doesNotContain("Kafka");
  }

  private int run(String... options) {
    var all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(options));
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  /** The current revision of the latest judged window of each promise. */
  private List<Tuple> latestLevels() throws IOException {
    var latest = new TreeMap<String, JsonNode>();
    for (JsonNode level : read("levels")) {
      String promise = text(level, "area_id") + " " + text(level, "commitment_id");
      JsonNode known = latest.get(promise);
      if (level.path("window_days").asInt() == 28
          && (known == null || order(known).compareTo(order(level)) < 0)) {
        latest.put(promise, level);
      }
    }
    return latest.values().stream()
        .map(
            level ->
                tuple(
                    text(level, "area_id"),
                    text(level, "commitment_id"),
                    text(level, "service_date"),
                    level.path("good").asInt(),
                    level.path("total").asInt(),
                    text(level, "verdict")))
        .toList();
  }

  private static String order(JsonNode level) {
    return text(level, "service_date") + " " + "%05d".formatted(level.path("revision").asInt());
  }

  private long intake(String count) throws IOException {
    // Counts of an hour only grow: the largest of each source, area and hour is current.
    var largest = new HashMap<String, Long>();
    for (JsonNode row : read("intake")) {
      String key = text(row, "source") + text(row, "area_id") + text(row, "hour_millis");
      largest.merge(key, row.path(count).asLong(), Math::max);
    }
    return largest.values().stream().mapToLong(Long::longValue).sum();
  }

  private List<JsonNode> read(String name) throws IOException {
    var json = new ObjectMapper();
    var records = new ArrayList<JsonNode>();
    for (String line : Files.readAllLines(dir.resolve("out").resolve(name + ".jsonl"))) {
      records.add(json.readTree(line));
    }
    return records;
  }

  private static String text(JsonNode record, String field) {
    return record.path(field).asText();
  }
}
