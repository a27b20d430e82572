package org.duixian.event;

import java.util.Arrays;

/**
 * Finds the numbers by which a person could be known: identity numbers and mobile numbers of
 * mainland China.
 *
 * <p>A number is a whole run of digits (ASCII or full-width), never a part of a longer run:
 *
 * <ul>
 *   <li>mobile: 11 digits beginning with 13 … 19, also behind 86 or 0086 in the same run;
 *   <li>identity number (GB 11643): 18 digits, or 17 and X, with a birth date of 1900 … 2099 in
 *       places 7 to 14 and a right check character;
 *   <li>its old form: 15 digits with a province that exists in places 1 and 2, and a birth date
 *       (19yy) in places 7 to 12.
 * </ul>
 *
 * <p>Digits inside a hexadecimal token (a run of letters and digits that are all 0–9, a–f, with at
 * least one letter, such as a part of a UUID) are no number: one UUID in 3,000 holds eleven digits
 * that look like a telephone. Division codes have 12 digits and are never taken for one. An
 * identifier of 15 digits that begins with a village code can be, if its places 7 to 12 happen to
 * be a date: don't build such identifiers. Numbers broken up by spaces or hyphens are not
 * recognised.
 */
public final class PersonalNumbers {
  /** The shortest run of digits that can be a personal number. */
  static final int SHORTEST = 11;

  private static final int[] CHECK_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECK_CHARACTERS = "10X98765432";
  private static final String PROVINCES =
      " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46"
          + " 50 51 52 53 54 61 62 63 64 65 71 81 82 83 ";

  private PersonalNumbers() {}

  /** Whether the text holds a personal number. */
  public static boolean in(String text) {
    return in(text.toCharArray(), 0, text.length());
  }

  /** The same of a part of the text. */
  static boolean in(char[] text, int start, int length) {
    int end = start + length;
    int from = start;
    while ((from = nextRun(text, from, end)) >= 0) {
      int to = runEnd(text, from, end);
      if (isPersonal(text, from, to, end) && !inHexToken(text, from, to, start, end)) {
        return true;
      }
      from = to;
    }
    return false;
  }

  /**
   * Overwrites every personal number with asterisks, also inside hexadecimal tokens.
   *
   * @param everyRun masks every run of eleven or more digits, whatever it is
   */
  static void mask(char[] text, boolean everyRun) {
    int from = 0;
    while ((from = nextRun(text, from, text.length)) >= 0) {
      int to = runEnd(text, from, text.length);
      if (everyRun || isPersonal(text, from, to, text.length)) {
        int maskEnd = to < text.length && isX(text[to]) ? to + 1 : to;
        Arrays.fill(text, from, maskEnd, '*');
      }
      from = to;
    }
  }

  /** Where the next run of eleven or more digits begins, or -1. No run may span {@code from}. */
  private static int nextRun(char[] text, int from, int end) {
    int at = from;
    while (at + SHORTEST <= end) {
      int probe = at + SHORTEST - 1;
      if (digit(text[probe]) < 0) {
        at = probe + 1;
        continue;
      }
      int first = probe;
      while (first > at && digit(text[first - 1]) >= 0) {
        first--;
      }
      if (first == at || runEnd(text, probe, end) - first >= SHORTEST) {
        return first;
      }
      at = runEnd(text, probe, end);
    }
    return -1;
  }

  private static int runEnd(char[] text, int from, int end) {
    int to = from;
    while (to < end && digit(text[to]) >= 0) {
      to++;
    }
    return to;
  }

  private static boolean isPersonal(char[] text, int from, int to, int end) {
    return switch (to - from) {
      case 11 -> isMobile(text, from);
      case 13 -> number(text, from, 2) == 86 && isMobile(text, from + 2);
      case 15 ->
          isOldIdentityNumber(text, from)
              || (number(text, from, 4) == 86 && isMobile(text, from + 4));
      case 17 -> to < end && isX(text[to]) && isIdentityNumber(text, from, 'X');
      case 18 -> isIdentityNumber(text, from, (char) ('0' + digit(text[to - 1])));
      default -> false;
    };
  }

  private static boolean isMobile(char[] text, int from) {
    return digit(text[from]) == 1 && digit(text[from + 1]) >= 3;
  }

  private static boolean isIdentityNumber(char[] text, int from, char check) {
    int year = number(text, from + 6, 4);
    if (year < 1900
        || year > 2099
        || !Rfc3339.isDate(year, number(text, from + 10, 2), number(text, from + 12, 2))) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < CHECK_WEIGHTS.length; i++) {
      sum += CHECK_WEIGHTS[i] * digit(text[from + i]);
    }
    return CHECK_CHARACTERS.charAt(sum % 11) == check;
  }

  private static boolean isOldIdentityNumber(char[] text, int from) {
    int year = 1900 + number(text, from + 6, 2);
    return PROVINCES.contains(" " + number(text, from, 2) + " ")
        && Rfc3339.isDate(year, number(text, from + 8, 2), number(text, from + 10, 2));
  }

  private static boolean inHexToken(char[] text, int from, int to, int start, int end) {
    int first = from;
    while (first > start && isAsciiAlphanumeric(text[first - 1])) {
      first--;
    }
    int last = to;
    while (last < end && isAsciiAlphanumeric(text[last])) {
      last++;
    }
    for (int i = first; i < last; i++) {
      if (text[i] < 128 && Character.digit(text[i], 16) < 0) {
        return false;
      }
    }
    return last - first > to - from;
  }

  private static boolean isAsciiAlphanumeric(char c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  private static int number(char[] text, int from, int count) {
    int number = 0;
    for (int i = from; i < from + count; i++) {
      number = number * 10 + digit(text[i]);
    }
    return number;
  }

  static boolean isX(char c) {
    return c == 'X' || c == 'x' || c == '\uFF38' || c == '\uFF58';
  }

  /** The value of an ASCII or full-width digit, or -1. */
  static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= '\uFF10' && c <= '\uFF19' ? c - '\uFF10' : -1;
  }
}
