package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Rfc3339Test {
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
  private static final String ALPHABET = "0123456789-:+.TtZz 60 ,_é９";

  @Test
  void instantsAreMillisecondsSinceTheEpoch() {
    assertThat(millis("1970-01-01T00:00:00Z")).isZero();
    assertThat(millis("2020-03-02T09:05:00+08:00")).isEqualTo(1_583_111_100_000L);
    assertThat(millis("2020-03-02T01:05:00.0019Z")).isEqualTo(1_583_111_100_001L);
    assertThat(millis("1969-12-31T23:59:59.999Z")).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2020-03-02",
        "2020-03-02T09:05",
        "2020-03-02T09:05:00",
        "2020-03-02T09:05Z",
        "2020-03-02T09:05:00+0800",
        "2020-03-02T09:05:00+08",
        "2020-03-02T09:05:00-00:00",
        "2020-03-02T09:05:00+18:01",
        "2020-03-02T09:05:00.Z",
        "2020-03-02T09:05:00.1234567890Z",
        "2020-03-02T09:05:00Z ",
        "2020-03-02T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "2019-02-29T09:05:00Z",
        "1900-02-29T09:05:00Z",
        "2020-00-01T09:05:00Z",
        "２020-03-02T09:05:00Z"
      })
  void otherTextIsRefused(String text) {
    assertThat(millis(text)).isEqualTo(Rfc3339.INVALID);
  }

  @Property
  void everyDayAgreesWithJavaTime(@ForAll @IntRange(min = 0, max = 3_652_424) int dayOfEra) {
    LocalDate date = LocalDate.of(0, 1, 1).plusDays(dayOfEra);
    char[] text = date.toString().toCharArray();

    assertThat(Rfc3339.isDate(text, 0, text.length)).isTrue();
    assertThat(millis(date + "T00:00:00Z")).isEqualTo(date.toEpochDay() * 86_400_000);
  }

  @Property(tries = 20_000)
  void dateTimesAgreeWithJavaTime(@ForAll long seed) {
    Random random = new Random(seed);
    OffsetDateTime dateTime =
        OffsetDateTime.of(
            random.nextInt(10_000),
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(60),
            random.nextInt(1_000_000_000),
            ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2_161) - 1_080)));
    String text = mutated(dateTime.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME), random);

    assertThat(millis(text)).as(text).isEqualTo(millisByJavaTime(text));
    char[] date = mutated(dateTime.toLocalDate().toString(), random).toCharArray();
    assertThat(Rfc3339.isDate(date, 0, date.length))
        .as(new String(date))
        .isEqualTo(isDateByJavaTime(new String(date)));
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(mutated.length());
      mutated.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    if (random.nextInt(8) == 0) {
      mutated.deleteCharAt(random.nextInt(mutated.length()));
    }
    return mutated.toString();
  }

  private static long millisByJavaTime(String text) {
    if (!DATE_TIME.matcher(text).matches() || text.endsWith("-00:00")) {
      return Rfc3339.INVALID;
    }
    try {
      return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT).replace(' ', 'T'))
          .toInstant()
          .toEpochMilli();
    } catch (DateTimeException e) {
      return Rfc3339.INVALID;
    }
  }

  private static boolean isDateByJavaTime(String text) {
    try {
      return DATE.matcher(text).matches() && LocalDate.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static long millis(String text) {
    String padded = "~" + text + "~"; // what stands around it must not matter
    return Rfc3339.epochMillis(padded.toCharArray(), 1, text.length());
  }
}
