package org.duixian.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.duixian.local.replay.UnusableInput;

/** Where a command writes, as {@code --out} says. */
final class OutPath {
  private OutPath() {}

  /** Makes the directory if need be. */
  static void requireDirectory(Path dir) {
    try {
      Files.createDirectories(dir);
    } catch (IOException e) {
      throw refused(dir, e);
    }
    if (!Files.isWritable(dir)) {
      throw refused(dir, "permission denied");
    }
  }

  /** Says before long work that the file can't be written after it. */
  static void requireFile(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw refused(file, "it is a directory");
    }
    if (!Files.isDirectory(directory)) {
      throw refused(file, "there is no directory " + directory);
    }
    if (!Files.isWritable(Files.exists(file) ? file : directory)) {
      throw refused(file, "permission denied");
    }
  }

  static UnusableInput refused(Path path, IOException e) {
    return refused(path, reason(e));
  }

  private static UnusableInput refused(Path path, String reason) {
    return new UnusableInput("--out: cannot write to %s: %s".formatted(path, reason));
  }

  /** Of many exceptions the message is but the path. */
  private static String reason(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return "it is a file, not a directory";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "there is no such directory";
    }
    return e instanceof FileSystemException known && known.getReason() != null
        ? known.getReason()
        : e.getMessage();
  }
}
