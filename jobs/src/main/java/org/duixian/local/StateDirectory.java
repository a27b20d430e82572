package org.duixian.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A directory that one local stack at a time keeps its data in; the lock ends with the process. */
final class StateDirectory implements AutoCloseable {
  /**
   * Held by this process. Asked first: closing any channel of a file, also one that did not get the
   * lock, can release all locks that the process has on it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path dir;
  private final FileChannel lockFile;

  private StateDirectory(Path dir, FileChannel lockFile) {
    this.dir = dir;
    this.lockFile = lockFile;
  }

  static StateDirectory lock(Path dir) {
    try {
      Path real = Files.createDirectories(dir).toRealPath();
      if (!HELD.add(real)) {
        throw inUse(dir);
      }
      FileChannel channel = null;
      try {
        channel =
            FileChannel.open(
                real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
          throw inUse(dir);
        }
        return new StateDirectory(real, channel);
      } catch (IOException | CannotStart e) {
        HELD.remove(real);
        if (channel != null) {
          channel.close();
        }
        throw e;
      }
    } catch (IOException e) {
      throw new CannotStart("cannot keep data in " + dir + ": " + e.getMessage(), e);
    }
  }

  private static CannotStart inUse(Path dir) {
    return new CannotStart("another Duixian is running on " + dir + ": stop it first");
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot release the lock: " + e.getMessage(), e);
    } finally {
      HELD.remove(dir);
    }
  }
}
