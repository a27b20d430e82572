package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchDirectoryTest {
  @TempDir private Path parent;

  @Test
  void goesWithEverythingInItWhenItIsClosed() throws IOException {
    Path path;
    try (var scratch = ScratchDirectory.create(parent)) {
      path = scratch.path();
      Files.createDirectories(path.resolve("kafka/log"));
      Files.writeString(path.resolve("kafka/log/0.log"), "records");
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void whatAKilledProcessLeftBehindGoesAndWhatIsUsedStays() throws IOException {
    Path leftBehind = Files.createDirectory(parent.resolve("stack-123"));
    Files.writeString(leftBehind.resolve("lock"), "");
    Files.writeString(leftBehind.resolve("rows"), "old");
    Path somethingElse = Files.createDirectory(parent.resolve("notes"));
    try (var used = ScratchDirectory.create(parent);
        var next = ScratchDirectory.create(parent)) {
      assertThat(leftBehind).doesNotExist();
      assertThat(used.path()).isDirectory().isNotEqualTo(next.path());
      assertThat(somethingElse).isDirectory();
    }
  }
}
