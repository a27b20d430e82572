package org.duixian.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * docs/auditing.md in one of its languages: questions with the SQL that asks them and, as a table,
 * the first rows of what the demo's history answers.
 */
enum AuditingDoc {
  EN("auditing.md", "Rows: %d, of which here %d."),
  ZH("auditing.zh-CN.md", "行数：%d，此处列出 %d。");

  private static final Pattern QUESTION =
      Pattern.compile(
          "(?<heading>\n## \\d[^\n]*\n)(?<before>.*?```sql\n)(?<sql>.*?);\n```\n"
              + "(?<answer>.*?)(?=\n## |\\z)",
          Pattern.DOTALL);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROWS = 4;
  private static final int CHARS = 60;

  /** What else was sent meanwhile, and the wall clock of whoever was told, are no part of it. */
  private static final Set<String> NOT_COMPARED = Set.of("offset", "receivers", "failures");

  private final Path file;
  private final String count;

  AuditingDoc(String name, String count) {
    this.file = Home.dir().resolve("docs").resolve(name);
    this.count = count;
  }

  /** A question, and what the document says is the answer. */
  record Question(String heading, String sql, String answer) {}

  List<Question> questions() {
    return QUESTION
        .matcher(read())
        .results()
        .map(found -> new Question(found.group(1).strip(), found.group(3), found.group(4).strip()))
        .toList();
  }

  /** Puts in place of each documented answer the one that the server gives. */
  void write(ClickHouseProcess server) throws IOException {
    Files.writeString(
        file,
        QUESTION
            .matcher(read())
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        asked(found) + "\n" + answer(server, found.group(3)) + "\n")));
  }

  private static String asked(MatchResult found) {
    return found.group(1) + found.group(2) + found.group(3) + ";\n```\n";
  }

  /** What the server answers an auditor, as it stands in the document. */
  String answer(ClickHouseProcess server, String sql) {
    try {
      JsonNode answer =
          JSON.readTree(server.execute(sql + "\nFORMAT JSONCompact", server.auditor()));
      var lines = new ArrayList<String>();
      List<String> names =
          Dashboards.elements(answer.path("meta")).map(each -> each.path("name").asText()).toList();
      int rows = answer.path("rows").asInt();
      lines.add(count.formatted(rows, Math.min(rows, ROWS)));
      if (rows > 0) {
        lines.add("");
        lines.add(line(names));
        lines.add("|" + String.join("|", Collections.nCopies(names.size(), "---")) + "|");
        Dashboards.elements(answer.path("data"))
            .limit(ROWS)
            .map(row -> line(Dashboards.elements(row).map(AuditingDoc::cell).toList()))
            .forEach(lines::add);
      }
      return String.join("\n", lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer without the values that another run may give otherwise. */
  static String comparable(String answer) {
    List<String> lines = answer.lines().toList();
    if (lines.size() < 3) {
      return answer;
    }
    List<String> names = cells(lines.get(2));
    return lines.stream()
        .map(
            line -> {
              List<String> cells = new ArrayList<>(cells(line));
              for (int i = 0; i < cells.size() && i < names.size(); i++) {
                if (NOT_COMPARED.contains(names.get(i))) {
                  cells.set(i, "");
                }
              }
              return line.startsWith("| ") ? line(cells) : line;
            })
        .collect(Collectors.joining("\n"));
  }

  private static List<String> cells(String line) {
    return List.of(line.replaceAll("^\\| | \\|$", "").split(" \\| ", -1));
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String cell(JsonNode value) {
    String text = value.isValueNode() ? value.asText() : value.toString();
    String shown = text.length() > CHARS ? text.substring(0, CHARS) + "…" : text;
    return shown.replace("|", "\\|");
  }

  private String read() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
