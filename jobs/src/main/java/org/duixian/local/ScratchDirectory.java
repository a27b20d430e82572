package org.duixian.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * A directory for the data of one start of the stack. It goes when it is closed; what a killed
 * process left behind goes when the next one is made.
 */
final class ScratchDirectory implements AutoCloseable {
  private static final String PREFIX = "stack-";

  private final Path path;
  private final StateDirectory lock;

  private ScratchDirectory(Path path, StateDirectory lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes a new one in {@code parent}. */
  static synchronized ScratchDirectory create(Path parent) {
    try {
      Files.createDirectories(parent);
      // One process at a time, or one could take another's for left behind before it is locked.
      try (var file =
              FileChannel.open(
                  parent.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock alone = file.lock()) {
        for (Path old : leftBehind(parent)) {
          deleteUnlessUsed(old);
        }
        Path path = Files.createTempDirectory(parent, PREFIX);
        return new ScratchDirectory(path, StateDirectory.lock(path));
      }
    } catch (IOException e) {
      throw new CannotStart("cannot keep data in " + parent + ": " + e.getMessage(), e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    } finally {
      lock.close();
    }
  }

  private static List<Path> leftBehind(Path parent) throws IOException {
    try (var children = Files.list(parent)) {
      return children.filter(child -> child.getFileName().toString().startsWith(PREFIX)).toList();
    }
  }

  private static void deleteUnlessUsed(Path old) throws IOException {
    try (var unused = StateDirectory.lock(old)) {
      delete(old);
    } catch (CannotStart stillUsed) {
      // Another stack of this machine runs on it.
    }
  }

  private static void delete(Path dir) throws IOException {
    Files.walkFileTree(
        dir,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
