package org.duixian.event;

import java.io.Serializable;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A {@code pattern} of a schema, found anywhere in the text unless anchored, {@code $} being the
 * very end (ECMA 262, which JSON Schema cites; java.util.regex would let a line feed follow).
 *
 * <p>A fully anchored row of characters and classes of which only the last varies in number, such
 * as {@code ^/[a-z-]{1,199}$}, is matched by ASCII tables; everything else by java.util.regex.
 */
final class TextPattern implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  private final Pattern regex;
  private final Run[] runs;

  /** {@code min} to {@code max} ASCII characters of a class, given as two 64-bit tables. */
  private record Run(long low, long high, int min, int max) implements Serializable {
    boolean has(char c) {
      return c < 128 && ((c < 64 ? low >>> c : high >>> c) & 1) != 0;
    }
  }

  TextPattern(String pattern) {
    this.regex = Pattern.compile(pattern.replaceAll("(?<!\\\\)\\$", "\\\\z"));
    this.runs = runs(pattern);
  }

  boolean matches(char[] text, int start, int length) {
    if (runs == null) {
      return regex.matcher(CharBuffer.wrap(text, start, length)).find();
    }
    int at = start;
    int end = start + length;
    for (Run run : runs) {
      int first = at;
      int limit = run.max > end - at ? end : at + run.max;
      while (at < limit && run.has(text[at])) {
        at++;
      }
      if (at - first < run.min) {
        return hasNonAscii(text, start, end)
            && regex.matcher(CharBuffer.wrap(text, start, length)).find();
      }
    }
    return at == end
        || (hasNonAscii(text, at, end)
            && regex.matcher(CharBuffer.wrap(text, start, length)).find());
  }

  /** Whether {@link #matches} does without java.util.regex for ASCII text. */
  boolean byTable() {
    return runs != null;
  }

  @Override
  public String toString() {
    return regex.pattern().replace("\\z", "$");
  }

  private static boolean hasNonAscii(char[] text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text[i] >= 128) {
        return true;
      }
    }
    return false;
  }

  /** The pattern as a row of runs, or null if it is not one. */
  private static Run[] runs(String pattern) {
    if (!pattern.startsWith("^") || !pattern.endsWith("$")) {
      return null;
    }
    List<Run> runs = new ArrayList<>();
    int end = pattern.length() - 1;
    int at = 1;
    while (at < end) {
      int afterAtom = afterAtom(pattern, at, end);
      if (afterAtom < 0) {
        return null;
      }
      int afterCount = afterCount(pattern, afterAtom, end);
      Run run = run(pattern.substring(at, afterAtom), pattern.substring(afterAtom, afterCount));
      if (run.min != run.max && afterCount < end) {
        return null;
      }
      runs.add(run);
      at = afterCount;
    }
    return runs.toArray(Run[]::new);
  }

  /** Where the character or class that begins at {@code at} ends, or -1 if it is neither. */
  private static int afterAtom(String pattern, int at, int end) {
    char first = pattern.charAt(at);
    if (first == '\\') {
      return at + 2 <= end ? at + 2 : -1;
    }
    if (first != '[') {
      return ".(){}|*+?^$]".indexOf(first) < 0 ? at + 1 : -1;
    }
    for (int i = at + 1; i < end; i++) {
      char c = pattern.charAt(i);
      if (c == '[' || c == '&') {
        return -1;
      } else if (c == ']') {
        return i + 1;
      } else if (c == '\\') {
        i++;
      }
    }
    return -1;
  }

  private static int afterCount(String pattern, int at, int end) {
    if (at == end || "*+?{".indexOf(pattern.charAt(at)) < 0) {
      return at;
    }
    return pattern.charAt(at) == '{' ? pattern.indexOf('}', at) + 1 : at + 1;
  }

  private static Run run(String atom, String count) {
    Pattern one = Pattern.compile(atom);
    long low = 0;
    long high = 0;
    for (char c = 0; c < 128; c++) {
      if (one.matcher(String.valueOf(c)).matches()) {
        low |= c < 64 ? 1L << c : 0;
        high |= c < 64 ? 0 : 1L << c;
      }
    }
    int comma = count.indexOf(',');
    return switch (count) {
      case "" -> new Run(low, high, 1, 1);
      case "?" -> new Run(low, high, 0, 1);
      case "*" -> new Run(low, high, 0, UNBOUNDED);
      case "+" -> new Run(low, high, 1, UNBOUNDED);
      default -> {
        int close = count.length() - 1;
        int min = Integer.parseInt(count.substring(1, comma < 0 ? close : comma));
        String max = comma < 0 ? count.substring(1, close) : count.substring(comma + 1, close);
        yield new Run(low, high, min, max.isEmpty() ? UNBOUNDED : Integer.parseInt(max));
      }
    };
  }
}
