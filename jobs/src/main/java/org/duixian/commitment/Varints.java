package org.duixian.commitment;

import java.io.ByteArrayOutputStream;

/**
 * Whole numbers at rest: seven bits a byte, the lowest first, the highest bit of a byte set where
 * more follow. Small ones, of which state is full, take one byte.
 */
public final class Varints {
  private Varints() {}

  /** Writes a number; a negative one takes ten bytes. */
  public static void write(long number, ByteArrayOutputStream bytes) {
    long rest = number;
    while ((rest & ~127L) != 0) {
      bytes.write((int) (rest & 127 | 128));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  /** Writes a number that may be negative: 0, −1, 1, −2 … as 0, 1, 2, 3 … */
  public static void writeSigned(long number, ByteArrayOutputStream bytes) {
    write(number << 1 ^ number >> 63, bytes);
  }

  /** Reads numbers in the order in which they were written. */
  public static final class Reader {
    private final byte[] packed;
    private int at;

    public Reader(byte[] packed) {
      this.packed = packed;
    }

    public boolean hasNext() {
      return at < packed.length;
    }

    public long next() {
      long number = 0;
      for (int shift = 0; ; shift += 7) {
        byte bits = packed[at++];
        number |= (long) (bits & 127) << shift;
        if (bits >= 0) {
          return number;
        }
      }
    }

    public long nextSigned() {
      long number = next();
      return number >>> 1 ^ -(number & 1);
    }
  }
}
