package org.duixian.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A directory that one local stack at a time keeps its data in; the lock ends with the process. */
final class StateDirectory implements AutoCloseable {
  private final FileChannel lockFile;

  private StateDirectory(FileChannel lockFile) {
    this.lockFile = lockFile;
  }

  static StateDirectory lock(Path dir) {
    try {
      Files.createDirectories(dir);
      FileChannel channel =
          FileChannel.open(
              dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!acquired(channel)) {
        channel.close();
        throw new CannotStart("another Duixian is running on " + dir + ": stop it first");
      }
      return new StateDirectory(channel);
    } catch (IOException e) {
      throw new CannotStart("cannot keep data in " + dir + ": " + e.getMessage(), e);
    }
  }

  private static boolean acquired(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot release the lock: " + e.getMessage(), e);
    }
  }
}
