package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateDirectoryTest {
  private static final Path LOCKS = Path.of("/proc/locks");

  @TempDir private Path dir;

  @Test
  void isRefusedWhileItIsHeldAndFreeAgainAfterwards() {
    try (var held = StateDirectory.lock(dir)) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> StateDirectory.lock(dir))
          .isInstanceOf(CannotStart.class)
          .hasMessage("another Duixian is running on " + dir + ": stop it first");
    }
    StateDirectory.lock(dir).close();
  }

  @Test
  void whoIsRefusedDoesNotTakeTheLockFromWhoHoldsIt() throws IOException {
    assumeThat(LOCKS).exists();
    try (var held = StateDirectory.lock(dir)) {
      assertThat(held).isNotNull();
      assertThat(isLocked()).isTrue();
      assertThatThrownBy(() -> StateDirectory.lock(dir)).isInstanceOf(CannotStart.class);
      assertThat(isLocked()).isTrue();
    }
    assertThat(isLocked()).isFalse();
  }

  /** As other processes see it. */
  private boolean isLocked() throws IOException {
    String inode = ":" + Files.getAttribute(dir.resolve("lock"), "unix:ino") + " ";
    try (var locks = Files.lines(LOCKS)) {
      return locks.anyMatch(lock -> lock.contains(inode));
    }
  }
}
