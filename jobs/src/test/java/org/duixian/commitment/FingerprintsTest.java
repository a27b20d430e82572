package org.duixian.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class FingerprintsTest {

  @Property(tries = 300)
  void aSetOfFingerprintsIsASet(
      @ForAll @Size(max = 200) List<@LongRange(min = 1, max = 64) Long> small,
      @ForAll @Size(max = 200) List<Long> any) {
    var expected = new HashSet<Long>();
    long[] set = null;
    for (List<Long> each : List.of(small, any)) {
      for (long fingerprint : each) {
        if (fingerprint != 0) {
          assertThat(Fingerprints.contains(set, fingerprint))
              .isEqualTo(expected.contains(fingerprint));
          long[] more = Fingerprints.add(set, fingerprint);
          assertThat(more != null).isEqualTo(expected.add(fingerprint));
          set = more == null ? set : more;
        }
      }
    }
    assertThat(set == null ? 0 : set[0]).isEqualTo(expected.size());
    if (set != null) {
      assertThat(4L * expected.size()).isLessThanOrEqualTo(3L * (set.length - 1));
      assertThat(set.length - 1).isLessThanOrEqualTo(Math.max(8, 3 * expected.size()));
    }
  }

  @Property(tries = 300)
  void aPackedSetIsTheSameSet(
      @ForAll @Size(min = 1, max = 100) List<@LongRange(min = 1, max = 200) Long> before,
      @ForAll @Size(max = 100) List<@LongRange(min = 1, max = 200) Long> after) {
    var expected = new HashSet<Long>();
    long[] set = null;
    for (long fingerprint : before) {
      long[] more = Fingerprints.add(set, fingerprint);
      set = more == null ? set : more;
      expected.add(fingerprint);
    }
    set = Fingerprints.packed(Fingerprints.packed(set));
    assertThat(set).hasSize(1 + expected.size());
    for (long fingerprint : after) {
      assertThat(Fingerprints.contains(set, fingerprint)).isEqualTo(expected.contains(fingerprint));
      long[] more = Fingerprints.add(set, fingerprint);
      assertThat(more != null).isEqualTo(expected.add(fingerprint));
      set = more == null ? set : more;
    }
    assertThat(Math.abs(set[0])).isEqualTo(expected.size());
  }

  @Property(tries = 300)
  void differentPairsHaveDifferentFingerprints(
      @ForAll @CharRange(from = '!', to = '~') String first,
      @ForAll @CharRange(from = '!', to = '~') String second,
      @ForAll @CharRange(from = '!', to = '~') String third,
      @ForAll @CharRange(from = '!', to = '~') String fourth) {
    boolean same = first.equals(third) && second.equals(fourth);

    assertThat(Fingerprints.of(first, second) == Fingerprints.of(third, fourth)).isEqualTo(same);
  }

  @Test
  void whereOneTextEndsMakesADifference() {
    assertThat(Fingerprints.of("ab", "c")).isNotEqualTo(Fingerprints.of("a", "bc"));
    assertThat(Fingerprints.of("ab", "")).isNotEqualTo(Fingerprints.of("", "ab"));
  }

  @Test
  void aHundredThousandIdsOfOneSourceDoNotCollide() {
    long[] set = null;
    for (int i = 0; i < 100_000; i++) {
      set = Fingerprints.add(set, Fingerprints.of("/demo/c01/hall/f01", "id-" + i));
      assertThat(set).isNotNull();
    }
  }
}
