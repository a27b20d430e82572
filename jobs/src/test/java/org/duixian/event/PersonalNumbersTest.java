package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PersonalNumbersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "13800138000",
        "19912345678",
        "tel:13800138000",
        "T13800138000",
        "电话13800138000，张",
        "+8613800138000",
        "008613800138000",
        "１３８００１３８０００",
        "11010519491231002X",
        "11010519491231002x",
        "id-440308199901101512-1",
        "110105491231002",
        "1-2-3 99999999999999999999 13800138000"
      })
  void numbersOfPersonsAreFound(String text) {
    assertThat(found(text)).isTrue();
    assertThat(masked(text, false))
        .contains("***********")
        .satisfies(it -> assertThat(found(it)).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1380013800",
        "138001380001",
        "12800138000",
        "990101001201",
        "510812212003",
        "990101001201-000138",
        "1583111100000",
        "20200302090500123",
        "440308199901101513",
        "44030819990110151X",
        "440308199913101512",
        "440308189901101512",
        "110105491331002",
        "990105491231002",
        "2020-03-02T09:05:00+08:00",
        "0f8fad5b-d9cb-469f-a165-a13800138000",
        "13800138000abcdef",
        "138-0013-8000"
      })
  void otherNumbersAreNot(String text) {
    assertThat(found(text)).isFalse();
  }

  @Property
  void uuidsAreNeverTakenForOne(@ForAll long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
      assertThat(found("ticket:" + uuid)).as(uuid).isFalse();
      assertThat(found(uuid.replace("-", ""))).as(uuid).isFalse();
    }
  }

  @Property
  void numbersAreFoundWhereverTheyStand(
      @ForAll @IntRange(max = 40) int before, @ForAll @IntRange(max = 40) int after) {
    String text = "z".repeat(before) + "13800138000" + "中".repeat(after);

    assertThat(found(text)).isTrue();
    assertThat(masked(text, false))
        .isEqualTo("z".repeat(before) + "***********" + "中".repeat(after));
  }

  @Property
  void onlyWholeRunsCount(@ForAll @IntRange(max = 40) int zeros) {
    String run = "0".repeat(zeros) + "13800138000";

    assertThat(found(run)).isEqualTo(zeros == 0);
    assertThat(masked(run, true)).isEqualTo("*".repeat(run.length()));
  }

  private static boolean found(String text) {
    char[] chars = ("9" + text + "9").toCharArray();
    return PersonalNumbers.in(chars, 1, text.length());
  }

  private static String masked(String text, boolean everyRun) {
    char[] chars = text.toCharArray();
    PersonalNumbers.mask(chars, everyRun);
    return new String(chars);
  }
}
