package org.duixian.area;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** One CSV file of reference data with exactly the columns it should have. */
final class ReferenceTable {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).get();
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String file;
  private final Map<String, Integer> columns;
  private final Problems problems;
  private final List<ReferenceRow> rows = new ArrayList<>();

  private ReferenceTable(String file, Map<String, Integer> columns, Problems problems) {
    this.file = file;
    this.columns = columns;
    this.problems = problems;
    problems.mayHave(file);
  }

  /** The table of a file that need not be there and is not. */
  static ReferenceTable absent(String file, Problems problems) {
    return new ReferenceTable(file, new HashMap<>(), problems);
  }

  /**
   * Reads a file. What is wrong with it goes to {@code problems}; a table without a usable header
   * has no rows.
   */
  static ReferenceTable read(Path dir, String file, List<String> columnNames, Problems problems) {
    var table = new ReferenceTable(file, new HashMap<>(), problems);
    var text = text(dir.resolve(file), file, problems);
    if (text != null) {
      table.parse(text, columnNames);
    }
    return table;
  }

  /** Reads a file that need not be there, or may be empty. */
  static ReferenceTable readIfThere(
      Path dir, String file, List<String> columnNames, Problems problems) {
    return dir.resolve(file).toFile().length() > 0
        ? read(dir, file, columnNames, problems)
        : new ReferenceTable(file, new HashMap<>(), problems);
  }

  String file() {
    return file;
  }

  List<ReferenceRow> rows() {
    return rows;
  }

  /** Decodes a file strictly; null, with a problem noted, if it is not there or not UTF-8. */
  static String text(Path path, String file, Problems problems) {
    try {
      var bytes = ByteBuffer.wrap(Files.readAllBytes(path));
      var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      problems.add(file, "is not UTF-8 text");
    } catch (IOException e) {
      problems.add(file, "can not be read: " + e);
    }
    return null;
  }

  private void parse(String text, List<String> columnNames) {
    try (var parser = FORMAT.parse(new StringReader(text))) {
      var line = 1L;
      var header = true;
      for (CSVRecord values : parser) {
        if (header) {
          if (!acceptsHeader(values, columnNames)) {
            return;
          }
          header = false;
        } else {
          accept(values, line);
        }
        line = parser.getCurrentLineNumber() + 1;
      }
      if (header) {
        problems.add(file + ":1", "is empty; a header is needed: " + String.join(",", columnNames));
      }
    } catch (UncheckedIOException | IOException e) {
      problems.add(file, "is not CSV as in RFC 4180: " + e.getMessage());
    }
  }

  private boolean acceptsHeader(CSVRecord names, List<String> columnNames) {
    var accepted = true;
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      if (!columnNames.contains(name)) {
        problems.add(file, 1, i + 1, name, name, "unknown column");
        accepted = false;
      } else if (columns.putIfAbsent(name, i) != null) {
        problems.add(file, 1, i + 1, name, name, "duplicate column");
        accepted = false;
      }
    }
    for (var name : columnNames) {
      if (!columns.containsKey(name)) {
        problems.add(file + ":1", "missing column '" + name + "'");
        accepted = false;
      }
    }
    return accepted;
  }

  private void accept(CSVRecord values, long line) {
    if (values.size() == columns.size()) {
      rows.add(new ReferenceRow(file, line, columns, values, problems));
    } else {
      problems.add(
          file + ":" + line,
          "has %d columns, the header has %d".formatted(values.size(), columns.size()));
    }
  }
}
