package org.duixian.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.duixian.edge.Reading.From;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OptionsTest {

  @Test
  void valuesAreReadByTypeAndDefaultsFillTheRest() {
    var options =
        Options.of("--batch", "500", "--idle", "2min", "--topics", "a, b", "--from", "latest");

    assertThat(options.whole("batch", 1, 1, 1000)).isEqualTo(500);
    assertThat(options.whole("retries", 3, 0, 9)).isEqualTo(3);
    assertThat(options.duration("idle", "5s")).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.duration("pause", "5s")).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.texts("topics", "c")).containsExactly("a", "b");
    assertThat(options.oneOf("from", From.earliest)).isEqualTo(From.latest);
    assertThat(options.yes("bounded", true)).isTrue();
    assertThat(options.text("name", "none")).isEqualTo("none");
    options.refuseUnknown();
  }

  @Test
  void aKeyThatNobodyAskedForIsNamed() {
    var options = Options.of("--kafak", "localhost:9092");
    options.text("kafka", "");

    assertThatThrownBy(options::refuseUnknown)
        .isInstanceOf(WrongSetting.class)
        .hasMessage("setting --kafak is unknown; there are kafka, settings");
  }

  @Test
  void aWrongValueIsNamedWithItsKey() {
    var options =
        Options.of("--a", "many", "--b", "0", "--c", "soon", "--d", "0s", "--e", "no", "--f", "x");

    assertThatThrownBy(() -> options.whole("a", 1, 0, 9))
        .hasMessage("setting --a must be a whole number from 0 to 9, not 'many'");
    assertThatThrownBy(() -> options.whole("b", 1, 1, 9)).hasMessageContaining("--b must be");
    assertThatThrownBy(() -> options.duration("c", "1s")).hasMessageContaining("--c must be");
    assertThatThrownBy(() -> options.duration("d", "1s")).hasMessageContaining("--d must be");
    assertThatThrownBy(() -> options.yes("e", false)).hasMessageContaining("--e must be");
    assertThatThrownBy(() -> options.oneOf("f", From.earliest))
        .hasMessage("setting --f must be one of [earliest, latest, committed], not 'x'");
    assertThatThrownBy(() -> options.text("g")).hasMessage("setting --g is missing");
  }

  @Test
  void argumentsMustComeInPairsAndOnce() {
    assertThatThrownBy(() -> Options.of("kafka", "x")).hasMessageContaining("'kafka'");
    assertThatThrownBy(() -> Options.of("--kafka")).hasMessage("setting --kafka has no value");
    assertThatThrownBy(() -> Options.of("--kafka", "x", "--kafka", "y"))
        .hasMessage("setting --kafka is given twice");
  }

  @Test
  void argumentsOverrideTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("job.properties");
    Files.writeString(file, "kafka=a:1\nkafka.sasl.mechanism=PLAIN\nbatch=7\n");

    var options = Options.of("--settings", file.toString(), "--kafka", "b:2");

    assertThat(options.text("kafka")).isEqualTo("b:2");
    assertThat(options.whole("batch", 1, 1, 9)).isEqualTo(7);
    assertThat(options.below("kafka.")).isEqualTo(Map.of("sasl.mechanism", "PLAIN"));
    options.refuseUnknown();
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    assertThatThrownBy(() -> Options.of("--settings", "/nowhere/job.properties"))
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining("/nowhere/job.properties");
  }
}
