package org.duixian.local.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The event files that somebody names: files as they are, directories for what is below them. */
public final class EventFiles {
  private static final Pattern NAME = Pattern.compile("[^.].*\\.(jsonl|ndjson|json)(\\.gz)?");

  private EventFiles() {}

  /**
   * The files, in the order given; those of a directory in the order of their paths.
   *
   * @throws UnusableInput if a path does not exist, or a directory has no event file
   */
  public static List<Path> find(List<Path> paths) {
    var files = new ArrayList<Path>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(below(path));
      } else if (Files.exists(path)) {
        files.add(path);
      } else {
        throw new UnusableInput(path + ": no such file or directory");
      }
    }
    return files;
  }

  /** Gives every line of the files to {@code events}, file after file, line after line. */
  public static void read(List<Path> files, Routing routing, Consumer<ReplayEvent> events) {
    for (Path path : files) {
      try (EventFile file = EventFile.open(path)) {
        String name = path.toString();
        for (byte[] line = file.next(); line != null; line = file.next()) {
          events.accept(routing.route(line, name, file.number()));
        }
      }
    }
  }

  private static List<Path> below(Path directory) {
    try (var found = Files.walk(directory)) {
      List<Path> files =
          found
              .filter(path -> NAME.matcher(path.getFileName().toString()).matches())
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new UnusableInput(
            directory + ": has no file that ends in .jsonl, .ndjson or .json, with or without .gz");
      }
      return files;
    } catch (IOException e) {
      throw new UnusableInput(directory + ": cannot be listed: " + e.getMessage(), e);
    }
  }
}
