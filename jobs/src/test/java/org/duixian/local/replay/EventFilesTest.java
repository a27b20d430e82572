package org.duixian.local.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.duixian.area.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventFilesTest {
  @TempDir private Path dir;

  @Test
  void findsEventFilesBelowADirectoryInTheOrderOfTheirPathsAndOthersAsGiven() throws IOException {
    Path b = write("days/b.jsonl", "{}");
    Path a = write("days/a/2.ndjson.gz", "{}");
    Path json = write("days/c.json", "{}");
    write("days/.hidden.jsonl", "{}");
    write("days/areas.csv", "");
    Path export = write("export.txt", "{}");
    assertThat(EventFiles.find(List.of(export, dir.resolve("days"))))
        .containsExactly(export, a, b, json);
  }

  @Test
  void namesAPathThatIsNotThereAndADirectoryWithoutEvents() throws IOException {
    Path missing = dir.resolve("missing.jsonl");
    assertThatThrownBy(() -> EventFiles.find(List.of(missing)))
        .isInstanceOf(UnusableInput.class)
        .hasMessage(missing + ": no such file or directory");
    write("areas.csv", "");
    assertThatThrownBy(() -> EventFiles.find(List.of(dir)))
        .isInstanceOf(UnusableInput.class)
        .hasMessageStartingWith(dir + ": has no file");
  }

  @Test
  void readsPlainAndGzippedLinesAndCountsBlankOnes() throws IOException {
    Path plain = write("plain.jsonl", "\uFEFF{\"a\":1}\r\n\r\n  \n{\"b\":2}");
    Path gzipped = dir.resolve("no-matter-what-it-is-called");
    Files.write(gzipped, gzip("{\"c\":3}\n\n{\"d\":4}\n"));
    var lines = new ArrayList<String>();
    read(List.of(plain, gzipped), lines);
    assertThat(lines)
        .containsExactly(
            plain + ":1 {\"a\":1}",
            plain + ":4 {\"b\":2}",
            gzipped + ":1 {\"c\":3}",
            gzipped + ":3 {\"d\":4}");
  }

  @Test
  void linesLongerThanABufferStayWhole() throws IOException {
    String line = "{\"long\":\"" + "长".repeat(100_000) + "\"}";
    var lines = new ArrayList<String>();
    Path file = write("long.jsonl", line + "\n" + line);
    read(List.of(file), lines);
    assertThat(lines).containsExactly(file + ":1 " + line, file + ":2 " + line);
  }

  @Test
  void aLineThatKafkaWouldNotTakeIsCut() throws IOException {
    var bytes = new byte[EventFile.MAX_LINE_BYTES + 100_000];
    Arrays.fill(bytes, (byte) 'x');
    Path path = dir.resolve("huge.jsonl");
    Files.write(path, bytes);
    try (var file = EventFile.open(path)) {
      assertThat(file.next()).hasSize(EventFile.MAX_LINE_BYTES);
      assertThat(file.next()).isNull();
    }
  }

  @Test
  void aGzipFileThatBreaksOffIsNamedWithTheLine() throws IOException {
    byte[] whole = gzip("{\"a\":1}\n".repeat(50_000));
    Path cut = dir.resolve("cut.jsonl.gz");
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> read(List.of(cut), new ArrayList<>()))
        .isInstanceOf(UnusableInput.class)
        .hasMessageMatching(".*cut\\.jsonl\\.gz:[0-9]+: cannot be read: .*");
  }

  private static void read(List<Path> files, List<String> lines) {
    var registry = Registry.load(Path.of("..", "schemas", "examples", "small-city", "reference"));
    var routing = new Routing(registry, List.of("events.hall"), Clock.systemUTC());
    EventFiles.read(
        files,
        routing,
        event ->
            lines.add(event.file() + ":" + event.line() + " " + new String(event.value(), UTF_8)));
  }

  private Path write(String name, String text) throws IOException {
    Path path = dir.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
