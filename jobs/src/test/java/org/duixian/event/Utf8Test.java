package org.duixian.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class Utf8Test {
  private final CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();

  @Test
  void everyCharacterIsValid() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        byte[] bytes = new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8);
        int invalid = Utf8.firstInvalid(bytes);
        if (invalid != -1) {
          assertThat(invalid).as("U+%x", c).isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void everySequenceOfThreeBytesIsJudgedAsByTheStrictDecoder() {
    byte[] bytes = new byte[3];
    for (int sequence = 0; sequence < 1 << 24; sequence += 1) {
      if ((sequence & 0x80) == 0 && (sequence & 0x7F) > 1) {
        continue; // of ASCII third bytes, two are enough
      }
      bytes[0] = (byte) (sequence >> 16);
      bytes[1] = (byte) (sequence >> 8);
      bytes[2] = (byte) sequence;
      if ((Utf8.firstInvalid(bytes) < 0) != isValid(bytes)) {
        assertThat(Utf8.firstInvalid(bytes)).as(Arrays.toString(bytes)).isEqualTo(-2);
      }
    }
  }

  @Property(tries = 20_000)
  void whatPrecedesTheFirstInvalidByteIsValid(
      @ForAll @Size(max = 40) String text, @ForAll @Size(min = 1, max = 5) byte[] odd) {
    byte[] good = text.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(good, good.length + odd.length + 8);
    System.arraycopy(odd, 0, bytes, good.length, odd.length);
    int invalid = Utf8.firstInvalid(bytes);

    assertThat(invalid < 0).isEqualTo(isValid(bytes));
    assertThat(isValid(invalid < 0 ? bytes : Arrays.copyOf(bytes, invalid))).isTrue();
  }

  /** Without the exception of the shorter decode: millions of sequences are not valid. */
  private boolean isValid(byte[] bytes) {
    CharBuffer characters = CharBuffer.allocate(bytes.length);
    return !strict.reset().decode(ByteBuffer.wrap(bytes), characters, true).isError();
  }
}
