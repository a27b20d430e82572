package org.duixian.job;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What has been read from bytes that come again and again: the same object where they are the same,
 * as far as remembered.
 */
final class Recurring<T> {
  private static final int SLOT_BITS = 14;
  private static final int SLOTS = 1 << SLOT_BITS;
  private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Reads the first bytes of an array. */
  interface Reader<T> {
    T read(byte[] bytes, int length);
  }

  private final Reader<T> reader;
  private final byte[][] encoded = new byte[SLOTS][];
  private final List<T> read = new ArrayList<>(Collections.nCopies(SLOTS, null));

  Recurring(Reader<T> reader) {
    this.reader = reader;
  }

  /** What the first bytes of an array say. Of those that clash the latest is remembered. */
  T of(byte[] bytes, int length) {
    int slot = slot(bytes, length);
    byte[] there = encoded[slot];
    if (there == null || !Arrays.equals(there, 0, there.length, bytes, 0, length)) {
      encoded[slot] = Arrays.copyOf(bytes, length);
      read.set(slot, reader.read(bytes, length));
    }
    return read.get(slot);
  }

  /** Eight bytes at a time: this is done for every event. */
  private static int slot(byte[] bytes, int length) {
    long hash = length;
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      hash = mixed(hash, (long) LONGS.get(bytes, at));
    }
    for (; at < length; at++) {
      hash = mixed(hash, bytes[at]);
    }
    return (int) (hash >>> Long.SIZE - SLOT_BITS);
  }

  /** Multiplicative hashing: the highest bits depend on all others. */
  private static long mixed(long hash, long more) {
    return (Long.rotateLeft(hash, 29) ^ more) * GOLDEN_RATIO;
  }
}
