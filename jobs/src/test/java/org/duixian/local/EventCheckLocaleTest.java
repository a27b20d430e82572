package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** By itself, as every class of a JVM has the same default locale. */
@Isolated
final class EventCheckLocaleTest {
  private final Locale here = Locale.getDefault();

  @TempDir private Path dir;

  @BeforeEach
  void goWhereThousandsHaveAPoint() {
    Locale.setDefault(Locale.GERMANY);
  }

  @AfterEach
  void comeBack() {
    Locale.setDefault(here);
  }

  @Test
  void countsReadAlikeInEveryLocale() throws IOException {
    Path city = Path.of("..", "schemas", "examples", "small-city", "reference");
    Path events = Files.writeString(dir.resolve("events.jsonl"), "not json\n".repeat(1234));
    var said = new StringWriter();
    Main.commandLine()
        .setOut(new PrintWriter(said, true))
        .execute(
            "validate",
            "--reference=" + city,
            "--commitments=" + Path.of("..", "schemas", "commitments"),
            "--events=" + events);
    assertThat(said.toString())
        .contains("events: 0 accepted, 1,234 rejected", "1,234  rejected: ", "and 1,214 more");
  }
}
