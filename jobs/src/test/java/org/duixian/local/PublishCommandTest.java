package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person is told who publishes what can't be published; no Kafka is asked for that. */
final class PublishCommandTest {
  private static final Path CITY = Path.of("..", "schemas", "examples", "small-city", "reference");

  private final StringWriter err = new StringWriter();

  private int publish(Path reference, String appliesFrom) {
    var arguments = new ArrayList<>(List.of("publish", "--reference", reference.toString()));
    arguments.addAll(
        List.of(
            "--commitments",
            Path.of("..", "schemas", "commitments").toString(),
            "--kafka",
            "127.0.0.1:1",
            "--applies-from",
            appliesFrom));
    return Main.commandLine()
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  @Test
  void aDayThatIsOverIsRefused() {
    assertThat(publish(CITY, "2020-03-02")).isEqualTo(1);
    assertThat(err.toString()).startsWith("duixian: --applies-from '2020-03-02': must be after");
  }

  @Test
  void whatIsNoDateIsRefused() {
    assertThat(publish(CITY, "tomorrow")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("duixian: --applies-from: not a date like 2020-04-27: tomorrow");
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    assertThat(publish(Path.of("nowhere"), "2020-03-02")).isEqualTo(1);
    assertThat(err.toString()).startsWith("duixian: --reference: no such directory: nowhere");
  }
}
