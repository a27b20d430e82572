package org.duixian.area;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Gathers what is wrong with a set of reference files, so that one look finds all of it. */
final class Problems {
  private static final int SHOWN_CHARS = 80;

  private final List<String> found = new ArrayList<>();
  private final TreeSet<String> tables = new TreeSet<>();

  /** Notes that there may be such a table. */
  void mayHave(String table) {
    tables.add(table);
  }

  /** A table that nothing reads is one whose name is misspelt. */
  void refuseOtherTables(Path dir) {
    String[] names = dir.toFile().list((any, name) -> name.endsWith(".csv"));
    for (String name : names == null ? new String[0] : names) {
      if (!tables.contains(name)) {
        add(name, "nothing reads a file of this name; there may be " + String.join(", ", tables));
      }
    }
  }

  /** Notes a problem of a whole file, or of a line of it. */
  void add(String place, String message) {
    found.add(place + ": " + message);
  }

  /** Notes a problem of one value. */
  void add(String file, long line, int column, String name, String value, String message) {
    var shown = value.length() <= SHOWN_CHARS ? value : value.substring(0, SHOWN_CHARS) + "…";
    found.add("%s:%d:%d '%s' value '%s': %s".formatted(file, line, column, name, shown, message));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ReferenceException(found);
    }
  }
}
