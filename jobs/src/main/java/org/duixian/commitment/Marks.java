package org.duixian.commitment;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The changes of one day in the order of time, packed: whose state began or ended when. A mark is
 * the millisecond of the day, the position of who, and a lowest bit that is 0 for a beginning. At
 * rest a mark takes four or five bytes: the time since the one before it and the rest, each seven
 * bits a byte.
 */
final class Marks {
  private static final int OFF_BIT = 1;
  private static final int WHO_BITS = 11;
  private static final int REST_BITS = WHO_BITS + 1;

  /** How many can be told apart. */
  static final int MAX_WHO = 1 << WHO_BITS;

  private Marks() {}

  static long of(long millisOfDay, int who, boolean on) {
    return millisOfDay << REST_BITS | (long) who << 1 | (on ? 0 : OFF_BIT);
  }

  static int who(long mark) {
    return (int) mark >> 1 & MAX_WHO - 1;
  }

  static boolean on(long mark) {
    return (mark & OFF_BIT) == 0;
  }

  static long millisOfDay(long mark) {
    return mark >>> REST_BITS;
  }

  /** Sorted, without those who began and ended in the same instant: nothing has changed. */
  static long[] changes(byte[] packed) {
    long[] marks = unpacked(packed);
    return Arrays.stream(marks)
        .filter(mark -> Arrays.binarySearch(marks, mark ^ OFF_BIT) < 0)
        .toArray();
  }

  /** The packed marks and one more. */
  static byte[] with(byte[] packed, long mark) {
    long[] marks = unpacked(packed);
    long[] more = Arrays.copyOf(marks, marks.length + 1);
    more[marks.length] = mark;
    Arrays.sort(more);
    var bytes = new ByteArrayOutputStream(packed.length + 8);
    long last = 0;
    for (long each : more) {
      write(bytes, millisOfDay(each) - last);
      write(bytes, each & (1 << REST_BITS) - 1);
      last = millisOfDay(each);
    }
    return bytes.toByteArray();
  }

  static long[] unpacked(byte[] packed) {
    int numbers = 0;
    for (byte each : packed) {
      numbers += each >= 0 ? 1 : 0;
    }
    var marks = new long[numbers / 2];
    int at = 0;
    long millis = 0;
    for (int i = 0; i < marks.length; i++) {
      long since = number(packed, at);
      at = next(packed, at);
      millis += since;
      marks[i] = millis << REST_BITS | number(packed, at);
      at = next(packed, at);
    }
    return marks;
  }

  private static void write(ByteArrayOutputStream bytes, long number) {
    long rest = number;
    while (rest > 127) {
      bytes.write((int) (rest & 127 | 128));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  private static long number(byte[] packed, int from) {
    long number = 0;
    int at = from;
    int shift = 0;
    while (packed[at] < 0) {
      number |= (long) (packed[at++] & 127) << shift;
      shift += 7;
    }
    return number | (long) packed[at] << shift;
  }

  private static int next(byte[] packed, int from) {
    int at = from;
    while (packed[at] < 0) {
      at++;
    }
    return at + 1;
  }
}
