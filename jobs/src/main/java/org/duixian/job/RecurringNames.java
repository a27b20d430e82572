package org.duixian.job;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts that are the same object where their bytes are the same; the latest of those that clash.
 */
final class RecurringNames {
  private static final int SLOTS = 1 << 14;

  private final byte[][] encoded = new byte[SLOTS][];
  private final String[] texts = new String[SLOTS];

  /** The text whose UTF-8 bytes are the first ones of an array. */
  String of(byte[] utf8, int length) {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + utf8[i];
    }
    int slot = (hash ^ hash >>> 14) & SLOTS - 1;
    byte[] there = encoded[slot];
    if (there == null || !Arrays.equals(there, 0, there.length, utf8, 0, length)) {
      encoded[slot] = Arrays.copyOf(utf8, length);
      texts[slot] = new String(utf8, 0, length, StandardCharsets.UTF_8);
    }
    return texts[slot];
  }
}
