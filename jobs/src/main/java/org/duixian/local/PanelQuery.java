package org.duixian.local;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One file of {@code grafana/sql}: what a panel of Grafana and of the local page asks.
 *
 * @param title Chinese · English
 * @param definitionZh what is measured
 * @param definitionEn the same in English
 * @param sql with Grafana's {@code $__fromTime}, {@code $__toTime} and {@code ${name:singlequote}}
 */
public record PanelQuery(String title, String definitionZh, String definitionEn, String sql) {
  private static final int COMMENT_LINES = 3;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):singlequote}");

  /** Reads a file: three lines of comment, then the query. */
  public static PanelQuery read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return new PanelQuery(
          said(lines.get(0)),
          said(lines.get(1)),
          said(lines.get(2)),
          String.join("\n", lines.subList(COMMENT_LINES, lines.size())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The query with ClickHouse's parameters in place of Grafana's macros: from, to (in s), names.
   */
  public String parameterized() {
    return VARIABLE
        .matcher(sql)
        .replaceAll("{$1:String}")
        .replace("$__fromTime", "toDateTime({from:UInt32})")
        .replace("$__toTime", "toDateTime({to:UInt32})");
  }

  /** Whether it asks of a time. */
  public boolean isOfTime() {
    return sql.contains("$__fromTime") || sql.contains("$__toTime");
  }

  /** The names that it asks for besides. */
  public Set<String> names() {
    return VARIABLE.matcher(sql).results().map(each -> each.group(1)).collect(toSet());
  }

  private static String said(String comment) {
    return comment.substring("-- ".length());
  }
}
