package org.duixian.edge;

import java.util.ArrayList;
import java.util.List;

/** Splits a script into statements at semicolons outside quotes and comments. */
final class SqlStatements {

  private final String script;
  private int at;

  private SqlStatements(String script) {
    this.script = script;
  }

  /**
   * The statements in order, without comments between them and the semicolons that end them.
   *
   * @throws IllegalArgumentException if a quote or comment is not closed
   */
  static List<String> of(String script) {
    return new SqlStatements(script).split();
  }

  private List<String> split() {
    var statements = new ArrayList<String>();
    var statement = new StringBuilder();
    while (at < script.length()) {
      int start = at;
      char c = script.charAt(at);
      if (c == ';') {
        at++;
        add(statement, statements);
      } else if (script.startsWith("--", at)) {
        int end = script.indexOf('\n', at);
        at = end < 0 ? script.length() : end;
      } else if (script.startsWith("/*", at)) {
        at = after("*/", at + 2, "comment");
        statement.append(' ');
      } else if (c == '\'' || c == '"' || c == '`') {
        skipQuoted(c);
        statement.append(script, start, at);
      } else {
        at++;
        statement.append(c);
      }
    }
    add(statement, statements);
    return statements;
  }

  private static void add(StringBuilder statement, List<String> statements) {
    String text = statement.toString().strip();
    if (!text.isEmpty()) {
      statements.add(text);
    }
    statement.setLength(0);
  }

  /** Behind the closing quote; a doubled quote closes and opens again, which is the same here. */
  private void skipQuoted(char quote) {
    int start = at++;
    while (at < script.length() && script.charAt(at) != quote) {
      at += script.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= script.length()) {
      throw new IllegalArgumentException("unclosed " + quote + " in line " + line(start));
    }
    at++;
  }

  private int after(String end, int from, String what) {
    int found = script.indexOf(end, from);
    if (found < 0) {
      throw new IllegalArgumentException("unclosed " + what + " in line " + line(at));
    }
    return found + end.length();
  }

  private long line(int position) {
    return 1 + script.substring(0, position).chars().filter(c -> c == '\n').count();
  }
}
