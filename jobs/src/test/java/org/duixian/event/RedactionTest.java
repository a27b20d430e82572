package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactionTest {
  private static final String PHONE = "13800138000";

  @Test
  void documentsKeepTheirOwnNumbers() {
    String json = "{\"sitecode\":\"990101001000\",\"at\":1583111100000}";

    assertThat(Redaction.document(utf8(json))).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"13800138000\"}",
        "{\"a\":13800138000}",
        "{\"a\":\"\\n13800138000\\f13800138000\"}",
        "{\"a\":\"\\u00313800138000\"}",
        "{\"a\":\"\\u0031\\u0033\\u0038\\u0030\\u0030\\u0031\\u0033\\u0038\\u0030\\u0030\\u0030\"}",
        "{\"a\":\"\\u000013800138000\"}",
        "{\"a\":\"\\uff1138\\uFF100138000\"}",
        "{\"13800138000\":1}",
        "{\"a\":\"0f8fad5b-d9cb-469f-a165-a13800138000\"}"
      })
  void documentsLoseNumbersOfPersons(String json) {
    assertThat(Redaction.document(utf8(json))).contains("**********").doesNotContain("8000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "GB18030", "UTF-32BE"})
  void undecodableBytesLoseEveryLongNumber(String charset) {
    byte[] bytes = ("张 " + PHONE + " 123456789012345678901").getBytes(Charset.forName(charset));

    assertThat(Redaction.undecodable(bytes)).contains("***********").doesNotContain("1234567890");
  }

  @Property
  void numbersAcrossTheCutAreMasked(@ForAll @IntRange(min = 0, max = 30) int shift) {
    String before = "x".repeat(Redaction.MAX_PAYLOAD_CHARS - shift);
    byte[] bytes = utf8(before + PHONE + "y".repeat(100_000));

    assertThat(Redaction.undecodable(bytes))
        .hasSizeLessThanOrEqualTo(Redaction.MAX_PAYLOAD_CHARS)
        .doesNotContain("1");
    assertThat(Redaction.document(bytes)).hasSize(Redaction.MAX_PAYLOAD_CHARS).doesNotContain("1");
  }

  @Test
  void surrogatePairsAreNotCut() {
    byte[] bytes = utf8("x" + "\uD83D\uDE00".repeat(2_000));

    assertThat(Redaction.document(bytes))
        .hasSize(Redaction.MAX_PAYLOAD_CHARS - 1)
        .endsWith("\uDE00");
  }

  @Test
  void detailsAreOneShortVisibleLine() {
    String detail = Redaction.text("a\u0000b " + PHONE + " " + "z".repeat(500), 100);

    assertThat(detail).startsWith("ab *********** z").hasSize(100);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
