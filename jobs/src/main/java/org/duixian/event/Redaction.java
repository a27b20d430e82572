package org.duixian.event;

import java.nio.charset.StandardCharsets;

/** Text about a rejected record that names no person: personal numbers masked, length bounded. */
final class Redaction {
  /** The longest payload kept, in UTF-16 units. */
  static final int MAX_PAYLOAD_CHARS = 2_048;

  /** The longest detail kept, in UTF-16 units. */
  static final int MAX_DETAIL_CHARS = 256;

  /**
   * Enough bytes for a payload (at most six a character, as in \u005cu0031), and a number's tail.
   */
  private static final int PREFIX_BYTES = 16_384;

  private Redaction() {}

  /** A well-formed JSON document as text, its personal numbers masked also where escaped. */
  static String document(byte[] json) {
    return payload(unescaped(prefix(json)), false);
  }

  /**
   * Bytes that are not a well-formed JSON document as text, runs of eleven or more digits masked.
   */
  static String undecodable(byte[] bytes) {
    return payload(visible(unescaped(prefix(bytes))), true);
  }

  /** Short text for people, at most {@code maxChars} long. */
  static String text(String text, int maxChars) {
    char[] chars = visible(text).toCharArray();
    PersonalNumbers.mask(chars, false);
    return cut(chars, maxChars);
  }

  private static String payload(String text, boolean everyRun) {
    char[] chars = text.toCharArray();
    PersonalNumbers.mask(chars, everyRun);
    return cut(chars, MAX_PAYLOAD_CHARS);
  }

  private static String cut(char[] text, int maxChars) {
    if (text.length <= maxChars) {
      return new String(text);
    }
    boolean splitsPair = Character.isHighSurrogate(text[maxChars - 1]);
    return new String(text, 0, splitsPair ? maxChars - 1 : maxChars);
  }

  private static String prefix(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, PREFIX_BYTES), StandardCharsets.UTF_8);
  }

  /** Without control characters: the NULs of UTF-16 would hide a number. */
  private static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isISOControl(c) || c == '\n' || c == '\t') {
        visible.append(c);
      }
    }
    return visible.toString();
  }

  /**
   * With Unicode escapes replaced by what they mean (a space for quotes, backslashes, controls and
   * surrogates), so that a number can neither be hidden by escapes nor by digits of an escape.
   */
  private static String unescaped(String text) {
    if (text.indexOf("\\u") < 0) {
      return text;
    }
    StringBuilder unescaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int code = c == '\\' ? escape(text, i) : -1;
      if (code >= 0) {
        unescaped.append(isPlain((char) code) ? (char) code : ' ');
        i += 5;
      } else {
        unescaped.append(c);
      }
    }
    return unescaped.toString();
  }

  private static boolean isPlain(char c) {
    return c != '"' && c != '\\' && !Character.isISOControl(c) && !Character.isSurrogate(c);
  }

  /** The code unit that the escape at {@code at} stands for, or -1 if there is none. */
  private static int escape(String text, int at) {
    if (at + 6 > text.length() || text.charAt(at + 1) != 'u') {
      return -1;
    }
    int code = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }
}
