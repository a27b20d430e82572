package org.duixian.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Where a command writes, as {@code --out} says. */
final class OutPath {
  private OutPath() {}

  /** Makes the directory if need be. */
  static void requireDirectory(CommandSpec spec, Path dir) {
    try {
      Files.createDirectories(dir);
    } catch (IOException e) {
      throw refused(spec, dir, e);
    }
    if (!Files.isWritable(dir)) {
      throw refused(spec, dir, "permission denied");
    }
  }

  /** Says before long work that the file can't be written after it. */
  static void requireFile(CommandSpec spec, Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw refused(spec, file, "it is a directory");
    }
    if (!Files.isDirectory(directory)) {
      throw refused(spec, file, "there is no directory " + directory);
    }
    if (!Files.isWritable(Files.exists(file) ? file : directory)) {
      throw refused(spec, file, "permission denied");
    }
  }

  static ParameterException refused(CommandSpec spec, Path path, IOException e) {
    return refused(spec, path, reason(e));
  }

  private static ParameterException refused(CommandSpec spec, Path path, String reason) {
    return new ParameterException(
        spec.commandLine(), "--out: cannot write to %s: %s".formatted(path, reason));
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
