package org.duixian.job;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts that are the same object where their bytes are the same; the latest of those that clash.
 */
final class RecurringNames {
  private static final int SLOT_BITS = 14;
  private static final int SLOTS = 1 << SLOT_BITS;
  private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[][] encoded = new byte[SLOTS][];
  private final String[] texts = new String[SLOTS];

  /** The text whose UTF-8 bytes are the first ones of an array. */
  String of(byte[] utf8, int length) {
    int slot = slot(utf8, length);
    byte[] there = encoded[slot];
    if (there == null || !Arrays.equals(there, 0, there.length, utf8, 0, length)) {
      encoded[slot] = Arrays.copyOf(utf8, length);
      texts[slot] = new String(utf8, 0, length, StandardCharsets.UTF_8);
    }
    return texts[slot];
  }

  /** Eight bytes at a time: this is done for every name of every event. */
  private static int slot(byte[] utf8, int length) {
    long hash = length;
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      hash = mixed(hash, (long) LONGS.get(utf8, at));
    }
    for (; at < length; at++) {
      hash = mixed(hash, utf8[at]);
    }
    return (int) (hash >>> Long.SIZE - SLOT_BITS);
  }

  /** Multiplicative hashing: the highest bits depend on all others. */
  private static long mixed(long hash, long more) {
    return (Long.rotateLeft(hash, 29) ^ more) * GOLDEN_RATIO;
  }
}
