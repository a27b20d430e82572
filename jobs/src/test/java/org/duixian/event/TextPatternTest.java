package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextPatternTest {
  private static final String ALPHABET = "aZ09/-_.: \n\u0000~\\]^é中\uD83D\uDE00";
  private static final List<String> PATTERNS =
      List.of(
          "^[A-Za-z0-9._:/-]{1,8}$",
          "^/[A-Za-z0-9._~:@/-]{1,5}$",
          "^[0-9]{3}$",
          "^[!-~]{1,8}$",
          "^[^a]*$",
          "^/[^\\s]{1,3}$",
          "^a\\.[0-9]{2}-?$",
          "^[\\]\\\\^]+$",
          "^a+Z?$",
          "^[0-9]{1,2}[a-z]$",
          "^(a|Z0)$",
          "a$",
          "0",
          "^$");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^[A-Za-z0-9._:/-]{1,64}$",
        "^[A-Za-z0-9_-]{6,64}$",
        "^[0-9]{12}$",
        "^[!-~]{1,128}$",
        "^/[A-Za-z0-9._~:@/-]{1,199}$"
      })
  void patternsOfTheSchemasAreMatchedByTable(String pattern) {
    assertThat(new TextPattern(pattern).byTable()).isTrue();
    assertThat(new TextPattern(pattern)).hasToString(pattern);
  }

  @Test
  void dollarIsTheVeryEnd() {
    assertThat(matches("^(a|b)$", "a")).isTrue();
    assertThat(matches("^(a|b)$", "a\n")).isFalse();
    assertThat(matches("^[ab]$", "a\n")).isFalse();
  }

  @Property(tries = 20_000)
  void textIsJudgedAsByJavaUtilRegex(@ForAll long seed) {
    Random random = new Random(seed);
    String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(10); i > 0; i--) {
      text.append(ALPHABET.charAt(random.nextInt(random.nextBoolean() ? 2 : ALPHABET.length())));
    }

    String java = pattern.replaceAll("\\$$", "\\\\z");
    assertThat(matches(pattern, text.toString()))
        .as("%s on \"%s\"", pattern, text)
        .isEqualTo(Pattern.compile(java).matcher(text).find());
  }

  private static boolean matches(String pattern, String text) {
    return new TextPattern(pattern).matches(("#" + text + "#").toCharArray(), 1, text.length());
  }
}
