package org.duixian.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One pass over one JSON document, and what was found wrong with it: the first fault, or the first
 * personal number, which outweighs every other fault. Every string is searched for personal
 * numbers, also those that are skipped.
 */
final class Reading implements AutoCloseable {
  /** Deeper nesting is refused like malformed JSON; no schema nests half as deep. */
  static final int MAX_DEPTH = 64;

  private static final int MAX_VALUE_IN_DETAIL_CHARS = 64;
  private static final int LONGEST_PLAIN_LONG = 18;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION) // or UTF-16 would pass
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // names come from outside
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(EventDecoder.MAX_BYTES)
                  .maxNameLength(EventDecoder.MAX_BYTES)
                  .build())
          .build();

  private final byte[] document;
  private JsonParser parser;
  private int parserStart;
  private String root = "";
  private RejectReason reason;
  private String detail;

  /** The current string, after {@link #isText()}. */
  char[] chars;

  int start;
  int length;

  /** Stands before the first token of the document. */
  Reading(byte[] document) throws IOException {
    this.document = document;
    this.parser = JSON.createParser(document);
  }

  RejectReason reason() {
    return reason;
  }

  String detail() {
    return detail;
  }

  JsonToken token() {
    return parser.currentToken();
  }

  JsonToken next() throws IOException {
    return parser.nextToken();
  }

  /** The next field's name, searched for personal numbers; null at the end of the object. */
  String nextName() throws IOException {
    String name = parser.nextFieldName();
    if (name != null && name.length() >= PersonalNumbers.SHORTEST) {
      chars = name.toCharArray();
      refusePersonalNumbers(0, chars.length);
    }
    return name;
  }

  /** Passes over the current value whatever it is, without recursion. */
  void skip() throws IOException {
    int depth = 0;
    do {
      JsonToken token = parser.currentToken();
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
        loadText();
      }
    } while (depth > 0 && parser.nextToken() != null);
  }

  /** Requires that nothing follows the document's one value. */
  void end() throws IOException {
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "more than one value");
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  /** Where the current token begins in the document. */
  int tokenStart() {
    return parserStart + (int) parser.currentTokenLocation().getByteOffset();
  }

  /** The document's text from {@code tokenStart} to the end of the current token. */
  String textSince(int tokenStart) {
    int end = parserStart + (int) parser.currentLocation().getByteOffset();
    return new String(document, tokenStart, end - tokenStart, StandardCharsets.UTF_8);
  }

  /**
   * Goes back to a value at {@code tokenStart} that was skipped, called {@code name} in details.
   */
  void returnTo(int tokenStart, String name) throws IOException {
    parser.close();
    parser = JSON.createParser(document, tokenStart, document.length - tokenStart);
    parserStart = tokenStart;
    root = name;
    parser.nextToken();
  }

  /** Whether the current value is a string without personal numbers; if not, it is a fault. */
  boolean isText() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      wrongType("a string");
      return false;
    }
    return loadText();
  }

  /** Loads the current name or string; false if it holds a personal number. */
  private boolean loadText() throws IOException {
    chars = parser.getTextCharacters();
    start = parser.getTextOffset();
    length = parser.getTextLength();
    return length < PersonalNumbers.SHORTEST || !refusePersonalNumbers(start, length);
  }

  private boolean refusePersonalNumbers(int from, int count) throws IOException {
    boolean found = PersonalNumbers.in(chars, from, count);
    if (found) {
      fault(RejectReason.personal_data, "holds a personal identity or telephone number");
    }
    return found;
  }

  String text() {
    return new String(chars, start, length);
  }

  boolean textIs(String value) {
    if (value.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (value.charAt(i) != chars[start + i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the string cannot be written as UTF-8. */
  boolean hasLoneSurrogate() {
    for (int i = start; i < start + length; i++) {
      if (Character.isHighSurrogate(chars[i])
          && i + 1 < start + length
          && Character.isLowSurrogate(chars[i + 1])) {
        i++;
      } else if (Character.isSurrogate(chars[i])) {
        return true;
      }
    }
    return false;
  }

  /** The current number, or {@link WholeNumber#FRACTION} or {@link WholeNumber#TOO_LARGE}. */
  long wholeNumber() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            && parser.getTextLength() <= LONGEST_PLAIN_LONG
        ? parser.getLongValue()
        : WholeNumber.parse(parser.getText());
  }

  /** Records that the current value should have been {@code expected}, and passes over it. */
  String wrongType(String expected) throws IOException {
    fault(RejectReason.wrong_type, "is not " + expected);
    skip();
    return null;
  }

  /**
   * Records a fault of the current value.
   *
   * @return null, for the value
   */
  String fault(RejectReason fault, String what) throws IOException {
    return fault(fault, "", what);
  }

  /** Records that the object that ends here lacks a field. */
  void missing(String name) throws IOException {
    fault(RejectReason.missing_field, name, "is missing");
  }

  private String fault(RejectReason fault, String child, String what) throws IOException {
    if (reason == null || (fault == RejectReason.personal_data && reason != fault)) {
      reason = fault;
      detail = path(child) + ": " + valueText() + what;
    }
    return null;
  }

  /** Where the reading stands, such as {@code data.normal[0].open}. */
  private String path(String child) {
    StringBuilder path = new StringBuilder(child);
    for (JsonStreamContext at = parser.getParsingContext(); at != null; at = at.getParent()) {
      if (at.hasCurrentName()) {
        prepend(path, at.getCurrentName());
      } else if (at.hasCurrentIndex() && at.inArray()) {
        prepend(path, "[" + at.getCurrentIndex() + "]");
      }
    }
    return prepend(path, root).toString();
  }

  private static StringBuilder prepend(StringBuilder path, String step) {
    boolean dot = path.length() > 0 && path.charAt(0) != '[' && !step.isEmpty();
    return path.insert(0, dot ? step + "." : step);
  }

  private String valueText() throws IOException {
    JsonToken token = parser.currentToken();
    boolean hasText = token == JsonToken.VALUE_STRING || (token != null && token.isNumeric());
    return hasText
        ? "\"" + Redaction.text(parser.getText(), MAX_VALUE_IN_DETAIL_CHARS) + "\" "
        : "";
  }
}
