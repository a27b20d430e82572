package org.duixian.commitment;

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

  private static final long[] NONE = {};

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
    if (packed.length == 0) {
      return NONE; // as on most days that are over
    }
    long[] marks = unpacked(packed);
    var changes = new long[marks.length];
    int count = 0;
    for (long mark : marks) {
      if (Arrays.binarySearch(marks, mark ^ OFF_BIT) < 0) {
        changes[count++] = mark;
      }
    }
    return Arrays.copyOf(changes, count);
  }

  /** The packed marks and one more. */
  static byte[] with(byte[] packed, long mark) {
    long[] marks = unpacked(packed);
    var writer = new Varints.Writer(packed.length + 8);
    int last = marks.length - 1;
    if (last < 0 || marks[last] <= mark) {
      writer.copy(packed, 0, packed.length); // they mostly come in order
      write(mark, last < 0 ? 0 : millisOfDay(marks[last]), writer);
      return writer.toByteArray();
    }
    long[] more = Arrays.copyOf(marks, marks.length + 1);
    more[marks.length] = mark;
    Arrays.sort(more);
    long lastMillis = 0;
    for (long each : more) {
      write(each, lastMillis, writer);
      lastMillis = millisOfDay(each);
    }
    return writer.toByteArray();
  }

  private static void write(long mark, long lastMillis, Varints.Writer writer) {
    writer.write(millisOfDay(mark) - lastMillis);
    writer.write(mark & (1 << REST_BITS) - 1);
  }

  static long[] unpacked(byte[] packed) {
    int numbers = 0;
    for (byte each : packed) {
      numbers += each >= 0 ? 1 : 0;
    }
    var marks = new long[numbers / 2];
    var reader = new Varints.Reader(packed);
    long millis = 0;
    for (int i = 0; i < marks.length; i++) {
      millis += reader.next();
      marks[i] = millis << REST_BITS | reader.next();
    }
    return marks;
  }
}
