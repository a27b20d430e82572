package org.duixian.commitment;

import java.util.Arrays;

/**
 * Whole numbers at rest: seven bits a byte, the lowest first, the highest bit of a byte set where
 * more follow. Small ones, of which state is full, take one byte.
 */
public final class Varints {
  private Varints() {}

  /** Writes numbers one behind the other. */
  public static final class Writer {
    private static final int MAX_BYTES = 10;

    private byte[] packed;
    private int length;

    /**
     * @param bytes about how many there will be
     */
    public Writer(int bytes) {
      packed = new byte[bytes + MAX_BYTES];
    }

    /** Writes a number; a negative one takes ten bytes. */
    public void write(long number) {
      if (packed.length - length < MAX_BYTES) {
        packed = Arrays.copyOf(packed, 2 * packed.length);
      }
      long rest = number;
      while ((rest & ~127L) != 0) {
        packed[length++] = (byte) (rest & 127 | 128);
        rest >>>= 7;
      }
      packed[length++] = (byte) rest;
    }

    /** Writes a number that may be negative: 0, −1, 1, −2 … as 0, 1, 2, 3 … */
    public void writeSigned(long number) {
      write(number << 1 ^ number >> 63);
    }

    /** Writes what was written before. */
    public void copy(byte[] written, int from, int to) {
      int more = to - from;
      if (packed.length - length < more) {
        packed = Arrays.copyOf(packed, length + more + MAX_BYTES);
      }
      System.arraycopy(written, from, packed, length, more);
      length += more;
    }

    public byte[] toByteArray() {
      return Arrays.copyOf(packed, length);
    }
  }

  /** Reads numbers in the order in which they were written. */
  public static final class Reader {
    private final byte[] packed;
    private int at;

    public Reader(byte[] packed) {
      this.packed = packed;
    }

    /** Where the next one begins. */
    public int position() {
      return at;
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
